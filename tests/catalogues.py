"""The catalogues of translations: `python -m tests.catalogues` brings them up to date with what the pages say."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import ballots
import voting
from ballots.errors import Refused
from voting.languages import LANGUAGES, RIGHT_TO_LEFT

CHECKOUT = Path(__file__).parent.parent
TRANSLATIONS = CHECKOUT / "voting" / "translations"
# The minutes have a catalogue of their own: they are written in the convention's languages, not in the reader's.
PYTHON = [("minutes_words.py", "ignore"), ("**.py", "python")]
TEMPLATES = [("**.html", "jinja2.ext:babel_extract")]
# What is filled in; in a catalogue that runs right to left it is isolated (Unicode TR 9, FSI and PDI), so that no
# number, address or name of another script draws the words around it out of their order.
FILLED = re.compile(r"\u2068?(\{\w+\}|%\(\w+\)s)\u2069?")
# What French sets before and in its marks: spaces at which no line is broken, the narrow one before the smaller marks.
SPACES = {" :": "\N{NO-BREAK SPACE}:", "« ": "«\N{NO-BREAK SPACE}", " »": "\N{NO-BREAK SPACE}»"}
SPACES |= {f"{space}{mark}": f"\N{NARROW NO-BREAK SPACE}{mark}" for space in " \N{NO-BREAK SPACE}" for mark in ";?!"}
RIGHT_TO_LEFT_MARK = "\u200f"
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "marked": None, "pgettext": ((1, "c"), 2)}


def template() -> Catalog:
    """Return every message that a page or an answer may show, in the order of their places."""
    catalogue = Catalog(project="Plenary", charset="utf-8")
    for folder, methods in ((CHECKOUT / "voting", PYTHON), (CHECKOUT / "templates", TEMPLATES)):
        found = extract_from_dir(folder, methods, keywords=KEYWORDS, strip_comment_tags=True)
        for _, _, message, _, context in sorted(found, key=lambda one: (one[0], one[1])):
            catalogue.add(message, context=context)
    for refusal in sorted(set(refusals()), key=lambda one: (one.__module__, one.__name__)):
        # What many refusals have in common speaks to programmers, of fields in backquotes, and is never raised itself.
        if "`" not in refusal.explanation():
            catalogue.add(refusal.explanation())
    return catalogue


def refusals() -> Iterator[type[Refused]]:
    """Yield every refusal there is: its docstring is what people read."""
    for package in (ballots, voting):
        for module in pkgutil.iter_modules(package.__path__):
            importlib.import_module(f"{package.__name__}.{module.name}")
    waiting = [Refused]
    while waiting:
        found = waiting.pop().__subclasses__()
        waiting += found
        yield from found


def path(language: str, suffix: str = "po") -> Path:
    """Return where a language's messages are."""
    return TRANSLATIONS / language / "LC_MESSAGES" / f"messages.{suffix}"


def read(language: str) -> Catalog:
    """Return a language's catalogue; an empty one if there is none yet."""
    if not path(language).is_file():
        return Catalog(locale=language, project="Plenary", charset="utf-8", fuzzy=False)
    with path(language).open("rb") as file:
        return read_po(file, locale=language)


def isolated(message: str) -> str:
    """Put what is filled into a message between isolates, so that its direction is its own.

    A message of nothing else says by a mark which way it runs: filled into another one, no letter of its own would.
    """
    words = message.removeprefix(RIGHT_TO_LEFT_MARK)
    set_apart = FILLED.sub("\u2068\\1\u2069", words)
    speaks = not FILLED.search(words) or any(map(str.isalpha, FILLED.sub("", words)))
    return set_apart if speaks else RIGHT_TO_LEFT_MARK + set_apart


def spaced(message: str) -> str:
    """Put the spaces of French where its marks have them, so that none begins a line."""
    for plain, kept in SPACES.items():
        message = message.replace(plain, kept)
    return message


def typeset(language: str, message: str) -> str:
    """Return a message as its language sets it."""
    if language in RIGHT_TO_LEFT:
        return isolated(message)
    return spaced(message) if language == "fr" else message


def update(language: str) -> list[str]:
    """Write a language's catalogue anew, as text and compiled; return the messages that have no translation yet."""
    catalogue = read(language)
    catalogue.update(template(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    for one in catalogue:
        if one.id and one.string:
            one.string = typeset(language, str(one.string))
    catalogue.header_comment = f"# Plenary's words in {language}."
    path(language).parent.mkdir(parents=True, exist_ok=True)
    with path(language).open("wb") as file:
        write_po(file, catalogue, width=120, no_location=True, omit_header=False)
    with path(language, "mo").open("wb") as file:
        write_mo(file, catalogue)
    return [str(one.id) for one in catalogue if one.id and not one.string]


def main() -> None:
    """Bring every catalogue up to date, and say what each still lacks."""
    for language in LANGUAGES[1:]:
        print(f"{language}: {len(update(language))} to be translated in {path(language).relative_to(CHECKOUT)}")


if __name__ == "__main__":
    main()
