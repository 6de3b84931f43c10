"""What the chair's script is made of: briefs that say when a text changed, parts, phrases, and what a motion fells."""

from collections.abc import Iterator
from string import Formatter
from typing import Any

import pytest

from ballots.acts import Role
from tests.voting.test_amendment_views import TEXT, amend, state, subject
from tests.voting.web import Web, build_web
from voting.languages import LANGUAGES
from voting.motion_phrases import PHRASES, motion_phrases


@pytest.fixture
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    web = build_web(tmp_path_factory.mktemp("house"), delegates=3)
    digest = web.house.parts.blobs.put(TEXT.encode())
    for name in ("springs", "wells"):
        table = {"document": name, "version": 1, "title": {"en": name}, "texts": {"en": digest}}
        web.house.send(web.house.hand(Role.CHAIR).sign("document.tabled", **table))
    yield web
    web.close()


def briefs(web: Web) -> dict[str, dict[str, Any]]:
    return {one["document"]: one for one in web.nobody.get("/state").json["documents"]}


def about(web: Web, role: Role, kind: str, name: str, **fields: Any) -> None:
    digest = web.house.parts.log.convention.amendments[name].digest
    web.house.send(web.house.hand(role).sign(kind, amendment=name, digest=digest, **fields))


def test_a_brief_changes_with_whatever_is_said_of_the_text_and_with_nothing_else(web: Web) -> None:
    assert {name: (one["amendments"], one["pending"]) for name, one in briefs(web).items()} == {
        "springs": (0, 0),
        "wells": (0, 0),
    }
    document = {"document": "springs", "digest": briefs(web)["springs"]["digest"]}
    amend(web, "A1", "replace", 2, [3, 7], "all its channels open")
    amend(web, "A2", "delete", 2, None, None)
    chair = web.house.hand(Role.CHAIR)
    acts = [
        lambda: amend(web, "B1", "insert_after", 2, None, "More."),
        lambda: about(
            web, Role.CHAIR, "amendment.recommended", "A1", advice="adopt", other=None, note=None, minority=None
        ),
        lambda: web.house.send(chair.sign("order.ruled", **document, order=["A1"], reason="So.")),
        lambda: about(web, Role.DESK, "amendment.pulled", "A1"),
        lambda: about(web, Role.DESK, "amendment.withdrawn", "B1", in_favour_of=None),
        lambda: web.house.send(chair.sign("tabling.closed", **document)),
        lambda: web.house.open("7", kind="amendment", subject=subject(web, "A1")),
    ]
    for act in acts:
        before = briefs(web)
        act()
        assert briefs(web)["springs"]["changed"] == web.house.parts.log.tree.size - 1
        assert briefs(web)["wells"] == before["wells"]
    opening = web.house.parts.log.convention.motions["7"].opening
    before = briefs(web)
    web.house.send(web.house.vote(0, opening, motion="7"))
    assert briefs(web) == before
    web.house.end(opening, "7")
    web.house.close(opening, "7")
    web.house.declare(opening, "7")
    assert (briefs(web)["springs"]["amendments"], briefs(web)["springs"]["pending"]) == (3, 0)


def whole(web: Web) -> dict[str, Any]:
    found = state(web)
    text = found["script"]["whole"]["text"]
    return {"document": "springs", "digest": found["digest"], "amendments": [], "text": text}


def declared(web: Web, name: str, choice: str, **fields: Any) -> None:
    """Put a question to the vote, and declare what all make of it."""
    opening = web.house.open(name, **fields)
    assert briefs(web)["springs"]["vote"] == "voting"
    for voter in range(3):
        web.house.send(web.house.vote(voter, opening, choice, motion=name))
    web.house.end(opening, name)
    web.house.close(opening, name)
    web.house.declare(opening, name)


def test_the_committees_list_is_next_before_the_script(web: Web) -> None:
    adopt = {"advice": "adopt", "other": None, "note": None, "minority": None}
    amend(web, "A1", "insert_after", 1, None, "Less.")
    amend(web, "A2", "insert_after", 2, None, "More.")
    amend(web, "A3", "insert_after", 2, None, "And more.")
    about(web, Role.CHAIR, "amendment.recommended", "A3", **adopt)
    # One alone is no list.
    assert briefs(web)["springs"]["next"] == ["A1"]
    about(web, Role.CHAIR, "amendment.recommended", "A2", **adopt)
    assert briefs(web)["springs"]["next"] == ["A2", "A3"]


def test_a_brief_says_how_far_the_votes_on_a_text_are(web: Web) -> None:
    amend(web, "A1", "replace", 2, [3, 7], "all its channels open")
    amend(web, "A2", "insert_after", 2, None, "More.")
    assert (briefs(web)["springs"]["vote"], briefs(web)["springs"]["next"]) == (None, ["A1"])
    declared(web, "7", "no", kind="amendment", subject=subject(web, "A1"))
    assert (briefs(web)["springs"]["vote"], briefs(web)["springs"]["next"]) == ("begun", ["A2"])
    declared(web, "8", "yes", kind="amendment", subject=subject(web, "A2"))
    assert (briefs(web)["springs"]["vote"], briefs(web)["springs"]["next"]) == ("begun", [])
    declared(web, "9", "no", kind="declaration", subject=whole(web))
    assert briefs(web)["springs"]["vote"] == "rejected"
    declared(web, "10", "yes", kind="declaration", subject=whole(web))
    assert briefs(web)["springs"]["vote"] == "adopted"
    assert briefs(web)["wells"]["vote"] is None


