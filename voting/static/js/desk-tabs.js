/** The tabs of a page (WAI-ARIA tabs pattern); the address remembers which one is open. */

/**
 * Show one tab's panel at a time, first the one that the address names.
 * @param {(id: string) => void} onShow told of each tab that opens
 * @returns {() => string} id of the tab that is open
 */
export function showTabs(onShow) {
  const tabs = [...document.querySelectorAll("[role=tab]")];
  let open = null;

  function show(tab) {
    if (tab === open) return;
    open = tab;
    for (const one of tabs) {
      one.setAttribute("aria-selected", String(one === tab));
      one.tabIndex = one === tab ? 0 : -1;
      panelOf(one).hidden = one !== tab;
    }
    // On a small screen the row of tabs is wider than it: the one that is open is seen whole.
    tab.scrollIntoView({ block: "nearest", inline: "center" });
    history.replaceState(null, "", `#${panelOf(tab).id}`);
    onShow(panelOf(tab).id);
  }

  tabs.forEach((tab, at) => {
    // Until now a press would have been lost.
    tab.disabled = false;
    tab.addEventListener("click", () => show(tab));
    tab.addEventListener("keydown", (event) => {
      const forward = getComputedStyle(tab).direction === "rtl" ? -1 : 1;
      const to = { ArrowRight: at + forward, ArrowLeft: at - forward, Home: 0, End: tabs.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      const next = tabs.at(to % tabs.length);
      next.focus();
      show(next);
    });
  });
  show(tabs.find((tab) => `#${panelOf(tab).id}` === location.hash) ?? tabs[0]);
  return () => panelOf(open).id;
}

function panelOf(tab) {
  return document.getElementById(tab.getAttribute("aria-controls"));
}
