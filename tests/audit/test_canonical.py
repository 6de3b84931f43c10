"""Canonical JSON: FORMAT.md section 1, RFC 8785."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from audit.canonical import MAX_INTEGER, dumps, loads
from ballots.errors import Malformed
from tests.audit.fixed import load

VECTORS = load("canonical.json")

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
SCALARS = st.none() | st.booleans() | st.integers(-MAX_INTEGER, MAX_INTEGER) | TEXT
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3), max_leaves=7
)


@pytest.mark.parametrize("text", VECTORS["accepted"])
def test_canonical_text_is_read_and_written_again(text: str) -> None:
    assert dumps(loads(text.encode())) == text.encode()


@pytest.mark.parametrize("text", VECTORS["accepted"])
def test_what_is_read_is_what_any_json_reader_reads(text: str) -> None:
    assert loads(text.encode()) == json.loads(text)


@pytest.mark.parametrize("case", VECTORS["refused"], ids=lambda case: f"{case['why']} {case['hex'][:24]}")
def test_anything_else_is_refused(case: dict[str, str]) -> None:
    with pytest.raises(Malformed):
        loads(bytes.fromhex(case["hex"]))


@given(VALUES)
def test_what_is_written_reads_back_the_same(value: object) -> None:
    try:
        data = dumps(value)
    except Malformed:
        # The strategy has no other value without a canonical form than one that is too deep.
        assert "[[[[[[[[[" in "".join("[" if char in "[{" else "" for char in json.dumps(value))
        return
    assert loads(data) == value


@given(st.dictionaries(TEXT, st.integers(0, 9), max_size=9))
def test_names_are_in_the_order_of_their_utf16(value: dict[str, int]) -> None:
    assert list(json.loads(dumps(value))) == sorted(value, key=lambda name: name.encode("utf-16-be"))


@given(st.binary(max_size=60) | st.text('[]{}",:\\u0d8-1e.tfn ', max_size=60).map(str.encode))
@example(b"[" * 100_000)
@example(b'{"a":' * 100_000)
@example(b"1" * 100_000)
def test_reading_raises_nothing_but_malformed(data: bytes) -> None:
    try:
        value = loads(data)
    except Malformed:
        return
    assert dumps(value) == data


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        MAX_INTEGER + 1,
        -MAX_INTEGER - 1,
        "\0",
        {"\0": 1},
        "\ud800",
        {"\ud800": 1},
        {1: 2},
        b"x",
        {1, 2},
        [[[[[[[[[]]]]]]]]],
    ],
)
def test_values_without_a_canonical_form_are_refused(value: object) -> None:
    with pytest.raises(Malformed):
        dumps(value)


def test_a_value_that_holds_itself_is_refused() -> None:
    value: list[object] = []
    value.append(value)
    with pytest.raises(Malformed):
        dumps(value)
