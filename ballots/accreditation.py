"""Rules of founding, officers, delegations, credentials, devices and presence."""

from ballots.acts import (
    MEMBER_ROLES,
    CredentialRevoked,
    CredentialsIssued,
    DelegationRegistered,
    DeviceConfirmed,
    DeviceEnrolled,
    DeviceMoved,
    Founded,
    Issue,
    OfficersChanged,
    PresenceRecorded,
    Role,
)
from ballots.authority import authorise
from ballots.decision_errors import LastChair
from ballots.delegating import end_proxies, exercise, release, update_rolls
from ballots.errors import (
    AboveEntitlement,
    AlreadyAbsent,
    AlreadyConfirmed,
    AlreadyPresent,
    AlreadyRevoked,
    BadKey,
    EntitlementInUse,
    HeadInUse,
    KeyInUse,
    MandateInUse,
    NotAllowed,
    NumberInUse,
    UnknownDelegation,
    UnknownDevice,
    WrongReplacement,
)
from ballots.exercise import Exercise, Lineage, Past, Standing
from ballots.jwk import Jwk
from ballots.mandate import Delegation, seat_of
from ballots.state import Credential, Key, KeyUse, Person, Signer, State
from ballots.vote_errors import DeviceNotConfirmed


def found(state: State, act: Founded, kid: str, digest: str) -> None:
    """Begin a convention; the founder's key comes with the statement itself."""
    if act.key.kid != kid:
        raise BadKey("the founding is not signed by the founder's key that it carries")
    state.journal.set(state, "founding", act)
    state.journal.set(state, "digest", digest)
    state.check_languages(act.name, "name")
    _add_key(state, act.key, KeyUse.FOUNDER, None)
    for officer in act.officers:
        _issue(state, officer)


def change_officers(state: State, act: OfficersChanged, signer: Signer) -> None:
    """Issue and revoke officers: the founder's right until the first sitting, then a chair's on a decision."""
    authorise(state, signer, act.decision)
    for revocation in act.revoke:
        credential = state.credential(revocation.number)
        if credential.role.value in MEMBER_ROLES:
            raise NotAllowed(f"credential {credential.number} is not an officer's; the desk revokes it")
        _revoke(state, credential)
    for officer in act.issue:
        _issue(state, officer)
    # Without a chair nothing can be decided, not even a new one.
    if state.last_sitting is not None and not state.chairs:
        raise LastChair("all chairs are revoked")


def register_delegation(state: State, act: DelegationRegistered, signer: Signer) -> None:
    """Register a delegation, or change its name, entitlement and groups; motions that are open keep theirs."""
    authorise(state, signer, act.decision)
    state.check_languages(act.name, "name")
    known = state.delegations.get(act.delegation)
    if known is None:
        delegation = Delegation(act.delegation, act.name, act.entitlement, act.weight, act.groups)
        state.journal.put(state.delegations, act.delegation, delegation)
        return
    if act.entitlement < known.highest_seat:
        raise EntitlementInUse(f"seat {known.highest_seat} of {act.delegation} has been given out")
    if act.weight != known.weight and known.highest_seat:
        raise EntitlementInUse(f"seats of {act.delegation} were given out with weight {known.weight}")
    state.journal.set(known, "name", act.name)
    state.journal.set(known, "entitlement", act.entitlement)
    state.journal.set(known, "weight", act.weight)
    state.journal.set(known, "groups", act.groups)


def issue_credentials(state: State, act: CredentialsIssued, signer: Signer) -> None:
    """Issue delegates, alternates and observers, within the delegations' entitlements."""
    signer.must_be(Role.DESK)
    for issue in act.credentials:
        if issue.replaces is not None:
            _check_replacement(state, issue, issue.replaces)
        _issue(state, issue)


def revoke_credential(state: State, act: CredentialRevoked, signer: Signer) -> None:
    """Revoke a delegate, alternate or observer; recorded votes stand."""
    signer.must_be(Role.DESK)
    credential = state.credential(act.credential)
    if credential.role.value not in MEMBER_ROLES:
        raise NotAllowed(f"credential {credential.number} is an officer's; the founder revokes it")
    _revoke(state, credential)


def enrol_device(state: State, act: DeviceEnrolled, signer: Signer) -> None:
    """Bind the first device to a credential, once."""
    if signer.key.use is not KeyUse.ACTIVATION or signer.credential is None:
        raise NotAllowed("a device is enrolled with an activation code")
    if signer.credential.number != act.credential:
        raise NotAllowed(f"the code is that of credential {signer.credential.number}")
    _add_key(state, act.key, KeyUse.DEVICE, act.credential)
    state.journal.set(signer.key, "used", True)
    state.journal.set(signer.credential, "device", act.key.kid)


def confirm_device(state: State, act: DeviceConfirmed, signer: Signer) -> None:
    """Confirm, face to face, that a device is in the hands of its delegate."""
    signer.must_be(Role.DESK)
    key = state.keys.get(act.device)
    if key is None or key.use is not KeyUse.DEVICE:
        raise UnknownDevice(f"device {act.device}")
    # A revoked or moved device is refused here, so that nobody believes that it may vote again.
    state.signer(act.device)
    if key.confirmed:
        raise AlreadyConfirmed(f"credential {key.credential}")
    state.journal.set(key, "confirmed", True)


