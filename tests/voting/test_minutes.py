"""The minutes: what they say of a day, in each language, with what was erased left out, as PDF and DOCX."""

import io
from dataclasses import replace
from typing import Any

import docx
import pytest
from babel.messages.pofile import read_po

from audit.encoding import b64url_encode
from audit.fingerprint import root_words
from ballots.diff import Mark
from ballots.majority import Comparison, Fraction, Measure, Quorum, Reference
from ballots.text import Kind
from tests import catalogues
from tests.audit.amended_story import amended_story
from tests.audit.day_story import SittingHall, day_story
from tests.audit.order_story import order_story
from tests.audit.papers_story import papers_story
from tests.audit.scenario import Hall
from tests.voting.test_document_files import pages
from voting.document_docx import write_docx
from voting.document_files import PrintedDocument
from voting.document_pdf import write_pdf
from voting.minutes import MotionMinutes, Recorder
from voting.minutes_document import printed
from voting.minutes_words import TRANSLATIONS, WORDS, MinutesWords
from voting.requirement import Sentences


def recorded(hall: Hall, names: bool = True, blobs: bool = True) -> Recorder:
    lines = {line.credential: line.name for line in hall.roster()} if names else {}
    return Recorder(hall.state, hall.entries.__getitem__, hall.text if blobs else lambda digest: None, lines)


def minutes_of(hall: Hall, language: str = "en", names: bool = True, blobs: bool = True) -> PrintedDocument:
    return printed(recorded(hall, names, blobs).minutes(b64url_encode(hall.tree.root())), language)


def lines(document: PrintedDocument) -> list[str]:
    return [" ".join(piece.text for piece in entry.pieces) for entry in document.entries]


def test_a_day_in_english() -> None:
    hall = day_story()
    said = lines(minutes_of(hall))
    when, chair = "May 1, 2026, 09:30:00 UTC", "Ada Chair (chair\u00a01)"
    at = said.index("Sitting s1")
    assert said[at + 1 : at + 9] == [
        f"Opened on {when} by {chair}.",
        "1 of 3 accredited mandates were present.",
        "The quorum of 2 was not established; counted: 1.",
        f"Suspended on {when} by {chair}.",
        f"Resumed on {when} by {chair}.",
        "2 of 3 accredited mandates were present.",
        "The quorum of 2 was established.",
        f"Closed on {when} by {chair}.",
    ]
    at = said.index("Question: Shall m1 be adopted?")
    assert said[at + 2 : at + 13] == [
        f"Voting opened on {when} by {chair}.",
        f"Voting closed on {when} by {chair}.",
        f"Result declared on {when} by {chair}.",
        "Electorate: 3 mandates of weight 3.",
        "Votes cast: 3 of weight 3.",
        "Yes: 2 (weight 2)",
        "No: 1 (weight 1)",
        "Abstain: 0 (weight 0)",
        "2 of 3 votes for and against must be yes. Reached: 2, enough.",
        "Adopted.",
        "Statements on this vote",
    ]
    assert said[at + 13 : at + 15] == [
        "Delegate 6 (delegate\u00a06), nord/3, correction of the record, which changes no count: I meant to vote yes.",
        "Delegate 4 (delegate\u00a04), nord/1, explanation of vote: Our valley has asked for this since spring.",
    ]
    assert f"The log holds {len(hall.entries)} entries; its root is {b64url_encode(hall.tree.root())}." in said
    words = root_words(hall.tree.root())
    assert f"The root in words, to be compared aloud: {words}." in said
    assert f"The convention's digest is {hall.digest}." in said
    signatures = said[said.index("Signatures") + 1 :]
    # Above each line there is room for a pen.
    assert signatures[::2] == ["\N{NO-BREAK SPACE}"] * 3
    assert [line.lstrip("_") for line in signatures[1::2]] == [
        " Ada Chair (chair\u00a01)",
        " Cy Teller (teller\u00a03)",
        " Officer 7 (teller\u00a07)",
    ]


