"""The tellers' room in a real browser: two tellers on their own devices, a chair, and a phone that comes too late."""

import hashlib
import urllib.error
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.hall import Hall
from tests.browser.voters import act, motion_of, open_motion, seat_voters, state, take_seat
from voting.signing import Hand

TABLET = {"width": 820, "height": 1180}

Device = Callable[..., Page]


@pytest.fixture
def desk(hall: Hall) -> Hand:
    return hall.hand("desk")


def enter(page: Page, mandate: str, choice: str) -> None:
    """Find a mandate, choose and sign."""
    page.locator("#find").fill(mandate)
    page.locator(f'#found [data-mandate="{mandate}"]').click()
    page.locator(f'#entry button.vote[value="{choice}"]').click()
    page.locator("#sign").click()


def waiting(page: Page) -> Locator:
    return page.locator("#waiting li:has(button)")


def turnout(hall: Hall, motion: str) -> tuple[int, int, int]:
    """Return how many have voted, how many of them through tellers, and how many records wait."""
    found = motion_of(hall, motion)["turnout"]
    return found["count"], found["papers"], found["pending"]


def test_two_tellers_and_a_phone(hall: Hall, desk: Hand, device: Device) -> None:
    voters = seat_voters(hall, desk, "nord/1", "nord/2", "sol/1")
    chair = hall.hand("chair")
    motion = open_motion(hall, chair, "7")
    paz, tomasz = take_seat(device(PHONE), hall, "teller"), take_seat(device(TABLET), hall, "teller", 1)
    expect(paz.locator("#question")).to_contain_text("Shall the springs be named?")

    enter(paz, "sol/1", "no")
    expect(paz.locator("#done")).to_contain_text("Signed: sol/1")
    expect(paz.locator("#done")).to_be_focused()
    assert turnout(hall, "7") == (0, 0, 1)
    # The choice is nowhere on the other teller's page.
    expect(waiting(tomasz)).to_have_count(1)
    expect(waiting(tomasz)).not_to_contain_text("No")

    # She reads the paper wrongly: nothing is signed.
    waiting(tomasz).locator('[data-act="enter"]').click()
    tomasz.locator('#entry button.vote[value="yes"]').click()
    tomasz.locator("#sign").click()
    expect(tomasz.locator("#entry-problem")).to_contain_text("recorded something else for sol/1")
    assert turnout(hall, "7") == (0, 0, 1)
    tomasz.locator('#entry button.vote[value="no"]').click()
    tomasz.locator("#sign").click()
    expect(tomasz.locator("#done")).to_contain_text("Counted: sol/1")
    expect(waiting(paz)).to_have_count(0)
    assert turnout(hall, "7") == (1, 1, 0)
    with pytest.raises(urllib.error.HTTPError, match=r"409|422|403"):
        voters[2].vote(motion, "yes")

    # A phone that has voted is not asked for paper; phones that ended do not end the tellers' work.
    voters[0].vote(motion, "yes")
    paz.locator("#find").fill("nord")
    # What is typed begins at the field's edge, not where another page would have a picture.
    edges = "find => [getComputedStyle(find).paddingInlineStart, getComputedStyle(find).paddingInlineEnd]"
    assert len(set(paz.locator("#find").evaluate(edges))) == 1
    expect(paz.locator('#found [data-mandate="nord/1"]')).to_be_disabled()
    act(hall, chair, "polling.ended", motion)
    expect(paz.locator("#turnout")).to_contain_text("Phones have ended")
    enter(paz, "nord/2", "abstain")
    expect(paz.locator("#done")).to_contain_text("Signed: nord/2")
    enter(tomasz, "nord/2", "abstain")
    expect(tomasz.locator("#done")).to_contain_text("Counted: nord/2")
    expect(paz.locator("#turnout")).to_contain_text("3 of 3 have voted, 2 of them on paper")
    act(hall, chair, "motion.closed", motion)
    expect(paz.locator("#none-open")).to_be_visible()


def hold_statements(page: Page) -> Callable[[], None]:
    """Keep what the page signs from the server until what is returned is called."""
    held: list[Route] = []
    page.route("**/statements", lambda route: held.append(route))

    def release() -> None:
        while not held:
            page.wait_for_timeout(50)
        held[0].continue_()
        page.unroute("**/statements")

    return release


def test_of_two_who_sign_a_vote_at_once_the_second_in_the_log_confirms(hall: Hall, desk: Hand, device: Device) -> None:
    seat_voters(hall, desk, "nord/1", "nord/2")
    open_motion(hall, hall.hand("chair"), "7")
    paz, tomasz = take_seat(device(TABLET), hall, "teller"), take_seat(device(TABLET), hall, "teller", 1)
    release = hold_statements(paz)
    enter(paz, "nord/1", "yes")
    # What is on its way cannot be cancelled, and the next mandate waits for it.
    expect(paz.locator("#leave")).to_be_disabled()
    paz.locator("#find").fill("nord/2")
    paz.locator('#found [data-mandate="nord/2"]').click()
    expect(paz.locator("#entry-mandate")).to_contain_text("nord/1")
    enter(tomasz, "nord/1", "yes")
    expect(tomasz.locator("#done")).to_contain_text("Signed: nord/1")
    release()
    expect(paz.locator("#done")).to_contain_text("Counted: nord/1")
    assert turnout(hall, "7") == (1, 1, 0)


