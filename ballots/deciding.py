"""Rules of decisions without a vote by name: the chair states one, two tellers confirm it."""

from ballots.acts import Role
from ballots.decision import TELLERS, Decision, DecisionState
from ballots.decision_acts import DecisionConfirmed, DecisionMethod, DecisionRecorded
from ballots.decision_errors import DecisionAnnulled as DecisionIsAnnulled
from ballots.decision_errors import DecisionInUse, TooManyVotes, UnknownDecision, VoteRequired, WrongOutcome
from ballots.judgement import Entitlement, Outcome, Part, Votes, judge
from ballots.kinds import RollCall
from ballots.majority import Count, Measure, Reference
from ballots.matters import check_matter, contested
from ballots.motion_acts import Counts
from ballots.motion_errors import EmptyElectorate, MotionInUse, UnknownQuestion, WrongOptions
from ballots.rules import QuestionRule
from ballots.sittings import check_sitting
from ballots.state import Signer, State
from ballots.subject import note_vote, subject_of
from ballots.vote_errors import NotPending, SamePerson, UnknownRecord


def record_decision(state: State, act: DecisionRecorded, signer: Signer, digest: str) -> None:
    """Keep what a chair states that the assembly decided; stated again before two tellers confirm, it is replaced."""
    signer.must_be(Role.CHAIR)
    earlier = state.decisions.get(act.decision)
    if earlier is not None and earlier.state is not DecisionState.STATED:
        raise DecisionInUse(f"decision {act.decision}")
    if act.decision in state.motions:
        raise MotionInUse(f"motion {act.decision}")
    check_sitting(state)
    state.check_languages(act.title, "title")
    state.check_languages(act.question, "question")
    _check_outcome(state, act)
    subject = subject_of(state, act.kind, act.subject)
    check_matter(state, act.kind, act.matter)
    state.journal.put(state.decisions, act.decision, Decision(act, digest, state.size, subject, signer.person))
    note_vote(state, act.subject, act.matter, act.decision)


def confirm_decision(state: State, act: DecisionConfirmed, signer: Signer) -> None:
    """Confirm a chair's statement; with the second teller it is in effect."""
    signer.must_be(Role.TELLER)
    decision = state.decisions.get(act.decision)
    if decision is None:
        raise UnknownDecision(f"decision {act.decision}")
    if decision.digest != act.record:
        raise UnknownRecord(f"decision {act.decision}")
    if decision.state is DecisionState.ANNULLED:
        raise DecisionIsAnnulled(f"decision {act.decision}")
    if decision.in_effect:
        raise NotPending(f"decision {act.decision}")
    if signer.person == decision.person or signer.person in decision.tellers:
        raise SamePerson(f"decision {act.decision}")
    state.journal.append(decision.tellers, signer.person)
    if len(decision.tellers) == TELLERS:
        # What was stated may have become impossible since, by a vote or another decision.
        subject_of(state, decision.recorded.kind, decision.recorded.subject)
        check_matter(state, decision.recorded.kind, decision.recorded.matter)
        state.journal.set(decision, "state", DecisionState.IN_EFFECT)
        state.journal.set(decision, "changed", state.size)


def _check_outcome(state: State, act: DecisionRecorded) -> None:
    rules = state.founded.rules
    rule = rules.questions.get(act.kind)
    if rule is None:
        raise UnknownQuestion(f"kind {act.kind}; the rules know {', '.join(sorted(rules.questions))}")
    entitled = state.everyone(rule.voters, contested(state, act.matter))
    if not entitled.electorate.heads:
        raise EmptyElectorate("roll accredited" + (f", group {rule.voters}" if rule.voters else ""))
    if act.counts is not None:
        outcome = _counted(act, rule, entitled)
        if act.outcome is not outcome:
            raise WrongOutcome(f"decision {act.decision}: {outcome}")
        return
    if act.kind not in rules.without_vote:
        raise VoteRequired(f"the rules have {act.kind} decided by counted votes")
    if act.outcome is Outcome.NO_QUORUM or (
        act.method is DecisionMethod.NO_OBJECTION and act.outcome is not Outcome.ADOPTED
    ):
        raise WrongOutcome(f"decision {act.decision}: nothing was counted")


def _counted(act: DecisionRecorded, rule: QuestionRule, entitled: Entitlement) -> Outcome:
    """Return what the rule makes of the counts, with the roll `accredited` as the electorate."""
    options = {option.id: option.counts for option in RollCall.OPTIONS}
    counts = act.counts or {}
    if counts.keys() != options.keys():
        raise WrongOptions(f"counts of {', '.join(counts)}")
    measure = _measure(act, rule)
    cast = sum(counts.values())
    if cast > entitled.electorate.by(measure):
        raise TooManyVotes(f"{cast} counted, {entitled.electorate.by(measure)} accredited")
    by_meaning = {meaning: counts[option] for option, meaning in options.items()}
    # Of one count, heads and weight are the same number: only one of them is looked at.
    votes = Votes(
        *(Count(by_meaning[side], by_meaning[side]) for side in (Counts.FOR, Counts.AGAINST, Counts.ABSTENTION))
    )
    outcome = judge(rule, [Part(entitled, votes)]).outcome
    if outcome is not Outcome.TIED:
        return outcome
    # The chair's own statement is her casting vote.
    return Outcome.ADOPTED if act.outcome is Outcome.ADOPTED else Outcome.NOT_ADOPTED


def _measure(act: DecisionRecorded, rule: QuestionRule) -> Measure:
    """Return the one measure in which counts by themselves decide this kind of question.

    Raises:
        VoteRequired: there is none.
    """
    measures = {house.measure for house in rule.majority}
    if Measure.DELEGATIONS in measures or any(house.of is not None for house in rule.majority):
        raise VoteRequired(f"{act.kind} is decided by delegations or groups of them, and these counts know none")
    if act.method is DecisionMethod.HANDS and measures != {Measure.HEADS}:
        raise VoteRequired(f"{act.kind} is decided by weight, and hands have none")
    if rule.quorum is not None and rule.quorum.of is Reference.CAST:
        measures.add(rule.quorum.fraction.measure)
    if len(measures) > 1:
        raise VoteRequired(f"majority and quorum of {act.kind} have two measures, and these counts one")
    return measures.pop()
