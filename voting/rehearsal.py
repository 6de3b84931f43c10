"""A rehearsal: a whole convention over HTTP with simulated phones, verified and held against what was meant."""

import csv
import io
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from audit.receipt import Receipt
from ballots.acts import Role
from voting.founding import Founding, found
from voting.own_server import HOST, Failed, free_port, passing_config, serving
from voting.phones import Device, Line, Pinned, Refusal, new_code
from voting.plan import OfficerPlan, Plan
from voting.rehearsed_motions import chairs_view, open_motion
from voting.rehearsed_record import compare, verified
from voting.rehearsed_tellers import decide, vote_on_paper
from voting.roster import Prepared
from voting.sample_convention import credential
from voting.signing import ISSUED_AT_ONCE, Hand

THREADS = 32
CHOICES = ("yes", "no", "abstain")
DELEGATION_NAMES = ("Aurora", "Boreal", "Cascade", "Delta", "Estuary", "Fjord")


@dataclass
class Outcome:
    """What happened: counts of statements, seconds a phase, and a line a motion."""

    delegates: int
    sent: int = 0
    recorded: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)
    motions: list[dict[str, Any]] = field(default_factory=list)
    verdict: str = ""
    bundle: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return everything as plain values."""
        return {**vars(self), "refused": dict(self.refused)}

    def lines(self) -> Iterator[str]:
        """Yield the report for a terminal."""
        yield f"{self.delegates} delegates: {self.sent} votes sent, {self.recorded} recorded"
        for code, count in sorted(self.refused.items()):
            yield f"  refused as they should be: {count} {code}"
        for phase, seconds in self.seconds.items():
            yield f"  {phase:<24}{seconds:8.1f} s"
        for motion in self.motions:
            counts = "  ".join(f"{choice} {motion['counts'][choice]}" for choice in CHOICES)
            yield f"  motion {motion['motion']:<6}{motion['state']:<10}{counts}  {motion['outcome'] or ''}"
        yield f"{self.bundle}: {self.verdict}"


def rehearse(delegates: int, motions: int, folder: Path, seed: int = 0) -> Outcome:
    """Run a convention of so many delegates and motions; the bundle is in `folder` afterwards.

    Raises:
        Failed: a count or an answer is not as it was meant.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with passing_config() as config:
        port = free_port()
        address = f"http://{HOST}:{port}"
        founding = found(config, _plan())
        with serving(config, port):
            rehearsal = Rehearsal(address, founding, delegates, random.Random(seed))  # noqa: S311 - choices, not keys
            rehearsal.run(motions)
            rehearsal.export(folder)
        return rehearsal.outcome


def _plan() -> Plan:
    officers = [
        OfficerPlan(Role.CHAIR, "Chair"),
        OfficerPlan(Role.DESK, "Desk"),
        OfficerPlan(Role.TELLER, "Teller"),
        OfficerPlan(Role.TELLER, "Second teller"),
        OfficerPlan(Role.AUDITOR, "Auditor"),
    ]
    return Plan({"en": "Rehearsal"}, ("en",), "plenary.example/rehearsal", officers)


