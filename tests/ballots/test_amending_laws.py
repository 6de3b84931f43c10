"""Laws of amendments: the text follows from what was adopted and from nothing else, in whatever order it was."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ballots.amendment import Status
from ballots.consolidation import consolidate
from ballots.errors import Refused
from ballots.operation import Action, Change, conflicts
from ballots.text import parse
from tests.ballots.drafting import DECLARATION, Drafting, drafting
from tests.ballots.fingerprint import fingerprint
from tests.ballots.texts import changes

TEXT = parse(DECLARATION.encode())
PROPOSALS = st.lists(changes(TEXT), min_size=2, max_size=6)
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def fields(change: Change) -> dict[str, Any]:
    """Return a change as `Drafting.amend` takes it."""
    operation = change.operation
    new = None if operation.action is Action.DELETE else change.new.format().decode().removesuffix("\n")
    words = None if operation.words is None else list(operation.words)
    return {"action": operation.action.value, "block": operation.block, "words": words, "text": new}


def tabled(proposals: list[Change]) -> tuple[Drafting, dict[str, Change]]:
    """Table what fits the text; a replacement by the same words is refused and left out."""
    hall = drafting()
    known: dict[str, Change] = {}
    for number, change in enumerate(proposals, 1):
        try:
            hall.amend(f"A{number}", **fields(change))
        except Refused:
            continue
        known[f"A{number}"] = change
    return hall, known


def expected(known: dict[str, Change], adopted: set[str]) -> str:
    """Return the text with these applied at once; equal changes count once."""
    kept = list(dict.fromkeys(known[name] for name in known if name in adopted))
    return consolidate(TEXT, dict(enumerate(kept))).text.format().decode()


@SLOW
@given(PROPOSALS, st.randoms(use_true_random=False), st.data())
def test_the_text_is_what_was_adopted(proposals: list[Change], random: Any, data: st.DataObject) -> None:
    """Vote on amendments as they come; what falls must conflict with something adopted, and never touches the text."""
    hall, known = tabled(proposals)
    names = list(known)
    random.shuffle(names)
    adopted: set[str] = set()
    for name in names:
        if hall.status(name) is Status.FALLEN:
            continue
        choice = data.draw(st.sampled_from(["yes", "yes", "no"]))
        hall.decide(name, choice=choice)
        if choice == "yes":
            adopted.add(name)
        assert hall.text() == expected(known, adopted)
    for name in names:
        taken = [other for other in adopted if conflicts(known[name].operation, known[other].operation)]
        assert (hall.status(name) is Status.FALLEN) == (name not in adopted and bool(taken) and undecided(hall, name))


def undecided(hall: Drafting, name: str) -> bool:
    return name not in hall.convention.put_to_vote


@SLOW
@given(PROPOSALS, st.randoms(use_true_random=False))
def test_the_order_of_decisions_plays_no_part(proposals: list[Change], random: Any) -> None:
    hall, known = tabled(proposals)
    chosen: list[str] = []
    for name, change in known.items():
        if not any(conflicts(change.operation, known[other].operation) for other in chosen):
            chosen.append(name)
    texts = set()
    mark = hall.convention.mark()
    before = fingerprint(hall.convention)
    for _ in range(2):
        for name in chosen:
            hall.decide(name)
        texts.add(hall.text())
        hall.convention.unwind(mark)
        assert fingerprint(hall.convention) == before
        random.shuffle(chosen)
    assert texts == {expected(known, set(chosen))}


@SLOW
@given(PROPOSALS)
def test_annulled_decisions_leave_no_trace_in_the_text(proposals: list[Change]) -> None:
    hall, known = tabled(proposals)
    decided = [hall.decide(name) for name in known if hall.status(name) is Status.PENDING]
    for motion in decided:
        hall.confirm_annulment(motion, hall.annul(motion))
    assert hall.text() == DECLARATION
    assert {hall.status(name) for name in known} <= {Status.PENDING}
