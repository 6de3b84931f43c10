"""Languages side by side, and lines to quote."""

import pytest

from ballots.text import Kind, Text, read_block
from voting.parallel_texts import Mismatch, compare_structures

NAMES = {"en": "English", "fr": "French"}
ENGLISH = ["# Water", "One.", "- (a) Two.", "- (b) Three.", "## End", "Four."]
FRENCH = ["# Eau", "Un.", "- (a) Deux.", "- (b) Trois.", "## Fin", "Quatre."]


def text(lines: list[str]) -> Text:
    return Text(tuple(read_block(line) for line in lines))


def compared(french: list[str]) -> tuple[Mismatch, ...]:
    return compare_structures({"en": text(ENGLISH), "fr": text(french), "es": text(ENGLISH)}, "en")


def test_languages_that_pair_off() -> None:
    assert compared(FRENCH) == ()


@pytest.mark.parametrize(
    ("french", "index", "number", "sentence"),
    [
        (
            [*FRENCH[:3], *FRENCH[4:]],
            3,
            3,
            "List items: French 1, English 2. From paragraph 3 on they do not pair off:"
            " there French has a heading of level 2 (“Fin”), English a list item (“(b) Three.”).",
        ),
        (
            FRENCH[:-1],
            5,
            4,
            "Paragraphs outside lists: French 1, English 2. From paragraph 4 on they do not pair off:"
            " there French has nothing more, English a paragraph (“Four.”).",
        ),
        (
            [*FRENCH, "Cinq."],
            6,
            5,
            "Paragraphs outside lists: French 3, English 2. From paragraph 5 on they do not pair off:"
            " there French has a paragraph (“Cinq.”), English nothing more.",
        ),
        (
            ["# Eau", "- (a) Un.", "Deux.", *FRENCH[3:]],
            1,
            1,
            "French has as many blocks as English, in another order. From paragraph 1 on they do not pair off:"
            " there French has a list item (“(a) Un.”), English a paragraph (“One.”).",
        ),
        (
            ["## Eau", *FRENCH[1:]],
            0,
            1,
            "French has as many blocks as English, in another order. From paragraph 1 on they do not pair off:"
            " there French has a heading of level 2 (“Eau”), English a heading of level 1 (“Water”).",
        ),
    ],
)
def test_the_first_mismatch_is_named(french: list[str], index: int, number: int, sentence: str) -> None:
    (found,) = compared(french)
    assert (found.language, found.index, found.number) == ("fr", index, number)
    assert found.sentence(NAMES) == sentence


def test_counts_are_of_both() -> None:
    (found,) = compared(FRENCH[:1])
    assert dict(found.counts) == {Kind.HEADING: (1, 2), Kind.ITEM: (0, 2), Kind.PARAGRAPH: (0, 2)}
