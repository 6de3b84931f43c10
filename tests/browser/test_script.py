"""The chair's script in a real browser: from ten amendments to the vote on the whole, and what chair and clerk sign."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.drafting_room import Room, ten_amendments
from tests.browser.hall import Hall
from tests.browser.test_screen import PROJECTOR
from tests.browser.voters import Voter, act, motion_of, open_motion, seat_voters, state, take_seat

Device = Callable[..., Page]
QUIET = re.compile(r"\boutline\b")
ABOVE_THE_MIDDLE = """(row) => {
  const [around, word] = [row, row.firstElementChild].map((one) => one.getBoundingClientRect());
  return (around.top + around.bottom - word.top - word.bottom) / 2;
}"""
NOBODY = {"count": 0, "weight": 0}


@pytest.fixture
def hall(springs: Room) -> Hall:
    return springs.hall


@pytest.fixture
def room(springs: Room) -> Room:
    return springs


@pytest.fixture
def voters(hall: Hall, room: Room) -> list[Voter]:
    return seat_voters(hall, room.desk, "nord/1", "nord/2", "sol/1")


def step(page: Page, name: str) -> Locator:
    return page.locator(f'#script-content [data-amendment="{name}"]')


def settled(page: Page, name: str) -> Locator:
    return page.locator(f'#script-content .settled[data-amendment="{name}"]')


def open_reviewed(page: Page) -> str:
    """Open what the last look shows, and return the motion's number."""
    expect(page.locator("#review")).to_be_visible()
    number = page.locator("[name=motion]").input_value()
    page.locator("#open-now").click()
    expect(page.locator(f'#now [data-motion="{number}"]')).to_have_attribute("data-state", "open")
    return number


def finish(page: Page, hall: Hall, number: str, voters: list[Voter], choice: str = "yes") -> None:
    """Let all vote alike, then end, close and declare through the page."""
    opened = motion_of(hall, number)
    for voter in voters:
        voter.vote(opened, choice)
    card = page.locator(f'#now [data-motion="{number}"]')
    for name in ("end", "close", "declare"):
        card.locator(f'[data-act="{name}"]').click()
        page.locator('#confirm button[value="yes"]').click()
        expect(page.locator("#confirm")).to_be_hidden()
    expect(page.locator(f'#past [data-motion="{number}"]')).to_be_visible()


def next_vote(page: Page, name: str) -> Locator:
    return page.locator(".script-next").get_by_role("button", name=f"Open the vote on {name}", exact=True)


def vote_elsewhere(room: Room, number: str, name: str, voters: list[Voter], choice: str = "yes") -> None:
    """Take the vote on an amendment, in which all vote alike, as the other chair does from this process."""
    [step] = [one for one in room.state()["script"]["steps"] if one["amendments"] == [name]]
    subject = {"document": "springs", "digest": room.digest, "text": step["text"], "amendments": [name]}
    title = {"en": f"Amendment {name}", "fr": f"Amendement {name}"}
    motion = open_motion(room.hall, room.chair, number, subject=subject, title=title)
    for voter in voters:
        voter.vote(motion, choice)
    act(room.hall, room.chair, "polling.ended", motion)
    act(room.hall, room.chair, "motion.closed", motion)
    options = {one: {"count": 3, "weight": 4} if one == choice else NOBODY for one in ("yes", "no", "abstain")}
    result = {"options": options, "outcome": "adopted" if choice == "yes" else "not_adopted"}
    act(room.hall, room.chair, "result.declared", motion, result=result)


