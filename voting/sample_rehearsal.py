"""The sample convention from its first sitting to its Declaration, with what goes wrong on such a day."""

import hashlib
import json
import random
import tempfile
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

from audit.encoding import b64url_decode, b64url_encode
from audit.signing import Ed25519Signer, activation_seed
from ballots.acts import Role
from voting.config import Config
from voting.founding import Founding, found
from voting.phones import Device, Line, Pinned, new_code
from voting.rehearsed_server import Failed, audited, chairs_view, free_port, open_motion, serving
from voting.rehearsed_tellers import refused, vote_on_paper
from voting.roster import Prepared
from voting.sample_amendments import DOCUMENT, LANGUAGES, TITLE
from voting.sample_convention import PROXIES, credential, fill, sample_plan
from voting.services import assemble
from voting.signing import statement_digest

THREADS = 32
# By the references of the list of delegates.
WITHOUT_PHONE = "S-02"
LOSES_PHONE = "H-03"
GOES_HOME, ALTERNATE = "L-09", "L-11"
CLAIMS_A_VOTE = "R-02"
# What the hall makes of each step; whatever is not named here is rejected.
ADOPTED = {"A5", "A12", "A13", "A14", "A15", "A17", "A22", "A24", "A25"}
FALLEN = {"A6", "A7", "A8", "A11", "A18"}


def rehearse_sample(folder: Path, seed: int = 0) -> Iterator[str]:
    """Run the sample convention over HTTP with simulated phones; yield a line for each thing that happened.

    The bundle and the text as amended are in `folder` afterwards, verified.

    Raises:
        Failed: something is not as it was meant.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="plenary-rehearsal-") as temporary:
        address = f"http://127.0.0.1:{free_port()}"
        config = Config(
            Path(temporary) / "data", f"sqlite:///{temporary}/data/plenary.sqlite3", Path(temporary) / "kept"
        )
        founding = found(config, sample_plan())
        people = _People(config, founding)
        with serving(config, address):
            day = _Day(address, founding, people, random.Random(seed))  # noqa: S311 - choices, not keys
            yield from day.run()
            day.export(folder / "bundle.zip")
        yield from _verified(folder, founding, day)


class _People:
    """The sample's delegates as their badges have them: number, code, mandates, and who exercises what."""

    def __init__(self, config: Config, founding: Founding) -> None:
        parts = assemble(config)
        badges = fill(parts, founding)
        convention = parts.log.convention
        references = {person.person: person.reference for person in parts.roster.everyone()}
        self.numbers = {str(references[convention.credential(one.number).person]): one.number for one in badges}
        self.codes = {one.number: b64url_decode(one.fragment.partition(".")[0]) for one in badges}
        self.persons = {number: convention.credential(number).person for number in self.codes}
        self.mandates = {number: list(convention.credential(number).mandates) for number in self.codes}
        parts.engine.dispose()


