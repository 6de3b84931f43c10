"""Who did the latest act on a motion or a decision, and when: what an officer is told who came second."""

from typing import Any

from audit import admission
from audit.log import Log
from voting.roster import Roster

Plain = dict[str, Any]


def last_act(log: Log, roster: Roster, number: str) -> Plain | None:
    """Return the entry, type and time of the latest act on the motion or decision of this number, and whose it is.

    `by` is her name, None where the roster has none; `at` is the time that she claims (RFC 3339). None if no motion and
    no decision has this number.
    """
    convention = log.convention
    found = convention.motions.get(number) or convention.decisions.get(number)
    if found is None:
        return None
    [entry] = log.store.entries(found.changed, found.changed + 1)
    statement = admission.read(entry)
    credential = convention.keys[statement.jws.kid].credential
    return {
        "entry": found.changed,
        "type": str(statement.jws.payload["type"]),
        "at": statement.statement.issued_at,
        "credential": credential,
        "by": None if credential is None else roster.name_of(credential),
    }
