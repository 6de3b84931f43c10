"""The delegate's phone against the real server: ballots, confirmations, changes of vote, receipts and texts."""

from pathlib import Path

from playwright.sync_api import expect

from audit.note import VerifierKey
from audit.receipt import Receipt
from tests.browser.badge_links import issue_badge
from tests.browser.passing_time import past_double_tap
from tests.browser.phone_room import Room, ballot, choose, close_without_votes, expect_recorded, turnout, vote
from tests.browser.voters import act, state, take_seat
from voting.signing import statement_digest


def test_a_tab_that_is_looked_at_again_knows_what_another_one_voted(room: Room) -> None:
    [seat] = room.seats()
    page = room.phone(seat)
    room.motion(change_of_vote=True)
    other = page.context.new_page()
    other.goto(room.hall.address)
    vote(other, seat, "No")
    expect_recorded(other, seat, "No")
    for tab, stands, choice in ((page, "No", "Yes"), (other, "Yes", "Abstain")):
        tab.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect_recorded(tab, seat, stands)
        ballot(tab, seat).get_by_role("button", name="Change my vote").click()
        vote(tab, seat, choice)
        expect_recorded(tab, seat, choice)


def test_a_vote_from_opening_to_result(room: Room, tmp_path: Path) -> None:
    [seat] = room.seats()
    page = room.phone(seat)
    expect(page.locator("#headline")).to_have_text("Nothing to vote on now")
    motion = room.motion(change_of_vote=False)
    expect(page.locator("#headline")).to_have_text("Vote now")
    expect(page.locator("#motion")).to_contain_text("Shall the springs be named?")
    expect(page.locator("#motion")).to_contain_text(
        "more than half of the votes for and against (abstentions do not count) must be yes"
    )
    expect(page.locator("#roll-call")).to_contain_text("Public vote")
    choose(page, seat, "Yes")
    expect(ballot(page, seat)).to_contain_text(f"You vote YES on “Amendment {motion['motion']}”.")
    assert turnout(room, motion) == 0, "nothing is sent before Confirm"
    ballot(page, seat).get_by_role("button", name="Confirm").click()
    expect_recorded(page, seat, "Yes")
    expect(ballot(page, seat).get_by_text("Receipt checked by this phone.")).to_be_visible()
    expect(ballot(page, seat).get_by_role("button", name="Change my vote")).to_be_hidden()
    assert turnout(room, motion) == 1

    act(room.hall, room.chair, "polling.ended", motion)
    expect(page.locator("#headline")).to_have_text("Polling has ended")
    act(room.hall, room.chair, "motion.closed", motion)
    expect(page.locator("#headline")).to_have_text("Closed, waiting for the result")
    options = {
        choice: {"count": int(choice == "yes"), "weight": int(choice == "yes")} for choice in ("yes", "no", "abstain")
    }
    act(room.hall, room.chair, "result.declared", motion, result={"options": options, "outcome": "adopted"})
    expect(page.locator("#outcome")).to_contain_text("Adopted")
    expect(page.locator("#outcome")).to_contain_text(f"Mandate {seat}: you voted Yes")
    # On a phone a bar has a line of its own.
    wide = "(box) => [box, box.querySelector('progress')].map((one) => one.getBoundingClientRect().width)"
    line, bar = page.locator("#outcome .bar-yes").evaluate(wide)
    assert bar == line

    page.locator("#receipts summary").click()
    with page.expect_download() as download:
        page.locator("#receipts").get_by_role("link", name="Download").first.click()
    download.value.save_as(tmp_path / "receipt")
    receipt = Receipt.parse((tmp_path / "receipt").read_bytes())
    assert receipt.extra is not None
    receipt.verify(receipt.extra, VerifierKey.parse(state(room.hall)["log_key"]))
    assert download.value.suggested_filename == f"{motion['motion']}-{receipt.index}.tlog-proof"
    page.locator("#receipts").get_by_role("button", name="Check again").first.click()
    expect(page.locator("#receipts")).to_contain_text(f"Checked: entry {receipt.index} stands in the record")


def test_a_vote_can_be_changed_where_the_motion_allows_it(room: Room) -> None:
    [seat] = room.seats()
    page = room.phone(seat)
    motion = room.motion(change_of_vote=True)
    vote(page, seat, "Yes")
    expect_recorded(page, seat, "Yes")
    ballot(page, seat).get_by_role("button", name="Change my vote").click()
    ballot(page, seat).get_by_role("button", name="Keep my vote as it is").click()
    expect_recorded(page, seat, "Yes")
    ballot(page, seat).get_by_role("button", name="Change my vote").click()
    vote(page, seat, "No")
    expect_recorded(page, seat, "No")
    assert turnout(room, motion) == 1
    page.reload()
    expect_recorded(page, seat, "No")
    act(room.hall, room.chair, "polling.ended", motion)
    expect(ballot(page, seat).get_by_role("button", name="Change my vote")).to_be_hidden()


