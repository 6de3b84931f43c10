"""In which language a page speaks: its words are held against the catalogues."""

import re
from functools import cache

from babel.support import Translations
from playwright.sync_api import Page

from tests.browser.conftest import KEYS
from tests.browser.measures import drawn
from tests.catalogues import FILLED, read
from voting.messages import MESSAGES
from voting.requirement import TRANSLATIONS

# How wide a page is, and what of its words is in its own language: a text on it may be in another, and says so.
SEEN = """(part) => {
  const { lang, scrollWidth } = document.documentElement, said = new Set();
  const walk = document.createTreeWalker(document.querySelector(part), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const { data, parentElement: one } = walk.currentNode;
    if (data.trim() && one.closest("[lang]").lang === lang && one.checkVisibility()) said.add(data.trim());
  }
  return { lang, said: [...said], fits: scrollWidth <= innerWidth };
}"""
# One alone may be a word of another language too.
WORDS = 2


@cache
def said(key: str, language: str) -> str:
    """Return the words of a message in a language."""
    return str(Translations.load(TRANSLATIONS, [language]).gettext(MESSAGES[key]))


def speaks(page: Page, language: str, part: str = "body") -> None:
    """Assert that a page says no key and nothing in another language, in a part or all of it, and is not too wide."""
    drawn(page)
    seen = page.evaluate(SEEN, part)
    assert seen["lang"] == language, page.url
    assert seen["fits"], f"{page.url} is wider than {page.viewport_size}"
    assert not KEYS.intersection(" ".join(seen["said"]).split()), page.url
    assert not [words for words in seen["said"] if _is_foreign(words, language)], f"{page.url} in {language}"


@cache
def _is_foreign(words: str, language: str) -> bool:
    return language != "en" and any(one.fullmatch(words) for one in _english(language))


@cache
def _english(language: str) -> list[re.Pattern[str]]:
    """Return the messages in English that are other words in a language, whatever is filled into them."""
    found = []
    for message in read(language):
        literal = FILLED.split(str(message.id))[::2]
        if message.id != message.string and len(re.findall(r"[A-Za-z]{2,}", " ".join(literal))) >= WORDS:
            found.append(re.compile(".+".join(map(re.escape, literal)), re.DOTALL))
    return found
