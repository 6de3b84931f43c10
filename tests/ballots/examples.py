"""One admissible statement of every type, in a convention where each of them may come next."""

from dataclasses import dataclass
from typing import Any

from tests.ballots.assembly import WHOLE, Assembly, Member, Payload, digest
from tests.ballots.day import call_count, end_count, open_sitting, present_claim, record_hands, report_fields, suspend
from tests.ballots.drafting import DECLARATION, DIVISIBLE, ERKLAERUNG, PARTS, Drafting, founded
from tests.ballots.tellers import decide, decision_fields, paper


@dataclass
class Stage:
    """A convention with a motion in each state of its life, and people of every role."""

    hall: Drafting
    delegate: Member
    other: Member
    alternate: Member
    observer: Member

    @property
    def people(self) -> dict[str, Member]:
        """Return one person of each role, her device enrolled."""
        members = {"delegate": self.delegate, "alternate": self.alternate, "observer": self.observer}
        return self.hall.officers | members


def stage(**rules: Any) -> Stage:
    """Build the convention: five motions named after their states, one document, four members."""
    hall = founded(**rules)
    delegate, other = hall.delegate("nord/1", "nord/2", head=True), hall.delegate("ost/1", present=True)
    alternate, observer = hall.delegate(role="alternate"), hall.delegate(role="observer")
    hall.table("declaration")
    hall.hand_over(alternate, "nord/2")
    for state in ("open", "ended", "closed", "declared", "annulled"):
        hall.bring_to(state, state)
    # Annulled by another chair, so that this one may be the second person.
    hall.bring_to("pending", "closed")
    hall.annul("pending", by=hall.appoint("chair"))
    hall.bring_to("explained", "open")
    hall.vote(delegate, "explained", "yes")
    for act in (hall.end, hall.close, hall.declare):
        act("explained")
    hall.table_text(en=DECLARATION, de=ERKLAERUNG)
    for name, block in (("live", 1), ("withdrawn", 2), ("listed", 3)):
        hall.amend(name, "delete", block, by=delegate)
    hall.amend("divisible", **DIVISIBLE)
    hall.withdraw("withdrawn")
    hall.recommend("listed", "adopt")
    return Stage(hall, delegate, other, alternate, observer)


def on(hall: Assembly, motion: str, **fields: Any) -> Payload:
    return {"motion": motion, "opening": hall.opening(motion), **fields}


def examples(here: Stage) -> dict[str, tuple[str, Payload]]:
    """Return, for every type but the founding, who may sign it and its own fields."""
    hall, delegate = here.hall, here.delegate
    new = hall.member("delegate", "nord/3")
    officer = hall.member("teller")
    pending = hall.motion("pending").annulment
    assert pending is not None
    chair, desk, tree = hall.chair.kid, hall.desk.kid, hall.tree()
    seconded = paper(hall, "open", "nord/2", by=hall.appoint("teller"))
    own = paper(hall, "open", "nord/2")
    decided = decide(hall, "stated")
    subject = {**WHOLE, "document": "declaration", "digest": hall.convention.documents["declaration"].digest}
    unenrolled = hall.member("delegate", "nord/4")
    hall.issue(unenrolled)
    words = {"en": "Nord", "de": "Norden"}
    return {
        "officers.changed": (
            hall.founder,
            {
                "issue": [officer.issue()],
                "revoke": [{"number": hall.officers["auditor"].number, "reason": "departed"}],
                "decision": None,
            },
        ),
        "delegation.registered": (
            hall.founder,
            {
                "delegation": "nord",
                "name": words,
                "entitlement": 12,
                "weight": 1,
                "decision": None,
                "groups": ["founders", "north"],
            },
        ),
        "credentials.issued": (desk, {"credentials": [new.issue()]}),
        "credential.revoked": (desk, {"credential": delegate.number, "reason": "lost"}),
        "device.enrolled": (
            unenrolled.badge_kid,
            {"credential": unenrolled.number, "key": unenrolled.device(1), "proof": "a.b.c"},
        ),
        "device.confirmed": (desk, {"device": delegate.kid}),
        "device.moved": (delegate.kid, {"key": delegate.device(2), "proof": "a.b.c"}),
        "presence.recorded": (desk, {"credential": delegate.number, "state": "in"}),
        "mandate.delegated": (delegate.kid, {"mandates": ["nord/1"], "to": here.alternate.number, "as": "alternate"}),
        "mandate.returned": (delegate.kid, {"mandates": ["nord/2"]}),
        "document.tabled": (
            chair,
            {"document": "declaration", "version": 2, "title": words, "texts": {"en": digest("e"), "de": digest("d")}},
        ),
        "motion.opened": (chair, hall.opening_fields("new", "statutes", "accredited", subject=subject)),
        "vote.cast": (delegate.kid, on(hall, "open", mandate="nord/1", ballot={"choice": "yes"})),
        "block.cast": (
            delegate.kid,
            on(hall, "open", delegation="nord", ballot={"choices": {"yes": 1, "no": 1}}),
        ),
        "polling.ended": (chair, on(hall, "open")),
        "motion.closed": (chair, on(hall, "ended", tree=tree)),
        "result.declared": (chair, on(hall, "closed", tree=tree, casting=None, result=hall.recount("closed"))),
        "motion.annulled": (chair, on(hall, "open", reason="The wrong text was shown.\nA new motion follows.")),
        **amending_examples(here),
        "vote.explained": (
            delegate.kid,
            {"motion": "explained", "mandate": "nord/1", "kind": "correction", "text": digest("meant no")},
        ),
        **sitting_examples(hall),
        **count_examples(here),
        "credentials.reported": (desk, report_fields(hall, "first", "nord/2")),
        "agenda.proposed": (
            chair,
            {
                "agenda": "first",
                "items": [{"title": words, "document": None}, {"title": words, "document": "declaration"}],
            },
        ),
        "annulment.confirmed": (hall.teller.kid, {"motion": "pending", "annulment": pending.digest}),
        "paper.recorded": (
            hall.teller.kid,
            on(hall, "open", mandate="nord/1", ballot={"choice": "no"}, method="paper"),
        ),
        "paper.confirmed": (hall.teller.kid, {"record": seconded}),
        "paper.withdrawn": (hall.teller.kid, {"record": own}),
        "decision.recorded": (chair, decision_fields(hall, "new", counts={"yes": 2, "no": 1, "abstain": 0})),
        "decision.confirmed": (hall.teller.kid, {"decision": "stated", "record": decided}),
        "decision.annulled": (chair, {"decision": "stated", "record": decided, "reason": "Nobody decided this."}),
    }


