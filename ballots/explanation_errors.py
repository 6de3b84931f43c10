"""Named refusals about explanations of vote."""

from ballots.errors import Refused


class NotDeclared(Refused):
    """The result is not declared yet. Explain your vote afterwards."""


class NotYourVote(Refused):
    """The vote that counts for this mandate was not cast by this credential. Only who cast it may explain it."""


class AlreadyExplained(Refused):
    """The record holds such a statement about this vote already. It stands as it is; nothing is left to do."""