VOTES = """
async ([motion, opening, mandate, choices]) => {
  const use = (name) => import(`/static/js/${name}.js`);
  const { currentIdentity } = await use("identity");
  const [{ Log }, { Outbox }, { sign }] = [await use("log"), await use("outbox"), await use("statement")];
  const identity = await currentIdentity();
  const outbox = new Outbox(await Log.open(identity.convention));
  for (const choice of choices) {
    const fields = { motion, opening, mandate, ballot: { choice } };
    await outbox.submit(await sign(identity, "vote.cast", fields), identity, { motion, opening, mandate, choice });
  }
}
"""


def test_a_vote_that_was_changed_too_often_stands_and_the_phone_says_so(room: Room) -> None:
    [seat] = room.seats()
    page = room.phone(seat)
    motion = room.motion(change_of_vote=True)
    vote(page, seat, "Yes")
    expect_recorded(page, seat, "Yes")
    page.evaluate(VOTES, [motion["motion"], motion["opening"], seat, ["no", "abstain"] * 15 + ["no"]])
    page.reload()
    expect_recorded(page, seat, "No")
    ballot(page, seat).get_by_role("button", name="Change my vote").click()
    vote(page, seat, "Yes")
    alarm = page.get_by_role("alertdialog")
    expect(alarm).to_contain_text("NOT COUNTED")
    expect(alarm).to_contain_text("This vote has been changed as often as the record allows. The last vote stands")
    alarm.get_by_role("button").first.click()
    expect_recorded(page, seat, "No")
    expect(ballot(page, seat)).to_contain_text("changed as often as the record allows")
    assert turnout(room, motion) == 1


def test_each_mandate_has_its_own_ballot(room: Room) -> None:
    first, second = room.seats(2)
    page = room.phone(first, second)
    motion = room.motion()
    vote(page, first, "Yes")
    expect_recorded(page, first, "Yes")
    expect(ballot(page, second).get_by_role("button", name="Abstain")).to_be_visible()
    vote(page, second, "Abstain")
    expect_recorded(page, second, "Abstain")
    assert turnout(room, motion) == 2


def test_a_double_tap_confirms_nothing(room: Room) -> None:
    [seat] = room.seats()
    page = room.phone(seat)
    motion = room.motion()
    ballot(page, seat).get_by_role("button", name="No", exact=True).click()
    ballot(page, seat).get_by_role("button", name="Confirm").click()
    expect(ballot(page, seat).get_by_role("button", name="Confirm")).to_be_visible()
    ballot(page, seat).get_by_role("button", name="Back").click()
    expect(ballot(page, seat).get_by_role("button", name="Yes")).to_be_visible()
    assert turnout(room, motion) == 0


def test_news_leave_a_confirmation_alone_until_polling_ends(room: Room) -> None:
    mine, other = room.seats(2)
    page, neighbour = room.phone(mine), room.phone(other)
    motion = room.motion()
    choose(page, mine, "Yes")
    confirm = ballot(page, mine).get_by_role("button", name="Confirm").element_handle()
    before = confirm.bounding_box()
    vote(neighbour, other, "No")
    expect_recorded(neighbour, other, "No")
    room.motion()
    expect(page.locator("#others")).to_be_visible()
    assert confirm.bounding_box() == before, "nothing moved under the finger"
    act(room.hall, room.chair, "polling.ended", motion)
    expect(page.locator("#switched")).to_contain_text("Nothing was sent")


def test_of_two_open_motions_the_one_that_lacks_a_vote_is_pointed_out(room: Room) -> None:
    [seat] = room.seats()
    page = room.phone(seat)
    expect(page.locator("#idle")).to_contain_text("by itself")
    first = room.motion(change_of_vote=True)
    expect(page.locator("#headline")).to_have_text("Vote now")
    expect(page.locator("#idle")).to_be_hidden()
    second = room.motion()
    others = page.locator("#others")
    expect(others).to_contain_text("Another motion waits for your vote")
    below = "motion.getBoundingClientRect().bottom <= others.getBoundingClientRect().top"
    assert page.evaluate(below), "nothing comes between a finger and the buttons"
    vote(page, seat, "Yes")
    expect_recorded(page, seat, "Yes")
    expect(page.locator("#headline")).to_have_text("You have voted")
    assert not page.evaluate(below), "where there is no more to choose, what waits comes first"
    ballot(page, seat).get_by_role("button", name="Change my vote").click()
    others.get_by_role("button").click()
    expect(page.locator("#motion")).to_contain_text(f"Amendment {second['motion']}")
    expect(page.locator("#headline")).to_have_text("Vote now")
    expect(others).to_contain_text("Also open now")

    # What became of this one is not taken away although another, where there is nothing left to do, is open.
    act(room.hall, room.chair, "polling.ended", second)
    expect(page.locator("#headline")).to_have_text("Polling has ended")
    expect(ballot(page, seat)).to_contain_text("raise your hand and tell the tellers now")
    close_without_votes(room, second)
    expect(page.locator("#outcome")).to_contain_text("Not adopted")
    expect(page.locator("#motion")).to_contain_text(f"Amendment {second['motion']}")
    act(room.hall, room.chair, "polling.ended", first)
    expect(others).to_contain_text("polling has ended")


