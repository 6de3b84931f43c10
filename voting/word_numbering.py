"""Styles and automatic numbers of a DOCX file (ECMA-376 part 1, sections 17.7 and 17.9).

The numbers of paragraphs are nowhere in the file: each is counted anew from the lists that paragraphs belong to.
"""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from voting.word_package import attribute, child, local, value

_HEADING_STYLE = re.compile(r"heading ([1-9])", re.IGNORECASE)
_PLACE = re.compile(r"%([1-9])")
_MOST_INHERITED = 20
_BODY_LEVEL = 9
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"))
_ROMAN_UNITS = ((9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_ROMAN_MOST = 3_999


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Which list a paragraph belongs to, and how deep; both as they stand in the file."""

    number: str
    level: int


class Styles:
    """The named styles of paragraphs, each with those it is based on."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        for style in root if root is not None else ():
            identifier = attribute(style, "styleId")
            if local(style.tag) == "style" and identifier is not None:
                self._styles[identifier] = style

    def _chain(self, paragraph: Element) -> list[Element]:
        """Return the paragraph and its styles, nearest first."""
        chain, identifier = [paragraph], value(paragraph, "pPr", "pStyle")
        while identifier in self._styles and len(chain) < _MOST_INHERITED:
            style = self._styles[identifier]
            chain.append(style)
            identifier = value(style, "basedOn")
        return chain

    def heading_level(self, paragraph: Element) -> int:
        """Return 1 to 6 for a heading, 0 for other paragraphs; a title counts as level 1."""
        for element in self._chain(paragraph):
            outline = value(element, "pPr", "outlineLvl")
            if outline is not None:
                level = _integer(outline, _BODY_LEVEL)
                return min(level + 1, 6) if level < _BODY_LEVEL else 0
            name = value(element, "name") or ""
            if match := _HEADING_STYLE.fullmatch(name):
                return min(int(match[1]), 6)
            if name.lower() == "title":
                return 1
        return 0

    def is_contents(self, paragraph: Element) -> bool:
        """Tell whether the paragraph is a line of the table of contents."""
        return any((value(style, "name") or "").lower().startswith("toc ") for style in self._chain(paragraph)[1:])

    def list_place(self, paragraph: Element) -> ListPlace | None:
        """Return the list that the paragraph or its style is in, None for none (list 0 takes it out of one)."""
        level: str | None = None
        for element in self._chain(paragraph):
            level = level or value(element, "pPr", "numPr", "ilvl")
            if number := value(element, "pPr", "numPr", "numId"):
                return None if number == "0" else ListPlace(number, min(_integer(level, 0), 8))
        return None


class Numbering:
    """Counts the lists of a document while its paragraphs are read in order."""

    def __init__(self, root: Element | None) -> None:
        elements = list(root) if root is not None else []
        definitions = {attribute(e, "abstractNumId"): e for e in elements if local(e.tag) == "abstractNum"}
        self._lists: dict[str, tuple[str, dict[int, Element], dict[int, int]]] = {}
        for number in elements:
            identifier, definition = attribute(number, "numId"), value(number, "abstractNumId")
            if local(number.tag) == "num" and identifier and definition in definitions:
                levels, starts = _levels(definitions[definition]), dict[int, int]()
                for override in number:
                    level = _integer(attribute(override, "ilvl"), 0)
                    if child(override, "startOverride") is not None:
                        starts[level] = _integer(value(override, "startOverride"), 1)
                    levels |= _levels(override)
                self._lists[identifier] = (f"{definition}", levels, starts)
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()

    def next_mark(self, place: ListPlace) -> str:
        """Count one more paragraph and return its mark, such as "(a)"; empty for a bullet or no mark."""
        if place.number not in self._lists:
            return ""
        definition, levels, starts = self._lists[place.number]
        counts = self._counts.setdefault(definition, {})
        here = place.level
        if here in starts and (place.number, here) not in self._started:
            self._started.add((place.number, here))
            counts[here] = starts[here]
        else:
            counts[here] = counts[here] + 1 if here in counts else _start(levels, here)
        for deeper in [level for level in counts if level > here]:
            del counts[deeper]
        pattern = value(levels.get(here), "lvlText") or ""
        if value(levels.get(here), "numFmt") == "bullet":
            return ""
        return _PLACE.sub(
            lambda match: _write(
                counts.get(int(match[1]) - 1, _start(levels, int(match[1]) - 1)),
                value(levels.get(int(match[1]) - 1), "numFmt"),
            ),
            pattern,
        ).strip()


def _levels(element: Element) -> dict[int, Element]:
    return {_integer(attribute(level, "ilvl"), 0): level for level in element if local(level.tag) == "lvl"}


def _integer(written: str | None, otherwise: int) -> int:
    return int(written) if written is not None and re.fullmatch(r"[0-9]{1,6}", written) else otherwise


def _start(levels: dict[int, Element], level: int) -> int:
    return _integer(value(levels.get(level), "start"), 1)


def _write(number: int, written_as: str | None) -> str:
    match written_as:
        case "lowerLetter" | "upperLetter" if number >= 1:
            letters = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 10)  # z, then aa, bb ...
            return letters.upper() if written_as == "upperLetter" else letters
        case "lowerRoman" | "upperRoman" if 1 <= number <= _ROMAN_MOST:
            roman = ""
            for size, sign in (*_ROMAN, *_ROMAN_UNITS):
                roman += sign * (number // size)
                number %= size
            return roman.upper() if written_as == "upperRoman" else roman
        case "decimalZero":
            return f"{number:02}"
        case "none":
            return ""
        case _:
            return str(number)
