"""Laws that hold whatever happens in the hall: Hypothesis draws the acts, a naive book keeps the truth."""

import random

from hypothesis import given, settings

from ballots.convention import Convention
from tests.ballots.fingerprint import fingerprint
from tests.ballots.naive import plain
from tests.ballots.sitting import ACTS, NAMES, Act, acts, attempt, sitting

laws = settings(max_examples=60)


# --- the fold ------------------------------------------------------------------------------------


@laws
@given(acts)
def test_a_refusal_leaves_no_trace(drawn: list[Act]) -> None:
    hall = sitting()
    hall.watched = True
    for act in drawn:
        attempt(hall, act)


@laws
@given(acts, acts)
def test_a_batch_unwinds_to_where_it_began(before: list[Act], batch: list[Act]) -> None:
    hall = sitting()
    for act in before:
        attempt(hall, act)
    convention, kept = hall.convention, len(hall.recorded)
    mark, began = convention.mark(), fingerprint(convention)
    for act in batch:
        attempt(hall, act)
    ended = fingerprint(convention)
    convention.unwind(mark)
    assert fingerprint(convention) == began
    for statement in hall.recorded[kept:]:
        convention.apply(statement)
    assert fingerprint(convention) == ended


@laws
@given(acts)
def test_the_record_alone_makes_the_state(drawn: list[Act]) -> None:
    """An auditor who replays what was recorded, and nothing of what was refused, arrives at the same state."""
    hall = sitting()
    for act in drawn:
        attempt(hall, act)
    replayed = Convention()
    for statement in hall.recorded:
        replayed.apply(statement)
        replayed.commit()
    assert fingerprint(replayed) == fingerprint(hall.convention)


@laws
@given(acts)
def test_running_totals_are_the_recount(drawn: list[Act]) -> None:
    hall = sitting()
    for act in drawn:
        attempt(hall, act)
        for motion in hall.book.motions:
            assert plain(hall.motion(motion).tally()) == hall.book.recount(motion)
            assert tuple(hall.motion(motion).turnout()) == hall.book.recount(motion)["cast"]


@laws
@given(acts)
def test_no_mandate_counts_twice(drawn: list[Act]) -> None:
    """However badges, alternates, proxies and blocks come and go: at most one vote a mandate, and only the entitled."""
    hall = sitting()
    for act in drawn:
        attempt(hall, act)
    for name, opened in hall.book.motions.items():
        electorate = opened.rolls[opened.fields["electorate"]["roll"]]
        assert set(hall.motion(name).electorate()) == electorate
        tally = hall.motion(name).tally()
        assert set(hall.motion(name).votes) <= electorate
        assert tally.cast.heads == len(opened.ballots()) <= len(electorate)
        assert all(
            sum(part.heads for part in of.options.values()) <= of.entitled.heads for of in tally.delegations.values()
        )
        if not opened.fields["change_of_vote"]:
            assert len(opened.votes) == len(hall.motion(name).votes)
            assert len(opened.cast) == len(opened.votes) - len(opened.on_paper) + len(hall.motion(name).blocks)
        # A vote on paper is a mandate's only one from then on, whatever phones and tellers try.
        for mandate in opened.on_paper:
            assert [of for of, _ in opened.votes].count(mandate) == 1


@laws
@given(acts)
def test_a_decision_is_what_two_tellers_confirmed(drawn: list[Act]) -> None:
    hall = sitting()
    for act in drawn:
        attempt(hall, act)
    assert {name for name, of in hall.convention.decisions.items() if of.in_effect} == {
        name for name, tellers in hall.book.confirmed.items() if tellers == 2
    }
    for name, decision in hall.convention.decisions.items():
        assert decision.recorded.outcome.value == hall.book.outcome(name)
        assert len({decision.person, *decision.tellers}) == 1 + len(decision.tellers)


@laws
@given(acts)
def test_whoever_had_a_vote_at_the_opening_casts_it(drawn: list[Act]) -> None:
    """The one who exercised a mandate, or led a delegation, just before the opening, or whoever has her badge now."""
    hall = sitting()
    for act in drawn:
        attempt(hall, act)
    for opened in hall.book.motions.values():
        for what, number in opened.cast:
            assert hall.book.succeeds(number, opened.rights[what] if "/" in what else opened.heads[what])


@laws
@given(acts)
def test_rolls_remember_every_moment(drawn: list[Act]) -> None:
    hall = sitting()
    for act in drawn:
        attempt(hall, act)
    book, size = hall.book, hall.convention.size
    book.before[size] = book.rolls()
    assert sorted(book.before) == list(range(size + 1))
    for name, roll in hall.convention.rolls.items():
        history = [book.before[index][name] for index in range(size + 1)]
        assert roll.version == sum(history[index] != history[index + 1] for index in range(size))
        assert tuple(roll.total) == book.count(history[-1])
        for index, members in enumerate(history):
            assert set(roll.members_before(index)) == members
            assert all(roll.had(mandate, index) is (mandate in members) for mandate in set().union(*history))
            assert {part: tuple(count) for part, count in roll.sizes_before(index).items()} == {
                delegation: book.count(of)
                for delegation in book.weights
                if (of := [mandate for mandate in members if mandate.startswith(f"{delegation}/")])
            }
        assert all((mandate in roll) is (mandate in history[-1]) for mandate in set().union(*history))


@laws
@given(acts)
def test_withheld_is_what_is_open(drawn: list[Act]) -> None:
    hall = sitting()
    for act in drawn:
        attempt(hall, act)
        motions = hall.convention.motions
        assert set(hall.convention.open_motions) == {name for name in motions if motions[name].is_open}


def test_random_acts_are_both_recorded_and_refused() -> None:
    """The laws above hold for acts that all fail, too: each kind of act succeeds, and is refused, somewhere."""
    choice = random.Random(1)
    outcomes: dict[str, set[bool]] = {name: set() for name in ACTS}
    for _ in range(120):
        hall = sitting()
        for _ in range(50):
            name = choice.choice(NAMES)
            outcomes[name].add(attempt(hall, (name, choice.randrange(41), choice.randrange(41))) is None)
    assert [name for name, seen in outcomes.items() if len(seen) < 2] == []
