"""Who is in the hall, by delegation: seats, delegates, alternates sitting in, proxies, and votes that can be cast."""

from typing import Any

from ballots.exercise import Standing
from ballots.mandate import seat_of
from ballots.state import State

Plain = dict[str, Any]

COUNTS = ("seats", "present", "alternates", "proxies", "votes")


def presence_board(state: State) -> list[Plain]:
    """Return a row for each delegation, by id; from the record alone, so without any person's name.

    `seats` are those allocated; `present` are checked-in delegates of its own; `alternates` and `proxies` are mandates
    that a checked-in alternate or proxy exercises for others; `votes` are all mandates that somebody here may cast.
    """
    rows: dict[str, Plain] = {
        known.id: {
            "delegation": known.id,
            "name": dict(known.name),
            **dict.fromkeys(COUNTS, 0),
            "seats": known.entitlement,
        }
        for known in state.delegations.values()
    }
    for mandate, number in state.holders.items():
        if number is None:
            continue
        row = rows[seat_of(mandate).delegation]
        row["present"] += _is_here(state, number)
        now = state.exercise_of(mandate)
        if now is not None and _is_here(state, state.lineages[now.lineage].current):
            row["votes"] += 1
            row["alternates"] += now.standing is Standing.ALTERNATE
            row["proxies"] += now.standing is Standing.PROXY
    return [rows[name] for name in sorted(rows)]


def _is_here(state: State, number: int) -> bool:
    credential = state.credentials[number]
    return credential.active and state.people[credential.person].present
