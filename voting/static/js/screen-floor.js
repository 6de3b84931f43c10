/** The floor on the hall screen, small beneath what is put to the vote: who speaks, for how long, who is next, and a pause. */
import { person } from "./floor-person.js";
import { SpeechClock } from "./speech-clock.js";
import { t } from "./text.js";
import { element, tell, timeOf } from "./view.js";

const clock = new SpeechClock();

/** That the sitting pauses, and until when. */
export function pauseLine({ until }) {
  return until ? t("floor.pause_until", { time: timeOf(until * 1000) }) : t("floor.pause");
}

/** Show the floor in `box`, with a pause and those who wait for it where there is room; nothing where nothing is on it. */
export function showFloor(box, { pause, speakers }, languages, roomy) {
  const { speaker, next, line } = speakers;
  clock.follow(speaker);
  const paused = roomy && pause && element("p", "floor-pause", pauseLine(pause));
  const speaking = speaker && element("p", "floor-speaking", element("span", "floor-label", t("floor.speaking")), person(speaker, languages), " ", clock.element);
  // Of all three the last makes way: the code to scan would have no room beside them.
  const lineToo = roomy && next.length && !(paused && speaking);
  tell(box, paused || null, speaking, lineToo ? waiting(next, line.length - next.length, languages) : null);
}

function waiting(next, more, languages) {
  const list = element("ol", "", ...next.map((one) => element("li", "", person(one, languages))));
  return element("div", "floor-next", element("span", "floor-label", t("floor.next")), list, more > 0 ? element("span", "floor-label", t("floor.more", { count: more })) : null);
}
