/** The page on which a delegate asks for the floor: her place, and who speaks. A vote that opens calls her back. */
import "./masthead.js";
import { floorSession } from "./floor-session.js";
import { person } from "./floor-person.js";
import { currentIdentity } from "./identity.js";
import { callBack } from "./call-back.js";
import { focusIfLost } from "./focus.js";
import { follow } from "./live.js";
import { SpeechClock } from "./speech-clock.js";
import { isShown } from "./shown.js";
import { inWords, t } from "./text.js";
import { announce, element, tell, timeOf, whileBusy } from "./view.js";

const part = (id) => document.getElementById(id);
const clock = new SpeechClock();
const buttons = [...document.querySelectorAll("#ask button")];

let languages = [];
let place = null;

function show({ pause, speakers }, credential) {
  const { speaker, line, open } = speakers;
  const at = line.indexOf(credential);
  // Nobody speaks, and nobody's page this is: that makes no speaker of whoever reads it.
  const speaks = speaker !== null && speaker.number === credential;
  clock.follow(speaker);
  tell(part("pause"), pause && (pause.until ? t("floor.pause_until", { time: timeOf(pause.until * 1000) }) : t("floor.pause")));
  tell(part("speaking"), ...(speaker ? [t("common.colon", { head: t("floor.speaking") }), " ", person(speaker, languages), " ", clock.element] : [t("speak.nobody")]));
  const mine = speaks ? t("speak.now") : at === 0 ? t("speak.next") : at > 0 ? t("speak.place", { place: at + 1, count: line.length }) : null;
  tell(part("mine"), mine && element("strong", "", mine));
  if (mine !== place && mine) announce(mine);
  if (place && !mine) announce(t("speak.taken_back"));
  place = mine;
  part("take-back").hidden = at < 0;
  part("ask").hidden = at >= 0 || speaks;
  part("hint").textContent = t(open ? "speak.open" : "speak.closed");
  for (const button of buttons) button.hidden = !open && button.value !== "order";
}

async function start() {
  // A browser that keeps nothing is nobody's phone.
  const identity = await currentIdentity().catch(() => null);
  const may = ["delegate", "alternate"].includes(identity?.role);
  part("no-key").hidden = may;
  part("desk").hidden = !may;
  const ask = identity && floorSession(identity);
  const act = async (method, body) => {
    await whileBusy([...buttons, part("back")], async () => {
      tell(part("problem"));
      try {
        show((await ask("/floor/request", method, body)), identity.credential);
      } catch (error) {
        tell(part("problem"), inWords(error));
      }
    });
    // The button that was pressed is gone: its opposite stands in its place.
    const opposite = [part("back"), ...buttons].find((button) => isShown(button));
    if (opposite) focusIfLost(opposite);
  };
  for (const button of buttons) button.onclick = () => act("POST", { side: button.value });
  part("back").onclick = () => act("DELETE");
  const called = callBack();
  follow({
    onState: (state) => {
      ({ languages } = state);
      called(state);
    },
    onFloor: (floor) => show(floor, identity?.credential),
    onConnection: (connected) => (part("connection").hidden = connected),
  });
}

start();
