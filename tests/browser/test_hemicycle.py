"""A result as seats in a half circle: one for each mandate, apart from each other, told by shape, words and table."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from math import hypot
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.scripted import blank_page, run

MESSAGES = """() => {
  document.documentElement.lang = "en";
  const messages = document.createElement("script");
  messages.type = "application/json";
  messages.id = "messages";
  messages.textContent = JSON.stringify({"seats.summary": "{yes} {no} {abstain} {absent}"});
  document.head.append(messages);
}"""
CHOICES = ("yes", "no", "abstain", "absent")


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    with blank_page(browser) as page:
        page.evaluate(MESSAGES)
        yield page


def delegation(label: str, yes: int, no: int, abstain: int, absent: int, weight: int = 1) -> dict[str, Any]:
    votes = {"yes": yes, "no": no, "abstain": abstain}
    return {"label": label, "name": f"Party {label}", "seats": yes + no + abstain + absent, "weight": weight, **votes}


ASSEMBLIES = {
    "five": [delegation("a", 2, 1, 0, 0), delegation("b", 0, 0, 1, 1)],
    "weights": [delegation("a", 4, 2, 1, 1, 3), delegation("b", 6, 0, 0, 0), delegation("c", 0, 5, 2, 2, 9)],
    "thousand": [delegation(f"d{number}", 10, 8, 4, 3) for number in range(40)],
    "one large": [delegation("large", 600, 200, 60, 40), delegation("x", 50, 0, 0, 0), delegation("y", 0, 50, 0, 0)],
    "alone": [delegation("only", 1, 0, 0, 0)],
    "nobody": [delegation("a", 0, 0, 0, 0)],
}


@pytest.mark.parametrize("name", ASSEMBLIES)
def test_each_mandate_has_one_seat_in_its_delegation_and_none_lies_on_another(page: Page, name: str) -> None:
    delegations = ASSEMBLIES[name]
    found = run(page, 'return (await use("hemicycle")).seatsOf(argument);', delegations)
    told = Counter((seat["delegation"], seat["choice"]) for seat in found["seats"])
    meant = Counter()
    for place, one in enumerate(delegations):
        meant.update({(place, choice): one[choice] for choice in CHOICES[:3]})
        meant[place, "absent"] = one["seats"] - sum(one[choice] for choice in CHOICES[:3])
    assert told == +meant
    for one, other in combinations(found["seats"], 2):
        assert hypot(one["x"] - other["x"], one["y"] - other["y"]) > one["size"] + other["size"]
    assert all(8 < seat["x"] < 260 and 8 < seat["y"] < 122 for seat in found["seats"])
    # Nobody's seat is on the aisle that parts two delegations.
    assert len(found["aisles"]) == max(0, len([one for one in delegations if one["seats"]]) - 1)


def test_heavier_seats_are_larger(page: Page) -> None:
    found = run(page, 'return (await use("hemicycle")).seatsOf(argument);', ASSEMBLIES["weights"])
    sizes = [next(seat["size"] for seat in found["seats"] if seat["delegation"] == place) for place in range(3)]
    assert sizes[1] < sizes[0] < sizes[2]


def test_numbers_stand_within_the_drawing_apart_from_each_other_and_from_the_seats(page: Page) -> None:
    script = """
      const {hemicycle} = await use("hemicycle");
      const drawing = hemicycle(argument);
      drawing.style.inlineSize = "900px";
      document.body.replaceChildren(drawing);
      const boxes = (chosen) => [...drawing.querySelectorAll(chosen)].map((one) => {
        const {left, right, top, bottom} = one.getBoundingClientRect();
        // Digits have nothing below their line and less above it than their font.
        const air = one.localName === "text" ? (bottom - top) / 5 : 0;
        return {text: one.textContent, left, right, top: top + air, bottom: bottom - air};
      });
      return [drawing.getBoundingClientRect().toJSON(), ...boxes("text"), ...boxes(".seat")];
    """
    for name, voted in ASSEMBLIES.items():
        whole, *found = run(page, script, voted)
        labels = [box for box in found if box["text"]]
        assert labels or name == "nobody"
        for label in labels:
            assert whole["left"] <= label["left"] < label["right"] <= whole["right"], (name, label)
            assert whole["top"] <= label["top"] < label["bottom"] <= whole["bottom"], (name, label)
            for other in (one for one in found if one is not label):
                beside = label["right"] <= other["left"] or other["right"] <= label["left"]
                assert beside or label["bottom"] <= other["top"] or other["bottom"] <= label["top"], (
                    name,
                    label,
                    other,
                )


def test_what_was_voted_is_told_by_shape_in_words_and_as_a_table(page: Page) -> None:
    script = """
      const {hemicycle, seatsLegend, seatsNames, seatsTable} = await use("hemicycle");
      const drawing = hemicycle(argument);
      const count = (shape) => drawing.querySelectorAll(shape).length;
      return {
        said: drawing.getAttribute("aria-label"),
        shapes: ["circle.seat-yes", "path.seat-no", "rect.seat-abstain", "circle.seat-absent"].map(count),
        labels: [...drawing.querySelectorAll("text")].map((label) => label.textContent),
        names: [...seatsNames(argument).children].map((line) => line.textContent),
        legend: [...seatsLegend(argument).children].map((line) => line.querySelector("b").textContent),
        rows: [...seatsTable(argument).rows].map((row) => [...row.cells].map((cell) => cell.textContent)),
      };
    """
    found = run(page, script, ASSEMBLIES["weights"])
    assert found["said"] == "10 7 3 3"
    assert found["shapes"] == [10, 7, 3, 3]
    assert found["legend"] == ["10", "7", "3", "3"]
    assert found["labels"] == ["1", "2", "3"]
    assert found["names"] == ["1 Party a ×3", "2 Party b", "3 Party c ×9"]
    assert found["rows"][1:] == [
        ["Party a", "8", "3", "4", "2", "1", "1"],
        ["Party b", "6", "1", "6", "0", "0", "0"],
        ["Party c", "9", "9", "0", "5", "2", "2"],
    ]
