"""Named refusals about decisions without a vote by name, and what is done on a decision of the assembly."""

from ballots.errors import Refused


class UnknownDecision(Refused):
    """No decision has this number. Reload the page."""


class DecisionInUse(Refused):
    """A decision with this number exists already. Take another number."""


class DecisionAnnulled(Refused):
    """This decision has been annulled. Let the assembly decide again, under another number."""


class VoteRequired(Refused):
    """The rules ask for a vote on this kind of question that cannot be taken this way. Open a motion on it."""


class TooManyVotes(Refused):
    """More votes were counted than there are accredited mandates. Count again."""


class WrongOutcome(Refused):
    """This is not the outcome that the rule of this kind of question makes. Look at the counts and the rule again."""


class DecisionRequired(Refused):
    """Once the assembly has sat, officers and delegations change on its decision alone. Name that decision."""


class NotDecided(Refused):
    """The assembly has adopted no such decision on people. Name an adopted motion or a decision in effect that has."""


class DecisionServed(Refused):
    """A change was made on this decision already, and a decision serves one. Let the assembly decide again."""


class LastChair(Refused):
    """No chair would be left. Issue another chair in the same change."""