def test_a_stack_of_papers_is_entered_and_what_differs_is_named(hall: Hall, desk: Hand, device: Device) -> None:
    seat_voters(hall, desk, "nord/1", "nord/2", "sol/1")
    chair = hall.hand("chair", 1)
    motion = open_motion(hall, chair, "7")
    paz, tomasz = take_seat(device(TABLET), hall, "teller"), take_seat(device(TABLET), hall, "teller", 1)
    enter(paz, "nord/1", "yes")
    expect(paz.locator("#done")).to_contain_text("Signed: nord/1")
    # The next number takes the place of the last, and Enter takes the only one there is.
    paz.locator("#find").click()
    paz.keyboard.type("sol")
    expect(paz.locator("#find")).to_have_value("sol")
    paz.keyboard.press("Enter")
    expect(paz.locator("#entry-mandate")).to_contain_text("sol/1")
    no = paz.locator('#entry button.vote[value="no"]')
    ground = "button => getComputedStyle(button).backgroundColor"
    before = no.evaluate(ground)
    no.press("Enter")
    assert no.evaluate(ground) != before

    tomasz.locator('input[value="voice"]').check()
    enter(tomasz, "nord/1", "yes")
    problem = tomasz.locator("#entry-problem")
    expect(problem).to_contain_text("entered nord/1 as on paper, you as called aloud")
    tomasz.locator('input[value="paper"]').check()
    tomasz.locator("#sign").click()
    expect(tomasz.locator("#done")).to_contain_text("Counted: nord/1")
    paz.locator('input[value="voice"]').check()
    paz.locator("#sign").click()
    expect(paz.locator("#done")).to_contain_text("Signed: sol/1")
    tomasz.locator('input[value="voice"]').check()
    enter(tomasz, "sol/1", "abstain")
    expect(problem).to_contain_text("heard something else for sol/1")

    # The chair is told what would be lost, as long as it would be.
    act(hall, chair, "polling.ended", motion)
    room = take_seat(device(DESKTOP), hall, "chair")
    room.locator('[data-act="close"]').click()
    waits = room.locator("#confirm .notice-warning")
    expect(waits).to_contain_text("1 vote on paper or aloud waits for a second teller")
    tomasz.locator('#entry button.vote[value="no"]').click()
    tomasz.locator("#sign").click()
    expect(waits).to_be_hidden()


def test_a_teller_takes_back_and_corrects_her_own(hall: Hall, desk: Hand, device: Device) -> None:
    seat_voters(hall, desk, "nord/1", "nord/2")
    open_motion(hall, hall.hand("chair"), "7")
    paz, tomasz = take_seat(device(TABLET), hall, "teller"), take_seat(device(TABLET), hall, "teller", 1)
    enter(paz, "nord/1", "yes")
    waiting(paz).locator('[data-act="withdraw"]').click()
    expect(paz.locator("#done")).to_contain_text("Taken back: nord/1")
    expect(waiting(paz)).to_have_count(0)
    enter(paz, "nord/1", "yes")
    expect(waiting(paz)).to_have_count(1)
    enter(paz, "nord/1", "no")
    expect(paz.locator("#entry")).to_be_hidden()
    expect(waiting(paz)).to_have_count(1)
    # She whose colleague is wrong and gone signs beside her.
    enter(tomasz, "nord/1", "yes")
    tomasz.locator('[data-act="beside"]').click()
    expect(tomasz.locator("#done")).to_contain_text("Signed: nord/1")
    expect(waiting(tomasz)).to_have_count(2)
    assert turnout(hall, "7") == (0, 0, 1)
    # Whoever looks for the next mandate while that is on its way types on.
    held: list[Route] = []
    paz.route("**/statements", lambda route: held.append(route), times=1)
    with paz.expect_request("**/statements"):
        waiting(paz).locator('[data-act="withdraw"]').click()
    paz.locator("#find").fill("nord")
    held[0].continue_()
    expect(paz.locator("#done")).to_contain_text("Taken back: nord/1")
    paz.keyboard.type("/2")
    expect(paz.locator("#find")).to_have_value("nord/2")


