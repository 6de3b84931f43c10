"""Signatures checked on all cores, while the main process goes on with the fold."""

from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import SpawnContext, SpawnProcess
from types import TracebackType
from typing import Any, NamedTuple, Self

from audit import admission
from audit.admission import SigningKey, Submission
from audit.errors import Unusable
from audit.keys import PublicKey
from ballots.acts import VoteCast
from ballots.errors import Refused
from ballots.jwk import Jwk

CHUNK = 512
# Chunks that wait for a worker; an entry is at most 64 KiB, mostly less than 1 KiB.
WAITING_PER_WORKER = 8
# Below this a process is longer in starting than it saves.
WORTH_A_PROCESS = 4 * CHUNK
KILLED = "a process that checks signatures did not start, or was ended from outside; verify again, with --jobs 1"


class Failure(NamedTuple):
    """An entry whose signature, key or device proof is not valid, with the refusal's code and detail."""

    entry: int
    code: str
    detail: str


# A vote: index, key, signature, signing input. Plain tuples, for a hundred thousand go from process to process.
_Vote = tuple[int, Jwk, bytes, bytes]
# Any other entry: index, key, its bytes, for they are what can cross from process to process.
_Other = tuple[int, SigningKey, bytes]


class _Workers(SpawnContext):
    """Starts processes and remembers them: a pool may forget one that it starts while it breaks, and wait for ever.

    They are spawned, for forking would copy whatever locks and threads the calling program holds.
    """

    def __init__(self) -> None:
        super().__init__()
        self._started: list[SpawnProcess] = []

    # The pool calls it by this name, which is a class attribute of the standard library's: hence the silenced checks.
    def Process(self, *arguments: Any, **named: Any) -> SpawnProcess:  # type: ignore[override]  # noqa: N802
        """Return a process that ends with this one at the latest."""
        process = SpawnProcess(*arguments, **named, daemon=True)
        self._started.append(process)
        return process

    def kill(self) -> None:
        """End every process at once."""
        for process in self._started:
            if process.is_alive():
                process.kill()


class Signatures:
    """Collects entries with the keys that must have signed them, and says which of them did not.

    `jobs` processes share the work; with one, or for few entries, it is done here. `advance` is told how many
    entries have been done.

    Use as a context manager: leaving it ends the processes.
    """

    def __init__(self, jobs: int, expected: int, advance: Callable[[int], None]) -> None:
        self._advance = advance
        self._votes: list[_Vote] = []
        self._others: list[_Other] = []
        self._running: deque[tuple[int, Future[list[Failure]]]] = deque()
        self._failures: list[Failure] = []
        self._waiting = jobs * WAITING_PER_WORKER
        self._finished = False
        self._workers = _Workers()
        self._pool: ProcessPoolExecutor | None = None
        if jobs > 1 and expected >= WORTH_A_PROCESS:
            self._pool = ProcessPoolExecutor(jobs, self._workers)
            # All start now: a pool that starts one while it breaks may stumble over its own list of them.
            for _ in range(jobs):
                self._pool.submit(int)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._finished:
            self._workers.kill()
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def add(self, index: int, submission: Submission, key: SigningKey) -> None:
        """Take one entry, which `key` must have signed."""
        signed = submission.jws
        if isinstance(submission.statement.act, VoteCast) and signed.alg == key.jwk.alg:
            self._votes.append((index, key.jwk, signed.signature, signed.signing_input))
        else:
            self._others.append((index, key, submission.entry))
        if len(self._votes) + len(self._others) == CHUNK:
            self._send()

    def finish(self) -> list[Failure]:
        """Return every failure in the order of the log, once all entries have been checked.

        Raises:
            Unusable: a process was killed, so that nothing can be said.
        """
        self._send()
        while self._running:
            self._receive()
        self._finished = True
        return sorted(self._failures)

    def _send(self) -> None:
        votes, others = self._votes, self._others
        self._votes, self._others = [], []
        if self._pool is None:
            self._failures += check(votes, others)
            self._advance(len(votes) + len(others))
            return
        try:
            self._running.append((len(votes) + len(others), self._pool.submit(check, votes, others)))
        except (OSError, RuntimeError):
            # A pool that is just breaking says so with either.
            raise Unusable(KILLED) from None
        while len(self._running) > self._waiting or (self._running and self._running[0][1].done()):
            self._receive()

    def _receive(self) -> None:
        count, future = self._running.popleft()
        try:
            self._failures += future.result()
        except BrokenProcessPool:
            raise Unusable(KILLED) from None
        self._advance(count)


def check(votes: Iterable[_Vote], others: Iterable[_Other]) -> list[Failure]:
    """Return the entries whose signature, key or device proof is not valid."""
    failures = []
    for index, jwk, signature, signing_input in votes:
        try:
            PublicKey.from_jwk(jwk).verify(signature, signing_input)
        except Refused as error:
            failures.append(Failure(index, error.code, error.detail))
    for index, key, entry in others:
        try:
            admission.verify_signature(admission.read(entry), key)
        except Refused as error:
            failures.append(Failure(index, error.code, error.detail))
    return failures
