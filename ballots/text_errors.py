"""Named refusals about texts and operations on them."""

from ballots.errors import Refused


class EmptyText(Refused):
    """The text has no words. Choose the file that holds it."""


class TextTooLarge(Refused):
    """A text has at most 5,000 blocks and 1,000,000 bytes. Table it in several documents."""


class TextNotCanonical(Refused):
    """The text is not in the one form that texts have here. Import it again and use what the import makes of it."""


class UnknownBlock(Refused):
    """The text has no such paragraph or heading. Reload the page: it may show another version of the text."""


class OutsideBlock(Refused):
    """The paragraph has fewer words than that. Reload the page and mark the words again."""


class EmptyRange(Refused):
    """No words are marked. Mark the words to replace or delete, or insert new ones at a place."""


class ChangesNothing(Refused):
    """The new text is the one that stands there already. Change it, or leave this amendment out."""


class WrongNewText(Refused):
    """A deletion has no new text, every other amendment has, and words become words of one paragraph. Correct it."""


class OperationsConflict(Refused):
    """Two amendments change the same words, so the text cannot have both. Decide which one stands."""
