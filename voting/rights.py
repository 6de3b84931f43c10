"""What the holder of a credential may cast in an open motion, and why not more: plain values for her phone."""

from typing import Any

from ballots.exercise import Standing
from ballots.mandate import seat_of
from ballots.motion import Motion
from ballots.paper_acts import Method
from ballots.rules import BlockRule
from ballots.state import Credential, State

Plain = dict[str, Any]


def exercised(state: State, credential: Credential) -> list[str]:
    """Return the mandates that are hers or that she exercises for others now: her own first."""
    return [*credential.mandates, *state.lineages[credential.lineage].held]


def rights(state: State, motion: Motion, credential: Credential) -> Plain:
    """Return the mandates that she may cast in a motion, with the right in which she does, and why not the others.

    `eligible` are those, `standing` their right; `recorded` have a vote, `on_paper` one of the tellers; `why` gives a
    reason for each that is hers or that she exercises and may not cast here; `block` is the one that she may cast.
    """
    lineage = state.lineages[credential.lineage]
    standing = {}
    for mandate in (*credential.mandates, *lineage.known):
        right = state.exercise_before(mandate, motion.index)
        free = motion.entitles(mandate) and seat_of(mandate).delegation not in motion.blocks
        if right is not None and right.lineage == credential.lineage and free:
            standing[mandate] = right.standing.value
    others = [mandate for mandate in exercised(state, credential) if mandate not in standing]
    return {
        "eligible": list(standing),
        "standing": standing,
        "recorded": [mandate for mandate in standing if mandate in motion.votes],
        "on_paper": [mandate for mandate in standing if _is_on_paper(motion, mandate)],
        "why": {mandate: _why(state, motion, mandate, credential) for mandate in others},
        "block": _block(state, motion, credential),
    }


def _is_on_paper(motion: Motion, mandate: str) -> bool:
    vote = motion.votes.get(mandate)
    return vote is not None and vote.method is not Method.PHONE


def _why(state: State, motion: Motion, mandate: str, credential: Credential) -> str:
    if motion.entitles(mandate) and seat_of(mandate).delegation in motion.blocks:
        return "voted_as_block"
    if mandate in motion.excluded:
        return "contested"
    now, right = state.exercise_of(mandate), state.exercise_before(mandate, motion.index)
    if motion.entitles(mandate) and right is not None and right.lineage != credential.lineage:
        hers = now is not None and now.lineage == credential.lineage
        return "fixed_at_opening" if hers else f"handed_over_{right.standing.value}"
    if now is not None and now.lineage != credential.lineage and now.standing is not Standing.OWN:
        return f"handed_over_{now.standing.value}"
    if motion.roll.had(mandate, motion.index) and not motion.entitles(mandate):
        return "other_voters"
    return "not_present" if motion.opened.electorate.roll == "present" else "not_on_roll"


def _block(state: State, motion: Motion, credential: Credential) -> Plain | None:
    rule = state.founded.rules.block
    if rule is BlockRule.NONE:
        return None
    for delegation in sorted({seat_of(mandate).delegation for mandate in credential.mandates}):
        head = state.heads.get(delegation)
        mandates = motion.entitled(delegation).heads
        if head is None or head.before(motion.index) != credential.lineage or not mandates:
            continue
        block = motion.blocks.get(delegation)
        return {
            "delegation": delegation,
            "mandates": mandates,
            "rule": rule.value,
            "recorded": block is not None,
            "single_votes": block is None and motion.has_voted(delegation),
        }
    return None
