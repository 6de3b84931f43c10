"""What everyone in the hall may see of the convention's state, as plain values for pages and programs."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any

from audit.encoding import b64url_encode
from audit.log import Log
from audit.tally import decision_result, motion_result
from ballots.acts import Role
from ballots.annulment import Annulment
from ballots.convention import Convention
from ballots.decision import Decision, DecisionState
from ballots.electorate import Roll
from ballots.judgement import Entitlement, Part, Votes, at_full_turnout, judge_quorum
from ballots.lot import drawn
from ballots.majority import Count, Fraction, House, Objections, Reference
from ballots.mandate import seat_of
from ballots.motion import Motion, MotionState
from ballots.paper import PaperState
from ballots.rules import QuestionRule, Rules
from ballots.state import KeyUse
from voting.amendment_views import at_stake, came_of, document_view, subject_view
from voting.day_views import agenda_view, matter_view, reconsidered_view
from voting.languages import sentence_languages
from voting.mandate_views import mandate_view
from voting.ranges import ranges
from voting.requirement import Sentences
from voting.rights import exercised, rights
from voting.sitting_views import answer_view, presence_count_view, sitting_quorum_view, sitting_view

Plain = dict[str, Any]
# The seats that have a vote in a motion, by opening and delegation.
_seats: dict[tuple[str, str], str] = {}


def hall_state(log: Log) -> Plain:
    """Return the whole current state, with no choice before the declaration.

    It has every motion under way and the one settled last, so whatever is done to a motion is in the next state; and
    every decision that waits for tellers, and the one in effect or annulled that changed last.
    """
    convention = log.convention
    founding = convention.founded
    motions = sorted(convention.motions.values(), key=lambda motion: motion.index)
    settled = [motion for motion in motions if not _under_way(motion)]
    latest = max(settled, key=lambda motion: motion.changed, default=None)
    shown = [motion for motion in motions if motion is latest or _under_way(motion)]
    return {
        "convention": convention.digest,
        "name": dict(founding.name),
        "languages": list(founding.languages),
        "size": log.tree.size,
        "root": b64url_encode(log.tree.root()),
        "origin": founding.origin,
        "log_key": founding.log_key,
        "rules": rules_view(founding.rules),
        "sitting": sitting_view(convention),
        "sitting_quorum": sitting_quorum_view(convention),
        "count": presence_count_view(convention),
        "agenda": agenda_view(convention),
        # A phone that lies open learns that its badge was replaced, and nobody else has to ask.
        "revoked": ranges(one.number for one in convention.credentials.values() if not one.active),
        "rolls": {name: roll_view(roll) for name, roll in convention.rolls.items()},
        "motions": [_with_changes(convention, motion) for motion in shown],
        "decisions": [_with_what_came(convention, decision) for decision in _shown_decisions(convention)],
        # How many there are: officers' pages read them when there is one more.
        "day": {"reports": len(convention.reports), "agendas": len(convention.agendas)},
    }


def _under_way(motion: Motion) -> bool:
    if motion.state is MotionState.DECLARED:
        return motion.annulment is not None
    return motion.state is not MotionState.ANNULLED


def _with_changes(convention: Convention, motion: Motion) -> Plain:
    """Return a motion with the words that it would change and, once declared, what came of it in words."""
    view = motion_view(motion)
    subject = subject_view(convention, motion.opened.subject, motion.subject)
    if view["result"] is not None:
        view["result"]["sentence"] = result_sentences(motion, convention.founded.languages)
        subject = subject and subject | came_of(convention, motion.opened.subject)
    return {
        **view,
        "subject": subject,
        "matter": matter_view(convention, motion.opened.matter),
        "first": first_view(convention, motion),
        "blocks": _blocks_view(convention, motion),
    }


def _blocks_view(convention: Convention, motion: Motion) -> Plain:
    """Return whose heads cast a block, and for which seats, for members' phones; in a record for everyone what it says
    once it is declared.
    """
    # What changes with votes goes to no page as a new state while they come in.
    if motion.state is MotionState.OPEN:
        return {}
    told = motion.state is MotionState.DECLARED and convention.founded.rules.public_record
    return {
        name: {"choices": dict(block.choices) if told else None, "seats": _seats_in(convention, motion, name)}
        for name, block in motion.blocks.items()
    }


def _seats_in(convention: Convention, motion: Motion, delegation: str) -> str:
    """Return the seats of a delegation that have a vote in a motion: what joined the roll later is in no block."""
    # An opening fixes them, and every entry asks again.
    which = (motion.opening, delegation)
    if which not in _seats:
        seats = range(1, convention.delegations[delegation].highest_seat + 1)
        _seats[which] = ranges(seat for seat in seats if motion.entitles(f"{delegation}/{seat}"))
    return _seats[which]


def _with_what_came(convention: Convention, decision: Decision) -> Plain:
    """Return a decision and, once it is in effect, what it did to other amendments."""
    view = decision_view(convention, decision)
    if decision.state is DecisionState.IN_EFFECT and view["subject"] is not None:
        view["subject"] |= came_of(convention, decision.recorded.subject)
    return view


def result_sentences(motion: Motion, languages: Sequence[str]) -> dict[str, str]:
    """Return what a declared motion needed, reached and so came to, in those of the languages that pages speak."""
    counted, rule = motion.tally(), motion.opened.rule
    outcome = counted.outcome.value + (f"_{motion.casting.value}" if motion.casting else "")
    spoken = sentence_languages(languages)
    return {one: Sentences(one).result(rule, counted.houses, counted.quorum, outcome) for one in spoken}


def chair_view(convention: Convention, motion: Motion) -> Plain:
    """Return a motion as chairs see it: with its count once closed, and what follows for the text if it is adopted."""
    view = motion_view(motion, tally=True)
    view["matter"] = matter_view(convention, motion.opened.matter)
    view["first"] = first_view(convention, motion)
    view |= reconsidered_view(convention, motion.opened.motion)
    if motion.subject is not None and motion.opened.subject is not None:
        if _under_way(motion):
            view["subject"] = at_stake(convention, motion.opened.subject, motion.subject)
        else:
            view["subject"]["amendments"] = list(motion.opened.subject.amendments)
    return view


def first_view(convention: Convention, motion: Motion) -> Plain:
    """Return the delegation with which a roll call on a motion begins, drawn by lot."""
    name = drawn(motion)
    return {"delegation": name, "name": dict(convention.delegations[name].name)}


def _shown_decisions(convention: Convention) -> list[Decision]:
    decisions = sorted(convention.decisions.values(), key=lambda decision: decision.changed)
    waiting = [decision for decision in decisions if decision.state is DecisionState.STATED]
    return waiting + [decision for decision in decisions if decision.state is not DecisionState.STATED][-1:]


def decision_view(convention: Convention, decision: Decision) -> Plain:
    """Return a decision without a vote by name, and who has signed it so far."""
    stated = decision.recorded
    rule = convention.founded.rules.questions[stated.kind]
    back = reconsidered_view(convention, stated.decision)
    return {
        **decision_result(decision, back["reconsidered"]),
        **back,
        "digest": decision.digest,
        "index": decision.index,
        "changed": decision.changed,
        "question": dict(stated.question),
        "subject": subject_view(convention, stated.subject, decision.subject),
        "matter": matter_view(convention, stated.matter),
        "rule": rule_view(rule),
        "person": decision.person,
        "tellers": list(decision.tellers),
        "annulment": _annulment_view(decision.annulment, pending=decision.state is not DecisionState.ANNULLED),
    }


def _annulment_view(annulment: Annulment | None, pending: bool) -> Plain | None:
    if annulment is None:
        return None
    return {**asdict(annulment), "pending": pending}


def turnout_view(motion: Motion) -> Plain:
    """Return how many mandates have voted, how many of them through tellers, and how many records wait for a second."""
    pending = {
        record.mandate
        for record in motion.papers.values()
        if record.state is PaperState.PENDING and record.mandate not in motion.votes
    }
    papers = sum(count.heads for count in motion.on_paper().values())
    return {**count_view(motion.turnout()), "papers": papers, "pending": len(pending)}


def motion_view(motion: Motion, tally: bool = False) -> Plain:
    """Return a motion as the hall sees it; with `tally`, its count as soon as it is closed."""
    opened = motion.opened
    view: Plain = {
        "motion": opened.motion,
        "opening": motion.opening,
        "index": motion.index,
        "changed": motion.changed,
        "title": dict(opened.title),
        "question": dict(opened.question),
        "kind": opened.kind,
        "subject": None if motion.subject is None else document_view(motion.subject),
        "options": [{"counts": option.counts.value, "id": option.id} for option in opened.options],
        **rule_view(opened.rule),
        "expected": expected_view(opened.rule, motion.entitlements.values()),
        "ballot": {"kind": opened.ballot},
        "electorate": {
            "count": opened.electorate.count,
            "roll": opened.electorate.roll,
            "version": opened.electorate.version,
            "weight": opened.electorate.weight,
        },
        "change_of_vote": opened.change_of_vote,
        "state": motion.state.value,
        "turnout": turnout_view(motion),
        "result": None,
        "annulment": _annulment_view(motion.annulment, pending=motion.state is not MotionState.ANNULLED),
    }
    # What took its decision back is beside the count.
    counted = motion_result(motion, None)
    if motion.state is MotionState.DECLARED:
        view["result"] = {
            name: counted[name] for name in ("options", "papers", "outcome", "casting", "houses", "quorum")
        }
    if tally and motion.state in (MotionState.CLOSED, MotionState.DECLARED):
        view["tally"] = counted
    return view


def device_view(convention: Convention, kid: str) -> Plain:
    """Return what the log says of an activation key or a device: all of it is public.

    Raises:
        UnknownKey: the log knows no such key, or it is the founder's.
    """
    key = convention.key(kid)
    credential = convention.credential(key.credential or 0)
    status = "active" if credential.active else "revoked"
    if credential.active and key.moved:
        status = "moved"
    if credential.active and key.use is KeyUse.ACTIVATION and key.used:
        status = "enrolled"
    mandates = exercised(convention, credential)
    # In the order of the mandates, her own first; an alternate's also while she exercises none.
    delegations = dict.fromkeys(seat_of(mandate).delegation for mandate in mandates)
    if credential.delegation is not None:
        delegations.setdefault(credential.delegation)
    open_motions = [motion for motion in convention.motions.values() if motion.is_open]
    votes = credential.role in (Role.DELEGATE, Role.ALTERNATE)
    return {
        "credential": credential.number,
        "role": credential.role.value,
        "person": credential.person,
        "mandates": mandates,
        "exercise": [mandate_view(convention, mandate) for mandate in mandates],
        "head": credential.head,
        "delegations": {name: dict(convention.delegations[name].name) for name in delegations},
        "kind": key.use.value,
        "status": status,
        "confirmed": key.confirmed,
        "needs_confirmation": convention.founded.rules.device_confirmation and votes,
        "present": convention.people[credential.person].present,
        "count": answer_view(convention, credential),
        "motions": {motion.opening: rights(convention, motion, credential) for motion in open_motions},
    }


def count_view(count: Count) -> Plain:
    """Return a number of mandates and their weight."""
    return {"count": count.heads, "weight": count.weight}


def roll_view(roll: Roll) -> Plain:
    """Return a roll's version and size, as an opening must name them."""
    return {"version": roll.version, **count_view(roll.total)}