def test_ten_amendments_three_fall_and_the_whole_is_pinned(
    hall: Hall, room: Room, voters: list[Voter], device: Device
) -> None:
    ten_amendments(room)
    chair = take_seat(device(DESKTOP), hall, "chair")
    expect(chair.locator(".script-head")).to_contain_text("To be voted: 10 of 10")
    first = chair.locator(".script-next")
    # As the text runs: paragraph 1 is first.
    expect(first.locator("h3")).to_have_text("A4")
    expect(first).to_contain_text("By Nordic Greens")
    expect(first.locator("del").first).to_have_text("deleted: nobody")
    expect(first.locator("ins").first).to_have_text("inserted: no one")
    expect(first).to_contain_text("nothing else falls")
    # A row is as high as a thumb, and one line of words stands in its middle.
    one_line = chair.locator(".script-steps > li > details > summary:not(:has(.step-about > :nth-child(2)))").first
    assert abs(one_line.evaluate(ABOVE_THE_MIDDLE)) < 4
    next_vote(chair, "A4").click()
    expect(chair.locator("#review")).to_be_visible()
    finish(chair, hall, open_reviewed(chair), voters)
    expect(settled(chair, "A4")).to_have_attribute("data-standing", "adopted")

    # The whole block first, then its words: out of order, the chair takes A1.
    line = step(chair, "A1")
    expect(line.locator("summary").first).to_contain_text("If adopted, these fall: A2, A3. They change the same words.")
    line.locator("summary").first.click()
    line.get_by_role("button", name="Open the vote on A1", exact=True).click()
    review = chair.locator("#review-content")
    for shown in ("Amendment A1", "Shall amendment A1 be adopted?", "L’amendement A1 est-il adopté ?", "A2, A3"):
        expect(review).to_contain_text(shown)
    expect(review.locator("ins").first).to_have_text("inserted: all")
    number = open_reviewed(chair)
    opened = motion_of(hall, number)
    assert opened["title"] == {"en": "Amendment A1", "fr": "Amendement A1"}
    assert opened["kind"] == "amendment"
    assert [one["amendment"] for one in opened["subject"]["amendments"]] == ["A1"]
    expect(chair.locator("#script-content")).to_contain_text(f"Being voted: A1, motion {number}")
    for voter in voters:
        voter.vote(opened, "yes")
    card = chair.locator(f'#now [data-motion="{number}"]')
    for name in ("end", "close"):
        card.locator(f'[data-act="{name}"]').click()
        chair.locator('#confirm button[value="yes"]').click()
    expect(card).to_contain_text("A1 becomes part of the text.")
    expect(card).to_contain_text("A2, A3 fall.")
    card.locator('[data-act="declare"]').click()
    expect(chair.locator("#confirm")).to_contain_text("A2, A3 fall.")
    chair.locator('#confirm button[value="yes"]').click()
    for name in ("A2", "A3"):
        expect(settled(chair, name)).to_have_attribute("data-standing", "fallen")
        expect(settled(chair, name)).to_contain_text("its words were taken by A1")

    others = (("A5", "no"), ("A6", "yes"), ("A8", "yes"), ("A9", "yes"), ("A10", "yes"))
    for later, (name, choice) in enumerate(others, int(number) + 1):
        expect(next_vote(chair, name)).to_be_visible()
        vote_elsewhere(room, str(later), name, voters, choice)
    expect(settled(chair, "A7")).to_have_attribute("data-standing", "fallen")
    expect(settled(chair, "A5")).to_have_attribute("data-standing", "rejected")
    assert sorted(room.standing().values()) == ["adopted"] * 6 + ["fallen"] * 3 + ["rejected"]

    whole = step(chair, "whole")
    expect(whole).to_contain_text("Every amendment is settled")
    whole.get_by_role("button", name="Vote on the text as a whole").click()
    expect(review).to_contain_text("Shall the text “On the shared springs”, as amended, be adopted?")
    expect(review.locator(".block ins").first).to_be_visible()
    expect(review).to_contain_text("two thirds")
    number = open_reviewed(chair)
    opened = motion_of(hall, number)
    assert opened["kind"] == "declaration"
    assert opened["subject"]["text"] == room.state()["script"]["whole"]["text"] is not None
    finish(chair, hall, number, voters)
    expect(whole).to_contain_text(f"Motion {number} puts the text as a whole: Adopted.")