def test_names_and_statements_that_were_erased() -> None:
    said = "\n".join(lines(minutes_of(day_story(), names=False, blobs=False)))
    assert "Ada" not in said
    assert "by chair\u00a01." in said
    assert "meant to vote" not in said
    assert "Statements on this vote\n" not in said


def test_no_count_is_given_away_before_the_declaration() -> None:
    hall = SittingHall("early")
    hall.delegation("nord", 1)
    member = hall.enrol(hall.issue(("nord/1",))[0])
    opening = hall.open("m1")
    hall.vote(member, "m1", opening, "no")
    for step in ("open", "closed"):
        said = "\n".join(lines(minutes_of(hall)))
        assert "Electorate: 1 mandate " in said, step
        assert "No result was declared." in said
        assert "Votes cast" not in said
        assert "No: 1" not in said
        if step == "open":
            hall.close("m1", opening)


def test_decisions_with_their_method_and_tellers() -> None:
    said = lines(minutes_of(papers_story()))
    assert "Decided without objection." in said
    assert any(line.startswith("Stated on ") and "confirmed by Cy Teller (teller\u00a03), " in line for line in said)
    assert "Two tellers have not confirmed this decision, so it has no effect." in said
    assert "No: 2 (weight 3), of these on paper or aloud: 2" in said
    annulled = "Annulled: it decides nothing. Reason: The assembly had decided something else."
    confirmed, alone = (at for at, line in enumerate(said) if line == annulled)
    assert said[confirmed - 1] == "Adopted."
    assert said[alone - 1] == "Two tellers have not confirmed this decision, so it has no effect."
    when, chair = "May 1, 2026, 09:30:00 UTC", "Ada Chair (chair\u00a01)"
    assert said[confirmed + 1] == f"Asked for by {chair}; confirmed on {when} by Officer 4 (teller\u00a04)."
    assert said[alone + 1] == f"Annulled on {when} by {chair}."


def test_the_text_as_amended_says_what_decided_each_paragraph() -> None:
    hall = amended_story()
    document = minutes_of(hall)
    said = lines(document)
    assert any("adopted (motion m" in line for line in said if line.startswith("Amendment "))
    assert [entry.note for entry in document.entries if entry.note] == [
        "amendment A1: vote by name (motion m1, Yes: 3 (weight 5), No: 0 (weight 0), Abstain: 0 (weight 0))",
        "amendment A3: without objection (decision d1)",
    ]
    levels = [entry.level for entry in document.entries if entry.level]
    assert max(levels) <= 6
    assert levels[0] == 1


def test_an_amendment_has_its_proposers_and_what_was_not_adopted_its_words() -> None:
    document = minutes_of(amended_story())
    at = lines(document).index("Amendment A3: adopted (decision d1). Proposed by Nord.")
    kept, withdrawn, words, part = document.entries[at : at + 4]
    assert [entry.kind for entry in (kept, withdrawn, words, part)] == [
        Kind.ITEM,
        Kind.ITEM,
        Kind.PARAGRAPH,
        Kind.ITEM,
    ]
    assert [(piece.mark, piece.text) for piece in words.pieces] == [
        (Mark.KEPT, "The springs"),
        (Mark.DELETED, "belong to"),
        (Mark.INSERTED, "are owned by"),
        (Mark.KEPT, "the four valleys together."),
    ]
    assert words.number == "1"