def _fraction_view(fraction: Fraction) -> Plain:
    return {
        "comparison": fraction.comparison.value,
        "denominator": fraction.denominator,
        "measure": fraction.measure.value,
        "numerator": fraction.numerator,
    }


def _house_view(house: House) -> Plain:
    if isinstance(house, Objections):
        return {"at_most": house.at_most, "measure": house.measure.value, "of": house.of, "type": "objections"}
    return {"base": house.base.value, "of": house.of, "type": "share", **_fraction_view(house.fraction)}


def rule_view(rule: QuestionRule) -> Plain:
    """Return what binds a kind of question, as statements write it."""
    quorum = rule.quorum
    return {
        "majority": [_house_view(house) for house in rule.majority],
        "quorum": None
        if quorum is None
        else {"base": quorum.base.value, "of": quorum.of.value, **_fraction_view(quorum.fraction)},
        "tie": rule.tie.value,
        "voters": rule.voters,
    }


def expected_view(rule: QuestionRule, entitled: Collection[Entitlement]) -> list[Plain]:
    """Return what each house needs of an electorate if all vote, of how many, and how many it can reach at most."""
    found = [at_full_turnout(house, entitled) for house in rule.majority]
    return [{"needed": one.needed, "most": one.reached, "whole": one.whole} for one in found]


