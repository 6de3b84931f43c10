"""The hall of the sample's rehearsal: everybody's device, and what chair, tellers and phones do in any vote."""

import json
import random
from collections import Counter
from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

from audit.encoding import b64url_decode
from audit.receipt import Receipt
from audit.signing import Ed25519Signer, activation_seed
from ballots.acts import Role
from voting.config import Config
from voting.founding import Founding
from voting.motion_phrases import PHRASES
from voting.own_server import HOST, Failed, free_port
from voting.phones import Device, Line, Pinned, new_code
from voting.rehearsed_motions import chairs_view, open_motion
from voting.rehearsed_tellers import vote_on_paper
from voting.roster import Prepared
from voting.sample_amendments import DOCUMENT, LANGUAGES, TITLE
from voting.sample_convention import SET_UP_CLERK, SET_UP_DESK, credential, fill
from voting.services import assemble
from voting.signing import statement_digest

THREADS = 32
CHOICES = ("yes", "no", "abstain")
# Title and question, each in the sample's languages.
Words = Mapping[str, Mapping[str, str]]


def words_of(phrase: str, question: str = "", **values: str) -> Words:
    """Return title and question as the chair's page fills them in; `question` names a phrase of its own."""
    named = {"title": f"{phrase}.title", "question": f"{question or phrase}.question"}
    return {
        part: {
            language: PHRASES[language][name].format(**{"title": TITLE[language]} | values) for language in LANGUAGES
        }
        for part, name in named.items()
    }


class Badges:
    """The sample's delegates as their badges have them, by the references of the list of delegates."""

    def __init__(self, config: Config, founding: Founding) -> None:
        parts = assemble(config)
        badges = fill(parts, founding)
        issued = {badge.number: parts.log.convention.credential(badge.number) for badge in badges}
        references = {person.person: person.reference for person in parts.roster.everyone()}
        self.numbers = {str(references[one.person]): number for number, one in issued.items()}
        self.codes = {badge.number: b64url_decode(badge.fragment.partition(".")[0]) for badge in badges}
        self.persons = {number: one.person for number, one in issued.items()}
        self.mandates = {reference: list(issued[number].mandates) for reference, number in self.numbers.items()}
        parts.engine.dispose()


class Vote(NamedTuple):
    """A recorded vote: whose phone, and the verified receipt with the vote in it."""

    phone: Device
    mandate: str
    receipt: Receipt