def amending_examples(here: Stage) -> dict[str, tuple[str, Payload]]:
    hall, delegate, other = here.hall, here.delegate, here.other
    chair, desk, clerk = hall.chair.kid, hall.desk.kid, hall.officers["clerk"].kid
    version = {"document": "springs", "digest": hall.document.digest}

    def about(name: str, **fields: Any) -> Payload:
        return {"amendment": name, "digest": hall.convention.amendments[name].digest, **fields}

    changes = {"en": {"words": [0, 1], "text": "All"}, "de": {"words": [0, 1], "text": "Alle"}}
    reason = digest("reason")
    return {
        "amendment.tabled": (desk, hall.amendment_fields("new", "replace", 5, changes=changes, reason=reason)),
        "amendment.translated": (
            desk,
            about("divisible", language="de", change={"words": [3, 7], "text": "alle seine Kanäle offen"}),
        ),
        "amendment.supported": (delegate.kid, about("divisible", supporter=delegate.number, state="given")),
        "amendment.withdrawn": (delegate.kid, about("live", in_favour_of="listed")),
        "amendment.taken_over": (delegate.kid, about("withdrawn", proposer=delegate.number)),
        "amendment.recommended": (
            clerk,
            about("live", advice="merge", other="listed", note=digest("note"), minority=digest("minority")),
        ),
        "amendment.pulled": (other.kid, about("listed")),
        "amendment.divided": (chair, about("divisible", parts=list(PARTS))),
        "tabling.closed": (chair, version),
        "order.ruled": (chair, {**version, "order": ["listed", "live"], "reason": "As the committee proposed."}),
        "document.corrected": (desk, {**version, "language": "de", "text": hall.keep(ERKLAERUNG)}),
    }


def sitting_examples(hall: Assembly) -> dict[str, tuple[str, Payload]]:
    chair, present = hall.chair.kid, present_claim(hall)
    title = {"en": "First sitting", "de": "Erste Sitzung"}
    return {
        "sitting.opened": (chair, {"sitting": "s1", "title": title, "present": present, "tree": hall.tree()}),
        "sitting.suspended": (chair, {"sitting": "s1"}),
        "sitting.resumed": (chair, {"sitting": "s1", "present": present, "tree": hall.tree()}),
        "sitting.closed": (chair, {"sitting": "s1"}),
    }


def count_examples(here: Stage) -> dict[str, tuple[str, Payload]]:
    """Return those of a count that was called before, one teller's record of hands in it."""
    hall = here.hall
    call = {"count": "first", "call": call_count(hall, "first")}
    record = record_hands(hall, "first", 2, by=hall.appoint("teller"))
    return {
        "count.called": (hall.chair.kid, {"count": "second", "tree": hall.tree()}),
        "presence.answered": (here.delegate.kid, call),
        "hands.recorded": (hall.teller.kid, {**call, "mandates": 1}),
        "hands.confirmed": (hall.teller.kid, {"count": "first", "record": record}),
        "count.ended": (hall.chair.kid, {**call, "tree": hall.tree()}),
    }


def prepare(hall: Assembly, kind: str) -> None:
    """Bring about what the example of a type needs and those of the others exclude."""
    if kind in ("sitting.suspended", "sitting.resumed", "sitting.closed"):
        for motion in list(hall.convention.open_motions):
            hall.annul(motion)
        end_count(hall, "first")
        open_sitting(hall, "s1")
    if kind == "count.called":
        end_count(hall, "first")
    if kind == "sitting.resumed":
        suspend(hall, "s1")


def example_payloads() -> dict[str, tuple[str, Payload]]:
    """Return, for every type, the signer's key and a whole payload."""
    here = stage()
    payloads = {kind: (kid, here.hall.payload(kind, **fields)) for kind, (kid, fields) in examples(here).items()}
    return {"convention.founded": (here.hall.founder, Assembly().founding())} | payloads
