"""Who may change officers and delegations: the founder until the assembly sits, afterwards a chair on its decision."""

from ballots.acts import Role
from ballots.decision_errors import DecisionRequired, DecisionServed, NotDecided
from ballots.judgement import Outcome
from ballots.state import Signer, State
from ballots.verdicts import in_question

# The kind of question that decides on people; rules without the first have the second do, and without both, any.
KINDS = ("election", "procedure")


def authorise(state: State, signer: Signer, decision: str | None) -> None:
    """Let a change happen on this decision, which then serves no other.

    Raises:
        NotAllowed: not the founder before the first sitting, not a chair afterwards.
        DecisionRequired: after the first sitting no decision is named.
        NotDecided: the assembly did not adopt this, or it is not of the kind that decides on people.
        DecisionServed: another change was made on it.
    """
    if state.last_sitting is None:
        signer.must_be(Role.FOUNDER)
        if decision is not None:
            raise NotDecided("before the first sitting no decision is named")
        return
    signer.must_be(Role.CHAIR)
    if decision is None:
        raise DecisionRequired("decision is null")
    kind, wanted = _adopted_kind(state, decision), wanted_kind(state)
    if kind is None:
        raise NotDecided(f"{decision} is no adopted motion and no decision in effect")
    if wanted is not None and kind != wanted:
        raise NotDecided(f"{decision} is of the kind {kind}, not {wanted}")
    if decision in state.served:
        raise DecisionServed(f"{decision}, entry {state.served[decision]}")
    state.journal.put(state.served, decision, state.size)


def wanted_kind(state: State) -> str | None:
    """Return the kind of question under which the assembly decides on people, None if any will do."""
    return next((kind for kind in KINDS if kind in state.founded.rules.questions), None)


def serviceable(state: State) -> list[str]:
    """Return the adopted motions, then the decisions in effect, on which a change may still be made, in their order."""
    wanted = wanted_kind(state)
    return [
        name
        for name in (*state.motions, *state.decisions)
        if name not in state.served and (kind := _adopted_kind(state, name)) is not None and wanted in (None, kind)
    ]


def _adopted_kind(state: State, name: str) -> str | None:
    """Return the kind of question that was adopted under this name, None if nothing was."""
    motion = state.motions.get(name)
    if motion is not None:
        return motion.opened.kind if motion.is_adopted and not in_question(state, name) else None
    decision = state.decisions.get(name)
    if (
        decision is None
        or in_question(state, name)
        or not decision.in_effect
        or decision.recorded.outcome is not Outcome.ADOPTED
    ):
        return None
    return decision.recorded.kind
