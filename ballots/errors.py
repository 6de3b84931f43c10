"""Named refusals: each says what was wrong and what to do; its code is the one in audit/FORMAT.md section 5."""

import re
from typing import ClassVar


class Refused(Exception):
    """A statement that cannot be recorded.

    The class docstring explains the refusal to a person; `code` names it to a program; `detail` says
    what was found in this case.
    """

    code: ClassVar[str] = "refused"

    def __init_subclass__(cls) -> None:
        cls.code = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or type(self).explanation())
        self.detail = detail

    @classmethod
    def explanation(cls) -> str:
        """Return the sentence that tells a person what is wrong and what to do."""
        return " ".join((cls.__doc__ or "").split())


# --- form, key and signature --------------------------------------------------------------------


class Malformed(Refused):
    """This is not a signed statement in the form that FORMAT.md section 3 gives. Reload the page and sign again."""


class TooLarge(Refused):
    """The statement is longer than 65,535 bytes. Put long texts into a document and name its digest."""


class UnknownType(Refused):
    """This kind of statement does not exist. Reload the page: its program may be older than the server's."""


class BadField(Refused):
    """A field is missing, unknown, of the wrong type or out of bounds. Correct it and sign again."""


class BadKey(Refused):
    """This is not a valid public key of the kind that belongs here. Make a new one."""


class UnknownKey(Refused):
    """The log does not know the key that signed this. Activate this device with its badge first."""


class WrongAlgorithm(Refused):
    """The signature's algorithm is not that of the key. Sign with the key's own algorithm."""


class BadSignature(Refused):
    """The signature does not fit the statement. Nothing was recorded; sign again on the device that holds the key."""


class BadProof(Refused):
    """The new device did not prove that it holds its key for this credential. Start the activation again."""


class WrongTree(Refused):
    """The log that the signer's device saw is not this log. Stop, keep the device as it is, and call the auditors."""


# --- convention, order, role --------------------------------------------------------------------


class NotFounded(Refused):
    """A convention starts with its founding statement. Found the convention first."""


class AlreadyFounded(Refused):
    """The convention is founded already. Start another convention in a new place."""


class WrongConvention(Refused):
    """This statement belongs to another convention. Use the badge and the address of this one."""


class KeyRevoked(Refused):
    """This credential has been revoked or replaced. Go to the credentials desk."""


class DeviceMoved(Refused):
    """This credential has moved to another device. Use that one, or go to the credentials desk."""


class SequenceUsed(Refused):
    """A later statement of this key is recorded; an older one cannot follow. Sign again if you still mean it."""


class NotAllowed(Refused):
    """This role may not do that. Ask someone who holds the right role."""


# --- credentials and devices --------------------------------------------------------------------


class KeyInUse(Refused):
    """This key stands in the log already. Make a new one."""


class NumberInUse(Refused):
    """This credential number has been given out already. Take the next free one."""


class UnknownCredential(Refused):
    """No credential has this number. Check the number."""


class AlreadyRevoked(Refused):
    """This credential has been revoked or replaced before. Nothing is left to do."""


class UnknownDelegation(Refused):
    """No delegation has this name. The founder registers delegations before their delegates are issued."""


class AboveEntitlement(Refused):
    """The delegation has fewer seats than that. Issue within its entitlement, or ask the founder to raise it."""


class EntitlementInUse(Refused):
    """Seats given out, even if revoked since, bind the entitlement and the weight. Keep the weight and these seats."""


class MandateInUse(Refused):
    """Another active credential holds this mandate. Revoke or replace that one first."""


class WrongReplacement(Refused):
    """A replacement keeps person, role, delegation and mandates, and follows the person's last badge. Correct it."""


class HeadInUse(Refused):
    """This delegation has a head already. Replace or revoke that credential first."""


class CodeAlreadyUsed(Refused):
    """This activation code was used on another device. If that was not you, go to the credentials desk at once."""


class UnknownDevice(Refused):
    """No device has this key. Ask the delegate to activate the phone first."""


class AlreadyConfirmed(Refused):
    """This device is confirmed already. Nothing is left to do."""


class AlreadyPresent(Refused):
    """This person is checked in already. Nothing is left to do."""


class AlreadyAbsent(Refused):
    """This person is checked out already. Nothing is left to do."""
