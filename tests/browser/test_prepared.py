"""A clerk prepares every act; the chair reads it aloud and approves it with one tap, and her own device signs."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from ballots.acts import Role
from tests.browser.conftest import DESKTOP
from tests.browser.hall import OFFICERS, Hall, open_hall
from tests.browser.held import Held
from tests.browser.voters import OBVIOUS, Voter, act, motion_of, open_motion, seat_voters, state, take_seat
from voting.plan import OfficerPlan
from voting.signing import Hand, statement_digest

Device = Callable[..., Page]
# Whether what comes before her can be pressed at once: a finger that is on its way would sign it.
AT_ONCE = """() => { window.atOnce = new Promise((resolve) => new MutationObserver(() => {
  const button = document.querySelector('#prepared [data-act="approve"]');
  if (button) resolve(!button.disabled);
}).observe(document.getElementById("prepared"), { childList: true, subtree: true })); }"""

# Whether the button below can be pressed in the moment in which what was above it goes.
MOVED_UP = """() => { window.movedUp = new Promise((resolve) => new MutationObserver(() => {
  if (!document.querySelector("#prepared .prepared")) resolve(document.querySelector('#now [data-act="end"]').disabled);
}).observe(document.getElementById("prepared"), { childList: true })); }"""


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    hall = open_hall(tmp_path, officers=(*OFFICERS, OfficerPlan(Role.CLERK, "Hana Novak")))
    yield hall
    hall.stop()


@pytest.fixture
def desk(hall: Hall) -> Hand:
    return hall.hand("desk")


@pytest.fixture
def voter(hall: Hall, desk: Hand) -> Voter:
    [voter] = seat_voters(hall, desk, "nord/1")
    return voter


@pytest.fixture
def clerk(hall: Hall, voter: Voter, device: Device) -> Page:
    return take_seat(device(DESKTOP), hall, "clerk")


@pytest.fixture
def chair(hall: Hall, device: Device) -> Page:
    return take_seat(device(DESKTOP), hall, "chair")


def prepared(page: Page) -> Locator:
    return page.locator("#prepared .prepared")


def approve(chair: Page) -> None:
    prepared(chair).locator('[data-act="approve"]').click()


def prepare_motion(clerk: Page) -> None:
    clerk.locator("#open-button").click()
    clerk.locator('[name="words-fields.en.title"]').fill("Order of business")
    clerk.locator('[name="words-fields.en.question"]').fill("Shall the order be changed?")
    clerk.get_by_role("button", name="Review").click()
    expect(clerk.locator("#review")).to_contain_text("This is what you prepare")
    expect(clerk.locator("#review")).to_contain_text("Nothing is signed yet.")
    clerk.locator("#open-now").click()
    expect(clerk.locator("#open-panel")).to_be_hidden()


def test_a_whole_vote_is_prepared_and_approved(hall: Hall, voter: Voter, clerk: Page, chair: Page) -> None:
    size = state(hall)["size"]
    chair.evaluate(AT_ONCE)
    expect(clerk.locator(OBVIOUS)).to_have_count(1)
    prepare_motion(clerk)
    assert chair.evaluate("atOnce") is False
    # It is the chair's turn: nothing asks the clerk to prepare it once more.
    expect(clerk.locator(OBVIOUS)).to_have_count(0)
    expect(prepared(chair)).to_contain_text("Hana Novak")
    expect(prepared(chair)).to_contain_text("Shall the order be changed?")
    expect(prepared(clerk)).to_contain_text("Waits for the chair")
    # Nothing is signed by preparing.
    assert state(hall)["size"] == size
    approve(chair)
    card = chair.locator('#now [data-motion="1"]')
    for name, after in (("end", "ended"), ("close", "closed")):
        expect(prepared(chair)).to_have_count(0)
        clerk.locator(f'#now [data-act="{name}"]').click()
        if name == "end":
            # What she reads aloud is so when she reads it, and when she is asked herself.
            expect(prepared(chair)).to_contain_text("0 of 1 have voted.")
            # Below what is under way nobody would see it.
            assert chair.evaluate("document.querySelector('#prepared').nextElementSibling.id") == "now"
            card.locator('[data-act="end"]').click()
            voter.vote(motion_of(hall, "1"), "yes")
            for place in (chair.locator("#confirm"), prepared(chair)):
                expect(place).to_contain_text("1 of 1 has voted.")
            chair.locator('#confirm button[value="no"]').click()
        approve(chair)
        expect(card).to_have_attribute("data-state", after)
    clerk.locator('#now [data-act="declare"]').click()
    expect(prepared(chair)).to_contain_text("The votes: Yes 1, No 0, Abstain 0.")
    approve(chair)
    expect(chair.locator('#past [data-motion="1"]')).to_be_visible()
    expect(prepared(clerk)).to_have_count(0)


def test_a_decision_and_a_sitting_are_prepared_too(hall: Hall, clerk: Page, chair: Page) -> None:
    clerk.locator('#sitting [data-act="open"]').click()
    approve(chair)
    expect(chair.locator("#sitting .status-title")).to_be_visible()
    clerk.locator('#sitting [data-act="close"]').click()
    expect(prepared(chair).locator("h3")).to_have_text("Sitting 1: Close the sitting")
    expect(prepared(chair)).not_to_contain_text("Read aloud")
    expect(prepared(chair).locator('[data-act="approve"]')).to_have_text("Approve: Close the sitting")
    expect(prepared(chair)).to_contain_text("A sitting that is closed cannot be resumed")
    prepared(chair).locator('[data-act="return"]').click()
    # Where the keyboard goes on.
    expect(chair.locator("#now-title")).to_be_focused()
    prepared(clerk).locator('[data-act="remove"]').click()
    clerk.locator("#decide-button").click()
    clerk.locator("#decide-form [name=kind]").select_option("procedure")
    clerk.locator('[name="decide.en.title"]').fill("Minutes")
    clerk.locator('[name="decide.en.question"]').fill("Are the minutes approved?")
    clerk.locator("#decide-form .other-languages summary").click()
    clerk.locator('[name="decide.fr.title"]').fill("Procès-verbal")
    clerk.locator('[name="decide.fr.question"]').fill("Le procès-verbal est-il approuvé ?")
    clerk.get_by_role("button", name="Review", exact=True).click()
    clerk.locator('#confirm button[value="yes"]').click()
    expect(prepared(clerk)).to_be_in_viewport()
    expect(prepared(chair).locator('[data-act="approve"]')).to_have_text("Approve: Adopted")
    # All that she signs: the title too, and each language.
    for said in ("Minutes", "Procès-verbal", "Are the minutes approved?", "Le procès-verbal est-il approuvé ?"):
        expect(prepared(chair)).to_contain_text(said)
    assert state(hall)["decisions"] == []
    approve(chair)
    expect(chair.locator("#decisions-now")).to_contain_text("Minutes")


def forge(clerk: Page, kind: str, draft: dict[str, object]) -> None:
    """Prepare what no page of ours would, as a dishonest clerk's program does."""
    answer = clerk.evaluate(
        """async (body) => (await fetch("/chair/prepared", {
          method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
        })).status""",
        {"kind": kind, "draft": draft},
    )
    assert answer == 200


