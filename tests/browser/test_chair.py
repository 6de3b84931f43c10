"""The chair's room in a real browser: every act is signed there, and refused acts say why."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.hall import Hall, open_hall
from tests.browser.voters import act, motion_of, open_motion, seat_voters, state, take_seat
from voting.plan import DEFAULT_RULES
from voting.signing import Hand

Device = Callable[..., Page]


@pytest.fixture
def desk(hall: Hall) -> Hand:
    return hall.hand("desk")


def card(page: Page, motion: str) -> Locator:
    return page.locator(f'#now [data-motion="{motion}"]')


def press(page: Page, motion: str, name: str) -> None:
    """Press an act's button and confirm it."""
    card(page, motion).locator(f'[data-act="{name}"]').click()
    page.locator('#confirm button[value="yes"]').click()


def write_motion(page: Page, title: str, question: str) -> None:
    page.locator("#open-button").click()
    page.locator('[name="words-fields.en.title"]').fill(title)
    page.locator('[name="words-fields.en.question"]').fill(question)


def test_a_motion_from_its_text_to_its_result(hall: Hall, desk: Hand, device: Device) -> None:
    voters = seat_voters(hall, desk, "nord/1", "nord/2", "sol/1")
    chair = take_seat(device(DESKTOP), hall, "chair")
    write_motion(chair, "Adopt the Declaration", "Shall the Declaration be adopted?")
    chair.locator("#open-form [name=kind]").select_option("declaration")
    expect(chair.locator("#rule")).to_contain_text("two thirds")
    chair.locator('[name="words-fields.fr.question"]').fill("La Déclaration est-elle adoptée ?")
    chair.locator('[name="words-fields.fr.title"]').fill("Adopter la Déclaration")
    chair.locator('[name=subject][value="new"]').check()
    chair.locator("[name=document]").fill("declaration")
    chair.locator('[name="document-fields.en.title"]').fill("Declaration of the Springs")
    chair.locator('[name="document-fields.en.text"]').fill("1. Water is a common good.\n\n2. So are its springs.\n")
    chair.locator("[name=change]").check()
    chair.get_by_role("button", name="Review").click()

    review = chair.locator("#review-content")
    for shown in ("Motion 1", "Shall the Declaration be adopted?", "La Déclaration", "1. Water is a common good."):
        expect(review).to_contain_text(shown)
    expect(review).to_contain_text("two thirds")
    expect(review).to_contain_text("3 mandates, weight 4")
    chair.locator("#open-now").click()
    expect(card(chair, "1")).to_have_attribute("data-state", "open")
    expect(chair.locator("#open-panel")).to_be_hidden()

    opened = motion_of(hall, "1")
    assert opened["question"] == {"en": "Shall the Declaration be adopted?", "fr": "La Déclaration est-elle adoptée ?"}
    assert opened["change_of_vote"] is True
    assert opened["subject"]["version"] == 1
    for voter, choice in zip(voters, ("yes", "no", "yes"), strict=True):
        voter.vote(opened, choice)
    expect(card(chair, "1").locator('[data-slot="count"]')).to_have_text("3")
    expect(card(chair, "1")).not_to_contain_text("Abstain")

    for name, after in (("end", "ended"), ("close", "closed")):
        card(chair, "1").locator(f'[data-act="{name}"]').click()
        # By its title too: nobody at the podium knows motions by their numbers alone.
        expect(chair.locator("#confirm b")).to_have_text(opened["title"]["en"])
        chair.locator('#confirm button[value="yes"]').click()
        expect(card(chair, "1")).to_have_attribute("data-state", after)
    expect(card(chair, "1").locator(".bar-yes output")).to_have_text("2")
    expect(card(chair, "1").locator(".pill-closed")).to_have_text("Closed: to be declared")
    expect(card(chair, "1").locator(".pill-adopted")).to_be_visible()
    # What she will read aloud is before her before she signs, and when she does.
    aloud = "The votes: Yes 2, No 1, Abstain 0. 2 of 3 valid votes must be yes; yes has 2. Quorum: 2 of 3 must vote."
    expect(card(chair, "1").locator(".aloud-words")).to_contain_text(aloud)
    card(chair, "1").locator('[data-act="declare"]').click()
    for sentence in aloud.split(". "):
        expect(chair.locator("#confirm")).to_contain_text(sentence)
    assert motion_of(hall, "1")["result"] is None
    chair.locator('#confirm button[value="no"]').click()
    press(chair, "1", "declare")
    past = chair.locator('#past [data-motion="1"]')
    expect(past.locator(".pill-adopted")).to_be_visible()
    result = motion_of(hall, "1")["result"]
    assert {name: count["count"] for name, count in result["options"].items()} == {"yes": 2, "no": 1, "abstain": 0}
    last = chair.locator("#now .last-result")
    for shown in ("Motion 1", "Adopt the Declaration", "Adopted", "Yes 2", "No 1", "Abstain 0"):
        expect(last).to_contain_text(shown)
    expect(last.locator("a")).to_have_attribute("href", f"/audit/log/{motion_of(hall, '1')['changed']}")
    open_motion(hall, hall.hand("chair", 1), "2")
    expect(card(chair, "2")).to_be_visible()
    expect(last).to_have_count(0)
    # Asked to be annulled, what was done is under way again, and before her; the reason is read in its own direction.
    chair.set_viewport_size({"width": 1440, "height": 500})
    past.locator("summary").click()
    past.locator('[data-act="annul"]').click()
    chair.locator('#confirm [data-slot="reason"]').fill("Read in part.")
    chair.locator('#confirm button[value="yes"]').click()
    expect(card(chair, "1").locator('[data-slot="annulment"] bdi')).to_have_text("Read in part.")
    expect(chair.locator("#now-title")).to_be_in_viewport()


