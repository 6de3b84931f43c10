"""Named refusals about amendments."""

from ballots.errors import Refused


class TextMissing(Refused):
    """The text that this statement names is not here. Upload it first, or get a file that holds it."""


class NotAmendable(Refused):
    """This text is not in numbered paragraphs, so it cannot be amended. Table it again through the import."""


class AmendmentInUse(Refused):
    """An amendment with this number exists already. Give this one another number."""


class UnknownAmendment(Refused):
    """No amendment has this number. Reload the page."""


class WrongAmendment(Refused):
    """This was signed for another amendment of that number. Reload the page and look at its text again."""


class ThirdDegree(Refused):
    """An amendment to an amendment to an amendment is not taken. Amend the first amendment instead."""


class NotYourAmendment(Refused):
    """Only those who proposed this amendment, or the desk for them, may do that. Ask one of them."""


class UnknownProposer(Refused):
    """A proposer or supporter has no active credential that may propose. Check the number."""


class TablingIsClosed(Refused):
    """The time for amendments to this text is over. Table it as urgent if the rules allow that."""


class AmendmentSettled(Refused):
    """This amendment is open no more: decided, withdrawn or fallen. Look at the list for what became of it."""


class NotWithdrawn(Refused):
    """Only an amendment that was withdrawn can be taken over. Support it instead."""


class CompromiseFirst(Refused):
    """This amendment waits for a compromise that is voted first. Put the compromise to the vote."""


class SecondDegreeFirst(Refused):
    """Amendments to this amendment are voted before it. Put them to the vote, or let them be withdrawn."""


class NotEnoughSupport(Refused):
    """This amendment has fewer supporters than the rules ask for. Collect more before it is put to the vote."""


class AlreadySupported(Refused):
    """This person supports the amendment already, or proposed it. Nothing is left to do."""


class NotSupported(Refused):
    """This person does not support the amendment now. Nothing is left to do."""


class SupportedTooOften(Refused):
    """This person has given and taken back support as often as the record allows. Let others support the amendment."""


class NotOnTheList(Refused):
    """One vote takes together what the committee recommends to adopt and nobody pulled out. Vote this one by itself."""


class AlreadyPulled(Refused):
    """This amendment is off the committee's list already. Nothing is left to do."""


class ConflictingAmendments(Refused):
    """Two amendments change the same words, so both cannot be adopted. Decide one of them first."""


class AmendmentsPending(Refused):
    """Amendments to this text are still open. Decide them before the text as a whole is put to the vote."""


class TextChanged(Refused):
    """The text that would result is not the one that was signed for. Look at it again, then open the motion."""


class PartsDiffer(Refused):
    """The parts together do not do what the amendment does. Divide it so that nothing is lost and nothing added."""


class AlreadyDivided(Refused):
    """This amendment is divided already, so its parts stand in its place. Go on with them."""


class PartsFirst(Refused):
    """The parts of this amendment are voted before what survives of it. Put them to the vote."""


class TablingClosedBefore(Refused):
    """The time for amendments to this text was declared over before. Nothing is left to do."""


class WrongStructure(Refused):
    """This translation does not have the headings, items and paragraphs of the authoritative text. Correct it first."""