def test_a_chair_signs_nothing_that_a_clerk_has_hidden(hall: Hall, clerk: Page, chair: Page) -> None:
    expect(clerk.locator("#sitting")).to_be_visible()
    # An act that is none of a sitting, under the head of a sitting's.
    hidden = {"type": "motion.annulled", "about": {"sitting": "1", "motion": "1", "reason": "None."}, "seen": None}
    forge(clerk, "sitting", hidden)
    expect(prepared(chair)).to_contain_text("does not fit any more")
    expect(prepared(chair).locator('[data-act="approve"]')).to_have_count(0)
    prepared(chair).locator('[data-act="return"]').click()
    prepared(clerk).locator('[data-act="remove"]').click()
    # Words that the card does not show.
    about = {"sitting": "1", "title": {"en": "Nobody may leave"}}
    forge(clerk, "sitting", {"type": "sitting.opened", "about": about, "seen": None})
    approve(chair)
    expect(chair.locator("#sitting .status-title")).to_contain_text("Sitting 1")
    assert "leave" not in chair.locator("#sitting").inner_text()
    # A decision under another name than it has, on something else than it is called.
    fields = {
        "decision": "D1",
        "kind": "procedure",
        "title": {"en": "A break"},
        "question": {"en": "Shall we pause?"},
        "method": "no_objection",
        "counts": None,
        "outcome": "adopted",
    }
    items = [{"title": {"en": "Opening"}, "document": None}]
    agenda = hall.hand("chair", 1).sign("agenda.proposed", agenda="1", items=items)
    hall.post(agenda)
    subject = {"kind": "agenda", "id": "1", "digest": statement_digest(agenda)}
    given = {"label": "The weather", "subject": subject, "notes": ["1. Sunshine"]}
    forge(clerk, "decide", {"decision": "D1", "fields": fields, "given": given, "tabled": None})
    for said in ("A break", "Shall we pause?", "Procedure", "Agenda 1", "1. Opening", "Without objection"):
        expect(prepared(chair)).to_contain_text(said)
    for forged in ("The weather", "Sunshine"):
        expect(prepared(chair)).not_to_contain_text(forged)
    prepared(chair).locator('[data-act="return"]').click()
    # What is no matter of this convention is not put.
    other = {**given, "subject": {**subject, "digest": "x"}}
    forge(clerk, "decide", {"decision": "D2", "fields": {**fields, "decision": "D2"}, "given": other, "tabled": None})
    expect(prepared(chair)).to_contain_text("does not fit any more")
    expect(prepared(chair).locator('[data-act="approve"]')).to_have_count(0)