def test_two_chairs_see_each_other_act(hall: Hall, desk: Hand, device: Device) -> None:
    seat_voters(hall, desk, "nord/1")
    amara, bertil = take_seat(device(DESKTOP), hall, "chair"), take_seat(device(PHONE), hall, "chair", 1)
    write_motion(amara, "Order of business", "Shall the order be changed?")
    amara.get_by_role("button", name="Review").click()
    amara.locator("#open-now").click()
    press(bertil, "1", "end")
    expect(card(amara, "1")).to_have_attribute("data-state", "ended")
    press(amara, "1", "close")
    expect(card(bertil, "1")).to_have_attribute("data-state", "closed")


def test_an_act_that_comes_second_is_refused_in_words(hall: Hall, desk: Hand, device: Device) -> None:
    seat_voters(hall, desk, "nord/1")
    bertil = hall.hand("chair", 1)
    motion = open_motion(hall, bertil, "7")
    page = take_seat(device(DESKTOP), hall, "chair")
    # Her question is on the screen while the other chair answers it.
    card(page, "7").locator('[data-act="end"]').click()
    act(hall, bertil, "polling.ended", motion)
    page.locator('#confirm button[value="yes"]').click()
    expect(card(page, "7").locator('[data-slot="problem"]')).to_contain_text("Bertil Lund ended polling at")


def test_a_roll_that_changed_is_shown_beside_the_old_one(hall: Hall, desk: Hand, device: Device) -> None:
    seat_voters(hall, desk, "nord/1")
    chair = take_seat(device(DESKTOP), hall, "chair")
    write_motion(chair, "First", "Shall we begin?")
    chair.get_by_role("button", name="Review").click()
    expect(chair.locator("#review-content")).to_contain_text("1 mandate, weight 1")
    seat_voters(hall, desk, "sol/1", first=2000)
    chair.locator("#open-now").click()
    changed = chair.locator("#roll-changed")
    expect(changed).to_contain_text("Mandates before: 1, weight 1. Mandates now: 2, weight 3.")
    expect(chair.locator("#review-content")).to_contain_text("2 mandates, weight 3")
    assert state(hall)["motions"] == []
    chair.locator("#open-now").click()
    expect(card(chair, "1")).to_have_attribute("data-state", "open")
    assert motion_of(hall, "1")["electorate"]["count"] == 2


