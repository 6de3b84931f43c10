"""Rules of who exercises a mandate: alternates and proxies, their end, and the rolls that follow them.

Nobody exercises a mandate by way of a third: whoever has handed a mandate away can hold none of others, and whoever
holds one of others cannot hand hers away. So there are neither circles nor chains, and one step leads to whoever votes.
"""

from collections.abc import Iterable

from ballots.acts import MANDATE_LIMIT, Role
from ballots.exercise import Exercise, Past, Standing
from ballots.mandate import seat_of
from ballots.mandate_acts import MandateDelegated, MandateReturned
from ballots.mandate_errors import (
    AlreadyDelegated,
    CircularProxy,
    HoldsMandates,
    NoProxies,
    NotDelegated,
    OtherDelegation,
    SelfProxy,
    TooManyMandates,
    UnknownMandate,
    WrongHolder,
)
from ballots.state import Credential, Person, Signer, State
from ballots.vote_errors import DeviceNotConfirmed, NotYourMandate

HOLDERS = {Standing.ALTERNATE: (Role.ALTERNATE,), Standing.PROXY: (Role.DELEGATE, Role.ALTERNATE)}


def delegate_mandates(state: State, act: MandateDelegated, signer: Signer) -> None:
    """Let an alternate or a proxy exercise mandates in place of their own delegate."""
    signer.must_be(Role.DESK, Role.DELEGATE)
    _check_device(state, signer)
    holder = holder_of(state, act.to, act.standing)
    for mandate in act.mandates:
        principal = _principal(state, mandate, signer)
        check_hand_over(state, mandate, principal, holder, act.standing)
        exercise(state, mandate, Exercise(holder.lineage, act.standing))


def holder_of(state: State, number: int, standing: Standing) -> Credential:
    """Return the credential that is to exercise mandates as alternate or proxy.

    Raises:
        UnknownCredential, WrongHolder, NoProxies: nobody's mandate can go there.
    """
    holder = state.credential(number)
    if not holder.active or holder.role not in HOLDERS[standing]:
        words = holder.role.value if holder.active else "no longer active"
        raise WrongHolder(f"credential {holder.number} is {words}; as {standing.value}")
    if standing is Standing.PROXY and not state.founded.rules.proxies.limit:
        raise NoProxies
    return holder


def return_mandates(state: State, act: MandateReturned, signer: Signer) -> None:
    """Give mandates back to their own delegates."""
    signer.must_be(Role.DESK, Role.DELEGATE, Role.ALTERNATE)
    _check_device(state, signer)
    for mandate in act.mandates:
        now = state.exercise_of(mandate)
        holds = now is not None and signer.credential is not None and now.lineage == signer.credential.lineage
        principal = state.holder(mandate) if holds else _principal(state, mandate, signer)
        if now is None or principal is None or now.standing is Standing.OWN:
            raise NotDelegated(f"mandate {mandate}")
        exercise(state, mandate, Exercise(principal.lineage, Standing.OWN))


def end_proxies(state: State, person: Person) -> None:
    """Give back every proxy that a person gave: she is here and votes herself."""
    for credential in _active(state, person):
        for mandate in credential.mandates:
            now = state.exercise_of(mandate)
            if now is not None and now.standing is Standing.PROXY:
                exercise(state, mandate, Exercise(credential.lineage, Standing.OWN))


def release(state: State, credential: Credential) -> None:
    """Let go of what a revoked credential exercised: its own mandates are free, others go back to their delegates."""
    for mandate in credential.mandates:
        state.journal.put(state.holders, mandate, None)
        exercise(state, mandate, None)
    for mandate in state.lineages[credential.lineage].held:
        principal = state.holder(mandate)
        exercise(state, mandate, None if principal is None else Exercise(principal.lineage, Standing.OWN))