def test_a_whole_that_found_no_quorum_is_put_again(hall: Hall, room: Room, voters: list[Voter], device: Device) -> None:
    chair = take_seat(device({"width": 1440, "height": 600}), hall, "chair")
    whole = step(chair, "whole")
    button = whole.get_by_role("button", name="Vote on the text as a whole")
    expect(button).to_have_attribute("data-next", "script")
    # Nothing is before her for a moment only: on a slow line the form of which she needs the last look alone.
    held: list[Route] = []
    chair.route("**/chair/electorates", lambda route: held.append(route))
    with chair.expect_request("**/chair/electorates"):
        button.click()
    expect(chair.locator("#open-panel")).to_be_hidden()
    held.pop().continue_()
    chair.unroute("**/chair/electorates")
    finish(chair, hall, open_reviewed(chair), voters[:1])
    # What comes next stands out in sight: what leads there, while the button itself is further down.
    chair.evaluate("scrollTo(0, 0)")
    way = chair.locator(".way-on")
    expect(way).not_to_have_class(QUIET)
    expect(button).to_have_class(QUIET)
    button.scroll_into_view_if_needed()
    expect(button).not_to_have_class(QUIET)
    expect(way).to_have_class(QUIET)
    button.click()
    finish(chair, hall, open_reviewed(chair), voters)
    expect(whole).to_contain_text("Adopted.")
    expect(whole.locator("[data-next]")).to_have_count(0)


def test_the_committees_list_without_one_that_was_pulled(
    hall: Hall, room: Room, voters: list[Voter], device: Device
) -> None:
    ten_amendments(room)
    for name in ("A1", "A4", "A6", "A8"):
        room.recommend(name)
    chair = take_seat(device(DESKTOP), hall, "chair")
    card = step(chair, "list")
    expect(card).to_contain_text("A1, A4, A6, A8")
    room.about(voters[0].hand, "amendment.pulled", "A6")
    expect(card).to_contain_text("One vote on A1, A4, A8: all")
    expect(card).to_contain_text("If adopted, these fall: A2, A3.")
    card.get_by_role("button", name="Take the committee's list").click()
    expect(chair.locator("#review-content")).to_contain_text("Shall amendments A1, A4, A8 be adopted together")
    number = open_reviewed(chair)
    finish(chair, hall, number, voters)
    found = room.standing()
    assert {name for name, standing in found.items() if standing == "adopted"} == {"A1", "A4", "A8"}
    assert found["A6"] == "pending"
    expect(step(chair, "A6")).to_contain_text("taken out of the committee's list")


def test_an_amendment_to_an_amendment_names_it_and_no_paragraph(hall: Hall, room: Room, device: Device) -> None:
    room.amend("A1", "replace", 1, en=([10, 11], "no one"), fr=([9, 10], "nul"))
    room.amend("A2", "replace", 2, en=([3, 5], "all its"), fr=([3, 5], "tous ses"))
    room.amend("A3", "replace", 0, to="A2", en=([0, 1], "most of"), fr=([0, 1], "la plupart de"))
    chair = take_seat(device(DESKTOP), hall, "chair")
    line = step(chair, "A3").locator("summary").first
    expect(line).to_contain_text("To amendment A2: voted before it · By Nordic Greens")
    expect(line).not_to_contain_text("Paragraph")


def test_an_appeal_is_inserted_and_the_draft_of_before_comes_back(
    hall: Hall, room: Room, voters: list[Voter], device: Device
) -> None:
    chair = take_seat(device(PHONE), hall, "chair")
    chair.locator("#open-button").click()
    chair.locator('[name="words-fields.en.title"]').fill("Order of business")
    chair.locator("#open-cancel").click()
    chair.locator("#insert summary").click()
    chair.get_by_role("button", name="Appeal against the chair").click()
    review = chair.locator("#review-content")
    expect(review).to_contain_text("Shall the ruling of the chair be overturned?")
    expect(review).to_contain_text("La décision de la présidence est-elle annulée ?")
    number = open_reviewed(chair)
    opened = motion_of(hall, number)
    assert (opened["kind"], opened["subject"]) == ("appeal", None)
    chair.locator("#open-button").click()
    expect(chair.locator('[name="words-fields.en.title"]')).to_have_value("Order of business")
    expect(chair.locator("#given-field")).to_be_hidden()


