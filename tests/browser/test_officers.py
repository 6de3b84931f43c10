"""Officers and delegations in a real browser: the founder's before the first sitting, then a chair's on a decision."""

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from tests.browser.badges import links_of
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.desk_room import last_payload, save
from tests.browser.hall import Hall
from tests.browser.voters import act, motion_of, open_motion, seat_voters, state, take_seat
from voting.signing import Hand

Device = Callable[..., Page]


def sit(hall: Hall, chair: Hand) -> None:
    """Open the first sitting."""
    now = state(hall)
    fields = {"present": now["rolls"]["present"], "tree": {"root": now["root"], "size": now["size"]}}
    hall.post(chair.sign("sitting.opened", sitting="1", title={"en": "First sitting"}, **fields))


def elect(hall: Hall, chair: Hand, *motions: str) -> None:
    """Let the assembly adopt elections."""
    (voter,) = seat_voters(hall, hall.hand("desk"), "nord/1")
    for name in motions:
        motion = open_motion(hall, chair, name, kind="election")
        voter.vote(motion, "yes")
        act(hall, chair, "polling.ended", motion)
        act(hall, chair, "motion.closed", motion)
        counted = {
            "yes": {"count": 1, "weight": 1},
            "no": {"count": 0, "weight": 0},
            "abstain": {"count": 0, "weight": 0},
        }
        act(hall, chair, "result.declared", motion, result={"options": counted, "outcome": "adopted"})
        assert motion_of(hall, name)["state"] == "declared"


def officers(page: Page, hall: Hall) -> Page:
    page.goto(f"{hall.address}/officers")
    expect(page.locator("#officers [data-number]").first).to_be_visible()
    return page


def add(page: Page, role: str, name: str) -> None:
    page.get_by_role("button", name="Add an officer").click()
    row = page.locator(".new-officer").last
    row.locator('[data-slot="role"]').select_option(role)
    row.locator('[data-slot="name"]').fill(name)


def sign(page: Page) -> list[str]:
    """Save the badges that the review offers, sign, and return their links."""
    link = page.locator('#sign-change [data-slot="file"]')
    expect(page.locator('#sign-change [data-slot="sign"]')).to_be_disabled()
    links = links_of(save(link))
    page.locator('#sign-change [data-slot="saved"]').check()
    page.locator('#sign-change [data-slot="sign"]').click()
    expect(page.locator("#done")).to_contain_text("The change is recorded")
    return links


def test_a_chair_changes_officers_on_a_decision(hall: Hall, device: Device) -> None:
    chair = hall.hand("chair", 1)
    page = officers(take_seat(device(DESKTOP), hall, "chair"), hall)
    expect(page.locator("#who")).to_contain_text("the founder changes officers and delegations. You can look")
    expect(page.locator("#change-acts")).to_be_hidden()
    sit(hall, chair)
    expect(page.locator("#who")).to_contain_text("each change on a decision of its own")
    expect(page.locator("#change")).to_contain_text("No decision waits for a change")
    elect(hall, chair, "E1", "E2")

    add(page, "teller", "Ana Ruiz")
    ended = page.locator("#officers li", has_text="Paz Quintana")
    ended.get_by_label("End this office").check()
    ended.locator("select").select_option("departed")
    page.get_by_role("button", name="Review", exact=True).click()
    expect(page.locator('#change-acts [data-slot="problem"]')).to_contain_text("Choose the decision")
    choice = page.locator("#change select[name=decision]")
    expect(choice.locator("option")).to_have_text(
        ["Choose a decision", "Motion E1: Amendment E1", "Motion E2: Amendment E2"]
    )
    choice.select_option("E1")
    page.get_by_role("button", name="Review", exact=True).click()
    lines = page.locator('#sign-change [data-slot="lines"]')
    expect(lines).to_contain_text("New: Ana Ruiz, Teller")
    expect(lines).to_contain_text("Ends: Paz Quintana, Teller")
    expect(lines).to_contain_text("Reason: Left the convention")
    expect(lines).to_contain_text("On Motion E1")
    (link,) = sign(page)
    signed = last_payload(hall)
    assert signed["decision"] == "E1"
    assert [one["role"] for one in signed["issue"]] == ["teller"]
    assert signed["revoke"] == [{"number": hall.officer("teller").number, "reason": "departed"}]
    expect(page.locator("#officers")).to_contain_text("Ana Ruiz")
    expect(page.locator("#officers")).not_to_contain_text("Paz Quintana")
    expect(choice.locator("option")).to_have_text(["Choose a decision", "Motion E2: Amendment E2"])

    phone = device(PHONE)
    phone.goto(link)
    phone.locator('[data-act="activate"]').click()
    phone.locator('[data-step="done"] [data-slot="room"]').click()
    phone.wait_for_url("**/tellers")
    expect(phone.locator("h1")).to_have_text("Tellers")
    expect(page.locator("#officers li", has_text="Ana Ruiz")).to_contain_text("device active")


