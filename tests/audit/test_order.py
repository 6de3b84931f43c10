"""Credentials, agenda and a decision taken back, in a bundle: verified, and every lie about them found."""

import json
from typing import Any

import pytest

from audit import canonical
from audit.verify import verify
from tests.audit.order_story import order_story
from tests.audit.scenario import packed, unpacked
from tests.audit.verdicts import failed, places


def results() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(unpacked(order_story().bundle())["results.json"])
    return found


def test_the_bundle_verifies() -> None:
    report = verify(order_story().bundle())
    assert report.verdict == "valid: consistent, not pinned"
    assert report.checks["results"].count == 2 + 3 + 1 + 2 + 3 + 2
    # Nobody at the auditors' table takes a decision for one that still has effect.
    assert [line.split()[0] for line in report.lines() if line.endswith(", taken back by m2")] == ["d3"]


def test_reports_say_what_they_said_and_what_became_of_them() -> None:
    first, second = results()["reports"]
    assert (first["standing"], first["cause"], first["sitting"], first["contested"]) == (
        "adopted",
        "m1",
        "s1",
        ["nord/2"],
    )
    assert first["delegations"] == {"nord": [3, 2, 1], "sud": [2, 1, 0]}
    assert (second["standing"], second["cause"], second["sitting"]) == ("pending", None, None)


def test_the_contested_seat_is_not_counted() -> None:
    motion = results()["motions"][0]
    assert motion["electorate"] == {"count": 2, "weight": 2}
    assert motion["delegations"]["nord"]["entitled"] == {"count": 1, "weight": 1}
    assert motion["subject"]["kind"] == "credentials"


def test_the_agenda_in_force_is_the_last_that_still_stands() -> None:
    found = results()
    assert [(one["standing"], one["cause"]) for one in found["agendas"]] == [
        ("superseded", "d1"),
        ("adopted", "d2"),
        ("pending", None),
    ]
    assert [one["reconsidered"] for one in found["decisions"]] == [None, None, "m2"]
    assert [one["reconsidered"] for one in found["motions"]] == [None, None]


def test_counts_say_who_was_there_and_whether_it_was_enough() -> None:
    first, second = results()["counts"]
    assert (first["answered"], first["hands"], first["sitting"]) == ({"count": 1, "weight": 1}, None, "s1")
    assert first["quorum"] == {"needed": 2, "reached": 1, "whole": 3, "met": False}
    assert second["hands"] == 3
    assert second["quorum"] == {"needed": 2, "reached": 3, "whole": 3, "met": True}
    assert second["ended"] == second["entry"] + 4


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda found: found["reports"][0].update(contested=[]), "report r1, contested"),
        (lambda found: found["counts"][0]["quorum"].update(met=True), "count c1, quorum, met"),
        (lambda found: found["agendas"][2].update(standing="adopted"), "agenda a3, standing"),
        (lambda found: found["decisions"][2].update(reconsidered=None), "decision d3, reconsidered"),
    ],
)
def test_results_that_say_otherwise(change: Any, place: str) -> None:
    bundle = order_story().bundle()
    found = results()
    change(found)
    report = verify(packed(unpacked(bundle) | {"results.json": canonical.dumps(found)}))
    assert failed(report) == ["results"]
    assert places(report, "results").startswith("results.json, ")
    assert place in places(report, "results")
