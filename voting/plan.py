"""The plan of a convention, before it is founded: name, languages, officers and rules, from flags or a TOML file."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ballots.acts import BATCH_LIMIT, OFFICER_ROLES, ORIGIN, Role
from ballots.errors import BadField
from ballots.fields import LANGUAGE, TITLE_LIMIT, Fields, Words, checked_match, checked_text
from ballots.rules import read_rules


def _fraction(comparison: str, numerator: int, denominator: int, **members: str) -> dict[str, Any]:
    fraction = {"comparison": comparison, "denominator": denominator, "measure": "heads", "numerator": numerator}
    return {**fraction, **members}


SIMPLE = _fraction("more_than", 1, 2, base="decisive")
TWO_THIRDS = _fraction("at_least", 2, 3, base="decisive")
HALF_PRESENT = _fraction("more_than", 1, 2, of="cast")

DEFAULT_RULES: Mapping[str, Any] = {
    "questions": {
        "procedure": {"majority": SIMPLE, "quorum": None},
        "amendment": {"majority": SIMPLE, "quorum": None},
        "declaration": {"majority": TWO_THIRDS, "quorum": HALF_PRESENT},
        "statutes": {"majority": _fraction("at_least", 2, 3, base="electorate"), "quorum": None},
    },
    "change_of_vote": "chair",
    "device_confirmation": False,
    "remote_presence": False,
    "record": "public",
    "without_vote": ["procedure", "amendment"],
}
MAX_LANGUAGES = 16


class BadPlan(Exception):
    """The plan of the convention cannot be used; the message says what to correct."""


@dataclass(frozen=True, slots=True)
class OfficerPlan:
    """An officer to be named by the founding."""

    role: Role
    name: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a founding needs besides keys. The first language is the authoritative one."""

    name: Words
    languages: Sequence[str]
    origin: str
    officers: Sequence[OfficerPlan]
    rules: Mapping[str, Any] = field(default_factory=lambda: dict(DEFAULT_RULES))

    def __post_init__(self) -> None:
        """Refuse a plan that no verifier would accept.

        Raises:
            BadPlan: rules, names or officers are not of the form in FORMAT.md section 4.
        """
        try:
            read_rules(dict(self.rules), "rules")
            checked_match(self.origin, "origin", ORIGIN, "a name of 1 to 200 characters without spaces and plus signs")
            for tag in self.languages:
                checked_match(tag, "languages", LANGUAGE, "two or three small letters, such as en")
            for tag, text in self.name.items():
                checked_text(text, f"name.{tag}", TITLE_LIMIT)
            for officer in self.officers:
                checked_text(officer.name, f"the name of the officer {officer.name[:20]!r}", TITLE_LIMIT)
        except BadField as error:
            raise BadPlan(error.detail) from None
        if not 1 <= len(self.languages) <= MAX_LANGUAGES or len(set(self.languages)) != len(self.languages):
            raise BadPlan(f"languages are 1 to {MAX_LANGUAGES} different ones")
        if len(self.officers) > BATCH_LIMIT:
            raise BadPlan(f"officers of a founding are at most {BATCH_LIMIT}; others are appointed later")
        if self.languages[0] not in self.name:
            raise BadPlan("the name is missing in the authoritative language, the first one")
        if not set(self.name) <= set(self.languages):
            raise BadPlan("the name is given in a language that is not among the languages")
        if not {Role.CHAIR, Role.DESK} <= {officer.role for officer in self.officers}:
            raise BadPlan("a convention needs at least a chair and a desk officer")


def officer_plan(text: str) -> OfficerPlan:
    """Return the officer that `role:name` names.

    Raises:
        BadPlan: not of this form.
    """
    role, _, name = text.partition(":")
    if role not in OFFICER_ROLES or not name.strip():
        raise BadPlan(f"an officer is written role:name with a role of {', '.join(OFFICER_ROLES)}; found {text!r}")
    return OfficerPlan(OFFICER_ROLES[role], name.strip())


def read_plan(path: Path) -> Plan:
    """Read a plan from a TOML file; README shows one.

    Raises:
        BadPlan: the file is unreadable or says something impossible.
    """
    try:
        fields = Fields(tomllib.loads(path.read_text("utf-8")), str(path))
        languages = fields.items("languages", 1, 16, lambda value, where: checked_text(value, where, 3))
        plan = Plan(
            name=fields.words("name"),
            languages=languages,
            origin=fields.text("origin", 200),
            officers=fields.items("officers", 1, 200, _read_officer),
            rules=_rules(fields.take("rules")),
        )
        fields.end()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadPlan(f"{path} cannot be read: {error}") from None
    except BadField as error:
        raise BadPlan(error.detail) from None
    return plan


def _read_officer(value: object, where: str) -> OfficerPlan:
    return officer_plan(checked_text(value, where, 400))


def _rules(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadPlan("rules is not a table")
    rules = {**DEFAULT_RULES, **value}
    if "without_vote" not in value and isinstance(rules["questions"], dict):
        # The default's kinds of question may not be those of this plan.
        rules["without_vote"] = [kind for kind in rules["without_vote"] if kind in rules["questions"]]
    return rules