def test_what_she_corrects_while_badges_are_made_is_not_shown_as_signed(hall: Hall, device: Device) -> None:
    chair = hall.hand("chair", 1)
    sit(hall, chair)
    elect(hall, chair, "E1", "E2")
    page = officers(take_seat(device(DESKTOP), hall, "chair"), hall)
    add(page, "teller", "Ana Ruiz")
    ended = page.locator("#officers li", has_text="Paz Quintana")
    ended.get_by_label("End this office").check()
    reason, decision = ended.locator("select"), page.locator("#change select[name=decision]")
    reason.select_option("departed")
    decision.select_option("E1")
    held: list[Route] = []
    page.route("**/badges.pdf", lambda route: held.append(route), times=1)
    with page.expect_request("**/badges.pdf"):
        page.get_by_role("button", name="Review", exact=True).click()
    reason.select_option("lost")
    decision.select_option("E2")
    held[0].continue_()
    lines = page.locator('#sign-change [data-slot="lines"]')
    expect(lines).to_contain_text("Reason: Left the convention")
    expect(lines).to_contain_text("On Motion E1")
    sign(page)
    signed = last_payload(hall)
    assert signed["decision"] == "E1"
    assert [one["reason"] for one in signed["revoke"]] == ["departed"]


def test_the_last_chair_stays(hall: Hall, device: Device) -> None:
    chair = hall.hand("chair", 1)
    sit(hall, chair)
    elect(hall, chair, "E1")
    page = officers(take_seat(device(DESKTOP), hall, "chair"), hall)
    for name in ("Amara Okonjo", "Bertil Lund"):
        page.locator("#officers li", has_text=name).get_by_label("End this office").check()
    warning = page.locator('#change-acts [data-slot="warning"]')
    expect(warning).to_contain_text("No chair would be left")
    page.locator("#change select[name=decision]").select_option("E1")
    page.get_by_role("button", name="Review", exact=True).click()
    expect(page.locator('#change-acts [data-slot="problem"]')).to_contain_text("No chair would be left")
    expect(page.locator("#sign-change")).to_be_hidden()
    add(page, "chair", "Nadia Haddad")
    expect(warning).to_contain_text("One chair would be left")
    expect(warning).to_contain_text("Nadia Haddad holds an office already and stays one person")
    page.get_by_role("button", name="Review", exact=True).click()
    sign(page)
    (issued,) = last_payload(hall)["issue"]
    assert issued["person"] == hall.officer("auditor").person


def test_a_delegation_changes_on_a_decision(hall: Hall, device: Device) -> None:
    chair = hall.hand("chair", 1)
    sit(hall, chair)
    elect(hall, chair, "E1")
    page = officers(take_seat(device(DESKTOP), hall, "chair"), hall)
    form = page.locator("#delegation")
    form.locator("[name=which]").select_option("nord")
    expect(form.locator("[name=entitlement]")).to_have_value("5")
    form.locator("[name=entitlement]").fill("0")
    form.get_by_role("button", name="Review and sign").click()
    expect(form.locator('[data-slot="problem"]')).to_contain_text("at least 1")
    form.locator("[name=entitlement]").fill("9")
    form.locator("[name=decision]").select_option("E1")
    form.get_by_role("button", name="Review and sign").click()
    expect(page.locator("#confirm")).to_contain_text("Seats: 5 → 9")
    expect(page.locator("#confirm")).to_contain_text("On Motion E1")
    page.locator('#confirm [value="yes"]').click()
    expect(page.locator("#done")).to_have_text("Nordic Greens is registered with 9 seats.")
    expect(page.locator("#delegations")).to_contain_text("Nordic Greens (nord): 9 seats")
    assert last_payload(hall)["decision"] == "E1"
    expect(form).to_contain_text("No decision waits for a change")


def test_the_founder_signs_before_the_first_sitting_and_not_after(hall: Hall, device: Device) -> None:
    page = officers(take_seat(device(DESKTOP), hall, "founder"), hall)
    add(page, "clerk", "Odd Berg")
    page.get_by_role("button", name="Review", exact=True).click()
    assert len(sign(page)) == 1
    assert last_payload(hall)["decision"] is None
    form = page.locator("#delegation")
    form.locator("[name=id]").fill("west")
    form.get_by_label("Name (English)").fill("Western Shores")
    form.locator("[name=entitlement]").fill("3")
    form.get_by_role("button", name="Review and sign").click()
    page.locator('#confirm [value="yes"]').click()
    expect(page.locator("#delegations")).to_contain_text("Western Shores (west): 3 seats")
    sit(hall, hall.hand("chair", 1))
    expect(page.locator("#who")).to_contain_text("on its decisions. You can look")
    expect(form).to_be_hidden()
    page.goto(f"{hall.address}/desk#delegations")
    expect(page.locator("#delegations")).to_contain_text("Nothing is written here")


def test_a_delegation_that_cannot_be_is_told_before_anybody_signs(hall: Hall, device: Device) -> None:
    page = officers(take_seat(device(DESKTOP), hall, "founder"), hall)
    size = state(hall)["size"]
    form = page.locator("form", has=page.locator('input[name="entitlement"]'))
    form.locator('input[name="id"]').fill("west")
    for name, seats, weight, said in (
        ("nordic greens", "5", "1", "nord has this name already"),
        ("West", "-1", "1", "at least 0"),
        ("West", "100001", "1", "at most 100,000."),
        ("West", "5", "0", "from 1 to 1,000,000."),
        ("West", "5", "2.5", "from 1 to 1,000,000."),
        ("West", "5", "1000001", "from 1 to 1,000,000."),
    ):
        page.get_by_label("Name (English)").fill(name)
        form.locator('input[name="entitlement"]').fill(seats)
        form.locator('input[name="weight"]').fill(weight)
        form.locator('button[type="submit"]').click()
        expect(form.locator('[data-slot="problem"]')).to_contain_text(said)
    assert state(hall)["size"] == size
