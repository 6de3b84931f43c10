"""The minutes as a server gives them out: to officers alone, in the convention's languages, and as files on a disk."""

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner

from ballots.acts import Role
from tests.voting.web import Web, build_web, problem
from voting.cli import main
from voting.minutes_files import current, write_minutes


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    web = build_web(tmp_path_factory.mktemp("house"), delegates=2)
    web.house.decide("yes")
    yield web
    web.close()


def test_officers_take_them_as_pdf_and_docx(web: Web) -> None:
    browser = web.sign_in(web.house.hand(Role.AUDITOR))
    pdf = browser.get("/audit/minutes.pdf")
    assert (pdf.status_code, pdf.mimetype) == (200, "application/pdf")
    assert pdf.data.startswith(b"%PDF-")
    assert pdf.cache_control.no_store
    assert pdf.headers["Content-Disposition"] == "attachment; filename=minutes.en.pdf"
    made = docx.Document(io.BytesIO(browser.get("/audit/minutes.docx?language=en").data))
    text = "\n".join(paragraph.text for paragraph in made.paragraphs)
    assert "Motion 1: Motion 1" in text
    assert "by Officer 1 (chair\u00a01)." in text
    assert "Yes: 1 (weight 1)" in text


def test_another_language_or_format_is_not_there(web: Web) -> None:
    browser = web.sign_in(web.house.hand(Role.CHAIR))
    for address in ("/audit/minutes.pdf?language=fr", "/audit/minutes.pdf?language=../x", "/audit/minutes.txt"):
        assert problem(browser.get(address, headers={"Accept": "application/json"})) == (404, "not_found")


def test_the_page_offers_them_to_officers_alone(web: Web) -> None:
    link = "/audit/minutes.pdf?language=en"
    assert link in web.sign_in(web.house.hand(Role.TELLER)).get("/audit").text
    # Whoever's sign-in has run out is told how to get them.
    strangers = web.nobody.get("/audit").text
    assert link not in strangers
    assert 'href="/signin?next=/audit"' in strangers
    assert link not in web.sign_in(web.house.delegates[0]).get("/audit").text


def test_the_command_writes_a_pdf_and_a_docx_for_each_language(web: Web, tmp_path: Path) -> None:
    paths = list(write_minutes(current(web.house.parts), tmp_path / "new"))
    assert [path.name for path in paths] == ["minutes.en.pdf", "minutes.en.docx"]
    assert all(path.stat().st_size > 1_000 for path in paths)
    refused = CliRunner().invoke(main, ["minutes", "--data", str(tmp_path / "nothing"), "--out", str(tmp_path)])
    assert refused.exit_code != 0
    assert "Traceback" not in refused.output