def rules_view(rules: Rules) -> Plain:
    """Return the rules as the founding writes them."""
    return {
        "questions": {
            kind: {**rule_view(rule), "polling_seconds": rule.polling_seconds} for kind, rule in rules.questions.items()
        },
        "change_of_vote": rules.change_of_vote.value,
        "device_confirmation": rules.device_confirmation,
        "remote_presence": rules.remote_presence,
        "proxies": asdict(rules.proxies),
        "block": rules.block.value,
        "record": "public" if rules.public_record else "members",
        "without_vote": list(rules.without_vote),
        "subjects": {"amendments": list(rules.amendment_kinds), "text": list(rules.text_kinds)},
    }


def electorates_view(convention: Convention, report: str = "") -> Plain:
    """Return, for each kind of question and roll, the electorate as an opening must name it and what it would need.

    With the name of a report on credentials: of a question on it, in which contested mandates have no vote.
    """
    known = convention.reports.get(report)
    without = known.reported.contested if known else ()
    return {
        kind: {name: _electorate_view(convention, rule, name, without) for name in convention.rolls}
        for kind, rule in convention.founded.rules.questions.items()
    }


def _electorate_view(convention: Convention, rule: QuestionRule, roll: str, without: Collection[str]) -> Plain:
    entitled = convention.entitled(roll, rule.voters, without).values()
    return {
        "version": convention.rolls[roll].version,
        "count": sum(member.electorate.heads for member in entitled),
        "weight": sum(member.electorate.weight for member in entitled),
        "expected": expected_view(rule, entitled),
        "quorum": _quorum_of_present(rule, entitled),
    }


def _quorum_of_present(rule: QuestionRule, entitled: Collection[Entitlement]) -> Plain | None:
    """Return what a quorum of those present needs and finds now: an opening fixes who is there. None if votes count."""
    if rule.quorum is None or rule.quorum.of is not Reference.PRESENT:
        return None
    found = judge_quorum(rule.quorum, [Part(member, Votes()) for member in entitled])
    return {"needed": found.needed, "reached": found.reached, "whole": found.whole, "met": found.met}