def test_annulment_after_the_close_takes_two_people(hall: Hall, desk: Hand, device: Device) -> None:
    seat_voters(hall, desk, "nord/1")
    bertil = hall.hand("chair", 1)
    motion = open_motion(hall, bertil, "7")
    act(hall, bertil, "polling.ended", motion)
    act(hall, bertil, "motion.closed", motion)
    chair = take_seat(device(DESKTOP), hall, "chair")
    card(chair, "7").locator('[data-act="annul"]').click()
    chair.locator('#confirm button[value="yes"]').click()
    expect(chair.locator("#confirm")).to_be_visible()  # a reason is required
    chair.locator('#confirm [data-slot="reason"]').fill("The French text was that of amendment 6.")
    chair.locator('#confirm button[value="yes"]').click()
    expect(card(chair, "7").locator('[data-slot="annulment"]')).to_contain_text("You asked for it")
    expect(card(chair, "7").locator('[data-act="confirm"]')).to_have_count(0)
    assert motion_of(hall, "7")["annulment"]["pending"] is True

    teller = take_seat(device(PHONE), hall, "teller")
    teller.locator("#annulments a").click()
    expect(card(teller, "7")).to_contain_text("The French text was that of amendment 6.")
    press(teller, "7", "confirm")
    expect(teller.locator("#now")).to_contain_text("Nothing waits")
    expect(teller.locator("#done")).to_have_text("Motion 7 is annulled.")
    teller.goto(f"{hall.address}/tellers")
    expect(teller.locator("#none-open")).to_contain_text("No motion")
    expect(teller.locator("#annulments")).to_be_hidden()
    expect(chair.locator('#past [data-motion="7"] .pill-annulled')).to_be_visible()
    assert motion_of(hall, "7")["state"] == "annulled"


def test_annulment_before_the_close_is_at_once(hall: Hall, desk: Hand, device: Device) -> None:
    seat_voters(hall, desk, "nord/1")
    open_motion(hall, hall.hand("chair", 1), "7")
    chair = take_seat(device(PHONE), hall, "chair")
    card(chair, "7").locator('[data-act="annul"]').click()
    chair.locator('#confirm [data-slot="reason"]').fill("Wrong text.")
    chair.locator('#confirm button[value="yes"]').click()
    expect(chair.locator('#past [data-motion="7"]')).to_have_attribute("data-state", "annulled")


def test_tellers_have_no_other_act(hall: Hall, desk: Hand, device: Device) -> None:
    seat_voters(hall, desk, "nord/1")
    open_motion(hall, hall.hand("chair"), "7")
    teller = take_seat(device(PHONE), hall, "teller")
    teller.goto(f"{hall.address}/chair")
    expect(teller.locator("#now")).to_contain_text("Nothing waits")
    expect(teller.locator("[data-act], #open-button")).to_have_count(0)


def test_auditors_read_only(hall: Hall, desk: Hand, device: Device) -> None:
    seat_voters(hall, desk, "nord/1")
    open_motion(hall, hall.hand("chair"), "7")
    auditor = take_seat(device(DESKTOP), hall, "auditor")
    auditor.goto(f"{hall.address}/chair")
    expect(card(auditor, "7")).to_be_visible()
    expect(auditor.locator("[data-act], #open-button")).to_have_count(0)


def test_the_form_says_what_is_missing(hall: Hall, desk: Hand, device: Device, tmp_path: Path) -> None:
    seat_voters(hall, desk, "nord/1")
    open_motion(hall, hall.hand("chair", 1), "7")
    chair = take_seat(device(DESKTOP), hall, "chair")
    # A press before the page knows which numbers are in use waits for them.
    chair.route("**/chair/motions", lambda route: (chair.wait_for_timeout(1_500), route.continue_()))
    chair.reload()
    chair.locator("#open-button").click()
    problem = chair.locator("#open-problem")
    expect(chair.locator("[name=motion]")).to_have_value("8")
    chair.unroute("**/chair/motions")
    chair.get_by_role("button", name="Review").click()
    expect(problem).to_contain_text("title in the authoritative language")
    chair.locator("[name=motion]").fill("7")
    chair.get_by_role("button", name="Review").click()
    expect(problem).to_contain_text("already a motion 7")
    chair.locator('[name=subject][value="new"]').check()
    latin1 = tmp_path / "text.txt"
    latin1.write_bytes("Démocratie".encode("latin-1"))
    chair.locator('[name="document-fields.en.file"]').set_input_files(latin1)
    expect(problem).to_contain_text("UTF-8")
    chair.reload()
    chair.locator("#open-button").click()
    expect(chair.locator('[name=subject][value="new"]')).to_be_checked()