def test_an_annulment_is_prepared_with_its_reason(hall: Hall, clerk: Page, chair: Page) -> None:
    open_motion(hall, hall.hand("chair", 1), "1")
    clerk.locator('#now [data-act="annul"]').click()
    confirm = clerk.locator("#confirm")
    confirm.locator('[data-slot="reason"]').fill("The interpretation failed.")
    confirm.get_by_role("button", name="Prepare for the chair").click()
    expect(prepared(chair).locator("h3")).to_have_text("Annul motion 1?")
    expect(prepared(chair)).to_contain_text("The interpretation failed.")
    expect(prepared(chair)).to_contain_text("The motion ends at once, without a result.")
    assert motion_of(hall, "1")["state"] == "open"
    approve(chair)
    expect(chair.locator('#past [data-motion="1"]')).to_have_attribute("data-state", "annulled")
    assert motion_of(hall, "1")["annulment"]["reason"] == "The interpretation failed."


def test_a_reconsideration_is_prepared(hall: Hall, voter: Voter, clerk: Page, chair: Page) -> None:
    bertil = hall.hand("chair", 1)
    motion = open_motion(hall, bertil, "1")
    voter.vote(motion, "yes")
    for kind in ("polling.ended", "motion.closed"):
        act(hall, bertil, kind, motion)
    one, none = {"count": 1, "weight": 1}, {"count": 0, "weight": 0}
    result = {"options": {"yes": one, "no": none, "abstain": none}, "outcome": "adopted"}
    act(hall, bertil, "result.declared", motion, result=result)
    clerk.locator('#past [data-motion="1"] summary').click()
    clerk.locator('#past [data-act="reconsider"]').click()
    clerk.locator("#reconsider").get_by_role("button", name="Put it to the vote").click()
    clerk.locator("#open-now").click()
    expect(prepared(chair)).to_contain_text("Reconsider")
    # What rests on the decision her own page finds out.
    expect(prepared(chair)).to_contain_text("No text and no later decision depends on it.")
    approve(chair)
    expect(chair.locator('#now [data-motion="2"]')).to_be_visible()
    assert motion_of(hall, "2")["matter"]["id"] == "1"


def test_a_roll_that_has_changed_is_said_and_the_new_one_signed(
    hall: Hall, desk: Hand, clerk: Page, chair: Page
) -> None:
    prepare_motion(clerk)
    expect(prepared(chair)).to_contain_text("1 mandate, weight 1")
    seat_voters(hall, desk, "sol/1", first=2000)
    # She has the old roll before her: the log refuses it, and she is shown the new one.
    approve(chair)
    expect(prepared(chair)).to_contain_text("Mandates then: 1; now: 2.")
    expect(prepared(chair)).to_contain_text("2 mandates, weight 3")
    assert state(hall)["motions"] == []
    approve(chair)
    expect(chair.locator('#now [data-motion="1"]')).to_be_visible()
    assert motion_of(hall, "1")["electorate"]["count"] == 2


def test_what_does_not_fit_any_more_can_only_be_sent_back(hall: Hall, clerk: Page, chair: Page) -> None:
    bertil = hall.hand("chair", 1)
    motion = open_motion(hall, bertil, "7")
    clerk.locator('#now [data-act="end"]').click()
    expect(prepared(chair).locator('[data-act="approve"]')).to_be_visible()
    act(hall, bertil, "polling.ended", motion)
    expect(prepared(chair)).to_contain_text("does not fit any more")
    expect(prepared(clerk)).to_contain_text("This does not fit any more: something has changed since you prepared it.")
    expect(prepared(chair).locator('[data-act="approve"]')).to_have_count(0)
    prepared(chair).locator('[data-act="return"]').click()
    expect(prepared(chair)).to_have_count(0)
    expect(prepared(clerk)).to_contain_text("Sent back by Amara Okonjo")
    prepared(clerk).locator('[data-act="remove"]').click()
    expect(prepared(clerk)).to_have_count(0)


