/**
 * A screen in light or dark by choice: `?theme=dark` in its address, or the key T; else as the device prefers. Whatever the
 * stylesheets say for a dark preference is switched on or off.
 */
const PREFERENCE = /\(prefers-color-scheme:\s*dark\)/;
const THEMES = ["light", "dark"];

let theme = new URLSearchParams(location.search).get("theme");
if (THEMES.includes(theme)) choose(theme);

addEventListener("keydown", ({ key, altKey, ctrlKey, metaKey }) => {
  if (key.toLowerCase() !== "t" || altKey || ctrlKey || metaKey) return;
  const dark = THEMES.includes(theme) ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  choose(dark ? "light" : "dark");
});

function choose(wanted) {
  theme = wanted;
  for (const sheet of document.styleSheets) for (const rule of sheet.cssRules) turn(rule);
  document.documentElement.style.colorScheme = theme;
  document.body.dataset.theme = theme;
  // A reload keeps what was chosen.
  const address = new URL(location.href);
  address.searchParams.set("theme", theme);
  history.replaceState(null, "", address);
}

/** A condition on the preference becomes one that always or never holds; it is still known by its first words. */
function turn(rule) {
  if (!(rule instanceof CSSMediaRule)) return;
  rule.preference ??= PREFERENCE.test(rule.media.mediaText);
  if (rule.preference) rule.media.mediaText = theme === "dark" ? "all" : "not all";
}