def test_the_record_shows_the_words_that_were_voted_on(web: Web) -> None:
    amend(web, "A2", "insert_after", 2, None, "More springs than we knew.")
    declared(web, "8", "yes", kind="amendment", subject=subject(web, "A2"))
    voted = whole(web)
    declared(web, "9", "yes", kind="declaration", subject=voted)
    tabled, amended = (web.nobody.get(f"/audit/motions/{name}", headers={"Accept": "text/html"}).text for name in "89")
    assert voted["text"] in amended
    assert voted["text"] not in tabled
    assert "<p>More springs than we knew.</p>" in amended
    assert "<p>More springs than we knew.</p>" not in tabled


def test_the_chairs_motion_says_what_falls(web: Web) -> None:
    amend(web, "A1", "replace", 2, [3, 7], "all its channels open")
    amend(web, "A2", "delete", 2, None, None)
    web.house.open("7", kind="amendment", subject=subject(web, "A1"))
    chair = web.sign_in(web.house.hand(Role.CHAIR))
    (motion,) = chair.get("/chair/motions").json["motions"]
    assert motion["subject"]["falls"] == ["A2"]
    assert [one["amendment"] for one in motion["subject"]["amendments"]] == ["A1"]
    springs, wells = chair.get("/chair/documents").json
    assert springs["text"] == state(web)["script"]["whole"]["text"] is not None
    assert wells["text"] is None


@pytest.mark.parametrize(("choice", "falls"), [("yes", ["A2"]), ("no", [])])
def test_everyone_is_told_what_a_result_did_to_other_amendments(web: Web, choice: str, falls: list[str]) -> None:
    amend(web, "A1", "replace", 2, [3, 7], "all its channels open")
    amend(web, "A2", "delete", 2, None, None)
    amend(web, "A3", "replace", 2, [3, 5], "all its")
    amend(web, "B1", "insert_after", 2, None, "More.")
    about(web, Role.DESK, "amendment.withdrawn", "A3", in_favour_of="A1")
    declared(web, "7", choice, kind="amendment", subject=subject(web, "A1"))
    (motion,) = web.nobody.get("/state").json["motions"]
    assert (motion["subject"]["falls"], motion["subject"]["waiting"]) == (falls, ["A3"])


def divisible(web: Web, name: str) -> dict[str, Any]:
    return dict(web.sign_in(web.house.hand(Role.CLERK)).get(f"/chair/amendments/{name}").json)


@pytest.mark.parametrize(
    ("action", "block", "words", "text"),
    [
        ("replace", 2, [3, 7], "all their channels open"),
        ("replace", 2, None, "Every valley keeps its own channels clean and open."),
        ("insert_after", 1, None, "First.\n\nSecond.\n\n- Third."),
    ],
)
def test_the_parts_that_are_offered_are_parts(
    web: Web, action: str, block: int, words: list[int] | None, text: str
) -> None:
    amend(web, "A1", action, block, words, text)
    found = divisible(web, "A1")
    assert len(found["parts"]) >= 2
    about(web, Role.CLERK, "amendment.divided", "A1", parts=found["parts"])
    assert state(web)["script"]["steps"][0]["amendments"] == ["A1.1"]


@pytest.mark.parametrize(
    ("action", "words", "text"),
    [("replace", [3, 5], "all"), ("delete", None, None), ("replace", None, "- Each valley keeps its channels.")],
)
def test_what_is_one_run_of_words_offers_no_parts(
    web: Web, action: str, words: list[int] | None, text: str | None
) -> None:
    amend(web, "A1", action, 2, words, text)
    found = divisible(web, "A1")
    assert found["parts"] == []
    assert found["words"]["en"][:3] == ["Each", "valley", "keeps"]
    assert found["changes"]["en"] == {"words": words, "text": text}


def test_nobody_divides_what_there_is_not(web: Web) -> None:
    assert web.sign_in(web.house.hand(Role.CHAIR)).get("/chair/amendments/A1").status_code == 404


def test_every_language_has_every_phrase_with_the_same_places() -> None:
    places = {
        language: {key: {name for _, name, _, _ in Formatter().parse(text) if name} for key, text in phrases.items()}
        for language, phrases in PHRASES.items()
    }
    assert places == dict.fromkeys(LANGUAGES, places["en"])
    assert list(motion_phrases(["ar", "cs", "de"])) == ["ar", "de"]


def test_no_phrase_is_still_in_another_language() -> None:
    for key, text in PHRASES["en"].items():
        said = [phrases[key] for phrases in PHRASES.values()]
        # Two languages may have one word for a thing, but none has all of English's.
        assert key == "whole.title" or said.count(text) == 1, key
        assert all(phrases[key].rstrip().endswith(("?", "؟")) for phrases in PHRASES.values()) == key.endswith(
            ".question"
        )
