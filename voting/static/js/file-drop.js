/** A place that takes one file: chosen in the dialog, or dropped on it. */

/**
 * Hand over every file that is chosen or dropped while `input` takes one; the same file may be chosen again.
 * @param {HTMLInputElement} input
 * @param {HTMLElement} drop
 * @param {(file: File) => void} take
 */
export function listenForFile(input, drop, take) {
  input.addEventListener("change", () => {
    const [file] = input.files;
    input.value = "";
    if (file) take(file);
  });
  for (const type of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(type, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", type === "dragover" && !input.disabled);
      const file = type === "drop" ? event.dataTransfer.files[0] : null;
      if (file && !input.disabled) take(file);
    });
  }
}
