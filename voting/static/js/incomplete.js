/** What must be put right in a form before it can be signed. */
import { tell } from "./view.js";

/** `field` is where. */
export class Incomplete extends Error {
  constructor(message, field) {
    super(message);
    this.field = field;
  }
}

/** Say what is wrong: beside the field and in sight, else above the form's buttons. */
export function complain(box, form, error) {
  const { field } = error;
  if (field) (field.closest(".fields, fieldset") ?? field.closest("label")).after(box);
  else settle(box, form);
  tell(box, error.message);
  field?.focus();
  box.scrollIntoView({ block: "nearest" });
}

/** Nothing is wrong any more, and what goes wrong next is said above the buttons. */
export function settle(box, form) {
  tell(box);
  form.querySelector(":scope > .actions").before(box);
}
