/** The choice of the page's language, kept by the browser. The address stays as it is: it may hold a badge's code. */
const KEPT_SECONDS = 365 * 24 * 3600;

const choice = document.getElementById("page-language");
choice?.addEventListener("change", () => {
  document.cookie = `language=${choice.value}; path=/; max-age=${KEPT_SECONDS}; samesite=lax`;
  location.reload();
});
