"""Appending to the log over a storage protocol: what is on disk and what is in memory move together."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from audit import admission
from audit.admission import Submission
from audit.encoding import b64url_encode
from audit.errors import LogError
from audit.merkle import Tree, leaf_hash
from ballots.convention import Convention
from ballots.errors import Refused
from ballots.state import Texts, no_texts


class Head(NamedTuple):
    """Size and root (32 bytes) of a log."""

    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Row:
    """One entry on its way to the disk."""

    index: int
    entry: bytes
    digest: str
    leaf: bytes


class LogTransaction(Protocol):
    """One exclusive turn at the log: no other writer, in this process or another, is between its start and its end.

    Leaving the context commits; an exception rolls back. Reads see what was committed before the turn.
    """

    def head(self) -> Head:
        """Return the committed head."""

    def entries(self, start: int, stop: int) -> Iterable[bytes]:
        """Return the entries from `start` up to, not including, `stop`, in order."""

    def indexes(self, digests: Sequence[str]) -> dict[str, int]:
        """Return the index of every digest that is recorded."""

    def append(self, rows: Sequence[Row], old: Head, new: Head) -> None:
        """Write rows and move the head from `old` to `new`.

        Raises:
            LogError: the head is no longer `old`.
        """


class LogStore(Protocol):
    """Where a log is kept."""

    def transaction(self) -> AbstractContextManager[LogTransaction]:
        """Take an exclusive turn, waiting for it if need be."""

    def head(self) -> Head:
        """Return the committed head without taking a turn."""

    def entries(self, start: int, stop: int) -> Iterable[bytes]:
        """Return committed entries from `start` up to, not including, `stop`, in order."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A statement's place in the log; `new` is False if it stood there before."""

    index: int
    new: bool


class Log:
    """A convention's state and Merkle tree in memory, following a store."""

    def __init__(self, store: LogStore, texts: Texts = no_texts) -> None:
        self.store = store
        self.convention = Convention(texts)
        self.tree = Tree()

    @property
    def head(self) -> Head:
        """Size and root of what is in memory."""
        return Head(self.tree.size, self.tree.root())

    def catch_up(self) -> None:
        """Follow what other processes appended.

        Raises:
            LogError: the store's entries do not have its root, or do not follow the rules.
        """
        head = self.store.head()
        if head.size != self.tree.size:
            self._replay(head, self.store.entries(self.tree.size, head.size))

    def append(self, submissions: Sequence[Submission]) -> list[Recorded | Refused]:
        """Judge submissions in order and record those that are admissible, all in one transaction.

        Their signatures must have been verified. Returns one answer a submission. If the transaction fails, memory is
        as it was before, and whether the disk has the entries shows at the next `catch_up`.

        Raises:
            LogError: the store is not the log that memory knows.
            Exception: whatever the store raises.
        """
        mark, size = 0, self.tree.size
        try:
            with self.store.transaction() as transaction:
                head = transaction.head()
                if head.size != self.tree.size:
                    self._replay(head, transaction.entries(self.tree.size, head.size))
                elif head.root != self.tree.root():
                    raise LogError(f"the store's root at size {head.size} is not the one in memory")
                mark, size = self.convention.mark(), self.tree.size
                known = transaction.indexes([submission.statement.digest for submission in submissions])
                answers, rows = self._judge(submissions, known)
                if rows:
                    transaction.append(rows, head, self.head)
        except BaseException:
            self.convention.unwind(mark)
            self.tree.truncate(size)
            raise
        self.convention.commit()
        return answers

    def _judge(
        self, submissions: Sequence[Submission], known: dict[str, int]
    ) -> tuple[list[Recorded | Refused], list[Row]]:
        answers: list[Recorded | Refused] = []
        rows: list[Row] = []
        for submission in submissions:
            digest = submission.statement.digest
            if digest in known:
                answers.append(Recorded(known[digest], new=False))
                continue
            try:
                admission.apply(self.convention, self.tree, submission)
            except Refused as refusal:
                answers.append(refusal)
                continue
            row = Row(self.tree.size, submission.entry, digest, leaf_hash(submission.entry))
            self.tree.append(row.leaf)
            rows.append(row)
            known[digest] = row.index
            answers.append(Recorded(row.index, new=True))
        return answers, rows

    def _replay(self, head: Head, entries: Iterable[bytes]) -> None:
        size = self.tree.size
        mark = self.convention.mark()
        try:
            for entry in entries:
                admission.apply(self.convention, self.tree, admission.read(entry))
                self.tree.append(leaf_hash(entry))
            if self.head != head:
                raise LogError(
                    f"the store's entries give root {b64url_encode(self.head.root)} at size {self.head.size}, "
                    f"its head says {b64url_encode(head.root)} at size {head.size}"
                )
        except Refused as refusal:
            where = self.tree.size
            self._go_back(mark, size)
            raise LogError(f"entry {where} of the store is not admissible: {refusal.code}") from refusal
        except BaseException:
            self._go_back(mark, size)
            raise
        self.convention.commit()

    def _go_back(self, mark: int, size: int) -> None:
        self.convention.unwind(mark)
        self.tree.truncate(size)
