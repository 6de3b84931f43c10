"""Texts, operations and changed words in a real browser: the phone's account against the convention's rules."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, reject, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from ballots.consolidation import consolidate
from ballots.diff import Mark, Piece
from ballots.fields import CONTROL, checked_text
from ballots.operation import Change
from ballots.text import Block, Kind, Text
from ballots.text_errors import ChangesNothing, OperationsConflict
from tests.ballots.texts import changes, lines, texts
from tests.browser.scripted import blank_page, run
from voting.amendment_views import passage_view

BROWSING = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
APPLY = """
  const {parseText, formatText, numbersOf} = await use("blocks");
  const {applyChanges} = await use("operation");
  const blocks = parseText(argument.text);
  const after = applyChanges(blocks, argument.changes);
  const same = formatText(blocks) === argument.text;
  return after && {same, numbers: numbersOf(blocks), text: formatText(after.blocks), passages: after.passages};
"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    with blank_page(browser) as page:
        yield page


def words(pieces: list[dict[str, str]], mark: Mark) -> str:
    return " ".join(piece["text"] for piece in pieces if piece["mark"] in (Mark.KEPT, mark))


def told(pieces: tuple[Piece, ...], mark: Mark) -> str:
    return " ".join(piece.text for piece in pieces if piece.mark in (Mark.KEPT, mark))


def as_told(change: Change) -> dict[str, Any]:
    """Return a change as a statement has it."""
    operation = change.operation
    return {
        "operation": {"type": operation.action.value, "block": operation.block},
        "change": {
            "words": None if operation.words is None else list(operation.words),
            "text": change.new.format().decode()[:-1] if change.new.blocks else None,
        },
    }


@given(data=st.data(), count=st.integers(1, 3))
@BROWSING
def test_changes_make_the_text_that_the_rules_make(page: Page, data: st.DataObject, count: int) -> None:
    text = data.draw(texts)
    made = [data.draw(changes(text)) for _ in range(count)]
    try:
        expected = consolidate(text, dict(enumerate(made)))
    except (ChangesNothing, OperationsConflict):
        reject()
    found = run(page, APPLY, {"text": text.format().decode(), "changes": [as_told(change) for change in made]})
    gaps = [change.operation.gap for change in made]
    places = [
        ("block", change.operation.block) if gap is None else ("gap", gap)
        for change, gap in zip(made, gaps, strict=True)
    ]
    assert (found is None) == (len(set(places)) < len(places))
    if found is None:
        return
    assert found["same"]
    assert found["numbers"] == list(text.numbers)
    assert found["text"] == expected.text.format().decode()
    touched = [passage for passage in expected.passages if passage.keys]
    assert len(found["passages"]) == len(touched)
    for mine, passage in zip(found["passages"], touched, strict=True):
        assert (mine["inserted"], mine["deleted"]) == (passage.before is None, passage.after is None)
        assert mine["number"] == (None if passage.index is None else text.numbers[passage.index])
        server = passage_view(passage, text.numbers)
        assert [mine.get(side) for side in ("after", "before")] == [server.get(side) for side in ("after", "before")]
        for mark in (Mark.DELETED, Mark.INSERTED):
            assert words(mine["pieces"], mark) == told(passage.pieces(), mark)


@given(old=lines, new=st.one_of(st.just(""), lines))
@BROWSING
def test_the_smallest_change_leads_to_what_was_typed(page: Page, old: str, new: str) -> None:
    found = run(
        page,
        """
        const {applyChange, smallestChange} = await use("operation");
        const block = {kind: "item", level: 0, text: argument.old};
        const made = smallestChange(block, 0, argument.new);
        return made && {...made, blocks: applyChange([block], made.operation, made.change).blocks};
        """,
        {"old": old, "new": new},
    )
    if old == new:
        assert found is None
        return
    assert [block["text"] for block in found["blocks"]] == ([new] if new else [])
    range_of = found["change"]["words"]
    if range_of is None:
        return
    before, after = old.split(" "), new.split(" ")
    start, stop = range_of
    fresh = len(after) - (len(before) - (stop - start))
    assert before[:start] == after[:start]
    assert before[stop:] == after[start + fresh :]
    # One word less on either side would be kept.
    assert not (
        stop > start and fresh and (before[start] == after[start] or before[stop - 1] == after[start + fresh - 1])
    )