def test_a_count_of_those_present_stands_where_it_was_taken() -> None:
    said = lines(minutes_of(order_story()))
    closed = next(at for at, line in enumerate(said) if line.startswith("Closed on "))
    assert max(at for at, line in enumerate(said) if line.startswith("A count of those present")) < closed


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("en", "X: Minutes"),
        ("fr", "X\N{NO-BREAK SPACE}: Procès-verbal"),
        ("es", "X: Acta"),
        ("de", "X: Protokoll"),
        ("pt", "X: Ata"),
        ("ar", "\N{FIRST STRONG ISOLATE}X\N{POP DIRECTIONAL ISOLATE}: المحضر"),
    ],
)
def test_every_fixed_word_has_its_language(language: str, word: str) -> None:
    assert MinutesWords(language).say("minutes", name="X") == word
    if language == "en":
        return
    for suffix in ("po", "mo"):
        assert (TRANSLATIONS / language / "LC_MESSAGES" / f"minutes.{suffix}").is_file()
    with (TRANSLATIONS / language / "LC_MESSAGES" / "minutes.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    for message in WORDS.values():
        found = catalogue.get(message)
        assert found is not None, message
        assert not list(found.check(catalogue))
        assert str(found.string), message
        assert catalogues.typeset(language, str(found.string)) == found.string
        # What stands in braces is filled in: none may be lost or invented.
        assert fields_of(str(found.string)) == fields_of(message)


def fields_of(message: str) -> list[str]:
    return sorted(part.partition("}")[0] for part in message.split("{")[1:])


def test_a_day_in_french() -> None:
    said = lines(minutes_of(day_story(), "fr"))
    assert said[0] == "Un essai de salles\N{NO-BREAK SPACE}: Procès-verbal"
    assert "Séance s1" in said
    assert "Le quorum de 2 n’était pas atteint\N{NARROW NO-BREAK SPACE}; présents comptés\N{NO-BREAK SPACE}: 1." in said
    # A title that French lacks is in the authoritative language.
    assert "Motion m1\N{NO-BREAK SPACE}: Motion m1" in said


def test_dates_are_written_as_the_language_writes_them() -> None:
    for language, opened in (
        ("es", "Abierta el 1 de mayo de 2026, 09:30:00 UTC por"),
        ("de", "Eröffnet am 1. Mai 2026, 09:30:00 UTC von"),
        ("ar", "في \u20681 مايو 2026, 09:30:00 UTC\u2069"),
    ):
        assert opened in "\n".join(lines(minutes_of(day_story(), language)))


def test_who_speaks_of_a_vote_stands_before_the_mandate_with_the_comma_of_the_language() -> None:
    for language, between in (("en", ", nord/3, "), ("ar", "\u060c nord/3\u2069\u060c ")):
        assert between in "\n".join(lines(minutes_of(day_story(), language)))


def test_a_count_stands_on_one_page_with_its_outcome_and_every_page_says_whose_minutes_it_is_of() -> None:
    document = minutes_of(day_story())
    entries = document.entries
    at = lines(document).index("Votes cast: 3 of weight 3.")
    assert [entry.kept for entry in entries[at - 1 : at + 6]] == [False, True, True, True, True, True, False]
    count = entries[at : at + 6]
    for before in range(50):
        blank = (entries[at - 1],) * before
        found = pages(replace(document, entries=(*blank, *count)))
        assert ("Votes cast" in found[-1], "Adopted." in found[-1]) == (True, True)
        assert all(document.title in page for page in found[1:])
    assert len(found) == 2
    # Nor does anybody sign a page on which there is nothing but names.
    signed = entries[lines(document).index("The record") :]
    for before in range(50):
        *_, last = pages(replace(document, entries=(*(entries[at - 1],) * before, *signed)))
        assert ("The record" in last, "Signatures" in last) == (True, True)
    made = docx.Document(io.BytesIO(write_docx(document)))
    kept = [one.text.strip() for one in made.paragraphs if one.paragraph_format.keep_with_next]
    assert kept[:2] == ["Votes cast: 3 of weight 3.", "\N{EN DASH}\tYes: 2 (weight 2)"]


def test_after_the_vote_nobody_is_warned_of_its_rule() -> None:
    rule = replace(
        first_motion().rule, quorum=Quorum(Fraction(1, 2, Comparison.MORE_THAN, Measure.HEADS), Reference.CAST)
    )
    assert rule.no_may_adopt
    assert "Careful" in Sentences("en").requirement(rule)
    assert "Careful" not in "\n".join(with_first_motion("en", rule=rule))


def first_motion() -> MotionMinutes:
    return next(one for one in recorded(day_story()).minutes("A" * 43).items if isinstance(one, MotionMinutes))


def with_first_motion(language: str, **changes: Any) -> list[str]:
    """Return the lines of that day's minutes with something else said of its first motion."""
    minutes = recorded(day_story()).minutes("A" * 43)
    items = tuple(replace(one, **changes) if one == first_motion() else one for one in minutes.items)
    return lines(printed(replace(minutes, items=items), language))


def test_how_long_the_rule_kept_polling_open() -> None:
    rule = replace(first_motion().rule, polling_seconds=90)
    (said,) = [line for line in with_first_motion("en", rule=rule) if "Polling" in line]
    assert said.endswith("must be yes. Polling stays open for 90 seconds.")
    assert "La votación permanece abierta durante 90 segundos." in " ".join(with_first_motion("es", rule=rule))
    assert "Polling" not in " ".join(lines(minutes_of(day_story())))


def test_one_mandate_is_not_several() -> None:
    result = first_motion().result
    one = {**result, "electorate": {**result["electorate"], "count": 1, "weight": 2}}
    assert "Electorate: 1 mandate of weight 2." in with_first_motion("en", result=one)
    assert "Eleitorado: 1 mandato com peso 2." in with_first_motion("pt", result=one)


def test_the_files() -> None:
    document = minutes_of(amended_story())
    made = docx.Document(io.BytesIO(write_docx(document)))
    text = "\n".join(paragraph.text for paragraph in made.paragraphs)
    for line in ("Minutes", "Signatures", "The log holds"):
        assert line in text
    assert write_pdf(document).startswith(b"%PDF-")


def test_credentials_agendas_and_what_was_taken_back() -> None:
    said = lines(minutes_of(order_story()))
    when, chair, desk = "May 1, 2026, 09:30:00 UTC", "Ada Chair (chair\u00a01)", "Bo Desk (desk officer\u00a02)"
    at = said.index("Agenda")
    assert said[at + 1 : at + 6] == [
        "Agenda a2, adopted by decision d2:",
        "Opening",
        "The springs",
        "The library",
        "The standing orders are the rules of the founding statement, entry 0 of the log.",
    ]
    at = said.index("Report on credentials r1")
    assert said[at + 1 : at + 7] == [
        f"Reported on {when} by {desk}.",
        "Mandates allocated: 5, accredited: 3, present: 1.",
        "Nord: allocated 3, accredited 2, present 1",
        "Sud: allocated 2, accredited 1, present 0",
        "Contested, without a vote on this report: nord/2.",
        "Adopted by motion m1.",
    ]
    at = said.index("Agenda a1")
    assert said[at + 1 : at + 5] == [
        f"Proposed on {when} by {chair}:",
        "Opening",
        "The springs",
        "Adopted by decision d1; a later agenda took its place.",
    ]
    at = said.index("By their phones, 1 of 3 accredited mandates were there.")
    assert said[at - 1 : at + 5] == [
        f"A count of those present was called on {when} by {chair}.",
        "By their phones, 1 of 3 accredited mandates were there.",
        "The quorum of 2 was not established; counted: 1.",
        f"A count of those present was called on {when} by {chair}.",
        "By the hands that two tellers counted, 3 of 3 accredited mandates were there.",
        "The quorum of 2 was established.",
    ]
    assert said.count("Taken back by motion m2: it has no effect any more.") == 1
    back = said.index("Taken back by motion m2: it has no effect any more.")
    assert minutes_of(order_story()).entries[back - 1].kept  # no page ends with a decision that has no effect
    assert "Nothing was decided on it." in said
