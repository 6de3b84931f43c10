"""Diffs of words: nothing is lost on either side, and what people would mark is marked."""

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.diff import Mark, Piece, diff
from tests.ballots.texts import lines

KEPT, INSERTED, DELETED = Mark.KEPT, Mark.INSERTED, Mark.DELETED


def side(pieces: tuple[Piece, ...], gone: Mark) -> str:
    return " ".join(piece.text for piece in pieces if piece.mark is not gone)


sides = st.one_of(st.just(""), lines, st.lists(st.sampled_from("abc"), max_size=12).map(" ".join))


@given(sides, sides)
def test_both_sides_are_in_the_pieces(old: str, new: str) -> None:
    pieces = diff(old, new)
    assert side(pieces, INSERTED) == old
    assert side(pieces, DELETED) == new
    marks = [piece.mark for piece in pieces]
    assert all(one is not other for one, other in itertools.pairwise(marks))
    assert (INSERTED, DELETED) not in list(itertools.pairwise(marks))
    assert all(piece.text for piece in pieces)


@given(lines)
def test_the_same_line_is_kept(line: str) -> None:
    assert diff(line, line) == (Piece(KEPT, line),)


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("", "", []),
        ("", "a b", [(INSERTED, "a b")]),
        ("a b", "", [(DELETED, "a b")]),
        (
            "Water is a common good of all",
            "Water is the common good of all peoples",
            [
                (KEPT, "Water is"),
                (DELETED, "a"),
                (INSERTED, "the"),
                (KEPT, "common good of all"),
                (INSERTED, "peoples"),
            ],
        ),
        ("a a a", "a a", [(KEPT, "a a"), (DELETED, "a")]),
        # Words that stand everywhere in a long line are words all the same.
        (
            f"x {'of the ' * 110}y",
            f"p {'of the ' * 110}q",
            [
                (DELETED, "x"),
                (INSERTED, "p"),
                (KEPT, ("of the " * 110).strip()),
                (DELETED, "y"),
                (INSERTED, "q"),
            ],
        ),
        ("a b", "b a b", [(INSERTED, "b"), (KEPT, "a b")]),
    ],
)
def test_what_people_would_mark(old: str, new: str, pieces: list[tuple[Mark, str]]) -> None:
    assert [(piece.mark, piece.text) for piece in diff(old, new)] == pieces


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a " * 300 + "b", "c " + "a " * 700 + "d"),
        ("a b " * 240 + "x", "y " + "b a " * 250 + "z"),
        ("a " * 10_000 + "b", "c " + "a " * 10_000 + "d"),
        (" ".join(f"w{n % 7}" for n in range(490)), " ".join(f"w{n * n % 7}" for n in range(490))),
    ],
)
def test_hostile_lines_take_no_longer_than_a_blink(old: str, new: str) -> None:
    began = time.process_time()
    pieces = diff(old.strip(), new.strip())
    assert time.process_time() - began < 1
    assert side(pieces, INSERTED) == old.strip()
    assert side(pieces, DELETED) == new.strip()