def test_an_opening_waits_for_a_lost_network_and_is_sent_once(hall: Hall, desk: Hand, device: Device) -> None:
    seat_voters(hall, desk, "nord/1")
    chair = take_seat(device(DESKTOP), hall, "chair")
    write_motion(chair, "First", "Shall we begin?")
    chair.get_by_role("button", name="Review").click()
    sent: list[str] = []

    def lose_the_reply(route: Route) -> None:
        body = route.request.post_data or ""
        sent.append(body)
        if len(sent) == 1:
            hall.post(body.encode())
            route.abort()
        else:
            route.continue_()

    chair.route("**/statements", lose_the_reply)
    chair.locator("#open-now").click()
    expect(card(chair, "1")).to_have_attribute("data-state", "open")
    expect(chair.locator("#open-panel")).to_be_hidden(timeout=15_000)
    assert len(sent) == 2
    assert sent[0] == sent[1]
    assert len(state(hall)["motions"]) == 1


def test_a_server_that_is_gone_is_said_in_words_where_she_is(hall: Hall, desk: Hand, device: Device) -> None:
    seat_voters(hall, desk, "nord/1")
    chair = take_seat(device(PHONE), hall, "chair")
    write_motion(chair, "Order of business", "Shall the order be changed?")
    chair.get_by_role("button", name="Review").click()
    expect(chair.locator("#open-now")).to_be_visible()
    hall.stop()
    chair.locator("#open-now").click()
    expect(chair.locator("#review-problem")).to_have_text(
        "The server does not answer. Check the network and try again."
    )
    for said in ("#review-problem", "#connection"):
        expect(chair.locator(said)).to_be_in_viewport(ratio=1)


def test_a_server_that_is_back_is_not_said_to_be_gone(hall: Hall, device: Device) -> None:
    chair = take_seat(device(DESKTOP), hall, "chair")
    expect(chair.locator("#open-button")).to_be_enabled()
    chair.context.set_offline(True)
    chair.locator("#open-button").click()
    expect(chair.locator("#problem")).to_contain_text("The server does not answer.")
    chair.context.set_offline(False)
    expect(chair.locator("#connection")).to_be_hidden()
    expect(chair.locator("#problem")).to_be_hidden()


def test_what_was_signed_before_a_reload_is_answered_after_it(hall: Hall, desk: Hand, device: Device) -> None:
    seat_voters(hall, desk, "nord/1")
    bertil = hall.hand("chair", 1)
    motion = open_motion(hall, bertil, "7")
    chair = take_seat(device(DESKTOP), hall, "chair")
    chair.route("**/statements", lambda route: route.abort())
    press(chair, "7", "end")
    expect(chair.locator("#problem")).to_contain_text("Signed and kept")
    act(hall, bertil, "polling.ended", motion)
    chair.unroute_all()
    chair.reload()
    expect(chair.locator("#problem")).to_contain_text("Motion 7: ")
    expect(chair.locator("#problem")).to_contain_text("already")


@pytest.fixture
def two_kinds(tmp_path: Path) -> Iterator[Hall]:
    questions = {kind: DEFAULT_RULES["questions"][kind] for kind in ("amendment", "declaration")}
    subjects = {"amendments": ["amendment"], "text": ["declaration"]}
    hall = open_hall(tmp_path, questions=questions, subjects=subjects, without_vote=["amendment"])
    yield hall
    hall.stop()


def test_no_rule_is_shown_for_a_question_that_no_kind_fits(two_kinds: Hall, device: Callable[..., Page]) -> None:
    chair = take_seat(device(DESKTOP), two_kinds, "chair")
    chair.locator("#open-button").click()
    # Nor is a kind taken for her that may bind otherwise.
    expect(chair.locator('#open-panel [name="kind"]')).to_have_value("")
    expect(chair.locator("#rule")).to_be_hidden()
    chair.locator('#open-panel [name="kind"]').select_option("amendment")
    expect(chair.locator("#rule")).to_contain_text("more than half")
    chair.locator("#open-cancel").click()
    chair.locator("#insert summary").click()
    chair.get_by_role("button", name="Appeal against the chair").click()
    expect(chair.locator("#open-panel")).to_contain_text("Choose the kind of question")
    expect(chair.locator("#rule")).to_be_hidden()
    chair.locator('#open-panel [name="kind"]').select_option("declaration")
    expect(chair.locator("#rule")).to_contain_text("two thirds")
