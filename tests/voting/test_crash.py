"""A server that is killed in the middle of a burst of votes: what got a receipt is there, and the log replays."""

import http.client
import os
import signal
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from audit import admission
from audit.checkpoint import open_checkpoint
from audit.merkle import Tree, leaf_hash
from audit.note import VerifierKey
from audit.receipt import Receipt
from ballots.convention import Convention
from tests.browser.hall import Hall, open_hall
from tests.browser.servers import start_server
from tests.browser.voters import Voter, open_motion, seat_voters
from voting.database import make_engine
from voting.kept import KeptCheckpoint
from voting.log_store import SqlLogStore

MANDATES = ("nord/1", "nord/2", "nord/3", "nord/4", "sol/1", "sol/2", "sol/3", "lake/1")
BEFORE_THE_KILL = 40
PATIENCE = 60


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    hall = open_hall(tmp_path)
    yield hall
    hall.stop()


def post(hall: Hall, entry: bytes) -> tuple[int, bytes]:
    headers = {"Content-Type": "application/jose"}
    request = urllib.request.Request(f"{hall.address}/statements", entry, headers, method="POST")
    with urllib.request.urlopen(request, timeout=PATIENCE) as response:
        return response.status, response.read()


class Burst:
    """Voters who change their votes without a pause until their server is gone."""

    def __init__(self, hall: Hall, voters: Sequence[Voter], opening: str) -> None:
        self.hall, self.opening = hall, opening
        self.answered: dict[bytes, bytes] = {}
        self.unanswered: list[bytes] = []
        self._threads = [threading.Thread(target=self._vote, args=(voter,)) for voter in voters]

    def _vote(self, voter: Voter) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            ballot = {"choice": ("yes", "no")[len(self.answered) % 2]}
            named = {"motion": "1", "opening": self.opening, "mandate": voter.mandate}
            entry = voter.hand.sign("vote.cast", ballot=ballot, **named)
            try:
                self.answered[entry] = post(self.hall, entry)[1]
            except (OSError, http.client.HTTPException):
                # A server killed within its answer leaves half of one.
                self.unanswered.append(entry)
                return

    def run_until_killed(self) -> None:
        for thread in self._threads:
            thread.start()
        until = time.monotonic() + PATIENCE
        while len(self.answered) < BEFORE_THE_KILL and time.monotonic() < until:
            time.sleep(0.001)
        # All at once, master and workers, as a power cut would.
        os.killpg(self.hall.server.pid, signal.SIGKILL)
        self.hall.server.wait()
        for thread in self._threads:
            thread.join()


def test_every_vote_with_a_receipt_survives_a_kill(hall: Hall) -> None:
    voters = seat_voters(hall, hall.hand("desk"), *MANDATES)
    motion = open_motion(hall, hall.hand("chair"), "1", change_of_vote=True)
    receipts: dict[bytes, bytes] = {}
    for workers in (2, 1):
        burst = Burst(hall, voters, motion["opening"])
        burst.run_until_killed()
        assert len(burst.answered) >= BEFORE_THE_KILL
        assert len(burst.unanswered) == len(MANDATES)
        receipts |= burst.answered

        hall.server = start_server(hall.config, hall.address, workers)
        for entry in burst.unanswered:
            status, receipts[entry] = post(hall, entry)
            assert status in (200, 201)
        for entry in list(burst.answered)[-5:]:
            status, again = post(hall, entry)
            assert status == 200
            assert Receipt.parse(again).index == Receipt.parse(receipts[entry]).index
    hall.stop()
    check_log(hall, receipts)


def check_log(hall: Hall, receipts: dict[bytes, bytes]) -> None:
    engine = make_engine(hall.config.database_url)
    store = SqlLogStore(engine)
    entries = list(store.entries(0, store.head().size))
    convention, tree = Convention(), Tree()
    for entry in entries:
        admission.admit(convention, tree, entry)
        tree.append(leaf_hash(entry))
    assert store.head() == (tree.size, tree.root())
    engine.dispose()
    key = VerifierKey.parse(convention.founded.log_key)
    kept = open_checkpoint(KeptCheckpoint(hall.config.kept).read(), key)
    assert (kept.size, kept.root) == (tree.size, tree.root())
    for entry, receipt in receipts.items():
        proved = Receipt.parse(receipt)
        checkpoint = proved.verify(entry, key)
        assert entries[proved.index] == entry
        assert tree.root(checkpoint.size) == checkpoint.root
    assert sum(entry in receipts for entry in entries) == len(receipts)
    assert convention.motions["1"].turnout().heads == len(MANDATES)
