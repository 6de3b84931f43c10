"""Documents and amendments as pages show them: which words a vote would change, where each amendment stands."""

from collections.abc import Sequence
from typing import Any

from audit.documents import amendments_of, numbered_languages, texts_as_amended
from ballots.amendment import LIVE, Amendment, Status
from ballots.amendment_acts import AmendmentRecommended, TargetKind
from ballots.amendment_errors import NotAmendable, TextMissing
from ballots.consolidation import Passage, consolidate
from ballots.convention import Convention
from ballots.diff import Piece
from ballots.document import TabledDocument
from ballots.errors import Refused
from ballots.mandate import seat_of
from ballots.motion_acts import Subject
from ballots.operation import Change
from ballots.ordering import committee_list, falls, script, waiting_for
from ballots.standing import (
    AsAmended,
    amended_change,
    amendments_to,
    as_amended,
    same_words,
    standing,
    target_text,
)
from ballots.subject import resulting_text, support_lacking
from ballots.text import Block, Text, parse
from ballots.text_errors import ChangesNothing, OperationsConflict, OutsideBlock, UnknownBlock

Plain = dict[str, Any]


def document_view(document: TabledDocument) -> Plain:
    """Return one version of a document; its texts are blobs."""
    tabled = document.tabled
    return {
        "document": tabled.document,
        "digest": document.digest,
        "index": document.index,
        "version": tabled.version,
        "title": dict(tabled.title),
        "texts": dict(document.texts),
        "corrected": sorted(document.corrections),
    }


def subject_view(convention: Convention, subject: Subject | None, document: TabledDocument | None) -> Plain | None:
    """Return what a motion or decision is about, and for amendments the words that it changes, by language."""
    if subject is None or document is None:
        return None
    amendments = [convention.amendments[name] for name in subject.amendments]
    view = document_view(document)
    view["amendments"] = [_brief(convention, one) | _entries(convention, one) for one in amendments]
    view["text"] = subject.text
    view |= _in_languages(convention, document, amendments) if amendments else {"changes": {}, "untranslated": []}
    return view


def at_stake(convention: Convention, subject: Subject, document: TabledDocument) -> Plain | None:
    """Return what a motion is about, which amendments fall if it is adopted, and which wait for what becomes of it."""
    view = subject_view(convention, subject, document)
    if view is not None:
        together = [convention.amendments[name] for name in subject.amendments]
        view["falls"] = list(falls(convention, together[0], together)) if together else []
        view["waiting"] = list(waiting_for(convention, together))
    return view


def came_of(convention: Convention, subject: Subject | None) -> Plain:
    """Return what a decision on amendments did to others: which fell, which are withdrawn for good or live again."""
    if subject is None or not subject.amendments:
        return {}
    names = subject.amendments
    others = [
        (one, standing(convention, one))
        for one in amendments_to(convention, convention.amendments[names[0]].target.digest)
        if one.id not in names
    ]
    return {
        "falls": [one.id for one, found in others if found.status is Status.FALLEN and found.cause in names],
        "waiting": [
            one.id
            for one, found in others
            if one.withdrawn and one.in_favour_of in names and (found.status in LIVE or found.cause in names)
        ],
    }


def changes_of(convention: Convention, document: TabledDocument, amendments: Sequence[Amendment]) -> Plain:
    """Return the passages that amendments change, by language: number, kind and marked pieces of each."""
    return {
        language: passages
        for language in convention.founded.languages
        if (passages := _changed(convention, document, amendments, language)) is not None
    }


def _in_languages(convention: Convention, document: TabledDocument, amendments: Sequence[Amendment]) -> Plain:
    """Return what amendments change by language, and the languages of the text in which they still have no words."""
    changes = changes_of(convention, document, amendments)
    return {
        "changes": changes,
        "untranslated": [tag for tag in numbered_languages(convention, document) if tag not in changes],
    }


def documents_view(convention: Convention) -> list[Plain]:
    """Return every document's last version, briefly."""
    return [
        {**document_view(document), "amendments": len(amendments_of(convention, document))}
        for document in convention.documents.values()
    ]


def whole_document(convention: Convention, document: TabledDocument) -> Plain:
    """Return a document as amended, block by block and language by language, with all its amendments."""
    return {
        **document_view(document),
        "closed": document.digest in convention.tabling_closed,
        "languages": {
            language: {"blocks": _blocks(amended), "untranslated": list(amended.untranslated)}
            for language, amended in texts_as_amended(convention, document)
        },
        "tabled": {
            language: _tabled(convention, document, language) for language in numbered_languages(convention, document)
        },
        "amendments": [amendment_view(convention, document, one) for one in amendments_of(convention, document)],
    }