class Rehearsal:
    """One convention from its desk to its export."""

    def __init__(self, address: str, founding: Founding, delegates: int, choices: random.Random) -> None:
        self.line = Line(address)
        self.pinned = Pinned(self.line, founding.convention)
        self.founding = founding
        self.choices = choices
        self.outcome = Outcome(delegates)
        self.phones: list[Device] = []
        self.names: dict[int, Prepared] = {}
        self.receipt = b""
        self.welcomed = [(officer.plan.role, self._officer(officer)) for officer in founding.officers]
        self.officers = dict(self.welcomed)
        self.tellers = [officer for role, officer in self.welcomed if role is Role.TELLER]

    def _officer(self, officer: Any) -> Device:
        return Device(self.line, self.pinned, self.founding.convention, officer.number, officer.activation)

    def run(self, motions: int) -> None:
        """Go through the day."""
        with self._phase("officers, delegations"):
            self._each(self._welcome_officer, [officer for _, officer in self.welcomed])
            self._register_delegations()
        with self._phase("import and badges"):
            self._issue()
        with self._phase("activation, check-in"):
            self._each(Device.enrol, self.phones)
            # One after another: a device's statements are ordered, and all of these are the desk's.
            for phone in self.phones:
                self.officers[Role.DESK].act("presence.recorded", credential=phone.credential, state="in")
        document = self._table_document()
        for number in range(1, motions + 1):
            with self._phase(f"motion {number}"):
                self._motion(number, document)
        with self._phase("decision without a vote"):
            decide(self.officers[Role.CHAIR], self.tellers, self.pinned.tree())
        if motions >= 3:
            self._annul(self.outcome.motions[-1])

    def export(self, folder: Path) -> None:
        """Download the bundle as an auditor does, verify it and hold it against what was meant."""
        bundle, receipt = folder / "bundle.zip", folder / "vote.tlog-proof"
        auditor = self.officers[Role.AUDITOR]
        with self._phase("export"):
            bundle.write_bytes(auditor.fetch("GET", "/audit/bundle.zip?names=1"))
            receipt.write_bytes(self.receipt)
        with self._phase("verification"):
            report = verified(bundle, self.founding.convention, [(str(receipt), Receipt.parse(self.receipt))])
        self.outcome.verdict, self.outcome.bundle = report.verdict, str(bundle)
        meant = {motion["motion"]: motion["counts"] for motion in self.outcome.motions}
        compare(report, meant, {name: {"yes": 1} for name in meant})
        if [decision["state"] for decision in report.decisions] != ["in_effect"]:
            raise Failed(f"meant one decision in effect, verified {report.decisions}")

    @contextmanager
    def _phase(self, name: str) -> Iterator[None]:
        start = time.monotonic()
        yield
        self.outcome.seconds[name] = round(time.monotonic() - start, 2)

    @staticmethod
    def _each(act: Callable[[Any], Any], items: Iterable[Any]) -> list[Any]:
        with ThreadPoolExecutor(THREADS) as pool:
            return list(pool.map(act, items))

    @staticmethod
    def _welcome_officer(officer: Device) -> None:
        officer.enrol()
        officer.sign_in()

    def _register_delegations(self) -> None:
        founder = Hand(self.founding.founder, self.founding.convention)
        seats = -(-self.outcome.delegates // len(DELEGATION_NAMES))
        for weight, name in enumerate(DELEGATION_NAMES, 1):
            fields = {
                "delegation": name.lower(),
                "name": {"en": name},
                "entitlement": seats,
                "weight": weight,
                "groups": [],
            }
            entry = founder.sign("delegation.registered", **fields, decision=None)
            self.pinned.accept(self.line.request("POST", "/statements", entry, "application/jose")[1], entry)

    def _issue(self) -> None:
        desk, table = self.officers[Role.DESK], io.StringIO()
        rows = csv.writer(table)
        rows.writerow(("name", "delegation", "reference"))
        for number in range(self.outcome.delegates):
            rows.writerow((f"Delegate {number + 1}", DELEGATION_NAMES[number % len(DELEGATION_NAMES)], number + 1))
        data = table.getvalue().encode()
        token = desk.upload("/desk/import/preview", data, "delegates.csv")["token"]
        desk.upload("/desk/import", data, "delegates.csv", **{"X-Token": token})
        people = [row["person"] for row in desk.json("GET", "/desk/people?limit=100000")["people"]]
        for low in range(0, len(people), ISSUED_AT_ONCE):
            self.phones += self._issue_batch(people[low : low + ISSUED_AT_ONCE])

    def _issue_batch(self, people: list[str]) -> list[Device]:
        desk = self.officers[Role.DESK]
        prepared = [Prepared(**item) for item in desk.json("POST", "/desk/prepare", {"people": people})["credentials"]]
        codes = [new_code() for _ in prepared]
        issues = [credential(item, code) for item, (code, _) in zip(prepared, codes, strict=True)]
        desk.act("credentials.issued", credentials=issues)
        devices = []
        for item, (_, activation) in zip(prepared, codes, strict=True):
            self.names[item.number] = item
            convention = self.founding.convention
            devices.append(Device(self.line, self.pinned, convention, item.number, activation, item.mandates))
        return devices

    def _table_document(self) -> dict[str, str]:
        chair = self.officers[Role.CHAIR]
        text = b"We declare that peace is made by those who stay at the table.\n\nWe stay.\n"
        blob = json.loads(chair.fetch("POST", "/blobs", text, "text/plain"))["digest"]
        fields = {"document": "declaration", "version": 1, "title": {"en": "Declaration"}, "texts": {"en": blob}}
        chair.act("document.tabled", **fields)
        digest = chair.json("GET", "/chair/documents")[0]["digest"]
        return {"digest": digest, "document": "declaration"}

    def _motion(self, number: int, document: dict[str, str]) -> None:
        change = number % 2 == 1
        if number % 3:
            motion = self._open(number, "procedure", None, change)
        else:
            motion = self._open(number, "declaration", document, change)
        meant = self._vote(motion, change)
        self._close(motion, meant)

    def _open(self, number: int, kind: str, subject: dict[str, str] | None, change: bool) -> dict[str, Any]:
        return open_motion(
            self.officers[Role.CHAIR],
            str(number),
            kind,
            "present" if number % 2 else "accredited",
            title={"en": f"Motion {number}"},
            question={"en": f"Shall motion {number} be adopted?"},
            subject=subject,
            change_of_vote=change,
        )

    def _vote(self, motion: dict[str, Any], change: bool) -> dict[str, str]:
        """Let phones vote, most of them; return what each mandate meant in the end."""
        late, *voting = self.choices.sample(self.phones, max(2, len(self.phones) * 19 // 20))
        plans = [(phone, phone.mandates[0], self.choices.choice(CHOICES)) for phone in voting]
        receipts = self._each(lambda plan: self._cast(plan[0], motion, plan[1], plan[2]), plans)
        meant = {mandate: choice for _, mandate, choice in plans}
        self.receipt = receipts[0]
        self._change_or_repeat(motion, plans[:5], change, meant)
        self._replace_phone(motion, change, meant)
        self.officers[Role.CHAIR].act("polling.ended", motion=motion["motion"], opening=motion["opening"])
        self._expect("polling_ended", late, motion, "yes")
        # Whoever came too late turns to the tellers.
        for code in vote_on_paper(self.tellers, motion, late.mandates[0], "yes"):
            self.outcome.refused[code] += 1
        meant[late.mandates[0]] = "yes"
        return meant

    def _cast(self, phone: Device, motion: dict[str, Any], mandate: str, choice: str) -> bytes:
        entry = phone.vote(motion, mandate, choice)
        receipt = phone.send(entry)
        if phone.send(entry).index != receipt.index:
            raise Failed("a vote that was sent twice got two places")
        self.outcome.sent += 1
        self.outcome.recorded += 1
        return type(receipt)(receipt.index, receipt.proof, receipt.checkpoint, entry).format()

    def _change_or_repeat(
        self, motion: dict[str, Any], plans: list[tuple[Device, str, str]], change: bool, meant: dict[str, str]
    ) -> None:
        for phone, mandate, choice in plans:
            other = CHOICES[(CHOICES.index(choice) + 1) % 3]
            if change:
                self._cast(phone, motion, mandate, other)
                meant[mandate] = other
            else:
                self._expect("already_voted", phone, motion, other)

    def _replace_phone(self, motion: dict[str, Any], change: bool, meant: dict[str, str]) -> None:
        """Lose a phone in the middle of the vote: the old one is refused, the new one speaks for the mandate."""
        lost = next(phone for phone in self.phones if phone.mandates[0] in meant)
        [replacement] = self._issue_batch([self.names[lost.credential].person])
        replacement.enrol()
        self._expect("key_revoked", lost, motion, "no")
        if change:
            self._cast(replacement, motion, replacement.mandates[0], "abstain")
            meant[replacement.mandates[0]] = "abstain"
        else:
            self._expect("already_voted", replacement, motion, "abstain")
        self.phones[self.phones.index(lost)] = replacement

    def _expect(self, code: str, phone: Device, motion: dict[str, Any], choice: str) -> None:
        self.outcome.sent += 1
        try:
            phone.send(phone.vote(motion, phone.mandates[0], choice))
        except Refusal as refusal:
            if refusal.code != code:
                raise Failed(f"refused with {refusal.code}, expected {code}") from refusal
            self.outcome.refused[code] += 1
        else:
            raise Failed(f"a vote was recorded that should be refused with {code}")

    def _close(self, motion: dict[str, Any], meant: dict[str, str]) -> None:
        chair, named = self.officers[Role.CHAIR], {"motion": motion["motion"], "opening": motion["opening"]}
        chair.act("motion.closed", **named, tree=self.pinned.tree())
        tally = chairs_view(chair, motion)["tally"]
        counts = {choice: sum(meaning == choice for meaning in meant.values()) for choice in CHOICES}
        if {choice: total["count"] for choice, total in tally["options"].items()} != counts:
            raise Failed(f"motion {motion['motion']}: meant {counts}, counted {tally['options']}")
        self._expect_wrong_result(named, tally)
        result = {"options": tally["options"], "outcome": tally["outcome"]}
        chair.act("result.declared", **named, tree=self.pinned.tree(), result=result, casting=None)
        self.outcome.motions.append({**named, "counts": counts, "outcome": tally["outcome"], "state": "declared"})

    def _expect_wrong_result(self, named: dict[str, str], tally: dict[str, Any]) -> None:
        yes = {**tally["options"]["yes"], "count": tally["options"]["yes"]["count"] + 1}
        result = {"options": {**tally["options"], "yes": yes}, "outcome": tally["outcome"]}
        try:
            self.officers[Role.CHAIR].act(
                "result.declared", **named, tree=self.pinned.tree(), result=result, casting=None
            )
        except Refusal as refusal:
            if refusal.code != "wrong_result":
                raise
            self.outcome.refused[refusal.code] += 1
        else:
            raise Failed("a wrong result could be declared")

    def _annul(self, motion: dict[str, Any]) -> None:
        """Annul the last motion with a second person."""
        named = {"motion": motion["motion"], "opening": motion["opening"]}
        self.officers[Role.CHAIR].act("motion.annulled", **named, reason="Rehearsed: the wrong text was on the screen.")
        annulment = chairs_view(self.officers[Role.CHAIR], motion)["annulment"]["digest"]
        self.officers[Role.TELLER].act("annulment.confirmed", motion=motion["motion"], annulment=annulment)
        motion["state"], motion["outcome"] = "annulled", None