def test_a_roll_is_called_from_the_delegation_drawn_by_lot(hall: Hall, desk: Hand, device: Device) -> None:
    seat_voters(hall, desk, "nord/1", "nord/2", "sol/1", "lake/1")
    open_motion(hall, hall.hand("chair"), "7")
    paz, tomasz = take_seat(device(PHONE), hall, "teller"), take_seat(device(TABLET), hall, "teller", 1)
    ids = ["lake", "nord", "sol"]
    opening = motion_of(hall, "7")["opening"]
    start = int(hashlib.sha256(f"plenary roll call v1\n{opening}".encode()).hexdigest(), 16) % 3
    seats = {"lake": ["lake/1"], "nord": ["nord/1", "nord/2"], "sol": ["sol/1"]}
    expected = [seat for name in ids[start:] + ids[:start] for seat in seats[name]]
    for page in (paz, tomasz):
        page.locator('input[value="voice"]').check()
        names = {"lake": "Lakes and Valleys", "nord": "Nordic Greens", "sol": "Party of the Sun"}
        expect(page.locator("#first")).to_contain_text(f"begins with {names[ids[start]]}, drawn by lot")
    expect(paz.locator("#found button").first).to_have_attribute("data-mandate", expected[0])
    called = [row.get_attribute("data-mandate") for row in paz.locator("#found button").all()]
    assert called == expected
    paz.locator("#found button").first.click()
    expect(paz.locator("#entry-method")).to_contain_text("called aloud")
    paz.locator('#entry button.vote[value="yes"]').click()
    paz.locator("#sign").click()
    enter(tomasz, expected[0], "yes")
    expect(tomasz.locator("#done")).to_contain_text(f"Counted: {expected[0]}")
    expect(paz.locator("#found button").first).to_have_attribute("data-mandate", expected[1])


def test_a_chair_decides_without_a_vote_and_two_tellers_confirm(hall: Hall, desk: Hand, device: Device) -> None:
    seat_voters(hall, desk, "nord/1", "nord/2", "sol/1")
    chair = take_seat(device(DESKTOP), hall, "chair")
    chair.locator("#decide-button").click()
    form = chair.locator("#decide-form")
    form.locator("[name=kind]").select_option("statutes")
    # What is rarely written is folded away.
    expect(form.locator('[name="decide.fr.title"]')).to_be_hidden()
    form.locator('[name="decide.en.title"]').fill("A short break")
    form.locator('[name="decide.en.question"]').fill("Shall we pause for ten minutes?")
    expect(form.locator('[value="no_objection"]')).to_be_disabled()
    expect(form.locator("#decide-needs-count")).to_contain_text("do not let")
    form.get_by_role("button", name="Review").click()
    # What is wrong stands in sight, beside where it is mended.
    problem = chair.locator("#decide-problem")
    expect(problem).to_contain_text("do not let")
    expect(form.locator('[value="hands"]')).to_be_focused()
    form.locator('[value="hands"]').check()
    form.get_by_role("button", name="Review").click()
    expect(problem).to_contain_text("want hands to be counted")
    expect(form.locator("[name=yes]")).to_be_focused()
    expect(problem).to_be_in_viewport(ratio=1)
    form.locator('[name="decide.en.title"]').fill("")
    form.locator("[name=yes]").fill("3")
    form.locator("[name=no]").fill("0")
    form.locator("[name=abstain]").fill("0")
    form.get_by_role("button", name="Review").click()
    expect(form.locator('fieldset:has([name="decide.en.title"]) + #decide-problem')).to_be_in_viewport(ratio=1)
    form.locator('[name="decide.en.title"]').fill("A short break")
    form.locator("[name=kind]").select_option("procedure")
    expect(form.locator('[value="no_objection"]')).to_be_enabled()
    expect(form.locator("#decide-needs-count")).to_be_hidden()
    for name, count in (("yes", "2"), ("no", "1"), ("abstain", "0")):
        form.locator(f"[name={name}]").fill(count)
    form.locator("[name=outcome]").select_option("not_adopted")
    form.get_by_role("button", name="Review").click()
    chair.locator('#confirm button[value="yes"]').click()
    expect(problem).to_contain_text("rule of this kind of question")
    form.locator("[name=outcome]").select_option("adopted")
    form.get_by_role("button", name="Review").click()
    chair.locator('#confirm button[value="yes"]').click()
    stated = chair.locator('#decisions-now [data-decision="1"]')
    expect(stated).to_contain_text("Signed: 0 of 2")
    assert state(hall)["decisions"][0]["state"] == "stated"

    paz, tomasz = take_seat(device(PHONE), hall, "teller"), take_seat(device(TABLET), hall, "teller", 1)
    screen = device(DESKTOP)
    screen.goto(f"{hall.address}/screen")
    expect(screen.locator("#motion")).not_to_contain_text("A short break")
    for page in (paz, tomasz):
        card = page.locator('[data-decision="1"]')
        expect(card).to_contain_text("By show of hands")
        expect(card).to_contain_text("Yes 2")
    # One has a finger on the button while the other signs.
    tomasz.locator('[data-act="confirm"]').hover()
    tomasz.mouse.down()
    paz.locator('[data-act="confirm"]').click()
    expect(stated).to_contain_text("Signed: 1 of 2")
    expect(paz.locator("#decisions")).to_contain_text("You have signed")
    tomasz.wait_for_timeout(500)
    tomasz.mouse.up()
    expect(paz.locator("#decisions")).to_contain_text("No decision waits")
    expect(chair.locator('#decisions-past [data-decision="1"]')).to_contain_text("Confirmed by two tellers")
    expect(screen.locator("#motion")).to_contain_text("A short break")
    expect(screen.locator("#motion")).to_contain_text("By show of hands")
    screen.goto(f"{hall.address}/audit")
    expect(screen.locator('[data-decision="1"]')).to_contain_text("By show of hands")
