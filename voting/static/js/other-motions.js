/** The other motions that are open, beneath or above the one that a delegate's phone shows. */
import { t, words } from "./text.js";
import { announce, element } from "./view.js";

/**
 * @param {any[]} others
 * @param {Set<any>} wanting those of them that wait for this phone's vote
 * @param {boolean} free whether they may come first
 * @param {boolean} writing whether she writes of the motion that is shown: they are kept in sight, and said aloud
 * @param {string[]} languages
 * @param {(motion: any) => void} onChoose
 */
export function showOtherMotions(others, wanting, free, writing, languages, onChoose) {
  const place = document.getElementById("others");
  const motion = document.getElementById("motion");
  place.hidden = others.length === 0;
  const key = JSON.stringify(others.map((other) => [other.opening, other.state, wanting.has(other)]));
  if (place.dataset.key !== key) {
    place.firstElementChild.textContent = t(wanting.size ? "phone.others_wait" : "phone.others_open");
    place.lastElementChild.replaceChildren(...others.map((other) => {
      const name = t(other.state === "open" ? "phone.other_motion" : "phone.other_ended", { motion: other.motion, title: words(other.title, languages) });
      const button = element("button", wanting.has(other) ? "" : "secondary outline", name);
      button.onclick = () => onChoose(other);
      return button;
    }));
  }
  if (writing && wanting.size && place.dataset.key !== key) announce(place.innerText);
  place.dataset.key = key;
  // She may be far below it.
  place.classList.toggle("in-sight", writing);
  const first = wanting.size > 0 && free;
  if (first !== (place.nextElementSibling === motion)) motion[first ? "before" : "after"](place);
}
