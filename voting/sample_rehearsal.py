"""The sample convention from its first sitting to its Declaration, with what goes wrong on such a day."""

import hashlib
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from audit import container
from audit.bundle import Bundle, map_file
from audit.encoding import b64url_encode
from audit.texts import write_texts
from voting.founding import found
from voting.own_server import HOST, Failed, free_port, passing_config, serving
from voting.rehearsed_hall import Badges, Hall, Words, words_of
from voting.rehearsed_record import compare, verified
from voting.rehearsed_tellers import refused
from voting.sample_amendments import DOCUMENT, LANGUAGES
from voting.sample_convention import PROXIES, sample_plan

# By the references of the list of delegates.
WITHOUT_PHONE = "S-02"
LOSES_PHONE = "H-03"
GOES_HOME, ALTERNATE = "L-09", "L-11"
CLAIMS_A_VOTE = "R-02"
# What the hall makes of each step; whatever is not named here is rejected.
ADOPTED = {"A5", "A12", "A13", "A14", "A15", "A16", "A17", "A22", "A24", "A25"}
PULLED = "A22"
COMPROMISE, ORIGINALS = "A12", {"A9", "A10"}
BY_HANDS = "A4"
ENDS = {"adopted": 16, "rejected": 2, "fallen": 5, "withdrawn": 2}


