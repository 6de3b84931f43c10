"""Delegates' phones in a hall whose chair and desk this process holds, and what is done and seen on them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.browser.badge_links import issue_badge
from tests.browser.hall import Hall
from tests.browser.passing_time import past_double_tap
from tests.browser.seats import arrive
from tests.browser.voters import act, open_motion, state
from voting.signing import Hand

NewDevice = Callable[..., Page]


@dataclass
class Room:
    """A hall whose chair and desk this process holds; seats and numbers to give out."""

    hall: Hall
    desk: Hand
    chair: Hand
    device: NewDevice
    numbers: Iterator[int]
    # What a test must end: motions it opened; and the credential of each phone.
    opened: list[dict[str, Any]] = field(default_factory=list)
    credentials: dict[Page, int] = field(default_factory=dict)

    def seats(self, how_many: int = 1) -> list[str]:
        return [f"valley/{next(self.numbers)}" for _ in range(how_many)]

    def phone(self, *mandates: str, replaces: int | None = None, **options: Any) -> Page:
        """Enrol a new phone for these mandates, an observer's if there are none, and arrive at the voting page."""
        page = self.device(**options)
        number, role = next(self.numbers), "delegate" if mandates else "observer"
        arrive(page, issue_badge(self.hall, self.desk, number, mandates, role, replaces))
        expect(page.locator("#connection")).to_have_class("pill pill-ok")
        # A phone that has not heard yet what is hers asks once more when a motion opens.
        expect(page.locator("#who")).to_contain_text(mandates[0] if mandates else str(number))
        self.credentials[page] = number
        return page

    def motion(self, **changes: Any) -> dict[str, Any]:
        motion = open_motion(self.hall, self.chair, f"A-{next(self.numbers)}", **changes)
        self.opened.append(motion)
        return motion

    @contextmanager
    def counting(self, ago: float = 0) -> Iterator[dict[str, Any]]:
        """Call a count of those present, by a clock so many seconds back, and end it afterwards."""
        called = f"{datetime.now(UTC) - timedelta(seconds=ago):%Y-%m-%dT%H:%M:%SZ}"
        fields = {"count": str(next(self.numbers)), "tree": self._tree()}
        self.hall.post(self.chair.sign("count.called", issued_at=called, **fields))
        count = state(self.hall)["count"]
        try:
            yield count
        finally:
            if state(self.hall)["count"]["state"] == "open":
                named = {"count": count["count"], "call": count["call"]}
                self.hall.post(self.chair.sign("count.ended", **named, tree=self._tree()))

    def _tree(self) -> dict[str, Any]:
        now = state(self.hall)
        return {"root": now["root"], "size": now["size"]}


def ballot(page: Page, mandate: str) -> Any:
    return page.locator(f'.ballot[data-mandate="{mandate}"]')


def choose(page: Page, mandate: str, choice: str) -> None:
    ballot(page, mandate).get_by_role("button", name=choice, exact=True).click()
    past_double_tap(page)


def vote(page: Page, mandate: str, choice: str) -> None:
    choose(page, mandate, choice)
    ballot(page, mandate).get_by_role("button", name="Confirm").click()


def expect_recorded(page: Page, mandate: str, choice: str) -> None:
    expect(ballot(page, mandate).get_by_text("Your vote is recorded.")).to_be_visible()
    expect(ballot(page, mandate).locator('[data-step="recorded"] .choice')).to_have_text(choice)


def turnout(room: Room, motion: dict[str, Any]) -> int:
    return next(m["turnout"]["count"] for m in state(room.hall)["motions"] if m["opening"] == motion["opening"])


def close_without_votes(room: Room, motion: dict[str, Any]) -> None:
    """Close a motion on which nobody voted, and declare that."""
    act(room.hall, room.chair, "motion.closed", motion)
    declare_without_votes(room, motion)


def declare_without_votes(room: Room, motion: dict[str, Any]) -> None:
    options = {choice: {"count": 0, "weight": 0} for choice in ("yes", "no", "abstain")}
    act(room.hall, room.chair, "result.declared", motion, result={"options": options, "outcome": "not_adopted"})


def cut_streams(page: Page) -> None:
    """Leave a page nothing but polling, from its next load on."""
    for way in ("**/now", "**/events?*"):
        page.route(way, lambda route: route.abort())


def shown_differently(page: Page, change: Callable[[dict[str, Any]], None]) -> None:
    """Load the page again with another state than the server's; by polling, since nothing else gets through."""

    def lie(route: Route) -> None:
        answer = route.fetch()
        shown = answer.json()
        change(shown)
        route.fulfill(response=answer, json=shown)

    cut_streams(page)
    page.route("**/state", lie)
    page.reload()