def test_who_follows_without_a_vote_is_not_told_to_vote(room: Room) -> None:
    # Somebody must be able to vote, whichever tests ran before.
    issue_badge(room.hall, room.desk, next(room.numbers), room.seats(), "delegate", None)
    page = room.phone()
    old = room.motion()
    expect(page.locator("#motion")).to_contain_text(f"Amendment {old['motion']}")
    expect(page.locator("#headline")).to_have_text("Voting is open")
    act(room.hall, room.chair, "polling.ended", old)
    close_without_votes(room, old)
    new = room.motion()
    expect(page.locator("#motion")).to_contain_text(f"Amendment {new['motion']}")


def test_a_text_is_shown_in_the_delegates_language_and_checked(room: Room) -> None:
    chair = take_seat(room.device(), room.hall, "chair", 1)

    def store(text: str) -> str:
        kind = {"Content-Type": "text/plain; charset=utf-8"}
        return str(chair.request.post(f"{room.hall.address}/blobs", data=text.encode(), headers=kind).json()["digest"])

    texts = {"en": store("The springs belong to all."), "fr": store("Les sources sont à tous.")}
    tabled = room.chair.sign("document.tabled", document="springs", version=1, title={"en": "On springs"}, texts=texts)
    room.hall.post(tabled)
    [seat] = room.seats()
    page = room.phone(seat, locale="fr-FR")
    motion = room.motion(
        kind="declaration",
        subject={"amendments": [], "digest": statement_digest(tabled), "document": "springs", "text": None},
    )
    expect(page.locator("#motion")).to_contain_text("Les sources sont à tous.")
    expect(page.locator("#motion")).to_contain_text("Faut-il nommer les sources ?")
    choose(page, seat, "Non")
    expect(ballot(page, seat)).to_contain_text("Votre vote\u00a0: NON, sur «\u00a0Amendement " + motion["motion"])
    expect(ballot(page, seat).get_by_role("button", name="Confirmer\u00a0: Non", exact=True)).to_be_visible()
    page.get_by_label("Langue du texte").select_option("en")
    expect(ballot(page, seat)).to_contain_text("Votre vote\u00a0: NON, sur «\u00a0Amendment " + motion["motion"])
    expect(page.locator("#motion")).to_contain_text("The springs belong to all.")
    page.route(
        "**/blobs/*", lambda route: route.fulfill(body="The springs belong to the owner.", content_type="text/plain")
    )
    page.reload()
    expect(page.get_by_role("alertdialog")).to_contain_text("STOP")


# A long word of a party's name beside what the phone says while a vote waits.
FIRST_WORD_IN_LINES = """() => {
  document.getElementById("connection").textContent = "Ligado · votos à espera: 1";
  const name = document.querySelector(".who-line strong");
  name.textContent = "Movimento Portos Livres";
  const word = document.createRange();
  word.setStart(name.firstChild, 0);
  word.setEnd(name.firstChild, "Movimento".length);
  return word.getClientRects().length;
}"""


def test_the_phone_fits_is_large_enough_and_works_by_keyboard(room: Room) -> None:
    [seat] = room.seats()
    page = room.phone(seat)
    room.motion()
    expect(ballot(page, seat).get_by_role("button", name="Yes")).to_be_visible()
    for width in (390, 195):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    # A small phone, between the bars of its browser: what is asked stands above the ballot.
    page.set_viewport_size({"width": 320, "height": 553})
    question, bar = (page.locator(place).bounding_box() for place in (".question", ".ballot-bar"))
    assert question is not None
    assert bar is not None
    assert question["y"] + question["height"] <= bar["y"]
    assert bar["y"] + bar["height"] <= 553
    for height in (553, 640, 844):
        page.set_viewport_size({"width": 320, "height": height})
        # What everyone can read of this vote is said where it is chosen, and nothing of it lies below the edge.
        for place in ("#roll-call", *(f'.ballot [value="{option}"]' for option in ("yes", "no", "abstain"))):
            expect(page.locator(place)).to_be_in_viewport(ratio=1)
    page.set_viewport_size({"width": 320, "height": 553})
    assert page.evaluate(FIRST_WORD_IN_LINES) == 1
    page.set_viewport_size({"width": 390, "height": 844})
    for target in page.locator("button:visible, a:visible, summary:visible, select:visible").all():
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= 44 or target.evaluate("node => node.closest('p, .skip') !== null"), target.inner_text()
    ballot(page, seat).get_by_role("button", name="No", exact=True).focus()
    page.keyboard.press("Enter")
    past_double_tap(page)
    page.keyboard.press("Tab")
    expect(ballot(page, seat).get_by_role("button", name="Confirm")).to_be_focused()
    page.keyboard.press("Enter")
    expect_recorded(page, seat, "No")
    expect(page.locator("#announce")).to_contain_text("Your vote No is recorded as entry")
