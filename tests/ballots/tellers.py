"""What tellers do, and the chair with them: one call an act, each returns its statement's digest."""

from typing import Any

from tests.ballots.assembly import Assembly, Member, Payload


def paper(
    hall: Assembly, motion: str, mandate: str, choice: str = "yes", /, by: Member | None = None, **changes: Any
) -> str:
    """Sign a first record of a vote on paper."""
    fields = {
        "motion": motion,
        "opening": hall.opening(motion),
        "mandate": mandate,
        "ballot": {"choice": choice},
        "method": "paper",
    }
    return hall.say((by or hall.teller).kid, "paper.recorded", **fields | changes)


def confirm_paper(hall: Assembly, record: str, by: Member) -> str:
    return hall.say(by.kid, "paper.confirmed", record=record)


def withdraw_paper(hall: Assembly, record: str, by: Member | None = None) -> str:
    return hall.say((by or hall.teller).kid, "paper.withdrawn", record=record)


def decision_fields(hall: Assembly, decision: str, **changes: Any) -> Payload:
    """Return the fields of a decision by hands that nobody counted, with some of them changed."""
    return {
        "decision": decision,
        "title": {"en": f"Decision {decision}"},
        "question": {"en": "Shall the sitting go on after supper?"},
        "kind": "ordinary",
        "subject": None,
        "method": "hands",
        "counts": None,
        "outcome": "adopted",
        "tree": hall.tree(),
    } | changes


def decide(hall: Assembly, decision: str, /, by: Member | None = None, **changes: Any) -> str:
    return hall.say((by or hall.chair).kid, "decision.recorded", **decision_fields(hall, decision, **changes))


def annul_decision(hall: Assembly, decision: str, /, by: Member | None = None, record: str = "") -> str:
    fields = {"decision": decision, "record": record or hall.convention.decisions[decision].digest}
    return hall.say((by or hall.chair).kid, "decision.annulled", **fields, reason="Hands were counted twice.")


def confirm_decision(hall: Assembly, decision: str, by: Member, record: str = "") -> str:
    record = record or hall.convention.decisions[decision].digest
    return hall.say(by.kid, "decision.confirmed", decision=decision, record=record)
