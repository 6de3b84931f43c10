"""Amendments in further languages: whose words they are, what they may be, and that no vote depends on them."""

from typing import Any

import pytest

from ballots.amendment import Status
from ballots.amendment_errors import (
    AlreadyDivided,
    NotAmendable,
    UnknownAmendment,
    WrongAmendment,
    WrongStructure,
)
from ballots.errors import BadField, NotAllowed, Refused
from ballots.motion_errors import DocumentChanged
from ballots.standing import as_amended
from ballots.subject import resulting_text
from ballots.text_errors import ChangesNothing, EmptyRange, OutsideBlock, WrongNewText
from tests.ballots.assembly import Member
from tests.ballots.drafting import DECLARATION, DIVISIBLE, ERKLAERUNG, OWN, PARTS, Drafting, drafting

ALL_ITS = {"words": [3, 5], "text": "alle seine"}
WHOLE_BLOCK = {"words": None, "text": "Niemand verkauft Wasser."}


@pytest.fixture
def hall() -> Drafting:
    return drafting({"de": ERKLAERUNG})


def translate(hall: Drafting, name: str, change: dict[str, Any], language: str = "de", by: Member | None = None) -> str:
    return hall.about(name, "amendment.translated", by or hall.desk, language=language, change=change)


def untranslated(hall: Drafting) -> tuple[str, ...]:
    return as_amended(hall.convention, hall.document, "de").untranslated


def test_a_translation_is_given_then_corrected(hall: Drafting) -> None:
    hall.amend("A1", **OWN)
    translate(hall, "A1", {"words": [3, 4], "text": "alle"}, by=hall.officers["clerk"])
    translate(hall, "A1", ALL_ITS, by=hall.chair)
    assert hall.convention.amendments["A1"].translations == {"de": hall.convention.size - 1}
    hall.decide("A1")
    assert untranslated(hall) == ()
    assert hall.text("de") == ERKLAERUNG.replace("seine eigenen", "alle seine")
    assert hall.text() == DECLARATION.replace("its own", "all its")


def test_the_authoritative_words_cannot_be_touched(hall: Drafting) -> None:
    hall.amend("A1", **OWN)
    for language in ("en", "fr"):
        with hall.refused(BadField):
            translate(hall, "A1", ALL_ITS, language=language)


def test_delegates_do_not_translate(hall: Drafting) -> None:
    hall.amend("A1", **OWN, by=hall.voters[0])
    with hall.refused(NotAllowed):
        translate(hall, "A1", ALL_ITS, by=hall.voters[0])


def test_the_amendment_is_the_one_that_was_signed_for(hall: Drafting) -> None:
    with hall.refused(UnknownAmendment):
        translate(hall, "A1", ALL_ITS)
    hall.amend("A1", **OWN)
    with hall.refused(WrongAmendment):
        named = {"amendment": "A1", "digest": hall.document.digest, "language": "de", "change": ALL_ITS}
        hall.say(hall.desk.kid, "amendment.translated", **named)
    hall.table_text(en=DECLARATION, de=ERKLAERUNG)
    with hall.refused(DocumentChanged):
        translate(hall, "A1", ALL_ITS)


@pytest.mark.parametrize("choice", ["yes", "no"])
def test_it_comes_while_a_motion_is_open_and_after(hall: Drafting, choice: str) -> None:
    """Delegates sign the authoritative text: no translation changes what they voted on or what became of it."""
    hall.amend("A1", **OWN)
    pinned = resulting_text(hall.convention, hall.document, ["A1"])
    motion = hall.put("A1")
    translate(hall, "A1", {"words": [3, 4], "text": "alle"})
    assert hall.motion(motion).opened.subject.text == pinned
    hall.finish(motion, choice)
    before = (hall.standing("A1"), hall.text(), as_amended(hall.convention, hall.document, "en").digest)
    translate(hall, "A1", ALL_ITS)
    assert before == (hall.standing("A1"), hall.text(), as_amended(hall.convention, hall.document, "en").digest)
    assert ("alle seine" in hall.text("de")) is (choice == "yes")


def test_a_withdrawn_one_is_translated_and_stays_withdrawn(hall: Drafting) -> None:
    hall.amend("A1", **OWN)
    hall.withdraw("A1")
    translate(hall, "A1", ALL_ITS)
    assert hall.status("A1") is Status.WITHDRAWN
    assert hall.text("de") == ERKLAERUNG


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"words": [3, 5], "text": None}, "Jedes Tal hält Kanäle sauber und instand."),
        ({"words": [3, 3], "text": "stets"}, "Jedes Tal hält stets seine eigenen Kanäle sauber und instand."),
        (ALL_ITS, "Jedes Tal hält alle seine Kanäle sauber und instand."),
    ],
)
@pytest.mark.parametrize(
    "model",
    [OWN, {"action": "delete", "block": 2, "words": [4, 5]}, {**OWN, "action": "insert_before", "words": [3, 3]}],
    ids=["replace", "delete", "insert"],
)
def test_each_language_changes_words_as_it_must(
    hall: Drafting, model: dict[str, Any], change: dict[str, Any], expected: str
) -> None:
    hall.amend("A1", **model)
    translate(hall, "A1", change)
    hall.decide("A1")
    assert hall.text("de").split("\n")[4] == expected


