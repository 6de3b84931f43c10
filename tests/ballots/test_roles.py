"""Who may sign what: every role and kind of key against every type, as FORMAT.md section 4 has it."""

from collections.abc import Iterator

import pytest

from ballots.amendment_errors import NotYourAmendment
from ballots.errors import CodeAlreadyUsed, NotAllowed, Refused
from ballots.explanation_errors import NotYourVote
from ballots.statement import READERS
from ballots.vote_errors import NotYourMandate
from tests.ballots.assembly import Payload
from tests.ballots.examples import Stage, examples, prepare, stage

Scene = tuple[Stage, dict[str, tuple[str, Payload]]]

ROLES = ("founder", "chair", "clerk", "desk", "teller", "auditor", "delegate", "alternate", "observer")

# Roles whose devices may sign each type; "any" is every device for itself.
ALLOWED: dict[str, set[str]] = {
    "officers.changed": {"founder"},
    "delegation.registered": {"founder"},
    "credentials.issued": {"desk"},
    "credential.revoked": {"desk"},
    "device.enrolled": set(),
    "device.confirmed": {"desk"},
    "device.moved": set(ROLES),
    "presence.recorded": {"desk"},
    "mandate.delegated": {"desk", "delegate"},
    "mandate.returned": {"desk", "delegate", "alternate"},
    "document.tabled": {"chair", "desk"},
    "motion.opened": {"chair"},
    "vote.cast": {"delegate"},
    "block.cast": {"delegate"},
    "polling.ended": {"chair"},
    "motion.closed": {"chair"},
    "result.declared": {"chair"},
    "motion.annulled": {"chair"},
    "annulment.confirmed": {"chair", "teller"},
    "paper.recorded": {"teller"},
    "paper.confirmed": {"teller"},
    "paper.withdrawn": {"teller"},
    "decision.recorded": {"chair"},
    "decision.confirmed": {"teller"},
    "decision.annulled": {"chair"},
    "amendment.tabled": {"desk", "chair", "clerk"},
    "amendment.translated": {"chair", "clerk", "desk"},
    "amendment.supported": {"desk", "delegate"},
    "amendment.withdrawn": {"desk", "delegate"},
    "amendment.taken_over": {"desk", "delegate"},
    "amendment.recommended": {"chair", "clerk"},
    "amendment.pulled": {"desk", "delegate", "alternate"},
    "amendment.divided": {"chair", "clerk"},
    "tabling.closed": {"chair", "clerk"},
    "order.ruled": {"chair", "clerk"},
    "document.corrected": {"chair", "clerk", "desk"},
    "vote.explained": {"delegate"},
    "sitting.opened": {"chair"},
    "sitting.suspended": {"chair"},
    "sitting.resumed": {"chair"},
    "sitting.closed": {"chair"},
    "credentials.reported": {"desk", "chair"},
    "agenda.proposed": {"chair", "clerk"},
    "count.called": {"chair"},
    "presence.answered": {"delegate", "alternate"},
    "hands.recorded": {"teller"},
    "hands.confirmed": {"teller"},
    "count.ended": {"chair"},
}
# Some may do such a thing, but not this one: whoever has no mandate, whoever did not propose it.
OTHERWISE: dict[tuple[str, str], type[Refused]] = {
    **{("vote.cast", role): NotYourMandate for role in ROLES},
    **{("vote.explained", role): NotYourVote for role in ROLES},
    ("amendment.tabled", "delegate"): NotYourAmendment,
    ("amendment.tabled", "alternate"): NotYourAmendment,
    ("amendment.withdrawn", "alternate"): NotYourAmendment,
}
# The founder's own key acts as her role does, except where only a device can.
BY_FOUNDERS_KEY = {"officers.changed", "delegation.registered"}


@pytest.fixture(scope="module")
def prepared() -> Scene:
    here = stage()
    here.hall.convention.commit()
    return here, examples(here)


@pytest.fixture
def here(prepared: Scene) -> Iterator[Scene]:
    """The same convention for every test: what a test did is unwound."""
    convention = prepared[0].hall.convention
    mark = convention.mark()
    yield prepared
    convention.unwind(mark)


def test_every_type_is_in_the_table() -> None:
    assert set(ALLOWED) == set(READERS) - {"convention.founded"}


@pytest.mark.parametrize("kind", ALLOWED)
@pytest.mark.parametrize("role", ROLES)
def test_devices(here: Scene, role: str, kind: str) -> None:
    on_stage, said = here
    hall, kid, fields = on_stage.hall, on_stage.people[role].kid, said[kind][1]
    prepare(hall, kind)
    if role in ALLOWED[kind]:
        hall.say(kid, kind, **fields)
        return
    with hall.refused(OTHERWISE.get((kind, role), NotAllowed)):
        hall.say(kid, kind, **fields)


@pytest.mark.parametrize("kind", ALLOWED)
def test_the_founders_key(here: Scene, kind: str) -> None:
    hall, fields = here[0].hall, here[1][kind][1]
    if kind in BY_FOUNDERS_KEY:
        hall.say(hall.founder, kind, **fields)
        return
    with hall.refused(NotAllowed):
        hall.say(hall.founder, kind, **fields)


@pytest.mark.parametrize("kind", ALLOWED)
@pytest.mark.parametrize("role", ROLES)
def test_activation_codes(here: Scene, role: str, kind: str) -> None:
    """A badge enrols one device and does nothing else, neither before nor after."""
    on_stage, said = here
    hall = on_stage.hall
    with hall.refused(CodeAlreadyUsed):
        hall.say(on_stage.people[role].badge_kid, kind, **said[kind][1])
    new = hall.member(role)
    if role in hall.officers:
        hall.change_officers(issue=[new])
    else:
        new.mandates = ("nord/9",) if role == "delegate" else ()
        hall.issue(new)
    with hall.refused(NotAllowed):
        hall.say(new.badge_kid, kind, **said[kind][1])
    hall.enrol(new)


def test_the_example_signers_are_admitted(here: Scene) -> None:
    on_stage, said = here
    convention = on_stage.hall.convention
    for kind, (kid, fields) in said.items():
        mark = convention.mark()
        prepare(on_stage.hall, kind)
        on_stage.hall.say(kid, kind, **fields)
        convention.unwind(mark)


def test_presence_is_only_ones_own() -> None:
    here = stage(remote_presence=True)
    for role, member in here.people.items():
        for of in here.people.values():
            allowed = role == "desk" or (member is of and role in ("delegate", "alternate"))
            mark = here.hall.convention.mark()
            if allowed:
                here.hall.presence(of, "in", by=member)
            else:
                with here.hall.refused(NotAllowed):
                    here.hall.presence(of, "in", by=member)
            here.hall.convention.unwind(mark)
