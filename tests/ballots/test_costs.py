"""What a statement costs does not grow with the electorate: bytecodes are counted, not seconds."""

import gc
import sys
import tracemalloc
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from tests.ballots.assembly import Assembly, Payload, assembly
from tests.ballots.day import about_count, call_count, opening_of_sitting
from tests.ballots.examples import on
from tests.ballots.tellers import decide, decision_fields, paper

SMALL, LARGE = 100, 10_000


def crowd(size: int) -> Assembly:
    """Return a convention with `size` mandates of two delegations, half of them voted on in the open motion."""
    hall = assembly()
    for delegation in ("nord", "ost"):
        hall.register(delegation, entitlement=100_000, weight=2)
    seats = [f"{('nord', 'ost')[seat % 2]}/{seat // 2 + 1}" for seat in range(size - 1)]
    members = [hall.member("delegate", *seats[start : start + 50]) for start in range(0, size - 1, 50)]
    # One delegate has a single mandate, so that her acts say the same in every crowd.
    members.append(hall.member("delegate", "ost/99999", head=True))
    hall.register("west")
    west, west_alternate, ost_alternate = (
        hall.member(role, *seats, head=bool(seats))
        for role, seats in (("delegate", ["west/1"]), ("alternate", []), ("alternate", []))
    )
    west_alternate.delegation, ost_alternate.delegation = "west", "ost"
    hall.issue(west, west_alternate, ost_alternate)
    hall.enrol(west)
    hall.officers |= {"west": west, "alternate": west_alternate}
    for start in range(0, len(members), 200):
        hall.issue(*members[start : start + 200])
    for member in members:
        hall.enrol(member)
        hall.presence(member, "in")
    hall.hand_over(ost_alternate, "ost/1")
    hall.open("open")
    hall.open("ended")
    for member in members[:-1]:
        for mandate in member.mandates[::2]:
            hall.vote(member, "open", "yes", mandate)
        hall.vote(member, "ended", "no")
    hall.end("ended")
    hall.open("closed")
    hall.end("closed")
    hall.close("closed")
    hall.officers["second"] = hall.appoint("teller")
    decide(hall, "stated")
    paper(hall, "open", "ost/99999")
    call_count(hall, "c1")
    hall.convention.commit()
    hall.officers["last"] = members[-1]
    return hall


@pytest.fixture(scope="module")
def crowds() -> tuple[Assembly, Assembly]:
    return crowd(SMALL), crowd(LARGE)


def _say(kid: Callable[[Assembly], str], kind: str, fields: Callable[[Assembly], Payload]) -> Any:
    return pytest.param(kid, kind, fields, id=kind)


def chair(hall: Assembly) -> str:
    return hall.chair.kid


def desk(hall: Assembly) -> str:
    return hall.desk.kid


def last(hall: Assembly) -> str:
    return hall.officers["last"].kid


def ballot(hall: Assembly) -> Payload:
    return on(hall, "open", mandate=hall.officers["last"].mandates[0], ballot={"choice": "yes"})


def first_record(hall: Assembly) -> str:
    return next(iter(hall.convention.papers))


def on_paper(hall: Assembly) -> Payload:
    return ballot(hall) | {"method": "paper"}


def stated(hall: Assembly) -> Payload:
    return {"decision": "stated", "record": hall.convention.decisions["stated"].digest}


def teller(hall: Assembly) -> str:
    return hall.teller.kid


def second(hall: Assembly) -> str:
    return hall.officers["second"].kid


def newcomer(hall: Assembly) -> Payload:
    return {"credentials": [hall.member("delegate", "nord/99999").issue()]}


def replacement(hall: Assembly) -> Payload:
    old = hall.officers["last"]
    return {"credentials": [hall.member("delegate", *old.mandates, person=old.person).issue(replaces=old.number)]}


def declaration(hall: Assembly) -> Payload:
    return on(hall, "closed", tree=hall.tree(), casting=None, result=hall.recount("closed"))


def revocation(hall: Assembly) -> Payload:
    return {"credential": hall.officers["last"].number, "reason": "lost"}


def going(hall: Assembly) -> Payload:
    return {"credential": hall.officers["last"].number, "state": "out"}


def west(hall: Assembly) -> str:
    return hall.officers["west"].kid


def handing_over(hall: Assembly) -> Payload:
    return {"mandates": ["west/1"], "to": hall.officers["alternate"].number, "as": "alternate"}


def block(hall: Assembly) -> Payload:
    return on(hall, "open", delegation="west", ballot={"choices": {"yes": 1}})


