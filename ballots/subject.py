"""What a motion puts to the vote: a document, its text as amended, or amendments to it. Checked at the opening."""

from collections.abc import Sequence
from itertools import combinations

from ballots.amendment import Amendment, Status
from ballots.amendment_acts import Advice
from ballots.amendment_errors import (
    AmendmentSettled,
    AmendmentsPending,
    CompromiseFirst,
    ConflictingAmendments,
    NotEnoughSupport,
    NotOnTheList,
    PartsFirst,
    SecondDegreeFirst,
    TextChanged,
    UnknownAmendment,
    WrongAmendment,
)
from ballots.day_errors import TextBeingVoted
from ballots.document import TabledDocument
from ballots.mandate import seat_of
from ballots.matters import being_reconsidered
from ballots.motion_acts import Matter, Subject
from ballots.motion_errors import DocumentChanged, UnknownDocument, WrongKind
from ballots.standing import (
    amended_change,
    amendments_to,
    as_amended,
    conflicting,
    open_amendments,
    root,
    same_words,
    standing,
    text_digest,
)
from ballots.state import State


def subject_of(state: State, kind: str, subject: Subject | None) -> TabledDocument | None:
    """Return the document that a motion or a decision is about, if it may be put now and says what it would lead to.

    Raises:
        WrongKind: the rules put such a subject under other kinds of question.
        UnknownDocument, DocumentChanged: not the last version of a document.
        AmendmentsPending: the text is put as a whole and amendments to it are open.
        Refused: one of the amendments cannot be put now, or not together with the others.
        TextChanged: the text that would result is not the one signed for.
        TextBeingVoted: a reconsideration of what was decided on it is not declared.
    """
    if subject is None:
        return None
    rules = state.founded.rules
    kinds = rules.amendment_kinds if subject.amendments else rules.text_kinds
    # Or a chair could have the whole text adopted by the majority of a point of procedure.
    if kinds and kind not in kinds:
        raise WrongKind(f"kind {kind}; the rules put this under {', '.join(kinds)}")
    document = state.documents.get(subject.document)
    if document is None:
        raise UnknownDocument(f"document {subject.document}")
    if document.digest != subject.digest:
        raise DocumentChanged(f"document {subject.document} is at version {document.tabled.version}")
    if (motion := being_reconsidered(state, document.digest)) is not None:
        raise TextBeingVoted(f"motion {motion}")
    if subject.amendments:
        amendments = [_amendment(state, name) for name in subject.amendments]
        _check_amendments(state, document, amendments)
        expected: str | None = resulting_text(state, document, subject.amendments)
    else:
        if pending := open_amendments(state, document.digest):
            raise AmendmentsPending(f"document {subject.document}: {', '.join(pending)}")
        # A text that nobody ever amended is pinned by the digest of its tabling already.
        amended = document.digest in state.amendments_to
        expected = resulting_text(state, document, ()) if amended else None
    if subject.text != expected:
        raise TextChanged(f"signed for {subject.text}, it is {expected}")
    return document


def note_vote(state: State, subject: Subject | None, matter: Matter | None, by: str) -> None:
    """Remember what a motion or a stated decision is about."""
    for amendment in subject.amendments if subject else ():
        _note(state, state.put_to_vote, amendment, by)
    if subject is not None and not subject.amendments:
        _note(state, state.wholes, subject.digest, by)
    if matter is not None:
        _note(state, state.matters, matter.digest, by)


def _note(state: State, noted: dict[str, tuple[str, ...]], name: str, by: str) -> None:
    known = noted.get(name, ())
    if by not in known:
        state.journal.put(noted, name, (*known, by))


def resulting_text(state: State, document: TabledDocument, names: Sequence[str]) -> str:
    """Return the digest of the authoritative text that a vote for these amendments leads to.

    For amendments to an amendment it is the new text of that one, else the document's; without amendments, the
    document's text as amended so far.

    Raises:
        UnknownAmendment: one of the names is none.
        OperationsConflict: two of them change the same words.
    """
    language = state.founded.languages[0]
    first = _amendment(state, names[0]) if names else None
    if first is None or first.target.digest == document.digest:
        return as_amended(state, document, language, names).digest
    above = state.amendment_by_digest[first.target.digest]
    changes = amended_change(state, above, language, names) or []
    return text_digest(changes[0].new)


def support_lacking(state: State, amendment: Amendment) -> str | None:
    """Say what an amendment lacks to be put to the vote by the rules on supporters; None if nothing."""
    rule = state.founded.rules.amendments
    if not rule.supporters and not rule.delegations:
        return None
    people = {*amendment.proposers, *amendment.supporters}
    mandates = [mandate for number in people for mandate in state.credentials[number].mandates]
    delegations = {*amendment.tabled.delegations, *(seat_of(mandate).delegation for mandate in mandates)}
    enough = (rule.supporters and len(people) >= rule.supporters) or (
        rule.delegations and len(delegations) >= rule.delegations
    )
    if enough:
        return None
    return (
        f"{len(people)} of {rule.supporters} people and {len(delegations)} of {rule.delegations} delegations "
        "(0: not a way to reach it)"
    )


def _check_amendments(state: State, document: TabledDocument, amendments: Sequence[Amendment]) -> None:
    first = amendments[0]
    for amendment in amendments:
        if root(state, amendment) != document.digest or amendment.target != first.target:
            raise WrongAmendment(f"{amendment.id} is no amendment to the same text")
        _check_ready(state, amendment)
    different = False
    for one, other in combinations(amendments, 2):
        if not same_words(state, one, other):
            different = True
            if conflicting(state, one, other):
                raise ConflictingAmendments(f"{one.id} and {other.id}")
    if different:
        for amendment in amendments:
            recommended = amendment.recommended
            if recommended is None or recommended.advice is not Advice.ADOPT or amendment.pulled:
                raise NotOnTheList(f"amendment {amendment.id}")
    for other in amendments_to(state, first.target.digest):
        if standing(state, other).status is Status.VOTING and any(conflicting(state, one, other) for one in amendments):
            raise ConflictingAmendments(f"{other.id} is being voted")


def _check_ready(state: State, amendment: Amendment) -> None:
    found = standing(state, amendment)
    if found.status is Status.SUSPENDED:
        raise CompromiseFirst(f"{amendment.id} waits for {found.cause}")
    if found.status is not Status.PENDING:
        raise AmendmentSettled(f"amendment {amendment.id} is {found.status}")
    if below := open_amendments(state, amendment.digest):
        raise SecondDegreeFirst(f"amendment {amendment.id}: {', '.join(below)}")
    undecided = [name for name in amendment.parts if standing(state, state.amendments[name]).status is Status.PENDING]
    if undecided:
        raise PartsFirst(f"amendment {amendment.id}: {', '.join(undecided)}")
    lacking = support_lacking(state, amendment)
    if lacking is not None:
        raise NotEnoughSupport(f"amendment {amendment.id}: {lacking}")


def _amendment(state: State, name: str) -> Amendment:
    try:
        return state.amendments[name]
    except KeyError:
        raise UnknownAmendment(f"amendment {name}") from None
