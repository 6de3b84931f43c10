"""The blobs of explanations: of one form, of bounded size, and on disk before a statement names them."""

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from audit import canonical
from audit.encoding import digest
from ballots.acts import Role
from tests.voting.paper import printed
from tests.voting.web import Web, build_web, problem
from voting.reports import MOTION_FILES

SALT = "A" * 21 + "Q"


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    web = build_web(tmp_path_factory.mktemp("house"), delegates=1)
    web.house.decide("yes")
    yield web
    web.close()


def test_an_explanation_is_stored_then_named(web: Web) -> None:
    content = canonical.dumps({"salt": SALT, "text": "Our valley asked for it."})
    fields = {"motion": "1", "mandate": "north/1", "kind": "explanation", "text": digest(content)}
    entry = web.house.delegates[0].sign("vote.explained", **fields)
    assert problem(web.post(entry)) == (409, "blob_missing")
    answer = web.sign_in(web.house.delegates[0]).post("/explanations", data=content, content_type="text/plain")
    assert (answer.status_code, answer.json) == (201, {"digest": digest(content)})
    assert web.post(entry).status_code == 201


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"words",
        b'{"text":"No salt"}',
        canonical.dumps({"salt": SALT, "text": ""}),
        canonical.dumps({"salt": SALT, "text": "x" * 4_001}),
        canonical.dumps({"salt": SALT, "text": "I meant \u202eon"}),
        canonical.dumps({"salt": SALT[:-1], "text": "x"}),
        canonical.dumps({"salt": SALT, "text": "x", "more": 1}),
        b'{"salt": "' + SALT.encode() + b'","text":"not canonical"}',
    ],
)
def test_nothing_of_another_form_is_stored(web: Web, content: bytes) -> None:
    browser = web.sign_in(web.house.delegates[0])
    answer = browser.post("/explanations", data=content, content_type="text/plain")
    assert problem(answer) == (400, "bad_field")


def test_only_so_much(web: Web) -> None:
    browser = web.sign_in(web.house.delegates[0])
    longest = canonical.dumps({"salt": SALT, "text": "\N{GRINNING FACE}" * 4_000})
    assert browser.post("/explanations", data=longest, content_type="text/plain").status_code == 201
    assert browser.post("/explanations", data=b"x" * 30_000, content_type="text/plain").status_code == 413
    assert browser.post("/explanations", data=b"{}", content_type="application/json").status_code == 415


@pytest.fixture
def spoken(tmp_path: Path) -> Iterator[Web]:
    """Two delegates who voted, and what each says of it: a correction and an explanation."""
    web = build_web(tmp_path, delegates=2)
    house = web.house
    house.decide("yes", "no")
    for which, kind, text in ((0, "correction", "I meant to vote <no>."), (1, "explanation", "=SUM(1)")):
        content = canonical.dumps({"salt": SALT, "text": text})
        named = house.parts.blobs.put(content)
        fields = {"motion": "1", "mandate": f"north/{which + 1}", "kind": kind, "text": named}
        house.send(house.delegates[which].sign("vote.explained", **fields))
    yield web
    web.close()


def test_the_record_shows_what_voters_say_beside_the_count(spoken: Web) -> None:
    page = spoken.nobody.get("/audit/motions/1", headers={"Accept": "text/html"}).text
    assert '<blockquote dir="auto">I meant to vote &lt;no&gt;.</blockquote>' in page
    assert page.count('href="#said-of-votes"') == 1
    roll = page[page.index('id="roll"') :]
    assert roll.index("corrected below") < roll.index("north/2")
    assert "Correction of the record" in page
    for file in (*MOTION_FILES, "motion.xlsx"):
        assert f'href="/audit/motions/1/{file}"' in page


