/** Going to the entry of a receipt: a field of one line would lose the receipt's lines. */
import { parseProof } from "./tlogproof.js";

/** A receipt that is pasted into the field for entries becomes its entry's number there, and the form is sent. */
export function takeReceipts() {
  const field = document.querySelector(".jump input");
  field.addEventListener("paste", (event) => {
    try {
      field.value = parseProof(event.clipboardData.getData("text").replaceAll("\r\n", "\n")).index;
    } catch {
      return; // Anything else is pasted as it is.
    }
    event.preventDefault();
    // Browsers of 2021 lack it: she presses the button.
    field.form.requestSubmit?.();
  });
}