class _Day:
    """One day of the convention."""

    def __init__(self, address: str, founding: Founding, people: _People, choices: random.Random) -> None:
        self.line = Line(address)
        self.lost = Line(f"http://127.0.0.1:{free_port()}")  # nobody listens there
        self.pinned = Pinned(self.line, founding.convention)
        self.convention = founding.convention
        self.people = people
        self.choices = choices
        self.motions = 0
        self.votes = 0
        self.whole = ""
        self.served: dict[str, str] = {}
        passing = ("Set-up desk", "Set-up clerk")
        staff = [one for one in founding.officers if one.plan.name not in passing]
        self.staff = [(one.plan.role, self._device(one.number, one.activation)) for one in staff]
        by_role = dict(self.staff)
        self.chair, self.desk, self.auditor = by_role[Role.CHAIR], by_role[Role.DESK], by_role[Role.AUDITOR]
        self.tellers = [device for role, device in self.staff if role is Role.TELLER]
        self.phones: dict[str, Device] = {}

    def _device(self, number: int, activation: Ed25519Signer) -> Device:
        return Device(self.line, self.pinned, self.convention, number, activation)

    def run(self) -> Iterator[str]:
        """Go through the day."""
        yield from self._morning()
        yield from self._list_of_the_committee()
        yield from self._appeal()
        yield from self._amendments()
        yield from self._whole()
        self.chair.act("sitting.closed", sitting="s1")
        yield f"sitting s1 closed; {self.motions} motions, {self.votes} votes, every receipt verified by its phone"

    # --- people ------------------------------------------------------------------------------------

    def _morning(self) -> Iterator[str]:
        """Activate the phones, check everybody in, hand over a seat, and open the sitting."""
        for _, officer in self.staff:
            officer.enrol()
            officer.sign_in()
        absent = {*PROXIES, WITHOUT_PHONE}
        for reference, number in self.people.numbers.items():
            device = self._device(number, Ed25519Signer.from_seed(activation_seed(self.people.codes[number])))
            device.mandates = list(self.people.mandates[number])
            if reference not in absent:
                self.phones[reference] = device
            if reference not in PROXIES:
                self.desk.act("presence.recorded", credential=number, state="in")
        self._each(Device.enrol, list(self.phones.values()))
        for principal, holder in PROXIES.items():
            self.phones[holder].mandates += self.people.mandates[self.people.numbers[principal]]
        yield f"{len(self.phones)} phones activated, {len(PROXIES)} mandates with proxies, one delegate without a phone"
        leaving, coming = self.phones[GOES_HOME], self.phones[ALTERNATE]
        fields = {"mandates": leaving.mandates, "to": coming.credential, "as": "alternate"}
        self.desk.act("mandate.delegated", **fields)
        self.desk.act("presence.recorded", credential=leaving.credential, state="out")
        coming.mandates, leaving.mandates = leaving.mandates, []
        yield f"{GOES_HOME} goes home; the alternate {ALTERNATE} has her seat"
        present = self._state()["rolls"]["present"]
        self.chair.act(
            "sitting.opened", sitting="s1", title={"en": "First sitting"}, present=present, tree=self.pinned.tree()
        )
        yield f"sitting s1 opened with {present['count']} mandates present"

    def _lose_a_phone(self, motion: dict[str, Any]) -> str:
        """Replace a lost phone in the middle of a vote: the old one is refused, the new one speaks for the seat."""
        lost = self.phones[LOSES_PHONE]
        number = lost.credential
        asked = {"people": [self.people.persons[number]]}
        prepared = Prepared(**self.desk.json("POST", "/desk/prepare", asked)["credentials"][0])
        code, activation = new_code()
        self.desk.act("credentials.issued", credentials=[credential(prepared, code)])
        found = self._device(prepared.number, activation)
        found.mandates = lost.mandates
        found.enrol()
        self.phones[LOSES_PHONE] = found
        refused("key_revoked", lambda: lost.send(lost.vote(motion, lost.mandates[0], "no")))
        return (
            f"{LOSES_PHONE} lost her phone during motion {motion['motion']}: the old one is refused, the new one votes"
        )

    # --- votes -------------------------------------------------------------------------------------

    def _list_of_the_committee(self) -> Iterator[str]:
        together = self._script()["committee"]
        yield from self._amendment(together["amendments"], together["text"], adopted=True)

    def _appeal(self) -> Iterator[str]:
        document = self._script()["document"]
        order = {"order": ["A5"], "reason": "Its proposers and those of A7 agreed that it is taken first."}
        self.chair.act("order.ruled", document=DOCUMENT, digest=document["digest"], **order)
        yield "the chair rules that A5 is voted before A7"
        title, question = "Appeal against the chair", "Shall the ruling of the chair be overturned?"
        motion = self._open("appeal", title, question, None)
        self._vote(motion, self._plan(20))
        yield self._finish(motion, "not_adopted", "appeal against the chair")

    def _amendments(self) -> Iterator[str]:
        """Take every step of the script, each with what goes wrong in it."""
        while steps := self._script()["steps"]:
            step = steps[0]
            names = step["amendments"]
            if names == ["A4"]:
                yield self._by_hands(step)
                continue
            adopted = not ADOPTED.isdisjoint(names)
            if adopted and not FALLEN.issuperset(step["falls"]):
                self._fail(f"{names} fells {step['falls']}")
            yield from self._amendment(names, step["text"], adopted)
            if adopted and step["falls"]:
                yield f"  and with its words {', '.join(step['falls'])} fall"
        found = self._standings()
        fallen = {name for name, status in found.items() if status == "fallen"}
        if fallen != FALLEN:
            self._fail(f"meant {sorted(FALLEN)} to fall, found {sorted(fallen)}")
        yield f"25 amendments: {', '.join(f'{count} {status}' for status, count in Counter(found.values()).items())}"

    def _amendment(self, names: Sequence[str], text: str | None, adopted: bool) -> Iterator[str]:
        subject = {**self._subject(text), "amendments": list(names)}
        title = f"Amendments {', '.join(names)}" if len(names) > 1 else f"Amendment {names[0]}"
        motion = self._open("amendment", title, "Shall the text read so?", subject)
        plan = self._plan(self.choices.randint(36, 50) if adopted else self.choices.randint(10, 24))
        if names == ["A22"]:
            yield from self._network_lost(motion, plan)
        else:
            if "A15" in names:
                yield self._lose_a_phone(motion)
            self._vote(motion, plan)
        if names == ["A17"]:
            mandate = self._without_phone()
            vote_on_paper(self.tellers, motion, mandate, "yes")
            yield f"{WITHOUT_PHONE} has no phone: two tellers record her vote on paper"
        yield self._finish(motion, "adopted" if adopted else "not_adopted", title)

    def _network_lost(self, motion: dict[str, Any], plan: Mapping[str, str]) -> Iterator[str]:
        """Lose the phones' network in the middle of a vote; the hall decides by hands, and the votes arrive later."""
        early = dict(list(plan.items())[: len(plan) // 2])
        late = {mandate: choice for mandate, choice in plan.items() if mandate not in early}
        self._vote(motion, early)
        kept = [(phone, phone.vote(motion, mandate, late[mandate])) for phone, mandate in self._held(late)]
        for phone, entry in kept:
            phone.line = self.lost
            with suppress(OSError):
                phone.send(entry)
                raise Failed("a vote was recorded without a network")
        yield f"the network is lost: {len(early)} votes recorded, {len(kept)} kept on their phones"
        yield self._decide("closure", "Closure of the debate", "Shall the debate be closed?", None, (41, 12, 5))
        for phone, entry in kept:
            phone.line = self.line
            phone.send(entry)
        self.votes += len(kept)
        yield f"the network is back: {len(kept)} kept votes recorded"

    def _by_hands(self, step: Mapping[str, Any]) -> str:
        subject = {**self._subject(step["text"]), "amendments": step["amendments"]}
        title = f"Amendment {step['amendments'][0]}"
        return self._decide("amendment", title, "Shall the text read so?", subject, (38, 14, 6))

    def _decide(
        self, kind: str, title: str, question: str, subject: Mapping[str, Any] | None, hands: tuple[int, int, int]
    ) -> str:
        """Let the chair state a show of hands, and two tellers confirm it."""
        decision = f"hands-{kind}"
        entry = self.chair.hand.sign(
            "decision.recorded",
            decision=decision,
            title={"en": title},
            question={"en": question},
            kind=kind,
            subject=subject,
            method="hands",
            counts=dict(zip(("yes", "no", "abstain"), hands, strict=True)),
            outcome="adopted",
            tree=self.pinned.tree(),
        )
        self.chair.send(entry)
        for teller in self.tellers:
            teller.act("decision.confirmed", decision=decision, record=statement_digest(entry))
        return f"{title}, by hands {'-'.join(map(str, hands))}, confirmed by two tellers: adopted"

    def _whole(self) -> Iterator[str]:
        """Vote the Declaration as amended: two thirds, which one vote that its phone lost turns."""
        whole = self._script()["whole"]
        if not whole["ready"]:
            self._fail("amendments are left before the vote on the whole")
        self.whole = whole["text"]
        subject = {**self._subject(self.whole), "amendments": []}
        motion = self._open("declaration", TITLE["en"], "Shall the Declaration be adopted?", subject)
        claimed, paper = self._claimed(), self._without_phone()
        others = [mandate for mandate in self._mandates() if mandate not in (claimed, paper)]
        self.choices.shuffle(others)
        self._vote(motion, {mandate: "yes" if place < 39 else "no" for place, mandate in enumerate(others)})
        vote_on_paper(self.tellers, motion, paper, "no")
        self.chair.act("polling.ended", motion=motion["motion"], opening=motion["opening"])
        if 39 * 3 >= 59 * 2 or 40 * 3 < 60 * 2 or len(others) != 58:
            self._fail(f"{len(others)} other mandates: one vote would not turn two thirds")
        yield f"the Declaration: 39 of 59 is less than two thirds; {CLAIMS_A_VOTE} says that her vote was not taken"
        vote_on_paper(self.tellers, motion, claimed, "yes")
        yield self._finish(motion, "adopted", "two tellers record it, 40 of 60: the Declaration", ended=True)

    # --- one motion --------------------------------------------------------------------------------

    def _open(self, kind: str, title: str, question: str, subject: Mapping[str, Any] | None) -> dict[str, Any]:
        self.motions += 1
        return open_motion(
            self.chair,
            str(self.motions),
            kind,
            title={"en": title},
            question={"en": question},
            subject=subject,
            change_of_vote=False,
        )

    def _plan(self, yes: int) -> dict[str, str]:
        """Say what each mandate with a phone votes: so many yes, three abstentions, the others no."""
        mandates = [mandate for mandate in self._mandates() if mandate != self._without_phone()]
        self.choices.shuffle(mandates)
        meant = ["yes"] * yes + ["abstain"] * 3
        return dict(zip(mandates, meant + ["no"] * len(mandates), strict=False))

    def _vote(self, motion: dict[str, Any], plan: Mapping[str, str]) -> None:
        """Let every phone cast its votes; one phone's go in their order, as its statements are numbered."""

        def cast(phone: Device) -> None:
            for mandate in phone.mandates:
                if mandate in plan:
                    phone.send(phone.vote(motion, mandate, plan[mandate]))

        self._each(cast, list(self.phones.values()))
        self.votes += len(plan)

    def _finish(self, motion: dict[str, Any], outcome: str, what: str, ended: bool = False) -> str:
        """End, close and declare a motion; the outcome must be what was meant."""
        named = {"motion": motion["motion"], "opening": motion["opening"]}
        if not ended:
            self.chair.act("polling.ended", **named)
        self.chair.act("motion.closed", **named, tree=self.pinned.tree())
        tally = chairs_view(self.chair, motion)["tally"]
        if tally["outcome"] != outcome:
            self._fail(f"motion {motion['motion']} ({what}): meant {outcome}, counted {tally}")
        result = {"options": tally["options"], "outcome": outcome}
        self.chair.act("result.declared", **named, tree=self.pinned.tree(), result=result, casting=None)
        counts = "-".join(str(tally["options"][option]["count"]) for option in ("yes", "no", "abstain"))
        return f"motion {motion['motion']}: {what}: {counts}, {outcome.replace('_', ' ')}"

    # --- what the day knows ------------------------------------------------------------------------

    def _held(self, mandates: Container[str]) -> list[tuple[Device, str]]:
        """Return those mandates with the phones that vote them, each phone's together."""
        return [(phone, one) for phone in self.phones.values() for one in phone.mandates if one in mandates]

    def _mandates(self) -> list[str]:
        return sorted(mandate for mandates in self.people.mandates.values() for mandate in mandates)

    def _without_phone(self) -> str:
        return self.people.mandates[self.people.numbers[WITHOUT_PHONE]][0]

    def _claimed(self) -> str:
        return self.people.mandates[self.people.numbers[CLAIMS_A_VOTE]][0]

    def _subject(self, text: str | None) -> dict[str, Any]:
        return {"document": DOCUMENT, "digest": self._script()["document"]["digest"], "text": text}

    def _state(self) -> dict[str, Any]:
        return dict(json.loads(self.line.get("/state")))

    def _text(self) -> dict[str, Any]:
        return dict(json.loads(self.line.get(f"/documents/{DOCUMENT}/state")))

    def _script(self) -> dict[str, Any]:
        return dict(self._text()["script"])

    def _standings(self) -> dict[str, str]:
        return {one["amendment"]: one["standing"] for one in self._text()["amendments"]}

    @staticmethod
    def _fail(message: str) -> None:
        raise Failed(message)

    @staticmethod
    def _each(act: Any, items: Sequence[Any]) -> list[Any]:
        with ThreadPoolExecutor(THREADS) as pool:
            return list(pool.map(act, items))

    def export(self, file: Path) -> None:
        """Download the bundle as an auditor does, and keep the texts as the server shows them."""
        file.write_bytes(self.auditor.fetch("GET", "/audit/bundle.zip?names=1"))
        shown = self._text()["languages"]
        self.served = {language: _text_of(shown[language]["blocks"]) for language in LANGUAGES}


def _text_of(blocks: Sequence[Mapping[str, Any]]) -> str:
    """Return blocks as a canonical text; what was deleted is left out."""
    marks = {"heading": lambda level: f"{'#' * level} ", "item": lambda _: "- ", "paragraph": lambda _: ""}
    kept = [block for block in blocks if not block["deleted"]]
    return "\n\n".join(f"{marks[block['kind']](block['level'])}{block['text']}" for block in kept) + "\n"


def _verified(folder: Path, founding: Founding, day: _Day) -> Iterator[str]:
    """Verify the bundle, and hold the text that it makes against what the last motion pinned."""
    bundle = folder / "bundle.zip"
    report = json.loads(audited("verify", str(bundle), "--json", "--convention", founding.convention))
    yield f"{bundle}: {report['verdict']}"
    audited("text", str(bundle), "--out", str(folder / "text"))
    for language in LANGUAGES:
        [file] = (folder / "text").glob(f"*.{language}.md")
        text = file.read_bytes()
        if text.decode() != day.served[language]:
            raise Failed(f"the text as amended in {language} is not what the server shows")
    digest = b64url_encode(hashlib.sha256(next((folder / "text").glob("*.en.md")).read_bytes()).digest())
    if digest != day.whole:
        raise Failed("the text as amended is not the one that was voted")
    yield f"the Declaration as amended, rebuilt from the bundle in {folder / 'text'}, is the text that was voted"