def test_a_motion_leaves_as_files_with_its_roll_call_and_statements(spoken: Web) -> None:
    def taken(file: str) -> TestResponse:
        response = spoken.nobody.get(f"/audit/motions/1/{file}")
        assert response.status_code == 200
        assert (
            response.headers["Content-Disposition"] == f"attachment; filename=motion.1.{file.removeprefix('motion.')}"
        )
        return response

    whole = taken("motion.json").json
    assert whole["result"]["options"]["yes"] == {"count": 1, "weight": 1}
    assert [(one["mandate"], one["choice"], one["method"]) for one in whole["roll_call"]] == [
        ("north/1", "yes", "phone"),
        ("north/2", "no", "phone"),
    ]
    assert [(one["mandate"], one["choice"], one["kind"], one["text"]) for one in whole["statements"]] == [
        ("north/1", "yes", "correction", "I meant to vote <no>."),
        ("north/2", "no", "explanation", "=SUM(1)"),
    ]
    workbook = load_workbook(io.BytesIO(taken("motion.xlsx").data))
    assert workbook.sheetnames == ["Results", "Delegations", "Roll call", "Explanation of vote"]
    # No cell is a formula that somebody else wrote.
    assert workbook["Explanation of vote"]["F3"].value == "'=SUM(1)"
    assert taken("delegations.csv").text.splitlines()[1] == "1,north,2,2,1,1,0"
    assert taken("roll-call.csv").text.splitlines()[1].startswith("1,north/1,yes,phone,")
    assert len(taken("statements.csv").text.splitlines()) == 3


def test_files_of_a_motion_come_after_its_declaration(spoken: Web) -> None:
    opening = spoken.house.open("2")
    spoken.house.send(spoken.house.vote(0, opening, motion="2"))
    for address in ("2/motion.json", "2/roll-call.csv", "3/motion.json", "1/motion.pdf"):
        found = spoken.nobody.get(f"/audit/motions/{address}", headers={"Accept": "application/json"})
        assert problem(found) == (404, "not_found"), address


@pytest.mark.parametrize("sign", ["\N{DOVE OF PEACE}", "\N{GRINNING FACE}", "\ue000", "\uffff"])
def test_no_sign_that_a_voter_writes_keeps_the_record_from_paper_and_files(tmp_path: Path, sign: str) -> None:
    web = build_web(tmp_path, delegates=1)
    house = web.house
    house.decide("yes")
    named = house.parts.blobs.put(canonical.dumps({"salt": SALT, "text": f"For peace {sign} now."}))
    said = {"motion": "1", "mandate": "north/1", "kind": "explanation", "text": named}
    house.send(house.delegates[0].sign("vote.explained", **said))
    auditor = web.sign_in(house.hand(Role.AUDITOR))
    spelt = f"For peace [U+{ord(sign):04X}] now."
    assert spelt in " ".join(printed(auditor.get("/audit/minutes.pdf").data).split())
    kept = "\ufffd" if sign == "\uffff" else sign
    made = docx.Document(io.BytesIO(auditor.get("/audit/minutes.docx").data))
    assert any(f"For peace {kept} now." in paragraph.text for paragraph in made.paragraphs)
    workbook = load_workbook(io.BytesIO(auditor.get("/audit/motions/1/motion.xlsx").data))
    assert workbook["Explanation of vote"]["F2"].value == f"For peace {kept} now."
    web.close()


def test_a_question_with_a_sign_that_no_font_has_is_printed_on_lists_and_ballot_papers(tmp_path: Path) -> None:
    web = build_web(tmp_path, delegates=1)
    asked = {"title": {"en": "Peace \N{DOVE OF PEACE}"}, "question": {"en": "Peace \N{DOVE OF PEACE}?"}}
    web.house.decide("yes", **asked)
    web.house.open("2", **asked)
    teller = web.sign_in(web.house.hand(Role.TELLER))
    for address in ("/audit/results.pdf", "/audit/motions/1/roll-call.pdf", "/tellers/ballots.pdf?motion=2"):
        response = teller.get(address)
        assert response.status_code == 200, (address, response.text)
        assert "Peace [U+1F54A]" in " ".join(printed(response.data).split()), address
    web.close()
