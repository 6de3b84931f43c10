"""Kinds of ballot behind one interface: what a ballot may say and how it is counted."""

from collections.abc import Mapping
from typing import Protocol

from ballots.errors import BadField
from ballots.fields import Fields
from ballots.motion_acts import Counts, Option
from ballots.motion_errors import UnknownBallotKind, WrongOptions
from ballots.vote_errors import BadBallot


class BallotKind(Protocol):
    """What a motion needs to know of its ballots."""

    name: str

    def check_options(self, options: tuple[Option, ...]) -> None:
        """Refuse options that this kind cannot count.

        Raises:
            WrongOptions: the options are not of this kind.
        """

    def choice(self, ballot: object, options: tuple[Option, ...]) -> str:
        """Return the id of the option that a ballot chooses.

        Raises:
            BadBallot: the ballot is not of this kind or names no option of the motion.
        """


class RollCall:
    """An open vote by name: each ballot shows its choice, and anyone may read who chose what."""

    name = "roll-call"
    OPTIONS = (
        Option("yes", Counts.FOR),
        Option("no", Counts.AGAINST),
        Option("abstain", Counts.ABSTENTION),
    )

    def check_options(self, options: tuple[Option, ...]) -> None:
        """Refuse anything but yes, no and abstain."""
        if options != self.OPTIONS:
            raise WrongOptions

    def choice(self, ballot: object, options: tuple[Option, ...]) -> str:
        """Return the chosen option's id."""
        try:
            fields = Fields(ballot, "ballot")
            choice = fields.choice("choice", {option.id: option.id for option in options})
            fields.end()
        except BadField as error:
            raise BadBallot(error.detail) from None
        return choice


KINDS: Mapping[str, BallotKind] = {kind.name: kind for kind in (RollCall(),)}


def ballot_kind(name: str) -> BallotKind:
    """Return the kind of ballot with this name.

    Raises:
        UnknownBallotKind: this version does not count such ballots.
    """
    try:
        return KINDS[name]
    except KeyError:
        raise UnknownBallotKind(f"ballot kind {name!r}") from None
