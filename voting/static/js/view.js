/**
 * What every room's page does with its elements. Text goes in as text, never as markup.
 */

/** The element inside `root` that the template calls `slot`. */
export function slot(root, name) {
  return root.querySelector(`[data-slot="${name}"]`);
}

/** A new element with classes, and text or elements inside; null and "" are left out. */
export function element(tag, classes = "", ...children) {
  const made = document.createElement(tag);
  if (classes) made.className = classes;
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}

/** A copy of the first element of the `<template>` with this id. */
export function fromTemplate(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

/** Put text or elements into a box and show it; null hides and empties it. */
export function tell(box, ...content) {
  const given = content.filter((part) => part !== null && part !== "");
  box.replaceChildren(...given);
  box.hidden = given.length === 0;
}

/** Say something to those who listen to the page. */
export function announce(text) {
  document.getElementById("announce").textContent = text;
}

/**
 * Run `work` with these buttons disabled, so that one press is one act.
 * @param {HTMLButtonElement[]} buttons
 * @param {() => Promise<*>} work shows its own outcome
 */
export async function whileBusy(buttons, work) {
  const pressed = document.activeElement;
  for (const button of buttons) {
    button.disabled = true;
    button.setAttribute("aria-busy", "true");
  }
  try {
    return await work();
  } finally {
    for (const button of buttons) {
      button.disabled = false;
      button.removeAttribute("aria-busy");
      // What cannot be pressed loses the keyboard. It has it again, unless that went somewhere else.
      if (button === pressed && document.activeElement === document.body) button.focus({ preventScroll: true });
    }
  }
}

/** A paragraph for each language that has words, the authoritative one first and marked. */
export function inAllLanguages(words, languages, classes) {
  return languages
    .filter((language) => language in words)
    .map((language, i) => {
      const paragraph = element("p", i === 0 ? classes : `${classes} other-language`, words[language]);
      paragraph.lang = language;
      paragraph.dir = "auto";
      return paragraph;
    });
}

/** A phone in Cairo or Tehran writes other digits than those that are printed on the badge in its owner's hand. */
export const DIGITS = { numberingSystem: "latn" };

/** Made once, and only where it is needed: a slow phone takes long for it. */
let names;

/** A language's own name in the page's language: "French" for fr. */
export function languageName(tag) {
  return (names ??= new Intl.DisplayNames([document.documentElement.lang, "en"], { type: "language" })).of(tag) ?? tag;
}

/** A number as people of the page's language write it, in the digits that badges, amendments and paper have. */
export function number(value) {
  // Alike in all languages; a slow phone needs 80 ms for its first formatter.
  if (Number.isInteger(value) && value >= 0 && value < 1_000) return String(value);
  return value.toLocaleString(document.documentElement.lang, DIGITS);
}

/**
 * A moment as people of the page's language write it, whatever language the browser speaks; where it speaks that one, as
 * in its country: one reads "15:30" in London and "3:30 PM" in Boston.
 * @param {number | string} at milliseconds since 1970, or ISO 8601
 * @param {Intl.DateTimeFormatOptions} [parts] the time of day alone, without seconds, unless others are asked for
 */
export function timeOf(at, parts = { timeStyle: "short" }) {
  const { lang } = document.documentElement;
  const spoken = navigator.languages.filter((tag) => tag.startsWith(`${lang}-`));
  return new Date(at).toLocaleString([...spoken, lang], { ...DIGITS, ...parts });
}