@pytest.mark.parametrize(
    "text", ["", "\n", "one\n\n\ntwo\n", "one", "one  two\n", " one\n", "one\ntwo\n", "\\one\n\n\n"]
)
def test_what_is_not_in_paragraphs_is_refused(page: Page, text: str) -> None:
    body = 'const {parseText} = await use("blocks"); return refusal(() => parseText(argument));'
    assert run(page, body, text) == "bad_form"


def test_of_long_passages_the_changed_words_remain(page: Page) -> None:
    kept = " ".join(f"w{n}" for n in range(50))
    pieces = [{"mark": "kept", "text": kept}, {"mark": "deleted", "text": kept}, {"mark": "kept", "text": kept}]
    body = 'const {excerpt} = await use("changes"); return excerpt(argument, 3, 9).map(({text}) => text);'
    assert run(page, body, pieces) == [
        "… w47 w48 w49",
        "w0 w1 w2 w3 w4 w5 w6 w7 w8 … w41 w42 w43 w44 w45 w46 w47 w48 w49",
        "w0 w1 w2 …",
    ]


def test_a_paragraph_that_looks_like_an_item_stays_one(page: Page) -> None:
    text = Text((Block(Kind.PARAGRAPH, "- not an item"), Block(Kind.ITEM, "- one"))).format().decode()
    body = 'const {parseText} = await use("blocks"); return parseText(argument).map(({kind, text}) => [kind, text]);'
    assert run(page, body, text) == [["paragraph", "- not an item"], ["item", "- one"]]


SHOW = """
  const block = document.createElement("script");
  block.id = "messages";
  block.type = "application/json";
  const words = {"diff.inserted": "inserted: ", "diff.deleted": "deleted: ", "diff.new": "New paragraph",
    "diff.new_heading": "New heading", "diff.after": "{what} after {number}", "diff.before": "{what} before {number}"};
  block.textContent = JSON.stringify(words);
  document.body.append(block);
  document.documentElement.lang = "en";
  const {changesElement} = await use("changes");
  const box = changesElement(argument, "ar");
  document.body.append(box);
  const line = box.children[1];
  const styles = ["ins", "del"].map((tag) => getComputedStyle(line.querySelector(tag)).textDecorationLine);
  const spoken = [...line.querySelectorAll(".unseen")].map(({lang, dir, textContent}) => [lang, dir, textContent]);
  const direction = getComputedStyle(line).direction;
  const places = [...box.querySelectorAll(".place")].map(({textContent}) => textContent);
  return {places, text: line.textContent, lang: line.lang, direction, spoken, styles};
"""


def test_marks_are_said_in_the_language_of_the_page_and_turn_nothing_around(page: Page) -> None:
    pieces = [{"mark": "inserted", "text": "كل"}, {"mark": "kept", "text": "ماء"}, {"mark": "deleted", "text": "بيت"}]
    passage = {"number": None, "kind": "paragraph", "inserted": True, "deleted": False, "pieces": pieces}
    beside = [passage | {"after": 3, "before": None}, passage | {"after": None, "before": 4, "kind": "heading"}]
    assert run(page, SHOW, [passage, *beside]) == {
        "places": ["New paragraph", "New paragraph after 3", "New heading before 4"],
        "text": "inserted: كل ماء deleted: بيت",
        "lang": "ar",
        "direction": "rtl",
        "spoken": [["en", "ltr", "inserted: "], ["en", "ltr", "deleted: "]],
        "styles": ["underline", "line-through"],
    }


@BROWSING
@given(
    typed=st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff")
        | st.sampled_from("\t\r\n\u202e\u2066\x85 a"),
        max_size=30,
    )
)
@example(typed="\tOne\r\ntwo\u202e\x07 \u00ab\u00a0three\u00a0\u00bb\u0085\u2069 ")
def test_what_is_typed_is_sent_as_statements_take_it(page: Page, typed: str) -> None:
    sent = run(page, 'return (await use("written")).written(argument)', typed)
    if sent.strip():
        assert checked_text(sent, "typed", 100) == sent
    # Nothing that can be seen is touched.
    assert "".join(sent.split()) == "".join(CONTROL.sub("", typed).split())
