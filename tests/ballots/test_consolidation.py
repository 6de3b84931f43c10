"""The text as amended: the same for every order of the decisions, and the same as amending step by step."""

import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ballots.consolidation import Passage, consolidate
from ballots.diff import Mark, Piece
from ballots.operation import Action, Change, Operation, conflicts, read_new_text
from ballots.text import Block, Kind, Text, parse
from ballots.text_errors import ChangesNothing, OperationsConflict, OutsideBlock, UnknownBlock
from tests.ballots.texts import DECLARATION, changes, declaration, paragraph, texts

REPLACE, DELETE, BEFORE, AFTER = Action.REPLACE, Action.DELETE, Action.INSERT_BEFORE, Action.INSERT_AFTER


def change(action: Action, block: int, words: tuple[int, int] | None, new: str = "") -> Change:
    return Change(Operation(action, block, words), read_new_text(new, "new") if new else Text())


def test_a_declaration_as_amended() -> None:
    adopted = {
        31: change(REPLACE, 1, (2, 3), "the"),
        35: change(BEFORE, 1, (12, 12), "today and tomorrow."),
        32: change(DELETE, 4, None),
        38: change(AFTER, 4, None, "- (c) Springs are protected.\n\n- (d) So are wells."),
        36: change(BEFORE, 5, None, "- (b) No supply is ever cut off."),
        33: change(DELETE, 5, (0, 2)),
        34: change(REPLACE, 5, (2, 3), "All parties"),
    }
    result = consolidate(declaration(), adopted)
    assert result.text.format().decode() == (
        "# Declaration on Water\n\n"
        "Water is the common good of all who live on this earth. today and tomorrow.\n\n"
        "## What we ask for\n\n"
        "- (a) Every household has safe drinking water within ten minutes.\n\n"
        "- (b) No supply is ever cut off.\n\n"
        "- (c) Springs are protected.\n\n"
        "- (d) So are wells.\n\n"
        "All parties report on this every second year.\n"
    )
    assert [(passage.index, passage.keys) for passage in result.passages] == [
        (0, ()),
        (1, (31, 35)),
        (2, ()),
        (3, ()),
        (4, (32,)),
        (None, (36,)),
        (None, (38,)),
        (None, (38,)),
        (5, (33, 34)),
    ]
    assert result.passages[4].after is None
    assert result.passages[4].pieces() == (Piece(Mark.DELETED, "(b) No supply is cut off for debt."),)
    assert result.passages[6].pieces() == (Piece(Mark.INSERTED, "(c) Springs are protected."),)
    assert result.passages[8].pieces() == (
        Piece(Mark.DELETED, "The member"),
        Piece(Mark.INSERTED, "All"),
        Piece(Mark.KEPT, "parties report on this every second year."),
    )
    assert tuple(passage.after for passage in result.remaining) == result.text.blocks


def test_a_block_of_another_kind_is_marked_up_as_a_whole() -> None:
    (passage,) = consolidate(paragraph("On water"), {1: change(REPLACE, 0, None, "# On water")}).passages
    assert passage.pieces() == (Piece(Mark.DELETED, "On water"), Piece(Mark.INSERTED, "On water"))


def test_a_block_replaced_by_several_is_compared_with_the_first() -> None:
    result = consolidate(paragraph("a b"), {4: change(REPLACE, 0, None, "a c\n\nd")})
    assert result.passages == (
        Passage(Block(Kind.PARAGRAPH, "a b"), Block(Kind.PARAGRAPH, "a c"), 0, (4,)),
        Passage(None, Block(Kind.PARAGRAPH, "d"), None, (4,), 1),
    )


def test_insertions_stay_on_their_side_of_a_range() -> None:
    adopted = {
        5: change(REPLACE, 0, (1, 3), "X"),
        9: change(BEFORE, 0, (1, 1), "before"),
        2: change(BEFORE, 0, (3, 3), "after"),
        3: change(BEFORE, 0, (3, 3), "later"),
    }
    assert consolidate(paragraph("a b c d"), adopted).text == paragraph("a before X after later d")


def test_insertions_on_both_sides_of_a_deletion_keep_their_order() -> None:
    """Even where the one tabled first stands behind: what was between them is gone, their places are two."""
    blocks = {1: change(AFTER, 1, None, "behind"), 2: change(DELETE, 1, None), 3: change(AFTER, 0, None, "before")}
    assert [block.text for block in consolidate(parse(b"a\n\nb\n"), blocks).text.blocks] == ["a", "before", "behind"]
    words = {
        1: change(BEFORE, 0, (2, 2), "behind"),
        2: change(DELETE, 0, (1, 2)),
        3: change(BEFORE, 0, (1, 1), "before"),
    }
    assert consolidate(paragraph("a b c"), words).text == paragraph("a before behind c")


