"""Rules of counts of who is there: the chair calls one and ends it, phones answer, two tellers may count hands."""

from dataclasses import replace

from ballots.acts import Role
from ballots.count_acts import CountCalled, CountEnded, HandsConfirmed, HandsRecorded, PresenceAnswered
from ballots.count_errors import (
    AlreadyAnswered,
    CountInUse,
    CountIsEnded,
    HandsHaveNoWeight,
    NothingToCount,
    UnknownCount,
    WrongCall,
)
from ballots.decision_errors import TooManyVotes
from ballots.exercise import Standing
from ballots.judgement import Part, Votes, judge_quorum
from ballots.majority import Count, Measure
from ballots.mandate import seat_of
from ballots.presence_count import CountResult, Hands, PresenceCount
from ballots.sittings import check_no_count, check_sitting
from ballots.state import Credential, Signer, State
from ballots.vote_errors import DeviceNotConfirmed, NotPending, SamePerson, UnknownRecord


def call_count(state: State, act: CountCalled, signer: Signer, digest: str, called_at: str) -> None:
    """Ask everyone who is there to say so."""
    signer.must_be(Role.CHAIR)
    if act.count in state.counts:
        raise CountInUse(f"count {act.count}")
    check_sitting(state)
    check_no_count(state)
    sitting = None if state.last_sitting is None else state.last_sitting.opened.sitting
    state.journal.put(state.counts, act.count, PresenceCount(act.count, digest, called_at, state.size, sitting))


def answer(state: State, act: PresenceAnswered, signer: Signer) -> None:
    """Count the mandates that somebody exercises, each once."""
    signer.must_be(Role.DELEGATE, Role.ALTERNATE)
    count = _open(state, act.count, act.call)
    if state.founded.rules.device_confirmation and not signer.key.confirmed:
        raise DeviceNotConfirmed(f"key {signer.kid}")
    if signer.credential is None:
        raise NothingToCount
    mandates = counting_mandates(state, signer.credential)
    if not mandates:
        raise NothingToCount(f"credential {signer.credential.number}")
    fresh = [mandate for mandate in mandates if mandate not in count.answered]
    if not fresh:
        raise AlreadyAnswered(f"credential {signer.credential.number}")
    total = count.total
    for mandate in fresh:
        state.journal.put(count.answered, mandate, signer.credential.number)
        total = total.plus(Count(1, state.delegations[seat_of(mandate).delegation].weight))
    state.journal.set(count, "total", total)


def record_hands(state: State, act: HandsRecorded, signer: Signer, digest: str) -> None:
    """Keep how many mandates a teller counted by hands; counted again before a second confirms, it is replaced."""
    signer.must_be(Role.TELLER)
    count = _open(state, act.count, act.call)
    if count.seconded:
        raise NotPending(f"count {act.count}")
    rule = state.founded.rules.sitting_quorum
    if rule is not None and rule.fraction.measure is Measure.WEIGHT:
        raise HandsHaveNoWeight
    accredited = state.accredited.total.heads
    if act.mandates > accredited:
        raise TooManyVotes(f"{act.mandates} counted, {accredited} accredited")
    state.journal.set(count, "hands", Hands(act.mandates, digest, signer.person))


def confirm_hands(state: State, act: HandsConfirmed, signer: Signer) -> None:
    """Confirm a count of hands: from now on it is who is there."""
    signer.must_be(Role.TELLER)
    count = _open(state, act.count)
    if count.hands is None or count.hands.record != act.record:
        raise UnknownRecord(f"count {act.count}")
    if count.seconded:
        raise NotPending(f"count {act.count}")
    if signer.person == count.hands.person:
        raise SamePerson(f"count {act.count}")
    state.journal.set(count, "seconded", True)


def end_count(state: State, act: CountEnded, signer: Signer) -> None:
    """End a count and judge whether those who are there are a quorum."""
    signer.must_be(Role.CHAIR)
    count = _open(state, act.count, act.call)
    rule = state.founded.rules.sitting_quorum
    here = replace(state.everyone(), present=count.present)
    quorum = None if rule is None else judge_quorum(rule, [Part(here, Votes())])
    state.journal.set(count, "result", CountResult(state.size, state.accredited.total, quorum))


def counting_mandates(state: State, credential: Credential) -> list[str]:
    """Return the mandates that count as present when the holder of this credential is there."""
    held = (*credential.mandates, *state.lineages[credential.lineage].held)
    counting = []
    for mandate in held:
        now = state.exercise_of(mandate)
        hers = now is not None and now.lineage == credential.lineage
        as_proxy = now is not None and now.standing is Standing.PROXY
        if hers and mandate in state.accredited and (state.founded.rules.proxies.quorum or not as_proxy):
            counting.append(mandate)
    return counting


def _open(state: State, name: str, call: str | None = None) -> PresenceCount:
    count = state.counts.get(name)
    if count is None:
        raise UnknownCount(f"count {name}")
    if call is not None and call != count.call:
        raise WrongCall(f"count {name}")
    if not count.is_open:
        raise CountIsEnded(f"count {name}")
    return count
