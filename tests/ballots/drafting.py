"""An assembly that amends texts: every text is at hand, and an amendment or its vote is one call."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from ballots.amendment import Standing, Status
from ballots.fields import Words
from ballots.standing import as_amended, standing
from ballots.subject import resulting_text
from tests.ballots.assembly import RULES, Assembly, Member, Payload, b64
from tests.ballots.assembly import digest as made_up

DECLARATION = """# On the shared springs

The springs belong to the four valleys together and to nobody alone.

Each valley keeps its own channels clean and in repair.

- The upper valleys open their gates in spring.

- The lower valleys give a tenth of their harvest.

Disputes go before the council of the wells.
"""
ERKLAERUNG = """# Über die gemeinsamen Quellen

Die Quellen gehören den vier Tälern gemeinsam und niemandem allein.

Jedes Tal hält seine eigenen Kanäle sauber und instand.

- Die oberen Täler öffnen ihre Schleusen im Frühling.

- Die unteren Täler geben ein Zehntel ihrer Ernte.

Streit kommt vor den Rat der Brunnen.
"""

# Block 2 is "Each valley keeps its own channels clean and in repair.", of ten words.
OWN: Payload = {"action": "replace", "block": 2, "words": [3, 5], "text": "all its"}
CLEAN: Payload = {"action": "replace", "block": 2, "words": [6, 7], "text": "open"}
# The same in one amendment, and in two parts.
PARTS = (
    {"operation": {"type": "replace", "block": 2}, "changes": {"en": {"words": [3, 5], "text": "all its"}}},
    {"operation": {"type": "replace", "block": 2}, "changes": {"en": {"words": [6, 7], "text": "open"}}},
)
DIVISIBLE: Payload = {"action": "replace", "block": 2, "words": [3, 7], "text": "all its channels open"}


@dataclass
class Drafting(Assembly):
    """An assembly with texts; the declaration's version is tabled by `table_text`."""

    versions: int = 0
    motions: int = 0
    voters: list[Member] = field(default_factory=list)

    def keep(self, text: str) -> str:
        content = text.encode()
        name = b64(hashlib.sha256(content).digest())
        self.texts[name] = content
        return name

    def table_text(self, **texts: str) -> str:
        """Table the next version of the declaration."""
        self.versions += 1
        return self.say(
            self.chair.kid,
            "document.tabled",
            document="springs",
            version=self.versions,
            title={"en": "On the shared springs"},
            texts={language: self.keep(text) for language, text in (texts or {"en": DECLARATION}).items()},
        )

    @property
    def document(self) -> Any:
        return self.convention.documents["springs"]

    def amendment_fields(self, name: str, action: str, block: int, **other: Any) -> Payload:
        """Return the fields of an amendment; `words` and `text` are those of the authoritative language."""
        change = {"words": other.pop("words", None), "text": other.pop("text", None)}
        above = other.pop("above", None)
        if above is None:
            target = {"kind": "document", "id": "springs", "digest": self.document.digest}
        else:
            target = {"kind": "amendment", "id": above, "digest": self.convention.amendments[above].digest}
        return {
            "amendment": name,
            "target": target,
            "operation": {"type": action, "block": block},
            "changes": {"en": change},
            "proposers": [],
            "delegations": ["nord"],
            "reason": None,
            "editorial": False,
            "urgent": False,
        } | other

    def amend(self, name: str, action: str, block: int, by: Member | None = None, **other: Any) -> str:
        """Table an amendment through the desk, or as the delegate who proposes it."""
        if by is not None:
            other = {"proposers": [by.number], "delegations": []} | other
        fields = self.amendment_fields(name, action, block, **other)
        return self.say((by or self.desk).kid, "amendment.tabled", **fields)

    def about(self, name: str, kind: str, by: Member | None = None, **other: Any) -> str:
        """Say something about an amendment."""
        digest = self.convention.amendments[name].digest if name in self.convention.amendments else made_up(name)
        return self.say((by or self.chair).kid, kind, amendment=name, digest=digest, **other)

    def recommend(self, name: str, advice: str, by: Member | None = None, **other: Any) -> str:
        fields = {"advice": advice, "other": None, "note": None, "minority": None} | other
        return self.about(name, "amendment.recommended", by or self.officers["clerk"], **fields)

    def withdraw(self, name: str, by: Member | None = None, in_favour_of: str | None = None) -> str:
        return self.about(name, "amendment.withdrawn", by or self.desk, in_favour_of=in_favour_of)

    def put(self, *names: str, **changes: Any) -> str:
        """Open a motion on amendments, or without any on the text as a whole, and return its id."""
        self.motions += 1
        motion = f"motion-{self.motions}"
        text: str | None = None
        if names or self.document.digest in self.convention.amendments_to:
            text = resulting_text(self.convention, self.document, names)
        subject = {"document": "springs", "digest": self.document.digest, "amendments": list(names), "text": text}
        self.open(motion, subject=subject | changes)
        return motion

    def finish(self, motion: str, choice: str = "yes") -> str:
        """Let everybody vote alike, then declare the result."""
        for voter in self.voters:
            self.vote(voter, motion, choice)
        self.end(motion)
        self.close(motion)
        self.declare(motion)
        return motion

    def decide(self, *names: str, choice: str = "yes") -> str:
        return self.finish(self.put(*names), choice)

    def standing(self, name: str) -> Standing:
        return standing(self.convention, self.convention.amendments[name])

    def status(self, name: str) -> Status:
        return self.standing(name).status

    def text(self, language: str = "en") -> str:
        return as_amended(self.convention, self.document, language).text.format().decode()


def founded(**rules: Any) -> Drafting:
    """Return a founded convention of two delegations."""
    hall = Drafting(RULES | rules)
    hall.found()
    hall.register("nord", weight=1)
    hall.register("ost", weight=3)
    return hall


def drafting(translations: Words | None = None, **rules: Any) -> Drafting:
    """Return a founded convention with three voters and the declaration on the table."""
    hall = founded(**rules)
    hall.voters = [hall.delegate("nord/1"), hall.delegate("nord/2"), hall.delegate("ost/1")]
    hall.table_text(en=DECLARATION, **(translations or {}))
    return hall
