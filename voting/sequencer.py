"""Group commit: many submissions, one transaction, one checkpoint, then all the receipts."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from audit import admission
from audit.admission import Submission
from audit.checkpoint import Checkpoint, open_checkpoint
from audit.errors import LogError, NoteError
from audit.log import Log, Recorded
from audit.merkle import leaf_hash
from audit.note import NoteSigner
from audit.receipt import Receipt
from ballots.errors import Refused, UnknownKey
from ballots.statement import Statement
from voting.kept import KeptCheckpoint

BATCH = 500
# Whoever commits pauses as long as each pause brings others, who then share the three writes to the disk that a
# commit costs; someone alone waits for one pause, and nobody for longer than the limit.
GATHER_SECONDS = 0.002
GATHER_LIMIT = 0.05


class Unavailable(Exception):
    """The log cannot take statements now; whether this one was recorded shows when it is sent again."""


@dataclass(slots=True)
class Ticket:
    """A submission that waits for its answer."""

    submission: Submission
    answer: "Answer | Refused | Unavailable | None" = field(default=None)


@dataclass(frozen=True, slots=True)
class Answer:
    """A recorded statement and its receipt; `new` is False if it had been recorded before."""

    receipt: Receipt
    new: bool


class Sequencer:
    """The one way into the log of this process.

    Whoever finds the log free appends everything that waits, and answers for all: an answer means durable, ordered
    and provable. `reading` gives a view that no writer disturbs. `check` refuses statements whose content is not here.
    """

    def __init__(self, log: Log, kept: KeptCheckpoint, signer: NoteSigner, check: Callable[[Statement], None]) -> None:
        self._log = log
        self._kept = kept
        self._signer = signer
        self._check_content = check
        self._turn = threading.RLock()
        self._waiting: deque[Ticket] = deque()
        self._note = b""
        self._published = 0
        # Set whenever this process has read or appended entries; whoever waits for that clears it.
        self.appended = threading.Event()
        self._broken: LogError | None = None

    def start(self) -> None:
        """Read the whole log and hold it against the kept checkpoint.

        Raises:
            LogError: entries or head are damaged, or the kept checkpoint is missing, ahead of the log, or of another.
        """
        with self._turn:
            self._log.catch_up()
            self._publish()

    def submit(self, entry: bytes) -> Answer:
        """Record a statement and return its receipt; sent again, it gets a receipt for the same entry.

        Raises:
            Refused: a named refusal; nothing is recorded.
            Unavailable: the disk failed, or the log is no longer what it was.
        """
        ticket = Ticket(self._verified(entry))
        self._waiting.append(ticket)
        with self._turn:
            if ticket.answer is None:
                self._gather()
            while ticket.answer is None:
                self._serve([self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))])
        if not isinstance(ticket.answer, Answer):
            raise ticket.answer
        return ticket.answer

    @contextmanager
    def reading(self) -> Iterator[tuple[Log, bytes]]:
        """Give the log as it is committed now, and the checkpoint over exactly that.

        Raises:
            Unavailable: the log is no longer what it was.
        """
        with self._turn:
            self._check()
            self._refresh()
            yield self._log, self._note

    def checkpoint_at(self, size: int) -> bytes:
        """Return the signed checkpoint of an earlier size; Ed25519 is deterministic, so it is always the same bytes."""
        with self.reading() as (log, _):
            origin = log.convention.founded.origin
            return Checkpoint(origin, size, log.tree.root(size)).sign(self._signer)

    def _verified(self, entry: bytes) -> Submission:
        submission = admission.read(entry)
        try:
            key = admission.signing_key(self._log.convention, submission)
        except UnknownKey:
            # Another process may have recorded the key a moment ago.
            with self.reading() as (log, _):
                key = admission.signing_key(log.convention, submission)
        admission.verify_signature(submission, key)
        self._check_content(submission.statement)
        return submission

    def _gather(self) -> None:
        """Let others who are just arriving join this commit."""
        seen, limit = 0, time.monotonic() + GATHER_LIMIT
        while seen < len(self._waiting) < BATCH and time.monotonic() < limit:
            seen = len(self._waiting)
            time.sleep(GATHER_SECONDS)

    def _serve(self, tickets: list[Ticket]) -> None:
        try:
            self._check()
            answers = self._log.append([ticket.submission for ticket in tickets])
            self._publish()
            for ticket, answer in zip(tickets, answers, strict=True):
                ticket.answer = self._receipt(answer) if isinstance(answer, Recorded) else answer
        except BaseException as error:
            if isinstance(error, LogError):
                self._broken = error
            for ticket in tickets:
                ticket.answer = Unavailable(str(error))
            if not isinstance(error, Exception):
                raise
            logging.getLogger("plenary").exception("a batch of %d statements failed", len(tickets))

    def _receipt(self, recorded: Recorded) -> Answer:
        proof = self._log.tree.inclusion_proof(recorded.index, self._published)
        return Answer(Receipt(recorded.index, tuple(proof), self._note), recorded.new)

    def _refresh(self) -> None:
        try:
            if self._log.store.head().size == self._published:
                return
            self._log.catch_up()
            self._publish()
        except LogError as error:
            self._broken = error
            raise Unavailable(str(error)) from error
        except Exception as error:
            # The disk or the database does not answer now; nothing is known to be wrong with the log.
            logging.getLogger("plenary").error("the log cannot be read: %s", error)
            raise Unavailable(str(error)) from error

    def _check(self) -> None:
        # A log that has contradicted itself once must not sign anything more.
        if self._broken is not None:
            raise Unavailable(str(self._broken))

    def _publish(self) -> None:
        """Sign a checkpoint over what the disk holds and keep it, before anyone is answered."""
        tree = self._log.tree
        while True:
            kept_note = self._kept.read()
            kept = self._open_kept(kept_note)
            if kept.size > tree.size:
                # A sibling process may have appended and published since our turn ended.
                self._log.catch_up()
            if kept.size > tree.size:
                raise LogError(
                    f"the kept checkpoint is for size {kept.size}, the database has {tree.size} entries: it is older "
                    "than what has been promised. Bring the newest database back; do not touch the checkpoint."
                )
            if tree.root(kept.size) != kept.root:
                raise LogError(f"the database is not the log of the kept checkpoint at size {kept.size}")
            self._reread(self._published, tree.size)
            note = kept_note
            if kept.size < tree.size:
                note = Checkpoint(kept.origin, tree.size, tree.root()).sign(self._signer)
                if not self._kept.replace(kept_note, note):
                    continue
            self._note, self._published = note, tree.size
            self.appended.set()
            return

    def _open_kept(self, note: bytes) -> Checkpoint:
        try:
            return open_checkpoint(note, self._signer.key)
        except NoteError as error:
            raise LogError(
                f"the kept checkpoint {self._kept.path} is damaged or of another log: {error}. Bring the right one "
                "back; do not make a new one: stop, and call the auditors."
            ) from None

    def _reread(self, start: int, stop: int) -> None:
        # One flipped bit under a signed root would kill the log for ever: sign what the disk gives back.
        for index, entry in enumerate(self._log.store.entries(start, stop), start):
            if leaf_hash(entry) != self._log.tree.leaf(index):
                raise LogError(f"entry {index} reads back from the database as something else")
