"""A statement: who signed it, in which order, and what it says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from ballots import acts, decision_acts, explanation_acts, mandate_acts, motion_acts, paper_acts
from ballots.amendment_acts import AMENDING_READERS, AmendingAct
from ballots.count_acts import COUNT_READERS, CountAct
from ballots.day_acts import DAY_READERS, DayAct
from ballots.errors import UnknownType
from ballots.fields import Fields
from ballots.sitting_acts import SITTING_READERS, SittingAct

Act: TypeAlias = (
    acts.Founded
    | acts.OfficersChanged
    | acts.DelegationRegistered
    | acts.CredentialsIssued
    | acts.CredentialRevoked
    | acts.DeviceEnrolled
    | acts.DeviceConfirmed
    | acts.DeviceMoved
    | acts.PresenceRecorded
    | mandate_acts.MandateDelegated
    | mandate_acts.MandateReturned
    | acts.DocumentTabled
    | motion_acts.MotionOpened
    | acts.VoteCast
    | mandate_acts.BlockCast
    | acts.PollingEnded
    | motion_acts.MotionClosed
    | motion_acts.ResultDeclared
    | acts.MotionAnnulled
    | acts.AnnulmentConfirmed
    | paper_acts.PaperRecorded
    | paper_acts.PaperConfirmed
    | paper_acts.PaperWithdrawn
    | decision_acts.DecisionRecorded
    | decision_acts.DecisionConfirmed
    | decision_acts.DecisionAnnulled
    | explanation_acts.VoteExplained
    | AmendingAct
    | SittingAct
    | DayAct
    | CountAct
)

READERS: Mapping[str, Callable[[Fields], Act]] = {
    "convention.founded": acts.Founded.read,
    "officers.changed": acts.OfficersChanged.read,
    "delegation.registered": acts.DelegationRegistered.read,
    "credentials.issued": acts.CredentialsIssued.read,
    "credential.revoked": acts.CredentialRevoked.read,
    "device.enrolled": acts.DeviceEnrolled.read,
    "device.confirmed": acts.DeviceConfirmed.read,
    "device.moved": acts.DeviceMoved.read,
    "presence.recorded": acts.PresenceRecorded.read,
    "mandate.delegated": mandate_acts.MandateDelegated.read,
    "mandate.returned": mandate_acts.MandateReturned.read,
    "document.tabled": acts.DocumentTabled.read,
    "motion.opened": motion_acts.MotionOpened.read,
    "vote.cast": acts.VoteCast.read,
    "block.cast": mandate_acts.BlockCast.read,
    "polling.ended": acts.PollingEnded.read,
    "motion.closed": motion_acts.MotionClosed.read,
    "result.declared": motion_acts.ResultDeclared.read,
    "motion.annulled": acts.MotionAnnulled.read,
    "annulment.confirmed": acts.AnnulmentConfirmed.read,
    "paper.recorded": paper_acts.PaperRecorded.read,
    "paper.confirmed": paper_acts.PaperConfirmed.read,
    "paper.withdrawn": paper_acts.PaperWithdrawn.read,
    "decision.recorded": decision_acts.DecisionRecorded.read,
    "decision.confirmed": decision_acts.DecisionConfirmed.read,
    "decision.annulled": decision_acts.DecisionAnnulled.read,
    "vote.explained": explanation_acts.VoteExplained.read,
    **AMENDING_READERS,
    **SITTING_READERS,
    **DAY_READERS,
    **COUNT_READERS,
}


@dataclass(frozen=True, slots=True)
class Statement:
    """One signed statement, read but not yet judged.

    `kid` is the key id of the signer, `digest` that of the signing input; `convention` is None for a
    founding alone. `issued_at` is the signer's claim and is never used for order.
    """

    kid: str
    digest: str
    convention: str | None
    sequence: int
    issued_at: str
    act: Act


def read_statement(kid: str, digest: str, payload: Mapping[str, object]) -> Statement:
    """Return the statement that a payload holds.

    Raises:
        UnknownType: no such type of statement.
        BadField: a field is missing, unknown, of the wrong type or out of bounds.
    """
    fields = Fields(payload, "payload")
    kind = fields.take("type")
    reader = READERS.get(kind) if isinstance(kind, str) else None
    if reader is None:
        raise UnknownType(f"unknown type: {str(kind)[:64]!r}")
    # The nonce makes leaf hashes unguessable; no rule ever looks at it.
    fields.nonce("nonce")
    statement = Statement(
        kid=kid,
        digest=digest,
        convention=None if kind == "convention.founded" else fields.digest("convention"),
        sequence=fields.integer("sequence", 1),
        issued_at=fields.time("issued_at"),
        act=reader(fields),
    )
    fields.end()
    return statement