def rehearse_sample(folder: Path, seed: int = 0) -> Iterator[str]:
    """Run the sample convention over HTTP with simulated phones; yield a line for each thing that happened.

    The bundle and the text as amended are in `folder` afterwards, verified.

    Raises:
        Failed: something is not as it was meant.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with passing_config() as config:
        port = free_port()
        address = f"http://{HOST}:{port}"
        founding = found(config, sample_plan())
        badges = Badges(config, founding)
        with serving(config, port):
            day = Day(Hall(address, founding, badges, random.Random(seed)))  # noqa: S311 - choices, not keys
            yield from day.run()
            day.export(folder / "bundle.zip")
        yield from day.verify(folder, founding.convention)


class Day:
    """One day of the convention."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.served: dict[str, str] = {}

    def run(self) -> Iterator[str]:
        """Go through the day."""
        yield from self._morning()
        yield from self._list_of_the_committee()
        yield from self._appeal()
        yield from self._amendments()
        yield from self._whole()
        self.hall.chair.act("sitting.closed", sitting="s1")
        yield f"sitting s1 closed after {len(self.hall.meant)} motions"

    def _morning(self) -> Iterator[str]:
        hall = self.hall
        hall.arrive(PROXIES, (WITHOUT_PHONE,))
        yield f"{len(hall.phones)} phones activated, {len(PROXIES)} mandates with proxies, one delegate without a phone"
        hall.hand_over(GOES_HOME, ALTERNATE)
        yield f"{GOES_HOME} goes home; the alternate {ALTERNATE} has her seat"
        present, tree = hall.state()["rolls"]["present"], hall.pinned.tree()
        hall.chair.act("sitting.opened", sitting="s1", title={"en": "First sitting"}, present=present, tree=tree)
        yield f"sitting s1 opened with {present['count']} mandates present"

    def _list_of_the_committee(self) -> Iterator[str]:
        together = self.hall.script()["committee"]
        if PULLED in together["amendments"]:
            raise Failed(f"{PULLED} was pulled, and is on the committee's list")
        yield f"the committee's list is put to one vote without {PULLED}, which was pulled from it"
        yield from self._step({**together, "falls": []}, adopted=True)

    def _appeal(self) -> Iterator[str]:
        hall = self.hall
        order = {"order": ["A5"], "reason": "Its proposers and those of A7 agreed that it is taken first."}
        hall.chair.act("order.ruled", document=DOCUMENT, digest=hall.script()["document"]["digest"], **order)
        yield "the chair rules that A5 is voted before A7; her ruling is appealed against"
        motion = hall.open("appeal", None, words_of("appeal"))
        hall.vote(motion, self._plan(20))
        hall.end(motion)
        yield hall.declare(motion, "not_adopted")

    def _amendments(self) -> Iterator[str]:
        """Take every step of the script, each with what goes wrong in it."""
        while steps := self.hall.script()["steps"]:
            step = steps[0]
            if step["amendments"] == [BY_HANDS]:
                subject = self._subject(step["text"], step["amendments"])
                yield self.hall.decide("amendment", subject, self._words(step["amendments"]), (38, 14, 6))
            else:
                yield from self._step(step, adopted=ADOPTED.issuperset(step["amendments"]))
        ends = Counter(self.hall.standings().values())
        if ends != ENDS:
            raise Failed(f"meant {ENDS}, found {ends}")
        yield f"25 amendments: {', '.join(f'{count} {status}' for status, count in ENDS.items())}"

    def _step(self, step: Mapping[str, Any], adopted: bool) -> Iterator[str]:
        """Vote a step; what it brings down or settles must be what the script announced."""
        hall, names = self.hall, step["amendments"]
        before = hall.standings()
        motion = hall.open("amendment", self._subject(step["text"], names), self._words(names))
        plan = self._plan(hall.choices.randint(36, 50) if adopted else hall.choices.randint(10, 24))
        if PULLED in names:
            yield from self._network_lost(motion, plan)
        elif "A15" in names:
            yield from self._phone_lost(motion, plan)
        else:
            hall.vote(motion, plan)
        if "A17" in names:
            hall.paper(motion, hall.seat(WITHOUT_PHONE), "yes")
            yield f"{WITHOUT_PHONE} has no phone: two tellers record her vote on paper"
        hall.end(motion)
        yield hall.declare(motion, "adopted" if adopted else "not_adopted")
        yield from self._consequences(step, before, adopted)

    def _consequences(self, step: Mapping[str, Any], before: Mapping[str, str], adopted: bool) -> Iterator[str]:
        after = self.hall.standings()
        moved = {name: status for name, status in after.items() if status != before[name]}
        meant = dict.fromkeys(step["amendments"], "adopted" if adopted else "rejected")
        if adopted:
            meant |= dict.fromkeys(step["falls"], "fallen")
        if adopted and COMPROMISE in step["amendments"]:
            meant |= dict.fromkeys(ORIGINALS, "withdrawn")
        if moved != meant:
            raise Failed(f"{step['amendments']}: meant {meant}, found {moved}")
        if fallen := [name for name, status in moved.items() if status == "fallen"]:
            yield f"  and with its words {', '.join(fallen)} fall"
        if settled := [name for name, status in moved.items() if status == "withdrawn"]:
            yield f"  the compromise stands, and {', '.join(settled)}, withdrawn in its favour, are settled"

    def _phone_lost(self, motion: dict[str, Any], plan: Mapping[str, str]) -> Iterator[str]:
        """Replace a lost phone in the middle of a vote: the old one is refused, the new one speaks for the seat."""
        hall, seat = self.hall, self.hall.seat(LOSES_PHONE)
        early, late = _halves({mandate: choice for mandate, choice in plan.items() if mandate != seat})
        hall.vote(motion, early)
        lost = hall.replace_phone(LOSES_PHONE)
        refused("key_revoked", lambda: lost.send(lost.vote(motion, seat, "no")))
        hall.vote(motion, {**late, seat: plan[seat]})
        name = motion["motion"]
        yield f"{LOSES_PHONE} lost her phone during motion {name}: the old one is refused, the new one votes"

    def _network_lost(self, motion: dict[str, Any], plan: Mapping[str, str]) -> Iterator[str]:
        """Lose the phones' network in the middle of a vote; the hall decides by hands, and the votes arrive later."""
        hall = self.hall
        early, late = _halves(plan)
        hall.vote(motion, early)
        answered = list(hall.votes[motion["motion"]])
        kept = hall.hold(motion, late)
        hall.lose_network()
        for phone, _, entry in kept:
            with suppress(OSError):
                phone.send(entry)
                raise Failed("a vote was recorded without a network")
        yield f"the network is lost: {len(early)} votes recorded, {len(kept)} kept on their phones"
        yield hall.decide("closure", None, words_of("closure"), (41, 12, 5))
        hall.regain_network()
        for phone, mandate, entry in kept:
            hall.send(motion, phone, mandate, entry)
        # A phone whose answer was lost cannot know that its vote arrived.
        for vote in answered:
            if vote.phone.send(vote.receipt.extra or b"").index != vote.receipt.index:
                raise Failed(f"the vote of {vote.mandate}, sent again, got another place")
        yield f"the network is back: {len(kept)} kept votes recorded, {len(answered)} sent again have their old places"

    def _whole(self) -> Iterator[str]:
        """Vote the Declaration as amended: two thirds, which one vote that its phone lost turns."""
        hall, whole = self.hall, self.hall.script()["whole"]
        if not whole["ready"]:
            raise Failed("amendments are left before the vote on the whole")
        motion = hall.open("declaration", self._subject(whole["text"]), words_of("whole", "amended"))
        yield f"the Declaration as amended is put to the vote, which pins its text: {whole['text']}"
        claimed, paper = hall.seat(CLAIMS_A_VOTE), hall.seat(WITHOUT_PHONE)
        others = hall.seats(but=(claimed, paper))
        hall.vote(motion, {mandate: "yes" if place < 39 else "no" for place, mandate in enumerate(others)})
        hall.paper(motion, paper, "no")
        hall.end(motion)
        counts = hall.counts(motion["motion"])
        yes, valid = counts["yes"], sum(counts.values())
        if yes * 3 >= valid * 2 or (yes + 1) * 3 < (valid + 1) * 2:
            raise Failed(f"{yes} of {valid}: one vote would not turn two thirds")
        yield f"the Declaration: {yes} of {valid} is less than two thirds; {CLAIMS_A_VOTE} misses her vote"
        hall.paper(motion, claimed, "yes")
        yield f"two tellers record it: {yes + 1} of {valid + 1}"
        yield hall.declare(motion, "adopted")

    def _words(self, names: Sequence[str]) -> Words:
        """Return title and question of a vote on amendments, as the chair's page has them."""
        [above] = {one["target"] for one in self.hall.text()["amendments"] if one["amendment"] in names}
        listed = ", ".join(names)
        if above:
            return words_of("second", amendments=listed, target=above)
        return words_of({1: "amendment", 2: "same"}.get(len(names), "list"), amendments=listed)

    def _plan(self, yes: int) -> dict[str, str]:
        """Say what each mandate with a phone votes: so many yes, three abstentions, the others no."""
        seats = self.hall.seats(but=(self.hall.seat(WITHOUT_PHONE),))
        meant = ["yes"] * yes + ["abstain"] * 3
        return dict(zip(seats, meant + ["no"] * (len(seats) - len(meant)), strict=True))

    def _subject(self, text: str | None, amendments: Sequence[str] = ()) -> dict[str, Any]:
        digest = self.hall.script()["document"]["digest"]
        return {"document": DOCUMENT, "digest": digest, "text": text, "amendments": list(amendments)}

    def export(self, file: Path) -> None:
        """Download the bundle as an auditor does, and keep the texts as the server shows them."""
        file.write_bytes(self.hall.auditor.fetch("GET", "/audit/bundle.zip?names=1"))
        shown = self.hall.text()["languages"]
        self.served = {language: _text_of(shown[language]["blocks"]) for language in LANGUAGES}

    def verify(self, folder: Path, convention: str) -> Iterator[str]:
        """Verify the bundle with every phone's receipt, and hold counts and texts against what was meant."""
        hall, bundle, receipts = self.hall, folder / "bundle.zip", self.hall.receipts()
        report = verified(bundle, convention, receipts)
        meant, on_paper = ({one: count(one) for one in hall.meant} for count in (hall.counts, hall.paper_counts))
        compare(report, meant, on_paper)
        yield f"{bundle}: valid, pinned by the convention and by {len(receipts)} receipts of phones"
        texts = {path.name: path.read_bytes() for path in write_texts(_bundle(bundle), folder / "text")}
        for language, served in self.served.items():
            [text] = [text for name, text in texts.items() if name.endswith(f".{language}.md")]
            if text.decode() != served:
                raise Failed(f"the text as amended in {language} is not what the server shows")
            subject = dict(report.motions[-1].recounted["subject"] or {})
            digest = b64url_encode(hashlib.sha256(text).digest())
            if language == LANGUAGES[0] and subject.get("text") != digest:
                raise Failed("the text as amended is not the one that was voted")
        yield f"the Declaration as amended, rebuilt from the bundle in {folder / 'text'}, is the text that was voted"


def _bundle(file: Path) -> Bundle:
    return Bundle(container.read(map_file(file)))


def _halves(plan: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    items = list(plan.items())
    return dict(items[: len(items) // 2]), dict(items[len(items) // 2 :])


def _text_of(blocks: Sequence[Mapping[str, Any]]) -> str:
    """Return blocks as a canonical text; what was deleted is left out."""
    marks = {"heading": lambda level: f"{'#' * level} ", "item": lambda _: "- ", "paragraph": lambda _: ""}
    kept = [block for block in blocks if not block["deleted"]]
    return "\n\n".join(f"{marks[block['kind']](block['level'])}{block['text']}" for block in kept) + "\n"
