"""Operations: what they say, what refuses them, and which two of them exclude each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.errors import BadField, Refused
from ballots.operation import (
    NEW_TEXT_LIMIT,
    Action,
    Change,
    Operation,
    Overlap,
    conflicts,
    overlap,
    read_new_text,
    read_range,
)
from ballots.text import Block, Kind, Text, parse
from ballots.text_errors import (
    ChangesNothing,
    EmptyRange,
    EmptyText,
    OutsideBlock,
    TextNotCanonical,
    UnknownBlock,
    WrongNewText,
)
from tests.ballots.texts import changes, declaration, paragraph, texts

REPLACE, DELETE, BEFORE, AFTER = Action.REPLACE, Action.DELETE, Action.INSERT_BEFORE, Action.INSERT_AFTER


@pytest.mark.parametrize(
    ("value", "detail"),
    [
        (4, "words is neither null nor an array of two"),
        ([4], "words is neither null nor an array of two"),
        ([4, 5, 6], "words is neither null nor an array of two"),
        ([-1, 5], "words is not an integer"),
        ([0, 1.0], "words is not an integer"),
        ([0, True], "words is not an integer"),
        ([0, 1_000_001], "words is not an integer"),
    ],
)
def test_ill_formed_ranges_are_refused(value: object, detail: str) -> None:
    with pytest.raises(BadField, match=detail):
        read_range(value, "words")


def test_ranges_are_read() -> None:
    assert read_range(None, "words") is None
    assert read_range([4, 6], "words") == (4, 6)


@pytest.mark.parametrize(
    ("action", "words", "detail"),
    [
        (BEFORE, (3, 4), "at one place, not at words 3 to 4"),
        (AFTER, (3, 3), "words are inserted with insert_before"),
    ],
)
def test_words_are_inserted_in_one_way(action: Action, words: tuple[int, int], detail: str) -> None:
    with pytest.raises(BadField, match=detail):
        Operation(action, 1, words)


@pytest.mark.parametrize("action", [REPLACE, DELETE])
@pytest.mark.parametrize("words", [(4, 4), (5, 4), (0, 0)])
def test_an_empty_range_is_refused(action: Action, words: tuple[int, int]) -> None:
    with pytest.raises(EmptyRange):
        Operation(action, 1, words)


def test_new_texts_are_canonical() -> None:
    assert read_new_text("# A\n\nB", "text").blocks == (Block(Kind.HEADING, "A", 1), Block(Kind.PARAGRAPH, "B"))
    assert read_new_text("a" * NEW_TEXT_LIMIT, "text") == paragraph("a" * NEW_TEXT_LIMIT)
    with pytest.raises(BadField, match=r"text is not text of 1 to 20,?000 characters"):
        read_new_text("a" * (NEW_TEXT_LIMIT + 1), "text")
    for bad in ("", " ", None, 7, "a\tb", "A\u202eB"):
        with pytest.raises(BadField):
            read_new_text(bad, "text")
    for bad in ("A\n", "A\nB", " A", "A  B", "e\u0301"):
        with pytest.raises(TextNotCanonical):
            read_new_text(bad, "text")
    with pytest.raises(EmptyText):
        parse(b"")


@pytest.mark.parametrize(
    ("made", "new"),
    [
        (Operation(DELETE, 1), "A"),
        (Operation(DELETE, 1, (0, 1)), "A"),
        (Operation(REPLACE, 1), None),
        (Operation(REPLACE, 1, (0, 1)), None),
        (Operation(AFTER, 1), None),
        (Operation(REPLACE, 1, (0, 1)), "A\n\nB"),
        (Operation(REPLACE, 1, (0, 1)), "# A"),
        (Operation(BEFORE, 1, (0, 0)), "- A"),
    ],
)
def test_a_new_text_fits_its_operation(made: Operation, new: str | None) -> None:
    with pytest.raises(WrongNewText):
        Change(made, Text() if new is None else read_new_text(new, "text"))


@pytest.mark.parametrize(
    ("made", "new", "refusal", "detail"),
    [
        (Operation(DELETE, 6), None, UnknownBlock, "block 6: the text has 6 blocks"),
        (Operation(AFTER, 6), "A", UnknownBlock, "block 6"),
        (Operation(DELETE, 4, (7, 9)), None, OutsideBlock, "words 7 to 9: block 4 has 8 words"),
        (Operation(BEFORE, 4, (9, 9)), "A", OutsideBlock, "words 9 to 9"),
        (Operation(REPLACE, 4, (3, 6)), "is cut off", ChangesNothing, "block 4"),
        (Operation(REPLACE, 4), "- (b) No supply is cut off for debt.", ChangesNothing, "block 4"),
        (Operation(REPLACE, 0), "# Declaration on Water", ChangesNothing, "block 0"),
    ],
)
def test_a_change_fits_its_text(made: Operation, new: str | None, refusal: type[Refused], detail: str) -> None:
    change = Change(made, Text() if new is None else read_new_text(new, "text"))
    with pytest.raises(refusal, match=detail):
        change.check(declaration())


@pytest.mark.parametrize(
    ("made", "new"),
    [
        (Operation(AFTER, 5), "A"),
        (Operation(DELETE, 4, (7, 8)), None),
        (Operation(BEFORE, 4, (8, 8)), "A"),
        (Operation(REPLACE, 4, (3, 6)), "is ever cut off"),
        (Operation(REPLACE, 4), "(b) No supply is cut off for debt."),  # an item becomes a paragraph
        (Operation(REPLACE, 0), "## Declaration on Water"),
        (Operation(BEFORE, 4), "- (b) No supply is cut off for debt."),  # once more is a change too
    ],
)
def test_a_change_at_the_edge_of_its_text_is_none_too_far(made: Operation, new: str | None) -> None:
    Change(made, Text() if new is None else read_new_text(new, "text")).check(declaration())


WHOLE = Overlap(1, None)


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (Operation(REPLACE, 1), Operation(DELETE, 1), WHOLE),
        (Operation(DELETE, 1), Operation(DELETE, 1), WHOLE),
        (Operation(DELETE, 1), Operation(REPLACE, 1, (2, 4)), Overlap(1, (2, 4))),
        (Operation(DELETE, 1), Operation(BEFORE, 1, (0, 0)), WHOLE),
        (Operation(DELETE, 1), Operation(BEFORE, 1, (12, 12)), WHOLE),
        (Operation(REPLACE, 1, (0, 4)), Operation(DELETE, 1, (3, 6)), Overlap(1, (3, 4))),
        (Operation(REPLACE, 1, (0, 9)), Operation(DELETE, 1, (3, 6)), Overlap(1, (3, 6))),
        (Operation(DELETE, 1, (3, 6)), Operation(BEFORE, 1, (4, 4)), Overlap(1, (3, 6))),
        (Operation(DELETE, 1, (3, 6)), Operation(BEFORE, 1, (5, 5)), Overlap(1, (3, 6))),
        # Side by side, at the edges, in other blocks, between blocks: both can be had.
        (Operation(REPLACE, 1, (0, 3)), Operation(DELETE, 1, (3, 6)), None),
        (Operation(DELETE, 1, (3, 6)), Operation(BEFORE, 1, (3, 3)), None),
        (Operation(DELETE, 1, (3, 6)), Operation(BEFORE, 1, (6, 6)), None),
        (Operation(BEFORE, 1, (3, 3)), Operation(BEFORE, 1, (3, 3)), None),
        (Operation(DELETE, 1), Operation(DELETE, 2), None),
        (Operation(REPLACE, 1, (0, 3)), Operation(REPLACE, 2, (0, 3)), None),
        (Operation(DELETE, 1), Operation(BEFORE, 1), None),
        (Operation(DELETE, 1), Operation(AFTER, 1), None),
        (Operation(AFTER, 1), Operation(AFTER, 1), None),
        (Operation(BEFORE, 1), Operation(REPLACE, 1, (0, 1)), None),
    ],
)
def test_which_operations_conflict(one: Operation, other: Operation, found: Overlap | None) -> None:
    assert overlap(one, other) == found
    assert overlap(other, one) == found
    assert conflicts(one, other) is (found is not None)


def test_the_words_in_dispute_are_quoted() -> None:
    text = declaration()
    assert Overlap(1, (3, 6)).quote(text) == "common good of"
    assert Overlap(4, None).quote(text) == "(b) No supply is cut off for debt."


@given(texts.flatmap(lambda text: st.tuples(st.just(text), changes(text), changes(text))))
def test_conflicts_are_common_words_and_blocks(drawn: tuple[Text, Change, Change]) -> None:
    """Against sets: word w of a block is the odd number 2w+1, the place before it the even number 2w."""
    text, one, other = drawn

    def touched(change: Change) -> set[tuple[int, int]]:
        made = change.operation
        if made.gap is not None:
            return set()
        length = len(text.blocks[made.block].words)
        if made.words is None:
            return {(made.block, place) for place in range(2 * length + 1)}
        start, stop = made.words
        if start == stop:
            return set()
        return {(made.block, place) for place in range(2 * start + 1, 2 * stop)}

    def inserted(change: Change) -> set[tuple[int, int]]:
        made = change.operation
        return {(made.block, 2 * made.words[0])} if made.words and made.words[0] == made.words[1] else set()

    first, second = touched(one), touched(other)
    expected = bool(first & second or first & inserted(other) or second & inserted(one))
    assert conflicts(one.operation, other.operation) is expected
    assert conflicts(other.operation, one.operation) is expected
