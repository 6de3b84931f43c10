/**
 * What a delegate's page asks before all else: the server how it stands, and this browser what it keeps. It is a script of
 * its own, which is there long before the page's: on a slow phone each answer takes as long as drawing half of the page.
 */
import "./live.js";
import { IDENTITY, allStatements, get, logName } from "./store.js";

/** The convention that this server says is its own. */
export const told = document.documentElement.dataset.convention;

/** The first answers: who this browser is, what it has verified of that convention's log, and what it signed. */
export const first = { identity: get(IDENTITY), log: get(logName(told)), statements: allStatements() };

// Whoever waits for them hears what is wrong.
for (const answer of Object.values(first)) answer.catch(() => {});
