"""Which language a page is in."""

import re
from pathlib import Path

import pytest
from flask import Flask

import voting
from tests.catalogues import read
from voting.languages import LANGUAGES, endonym, page_language


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("ar-EG,en;q=0.5", "ar"),
        ("en-GB,ar;q=0.9", "en"),
        ("pt-BR", "pt"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("en;q=0.2,fr;q=0.8", "fr"),
        ("de;q=0,es;q=0.1", "es"),
        ("tlh,fr-CA;q=0.3", "fr"),
        ("*", "en"),
        ("tlh", "en"),
        ("\x00;q=two,,;", "en"),
        ("", "en"),
    ],
)
def test_a_page_is_in_the_first_language_that_the_browser_wants(accepted: str, language: str) -> None:
    with Flask(__name__).test_request_context(headers={"Accept-Language": accepted}):
        assert page_language() == language


def test_what_the_reader_chose_comes_first() -> None:
    app = Flask(__name__)
    with app.test_request_context(headers={"Accept-Language": "fr", "Cookie": "language=ar"}):
        assert page_language() == "ar"
    with app.test_request_context(headers={"Accept-Language": "fr", "Cookie": "language=tlh"}):
        assert page_language() == "fr"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_hall_screen_speaks_the_language_of_its_address(language: str) -> None:
    app = Flask(__name__)
    with app.test_request_context(f"/screen?language={language}", headers={"Accept-Language": "tlh"}):
        assert page_language() == language
    with app.test_request_context(f"/?language={language}", headers={"Accept-Language": "fr"}):
        assert page_language() == "fr"


def test_each_language_calls_itself_by_its_name() -> None:
    assert [endonym(one) for one in LANGUAGES] == ["English", "Français", "Español", "Deutsch", "Português", "العربية"]


def test_scripts_set_no_colon_and_no_comma_of_their_own() -> None:
    """French has a space before its colon, and Arabic a comma of its own: both are in the catalogues."""
    scripts = Path(voting.__file__).parent / "static" / "js"
    # What is heard alone, and what a technician reads beside a code, may have an English one.
    spoken = re.compile(
        r"""^.*(aria-label|announce|error\.message|error\.name|record\.code|`\$\{code\}: ).*$""", re.MULTILINE
    )
    own = re.compile(r"""\}: (\$\{|`)|[(,] ": "[,)]|\.join\(", "\)""")
    # What is to be signed is worded in the convention's languages, and names amendments alone.
    in_the_readers = [one for one in scripts.glob("*.js") if one.name != "motion-phrases.js"]
    assert [one.name for one in in_the_readers if own.search(spoken.sub("", one.read_text("utf-8")))] == []
    said = {
        language: (read(language).get("{head}:").string, read(language).get(", ").string) for language in ("fr", "ar")
    }
    assert said == {"fr": ("{head}\u00a0:", ", "), "ar": ("\u200f\u2068{head}\u2069:", "، ")}


def test_no_script_writes_as_the_browser_does() -> None:
    """A page in French says "15:30" in an English browser too, and everyone the digits that are on badges."""
    scripts = Path(voting.__file__).parent / "static" / "js"
    written = re.compile(r"toLocale(?:Date|Time)?String\(.*|Intl\.(?:Number|DateTime)Format\(.*")
    found = [said for script in scripts.glob("*.js") for said in written.findall(script.read_text("utf-8"))]
    assert len(found) >= 4
    assert not [said for said in found if "lang" not in said or "DIGITS" not in said]
