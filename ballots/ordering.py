"""In which order amendments are taken: the order that was ruled, else one that the software suggests.

It suggests by rule and place alone: compromises before what waits for them, amendments to an amendment before it, the
rest as the text runs. It never calls one amendment more far-reaching than another: that is a judgement, and people's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ballots.amendment import LIVE, Amendment, Standing, Status
from ballots.amendment_acts import Advice
from ballots.document import TabledDocument
from ballots.standing import amendments_to, conflicting, same_words, standing
from ballots.state import State


@dataclass(frozen=True, slots=True)
class Step:
    """What is put to the vote at once; `falls` are the amendments that its adoption would leave without their words."""

    amendments: tuple[str, ...]
    falls: tuple[str, ...]


def script(state: State, document: TabledDocument) -> Iterator[Step]:
    """Yield what is still to be voted on a document, in order; each step is worked out when it is asked for."""
    done: set[str] = set()
    known = _in_order(state, document)
    pending = {one.id for one in known if standing(state, one).status is Status.PENDING}
    for amendment in known:
        if amendment.id in done or amendment.id not in pending:
            continue
        for first in _before(state, amendment):
            yield Step((first.id,), falls(state, first))
        waiting = (other for other in _siblings(state, amendment) if other.id in pending)
        same = [amendment, *(other for other in waiting if same_words(state, amendment, other))]
        done.update(one.id for one in same)
        yield Step(tuple(one.id for one in same), falls(state, amendment, same))


def committee_list(state: State, document: TabledDocument) -> tuple[str, ...]:
    """Return what one vote may take together: recommended to adopt, not pulled, ready, and no two in conflict."""
    chosen: list[Amendment] = []
    for amendment in amendments_to(state, document.digest):
        recommended = amendment.recommended
        if recommended is None or recommended.advice is not Advice.ADOPT or amendment.pulled or amendment.parts:
            continue
        ready = standing(state, amendment).status is Status.PENDING and not _before(state, amendment)
        if ready and not any(conflicting(state, amendment, other) for other in chosen):
            chosen.append(amendment)
    return tuple(one.id for one in chosen)


def falls(state: State, amendment: Amendment, together: list[Amendment] | None = None) -> tuple[str, ...]:
    """Return what falls if an amendment is adopted, `together` with others: what would change the same words."""
    if amendment.part_of is not None:
        # A part that is adopted only survives: the text changes, and others fall, when the whole is adopted.
        return ()
    with_it = together or [amendment]
    # What was withdrawn in favour of one of them does not fall: it stays withdrawn.
    names = {one.id for one in with_it}
    return tuple(
        other.id
        for other in _siblings(state, amendment)
        if other not in with_it
        and not (other.withdrawn and other.in_favour_of in names)
        and any(conflicting(state, one, other) for one in with_it)
        and standing(state, other).status in LIVE
    )


def waiting_for(state: State, amendments: Iterable[Amendment]) -> tuple[str, ...]:
    """Return what is withdrawn for as long as amendments are undecided: for good once they are adopted, else not."""
    return tuple(
        other.id
        for amendment in amendments
        for other in amendments_to(state, amendment.target.digest)
        if standing(state, other) == Standing(Status.SUSPENDED, amendment.id)
    )


def _in_order(state: State, document: TabledDocument) -> list[Amendment]:
    """Return the amendments of the first degree as ruled, then the others as the text runs, compromises first."""
    known = list(amendments_to(state, document.digest))
    ruled = state.orders[document.digest].order if document.digest in state.orders else ()
    place = {name: number for number, name in enumerate(ruled)}
    awaited = {one.in_favour_of for one in known if standing(state, one).status is Status.SUSPENDED}
    language = state.founded.languages[0]

    def key(amendment: Amendment) -> tuple[int, int, int, int, int]:
        operation = amendment.changes[language].operation
        gap, words = operation.gap, operation.words
        where = operation.block if gap is None else gap
        start = -1 if words is None else words[0]
        ruled_at = place.get(amendment.id, len(place))
        return ruled_at, amendment.id not in awaited, where, start, amendment.index

    return sorted(known, key=key)


def _siblings(state: State, amendment: Amendment) -> list[Amendment]:
    return [other for other in amendments_to(state, amendment.target.digest) if other is not amendment]


def _before(state: State, amendment: Amendment) -> list[Amendment]:
    """Return what is voted before an amendment: its own amendments, or the parts it was divided into."""
    parts = [state.amendments[name] for name in amendment.parts]
    return [
        one
        for one in (*amendments_to(state, amendment.digest), *parts)
        if standing(state, one).status is Status.PENDING
    ]
