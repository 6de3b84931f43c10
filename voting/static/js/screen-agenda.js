/** The agenda on the hall screen while nothing is put to the vote: what the assembly is at, and which vote is next. */
import { standings } from "./agenda.js";
import { t, words } from "./text.js";
import { element } from "./view.js";

/** How many items are shown at once: more would be too small for the last row. */
const SHOWN = 5;

/** The agenda in force, around the item that comes now or next. */
export function agendaStage({ agenda, documents, languages }) {
  const found = standings(agenda.items, documents);
  const focus = Math.max(0, found.includes("now") ? found.indexOf("now") : found.indexOf("next"));
  const start = Math.max(0, Math.min(focus - 1, agenda.items.length - SHOWN));
  const list = element("ol", "screen-agenda");
  list.start = start + 1;
  list.append(...agenda.items.slice(start, start + SHOWN).map((item, i) => {
    const key = found[start + i];
    const line = element("li", key ? `item-${key}` : "", element("span", "item-title", words(item.title, languages)));
    if (key) line.append(" ", element("span", "item-mark", t(`screen.item.${key}`)));
    return line;
  }));
  const left = agenda.items.length - start - SHOWN;
  return element("div", "screen-content", element("h1", "", t("screen.agenda")), element("div", "screen-body", list), left > 0 ? element("p", "screen-more", t("screen.agenda.more", { count: left })) : null);
}