def test_a_block_left_without_words_goes() -> None:
    halves = {1: change(DELETE, 1, (0, 4)), 2: change(DELETE, 1, (4, 12))}
    result = consolidate(declaration(), halves)
    assert [block.kind for block in result.text.blocks][:2] == [Kind.HEADING, Kind.HEADING]
    assert result.passages[1] == Passage(declaration().blocks[1], None, 1, (1, 2))
    kept = consolidate(declaration(), halves | {3: change(BEFORE, 1, (4, 4), "Nothing.")})
    assert kept.text.blocks[1] == Block(Kind.PARAGRAPH, "Nothing.")


def test_words_that_come_to_stand_first_make_no_heading() -> None:
    """The kind of a block is not its words: a deletion cannot turn a paragraph into a heading or an item."""
    for mark in ("#", "-", "\\-"):
        text = consolidate(paragraph(f"See {mark} below"), {1: change(DELETE, 0, (0, 1))}).text
        assert text == paragraph(f"{mark} below")
        assert parse(text.format()) == text


def test_an_emptied_text_has_no_bytes() -> None:
    result = consolidate(paragraph("a"), {1: change(DELETE, 0, None)})
    assert result.text.format() == b""


def test_an_amendment_of_an_amendment() -> None:
    """The new text of the first is the text that the second works on."""
    first = change(REPLACE, 4, None, "- (b) No supply is cut off, ever.")
    second = change(REPLACE, 0, (6, 7), "unless a court says so.")
    as_amended = Change(first.operation, consolidate(first.new, {7: second}).text)
    assert consolidate(declaration(), {3: as_amended}).text.blocks[4].text == (
        "(b) No supply is cut off, unless a court says so."
    )


def test_what_does_not_fit_is_refused() -> None:
    text = declaration()
    with pytest.raises(UnknownBlock):
        consolidate(text, {1: change(DELETE, 6, None)})
    with pytest.raises(OutsideBlock):
        consolidate(text, {1: change(DELETE, 1, (0, 13))})
    with pytest.raises(ChangesNothing):
        consolidate(text, {1: change(REPLACE, 1, (0, 1), "Water")})
    with pytest.raises(OperationsConflict, match=r"3 and 8: words \(3, 4\) of block 1"):
        consolidate(
            text, {8: change(DELETE, 1, (3, 9)), 3: change(REPLACE, 1, (0, 4), "A"), 1: change(DELETE, 4, None)}
        )


def fitting(text: Text) -> st.SearchStrategy[tuple[Text, list[Change]]]:
    """Draw changes of which no two conflict: the later of two that do is left out."""

    def compatible(drawn: list[Change]) -> list[Change]:
        kept: list[Change] = []
        for one in drawn:
            same = one.operation.words is None and one.new.blocks == (text.blocks[one.operation.block],)
            if one.operation.words is not None and one.new.blocks:
                same = one.new.blocks[0].words == text.blocks[one.operation.block].words[slice(*one.operation.words)]
            if not same and not any(conflicts(one.operation, other.operation) for other in kept):
                kept.append(one)
        return kept

    return st.tuples(st.just(text), st.lists(changes(text), max_size=8).map(compatible))


amended = texts.flatmap(fitting)


@given(amended, st.randoms(use_true_random=False))
def test_the_order_of_the_decisions_plays_no_part(drawn: tuple[Text, list[Change]], chance: random.Random) -> None:
    text, adopted = drawn
    keyed = list(enumerate(adopted))
    expected = consolidate(text, dict(keyed))
    chance.shuffle(keyed)
    assert consolidate(text, dict(keyed)) == expected


@given(texts)
def test_nothing_adopted_changes_nothing(text: Text) -> None:
    result = consolidate(text, {})
    assert result.text == text
    assert [passage.index for passage in result.passages] == list(range(len(text.blocks)))
    assert all(passage.before == passage.after and passage.keys == () for passage in result.passages)


@given(amended)
def test_the_passages_hold_the_old_text_and_the_new(drawn: tuple[Text, list[Change]]) -> None:
    text, adopted = drawn
    result = consolidate(text, dict(enumerate(adopted)))
    old = [passage for passage in result.passages if passage.before is not None]
    assert tuple(passage.before for passage in old) == text.blocks
    assert [passage.index for passage in old] == list(range(len(text.blocks)))
    assert {key for passage in result.passages for key in passage.keys} == set(range(len(adopted)))
    for passage in result.passages:
        pieces = passage.pieces()
        before = " ".join(piece.text for piece in pieces if piece.mark is not Mark.INSERTED)
        after = " ".join(piece.text for piece in pieces if piece.mark is not Mark.DELETED)
        assert before == (passage.before.text if passage.before else "")
        assert after == (passage.after.text if passage.after else "")
        if not passage.keys:
            assert passage.before == passage.after
    if result.text.blocks:
        assert parse(result.text.format()) == result.text


