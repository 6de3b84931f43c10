"""The fold: `Convention.apply` is the only place where a statement is judged and takes effect."""

from ballots import (
    accreditation,
    acts,
    amending,
    amendment_acts,
    annulling,
    blocks,
    count_acts,
    counting,
    day_acts,
    deciding,
    decision_acts,
    delegating,
    explaining,
    explanation_acts,
    mandate_acts,
    motion_acts,
    paper_acts,
    papers,
    proceedings,
    reporting,
    sitting_acts,
    sittings,
)
from ballots.errors import AlreadyFounded, NotFounded, SequenceUsed, WrongConvention
from ballots.state import Signer, State
from ballots.statement import Statement


class Convention(State):
    """A convention as its recorded statements have made it.

    `apply` changes it by one statement or refuses and changes nothing. Applied statements can be unwound
    until they are committed, so that a batch which fails to reach the disk leaves no trace here either.
    """

    def apply(self, statement: Statement) -> None:
        """Judge the next statement and let it take effect; its entry's index is `size`.

        The signature must have been verified against `key(statement.kid)`; device proofs and claims about the
        log are the caller's to check too (`audit.admission`).

        Raises:
            Refused: one of the named refusals of FORMAT.md section 5; nothing has changed.
        """
        mark = self.journal.mark()
        try:
            if self.founding is None:
                self._begin(statement)
            else:
                self._follow(statement)
        except BaseException:
            # A fault of this program is treated as a refusal is: half an act must not wait here for the next one.
            self.journal.unwind(mark)
            raise
        self.journal.set(self, "size", self.size + 1)

    def mark(self) -> int:
        """Return a place to which `unwind` goes back."""
        return self.journal.mark()

    def unwind(self, mark: int) -> None:
        """Undo every statement applied since `mark`."""
        self.journal.unwind(mark)

    def commit(self) -> None:
        """Make every statement applied so far final."""
        self.journal.forget()

    def _begin(self, statement: Statement) -> None:
        if not isinstance(statement.act, acts.Founded):
            raise NotFounded
        accreditation.found(self, statement.act, statement.kid, statement.digest)
        self.journal.set(self.keys[statement.kid], "sequence", statement.sequence)

    def _follow(self, statement: Statement) -> None:
        if isinstance(statement.act, acts.Founded):
            raise AlreadyFounded
        if statement.convention != self.digest:
            raise WrongConvention(f"convention {statement.convention}")
        signer = self.signer(statement.kid)
        if statement.sequence <= signer.key.sequence:
            raise SequenceUsed(f"sequence {statement.sequence}, last recorded {signer.key.sequence}")
        self._enact(statement, signer)
        self.journal.set(signer.key, "sequence", statement.sequence)

    def _enact(self, statement: Statement, signer: Signer) -> None:
        act = statement.act
        match act:
            case acts.VoteCast():
                proceedings.cast_vote(self, act, signer)
            case explanation_acts.VoteExplained():
                explaining.explain_vote(self, act, signer)
            case mandate_acts.BlockCast():
                blocks.cast_block(self, act, signer)
            case mandate_acts.MandateDelegated():
                delegating.delegate_mandates(self, act, signer)
            case mandate_acts.MandateReturned():
                delegating.return_mandates(self, act, signer)
            case acts.DeviceEnrolled():
                accreditation.enrol_device(self, act, signer)
            case acts.PresenceRecorded():
                accreditation.record_presence(self, act, signer)
            case acts.CredentialsIssued():
                accreditation.issue_credentials(self, act, signer)
            case acts.CredentialRevoked():
                accreditation.revoke_credential(self, act, signer)
            case acts.DeviceConfirmed():
                accreditation.confirm_device(self, act, signer)
            case acts.DeviceMoved():
                accreditation.move_device(self, act, signer)
            case acts.OfficersChanged():
                accreditation.change_officers(self, act, signer)
            case acts.DelegationRegistered():
                accreditation.register_delegation(self, act, signer)
            case acts.DocumentTabled():
                proceedings.table_document(self, act, signer, statement.digest)
            case motion_acts.MotionOpened():
                proceedings.open_motion(self, act, signer, statement.digest)
            case acts.PollingEnded():
                proceedings.end_polling(self, act, signer)
            case motion_acts.MotionClosed():
                proceedings.close_motion(self, act, signer)
            case motion_acts.ResultDeclared():
                proceedings.declare_result(self, act, signer)
            case acts.MotionAnnulled():
                annulling.annul_motion(self, act, signer, statement.digest)
            case decision_acts.DecisionAnnulled():
                annulling.annul_decision(self, act, signer, statement.digest)
            case acts.AnnulmentConfirmed():
                annulling.confirm_annulment(self, act, signer)
            case paper_acts.PaperRecorded():
                papers.record_paper(self, act, signer, statement.digest)
            case paper_acts.PaperConfirmed():
                papers.confirm_paper(self, act, signer)
            case paper_acts.PaperWithdrawn():
                papers.withdraw_paper(self, act, signer)
            case decision_acts.DecisionRecorded():
                deciding.record_decision(self, act, signer, statement.digest)
            case decision_acts.DecisionConfirmed():
                deciding.confirm_decision(self, act, signer)
            case sitting_acts.SittingOpened():
                sittings.open_sitting(self, act, signer)
            case sitting_acts.SittingSuspended():
                sittings.suspend_sitting(self, act, signer)
            case sitting_acts.SittingResumed():
                sittings.resume_sitting(self, act, signer)
            case sitting_acts.SittingClosed():
                sittings.close_sitting(self, act, signer)
            case day_acts.CredentialsReported():
                reporting.report_credentials(self, act, signer, statement.digest)
            case day_acts.AgendaProposed():
                reporting.propose_agenda(self, act, signer, statement.digest)
            case count_acts.CountCalled():
                counting.call_count(self, act, signer, statement.digest, statement.issued_at)
            case count_acts.PresenceAnswered():
                counting.answer(self, act, signer)
            case count_acts.HandsRecorded():
                counting.record_hands(self, act, signer, statement.digest)
            case count_acts.HandsConfirmed():
                counting.confirm_hands(self, act, signer)
            case count_acts.CountEnded():
                counting.end_count(self, act, signer)
            case acts.Founded():
                raise AlreadyFounded
            case _:
                self._amend(act, signer, statement.digest)
                self.journal.put(self.amended, amending.version_of(self, act), self.size)

    def _amend(self, act: amendment_acts.AmendingAct, signer: Signer, digest: str) -> None:
        match act:
            case amendment_acts.AmendmentTabled():
                amending.table_amendment(self, act, signer, digest)
            case amendment_acts.AmendmentTranslated():
                amending.translate_amendment(self, act, signer)
            case amendment_acts.AmendmentSupported():
                amending.support_amendment(self, act, signer)
            case amendment_acts.AmendmentWithdrawn():
                amending.withdraw_amendment(self, act, signer)
            case amendment_acts.AmendmentTakenOver():
                amending.take_over_amendment(self, act, signer)
            case amendment_acts.AmendmentRecommended():
                amending.recommend(self, act, signer)
            case amendment_acts.AmendmentPulled():
                amending.pull_amendment(self, act, signer)
            case amendment_acts.AmendmentDivided():
                amending.divide_amendment(self, act, signer, digest)
            case amendment_acts.TablingClosed():
                amending.close_tabling(self, act, signer)
            case amendment_acts.OrderRuled():
                amending.rule_order(self, act, signer)
            case amendment_acts.DocumentCorrected():
                amending.correct_document(self, act, signer)
