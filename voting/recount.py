"""A motion counted again from the stored entries alone, and held against what was declared."""

import threading
from typing import NamedTuple

from audit import admission, tally, votes
from audit.day import Total
from audit.encoding import b64url_encode
from audit.merkle import Tree, leaf_hash
from ballots.convention import Convention
from ballots.errors import Refused
from ballots.motion_acts import ResultDeclared
from voting.bundles import giving_way
from voting.errors import Problem
from voting.languages import marked as _
from voting.services import Services

_counting = threading.Lock()


class Recount(NamedTuple):
    """What a recount found in the first `entries` entries of the log, the last of which declares the result.

    `root` is that of the entries as they were read; `trouble` says why there is no recount, and is empty if there is.
    """

    entries: int
    root: str
    same_root: bool
    declared: dict[str, Total]
    declared_outcome: str
    recounted: dict[str, Total]
    recounted_outcome: str
    trouble: str

    @property
    def agrees(self) -> bool:
        """Whether the entries are those of the log, and make the result that was declared."""
        same = (self.declared, self.declared_outcome) == (self.recounted, self.recounted_outcome)
        return self.same_root and same and not self.trouble


def recount(parts: Services, name: str) -> Recount:
    """Read the log from its first entry to the declaration, apply the rules to it, and count.

    Nothing that this process remembers of the motion takes part. Anybody may ask, and it reads the whole log: so there
    is one recount at a time, and whoever comes meanwhile is told to wait.

    Raises:
        Problem: no such motion has been declared, or another recount is being made.
    """
    with parts.sequencer.reading() as (log, _checkpoint):
        motion = log.convention.motions.get(name)
        if motion is None or motion.declared is None:
            raise Problem(404, detail="there is no such motion, or its result is not declared")
        size = motion.declared + 1
        expected = log.tree.root(size)
    if not _counting.acquire(blocking=False):
        raise Problem(503, title=_("Another recount is being made. Wait a moment and try again."))
    try:
        return _count(parts, name, size, expected)
    finally:
        _counting.release()


def _count(parts: Services, name: str, size: int, expected: bytes) -> Recount:
    convention, tree, trouble = Convention(parts.blobs.get), Tree(), ""
    declaration = b""
    for index, entry in enumerate(giving_way(parts.store.entries(0, size))):
        tree.append(leaf_hash(entry))
        if index == size - 1:
            # Not applied: the rules refuse a declaration that is not the recount, and here the two are shown.
            declaration = entry
        elif not trouble:
            trouble = _applied(convention, entry, index)
    counted, said = _counted(convention, name), _declared(declaration, name)
    return Recount(size, b64url_encode(tree.root()), tree.root() == expected, *said, *counted, trouble)


def _applied(convention: Convention, entry: bytes, index: int) -> str:
    try:
        convention.apply(votes.read(entry).statement)
    except Refused as refused:
        return f"entry {index}: {refused.code}"
    convention.commit()
    return ""


def _counted(convention: Convention, name: str) -> tuple[dict[str, Total], str]:
    motion = convention.motions.get(name)
    if motion is None:
        return {}, ""
    result = motion.tally().result
    return tally.totals(result.options), result.outcome.value


def _declared(entry: bytes, name: str) -> tuple[dict[str, Total], str]:
    try:
        act = admission.read(entry).statement.act
    except Refused:
        return {}, ""
    if not isinstance(act, ResultDeclared) or act.motion != name:
        return {}, ""
    return tally.totals(act.result.options), act.result.outcome.value
