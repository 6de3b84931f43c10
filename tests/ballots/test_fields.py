"""Every reader of a JSON member: what it takes, what it refuses, and that the refusal names the member."""

import re
from typing import Any

import pytest

from ballots.errors import BadField
from ballots.fields import DIGEST, MAX_INTEGER, Fields

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def read(method: str, value: object, *bounds: Any) -> Any:
    return getattr(Fields({"member": value}, "here"), method)("member", *bounds)


GOOD: list[tuple[str, list[object], tuple[Any, ...]]] = [
    ("integer", [0, 1, MAX_INTEGER], ()),
    ("integer", [3, 4, 5], (3, 5)),
    ("boolean", [True, False], ()),
    ("identifier", ["a", "Z", "0", "a" * 64, "A.b_c-9", "1..2"], ()),
    ("mandate", ["nord/1", "n.o-r_d/10", "x" * 64 + "/999999"], ()),
    ("digest", ["A" * 43, "-_" * 21 + "8"], ()),
    ("nonce", ["A" * 22, "-_" * 10 + "-w"], ()),
    ("time", ["2026-05-01T00:00:00Z", "2024-02-29T23:59:59Z", "0001-01-01T00:00:00Z"], ()),
    ("text", ["x", "x" * 4_000, "two\nlines", "𝄞" * 4_000, " x "], ()),
    ("text", ["\ufeff", "\u200b", "\u200fx", "x\u202fx", "x\u2065"], ()),
    ("text", ["123"], (3,)),
    ("words", [{"en": "x"}, {"en": "x" * 300, "gsw": "ü"}], ()),
    ("words", [{"en": "x" * 4_000}], (4_000,)),
]

BAD: list[tuple[str, list[object], tuple[Any, ...]]] = [
    ("integer", [-1, MAX_INTEGER + 1, True, False, 1.0, "1", None, [], {}], ()),
    ("integer", [2, 6], (3, 5)),
    ("boolean", [0, 1, "true", None, [], {}], ()),
    ("identifier", ["", "a" * 65, "-a", ".a", "_a", "a b", "a/b", "ä", "a\n", "\na", "１", 1, None, [], {}], ()),
    ("mandate", ["nord", "nord/", "/1", "nord/0", "nord/01", "nord/+1", "nord/1_0", "nord/١", "nord/-1"], ()),
    ("mandate", ["nord/1000000", "nord/1\n", "nord/1/2", "nord /1", "nord/ 1", "-/1", 1, None, [], {}], ()),
    ("digest", ["", "A" * 42, "A" * 44, "A" * 42 + "=", "A" * 42 + "+", "A" * 42 + "/", "A" * 43 + "\n", 1, None], ()),
    ("nonce", ["", "A" * 21, "A" * 23, "A" * 22 + "==", "A" * 21 + "B", "A" * 21 + "x", "A" * 22 + "\n", 1, None], ()),
    ("time", ["2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-04-31T00:00:00Z"], ()),
    ("time", ["2026-05-01T24:00:00Z", "2026-05-01T25:00:00Z", "2026-05-01T09:60:00Z", "2026-05-01T09:00:60Z"], ()),
    ("time", ["0000-01-01T00:00:00Z", "2026-05-01T09:30:00+00:00", "2026-05-01T09:30:00z", "2026-05-01 09:30:00Z"], ()),
    ("time", ["2026-05-01T09:30:00.0Z", "2026-05-01T09:30Z", "20260501T093000Z", "٢٠٢٦-05-01T09:30:00Z", 0, None], ()),
    ("text", ["", " ", "\n", " \n ", "x" * 4_001, "a\x00b", "a\tb", "a\rb", "a\x1bb", "a\x7fb", 1, None, [], {}], ()),
    ("text", ["\x85", "\xa0", "\u2003\u3000", "\u2028\n\u2029", "x\x1cx", "x\x01", "x\x1f"], ()),
    ("text", ["x\x80", "x\x85x", "x\x9f", "x\u2028x", "x\u202e", "x\u2066", "x\u2069"], ()),
    ("text", ["1234"], (3,)),
    (
        "words",
        [{}, {"en": ""}, {"en": " "}, {"en": "x" * 301}, {"en": 1}, {"en": None}, {"en": {}}, {"en": "\x07"}],
        (),
    ),
    ("words", [{"EN": "x"}, {"e": "x"}, {"engl": "x"}, {"": "x"}, {"e1": "x"}, {"en-GB": "x"}, {"en\n": "x"}], ()),
    ("words", [{f"{a}{b}": "x" for a in "abcde" for b in "abcd"}, "x", [], None, 1, True], ()),
]


def each(table: list[tuple[str, list[object], tuple[Any, ...]]]) -> list[Any]:
    return [
        pytest.param(method, value, bounds, id=f"{method}{list(bounds) or ''}-{ascii(value)[:40]}")
        for method, values, bounds in table
        for value in values
    ]


@pytest.mark.parametrize(("method", "value", "bounds"), each(GOOD))
def test_good_values_are_returned_as_they_are(method: str, value: object, bounds: tuple[Any, ...]) -> None:
    assert read(method, value, *bounds) == value


@pytest.mark.parametrize(("method", "value", "bounds"), each(BAD))
def test_bad_values_are_refused_by_name(method: str, value: object, bounds: tuple[Any, ...]) -> None:
    with pytest.raises(BadField, match=r"here\.member"):
        read(method, value, *bounds)


def test_only_one_text_names_32_bytes() -> None:
    """Of the 64 last characters of 43, the 16 whose unused bits are zero: others would be second spellings."""
    allowed = {last for last in ALPHABET if re.fullmatch(DIGEST, "A" * 42 + last)}
    assert allowed == set(ALPHABET[::4])


def test_only_one_text_names_16_bytes() -> None:
    def takes(last: str) -> bool:
        try:
            return bool(read("nonce", "A" * 21 + last))
        except BadField:
            return False

    assert {last for last in ALPHABET if takes(last)} == set(ALPHABET[::16])


def test_a_choice_is_one_of_the_words() -> None:
    assert Fields({"member": "in"}, "here").choice("member", {"in": True, "out": False}) is True
    for value in ("inn", "", "IN", None, True, 1, [], {}, ["in"]):
        with pytest.raises(BadField, match=r"here\.member"):
            Fields({"member": value}, "here").choice("member", {"in": True, "out": False})


def test_items_have_a_length_and_know_their_place() -> None:
    seen: list[str] = []

    def note(value: object, where: str) -> object:
        seen.append(where)
        return value

    assert Fields({"member": [7, 8]}, "here").items("member", 1, 2, note) == (7, 8)
    assert seen == ["here.member[0]", "here.member[1]"]
    for value in ([], [1, 2, 3], {}, "ab", None, 1):
        with pytest.raises(BadField, match=r"here\.member"):
            Fields({"member": value}, "here").items("member", 1, 2, note)


def test_a_member_is_taken_once_and_none_is_left_over() -> None:
    fields = Fields({"one": 1, "two": 2}, "here")
    assert fields.integer("one") == 1
    with pytest.raises(BadField, match=r"here\.one is missing"):
        fields.take("one")
    with pytest.raises(BadField, match="two"):
        fields.end()


@pytest.mark.parametrize("value", [None, [], "{}", 1, True])
def test_only_an_object_has_members(value: object) -> None:
    with pytest.raises(BadField, match="here is not an object"):
        Fields(value, "here")


def test_what_was_read_is_not_what_the_caller_may_still_change() -> None:
    words = {"en": "As signed"}
    read_words = read("words", words)
    words["en"] = "Changed later"
    assert read_words == {"en": "As signed"}
