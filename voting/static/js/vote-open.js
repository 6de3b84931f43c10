/** Tells a delegate who reads or writes on another page that voting is open; what she types stays where it is. */
import { follow } from "./live.js";
import { isShown } from "./shown.js";
import { t, words } from "./text.js";
import { element, tell } from "./view.js";

/** @param {import("./outbox.js").Outbox} outbox of the phone, which knows where it has voted */
export function tellOpenVote(outbox) {
  const bar = element("p", "notice notice-warning vote-open");
  bar.role = "status";
  bar.hidden = true;
  document.getElementById("main").prepend(bar);
  let now = null;
  let told = "";
  const show = async () => {
    const { motions, languages } = now;
    const records = await outbox.records();
    const voted = ({ opening }) => records.some(({ about, state }) => about.opening === opening && state !== "refused");
    const waiting = motions.find((motion) => motion.state === "open" && !voted(motion));
    if ((waiting?.opening ?? "") === told) return;
    told = waiting?.opening ?? "";
    tell(bar, ...(waiting ? [t("phone.vote_open", { title: words(waiting.title, languages) }), " ", wayToVote()] : []));
  };
  follow({
    onState: (state) => {
      now = state;
      show();
    },
  });
  // She may have voted in another tab meanwhile.
  document.addEventListener("visibilitychange", () => now && show());
}

function wayToVote() {
  const link = element("a", "link-button", t("phone.headline.open"));
  link.href = "/";
  // A draft would be lost with its page.
  link.onclick = () => (link.target = [...document.querySelectorAll("textarea")].some(isShown) ? "_blank" : "");
  return link;
}
