"""What a question may be about that is no text: whether it may be put now, and who does not vote on it."""

from ballots.amendment import Status
from ballots.amendment_acts import TargetKind
from ballots.day_errors import (
    LaterDecisionsFirst,
    MatterChanged,
    MatterSettled,
    NotReconsiderable,
    ReconsiderationStands,
    TextBeingVoted,
    UnknownMatter,
)
from ballots.decision import Decision
from ballots.decision_errors import DecisionServed
from ballots.motion import Motion
from ballots.motion_acts import Matter, MatterKind, Subject
from ballots.motion_errors import UnknownMotion, WrongKind, WrongOpening
from ballots.state import State
from ballots.verdicts import about, decided_by, digest_of, matter_standing

# The kind of question whose majority takes a decision back. Rules without it know no reconsideration.
RECONSIDERATION = "reconsideration"


def check_matter(state: State, kind: str, matter: Matter | None) -> None:
    """Refuse a matter that cannot be put now under this kind of question.

    Raises:
        UnknownMatter, MatterChanged, MatterSettled: no report or agenda, not the last one, or decided already.
        Refused: a decision that cannot be reconsidered, or not yet.
    """
    if matter is None:
        return
    if matter.kind is MatterKind.RECONSIDERATION:
        _check_reconsideration(state, kind, matter)
        return
    stated = state.reports if matter.kind is MatterKind.CREDENTIALS else state.agendas
    if matter.id not in stated:
        raise UnknownMatter(f"{matter.kind} {matter.id}")
    last = next(reversed(stated))
    if matter.id != last or matter.digest != stated[last].digest:
        raise MatterChanged(f"{matter.kind}: the last one is {last}")
    if (found := matter_standing(state, matter.digest)) is not None:
        raise MatterSettled(f"{matter.kind} {matter.id} is {found.status} by {found.cause}")


def contested(state: State, matter: Matter | None) -> tuple[str, ...]:
    """Return the mandates that do not vote on a matter: those that a report says are contested."""
    if matter is None or matter.kind is not MatterKind.CREDENTIALS:
        return ()
    report = state.reports.get(matter.id)
    return () if report is None else report.reported.contested


def check_may_fall(state: State, found: Motion | Decision) -> None:
    """Refuse to annul what others rest on: they may contradict what would come back, or hold words that would go.

    Raises:
        ReconsiderationStands: it is a reconsideration that was adopted.
        LaterDecisionsFirst: it adopted amendments, and the text as a whole or an amendment above was adopted with them.
    """
    if isinstance(found, Motion):
        name, subject, matter = found.opened.motion, found.opened.subject, found.opened.matter
    else:
        name, subject, matter = found.recorded.decision, found.recorded.subject, found.recorded.matter
    if decided_by(state, name) is not Status.ADOPTED:
        return
    if matter is not None and matter.kind is MatterKind.RECONSIDERATION:
        raise ReconsiderationStands(f"motion or decision {name}")
    if subject is not None and (later := later_decision(state, subject)) is not None:
        raise LaterDecisionsFirst(f"{name}: {later}")


def being_reconsidered(state: State, version: str) -> str | None:
    """Return the undeclared motion that would take back a decision on this version of a text; None without one."""
    for name in state.undeclared:
        matter = state.motions[name].opened.matter
        if matter is not None and matter.kind is MatterKind.RECONSIDERATION:
            subject, _ = about(state, matter.id)
            if subject is not None and subject.digest == version:
                return name
    return None


def later_decision(state: State, subject: Subject) -> str | None:
    """Return an adopted motion or decision that rests on the words which a decision on these amendments made.

    It is one on an amendment that they amend or are parts of, or on the text as a whole; None without one.
    """
    if not subject.amendments:
        return None
    resting = list(state.wholes.get(subject.digest, ()))
    for name in subject.amendments:
        amendment = state.amendments[name]
        if amendment.part_of is not None:
            resting += state.put_to_vote.get(amendment.part_of, ())
        elif amendment.target.kind is TargetKind.AMENDMENT:
            resting += state.put_to_vote.get(amendment.target.id, ())
    return next((name for name in resting if decided_by(state, name) is Status.ADOPTED), None)


def _check_reconsideration(state: State, kind: str, matter: Matter) -> None:
    if kind != RECONSIDERATION:
        raise WrongKind(f"kind {kind}; a decision is taken back under the kind {RECONSIDERATION}, if the rules have it")
    digest = digest_of(state, matter.id)
    if digest is None:
        raise UnknownMotion(f"motion or decision {matter.id}")
    if digest != matter.digest:
        raise WrongOpening(f"motion or decision {matter.id}")
    _check_stands(state, matter.id, digest)
    subject, _ = about(state, matter.id)
    if subject is None:
        return
    for name in state.undeclared:
        other, _ = about(state, name)
        if other is not None and other.digest == subject.digest:
            raise TextBeingVoted(f"motion {name}")
    if (motion := being_reconsidered(state, subject.digest)) is not None:
        raise TextBeingVoted(f"motion {motion}")
    if (later := later_decision(state, subject)) is not None:
        raise LaterDecisionsFirst(f"{matter.id}: {later}")


def _check_stands(state: State, name: str, digest: str) -> None:
    found, (_, own) = decided_by(state, name), about(state, name)
    acted = state.motions.get(name) or state.decisions.get(name)
    pending = acted is not None and acted.annulment is not None
    if found not in (Status.ADOPTED, Status.REJECTED) or pending:
        raise NotReconsiderable(f"{name} has decided nothing that stands")
    if own is not None and own.kind is MatterKind.RECONSIDERATION:
        raise NotReconsiderable(f"{name} is a reconsideration")
    if name in state.served:
        raise DecisionServed(f"{name}, entry {state.served[name]}")
    standing = matter_standing(state, digest)
    if standing is not None and standing.status is Status.VOTING:
        raise NotReconsiderable(f"{name} is being reconsidered by {standing.cause}")
