"""Rolls of mandates that remember their past, so that an electorate is frozen without copying it."""

from bisect import bisect_left

from ballots.journal import Journal
from ballots.majority import Count


class Roll:
    """A set of mandates that changes from entry to entry.

    `version` grows by one with every entry that changes the members. Membership and sizes can be asked for any
    entry of the past, in logarithmic time.
    """

    __slots__ = ("_delegations", "_toggles", "_touched", "total", "version")

    def __init__(self) -> None:
        self.version = 0
        self.total = Count()
        self._touched = -1
        # For each mandate the entries at which it joined, left, joined again ...
        self._toggles: dict[str, list[int]] = {}
        # For each delegation the entries at which its size changed, and the size from then on.
        self._delegations: dict[str, tuple[list[int], list[Count]]] = {}

    def __contains__(self, mandate: str) -> bool:
        return len(self._toggles.get(mandate, ())) % 2 == 1

    def change(self, journal: Journal, index: int, mandate: str, delegation: str, weight: int, member: bool) -> None:
        """Let a mandate join or leave at entry `index`; changes nothing if it has done so already."""
        if (mandate in self) is member:
            return
        if mandate not in self._toggles:
            journal.put(self._toggles, mandate, [])
        journal.append(self._toggles[mandate], index)
        step = Count(1, weight) if member else Count(-1, -weight)
        journal.set(self, "total", self.total.plus(step))
        if delegation not in self._delegations:
            journal.put(self._delegations, delegation, ([], []))
        entries, sizes = self._delegations[delegation]
        size = (sizes[-1] if sizes else Count()).plus(step)
        journal.append(entries, index)
        journal.append(sizes, size)
        if self._touched != index:
            journal.set(self, "_touched", index)
            journal.set(self, "version", self.version + 1)

    def had(self, mandate: str, index: int) -> bool:
        """Tell whether a mandate was a member just before entry `index`."""
        return bisect_left(self._toggles.get(mandate, ()), index) % 2 == 1

    def sizes_before(self, index: int) -> dict[str, Count]:
        """Return the size of every delegation just before entry `index`, the empty ones left out."""
        sizes = {delegation: self.size_before(delegation, index) for delegation in self._delegations}
        return {delegation: size for delegation, size in sizes.items() if size.heads}

    def size_before(self, delegation: str, index: int) -> Count:
        """Return the size of one delegation just before entry `index`."""
        entries, sizes = self._delegations.get(delegation, ((), ()))
        position = bisect_left(entries, index)
        return sizes[position - 1] if position else Count()

    def members_before(self, index: int) -> list[str]:
        """Return the mandates on the roll just before entry `index`, in order of first joining."""
        return [mandate for mandate in self._toggles if self.had(mandate, index)]
