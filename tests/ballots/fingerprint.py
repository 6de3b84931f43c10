"""A deep picture of the fold's state: equal pictures mean that no test could tell two states apart."""

from collections.abc import Hashable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from ballots.amendment import Amendment
from ballots.convention import Convention
from ballots.decision import Decision
from ballots.electorate import Roll
from ballots.exercise import Lineage, Past
from ballots.mandate import Delegation
from ballots.motion import Motion
from ballots.paper import PaperRecord
from ballots.presence_count import PresenceCount
from ballots.sitting import Sitting
from ballots.state import Credential, Key, Person

WITH_SLOTS = (
    Amendment,
    Roll,
    Past,
    Lineage,
    Delegation,
    Motion,
    Key,
    Credential,
    Person,
    PaperRecord,
    Decision,
    Sitting,
    PresenceCount,
)
# Where texts come from, and those that were read: what a digest names never changes.
OUTSIDE = ("journal", "_texts", "_parsed")


def fingerprint(convention: Convention) -> Hashable:
    """Return every value that the state reaches, the order of every mapping included."""
    parts = {name: value for name, value in vars(convention).items() if name not in OUTSIDE}
    # Mappings whose order means nothing: a motion whose close or declaration is undone comes last in them.
    parts["open_motions"] = dict(sorted(convention.open_motions.items()))
    parts["undeclared"] = dict(sorted(convention.undeclared.items()))
    return _picture(parts)


def _picture(value: Any) -> Hashable:
    if value is None or isinstance(value, str | int | Enum):
        return value
    if isinstance(value, WITH_SLOTS):
        return type(value).__name__, tuple((name, _picture(getattr(value, name))) for name in value.__slots__)
    if is_dataclass(value):
        return type(value).__name__, tuple((part.name, _picture(getattr(value, part.name))) for part in fields(value))
    if isinstance(value, Mapping):
        return tuple((key, _picture(inner)) for key, inner in value.items())
    if isinstance(value, list | tuple):
        return tuple(_picture(inner) for inner in value)
    raise TypeError(f"{type(value).__name__} is not part of the state as the tests know it")
