"""The headings of lists of amendments: what pages tell people to write is understood, in each language."""

import re
from collections import Counter
from itertools import chain

import pytest
from babel.support import Translations

from voting.amendment_headings import _HEADINGS, action_of, amendment_field
from voting.languages import LANGUAGES

HELP = (
    "A CSV or XLSX file with a row for each amendment: paragraph, action (replace, delete, insert before, insert"
    " after), by (delegations, or persons by credential number), and in each language the words that go and the words"
    " that come: “old en”, “new en”. You see what every row changes before you sign."
)
MISSING = "The authoritative language is missing: give the new text in “new %(language)s”."
OTHERS = {
    "What is inserted has no old words: leave “old” empty, or replace words.": f"old {LANGUAGES[0]}",
    "“editorial” is marked with x or yes, or left empty.": "editorial",
}
QUOTED = re.compile("[“«„]\\s*([^”»“]+?)\\s*[”»“]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_pages_tell_people_to_write_is_understood(language: str) -> None:
    said = Translations.load("voting/translations", [language]).gettext
    told = said(HELP)
    assert [amendment_field(one, LANGUAGES) for one in QUOTED.findall(told)] == [f"old {language}", f"new {language}"]
    before, actions, after = re.fullmatch(r"[^:]*: ?(.*?)\(([^)]*)\)(.*)", told.replace("\u00a0", " ")).groups()
    assert len({action_of(one) for one in re.split("[,،]", actions)} - {None}) == 4
    columns = [one.strip().removeprefix("و") for one in re.split("[,،]", before)]
    assert [amendment_field(one, LANGUAGES) for one in columns] == ["paragraph", "action"]
    by = re.split("[(]", after)[0].strip(" ,،").removeprefix("e ").removeprefix("و")
    assert amendment_field(by, LANGUAGES) == "by"
    [new] = QUOTED.findall(re.sub("[\u2066-\u2069]", "", said(MISSING)) % {"language": language})
    assert amendment_field(new, LANGUAGES) == f"new {language}"
    for message, field in OTHERS.items():
        assert [amendment_field(one, LANGUAGES) for one in QUOTED.findall(said(message))] == [field]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("antes es", "old es"),
        ("después pt", "new pt"),
        ("Texto nuevo (es)", "new es"),
        ("ancien texte fr", "old fr"),
        ("nachher", "new en"),
        ("presentada por", "by"),
        ("author", "by"),
        ("de", None),
    ],
)
def test_organisers_write_them_otherwise_too(heading: str, field: str | None) -> None:
    assert amendment_field(heading, LANGUAGES) == field


def test_no_heading_means_two_things() -> None:
    assert [word for word, times in Counter(chain(*_HEADINGS.values())).items() if times > 1 or not word] == []
