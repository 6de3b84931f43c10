"""In which encoding a file's letters are, told for sure or not at all: a wrong guess would print wrong names."""

import codecs
import contextlib
import re
from itertools import pairwise

from flask_babel import gettext as _

from ballots.errors import Refused

# What no mark tells but letters alone, and so is shown to a person.
GUESSED = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman", "cp1256": "Windows-1256"}
_MULTIBYTE = re.compile(rb"[\xc3-\xf4][\x80-\xbf]+")


class ImportRefused(Refused):
    """A file that cannot be imported; `detail` says what was found and where."""


class NotText(ImportRefused):
    """The file holds bytes that no text has. Choose the file that holds the text, or save it again in UTF-8."""


class MixedEncodings(ImportRefused):
    """Parts of the file are in UTF-8 and parts are not, so letters would be lost. Save it as UTF-8 (CSV UTF-8)."""


class UnknownEncoding(ImportRefused):
    """The file's letters are in no encoding that can be told for sure. Save it again as UTF-8 (CSV UTF-8)."""


def decode(data: bytes) -> tuple[str, str]:
    """Return the text of a file and the name of its encoding.

    Raises:
        NotText: bytes that no text has.
        MixedEncodings: UTF-8 and something else, or broken UTF-16.
        UnknownEncoding: neither Unicode nor, for sure, an encoding of Western Europe or of Arabic.
    """
    if data.startswith(codecs.BOM_UTF8):
        return _decode_strictly(data, "utf-8-sig"), "UTF-8"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode_strictly(data, "utf-16"), "UTF-16"
    if b"\0" in data:
        return _decode_unmarked_utf16(data), "UTF-16"
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError as error:
        likely = _likely(data)
        found = _find_utf8(data, error.start)
        # A letter of Arabic and the comma after it make a letter of UTF-8.
        if found is not None and likely != ["cp1256"]:
            where = _(
                "line %(wrong)s is not UTF-8, line %(right)s is",
                wrong=_line_of(data, error.start),
                right=_line_of(data, found),
            )
            raise MixedEncodings(where) from error
        if len(likely) != 1:
            first = next(index for index, byte in enumerate(data) if byte >= 0x80)
            raise UnknownEncoding(_("from line %(line)s on", line=_line_of(data, first))) from error
        [encoding] = likely
        return data.decode(encoding), GUESSED[encoding]


def _find_utf8(data: bytes, wrong: int) -> int | None:
    """Return where a well-formed UTF-8 letter stands outside of the sequence that is not one."""
    for match in _MULTIBYTE.finditer(data):
        try:
            letters = match[0].decode("utf-8")
        except UnicodeDecodeError:
            continue
        if match.start() != wrong and all(letter.isalpha() for letter in letters):
            return match.start()
    return None


def _decode_strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].decode(encoding, "ignore").count("\n") + 1
        named = encoding.removesuffix("-sig").upper()
        raise MixedEncodings(_("line %(line)s is not %(encoding)s", line=line, encoding=named)) from error


def _decode_unmarked_utf16(data: bytes) -> str:
    """Read UTF-16 that came without its mark: most zero bytes then stand at every second place."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    if len(data) % 2 or even == odd or min(even, odd) * 10 > max(even, odd):
        raise NotText
    return _decode_strictly(data, "utf-16-le" if odd > even else "utf-16-be")


def _line_of(data: bytes, position: int) -> int:
    before = data[:position]
    return max(before.count(10), before.count(13)) + 1


def _likely(data: bytes) -> list[str]:
    """Return which of Windows-1252 (with it Latin-1), Mac Roman and Windows-1256 make words of a file."""
    arabic = data.decode("cp1256")
    if _is_arabic(arabic):
        letters = _ARABIC.findall(arabic)
        # Capitals of Cyrillic or Greek look like Arabic without its most frequent letters.
        return ["cp1256"] if sum(letter in _FREQUENT for letter in letters) * 6 >= len(letters) else []
    found = []
    for encoding in ("cp1252", "mac_roman"):
        with contextlib.suppress(UnicodeDecodeError):
            if not _strangeness(data.decode(encoding)):
                found.append(encoding)
    return found


# Letters and signs that lists in languages of Western Europe hold outside of ASCII.
_WESTERN = frozenset("àâäáãåæçéèêëíìîïñóòôöõøœúùûüýÿßÀÂÄÁÃÅÆÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØŒÚÙÛÜÝ’‘“”„‚«»‹›–—…°ºª¿¡·€§©®™´\u00a0№•&")
_WORD = re.compile(r"[^\s,;|\t\"()]*[^\x00-\x7f\s][^\s,;|\t\"()]*")
_SIGN_IN_WORD = re.compile(r"[^\W\d_](?:[€§©®™°•¿¡«»“”…–—ºª´›]|(?<![lL])·)+[^\W\d_]|^[»”…—€°]+[^\W\d_]|[^\W\d_][„‚‹]")


def _strangeness(text: str) -> int:
    """Count what does not occur in words of Western Europe: signs or capitals within a word, words all of accents."""
    strange = 0
    for word in _WORD.findall(text):
        letters = "".join(letter for letter in word if letter.isalpha())
        accented = sum(ord(letter) > 0x7F for letter in letters)
        strange += sum(ord(letter) > 0x7F and letter not in _WESTERN for letter in word)
        strange += bool(_SIGN_IN_WORD.search(word))
        strange += any(first.islower() and then.isupper() and then > "\x7f" for first, then in pairwise(word))
        strange += accented > 2 and accented * 4 > len(letters) * 3
    return strange


# Letters that Windows-1256 has: those of Arabic, those of names from Persian, and the vowel signs.
_ARABIC = re.compile("[\u0621-\u063a\u0641-\u064a\u067e\u0686\u0698\u06a9\u06af]")
_ARABIC_WORD = re.compile("[^\x00-\x40\x5b-\x60\x7b-\x7f\u00a0،؛؟–—«»“”’‘…\u200c-\u200f]+")
_WRITTEN = re.compile(f"(?:{_ARABIC.pattern}[\u0640\u064b-\u0652]*)+")
_FREQUENT = frozenset("لمنهويى")


def _is_arabic(text: str) -> bool:
    """Tell whether words of Arabic are in a text, and nothing besides that lists in Arabic do not hold."""
    words = _ARABIC_WORD.findall(text)
    arabic = [word for word in words if _ARABIC.search(word)]
    western = (letter for word in words if not _ARABIC.search(word) for letter in word if letter > "\x7f")
    return (
        any(len(word) > 2 for word in arabic)
        and all(_WRITTEN.fullmatch(word) for word in arabic)
        and _WESTERN.issuperset(western)
    )
