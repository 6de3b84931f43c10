"""The plan of a convention, before it is founded: name, languages, officers and rules, from flags or a TOML file."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ballots import presets
from ballots.acts import BATCH_LIMIT, OFFICER_ROLES, ORIGIN, Role
from ballots.errors import BadField
from ballots.fields import LANGUAGE, TITLE_LIMIT, Fields, Words, checked_match, checked_text
from ballots.rules import read_rules
from voting.cells import plain

# Kinds of question and what binds them, by the names of ballots/presets.py.
DEFAULT_QUESTIONS: Mapping[str, Mapping[str, str]] = {
    "procedure": {"majority": "simple_majority"},
    **{
        kind: {"majority": "simple_majority"}
        for kind in ("appeal", "closure", "adjournment", "referral", "urgency", "recorded_vote")
    },
    "amendment": {"majority": "simple_majority"},
    "declaration": {"majority": "two_thirds_of_valid", "quorum": "half_voting"},
    "statutes": {"majority": "two_thirds_of_accredited"},
    "election": {"majority": "majority_of_valid"},
    "reconsideration": {"majority": "two_thirds"},
}
DEFAULT_RULES: Mapping[str, Any] = {
    "block": "none",
    "questions": {kind: presets.question(dict(rule)) for kind, rule in DEFAULT_QUESTIONS.items()},
    "change_of_vote": "chair",
    "device_confirmation": False,
    "remote_presence": False,
    "proxies": {"limit": 0, "quorum": True, "within_delegation": True},
    "record": "public",
    "without_vote": ["procedure", "amendment"],
    "subjects": {"amendments": ["amendment"], "text": ["declaration", "statutes"]},
    "amendments": {"supporters": 0, "delegations": 0},
    "sitting_quorum": dict(presets.QUORUMS["half_present"]),
}
# What a convention cannot do whose rules lack a kind: the page for the chair looks for it by this name.
NEEDED_KINDS: Mapping[str, str] = {
    "procedure": "nothing binds appeals, closure, adjournment, the agenda and the report on credentials",
    "reconsideration": "no decision can be reconsidered",
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
    if role not in OFFICER_ROLES or not plain(name):
        raise BadPlan(f"an officer is written role:name with a role of {', '.join(OFFICER_ROLES)}; found {text!r}")
    return OfficerPlan(OFFICER_ROLES[role], plain(name))


def read_plan(path: Path) -> Plan:
    """Read a plan from a TOML file; README shows one.

    Raises:
        BadPlan: the file is unreadable or says something impossible.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        rules = _read_rules(table.pop("rules", {}))
        _check_table(table.get("name", {}), "name", 'a line for each language, such as en = "Congress of the Alliance"')
        fields = Fields(table, str(path))
        plan = Plan(
            name=fields.words("name"),
            languages=fields.items("languages", 1, MAX_LANGUAGES, lambda tag, where: checked_text(tag, where, 100)),
            origin=fields.text("origin", 200),
            officers=fields.items("officers", 1, BATCH_LIMIT, _read_officer),
            rules=rules,
        )
        fields.end()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadPlan(f"{path} cannot be read: {error}") from None
    except BadField as error:
        raise BadPlan(f"{error.detail}: correct the plan; the README shows a whole one") from None
    return plan


def _read_officer(value: object, where: str) -> OfficerPlan:
    return officer_plan(checked_text(value, where, 400))


def _read_rules(given: Any) -> dict[str, Any]:
    """Return the rules with the defaults for what is left out.

    Kinds of question that are given are all there are: no majority is left for the chair that nobody has written.
    """
    _check_table(given, "rules", "the rules that differ, such as device_confirmation = true")
    rules = {**DEFAULT_RULES, **given}
    _check_table(rules["questions"], "rules.questions", "a table for each kind of question")
    # Names become what they stand for. A quorum may be left out: TOML has no null to say that there is none.
    rules["questions"] = {
        kind: presets.question(question, f"rules.questions.{kind}") for kind, question in rules["questions"].items()
    }
    rules["sitting_quorum"] = presets.quorum(rules["sitting_quorum"])
    # The default's kinds of question may not be those of this plan.
    if "without_vote" not in given:
        rules["without_vote"] = _known(rules["without_vote"], rules["questions"])
    if "subjects" not in given:
        rules["subjects"] = {about: _known(kinds, rules["questions"]) for about, kinds in rules["subjects"].items()}
    return rules


def _known(kinds: Sequence[str], questions: Mapping[str, Any]) -> list[str]:
    return [kind for kind in kinds if kind in questions]


def _check_table(value: object, where: str, content: str) -> None:
    if not isinstance(value, dict):
        raise BadPlan(f"{where} is not a table: write [{where}] and under it {content}")
