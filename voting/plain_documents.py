"""Plain text: its encoding, and which of its lines make a paragraph."""

import re

import charset_normalizer
from charset_normalizer.utils import is_multi_byte_encoding

from ballots.text import Kind
from voting.drafts import Draft, Remark
from voting.encodings import MixedEncodings, UnknownEncoding, decode

_HEADING = re.compile(r"(#{1,6})[ \t]+(.*)")
_BULLET = re.compile(r"[-*+•‣◦–][ \t]+(.*)")
# A number or letter that people write before a point of a list: 1. 1) (1) 1.2. a) (a) iv) (iv)
_MARK = re.compile(
    r"(?:\(?(?:[0-9]{1,3}(?:\.[0-9]{1,3})*|[a-zA-Z]|[ivxIVX]{1,6})\)|[0-9]{1,3}(?:\.[0-9]{1,3})*\.)[ \t]+\S.*"
)
_ACCENTED = re.compile(r"[^\W\d_]*[^\x00-\x7f\W\d_][^\W\d_]*")
_SHOWN_WORDS = 4
# `decode` has looked for these; any few bytes make East Asian letters in them.
_UNICODE = [f"utf_{form}" for form in ("7", "8", "8_sig", "16", "16_be", "16_le", "32", "32_be", "32_le")]
_NO_WORSE = 0.1  # of the share of a language's usual letters, 0 to 1


def read_letters(data: bytes, draft: Draft, encoding: str | None = None) -> str:
    """Return the text of a file, in the encoding that is given or in the one that makes most sense.

    What is not Unicode can only be guessed: then the encoding, and words to look at, are a remark.

    Raises:
        NotText, MixedEncodings, UnknownEncoding: see `voting.encodings`.
    """
    if encoding is not None:
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeError) as error:
            raise UnknownEncoding(f"they are not in {encoding}") from error
    try:
        text, name = decode(data)
    except UnknownEncoding:
        text, name = _guess(data, western=None)
    except MixedEncodings:
        # Two letters of an East Asian encoding can look like one of UTF-8.
        text, name = _guess(data, western=None)
        if not is_multi_byte_encoding(name):
            raise
    else:
        if name in ("UTF-8", "UTF-16"):
            return text
        text, name = _guess(data, western=(text, name))
    draft.remark(Remark.ENCODING, name)
    for word in list(dict.fromkeys(_ACCENTED.findall(text)))[:_SHOWN_WORDS]:
        draft.remark(Remark.ENCODING, word)
    return text


def _guess(data: bytes, western: tuple[str, str] | None) -> tuple[str, str]:
    """Return text and encoding; `western` is the reading as a language of Western Europe, which stands unless another
    encoding makes clearly more sense: the same bytes are Czech in one encoding and look like Danish in the other.
    """
    matches = charset_normalizer.from_bytes(data, cp_exclusion=_UNICODE)
    best = matches.best()
    if western is not None:
        coherence = max((match.coherence for match in matches if str(match) == western[0]), default=0.0)
        if best is None or best.coherence <= coherence + _NO_WORSE:
            return western
    if best is None:
        raise UnknownEncoding("no encoding makes words of them")
    return str(best), best.encoding


def read_plain(text: str, draft: Draft) -> None:
    """Add the blocks of a plain text to the draft.

    An empty line ends a paragraph; where there is none at all, every line is one. A line that begins with a bullet or
    a mark such as (a) or 1. begins an item, one that begins with # and a space is a heading.
    """
    lines = [line.strip() for line in text.replace("\f", "\n\n").splitlines()]
    while lines and not lines[-1]:
        lines.pop()
    separated = "" in lines[next((number for number, line in enumerate(lines) if line), 0) :]
    if not separated and len(lines) > 1:
        draft.remark(Remark.LINES)
    kind, open_lines = Kind.PARAGRAPH, list[str]()
    for line in [*lines, ""]:
        heading, bullet = _HEADING.fullmatch(line), _BULLET.fullmatch(line)
        begins = heading or bullet or _MARK.fullmatch(line)
        if open_lines and (begins or not line or not separated):
            if len(open_lines) > 1:
                draft.remark(Remark.JOINED, open_lines[0])
            draft.add(kind, " ".join(open_lines))
            open_lines = []
        if heading:
            draft.add(Kind.HEADING, heading[2], len(heading[1]))
        elif line:
            if not open_lines:
                kind = Kind.ITEM if begins else Kind.PARAGRAPH
            open_lines.append(bullet[1] if bullet else line)