class Hall:
    """Everybody in the hall, what they meant in each motion, and the receipt of every vote."""

    def __init__(self, address: str, founding: Founding, badges: Badges, choices: random.Random) -> None:
        self.line = Line(address)
        self.pinned = Pinned(self.line, founding.convention)
        self.convention = founding.convention
        self.badges = badges
        self.choices = choices
        self.meant: dict[str, dict[str, str]] = {}
        self.papers: dict[str, list[str]] = {}
        self.votes: dict[str, list[Vote]] = {}
        present = [one for one in founding.officers if one.plan.name not in (SET_UP_DESK, SET_UP_CLERK)]
        self.staff = [(one.plan.role, self._device(one.number, one.activation)) for one in present]
        by_role = dict(self.staff)
        self.chair, self.desk, self.auditor = by_role[Role.CHAIR], by_role[Role.DESK], by_role[Role.AUDITOR]
        self.tellers = [device for role, device in self.staff if role is Role.TELLER]
        self.phones: dict[str, Device] = {}

    def _device(self, number: int, activation: Ed25519Signer) -> Device:
        return Device(self.line, self.pinned, self.convention, number, activation)

    def arrive(self, proxies: Mapping[str, str], without_phone: Collection[str]) -> None:
        """Activate everybody's device and check in whoever came; `proxies` says who stayed at home, and who votes."""
        for _, officer in self.staff:
            officer.enrol()
            officer.sign_in()
        for reference, number in self.badges.numbers.items():
            if reference in proxies:
                continue
            self.desk.act("presence.recorded", credential=number, state="in")
            if reference not in without_phone:
                activation = Ed25519Signer.from_seed(activation_seed(self.badges.codes[number]))
                self.phones[reference] = self._device(number, activation)
                self.phones[reference].mandates += self.badges.mandates[reference]
        self._each(Device.enrol, list(self.phones.values()))
        for principal, holder in proxies.items():
            self.phones[holder].mandates += self.badges.mandates[principal]

    def hand_over(self, principal: str, alternate: str) -> None:
        """Give the seat of someone who goes home to an alternate, at the desk."""
        leaving, coming = self.phones[principal], self.phones[alternate]
        fields = {"mandates": leaving.mandates, "to": coming.credential, "as": "alternate"}
        self.desk.act("mandate.delegated", **fields)
        self.desk.act("presence.recorded", credential=leaving.credential, state="out")
        coming.mandates, leaving.mandates = leaving.mandates, []

    def replace_phone(self, reference: str) -> Device:
        """Issue a new badge for a lost phone and activate it on another; return the old one."""
        lost = self.phones[reference]
        person = self.badges.persons[lost.credential]
        prepared = Prepared(**self.desk.json("POST", "/desk/prepare", {"people": [person]})["credentials"][0])
        code, activation = new_code()
        self.desk.act("credentials.issued", credentials=[credential(prepared, code)])
        found = self._device(prepared.number, activation)
        found.mandates = lost.mandates
        found.enrol()
        self.phones[reference] = found
        return lost

    def seat(self, reference: str) -> str:
        """Return the one mandate of a delegate."""
        [mandate] = self.badges.mandates[reference]
        return mandate

    def seats(self, but: Container[str] = ()) -> list[str]:
        """Return all mandates but some, shuffled."""
        mandates = sorted(one for held in self.badges.mandates.values() for one in held if one not in but)
        self.choices.shuffle(mandates)
        return mandates

    def open(self, kind: str, subject: Mapping[str, Any] | None, words: Words) -> dict[str, Any]:
        """Open the next motion; return it as pages get it."""
        name = str(len(self.meant) + 1)
        self.meant[name], self.papers[name], self.votes[name] = {}, [], []
        fields: dict[str, Any] = {**words, "subject": subject, "change_of_vote": False}
        return open_motion(self.chair, name, kind, **fields)

    def vote(self, motion: dict[str, Any], plan: Mapping[str, str]) -> None:
        """Let every phone cast its votes; one phone's go in their order, as its statements are numbered."""

        def cast(phone: Device) -> None:
            for mandate in phone.mandates:
                if mandate in plan:
                    self.send(motion, phone, mandate, phone.vote(motion, mandate, plan[mandate]))

        self._each(cast, list(self.phones.values()))
        self.meant[motion["motion"]].update(plan)

    def send(self, motion: dict[str, Any], phone: Device, mandate: str, entry: bytes) -> None:
        """Send a signed vote and keep its receipt."""
        receipt = phone.send(entry)
        kept = Receipt(receipt.index, receipt.proof, receipt.checkpoint, entry)
        self.votes[motion["motion"]].append(Vote(phone, mandate, kept))

    def hold(self, motion: dict[str, Any], plan: Mapping[str, str]) -> list[tuple[Device, str, bytes]]:
        """Sign votes and keep them on their phones."""
        self.meant[motion["motion"]].update(plan)
        return [
            (phone, mandate, phone.vote(motion, mandate, plan[mandate]))
            for phone in self.phones.values()
            for mandate in phone.mandates
            if mandate in plan
        ]

    def lose_network(self) -> None:
        """Let every phone speak into the void: nobody listens at its server's address."""
        nowhere = Line(f"http://{HOST}:{free_port()}")
        for phone in self.phones.values():
            phone.line = nowhere

    def regain_network(self) -> None:
        """Let every phone reach the server again."""
        for phone in self.phones.values():
            phone.line = self.line

    def paper(self, motion: dict[str, Any], mandate: str, choice: str) -> None:
        """Let both tellers record a vote."""
        vote_on_paper(self.tellers, motion, mandate, choice)
        self.meant[motion["motion"]][mandate] = choice
        self.papers[motion["motion"]].append(mandate)

    def end(self, motion: dict[str, Any]) -> None:
        """End polling: phones vote no more, tellers may."""
        self.chair.act("polling.ended", motion=motion["motion"], opening=motion["opening"])

    def close(self, motion: dict[str, Any]) -> None:
        """Close a motion that has ended: chairs see its count."""
        named = {"motion": motion["motion"], "opening": motion["opening"]}
        self.chair.act("motion.closed", **named, tree=self.pinned.tree())

    def publish(self, motion: dict[str, Any], result: dict[str, Any]) -> None:
        """Declare the result of a motion that is closed: everybody sees it."""
        named = {"motion": motion["motion"], "opening": motion["opening"]}
        self.chair.act("result.declared", **named, tree=self.pinned.tree(), result=result, casting=None)

    def declare(self, motion: dict[str, Any], outcome: str) -> str:
        """Close and declare a motion that has ended; return its counts and outcome in a line.

        Raises:
            Failed: the count is not what every mandate meant, or the outcome is another.
        """
        self.close(motion)
        tally = chairs_view(self.chair, motion)["tally"]
        meant = self.counts(motion["motion"])
        counted = {option: total["count"] for option, total in tally["options"].items()}
        if (counted, tally["outcome"]) != (meant, outcome):
            raise Failed(f"motion {motion['motion']}: meant {meant}, {outcome}; counted {counted}, {tally['outcome']}")
        self.publish(motion, {"options": tally["options"], "outcome": outcome})
        counts = "-".join(map(str, meant.values()))
        return f"motion {motion['motion']}: {motion['title']['en']}: {counts}, {outcome.replace('_', ' ')}"

    def decide(self, kind: str, subject: Mapping[str, Any] | None, words: Words, hands: Sequence[int]) -> str:
        """Let the chair state a show of hands that adopts, and two tellers confirm it."""
        decision = f"hands-{kind}"
        entry = self.chair.hand.sign(
            "decision.recorded",
            decision=decision,
            **words,
            kind=kind,
            subject=subject,
            method="hands",
            counts=dict(zip(CHOICES, hands, strict=True)),
            outcome="adopted",
            tree=self.pinned.tree(),
        )
        self.chair.send(entry)
        self.confirm(decision, statement_digest(entry))
        return f"{words['title']['en']}, by hands {'-'.join(map(str, hands))}, confirmed by two tellers: adopted"

    def confirm(self, decision: str, record: str) -> None:
        """Let both tellers confirm what a chair has stated."""
        for teller in self.tellers:
            teller.act("decision.confirmed", decision=decision, record=record)

    def counts(self, motion: str) -> dict[str, int]:
        """Return how many mandates meant each option."""
        return _tallied(self.meant[motion].values())

    def paper_counts(self, motion: str) -> dict[str, int]:
        """Return how many of them the tellers recorded, for each option."""
        return _tallied(self.meant[motion][mandate] for mandate in self.papers[motion])

    def receipts(self) -> list[tuple[str, Receipt]]:
        """Return the receipt of every vote, named."""
        return [
            (f"of {vote.mandate} in motion {motion}", vote.receipt)
            for motion, votes in self.votes.items()
            for vote in votes
        ]

    def state(self) -> dict[str, Any]:
        """Return what every page shows."""
        return dict(json.loads(self.line.get("/state")))

    def text(self) -> dict[str, Any]:
        """Return what the page of the Declaration shows."""
        return dict(json.loads(self.line.get(f"/documents/{DOCUMENT}/state")))

    def script(self) -> dict[str, Any]:
        """Return the chair's script of the Declaration."""
        return dict(self.text()["script"])

    def standings(self) -> dict[str, str]:
        """Return how every amendment stands."""
        return {one["amendment"]: one["standing"] for one in self.text()["amendments"]}

    @staticmethod
    def _each(act: Callable[[Device], None], devices: Sequence[Device]) -> None:
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(act, devices))


def _tallied(choices: Iterable[str]) -> dict[str, int]:
    counted = Counter(choices)
    return {choice: counted[choice] for choice in CHOICES}
