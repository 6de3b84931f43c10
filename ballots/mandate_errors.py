"""Named refusals about alternates and proxies."""

from ballots.errors import Refused


class UnknownMandate(Refused):
    """Nobody has been given this mandate. Check its number, or issue its delegate's credential first."""


class WrongHolder(Refused):
    """An alternate takes a mandate over; a proxy goes to a delegate or an alternate. Choose such a person's badge."""


class NoProxies(Refused):
    """The rules of this convention know no proxies. Let an alternate take the mandate over, or come and vote."""


class AlreadyDelegated(Refused):
    """Somebody else exercises this mandate already. Let it be given back first."""


class NotDelegated(Refused):
    """This mandate is with its own delegate. Nothing is left to give back."""


class SelfProxy(Refused):
    """Nobody hands a mandate to herself. Choose another person."""


class OtherDelegation(Refused):
    """This mandate stays within its delegation. Choose somebody of the same delegation."""


class CircularProxy(Refused):
    """This person has handed her own mandate away, so she cannot hold another. Choose somebody who votes herself."""


class HoldsMandates(Refused):
    """Whoever exercises mandates of others cannot hand hers away. Give those back first."""


class TooManyMandates(Refused):
    """This person exercises as many mandates of others as the rules allow. Choose somebody else."""