def exercise(state: State, mandate: str, new: Exercise | None) -> None:
    """Let somebody, or nobody, exercise a mandate from this entry on; the rolls follow."""
    if mandate not in state.exercisers:
        state.journal.put(state.exercisers, mandate, Past())
    past = state.exercisers[mandate]
    if past.now is not None and past.now.standing is not Standing.OWN:
        lineage = state.lineages[past.now.lineage]
        state.journal.set(lineage, "held", tuple(held for held in lineage.held if held != mandate))
    past.change(state.journal, state.size, new)
    if new is not None:
        lineage = state.lineages[new.lineage]
        state.journal.put(lineage.known, mandate, None)
        if new.standing is not Standing.OWN:
            state.journal.set(lineage, "held", (*lineage.held, mandate))
    update_rolls(state, (mandate,))


def update_rolls(state: State, mandates: Iterable[str]) -> None:
    """Let these mandates join or leave the rolls, as those who hold and exercise them come and go."""
    for mandate in mandates:
        delegation = state.delegations[seat_of(mandate).delegation]
        accredited = state.holder(mandate) is not None
        for roll, member in (
            (state.accredited, accredited),
            (state.present, accredited and _is_present(state, mandate)),
        ):
            roll.change(state.journal, state.size, mandate, delegation.id, delegation.weight, member)


def _is_present(state: State, mandate: str) -> bool:
    now = state.exercise_of(mandate)
    if now is None or (now.standing is Standing.PROXY and not state.founded.rules.proxies.quorum):
        return False
    credential = state.credentials[state.lineages[now.lineage].current]
    return credential.active and state.people[credential.person].present


def _check_device(state: State, signer: Signer) -> None:
    if signer.role is not Role.DESK and state.founded.rules.device_confirmation and not signer.key.confirmed:
        raise DeviceNotConfirmed(f"key {signer.kid}")


def _principal(state: State, mandate: str, signer: Signer) -> Credential:
    """Return the delegate whose mandate this is, provided that the signer may act for it."""
    principal = state.holder(mandate)
    if principal is None:
        raise UnknownMandate(f"mandate {mandate}")
    own = signer.credential is not None and signer.credential.number == principal.number
    if not (own or signer.role is Role.DESK or _leads(state, signer, seat_of(mandate).delegation)):
        raise NotYourMandate(f"mandate {mandate}")
    return principal


def _leads(state: State, signer: Signer, delegation: str) -> bool:
    head = state.heads.get(delegation)
    return head is not None and signer.credential is not None and head.now == signer.credential.lineage


def check_hand_over(state: State, mandate: str, principal: Credential, holder: Credential, standing: Standing) -> None:
    """Refuse to let a holder exercise one more mandate in place of its own delegate.

    Raises:
        AlreadyDelegated, SelfProxy, OtherDelegation, CircularProxy, HoldsMandates, TooManyMandates: as their words say.
    """
    now = state.exercise_of(mandate)
    if now is None or now.standing is not Standing.OWN:
        raise AlreadyDelegated(f"mandate {mandate}")
    if principal.person == holder.person:
        raise SelfProxy(f"mandate {mandate}, credential {holder.number}")
    rule = state.founded.rules.proxies
    within = standing is Standing.ALTERNATE or rule.within_delegation
    if within and not holder.belongs_to(seat_of(mandate).delegation):
        raise OtherDelegation(f"mandate {mandate}, credential {holder.number}")
    if any(_has_handed_away(state, credential) for credential in _active(state, state.people[holder.person])):
        raise CircularProxy(f"credential {holder.number} has handed a mandate away")
    for credential in _active(state, state.people[principal.person]):
        if held := state.lineages[credential.lineage].held:
            raise HoldsMandates(f"credential {credential.number} exercises {', '.join(held)}")
    held = state.lineages[holder.lineage].held
    proxies = sum(1 for other in held if _standing(state, other) is Standing.PROXY)
    if len(held) >= MANDATE_LIMIT or (standing is Standing.PROXY and proxies >= rule.limit):
        raise TooManyMandates(
            f"credential {holder.number} exercises {len(held)} mandates of others, {proxies} by proxy"
        )


def _has_handed_away(state: State, credential: Credential) -> bool:
    return any(_standing(state, mandate) not in (Standing.OWN, None) for mandate in credential.mandates)


def _standing(state: State, mandate: str) -> Standing | None:
    now = state.exercise_of(mandate)
    return None if now is None else now.standing


def _active(state: State, person: Person) -> list[Credential]:
    return [state.credentials[number] for number in person.credentials if state.credentials[number].active]
