"""Texts and amendments on the server: pages, plain values, and motions that change words."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from audit import canonical
from audit.encoding import digest
from ballots.acts import Role
from tests.voting.test_tellers import appoint, decide
from tests.voting.web import Web, build_web
from voting.signing import Hand

TEXT = """# On the shared springs

The springs belong to the four valleys together.

Each valley keeps its own channels clean and in repair.
"""


def with_springs(web: Web) -> Web:
    stored = web.house.parts.blobs.put(TEXT.encode())
    table = {"document": "springs", "version": 1, "title": {"en": "Springs"}, "texts": {"en": stored}}
    web.house.send(web.house.hand(Role.CHAIR).sign("document.tabled", **table))
    return web


@pytest.fixture
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    web = with_springs(build_web(tmp_path_factory.mktemp("house"), delegates=3))
    yield web
    web.close()


def amend(
    web: Web,
    name: str,
    action: str,
    block: int,
    words: list[int] | None,
    text: str | None,
    by: Hand | None = None,
    **fields: Any,
) -> None:
    document = web.house.parts.log.convention.documents["springs"]
    whole = {
        "amendment": name,
        "target": {"kind": "document", "id": "springs", "digest": document.digest},
        "operation": {"type": action, "block": block},
        "changes": {"en": {"words": words, "text": text}},
        "proposers": [],
        "delegations": ["north"],
        "reason": None,
        "editorial": False,
        "urgent": False,
        **fields,
    }
    web.house.send((by or web.house.hand(Role.DESK)).sign("amendment.tabled", **whole))


def state(web: Web) -> Any:
    return web.nobody.get("/documents/springs/state").json


def subject(web: Web, *names: str) -> dict[str, Any]:
    found = state(web)
    (step,) = [step for step in found["script"]["steps"] if step["amendments"] == list(names)]
    return {"document": "springs", "digest": found["digest"], "amendments": list(names), "text": step["text"]}


def test_an_amendment_from_its_tabling_to_the_text(web: Web) -> None:
    amend(web, "A1", "replace", 2, [3, 5], "all its")
    amend(web, "A2", "delete", 2, None, None)
    first, second = state(web)["script"]["steps"]
    # As the text runs: a whole paragraph stands before words in it.
    assert (first["amendments"], first["falls"]) == (["A2"], ["A1"])
    assert (second["amendments"], second["falls"]) == (["A1"], ["A2"])
    house = web.house
    opening = house.open("7", kind="amendment", subject=subject(web, "A1"))
    (shown,) = web.nobody.get("/state").json["motions"]
    (passage,) = shown["subject"]["changes"]["en"]
    assert (passage["number"], passage["pieces"]) == (
        2,
        [
            {"mark": "kept", "text": "Each valley keeps"},
            {"mark": "inserted", "text": "all"},
            {"mark": "kept", "text": "its"},
            {"mark": "deleted", "text": "own"},
            {"mark": "kept", "text": "channels clean and in repair."},
        ],
    )
    house.send(house.vote(0, opening, motion="7"))
    house.end(opening, "7")
    house.close(opening, "7")
    house.declare(opening, "7")
    found = state(web)
    assert [(one["amendment"], one["standing"], one["cause"]) for one in found["amendments"]] == [
        ("A1", "adopted", "7"),
        ("A2", "fallen", "A1"),
    ]
    assert found["languages"]["en"]["blocks"][2]["by"] == ["A1"]
    # What fell is shown on the text that it was written for, and what was adopted still as the change that it made.
    assert [one["changes"]["en"][0]["deleted"] for one in found["amendments"]] == [False, True]
    assert found["script"]["whole"]["ready"]


def test_each_of_two_that_were_adopted_with_the_same_words_shows_what_it_changed(web: Web) -> None:
    for name in ("A1", "A2"):
        amend(web, name, "replace", 2, [3, 5], "all its")
    house = web.house
    opening = house.open("7", kind="amendment", subject=subject(web, "A1", "A2"))
    house.send(house.vote(0, opening, motion="7"))
    house.end(opening, "7")
    house.close(opening, "7")
    house.declare(opening, "7")
    found = state(web)["amendments"]
    assert [one["standing"] for one in found] == ["adopted", "adopted"]
    for one in found:
        [passage] = one["changes"]["en"]
        assert [piece["text"] for piece in passage["pieces"] if piece["mark"] != "kept"] == ["all", "own"]


def test_what_was_decided_without_a_vote_was_decided_by_no_motion(web: Web) -> None:
    amend(web, "A1", "replace", 2, [3, 5], "all its")
    web.house.hands[Role.TELLER].append(appoint(web.house))
    decide(web, 2, kind="amendment", subject=subject(web, "A1"))
    assert "by decision d1" in web.nobody.get("/documents/springs").text


def test_what_is_new_says_where_it_would_stand(web: Web) -> None:
    amend(web, "A1", "insert_after", 1, None, "They have no owner.")
    amend(web, "A2", "insert_before", 1, None, "We, who live by them, declare:")
    amend(web, "A3", "insert_before", 0, None, "# Springs")
    shown = [one["changes"]["en"][0] for one in state(web)["amendments"]]
    assert [(one["after"], one["before"], one["kind"]) for one in shown] == [
        (1, None, "paragraph"),
        (None, 1, "paragraph"),
        (None, None, "heading"),
    ]
    page = web.nobody.get("/documents/springs", headers={"Accept-Language": "de"}).text
    assert [line for line in page.split("<") if line.startswith('p class="place"')] == [
        'p class="place">Neuer Absatz nach Absatz 1',
        'p class="place">Neuer Absatz vor Absatz 1',
        'p class="place">Neue Überschrift',
    ]


def test_the_page_of_an_amendments_motion_has_its_change_and_what_voters_say(web: Web) -> None:
    amend(web, "A1", "replace", 2, [3, 5], "all its")
    house = web.house
    opening = house.open("7", kind="amendment", subject=subject(web, "A1"))
    house.send(house.vote(0, opening, motion="7"))
    house.end(opening, "7")
    house.close(opening, "7")
    house.declare(opening, "7")

    def page() -> str:
        return web.nobody.get("/audit/motions/7", headers={"Accept": "text/html"}).text

    assert "channels clean and in repair." in page()
    assert "What voters say of their votes" not in page()
    text = house.parts.blobs.put(canonical.dumps({"salt": "A" * 21 + "Q", "text": "Our valley asked for it."}))
    said = {"motion": "7", "mandate": "north/1", "kind": "explanation", "text": text}
    house.send(house.delegates[0].sign("vote.explained", **said))
    assert page().count("<blockquote") == 1
    assert "Our valley asked for it.</blockquote>" in page()


def test_a_text_as_amended_has_the_digest_that_an_opening_pins(web: Web) -> None:
    amend(web, "A1", "replace", 2, [3, 5], "all its")
    response = web.nobody.get("/texts/springs/en")
    assert (response.data, response.content_type) == (TEXT.encode(), "text/plain; charset=utf-8")
    assert digest(response.data) == state(web)["script"]["whole"]["text"]
    assert web.nobody.get("/texts/springs/fr").status_code == 404


def test_the_pages(web: Web) -> None:
    amend(web, "A1", "replace", 2, [3, 5], "all its <b>")
    assert "/documents/springs" in web.nobody.get("/documents").text
    page = web.nobody.get("/documents/springs").text
    said = page.replace('<span class="unseen" lang="en" dir="ltr">', "(").replace("</span>", ")")
    assert "<ins>(inserted: )all</ins> its <del>(deleted: )own</del> <ins>(inserted: )&lt;b&gt;</ins> channels" in said
    assert web.nobody.get("/documents/wells").status_code == 404
    assert web.nobody.get("/documents/springs?language=xx").status_code == 200


def test_the_page_says_what_an_amendment_lacks_and_what_the_committee_recommends(tmp_path: Path) -> None:
    web = with_springs(build_web(tmp_path, delegates=2, amendments={"supporters": 2, "delegations": 0}))
    house = web.house
    first, second = house.delegates
    number, other = house.numbers
    amend(web, "A1", "replace", 2, [3, 5], "all its", by=first, proposers=[number], delegations=[])

    def page() -> str:
        return " ".join(web.nobody.get("/documents/springs").text.split())

    lacking = '<p class="notice notice-warning">It has not enough supporters yet: it cannot be put to the vote.</p>'
    assert lacking in page()
    assert f"North, credential {number}" in page()
    [found] = state(web)["amendments"]
    named = {"amendment": "A1", "digest": found["digest"]}
    house.send(second.sign("amendment.supported", **named, supporter=other, state="given"))
    assert lacking not in page()
    assert '<p class="advice">' not in page()
    note = house.parts.blobs.put(canonical.dumps({"salt": "A" * 21 + "Q", "text": "It is settled elsewhere."}))
    advice = {"advice": "reject", "other": None, "note": note, "minority": None}
    house.send(house.hand(Role.CHAIR).sign("amendment.recommended", **named, **advice))
    assert '<p class="advice">The committee recommends: reject</p>' in page()
    assert f'<details data-reason="{note}"><summary>Why the committee recommends this</summary>' in page()
    assert "What a minority" not in page()
    web.close()


def test_a_text_without_paragraphs_is_shown_as_such(web: Web) -> None:
    stored = web.house.parts.blobs.put(b"Two  spaces\n")
    table = {"document": "springs", "version": 2, "title": {"en": "Springs"}, "texts": {"en": stored}}
    web.house.send(web.house.hand(Role.CHAIR).sign("document.tabled", **table))
    assert state(web)["languages"] == {}
    assert "not in numbered paragraphs" in web.nobody.get("/documents/springs").text
