"""What tellers do in a rehearsal: a vote on paper for a phone that came too late, and a decision without objection."""

from collections.abc import Callable, Sequence
from typing import Any

from voting.phones import Device, Refusal
from voting.signing import statement_digest


class NotRefused(Exception):
    """Something was recorded that should have been refused; the message names the refusal."""


def refused(code: str, act: Callable[[], object]) -> str:
    """Do what must be refused with `code`, and return the code.

    Raises:
        NotRefused: it was recorded.
        Refusal: it was refused for another reason.
    """
    try:
        act()
    except Refusal as refusal:
        if refusal.code == code:
            return code
        raise
    raise NotRefused(code)


def vote_on_paper(tellers: Sequence[Device], motion: dict[str, Any], mandate: str, choice: str) -> list[str]:
    """Record a mandate's vote by both tellers; return the codes of what was refused on the way, as it should be."""
    first, second = tellers
    named = {"motion": motion["motion"], "opening": motion["opening"], "mandate": mandate, "method": "paper"}
    entry = first.hand.sign("paper.recorded", ballot={"choice": choice}, **named)
    first.send(entry)
    record = statement_digest(entry)
    alone = refused("same_person", lambda: first.act("paper.confirmed", record=record))
    second.act("paper.confirmed", record=record)
    again = refused("voted_on_paper", lambda: second.act("paper.recorded", ballot={"choice": choice}, **named))
    return [alone, again]


def decide(chair: Device, tellers: Sequence[Device], tree: dict[str, Any]) -> str:
    """Let a chair state that nobody objected, and both tellers confirm it; return the decision's number."""
    decision = "pause"
    entry = chair.hand.sign(
        "decision.recorded",
        decision=decision,
        title={"en": "A pause"},
        question={"en": "Shall we pause for ten minutes?"},
        kind="procedure",
        subject=None,
        method="no_objection",
        counts=None,
        outcome="adopted",
        tree=tree,
    )
    chair.send(entry)
    for teller in tellers:
        teller.act("decision.confirmed", decision=decision, record=statement_digest(entry))
    return decision
