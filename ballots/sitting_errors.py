"""Named refusals about sittings."""

from ballots.errors import Refused


class SittingInUse(Refused):
    """A sitting with this number was opened already, perhaps just now by somebody else. Look at the page again."""


class SittingNotClosed(Refused):
    """Another sitting is open or suspended. Close it before the next one begins, or resume it."""


class UnknownSitting(Refused):
    """No sitting has this number. Reload the page."""


class SittingAlreadyClosed(Refused):
    """This sitting is closed for good. Open another one."""


class AlreadySuspended(Refused):
    """This sitting is suspended already. Nothing is left to do."""


class NotSuspended(Refused):
    """This sitting is not suspended, so there is nothing to resume. Reload the page."""


class MotionStillOpen(Refused):
    """A motion is open. Close or annul it before the sitting is suspended or closed."""


class NoSittingOpen(Refused):
    """The assembly decides in its sittings alone, and none is open. Open or resume one first."""
