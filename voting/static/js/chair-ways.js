/**
 * The two ways in which what the chair's two forms say comes about: a clerk's is kept for a chair, a chair's is signed.
 * Both take time. `finish` closes the form, unless something else is in it by then, and says whether it did.
 */
import { withWho } from "./chair-late.js";
import { decisionDraft, openingDraft, prepareAct } from "./chair-prepare.js";
import { t } from "./text.js";
import { announce } from "./view.js";

/** The number is in use: somebody was faster. */
class Taken extends Error {
  code = "late";

  constructor(motion) {
    super(t("chair.missing.free_number", { motion }));
  }
}

/** @param {() => void} showNow */
export function clerksWays(showNow) {
  const done = (finish) => {
    const closed = finish();
    announce(t("chair.prepare.done"));
    if (closed) showNow();
  };
  return {
    async open(draft, roll, finish) {
      await prepareAct("open", openingDraft(draft, roll));
      done(finish);
    },
    async decide(fields, about, finish) {
      await prepareAct("decide", decisionDraft(fields, about));
      done(finish);
    },
  };
}

/**
 * @param {{office: import("./office.js").Office, taken: () => string[], signing: Set<string>, showNow: () => void,
 *   load: () => Promise<void>, openAndTime: (acts: any, draft: object, roll: object) => Promise<void>}} room `signing`
 *   has the numbers of what is on its way
 */
export function chairsWays({ office, taken, signing, showNow, load, openAndTime }) {
  const sign = async (number, text, work, finish) => {
    signing.add(number);
    try {
      await work(await office.acts());
      const closed = finish();
      announce(text);
      await load();
      if (closed) showNow();
    } finally {
      signing.delete(number);
    }
  };
  return {
    async open(draft, roll, finish) {
      const { motion } = draft;
      // A number that somebody took meanwhile would be refused only after a new text had been tabled.
      if (taken().includes(motion)) throw await withWho(new Taken(motion), motion, -1);
      try {
        await sign(motion, t("chair.open.done", { motion }), (acts) => openAndTime(acts, draft, roll), finish);
      } catch (error) {
        throw error.code === "motion_in_use" ? await withWho(error, motion, -1) : error;
      }
    },
    decide(draft, about, finish) {
      const { decision } = draft;
      return sign(decision, t("chair.decide.done", { decision }), (acts) => acts.decide(draft), finish);
    },
  };
}
