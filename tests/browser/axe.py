"""What axe and a finger find wrong with pages: WCAG 2.2 A and AA and its best practices, in both colour schemes.

Source: https://github.com/dequelabs/axe-core. The script runs in the page by the browser's own debugger, so that the
page's strict content security policy stays on.
"""

from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.browser.measures import small_targets

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# Who speaks to a page says what she reads on it (WCAG 2.5.3); axe runs this rule on demand only.
ON_DEMAND = {"label-content-name-mismatch": {"enabled": True}}
# What a colour scheme can change; everything else is found in the first scheme.
OF_COLOURS = ("color-contrast", "link-in-text-block")
# A page's elements, each with all that it stands in and what tells one state from another: words and numbers do not.
# Of its headings, which follows which.
PLACES = """() => {
  const page = location.pathname.replace(/[^/]*[0-9a-f-]{8,}/g, "") + innerWidth, names = new Map();
  const named = (one) => {
    if (!one) return page;
    if (!names.has(one)) {
      const id = (one.getAttribute("id") ?? "").replace(/[0-9a-f]{8,}|[0-9]+/g, "");
      const marks = [one.disabled, one.getAttribute("role"), one.getAttribute("aria-invalid")].join();
      names.set(one, `${named(one.parentElement)}>${one.localName}.${one.getAttribute("class")}#${id} ${marks}`);
    }
    return names.get(one);
  };
  const shown = [...document.querySelectorAll("body, body *")].filter((one) => one.checkVisibility());
  const levels = shown.map((one) => one.localName).filter((name) => /^h[1-6]$/.test(name));
  return [...new Set([...shown.map(named), ...levels.map((level, i) => `${page} ${levels[i - 1]} ${level}`)])];
}"""

# Words in pictures (WCAG 1.4.3) and what fills a bar (WCAG 1.4.11), of which axe cannot tell the contrast with the
# nearest coloured ground.
FAINT = """() => {
  const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    paint.clearRect(0, 0, 1, 1);
    paint.fillStyle = colour;
    paint.fillRect(0, 0, 1, 1);
    return paint.getImageData(0, 0, 1, 1).data;
  };
  const light = ([...parts]) => {
    const linear = (part) => (part <= 10 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = parts.slice(0, 3).map(linear);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const groundOf = (one) => {
    for (; one; one = one.parentElement) {
      const colour = rgba(getComputedStyle(one).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return rgba("Canvas");
  };
  const filling = (style) => style.getPropertyValue("--bar") || style.getPropertyValue("--pico-primary");
  const faint = (chosen, least, colourOf) => [...document.querySelectorAll(chosen)].flatMap((one) => {
    if (!one.checkVisibility()) return [];
    const colour = rgba(colourOf(getComputedStyle(one)));
    const [less, more] = [light(colour), light(groundOf(one.parentElement))].sort((a, b) => a - b);
    const contrast = (more + 0.05) / (less + 0.05);
    return contrast < least ? [`${contrast.toFixed(2)}: ${one.outerHTML.slice(0, 120)}`] : [];
  });
  return [...faint("svg text", 4.5, (style) => style.fill), ...faint("progress", 3, filling)];
}"""


# What scrolls in a frame of its own once there is enough in it, and a keyboard cannot reach (WCAG 2.1.1): axe finds
# those alone that are too long on the very page that it looks at.
UNREACHED = """() => {
  const frames = [...document.querySelectorAll("body *")].filter((one) => {
    const { overflowY, maxBlockSize } = getComputedStyle(one);
    return ["auto", "scroll"].includes(overflowY) && maxBlockSize !== "none" && one.checkVisibility();
  });
  const reached = "a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, summary, [tabindex='0']";
  return frames.filter((one) => one.childElementCount > 1 && !one.matches(reached) && !one.querySelector(reached))
    .map((one) => `no keyboard scrolls ${one.outerHTML.slice(0, 120)}`);
}"""

# A test may end while the page that it went to last has not its looks yet.
STYLED = """async () => {
  for (const one of document.querySelectorAll("link[rel=stylesheet]")) {
    // What has failed already tells nobody.
    if (!one.sheet) await new Promise((done) => { one.onload = one.onerror = done; setTimeout(done, 5_000); });
  }
}"""

# The places that tests themselves have looked at, in this process.
FOUND_CLEAN: set[str] = set()


class States:
    """What was looked at, so that no page is looked at that shows nothing else, in whichever process of the tests."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self._folder = folder

    def check(self, page: Page) -> None:
        """Assert that a page is clean, if anything on it stands where none stood on any page before."""
        page.evaluate(STYLED)
        new = [place for place in _places(page) if self._is_new(place)]
        if new:
            clean(page)

    def _is_new(self, place: str) -> bool:
        try:
            (self._folder / place).touch(exist_ok=False)
        except FileExistsError:
            return False
        return place not in FOUND_CLEAN


def _places(page: Page) -> list[str]:
    return [sha256(place.encode()).hexdigest() for place in page.evaluate(PLACES)]


def clean(page: Page) -> None:
    """Assert that neither axe, in either colour scheme, nor a finger finds anything wrong with a page as it stands."""
    # What is fading from one colour to another has neither.
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.evaluate(AXE)
    found = _run(page, {"type": "tag", "values": TAGS}) + faint(page) + page.evaluate(UNREACHED)
    found += [f"smaller than a finger: {target}" for target in small_targets(page)]
    page.emulate_media(color_scheme="dark")
    found += _run(page, {"type": "rule", "values": OF_COLOURS}) + faint(page)
    page.emulate_media(color_scheme="null", reduced_motion="null")
    assert not found, f"{page.url}\n" + "\n".join(found)
    FOUND_CLEAN.update(_places(page))


def clean_in_words(page: Page) -> None:
    """Assert that axe finds nothing wrong with a page whose colours are clean in another language."""
    page.evaluate(AXE)
    found = _run(page, {"type": "tag", "values": TAGS}, without=OF_COLOURS)
    assert not found, f"{page.url}\n" + "\n".join(found)


def faint(page: Page) -> list[str]:
    """Return the words in pictures and the bars that hardly differ from their ground in the present colour scheme."""
    return page.evaluate(FAINT)


def _run(page: Page, only: dict[str, Any], without: tuple[str, ...] = ()) -> list[str]:
    rules = ON_DEMAND | {rule: {"enabled": False} for rule in without}
    options = {"runOnly": only, "rules": rules, "resultTypes": ["violations"], "preload": False}
    result = page.evaluate("(options) => axe.run(document, options)", options)
    return [
        f"{violation['id']}: {node['target']} {node['html'][:160]}: {node['failureSummary']}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]