@pytest.mark.parametrize("action", ["replace", "insert_before", "insert_after"])
def test_whole_blocks_have_the_same_kinds(hall: Drafting, action: str) -> None:
    hall.amend("A1", action, 2, text="# Water\n\nNobody sells water.")
    for other in ("# Wasser", "## Wasser\n\nNiemand.", "# Wasser\n\n- Niemand."):
        with hall.refused(WrongStructure):
            translate(hall, "A1", {"words": None, "text": other})
    translate(hall, "A1", {"words": None, "text": "# Wasser\n\nNiemand verkauft Wasser."})
    hall.decide("A1")
    assert "# Wasser\n\nNiemand verkauft Wasser.\n" in hall.text("de")


def test_a_whole_block_stays_one_and_words_stay_words(hall: Drafting) -> None:
    hall.amend("A1", **OWN)
    with hall.refused(WrongStructure):
        translate(hall, "A1", WHOLE_BLOCK)
    hall.amend("A2", "replace", 2, text="Nobody sells water.")
    with hall.refused(WrongStructure):
        translate(hall, "A2", ALL_ITS)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"words": [8, 11], "text": "so"}, OutsideBlock),
        ({"words": [0, 1], "text": "Jedes"}, ChangesNothing),
        ({"words": [3, 3], "text": None}, WrongNewText),
        ({"words": [5, 3], "text": "so"}, EmptyRange),
        ({"words": [3, 5], "text": "- so"}, WrongNewText),
        ({"words": [3, 3], "text": "- so"}, WrongNewText),
        ({"words": [3], "text": "so"}, BadField),
        ({"words": [3, 5]}, BadField),
    ],
)
def test_it_must_fit_the_text(hall: Drafting, change: dict[str, Any], reason: type[Refused]) -> None:
    hall.amend("A1", **OWN)
    with hall.refused(reason):
        translate(hall, "A1", change)


def test_a_language_that_the_text_lacks_is_refused() -> None:
    hall = drafting()
    hall.amend("A1", **OWN)
    with hall.refused(NotAmendable):
        translate(hall, "A1", ALL_ITS)


class TestDivided:
    def test_its_parts_are_translated_in_its_place(self, hall: Drafting) -> None:
        hall.amend("A1", **DIVISIBLE)
        hall.about("A1", "amendment.divided", parts=list(PARTS))
        with hall.refused(AlreadyDivided):
            translate(hall, "A1", ALL_ITS)
        hall.decide("A1.1")
        hall.decide("A1.2")
        hall.decide("A1")
        translate(hall, "A1.1", ALL_ITS)
        assert untranslated(hall) == ("A1",)
        translate(hall, "A1.2", {"words": [6, 7], "text": "offen"})
        assert untranslated(hall) == ()
        assert "Jedes Tal hält alle seine Kanäle offen und instand." in hall.text("de")

    def test_parts_that_get_in_each_others_way_are_left_out(self, hall: Drafting) -> None:
        hall.amend("A1", **DIVISIBLE)
        hall.about("A1", "amendment.divided", parts=list(PARTS))
        for name in ("A1.1", "A1.2", "A1"):
            hall.decide(name)
        translate(hall, "A1.1", ALL_ITS)
        translate(hall, "A1.2", {"words": [4, 7], "text": "offen"})
        assert untranslated(hall) == ("A1",)
        assert hall.text("de") == ERKLAERUNG

    def test_a_translated_amendment_is_divided_in_all_its_languages(self, hall: Drafting) -> None:
        hall.amend("A1", **DIVISIBLE)
        translate(hall, "A1", {"words": [3, 7], "text": "alle seine Kanäle offen"})
        german = (ALL_ITS, {"words": [6, 7], "text": "offen"})
        parts = [{**part, "changes": {**part["changes"], "de": de}} for part, de in zip(PARTS, german, strict=True)]
        hall.about("A1", "amendment.divided", parts=parts)
        for name in ("A1.1", "A1.2", "A1"):
            hall.decide(name)
        assert "alle seine Kanäle offen" in hall.text("de")


class TestSecondDegree:
    @pytest.fixture
    def amended(self, hall: Drafting) -> Drafting:
        hall.amend("A1", "insert_after", 2, text="Nobody sells any water.")
        hall.amend("A1a", "delete", 0, words=[2, 3], above="A1")
        return hall

    def test_it_counts_the_words_of_the_translated_amendment(self, amended: Drafting) -> None:
        with amended.refused(NotAmendable):
            translate(amended, "A1a", {"words": [2, 3], "text": None})
        translate(amended, "A1", {"words": None, "text": "Niemand verkauft irgendein Wasser."})
        translate(amended, "A1a", {"words": [2, 3], "text": None})
        amended.decide("A1a")
        amended.decide("A1")
        assert "\n\nNiemand verkauft Wasser.\n\n" in amended.text("de")
        assert "\n\nNobody sells water.\n\n" in amended.text()

    def test_what_leaves_no_words_there_is_left_out(self, amended: Drafting) -> None:
        translate(amended, "A1", {"words": None, "text": "Niemand verkauft irgendein Wasser."})
        translate(amended, "A1a", {"words": [0, 4], "text": None})
        amended.decide("A1a")
        amended.decide("A1")
        assert untranslated(amended) == ("A1",)
        assert amended.text("de") == ERKLAERUNG
