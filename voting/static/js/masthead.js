/** The head of every page: its menu, folded where there is little room, and the choice of the language. */
const KEPT_SECONDS = 365 * 24 * 3600;

// What says that the page does not start, for it does, in browsers that are not older than README says.
if ([].findLast) document.getElementById("unstarted")?.remove();

const button = document.querySelector(".menu-button");
button?.addEventListener("click", () => fold(button.getAttribute("aria-expanded") === "true"));
document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape" || button?.getAttribute("aria-expanded") !== "true") return;
  fold(true);
  button.focus();
});

function fold(away) {
  button.setAttribute("aria-expanded", String(!away));
  document.getElementById("menu").classList.toggle("menu-open", !away);
}

// The address stays as it is: it may hold a badge's code.
const choice = document.getElementById("page-language");
choice?.addEventListener("change", () => {
  document.cookie = `language=${choice.value}; path=/; max-age=${KEPT_SECONDS}; samesite=lax`;
  location.reload();
});