def move_device(state: State, act: DeviceMoved, signer: Signer) -> None:
    """Hand a credential from one device to another; confirmation goes with it, for the old device vouches."""
    if signer.key.use is not KeyUse.DEVICE or signer.credential is None:
        raise NotAllowed("only a device can hand over to another")
    _add_key(state, act.key, KeyUse.DEVICE, signer.credential.number, signer.key.confirmed)
    state.journal.set(signer.key, "moved", True)
    state.journal.set(signer.credential, "device", act.key.kid)


def record_presence(state: State, act: PresenceRecorded, signer: Signer) -> None:
    """Record that a person came in or went out."""
    own = signer.credential is not None and signer.credential.number == act.credential
    if own and state.founded.rules.remote_presence:
        signer.must_be(Role.DESK, Role.DELEGATE, Role.ALTERNATE)
        if state.founded.rules.device_confirmation and not signer.key.confirmed:
            raise DeviceNotConfirmed(f"credential {act.credential}")
    else:
        signer.must_be(Role.DESK)
    credential = state.credential(act.credential)
    if not credential.active:
        raise AlreadyRevoked(f"credential {credential.number}")
    person = state.people[credential.person]
    if person.present is act.present:
        raise (AlreadyPresent if act.present else AlreadyAbsent)(f"credential {credential.number}")
    state.journal.set(person, "present", act.present)
    if act.present:
        end_proxies(state, person)
    for number in person.credentials:
        known = state.credentials[number]
        if known.active:
            update_rolls(state, (*known.mandates, *state.lineages[known.lineage].held))


def _add_key(state: State, jwk: Jwk, use: KeyUse, credential: int | None, confirmed: bool = False) -> str:
    kid = jwk.kid
    if kid in state.keys:
        raise KeyInUse(f"key {kid}")
    state.journal.put(state.keys, kid, Key(jwk, use, credential, confirmed))
    return kid


def _check_replacement(state: State, issue: Issue, number: int) -> None:
    old = state.credential(number)
    if state.lineages[old.lineage].current != number:
        # Two successors of one badge would both inherit its votes in an open motion.
        raise WrongReplacement(f"credential {number} was replaced by {state.lineages[old.lineage].current}")
    if (old.person, old.role, old.delegation) != (issue.person, issue.role, issue.delegation) or (
        frozenset(old.mandates) != frozenset(issue.mandates)
    ):
        raise WrongReplacement(f"credential {issue.number} instead of {number}")
    if old.active:
        # The mandates pass on without leaving the rolls: a replacement changes no electorate.
        state.journal.set(old, "active", False)
        for mandate in old.mandates:
            state.journal.put(state.holders, mandate, None)
        _end_head(state, old)


def _issue(state: State, issue: Issue) -> None:
    if issue.number in state.credentials:
        raise NumberInUse(f"credential {issue.number}")
    kid = _add_key(state, issue.key, KeyUse.ACTIVATION, issue.number)
    lineage = issue.number if issue.replaces is None else state.credentials[issue.replaces].lineage
    credential = Credential(issue, kid, lineage)
    state.journal.put(state.credentials, issue.number, credential)
    if issue.role is Role.CHAIR:
        state.journal.set(state, "chairs", state.chairs + 1)
    if lineage in state.lineages:
        state.journal.set(state.lineages[lineage], "current", issue.number)
    else:
        state.journal.put(state.lineages, lineage, Lineage(lineage))
    if issue.person not in state.people:
        state.journal.put(state.people, issue.person, Person())
    state.journal.append(state.people[issue.person].credentials, issue.number)
    if issue.delegation is not None and issue.delegation not in state.delegations:
        raise UnknownDelegation(f"delegation {issue.delegation}")
    for mandate in issue.mandates:
        _take_mandate(state, mandate, credential)
    if issue.head:
        _lead(state, credential)
    update_rolls(state, state.lineages[lineage].held)


def _take_mandate(state: State, mandate: str, credential: Credential) -> None:
    seat = seat_of(mandate)
    delegation = state.delegations.get(seat.delegation)
    if delegation is None:
        raise UnknownDelegation(f"delegation {seat.delegation}")
    if seat.number > delegation.entitlement:
        raise AboveEntitlement(f"{mandate}: {seat.delegation} is entitled to {delegation.entitlement}")
    if state.holders.get(mandate) is not None:
        raise MandateInUse(f"{mandate} is held by credential {state.holders[mandate]}")
    state.journal.put(state.holders, mandate, credential.number)
    if seat.number > delegation.highest_seat:
        state.journal.set(delegation, "highest_seat", seat.number)
    if state.exercise_of(mandate) is None:
        exercise(state, mandate, Exercise(credential.lineage, Standing.OWN))
    else:
        # A replacement: whoever exercises the mandate goes on doing so.
        update_rolls(state, (mandate,))


def _lead(state: State, credential: Credential) -> None:
    delegation = seat_of(credential.mandates[0]).delegation
    if delegation not in state.heads:
        state.journal.put(state.heads, delegation, Past())
    head = state.heads[delegation]
    if head.now is not None:
        raise HeadInUse(f"credential {state.lineages[head.now].current} leads {delegation}")
    head.change(state.journal, state.size, credential.lineage)


def _end_head(state: State, credential: Credential) -> None:
    if credential.head:
        state.heads[seat_of(credential.mandates[0]).delegation].change(state.journal, state.size, None)


def _revoke(state: State, credential: Credential) -> None:
    if not credential.active:
        raise AlreadyRevoked(f"credential {credential.number}")
    state.journal.set(credential, "active", False)
    if credential.role is Role.CHAIR:
        state.journal.set(state, "chairs", state.chairs - 1)
    _end_head(state, credential)
    release(state, credential)
