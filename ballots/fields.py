"""Strict reading of JSON objects: every field named, typed and bounded, nothing left over."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TypeAlias, TypeVar

from ballots.errors import BadField

MAX_INTEGER = 2**53 - 1
TITLE_LIMIT = 300
TEXT_LIMIT = 4_000

IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
MANDATE = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]{0,63})/([1-9][0-9]{0,5})")
LANGUAGE = re.compile(r"[a-z]{2,3}")
# 32 and 16 bytes of base64url: the last character's unused bits must be zero, or two texts would name one value.
DIGEST = re.compile(r"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]")
NONCE = re.compile(r"[A-Za-z0-9_-]{21}[AQgw]")
# The hour is bounded here because some versions of Python read 24:00 as the next day's midnight.
TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}Z")
# Controls but the newline, line separators, and what turns the order of letters: it shows other words than are signed.
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")

Words: TypeAlias = Mapping[str, str]
V = TypeVar("V")


class Fields:
    """The members of one JSON object, each taken once.

    Every reader raises `BadField` with the path of the field that is wrong.
    """

    __slots__ = ("_values", "where")

    def __init__(self, value: object, where: str) -> None:
        if not isinstance(value, dict):
            raise BadField(f"{where} is not an object")
        self._values: dict[str, object] = dict(value)
        self.where = where

    def take(self, name: str) -> object:
        """Return a member of any type and mark it as read."""
        try:
            return self._values.pop(name)
        except KeyError:
            raise BadField(f"{self.where}.{name} is missing") from None

    def end(self) -> None:
        """Refuse members that nobody asked for."""
        if self._values:
            raise BadField(f"{self.where} has unknown fields: {', '.join(sorted(self._values))}")

    def integer(self, name: str, low: int = 0, high: int = MAX_INTEGER) -> int:
        """Return an integer between `low` and `high`, both included."""
        return checked_integer(self.take(name), f"{self.where}.{name}", low, high)

    def boolean(self, name: str) -> bool:
        """Return true or false."""
        value = self.take(name)
        if not isinstance(value, bool):
            raise BadField(f"{self.where}.{name} is not true or false")
        return value

    def matching(self, name: str, pattern: re.Pattern[str], what: str) -> str:
        """Return a string that the whole pattern matches."""
        return checked_match(self.take(name), f"{self.where}.{name}", pattern, what)

    def identifier(self, name: str) -> str:
        """Return an identifier (FORMAT.md section 1)."""
        return self.matching(name, IDENTIFIER, "an identifier")

    def mandate(self, name: str) -> str:
        """Return a mandate, `delegation/seat`."""
        return self.matching(name, MANDATE, "a mandate")

    def digest(self, name: str) -> str:
        """Return a SHA-256 digest in base64url."""
        return self.matching(name, DIGEST, "a digest")

    def nonce(self, name: str) -> str:
        """Return 16 bytes in base64url."""
        return self.matching(name, NONCE, "a nonce of 16 bytes")

    def time(self, name: str) -> str:
        """Return a UTC time in whole seconds (RFC 3339)."""
        value = self.matching(name, TIME, "a time such as 2026-05-01T09:30:00Z")
        try:
            datetime.fromisoformat(value)
        except ValueError:
            raise BadField(f"{self.where}.{name} is not a real date and time") from None
        return value

    def choice(self, name: str, choices: Mapping[str, V]) -> V:
        """Return what one of the given words stands for."""
        value = self.take(name)
        if not isinstance(value, str) or value not in choices:
            raise BadField(f"{self.where}.{name} is not one of {', '.join(choices)}")
        return choices[value]

    def text(self, name: str, limit: int = TEXT_LIMIT) -> str:
        """Return non-empty text of at most `limit` characters, with none of `CONTROL`."""
        return checked_text(self.take(name), f"{self.where}.{name}", limit)

    def words(self, name: str, limit: int = TITLE_LIMIT) -> Words:
        """Return text in one or more languages."""
        where = f"{self.where}.{name}"
        return self.mapping(name, LANGUAGE, 16, lambda value, tag: checked_text(value, f"{where}.{tag}", limit))

    def mapping(self, name: str, key: re.Pattern[str], limit: int, read: Callable[[object, str], V]) -> Mapping[str, V]:
        """Return an object of 1 to `limit` members whose names match `key`; `read` gets each value and its name."""
        value = self.take(name)
        if not isinstance(value, dict) or not 1 <= len(value) <= limit:
            raise BadField(f"{self.where}.{name} is not an object of 1 to {limit} members")
        for member in value:
            if not key.fullmatch(member):
                raise BadField(f"{self.where}.{name} has an ill-formed name: {member[:64]!r}")
        return MappingProxyType({member: read(inner, member) for member, inner in value.items()})

    def items(self, name: str, low: int, high: int, read: Callable[[object, str], V]) -> tuple[V, ...]:
        """Return an array of `low` to `high` items; `read` gets each value and its path."""
        value = self.take(name)
        if not isinstance(value, list) or not low <= len(value) <= high:
            raise BadField(f"{self.where}.{name} is not an array of {low} to {high} items")
        return tuple(read(item, f"{self.where}.{name}[{position}]") for position, item in enumerate(value))


def checked_integer(value: object, where: str, low: int, high: int) -> int:
    """Return `value` if it is an integer between `low` and `high`, both included.

    Raises:
        BadField: anything else.
    """
    # bool is an int in Python, but `true` is no number in JSON.
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise BadField(f"{where} is not an integer from {low} to {high}")
    return value


def checked_match(value: object, where: str, pattern: re.Pattern[str], what: str) -> str:
    """Return `value` if it is a string that the whole pattern matches.

    Raises:
        BadField: anything else.
    """
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise BadField(f"{where} is not {what}")
    return value


def checked_text(value: object, where: str, limit: int) -> str:
    """Return `value` if it is text that a person can read in full.

    Raises:
        BadField: not a string, blank, longer than `limit` characters, or with one of `CONTROL`.
    """
    if not isinstance(value, str) or not value.strip() or len(value) > limit:
        raise BadField(f"{where} is not text of 1 to {limit} characters")
    if found := CONTROL.search(value):
        raise BadField(
            f"{where} holds U+{ord(found[0]):04X}, which nobody sees or which turns the order of letters: remove it"
        )
    return value
