"""In which encoding a file's letters are, told for sure or not at all: a wrong guess would print wrong names."""

import codecs
import re
from itertools import pairwise

from ballots.errors import Refused

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
        UnknownEncoding: neither Unicode nor, for sure, an encoding of Western Europe.
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
        where = _line_of(data, error.start)
        if (found := _find_utf8(data, error.start)) is not None:
            raise MixedEncodings(f"{where} is not UTF-8, {_line_of(data, found)} is") from error
    return _decode_western(data)


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
        raise MixedEncodings(f"line {line} is not {encoding.removesuffix('-sig').upper()}") from error


def _decode_unmarked_utf16(data: bytes) -> str:
    """Read UTF-16 that came without its mark: most zero bytes then stand at every second place."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    if len(data) % 2 or even == odd or min(even, odd) * 10 > max(even, odd):
        raise NotText("it holds zero bytes")
    return _decode_strictly(data, "utf-16-le" if odd > even else "utf-16-be")


def _line_of(data: bytes, position: int) -> str:
    before = data[:position]
    return f"line {max(before.count(10), before.count(13)) + 1}"


def _decode_western(data: bytes) -> tuple[str, str]:
    """Choose between Windows-1252 (with it Latin-1) and Mac Roman by what the letters look like in words."""
    scores: dict[str, int] = {}
    for encoding in ("cp1252", "mac_roman"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        scores[encoding] = _strangeness(text)
    best = min(scores, key=lambda encoding: scores[encoding])
    others = [score for encoding, score in scores.items() if encoding != best]
    if scores[best] > 0 or scores[best] in others:
        first = next(index for index, byte in enumerate(data) if byte >= 0x80)
        raise UnknownEncoding(f"from {_line_of(data, first)} on")
    return data.decode(best), {"cp1252": "Windows-1252", "mac_roman": "Mac Roman"}[best]


# Letters and signs that lists in languages of Western Europe hold outside of ASCII.
_WESTERN = frozenset("àâäáãåæçéèêëíìîïñóòôöõøœúùûüýÿßÀÂÄÁÃÅÆÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØŒÚÙÛÜÝ’‘“”«»–—…°ºª¿¡·€§©®™´\u00a0№•&")
_WORD = re.compile(r"[^\s,;|\t\"()]*[^\x00-\x7f\s][^\s,;|\t\"()]*")
_SIGN_IN_WORD = re.compile(r"[^\W\d_](?:[€§©®™°•¿¡«»“”…–—ºª´]|(?<![lL])·)+[^\W\d_]|^[»”…—€°]+[^\W\d_]")


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