def rank(key: int, change: Change) -> tuple[int, int]:
    """Return what orders insertions that have come to stand at one place: where they were written for, then the key.

    A deletion between two places makes one of them, and does not make their insertions change places.
    """
    made = change.operation
    return (made.words[0] if made.words else made.gap or 0), key


def moved(later: Change, own: tuple[int, int], done: Change, other_rank: tuple[int, int]) -> Change:
    """Return the change as it is to be written once `done` has been applied to the text: positions shift."""
    one, other = later.operation, done.operation
    added = len(done.new.blocks)
    if other.gap is not None:
        here = one.block if one.gap is None else one.gap
        behind = here >= other.gap if one.gap is None else here > other.gap or (here == other.gap and own > other_rank)
        shift = added if behind else 0
    elif other.words is None:
        here = one.block if one.gap is None else one.gap
        shift = added - 1 if here > other.block else 0
    else:
        shift = 0
        if one.gap is None and one.block == other.block and one.words is not None:
            start, stop = other.words
            added = len(done.new.blocks[0].words) if done.new.blocks else 0
            behind = one.words[0] >= stop
            if start == stop == one.words[0] == one.words[1]:
                behind = own > other_rank
            elif one.words[0] == one.words[1] == start:
                behind = False
            by = added - (stop - start) if behind else 0
            return Change(Operation(one.action, one.block, (one.words[0] + by, one.words[1] + by)), later.new)
    if one.gap is not None:
        # A gap is named by a block beside it that is still there; the text has one at least.
        gap = one.gap + shift
        return Change(Operation(BEFORE, gap) if gap == 0 else Operation(AFTER, gap - 1), later.new)
    return Change(Operation(one.action, one.block + shift, one.words), later.new)


@given(amended, st.randoms(use_true_random=False))
def test_it_is_what_amending_step_by_step_makes(drawn: tuple[Text, list[Change]], chance: random.Random) -> None:
    text, adopted = drawn
    together = consolidate(text, dict(enumerate(adopted)))
    # Step by step, a block that is emptied half-way has no place to keep what comes later.
    assume(all(passage.after or not passage.before or len(passage.keys) == 1 for passage in together.passages))
    assume(any(passage.index is not None and passage.after for passage in together.passages))
    assume(not emptied(text, adopted))
    steps = [(rank(key, change), change) for key, change in enumerate(adopted)]
    chance.shuffle(steps)
    current = text
    while steps:
        done, step = steps.pop()
        current = naive(current, step)
        steps = [(own, moved(later, own, step, done)) for own, later in steps]
    assert current == together.text


def emptied(text: Text, some: list[Change]) -> bool:
    """Tell whether these deletions of words leave nothing of a block."""
    for index, block in enumerate(text.blocks):
        gone = [c.operation.words for c in some if c.operation.block == index and c.operation.action is DELETE]
        if sum(words[1] - words[0] for words in gone if words) >= len(block.words):
            return True
    return False


def naive(text: Text, step: Change) -> Text:
    """Apply one change to lists of blocks and of words."""
    blocks, made = list(text.blocks), step.operation
    if made.words is None:
        new = list(step.new.blocks)
        start, stop = {
            REPLACE: (made.block, made.block + 1),
            DELETE: (made.block, made.block + 1),
            BEFORE: (made.block, made.block),
            AFTER: (made.block + 1, made.block + 1),
        }[made.action]
        blocks[start:stop] = new
        return Text(tuple(blocks))
    block = blocks[made.block]
    words = block.text.split(" ")
    words[made.words[0] : made.words[1]] = step.new.blocks[0].text.split(" ") if step.new.blocks else []
    blocks[made.block : made.block + 1] = [Block(block.kind, " ".join(words), block.level)] if words else []
    return Text(tuple(blocks))


def test_a_long_text_with_many_amendments_is_quick() -> None:
    """5,000 blocks, 5,000 changes."""
    text = Text(tuple(Block(Kind.PARAGRAPH, f"a{n} b c") for n in range(5_000)))
    adopted = {n: change(REPLACE, n, (1, 2), "x") for n in range(5_000)}
    result = consolidate(text, adopted)
    assert all(block.words[1] == "x" for block in result.text.blocks)


def test_the_declaration_is_canonical() -> None:
    assert declaration().format().decode() == DECLARATION
