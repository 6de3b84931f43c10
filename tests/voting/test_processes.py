"""Several server processes on one database: real processes race, and one consistent log comes out."""

import multiprocessing
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import pytest

from audit import admission
from audit.checkpoint import open_checkpoint
from audit.merkle import Tree, leaf_hash
from audit.note import VerifierKey
from audit.receipt import Receipt
from audit.signing import P256Signer
from audit.tally import motion_result
from ballots.acts import PollingEnded, Role, VoteCast
from ballots.convention import Convention
from ballots.errors import Refused
from tests.voting.house import House, build_house
from voting.config import Config
from voting.kept import KeptCheckpoint
from voting.services import Services, assemble
from voting.signing import Hand, statement_digest

PROCESSES = 3
DELEGATES = 12
PATIENCE = 60
# How many refusals of `polling_ended` a voter collects before she gives up.
INSISTENCE = 3


@dataclass(frozen=True)
class Sent:
    """A statement and what came back: a tlog-proof, or the code of a refusal."""

    entry: bytes
    receipt: bytes | None
    new: bool = False
    code: str = ""


def send(parts: Services, entry: bytes) -> Sent:
    try:
        answer = parts.sequencer.submit(entry)
    except Refused as refusal:
        return Sent(entry, None, code=refusal.code)
    return Sent(entry, answer.receipt.format(), answer.new)


def in_threads(work: Callable[[Any], list[Sent]], shares: Sequence[Any]) -> list[Sent]:
    """Run one thread a share, as one server process serves many phones at a time."""
    results: list[Sent] = []
    threads = [threading.Thread(target=lambda share=share: results.extend(work(share))) for share in shares]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def serve(config: Config, shares: Sequence[Sequence[bytes]], ready: Any, go: Event, results: Any) -> None:
    """A server process that gets ready-made statements, each share in its order."""
    parts = assemble(config)
    ready.put(True)
    go.wait(PATIENCE)
    results.put(in_threads(lambda share: [send(parts, entry) for entry in share], shares))


def keep_voting(
    config: Config, convention: str, voters: Sequence[tuple[bytes, str]], opening: str, ready: Any, go: Event, out: Any
) -> None:
    """A server process whose voters have voted, and change their votes until polling has ended for them."""
    parts = assemble(config)
    hands = {mandate: Hand(P256Signer.from_pem(key), convention) for key, mandate in voters}

    def vote(mandate: str, number: int) -> Sent:
        ballot = {"choice": ("yes", "no", "abstain")[number % 3]}
        named = {"motion": "1", "opening": opening, "mandate": mandate}
        return send(parts, hands[mandate].sign("vote.cast", ballot=ballot, **named))

    def insist(mandate: str) -> list[Sent]:
        sent = list[Sent]()
        until = time.monotonic() + PATIENCE
        while sum(not item.receipt for item in sent) < INSISTENCE and time.monotonic() < until:
            sent.append(vote(mandate, len(sent) + 1))
        return sent

    # However late a process gets its turn in the race, each of its mandates has voted.
    first = [vote(mandate, 0) for mandate in hands]
    ready.put(True)
    go.wait(PATIENCE)
    out.put(first + in_threads(insist, list(hands)))


def end_polling(config: Config, entry: bytes, after: int, ready: Any, go: Event, results: Any) -> None:
    """A server process at which the chair ends polling once so many entries stand in the log."""
    parts = assemble(config)
    ready.put(True)
    go.wait(PATIENCE)
    until = time.monotonic() + PATIENCE
    while parts.store.head().size < after and time.monotonic() < until:
        time.sleep(0.002)
    results.put([send(parts, entry)])


def race(jobs: Sequence[tuple[Callable[..., None], tuple[Any, ...]]]) -> list[Sent]:
    """Run each job in a process of its own, all let go at the same moment; return everything that was sent."""
    context = multiprocessing.get_context("spawn")
    ready, results, go = context.Queue(), context.Queue(), context.Event()
    processes = [context.Process(target=target, args=(*arguments, ready, go, results)) for target, arguments in jobs]
    try:
        for process in processes:
            process.start()
        for _ in processes:
            ready.get(timeout=PATIENCE)
        go.set()
        sent = [item for _ in processes for item in results.get(timeout=2 * PATIENCE)]
        for process in processes:
            process.join(PATIENCE)
        assert [process.exitcode for process in processes] == [0] * len(processes)
        return sent
    finally:
        for process in processes:
            if process.is_alive():
                process.kill()