def script_view(convention: Convention, document: TabledDocument) -> Plain:
    """Return what is still to be voted on a document in order, what falls with each, and the digest each leads to."""
    steps = [
        {
            "amendments": list(step.amendments),
            "falls": list(step.falls),
            "text": _text_or_none(convention, document, step.amendments),
        }
        for step in script(convention, document)
    ]
    together = committee_list(convention, document)
    order = convention.orders.get(document.digest)
    return {
        "document": document_view(document),
        "steps": steps,
        "committee": {"amendments": list(together), "text": _text_or_none(convention, document, together)},
        "order": None if order is None else {"order": list(order.order), "reason": order.reason},
        "whole": {
            "ready": not any(
                standing(convention, one).status in LIVE
                for one in amendments_of(convention, document)
                if one.part_of is None
            ),
            "text": whole_text(convention, document),
        },
    }


def whole_text(convention: Convention, document: TabledDocument) -> str | None:
    """Return the digest that a vote on the text as a whole pins; None for a text that nobody ever amended."""
    return _text_or_none(convention, document, ()) if document.digest in convention.amendments_to else None


def amendment_view(convention: Convention, document: TabledDocument, amendment: Amendment) -> Plain:
    """Return an amendment, where it stands and what would fall with its adoption."""
    found = standing(convention, amendment)
    recommended = amendment.recommended
    return {
        **_brief(convention, amendment),
        "digest": amendment.digest,
        "index": amendment.index,
        "parts": list(amendment.parts),
        "standing": found.status.value,
        "cause": found.cause,
        "decided_by": _deciding(convention, found.cause),
        "editorial": amendment.tabled.editorial,
        "urgent": amendment.tabled.urgent,
        "reason": amendment.tabled.reason,
        "supporters": list(amendment.supporters),
        "lacking": support_lacking(convention, amendment) is not None,
        "advice": None if recommended is None else recommended_view(recommended),
        "pulled": amendment.pulled,
        "in_favour_of": amendment.in_favour_of,
        "falls": list(falls(convention, amendment)) if found.status in LIVE else [],
        "translated": sorted(amendment.translations),
        **_in_languages(convention, document, [amendment]),
    }


def _deciding(convention: Convention, cause: str | None) -> str:
    """Return what a cause is that decided an amendment: a `motion`, a `decision`, or one of its own `parts`."""
    return "decision" if cause in convention.decisions else "motion" if cause in convention.motions else "parts"


def recommended_view(recommended: AmendmentRecommended) -> Plain:
    """Return what the committee recommends; its reasons are erasable blobs."""
    return {
        "advice": recommended.advice.value,
        "other": recommended.other,
        "note": recommended.note,
        "minority": recommended.minority,
    }


def _brief(convention: Convention, amendment: Amendment) -> Plain:
    operation = amendment.changes[convention.founded.languages[0]].operation
    delegations = {name: dict(convention.delegations[name].name) for name in amendment.tabled.delegations}
    mandates = [mandate for number in amendment.proposers for mandate in convention.credentials[number].mandates]
    homes = dict.fromkeys(seat_of(mandate).delegation for mandate in mandates)
    return {
        "amendment": amendment.id,
        "target": amendment.target.id if amendment.target.kind is TargetKind.AMENDMENT else None,
        "part_of": amendment.part_of,
        "proposers": list(amendment.proposers),
        "delegations": delegations,
        "homes": {name: dict(convention.delegations[name].name) for name in homes},
        "action": operation.action.value,
        "block": operation.block,
        "languages": sorted(amendment.changes),
    }


def _entries(convention: Convention, amendment: Amendment) -> Plain:
    """Return where the words come from, for phones that verify them, and what lies between them and the document.

    `sources` are the amendment itself and what was adopted to it, `above` what it is part of or amends, nearest first.
    """
    within = [*amendments_to(convention, amendment.digest), *(convention.amendments[name] for name in amendment.parts)]
    adopted = [one for one in within if standing(convention, one).status in (Status.ADOPTED, Status.SURVIVES)]
    above = []
    one = amendment
    while name := one.part_of or (one.target.id if one.target.kind is TargetKind.AMENDMENT else None):
        one = convention.amendments[name]
        above.append(one)
    return {
        "sources": [_entry(one) for one in (amendment, *(adopted if amendment.part_of is None else ()))],
        "above": [_entry(one) for one in above],
    }


def _entry(amendment: Amendment) -> Plain:
    return {
        "amendment": amendment.id,
        "index": amendment.index,
        "digest": amendment.digest,
        "translations": dict(amendment.translations),
    }


def _tabled(convention: Convention, document: TabledDocument, language: str) -> list[Plain]:
    return numbered_blocks(target_text(convention, document.digest, language))


def blocks_of(content: bytes) -> list[Plain]:
    """Return a text as numbered blocks; one that is not in the canonical form is one block without a number."""
    try:
        return numbered_blocks(parse(content))
    except Refused:
        return [{"kind": "plain", "level": 0, "text": content.decode("utf-8", "replace"), "number": None}]


def numbered_blocks(text: Text) -> list[Plain]:
    """Return the blocks of a text, each with its paragraph number or None."""
    return [{**_block_view(block), "number": number} for block, number in zip(text.blocks, text.numbers, strict=True)]


def _block_view(block: Block) -> Plain:
    return {"kind": block.kind.value, "level": block.level, "text": block.text}