def test_a_number_that_was_taken_is_replaced_and_said(hall: Hall, clerk: Page, chair: Page) -> None:
    prepare_motion(clerk)
    expect(prepared(chair)).to_be_visible()
    open_motion(hall, hall.hand("chair", 1), "1")
    expect(prepared(chair)).to_contain_text("Number 1 is taken. This is motion 2 now.")
    approve(chair)
    expect(chair.locator('#now [data-motion="2"]')).to_be_visible()


@pytest.mark.parametrize("number", ["1", "2"])
def test_what_was_opened_and_could_not_be_taken_away_is_not_opened_twice(
    hall: Hall, clerk: Page, chair: Page, number: str
) -> None:
    prepare_motion(clerk)
    expect(prepared(chair)).to_be_visible()
    if number == "2":
        open_motion(hall, hall.hand("chair", 1), "1")
        expect(prepared(chair)).to_contain_text("This is motion 2 now.")
    chair.route("**/chair/prepared/*", lambda route: route.abort(), times=1)
    approve(chair)
    expect(chair.locator(f'#now [data-motion="{number}"]')).to_be_visible()
    for _ in range(2):
        expect(prepared(chair)).to_contain_text("does not fit any more")
        expect(prepared(chair).locator('[data-act="approve"]')).to_have_count(0)
        chair.reload()
    prepared(chair).locator('[data-act="return"]').click()
    expect(prepared(chair)).to_have_count(0)


def test_who_is_slower_is_told_what_became_of_it(hall: Hall, clerk: Page, chair: Page, device: Device) -> None:
    bertil = take_seat(device(DESKTOP), hall, "chair", 1)
    prepare_motion(clerk)
    expect(prepared(bertil).locator('[data-act="approve"]')).to_be_enabled()
    approve(chair)
    said = bertil.locator("#prepared")
    expect(said).to_contain_text("Motion 1: Order of business")
    expect(said).to_contain_text("Amara Okonjo has approved and signed it. Nothing of yours was signed.")
    # She who signed it sees what she signed.
    expect(chair.locator('#now [data-motion="1"]')).to_be_visible()
    expect(chair.locator("#prepared")).to_be_empty()
    # What moves up under a finger is not pressed.
    clerk.locator('#now [data-act="end"]').click()
    expect(prepared(chair).locator('[data-act="approve"]')).to_be_enabled()
    chair.evaluate(MOVED_UP)
    prepared(clerk).locator('[data-act="remove"]').click()
    expect(chair.locator("#prepared")).to_contain_text("Hana Novak has taken it away. Nothing was signed.")
    assert chair.evaluate("movedUp") is True
    expect(chair.locator('#now [data-act="end"]')).to_be_enabled()


def test_a_count_of_those_present_is_prepared(hall: Hall, clerk: Page, chair: Page) -> None:
    clerk.locator('#count [data-act="call"]').click()
    expect(prepared(chair).locator("h3")).to_have_text("Count those present")
    assert state(hall)["count"] is None
    approve(chair)
    expect(chair.locator("#count .status-title")).to_be_visible()
    expect(prepared(chair)).to_have_count(0)
    # What ends another count than the one that goes on is not put to her.
    forge(clerk, "count", {"type": "count.ended", "about": {"count": "1", "call": "x"}})
    expect(prepared(chair)).to_contain_text("does not fit any more")
    prepared(chair).locator('[data-act="return"]').click()
    prepared(clerk).locator('[data-act="remove"]').click()
    clerk.locator('#count [data-act="end"]').click()
    expect(prepared(chair).locator('[data-act="approve"]')).to_have_text("Approve: End the count")
    approve(chair)
    expect(chair.locator("#count")).to_contain_text("Last count: 0 of 1")
    assert state(hall)["count"]["state"] == "ended"