def test_the_page_follows_what_delegates_do(hall: Hall, room: Room, voters: list[Voter], device: Device) -> None:
    chair = take_seat(device(DESKTOP), hall, "chair")
    room.amend("A1", "replace", 2, en=([3, 5], "all its"))
    expect(chair.locator(".script-next h3")).to_have_text("A1")
    room.about(voters[0].hand, "amendment.supported", "A1", supporter=voters[0].number, state="given")
    expect(chair.locator(".script-next")).to_contain_text("supporters: 1")
    brief = state(hall)["documents"]
    assert [(one["document"], one["amendments"], one["pending"]) for one in brief] == [("springs", 1, 1)]
    room.about(room.desk, "amendment.withdrawn", "A1", in_favour_of=None)
    expect(settled(chair, "A1")).to_have_attribute("data-standing", "withdrawn")


def test_what_is_left_to_vote_is_true_whichever_comes_first(
    hall: Hall, room: Room, voters: list[Voter], device: Device
) -> None:
    room.amend("A1", "replace", 1, en=([0, 1], "We"))
    room.amend("A2", "insert_after", 2, en=(None, "More."))
    chair = device(DESKTOP)
    chair.route("**/events?*", lambda route: route.abort())
    take_seat(chair, hall, "chair")
    expect(chair.locator(".script-head")).to_contain_text("To be voted: 2 of 2")
    vote_elsewhere(room, "1", "A1", voters)
    step(chair, "A2").locator("summary").first.click()
    step(chair, "A2").get_by_role("button", name="Open the vote on A2", exact=True).click()
    expect(settled(chair, "A1")).to_be_visible()
    # The text was read for what she pressed; only now the state follows.
    chair.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(chair.locator(".script-head")).to_contain_text("To be voted: 1 of 2")


def test_what_is_not_next_any_more_is_not_put_as_that(hall: Hall, room: Room, device: Device) -> None:
    room.amend("A1", "replace", 2, en=([3, 5], "all its"))
    chair = device(DESKTOP)
    # Her page hears nothing of what happens elsewhere.
    chair.route("**/events?*", lambda route: route.abort())
    take_seat(chair, hall, "chair")
    expect(chair.locator(".script-next h3")).to_have_text("A1")
    room.amend("A2", "replace", 1, en=([0, 1], "All"))
    chair.get_by_role("button", name="Open the vote on A1", exact=True).click()
    expect(chair.locator("#script-problem")).to_have_text("This changed a moment ago. Look at the script again.")
    expect(chair.locator(".script-next h3")).to_have_text("A2")
    expect(chair.locator("#open-panel")).to_be_hidden()
    # Out of turn is hers to choose.
    step(chair, "A1").locator("summary").first.click()
    chair.get_by_role("button", name="Open the vote on A1", exact=True).click()
    expect(chair.locator("#review")).to_contain_text("Amendment A1")


