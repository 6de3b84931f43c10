"""What can be measured of a page: it fits a narrow screen, words keep their room, fingers find their targets."""

from playwright.sync_api import Locator, Page

# 1280 CSS pixels at 400 % (WCAG 1.4.10), which is more than 640 at 200 %.
NARROW = {"width": 320, "height": 640}
FINGER = 44
# WCAG 1.4.12: what a reader may set, and no word is lost.
SPACED = """
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-block-end: 2em !important; }
"""
SET_WIDER = """(css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet);
}"""
NAME = """
  const name = (one) =>
    [one.localName, one.getAttribute("id") ?? "", one.className, one.textContent.trim().slice(0, 30)].join(" ");
  const shown = [...document.querySelectorAll("body *")].filter((one) => one.checkVisibility());
"""
# What scrolls in a frame of its own may be as wide as it likes: tables, tabs.
WIDE = f"""() => {{
  {NAME}
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return shown.filter((one) => one.getBoundingClientRect().right > width + 1
    && ![...one.children].some((part) => part.getBoundingClientRect().right > width + 1)).map(name);
}}"""
CLIPPED = f"""() => {{
  {NAME}
  return shown.filter((one) => {{
    const style = getComputedStyle(one);
    // Unseen by intent, and the name of the convention at the head, which every page has in its title.
    if (style.clipPath !== "none" || one.matches("option, input, select, textarea")) return false;
    if (one.closest(".unseen, .skip, .brand")) return false;
    const cut = (axis) => ["hidden", "clip"].includes(style[axis]);
    return (cut("overflowX") && one.scrollWidth > one.clientWidth + 1)
      || (cut("overflowY") && one.scrollHeight > one.clientHeight + 1);
  }}).map(name);
}}"""
# A link among other words is as wide as its own, for WCAG 2.5.5 leaves out what stands in a sentence.
SMALL = f"""(least) => {{
  {NAME}
  const isWord = (part) => part.nodeType === Node.TEXT_NODE && /\\p{{L}}/u.test(part.data);
  const inSentence = (one) => one.matches(":is(p, .by) > a") && [...one.parentElement.childNodes].some(isWord);
  const targets = shown.filter((one) => one.matches("a[href], button, input, select, textarea, summary"));
  return targets.filter((one) => !one.matches(".skip")).filter((one) => {{
    const whole = ["checkbox", "radio"].includes(one.type) && one.closest("label") || one;
    const {{ width, height }} = whole.getBoundingClientRect();
    return (inSentence(one) ? height : Math.min(width, height)) < least - 0.5;
  }}).map(name);
}}"""
# What has the focus, and whether one sees that: an outline, in the window, and nothing before it.
FOCUS = """() => {
  const one = document.activeElement;
  const style = getComputedStyle(one), { left, top, width, height } = one.getBoundingClientRect();
  const front = document.elementFromPoint(left + width / 2, top + height / 2);
  return {
    seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    before: one.contains(front) || front?.closest("label")?.contains(one) || false,
  };
}"""


def drawn(page: Page) -> None:
    """Wait until a page is drawn as large as its window is now: what fits itself to that is a picture late, or two."""
    page.evaluate(
        """async () => {
          for (let picture = 0; picture < 3; picture += 1) await new Promise((next) => requestAnimationFrame(next));
        }"""
    )


def small_targets(page: Page) -> list[str]:
    """Return what is smaller than a finger; nobody touches the hall screen."""
    return [] if page.locator("body.screen").count() else list(page.evaluate(SMALL, FINGER))


def fits(page: Page) -> None:
    """Assert that a page fits a narrow screen, also with words set wider, and cuts nothing off."""
    before = page.viewport_size
    small = small_targets(page)
    page.set_viewport_size(NARROW)
    wide = page.evaluate(WIDE)
    small += small_targets(page)
    page.evaluate(SET_WIDER, SPACED)
    lost = [*page.evaluate(WIDE), *page.evaluate(CLIPPED)]
    if page.locator("body.screen").count():
        # The hall screen turns its pages and is read from afar: nobody sets its words on a device of her own.
        lost = []
    page.evaluate("() => { document.adoptedStyleSheets.pop(); }")
    page.set_viewport_size(before)
    assert not wide, f"{page.url} is wider than {NARROW['width']}: {wide}"
    assert not small, f"{page.url} has small targets: {small}"
    assert not lost, f"{page.url} loses words that are set wider: {lost}"


def tab_to(page: Page, target: Locator, most: int = 60) -> None:
    """Press Tab until the target has the focus; on the way one always sees what has it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement === document.body"):
            continue
        focus = page.evaluate(FOCUS)
        named = page.evaluate("() => document.activeElement.outerHTML.slice(0, 120)")
        assert focus["seen"], f"no outline: {named}"
        assert focus["before"], f"hidden behind something: {named}"
        if target.evaluate("(one) => one === document.activeElement"):
            return
    raise AssertionError(f"{most} presses of Tab do not reach {target}")