STATEMENTS = [
    _say(west, "mandate.delegated", handing_over),
    _say(desk, "mandate.returned", lambda hall: {"mandates": ["ost/1"]}),
    _say(west, "block.cast", block),
    _say(last, "vote.cast", ballot),
    _say(last, "device.moved", lambda hall: {"key": hall.officers["last"].device(2), "proof": "p"}),
    _say(desk, "device.confirmed", lambda hall: {"device": last(hall)}),
    _say(desk, "presence.recorded", going),
    _say(desk, "credentials.issued", newcomer),
    _say(desk, "credentials.issued", replacement),
    _say(desk, "credential.revoked", revocation),
    _say(chair, "motion.opened", lambda hall: hall.opening_fields("new", "statutes")),
    _say(chair, "polling.ended", lambda hall: on(hall, "open")),
    _say(chair, "motion.closed", lambda hall: on(hall, "ended", tree=hall.tree())),
    _say(chair, "result.declared", declaration),
    _say(chair, "motion.annulled", lambda hall: on(hall, "open", reason="Wrong text.")),
    _say(teller, "paper.recorded", on_paper),
    _say(teller, "paper.withdrawn", lambda hall: {"record": first_record(hall)}),
    _say(second, "paper.confirmed", lambda hall: {"record": first_record(hall)}),
    _say(chair, "decision.recorded", lambda hall: decision_fields(hall, "new")),
    _say(second, "decision.confirmed", stated),
    _say(last, "presence.answered", lambda hall: about_count(hall, "c1")),
    _say(chair, "count.ended", lambda hall: about_count(hall, "c1", tree=hall.tree())),
    _say(chair, "sitting.opened", lambda hall: opening_of_sitting(hall, "s1")),
]


def bytecodes(act: Callable[[], object]) -> int:
    """Return how many bytecodes an act runs, loops and comprehensions included."""
    count = 0

    def trace(frame: FrameType, event: str, _: object) -> Any:
        nonlocal count
        frame.f_trace_opcodes = True
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    # What the garbage collector happens to finalise meanwhile is no work of the act.
    gc.disable()
    sys.settrace(trace)
    try:
        act()
    finally:
        sys.settrace(before)
        gc.enable()
    return count


def memory(act: Callable[[], object]) -> int:
    """Return the most bytes that an act holds at once beyond what was held before."""
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def measured(
    measure: Callable[[Callable[[], object]], int],
    hall: Assembly,
    kid: Callable[[Assembly], str],
    kind: str,
    fields: Callable[[Assembly], Payload],
) -> int:
    statement = hall.statement(kid(hall), hall.payload(kind, **fields(hall)))
    mark = hall.convention.mark()
    cost = measure(lambda: hall.convention.apply(statement))
    hall.convention.unwind(mark)
    return cost


@pytest.mark.parametrize(("kid", "kind", "fields"), STATEMENTS)
def test_the_work_of_a_statement(
    crowds: tuple[Assembly, Assembly],
    kid: Callable[[Assembly], str],
    kind: str,
    fields: Callable[[Assembly], Payload],
) -> None:
    small, large = (measured(bytecodes, hall, kid, kind, fields) for hall in crowds)
    assert small > 50
    assert small == large


@pytest.mark.parametrize(("kid", "kind", "fields"), STATEMENTS)
def test_the_memory_of_a_statement(
    crowds: tuple[Assembly, Assembly],
    kid: Callable[[Assembly], str],
    kind: str,
    fields: Callable[[Assembly], Payload],
) -> None:
    """A copy of anything that grows with the electorate would take more than this; a growing table is counted out."""
    measured(memory, crowds[1], kid, kind, fields)
    assert measured(memory, crowds[1], kid, kind, fields) < 20_000


def test_reading_the_turnout_and_the_tally(crowds: tuple[Assembly, Assembly]) -> None:
    """The screen asks for them all the time: they cost what the delegations cost, not the votes."""
    for read in ("turnout", "tally"):
        small, large = (bytecodes(getattr(hall.motion("open"), read)) for hall in crowds)
        assert 0 < small == large


def test_the_undo_list_grows_by_a_few_entries_a_vote(crowds: tuple[Assembly, Assembly]) -> None:
    for hall in crowds:
        mark = hall.convention.mark()
        hall.vote(hall.officers["last"], "open", "yes")
        assert hall.convention.mark() - mark <= 6
        hall.convention.unwind(mark)


def test_unwinding_undoes_only_what_followed_the_mark(crowds: tuple[Assembly, Assembly]) -> None:
    def vote_and_unwind(hall: Assembly) -> int:
        mark = hall.convention.mark()
        hall.vote(hall.officers["last"], "open", "yes")
        return bytecodes(lambda: hall.convention.unwind(mark))

    small, large = map(vote_and_unwind, crowds)
    assert 0 < small == large
