"""What everyone in the hall may see of the convention's state, as plain values for pages and programs."""

from dataclasses import asdict
from typing import Any

from flask_babel import gettext

from audit.encoding import b64url_encode
from audit.log import Log
from audit.tally import decision_result, motion_result
from ballots.acts import Role
from ballots.convention import Convention
from ballots.decision import Decision
from ballots.electorate import Roll
from ballots.majority import Base, Comparison, Count, Fraction, Majority, Measure, Quorum, Reference
from ballots.mandate import seat_of
from ballots.motion import Motion, MotionState
from ballots.paper import PaperState
from ballots.rules import Rules
from ballots.state import KeyUse
from voting.amendment_views import at_stake, document_view, subject_view
from voting.rights import exercised, rights

Plain = dict[str, Any]


def hall_state(log: Log) -> Plain:
    """Return the whole current state, with no choice before the declaration.

    It has every motion under way and the one settled last, so whatever is done to a motion is in the next state; and
    every decision that waits for tellers, and the latest in effect.
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
        "rolls": {name: roll_view(roll) for name, roll in convention.rolls.items()},
        "motions": [_with_changes(convention, motion) for motion in shown],
        "decisions": [decision_view(convention, decision) for decision in _shown_decisions(convention)],
    }


def _under_way(motion: Motion) -> bool:
    if motion.state is MotionState.DECLARED:
        return motion.annulment is not None
    return motion.state is not MotionState.ANNULLED


def _with_changes(convention: Convention, motion: Motion) -> Plain:
    """Return a motion with the words that it would change."""
    return {**motion_view(motion), "subject": subject_view(convention, motion.opened.subject, motion.subject)}


def chair_view(convention: Convention, motion: Motion) -> Plain:
    """Return a motion as chairs see it: with its count once closed, and what follows for the text if it is adopted."""
    view = motion_view(motion, tally=True)
    if motion.subject is not None and motion.opened.subject is not None:
        if _under_way(motion):
            view["subject"] = at_stake(convention, motion.opened.subject, motion.subject)
        else:
            view["subject"]["amendments"] = list(motion.opened.subject.amendments)
    return view


def _shown_decisions(convention: Convention) -> list[Decision]:
    decisions = sorted(convention.decisions.values(), key=lambda decision: decision.decided or decision.index)
    waiting = [decision for decision in decisions if not decision.in_effect]
    return waiting + [decision for decision in decisions if decision.in_effect][-1:]


def decision_view(convention: Convention, decision: Decision) -> Plain:
    """Return a decision without a vote by name, and who has signed it so far."""
    stated = decision.recorded
    rule = convention.founded.rules.questions[stated.kind]
    return {
        **decision_result(decision),
        "digest": decision.digest,
        "index": decision.index,
        "decided": decision.decided,
        "question": dict(stated.question),
        "subject": subject_view(convention, stated.subject, decision.subject),
        "requirement": requirement(rule.majority, rule.quorum),
        "person": decision.person,
        "tellers": list(decision.tellers),
    }


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
        "majority": majority_view(opened.majority),
        "quorum": quorum_view(opened.quorum),
        "requirement": requirement(opened.majority, opened.quorum),
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
        "annulment": None,
    }
    if motion.annulment is not None:
        view["annulment"] = {
            "digest": motion.annulment.digest,
            "reason": motion.annulment.reason,
            "person": motion.annulment.person,
            "pending": motion.state is not MotionState.ANNULLED,
        }
    counted = motion_result(motion)
    if motion.state is MotionState.DECLARED:
        view["result"] = {
            name: counted[name] for name in ("options", "papers", "outcome", "needed", "reached", "quorum")
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
    delegations = {seat_of(mandate).delegation for mandate in mandates}
    open_motions = [motion for motion in convention.motions.values() if motion.is_open]
    votes = credential.role in (Role.DELEGATE, Role.ALTERNATE)
    return {
        "credential": credential.number,
        "role": credential.role.value,
        "person": credential.person,
        "mandates": mandates,
        "head": credential.head,
        "delegations": {name: dict(convention.delegations[name].name) for name in sorted(delegations)},
        "kind": key.use.value,
        "status": status,
        "confirmed": key.confirmed,
        "needs_confirmation": convention.founded.rules.device_confirmation and votes,
        "present": convention.people[credential.person].present,
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


def majority_view(majority: Majority) -> Plain:
    """Return a majority as statements write it."""
    return {"base": majority.base.value, **_fraction_view(majority.fraction)}


def quorum_view(quorum: Quorum | None) -> Plain | None:
    """Return a quorum as statements write it."""
    return None if quorum is None else {"of": quorum.of.value, **_fraction_view(quorum.fraction)}


def rules_view(rules: Rules) -> Plain:
    """Return the rules as the founding writes them, each question with its requirement in words."""
    return {
        "questions": {
            kind: {
                "majority": majority_view(rule.majority),
                "quorum": quorum_view(rule.quorum),
                "requirement": requirement(rule.majority, rule.quorum),
            }
            for kind, rule in rules.questions.items()
        },
        "change_of_vote": rules.change_of_vote.value,
        "device_confirmation": rules.device_confirmation,
        "remote_presence": rules.remote_presence,
        "proxies": asdict(rules.proxies),
        "block": rules.block.value,
        "record": "public" if rules.public_record else "members",
        "without_vote": list(rules.without_vote),
    }


def requirement(majority: Majority, quorum: Quorum | None) -> str:
    """Say in one or two sentences what a motion needs."""
    bases = {
        Base.DECISIVE: gettext("the votes for and against (abstentions do not count)"),
        Base.CAST: gettext("the votes cast (abstentions count)"),
        Base.ELECTORATE: gettext("everyone entitled to vote"),
    }
    share = _share(majority.fraction)
    sentence = gettext("To be adopted, %(share)s of %(base)s must be yes.", share=share, base=bases[majority.base])
    if majority.fraction.measure is Measure.WEIGHT:
        sentence += " " + gettext("Votes count by weight.")
    if quorum is None:
        return sentence
    what = gettext("must vote") if quorum.of is Reference.CAST else gettext("must be present")
    share = _share(quorum.fraction)
    return sentence + " " + gettext("Quorum: %(share)s of the accredited mandates %(what)s.", share=share, what=what)


def _share(fraction: Fraction) -> str:
    names = {(1, 2): gettext("half"), (2, 3): gettext("two thirds"), (3, 4): gettext("three quarters")}
    pair = (fraction.numerator, fraction.denominator)
    name = names.get(pair, gettext("all") if pair[0] == pair[1] else f"{pair[0]}/{pair[1]}")
    if fraction.comparison is Comparison.MORE_THAN:
        return gettext("more than %(share)s", share=name)
    return name if pair[0] == pair[1] else gettext("at least %(share)s", share=name)
