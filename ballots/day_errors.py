"""Named refusals about reports on credentials, agendas and reconsiderations."""

from ballots.errors import Refused


class ReportInUse(Refused):
    """A report with this number exists already. Give this one another number."""


class WrongNumbers(Refused):
    """These are not the numbers of the rolls as they stand now. Look at the new numbers, then report again."""


class AgendaInUse(Refused):
    """An agenda with this number exists already. Give this one another number."""


class UnknownMatter(Refused):
    """No report on credentials, or no agenda, has this number. Reload the page."""


class MatterChanged(Refused):
    """A later report or agenda has taken the place of this one. Put the latest to the vote."""


class MatterSettled(Refused):
    """The assembly has decided on this report or agenda already, or is voting on it. State a new one."""


class NotReconsiderable(Refused):
    """Only a decision that stands, and is none about reconsidering, can be reconsidered. Look at what became of it."""


class TextBeingVoted(Refused):
    """A vote on the same text, or on reconsidering a decision about it, is not declared. Finish it first."""


class LaterDecisionsFirst(Refused):
    """A later decision rests on the words that this one decided. Reconsider or annul that one first."""


class ReconsiderationStands(Refused):
    """What was decided since may rest on this reconsideration, so it is not annulled. Put the question itself again."""
