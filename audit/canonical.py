"""RFC 8785 canonical JSON, for the subset that FORMAT.md section 1 allows: no floating-point numbers."""

import json
from collections.abc import Mapping
from typing import NoReturn

from ballots.errors import Malformed

MAX_INTEGER = 2**53 - 1
MAX_DEPTH = 8


def dumps(value: object) -> bytes:
    """Return the canonical bytes of a value made of mappings, lists, tuples, text, integers, booleans and None.

    Raises:
        Malformed: the value has no canonical form: a float, an integer beyond ±(2^53−1), a name that is not text,
            U+0000 or a lone surrogate in text, or more than 8 levels of arrays and objects.
    """
    try:
        return _ENCODER.encode(_ordered(value, MAX_DEPTH)).encode("utf-8")
    except UnicodeEncodeError:
        raise Malformed("text with a lone surrogate") from None


def loads(data: bytes) -> object:
    """Return the value that canonical bytes stand for.

    Raises:
        Malformed: anything but the one canonical serialization of a value that `dumps` accepts.
    """
    try:
        text = data.decode("utf-8")
        value, _ = _DECODER.raw_decode(text)
        # What the decoder returns for these bytes can only hold types that JSON has and integers in bounds; with ASCII
        # alone, code points sort as UTF-16 does; eight brackets cannot nest nine deep. So C code suffices for a vote.
        plain = data.isascii() and data.count(b"{") + data.count(b"[") <= MAX_DEPTH and b"\\u0000" not in data
        again = _SORTING_ENCODER.encode(value).encode("utf-8") if plain else dumps(value)
    except (ValueError, RecursionError) as error:
        raise Malformed(f"not JSON: {type(error).__name__}") from None
    # Also refuses white space, other escapes, unsorted names, and duplicate names (the decoder kept only the last).
    if again != data:
        raise Malformed("JSON that is not in canonical form")
    return value


def _ordered(value: object, depth: int) -> object:
    """Return `value` with every name in the order of RFC 8785 section 3.2.3, once it has been found to be allowed."""
    if isinstance(value, str):
        if "\0" in value:
            raise Malformed("text with U+0000")
        return value
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if not -MAX_INTEGER <= value <= MAX_INTEGER:
            raise Malformed("an integer beyond 2^53-1")
        return value
    if not isinstance(value, Mapping | list | tuple):
        raise Malformed(f"a value of type {type(value).__name__}")
    if depth == 0:
        raise Malformed(f"more than {MAX_DEPTH} levels of arrays and objects")
    if not isinstance(value, Mapping):
        return [_ordered(item, depth - 1) for item in value]
    return {_ordered(name, 0): _ordered(value[name], depth - 1) for name in sorted(value, key=_utf16)}


def _utf16(name: object) -> bytes:
    if not isinstance(name, str):
        raise Malformed("an object with a name that is not text")
    return name.encode("utf-16-be", "surrogatepass")


def _integer(digits: str) -> int:
    value = int(digits)
    if not -MAX_INTEGER <= value <= MAX_INTEGER:
        raise Malformed("an integer beyond 2^53-1")
    return value


def _no_float(text: str) -> NoReturn:
    raise Malformed(f"a number that is not an integer: {text[:32]}")


_DECODER = json.JSONDecoder(parse_float=_no_float, parse_int=_integer, parse_constant=_no_float)
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_SORTING_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True)