def _blocks(amended: AsAmended) -> list[Plain]:
    """Return all passages in order, the deleted ones too, each with its number as amended and what made it."""
    numbers = iter(amended.text.numbers)
    return [
        {
            **_block_view(block),
            "number": next(numbers) if passage.after is not None else None,
            "deleted": passage.after is None,
            "index": passage.index,
            "pieces": _pieces(passage.pieces()) if passage.keys else None,
            "by": [amended.names[key] for key in passage.keys],
        }
        for passage in amended.consolidation.passages
        if (block := passage.after or passage.before) is not None
    ]


def _changed(
    convention: Convention, document: TabledDocument, amendments: Sequence[Amendment], language: str
) -> list[Plain] | None:
    """Return the passages that amendments change in one language; None if they do not speak it."""
    target = amendments[0].target
    try:
        changes = [amended_change(convention, amendment, language) for amendment in amendments]
        text = target_text(convention, target.digest, language)
        if None in changes:
            return None
        now = _changed_now(convention, document, amendments, language) if target.kind is TargetKind.DOCUMENT else None
    except OperationsConflict:
        now = None
    except (NotAmendable, TextMissing):
        return None
    if now is not None:
        return now
    # It fell, or amends an amendment: what it would have changed is shown on the text that it was written for.
    alone = dict(enumerate(change for part in changes for change in part or ()))
    try:
        consolidation = consolidate(text, alone)
    except (UnknownBlock, OutsideBlock, ChangesNothing, OperationsConflict):
        # Its words were counted in a translation that was corrected since.
        return None
    return [passage_view(passage, text.numbers) for passage in consolidation.passages if passage.keys]


def _changed_now(
    convention: Convention, document: TabledDocument, amendments: Sequence[Amendment], language: str
) -> list[Plain] | None:
    """Return what amendments change in a text with all else that was adopted; None if they do not fit it."""
    names = {name for amendment in amendments for name in (amendment.id, amendment.part_of) if name}
    after = as_amended(convention, document, language, extra=[amendment.id for amendment in amendments])
    if not names.isdisjoint(after.untranslated):
        return None
    names |= _twins(convention, document, amendments)
    before = as_amended(convention, document, language, without=names)
    kept = {passage.index: passage.after for passage in before.consolidation.passages if passage.index is not None}
    numbers = target_text(convention, document.digest, language).numbers
    shown = []
    for passage in after.consolidation.passages:
        if not names.isdisjoint(after.names[key] for key in passage.keys):
            old = None if passage.index is None else kept[passage.index]
            shown.append(passage_view(Passage(old, passage.after, passage.index, (), passage.gap), numbers))
    return shown


def _twins(convention: Convention, document: TabledDocument, amendments: Sequence[Amendment]) -> set[str]:
    """Name the amendments that do the same as one of these: what they do as well would not be seen as its work."""
    language = convention.founded.languages[0]

    def does_the_same(one: Amendment, other: Amendment) -> bool:
        # Cheap first: most amendments are in other places.
        same_place = one.changes[language].operation == other.changes[language].operation
        return same_place and same_words(convention, one, other)

    others = amendments_to(convention, document.digest)
    return {other.id for other in others if any(does_the_same(one, other) for one in amendments)}


def passage_view(passage: Passage, numbers: Sequence[int | None]) -> Plain:
    """Return a changed passage with its marked pieces; `numbers` are those of the text before."""
    block = passage.after or passage.before
    return {
        "number": None if passage.index is None else numbers[passage.index],
        **({} if passage.gap is None else _beside(passage.gap, numbers)),
        "kind": "paragraph" if block is None else block.kind.value,
        "inserted": passage.before is None,
        "deleted": passage.after is None,
        "pieces": _pieces(passage.pieces()),
    }


def _beside(gap: int, numbers: Sequence[int | None]) -> Plain:
    """Return the paragraph that a new block follows, or below a heading the one that it stands before."""
    after = numbers[gap - 1] if gap else None
    before = numbers[gap] if after is None and gap < len(numbers) else None
    return {"after": after, "before": before}


def passages_of(text: Text, change: Change) -> list[Plain]:
    """Return the passages that a change alone makes of a text.

    Raises:
        UnknownBlock, OutsideBlock, ChangesNothing: it does not fit the text.
    """
    return [passage_view(one, text.numbers) for one in consolidate(text, {0: change}).passages if one.keys]


def change_view(change: Change) -> Plain:
    """Return the words and the new text of a change, as a statement has them."""
    words = change.operation.words
    return {
        "words": None if words is None else list(words),
        "text": change.new.format().decode().removesuffix("\n") if change.new.blocks else None,
    }


def _pieces(pieces: Sequence[Piece]) -> list[Plain]:
    return [{"mark": piece.mark.value, "text": piece.text} for piece in pieces]


def _text_or_none(convention: Convention, document: TabledDocument, names: Sequence[str]) -> str | None:
    try:
        return resulting_text(convention, document, names)
    except Refused:
        return None
