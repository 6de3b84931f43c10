/** The agenda on a delegate's phone: what was decided, what is next, and the way to each text. */
import { standings } from "./agenda.js";
import { t, words } from "./text.js";
import { element } from "./view.js";

/**
 * @param {HTMLElement} card
 * @param {any} state of the convention
 * @param {string[]} languages
 */
export function showAgenda(card, { agenda, documents }, languages) {
  const items = agenda?.items ?? [];
  const found = standings(items, documents);
  const key = JSON.stringify([items, found]);
  // A way that somebody is about to tap stays.
  if (card.dataset.key === key) return;
  card.dataset.key = key;
  card.hidden = !agenda;
  card.lastElementChild.replaceChildren(...items.map(({ title, document }, i) => {
    const item = element("li", "", element(document ? "a" : "span", "", words(title, languages)), found[i] && ` · ${t(`screen.item.${found[i]}`)}`);
    if (document) item.firstElementChild.href = `/documents/${encodeURIComponent(document)}`;
    return item;
  }));
}
