"""What may stand in a cell of a list: text that prints as it reads, and that no spreadsheet program would run."""

import re
import unicodedata

from flask_babel import gettext as _

from voting.languages import marked, number_here

# What a cell may be of, as sentences call it.
FIELDS = (
    marked("name"),
    marked("delegation"),
    marked("reference"),
    marked("id"),
    marked("number of seats"),
    marked("weight"),
)
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
# The joiners U+200C and U+200D are letters' business in many scripts, and stay.
_INVISIBLE = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u2060-\u2065\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
# UTF-8 that was once read as Windows-1252: é became Ã©, ’ became â€™.
_MANGLED = re.compile("\ufffd|[ÂÃ][\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€|Ð[\u0080-\u00bf]|Ø[§-¿]")
_ALPHABETS = frozenset(("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "HEBREW", "ARABIC"))


def is_formula(text: str) -> bool:
    """Tell whether a spreadsheet program would run the text when a list with it is opened (CSV injection)."""
    return text.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))


def plain(text: str) -> str:
    """Return text in NFC, without outer blanks and marks of direction, with inner blanks and line ends as one space."""
    return unicodedata.normalize("NFC", " ".join(text.strip("\u200e\u200f\u061c\ufeff \t\r\n").split()))


def _point(character: str) -> str:
    return f"U+{ord(character):04X}"


def _mixed_word(text: str) -> str | None:
    """Return a word with letters of two alphabets: a wrong encoding that passed, or one letter posing as another."""
    for word in re.findall(r"[^\W\d_]+", text):
        if len({unicodedata.name(letter, "").split(" ")[0] for letter in word} & _ALPHABETS) > 1:
            return word
    return None


def damaged(field: str, text: str) -> str:
    """Return the sentence about a cell whose letters another program lost."""
    return _(
        "The %(field)s “%(cell)s” was damaged in an earlier conversion. Type it again.",
        field=_(field),
        cell=text[:60],
    )


def quoted(words: str) -> str:
    """Return words between the quotation marks of the reader's language."""
    return _("“%(words)s”", words=words)


def text_problems(field: str, raw: str, most: int) -> list[str]:
    """Return what is wrong with a cell, in sentences; `most` is the number of characters that it may have."""
    text, named = plain(raw), _(field)
    problems = []
    if is_formula(raw) or is_formula(text):
        sign = _("a tab") if raw.startswith("\t") else _("a line end") if raw.startswith("\r") else quoted(text[:1])
        problems.append(_("The %(field)s starts with %(sign)s, as formulas do. Remove it.", field=named, sign=sign))
    if len(text) > most:
        problems.append(
            _(
                "The %(field)s has %(count)s characters; at most %(most)s are possible.",
                field=named,
                count=len(text),
                most=most,
            )
        )
    inner = raw.strip(" \t\r\n")
    if found := next((c for c in inner if unicodedata.category(c) in ("Cc", "Cs") and c not in "\r\n"), None):
        problems.append(
            _("The %(field)s holds the control character %(sign)s. Remove it.", field=named, sign=_point(found))
        )
    if match := _OVERRIDES.search(text):
        problems.append(
            _(
                "The %(field)s holds %(sign)s, which turns the order of letters. Remove it.",
                field=named,
                sign=_point(match[0]),
            )
        )
    elif match := _INVISIBLE.search(text):
        problems.append(
            _("The %(field)s holds the invisible character %(sign)s. Remove it.", field=named, sign=_point(match[0]))
        )
    if _MANGLED.search(text):
        problems.append(damaged(field, text))
    if word := _mixed_word(text):
        problems.append(_("The word “%(word)s” mixes letters of two alphabets. Type it again.", word=word[:60]))
    return problems


def number_problem(field: str, text: str, most: int) -> str | None:
    """Return what is wrong with a whole number from 1 to `most`, as a sentence, or None."""
    if not text:
        return _(
            "The %(field)s is missing. Enter a whole number from 1 to %(most)s.", field=_(field), most=number_here(most)
        )
    if not re.fullmatch(r"[1-9][0-9]{0,8}", text) or int(text) > most:
        return _(
            "The %(field)s “%(cell)s” is not a whole number from 1 to %(most)s.",
            field=_(field),
            cell=text[:30],
            most=number_here(most),
        )
    return None