def test_a_report_on_credentials_is_prepared_and_signed_with_the_numbers_of_now(
    hall: Hall, desk: Hand, clerk: Page, chair: Page
) -> None:
    clerk.locator("#report-new").click()
    clerk.locator("#report-form [name=contested]").fill("nord/1")
    clerk.locator("#report-form").get_by_role("button", name="Prepare for the chair").click()
    expect(clerk.locator("#report-form")).to_be_hidden()
    for said in ("Report on credentials 1", "accredited: 1", "Contested, without a vote on this report: nord/1."):
        expect(prepared(chair)).to_contain_text(said)
    seat_voters(hall, desk, "sol/1", first=2000)
    # The log refuses the old numbers, and she is shown the new ones.
    approve(chair)
    expect(prepared(chair)).to_contain_text("These are not the numbers of the rolls as they stand now.")
    expect(prepared(chair)).to_contain_text("accredited: 2")
    approve(chair)
    expect(chair.locator("#day-report")).to_contain_text("Report on credentials 1")
    expect(chair.locator("#day-report")).to_contain_text("accredited: 2")
    expect(chair.locator("#day-report")).to_contain_text("nord/1")


def test_the_annulment_of_a_decision_is_prepared(hall: Hall, clerk: Page, chair: Page) -> None:
    bertil = hall.hand("chair", 1)
    asked = {"kind": "procedure", "title": {"en": "A break"}, "question": {"en": "Shall we pause?"}, "subject": None}
    found = {"method": "no_objection", "counts": None, "outcome": "adopted"}
    tree = {name: state(hall)[name] for name in ("root", "size")}
    hall.post(bertil.sign("decision.recorded", decision="D1", **asked, **found, tree=tree))
    clerk.locator('[data-decision="D1"] [data-act="annul"]').click()
    clerk.locator('#confirm [data-slot="reason"]').fill("Somebody objected.")
    clerk.locator("#confirm").get_by_role("button", name="Prepare for the chair").click()
    expect(prepared(chair)).to_contain_text("D1")
    expect(prepared(chair)).to_contain_text("Somebody objected.")
    assert state(hall)["decisions"][0]["state"] == "stated"
    approve(chair)
    expect(chair.locator('[data-decision="D1"]')).to_have_attribute("data-state", "annulled")
    assert state(hall)["decisions"][0]["state"] == "annulled"


def test_what_is_being_signed_cannot_be_sent_back(hall: Hall, clerk: Page, chair: Page) -> None:
    prepare_motion(clerk)
    back = prepared(chair).locator('[data-act="return"]')
    expect(back).to_be_enabled()
    signing = Held(chair, "**/statements", unsent=True)
    approve(chair)
    signing.wait()
    expect(back).to_be_disabled()
    signed = back.element_handle()
    # Somebody else takes its number, for which the card is drawn anew at other times.
    open_motion(hall, hall.hand("chair", 1), "1")
    expect(chair.locator("#now")).to_contain_text("Motion 1")
    chair.wait_for_timeout(300)
    assert signed.evaluate("(button) => button.isConnected && button.disabled")
    signing.let_go()
    expect(prepared(chair)).to_contain_text("Number 1 is taken. This is motion 2 now.")
    expect(back).to_be_enabled()


def test_what_was_not_answered_is_asked_for_again(clerk: Page, chair: Page) -> None:
    expect(chair.locator("#open-button")).to_be_enabled()
    chair.route("**/chair/prepared", lambda route: route.abort())
    clerk.locator('#sitting [data-act="open"]').click()
    expect(chair.locator("#problem")).to_be_visible()
    chair.unroute("**/chair/prepared")
    expect(prepared(chair)).to_be_visible()


def test_a_late_answer_does_not_bring_back_what_is_gone(clerk: Page, chair: Page) -> None:
    expect(chair.locator("#open-button")).to_be_enabled()
    late = Held(chair, "**/chair/prepared")
    clerk.locator('#sitting [data-act="open"]').click()
    late.wait()
    prepared(clerk).locator('[data-act="remove"]').click()
    prepare_motion(clerk)
    expect(prepared(chair)).to_have_count(1)
    late.let_go()
    expect(prepared(chair)).to_have_count(1)
    expect(prepared(chair)).to_contain_text("Order of business")


def test_what_she_has_signed_does_not_come_back_with_a_late_answer(clerk: Page, chair: Page) -> None:
    clerk.locator('#sitting [data-act="open"]').click()
    approving = prepared(chair).locator('[data-act="approve"]')
    expect(approving).to_be_enabled()
    late = Held(chair, "**/chair/prepared")
    prepare_motion(clerk)
    late.wait()
    # Nothing that is told from here on reaches her.
    chair.route("**/chair/prepared", lambda route: route.abort())
    approving.click()
    left = prepared(chair).locator("h3")
    expect(left).to_have_text("Motion 1: Order of business")
    late.let_go()
    expect(left).to_have_text("Motion 1: Order of business")
