/** A new badge's code on the desk's own screen, for the phone that is held before it: quicker than paper. */
import { answered, showUntilClosed } from "./dialog.js";
import { placeOf } from "./desk-view.js";
import { t } from "./text.js";
import { slot } from "./view.js";

const LOOK_MS = 1_000;
const MODULE_PX = 8;

function squaresOf(text, address) {
  const worker = new Worker(address, { type: "module" });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message || "the code could not be drawn"));
    worker.postMessage(text);
  }).finally(() => worker.terminate());
}

function draw(canvas, squares) {
  canvas.width = canvas.height = squares.length * MODULE_PX;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#000";
  squares.forEach((line, y) => line.forEach((dark, x) => dark && pen.fillRect(x * MODULE_PX, y * MODULE_PX, MODULE_PX, MODULE_PX)));
}

/**
 * Show the code until the phone has activated it or the officer closes the dialog; the code is gone then.
 * @param {object} person
 * @param {{number: number, url: string}} badge recorded already
 * @param {import("./desk-api.js").DeskServer} server
 * @returns {Promise<boolean>} whether a phone activated it
 */
export async function showCode(person, { number, url }, server) {
  const dialog = document.getElementById("code-dialog");
  const [canvas, stage, close] = ["code", "stage", "close"].map((name) => slot(dialog, name));
  const squares = await squaresOf(url, dialog.dataset.drawer);
  // Meanwhile she may have turned to somebody else, whose code this dialog may show.
  await answered();
  let activated = false;
  slot(dialog, "who").textContent = `${person.name} · ${placeOf(person)}`;
  stage.textContent = t("desk.code.waiting");
  close.onclick = () => dialog.close();
  draw(canvas, squares);
  // The dialog may show another's code by the time that the last answer about this one is there.
  let open = true;
  const closed = showUntilClosed(dialog).then(() => {
    open = false;
    canvas.width = canvas.height = 0;
  });
  while (open && !activated) {
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, LOOK_MS))]);
    // A network that is away for a moment changes nothing: the phone says itself whether it is activated.
    const now = await server.atDoor({ code: null, number: String(number) }).catch(() => null);
    activated = now !== null && ["enrolled", "confirmed"].includes(now.status);
  }
  // What follows needs no press: the page says it, and compares the codes where a phone must be confirmed.
  if (open) dialog.close();
  return activated;
}
