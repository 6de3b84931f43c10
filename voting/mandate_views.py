"""Who exercises which mandate, who else may, and who is in the hall without a vote: plain values for pages."""

from collections.abc import Sequence
from typing import Any

from ballots.acts import Role
from ballots.delegating import check_hand_over, holder_of
from ballots.errors import Refused
from ballots.exercise import Standing
from ballots.mandate import seat_of
from ballots.mandate_errors import UnknownMandate
from ballots.state import Credential, State
from voting.rights import rights

Plain = dict[str, Any]


def mandate_view(state: State, mandate: str) -> Plain:
    """Return the number of a mandate's own delegate, of whoever exercises it, null for nobody, and in which right."""
    own, now = state.holder(mandate), state.exercise_of(mandate)
    return {
        "mandate": mandate,
        "of": None if own is None else own.number,
        "with": None if now is None else state.lineages[now.lineage].current,
        "standing": None if now is None else now.standing.value,
    }


def delegation_view(state: State, delegation: str) -> Plain:
    """Return the mandates of a delegation that somebody holds, by seat, and its active alternates by number."""
    prefix = f"{delegation}/"
    held = [mandate for mandate, number in state.holders.items() if number is not None and mandate.startswith(prefix)]
    alternates = [
        credential.number
        for credential in state.credentials.values()
        if credential.active and credential.role is Role.ALTERNATE and credential.belongs_to(delegation)
    ]
    return {
        "mandates": [mandate_view(state, mandate) for mandate in sorted(held, key=lambda mandate: seat_of(mandate))],
        "alternates": alternates,
    }


def why_not(state: State, mandates: Sequence[str], number: int, standing: Standing) -> Refused | None:
    """Return why the record would refuse to let a credential exercise any one of these mandates now, if it would."""
    try:
        holder = holder_of(state, number, standing)
        for mandate in mandates:
            principal = state.holder(mandate)
            if principal is None:
                raise UnknownMandate(f"mandate {mandate}")
            check_hand_over(state, mandate, principal, holder, standing)
    except Refused as refused:
        return refused
    return None


def attention(state: State, person: str) -> Plain | None:
    """Return why somebody in the hall has no vote though she may expect one: a reason's code, and the motion, if any.

    Derived from the record alone. An alternate who was handed nothing, an observer and an officer expect no vote.
    """
    known = state.people.get(person)
    if known is None or not known.present:
        return None
    active = [state.credentials[number] for number in known.credentials if state.credentials[number].active]
    if not active:
        return {"reason": "revoked", "motion": None}
    credential = active[-1]
    if credential.role not in (Role.DELEGATE, Role.ALTERNATE):
        return None
    reason = _without_vote(state, credential)
    if reason is not None:
        return {"reason": reason, "motion": None}
    return _without_ballot(state, credential)


def _without_vote(state: State, credential: Credential) -> str | None:
    held = state.lineages[credential.lineage].held
    away = [mandate for mandate in credential.mandates if mandate_view(state, mandate)["standing"] != Standing.OWN]
    if not held and credential.role is Role.ALTERNATE:
        return None
    if not held and len(away) == len(credential.mandates):
        return "handed_over"
    if credential.device is None:
        return "no_phone"
    if state.founded.rules.device_confirmation and not state.keys[credential.device].confirmed:
        return "unconfirmed"
    return None


def _without_ballot(state: State, credential: Credential) -> Plain | None:
    """Return the first open motion in which she has no ballot though she exercises a mandate, and why."""
    for name in state.open_motions:
        told = rights(state, state.motions[name], credential)
        for why in () if told["eligible"] else told["why"].values():
            if why in ("contested", "not_present", "not_on_roll", "fixed_at_opening"):
                return {"reason": why, "motion": name}
    return None
