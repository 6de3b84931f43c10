"""What phones need once a motion opens or those present are counted: thousands would ask for it in the same second."""

from collections.abc import Collection, Iterator

from audit.log import Log
from audit.receipt import Receipt
from ballots.amendment_errors import NotAmendable, TextMissing
from ballots.convention import Convention
from ballots.counting import counting_mandates
from ballots.standing import as_amended
from ballots.state import Credential
from voting.event_pieces import Piece, event
from voting.hall import Plain
from voting.ranges import ranges
from voting.rights import exercised, rights
from voting.sequencer import Sequencer

# The bytes of entries, and of a text, that one event has at most: phones fetch the rest, which a vote on very many
# amendments or on a very long text needs.
LIMIT = 150_000


class Opened:
    """Makes the event `opened`: who votes without anything special, and entries with their proofs.

    `ordinary` names credentials by number, under the digest of an opening or of a call: their one device knows already
    what it may cast, for it is what it may always cast. All others ask. `entries` are those that phones verify, `texts`
    the documents that are voted on as a whole, as amended, in the authoritative language.
    """

    def __init__(self, sequencer: Sequencer) -> None:
        self._sequencer = sequencer
        self._ordinary: dict[str, str] = {}
        self._made: tuple[Plain, Piece] | None = None
        self._read: tuple[dict[str, str], dict[str, str]] = {}, {}

    def piece(self, log: Log, state: Plain) -> Piece:
        """Return the event for a state, the same one again while it says the same; nothing where nothing is open."""
        motions = [motion for motion in state["motions"] if motion["state"] in ("open", "ended")]
        count = state["count"] if state["count"] is not None and state["count"]["state"] == "open" else None
        ordinary = {motion["opening"]: self._voters(log.convention, motion) for motion in motions}
        indexes = [index for motion in motions for index in _entries_of(motion)]
        if count is not None:
            ordinary[count["call"]] = self._counted(log.convention, count["call"])
            indexes.append(count["entry"])
        self._ordinary = ordinary
        entries = dict(self._proven(log, dict.fromkeys(indexes)))
        told = {"ordinary": ordinary, "entries": entries, "texts": self._texts(log.convention, motions)}
        if self._made is None or self._made[0] != told:
            self._made = told, Piece(event("opened", told) if ordinary else "")
        return self._made[1]

    @property
    def told(self) -> Plain | None:
        """What the newest event says; None where nothing is open."""
        return self._made[0] if self._made is not None and self._made[0]["ordinary"] else None

    def _voters(self, convention: Convention, motion: Plain) -> str:
        known = self._ordinary.get(motion["opening"])
        return known if known is not None else ranges(_ordinary_voters(convention, motion["motion"]))

    def _counted(self, convention: Convention, call: str) -> str:
        known = self._ordinary.get(call)
        return known if known is not None else ranges(_ordinarily_counted(convention))

    def _texts(self, convention: Convention, motions: Collection[Plain]) -> dict[str, str]:
        whole = [one["subject"] for one in motions if one["subject"] and one["subject"]["text"] is not None]
        named = {one["document"]: one["text"] for one in whole if not one["amendments"]}
        if self._read[0] != named:
            found = ((name, _authoritative(convention, name)) for name in named)
            self._read = named, {name: text for name, text in found if text is not None and len(text) <= LIMIT}
        return self._read[1]

    def _proven(self, log: Log, indexes: Collection[int]) -> Iterator[tuple[int, list[str]]]:
        """Yield entries with their proofs at one size, which is the same whenever and wherever this is made."""
        if not indexes:
            return
        size, room = max(indexes) + 1, LIMIT
        note = self._sequencer.checkpoint_at(size)
        for index in indexes:
            if log.convention.withholds(index, index + 1):
                continue
            [entry] = log.store.entries(index, index + 1)
            room -= len(entry)
            if room < 0:
                return
            proof = Receipt(index, tuple(log.tree.inclusion_proof(index, size)), note)
            yield index, [entry.decode("ascii"), proof.format().decode()]


def _authoritative(convention: Convention, name: str) -> str | None:
    language = convention.founded.languages[0]
    try:
        return as_amended(convention, convention.documents[name], language).text.format().decode()
    except (NotAmendable, TextMissing):
        # Who asks for it is told so.
        return None


def _entries_of(motion: Plain) -> Iterator[int]:
    """Yield the entries that a phone verifies before it shows a motion: the opening first."""
    yield motion["index"]
    if motion["matter"] is not None:
        yield motion["matter"]["index"]
    subject = motion["subject"]
    if subject is None:
        return
    yield subject["index"]
    for amendment in subject["amendments"]:
        for source in (*amendment["sources"], *amendment["above"]):
            yield source["index"]
            yield from source["translations"].values()


def _unchanged(convention: Convention) -> Iterator[Credential]:
    """Yield the credentials whose only device ever is confirmed and whose mandates are nobody else's."""
    moved = {key.credential for key in convention.keys.values() if key.moved}
    confirms = convention.founded.rules.device_confirmation
    for credential in convention.credentials.values():
        if not credential.active or credential.device is None or credential.number in moved:
            continue
        own = exercised(convention, credential) == list(credential.mandates)
        if own and (convention.keys[credential.device].confirmed or not confirms):
            yield credential


def _ordinary_voters(convention: Convention, name: str) -> Iterator[int]:
    motion = convention.motions[name]
    for credential in _unchanged(convention):
        mandates = list(credential.mandates)
        if rights(convention, motion, credential) == {
            "eligible": mandates,
            "standing": dict.fromkeys(mandates, "own"),
            "recorded": [],
            "on_paper": [],
            "why": {},
            "block": None,
        }:
            yield credential.number


def _ordinarily_counted(convention: Convention) -> Iterator[int]:
    answered = next(reversed(convention.counts.values())).answered
    for credential in _unchanged(convention):
        mandates = counting_mandates(convention, credential)
        if mandates == list(credential.mandates) and answered.keys().isdisjoint(mandates):
            yield credential.number