@pytest.mark.parametrize(
    ("choice", "said"), [("yes", "Withdrawn in favour of it: A1."), ("no", "To be voted after all: A1.")]
)
def test_what_waits_for_a_compromise_is_said_before_and_after(
    hall: Hall, room: Room, voters: list[Voter], device: Device, choice: str, said: str
) -> None:
    room.amend("A1", "replace", 2, en=([3, 5], "all its"))
    room.amend("C", "replace", 2, en=([3, 7], "all channels open"))
    room.about(room.desk, "amendment.withdrawn", "A1", in_favour_of="C")
    waits = "A1 is withdrawn if C is adopted; if not, it lives again."
    chair = take_seat(device(DESKTOP), hall, "chair")
    expect(chair.locator(".script-next")).to_contain_text(waits)
    next_vote(chair, "C").click()
    expect(chair.locator("#review-content")).to_contain_text(waits)
    number = open_reviewed(chair)
    for voter in voters:
        voter.vote(motion_of(hall, number), choice)
    card = chair.locator(f'#now [data-motion="{number}"]')
    for name in ("end", "close"):
        card.locator(f'[data-act="{name}"]').click()
        chair.locator('#confirm button[value="yes"]').click()
    expect(card).to_contain_text(said)
    # The hall reads what it hears; not before the result is declared.
    screen = device(PROJECTOR)
    screen.goto(f"{hall.address}/screen")
    expect(screen.locator("#motion")).to_contain_text("The votes are counted")
    expect(screen.locator("#motion")).not_to_contain_text(said)
    card.locator('[data-act="declare"]').click()
    chair.locator('#confirm button[value="yes"]').click()
    expect(screen.locator(".screen-why")).to_contain_text(said)
    sentences = screen.locator(".screen-why .screen-sentence").evaluate_all("all => all.map((one) => one.lang)")
    assert sentences == ["en", "en", "fr", "fr"]


def test_an_amendment_is_decided_without_a_vote(hall: Hall, room: Room, voters: list[Voter], device: Device) -> None:
    room.amend("A1", "replace", 2, en=([3, 5], "all its"))
    room.amend("A2", "delete", 2, en=(None, None))
    chair = take_seat(device(DESKTOP), hall, "chair")
    chair.get_by_role("button", name="Decide without a vote").nth(1).click()
    expect(chair.locator("#decide-form [name=subject]")).to_have_value("given")
    expect(chair.locator('[name="decide.en.question"]')).to_have_value("Shall amendment A2 be adopted?")
    chair.locator("#decide-cancel").click()
    step(chair, "A1").locator("summary").first.click()
    step(chair, "A1").get_by_role("button", name="Decide without a vote").click()
    chair.get_by_role("button", name="Review and sign").click()
    chair.locator('#confirm button[value="yes"]').click()
    stated = chair.locator("#decisions-now")
    expect(stated.locator("ins")).to_have_text("inserted: all")
    # Corrected, it stays on its amendment.
    stated.locator('[data-act="correct"]').click()
    expect(chair.locator("#decide-form [name=subject]")).to_have_value("given")
    (decision,) = state(hall)["decisions"]
    for teller in (hall.hand("teller", 0), hall.hand("teller", 1)):
        hall.post(teller.sign("decision.confirmed", decision=decision["decision"], record=decision["digest"]))
    expect(settled(chair, "A1")).to_have_attribute("data-standing", "adopted")
    expect(settled(chair, "A2")).to_have_attribute("data-standing", "fallen")
    screen = device(PROJECTOR, locale="de-DE")
    screen.goto(f"{hall.address}/screen")
    # In the convention's languages, whatever the computer in the hall speaks.
    both = ["A1 becomes part of the text. A2 falls.", "A1 entre dans le texte. A2 devient sans objet."]
    expect(screen.locator(".screen-why .screen-sentence")).to_have_text(both)


@pytest.mark.usefixtures("voters")
def test_the_chair_sees_which_languages_an_amendment_lacks(room: Room, device: Device) -> None:
    room.amend("A1", "replace", 2, en=([3, 5], "all its"))
    page = take_seat(device(DESKTOP), room.hall, "chair")
    lacking = step(page, "A1").locator(".untranslated")
    expect(lacking).to_have_text("Not translated yet: French.")
    page.get_by_role("button", name="Open the vote on A1", exact=True).click()
    expect(page.locator("#review")).to_contain_text("Not translated yet: French.")
    change = {"words": [3, 5], "text": "tous ses"}
    room.about(room.clerk, "amendment.translated", "A1", language="fr", change=change)
    number = open_reviewed(page)
    card = page.locator(f'#now [data-motion="{number}"]')
    expect(card).to_contain_text("In the other languages")
    expect(card.locator(".untranslated")).to_have_count(0)
