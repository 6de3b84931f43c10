"""A practice vote: the steps of a real one, and it counts for nothing. Pure values, never in the log."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ballots.acts import NUMBER_LIMIT, Role
from ballots.convention import Convention
from ballots.errors import BadField, Malformed, NotAllowed, WrongConvention
from ballots.fields import Fields
from ballots.state import Signer
from ballots.vote_errors import DeviceNotConfirmed
from voting.floor_errors import NoPractice

VOTERS = (Role.DELEGATE, Role.ALTERNATE)
CHOICES = {choice: choice for choice in ("yes", "no", "abstain")}
MOST_VOTERS = 20_000
# As integers are written: no number is two keys.
NUMBER = re.compile(r"[1-9][0-9]{0,9}")


@dataclass(frozen=True, slots=True)
class Practice:
    """A practice vote: `choices` by the number of the badge, kept until it is over, `ended` once phones have stopped.

    `id` is a nonce, which phones sign; `motions` is how many had been opened when it began: the next opening ends it.
    """

    id: str
    motions: int
    ended: bool = False
    choices: Mapping[int, str] = field(default_factory=dict)

    def counts(self) -> dict[str, int]:
        """Return how many chose what."""
        found = Counter(self.choices.values())
        return {choice: found[choice] for choice in CHOICES}


def with_vote(practice: Practice | None, name: str, number: int, choice: str) -> Practice:
    """Return the practice vote with one vote more; a second one of the same badge takes the place of the first.

    Raises:
        NoPractice: there is none, it is another one, or phones have stopped.
    """
    if practice is None or practice.id != name or practice.ended or len(practice.choices) >= MOST_VOTERS:
        raise NoPractice
    return replace(practice, choices={**practice.choices, number: choice})


def read_vote(payload: Mapping[str, object], signer: Signer, convention: Convention) -> tuple[str, int, str]:
    """Return what a phone signed to practise: the practice vote, her badge and her choice.

    Raises:
        Malformed: its members are not exactly choice, convention and practice.
        WrongConvention: it is for another one.
        NotAllowed: she is no delegate or alternate, or signs with something else than a device.
        DeviceNotConfirmed: a real vote of this phone would not count yet either.
    """
    try:
        fields = Fields(payload, "practice vote")
        name, choice, digest = fields.nonce("practice"), fields.choice("choice", CHOICES), fields.digest("convention")
        fields.end()
    except BadField as error:
        raise Malformed(error.detail) from None
    if digest != convention.digest:
        raise WrongConvention("the practice vote is for another convention")
    if signer.role not in VOTERS or signer.credential is None or signer.credential.device != signer.kid:
        raise NotAllowed("only the device of a delegate or an alternate practises")
    if convention.founded.rules.device_confirmation and not signer.key.confirmed:
        raise DeviceNotConfirmed(f"key {signer.kid}")
    return name, signer.credential.number, choice


def read_practice(fields: Fields) -> Practice:
    """Return a practice vote as it is kept.

    Raises:
        BadField: it is not one.
    """
    found = Practice(
        fields.nonce("id"), fields.integer("motions"), fields.boolean("ended"), _choices(fields.take("choices"))
    )
    fields.end()
    return found


def _choices(value: object) -> dict[int, str]:
    if value == {}:
        return {}
    fields = Fields({"choices": value}, "floor.practice")
    kept = fields.mapping(
        "choices", NUMBER, MOST_VOTERS, lambda choice, _: Fields({"c": choice}, "choice").choice("c", CHOICES)
    )
    return {_number(number): choice for number, choice in kept.items()}


def _number(text: str) -> int:
    if int(text) > NUMBER_LIMIT:
        raise BadField(f"floor.practice.choices has badge {text}")
    return int(text)