@pytest.fixture
def house(tmp_path: Path, database_url: str) -> Iterator[House]:
    house = build_house(tmp_path, database_url, delegates=DELEGATES)
    yield house
    house.parts.engine.dispose()


def replayed(house: House, sent: Sequence[Sent]) -> tuple[Convention, list[bytes]]:
    """Audit the log on disk from its first entry on, and hold every receipt against it."""
    parts = house.reopen()
    head = parts.store.head()
    entries = list(parts.store.entries(0, head.size))
    parts.engine.dispose()
    convention, tree = Convention(), Tree()
    for entry in entries:
        admission.admit(convention, tree, entry)
        tree.append(leaf_hash(entry))
    assert (tree.size, tree.root()) == head
    key = VerifierKey.parse(convention.founded.log_key)
    kept = open_checkpoint(KeptCheckpoint(house.config.kept).read(), key)
    assert (kept.size, kept.root) == head
    for item in sent:
        if item.receipt:
            receipt = Receipt.parse(item.receipt)
            checkpoint = receipt.verify(item.entry, key)
            assert checkpoint.root == tree.root(checkpoint.size)
            assert entries[receipt.index] == item.entry
        else:
            assert item.entry not in entries
    return convention, entries


def test_votes_that_race_in_several_processes_make_one_log(house: House) -> None:
    opening = house.open(change_of_vote=False)
    before = house.parts.store.head().size
    first = [house.vote(which, opening, "yes") for which in range(DELEGATES)]
    second = [house.vote(which, opening, "no") for which in range(DELEGATES)]

    # One process gets the yes votes, one the no votes of the same devices, one the yes votes once more.
    shares = [[entries[start::3] for start in range(3)] for entries in (first, second, first)]
    sent = race([(serve, (house.config, share)) for share in shares])

    convention, entries = replayed(house, sent)
    recorded = [admission.read(entry).statement.act for entry in entries[before:]]
    assert sorted(act.mandate for act in recorded if isinstance(act, VoteCast)) == sorted(
        f"north/{which + 1}" for which in range(DELEGATES)
    )
    assert len(recorded) == DELEGATES == convention.motions["1"].turnout().heads
    assert Counter(item.entry for item in sent if item.new) == Counter(entries[before:])
    for yes, no in zip(first, second, strict=True):
        answers = {item.code or "recorded" for item in sent if item.entry == yes}
        others = {item.code or "recorded" for item in sent if item.entry == no}
        # The no was signed later: before the yes it makes that an old statement, after it a second vote.
        assert (answers, others) in (({"recorded"}, {"already_voted"}), ({"sequence_used"}, {"recorded"}))


def test_votes_against_the_end_of_polling(house: House) -> None:
    opening = house.open()
    before = house.parts.store.head().size
    voters = [(hand.signer.to_pem(), f"north/{which}") for which, hand in enumerate(house.delegates, 1)]
    end = house.hand(Role.CHAIR).sign("polling.ended", motion="1", opening=opening)
    jobs: list[tuple[Callable[..., None], tuple[Any, ...]]] = [
        (keep_voting, (house.config, house.convention, voters[start::PROCESSES], opening)) for start in range(PROCESSES)
    ]
    sent = race([*jobs, (end_polling, (house.config, end, before + 4 * DELEGATES))])

    convention, entries = replayed(house, sent)
    votes = [item for item in sent if item.entry != end]
    recorded = [item.entry for item in votes if item.receipt]
    refused = [item for item in votes if not item.receipt]
    ended_at = entries.index(end)
    assert {item.code for item in refused} == {"polling_ended"}
    assert len(refused) == INSISTENCE * DELEGATES
    assert sorted(entries[before:ended_at]) == sorted(recorded)
    assert ended_at == len(entries) - 1
    assert len({statement_digest(item.entry) for item in votes}) == len(votes)

    # Counted once more without the fold: the last recorded vote of each mandate.
    choices = {}
    for entry in entries[before:ended_at]:
        vote = admission.read(entry).statement.act
        assert isinstance(vote, VoteCast)
        choices[vote.mandate] = vote.ballot["choice"]
    assert isinstance(admission.read(entries[ended_at]).statement.act, PollingEnded)
    counted = motion_result(convention.motions["1"], None)
    assert {option: total["count"] for option, total in counted["options"].items() if total["count"]} == Counter(
        choices.values()
    )
    assert counted["cast"]["count"] == DELEGATES == len(choices)
