/** The agenda on the hall screen while nothing is put to the vote: what the assembly is at, and which vote is next. */
import { t, words } from "./text.js";
import { element } from "./view.js";

/** How many items are shown at once: more would be too small for the last row. */
const SHOWN = 5;

/**
 * What the record says of the items: a text under way is where the assembly is, and the next vote is on the first text
 * after it that is not decided. Of items without a text the record says nothing.
 */
function places(items, documents) {
  const votes = items.map(({ document }) => documents.find((one) => one.document === document) ?? null);
  const at = (index) => votes[index]?.changed ?? -1;
  const under = votes.flatMap((one, index) => (one?.vote === "voting" || one?.vote === "begun" ? [index] : []));
  const current = under.toSorted((a, b) => at(b) - at(a))[0] ?? -1;
  const decided = votes.findLastIndex((one) => isDecided(one));
  const after = Math.max(current, current < 0 ? decided : -1);
  const next = votes.findIndex((one, index) => index > after && one !== null && !isDecided(one));
  return { votes, current, next };
}

function isDecided(document) {
  return document?.vote === "adopted" || document?.vote === "rejected";
}

/** The agenda in force, around the item that comes now or next. */
export function agendaStage({ agenda, documents, languages }) {
  const { votes, current, next } = places(agenda.items, documents);
  const focus = Math.max(0, current < 0 ? next : current);
  const start = Math.max(0, Math.min(focus - 1, agenda.items.length - SHOWN));
  const list = element("ol", "screen-agenda");
  list.start = start + 1;
  list.append(...agenda.items.slice(start, start + SHOWN).map((item, i) => {
    const index = start + i;
    const key = index === current ? "now" : index === next ? "next" : isDecided(votes[index]) ? votes[index].vote : null;
    const line = element("li", key ? `item-${key}` : "", element("span", "item-title", words(item.title, languages)));
    if (key) line.append(" ", element("span", "item-mark", t(`screen.item.${key}`)));
    return line;
  }));
  const left = agenda.items.length - start - SHOWN;
  return element("div", "screen-content", element("h1", "", t("screen.agenda")), element("div", "screen-body", list), left > 0 ? element("p", "screen-more", t("screen.agenda.more", { count: left })) : null);
}
