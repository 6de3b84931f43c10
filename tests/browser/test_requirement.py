"""Pages and documents say the same of a rule: requirement.js against requirement.py, in each language."""

from collections.abc import Iterator
from typing import Any

import pytest
from babel.support import Translations
from playwright.sync_api import Browser, Page

from ballots import presets
from ballots.judgement import Entitlement, Part, Votes, at_full_turnout, judge
from ballots.majority import Base, Count, Measure, Share
from ballots.rules import read_question_rule
from tests.ballots.assembly import HALF, QUORUM
from tests.browser.scripted import blank_page, run
from voting.hall import rule_view
from voting.languages import LANGUAGES
from voting.requirement import TRANSLATIONS, Sentences
from voting.rule_messages import POLLING, RULES

CONSENSUS = {"type": "objections", "measure": "heads", "of": None}
QUESTIONS: list[dict[str, Any]] = [
    *({"majority": name} for name in [*presets.MAJORITIES, "consensus_minus_3"]),
    *({"majority": "two_thirds", "quorum": name} for name in presets.QUORUMS),
    *({"majority": [HALF | {"base": base, "measure": measure, "of": "south"}]} for base in Base for measure in Measure),
    *({"majority": [CONSENSUS | {"measure": measure, "at_most": most}]} for measure in Measure for most in (0, 2)),
    {"majority": [HALF | {"numerator": 4, "denominator": 7}], "quorum": QUORUM | {"measure": "weight"}},
    {"majority": "simple_majority", "tie": "casting_vote"},
    {"majority": "triple_majority", "voters": "full", "quorum": QUORUM | {"base": "electorate"}},
]
# Enough, too few, thousands, a quorum missed with every house for it, and nothing at all.
VOTES = [
    (Votes(Count(6, 12), Count(1, 2), Count(1, 2)), Votes(Count(3, 9))),
    (Votes(Count(1, 2), Count(6, 12), Count(1, 2)), Votes(Count(1, 3), Count(1, 3))),
    (Votes(Count(1_234, 12_345), Count(1, 2)), Votes(Count(9_999, 29_997))),
    (Votes(Count(1, 2)), Votes(Count(1, 3))),
    (Votes(), Votes()),
]
# What a page brings along: its language and its messages.
WITH_MESSAGES = """
  document.documentElement.lang = argument.language;
  const block = document.createElement("script");
  block.type = "application/json";
  block.id = "messages";
  block.textContent = JSON.stringify(argument.messages);
  document.body.append(block);
"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with blank_page(browser) as page:
        yield page


def entitled() -> list[Entitlement]:
    north, south = Count(8, 16), Count(3, 9)
    return [
        Entitlement(("north",), Count(20, 40), north, north, north),
        Entitlement(("south",), Count(4, 12), south, Count(1, 3), south),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_says_of_every_rule_what_documents_say(page: Page, language: str) -> None:
    catalogue, sentences = Translations.load(TRANSLATIONS, [language]), Sentences(language)
    cases, expected = [], []
    one = Entitlement((), *[Count(1, 1)] * 4)
    for question, members in [(QUESTIONS[0], [one]), *((question, entitled()) for question in QUESTIONS)]:
        rule = read_question_rule(presets.question(question), "rule")
        turnouts = [at_full_turnout(house, members) for house in rule.majority]
        for votes in VOTES:
            found = judge(rule, [Part(*pair) for pair in zip(members, votes[: len(members)], strict=True)])
            count = {
                "houses": [_plain(house) for house in found.houses],
                "quorum": found.quorum and {**_plain(found.quorum), "no_may_adopt": found.no_may_adopt},
            }
            needs = [{"needed": each.needed, "most": each.reached, "whole": each.whole} for each in turnouts]
            cases.append({"rule": rule_view(rule), "expected": needs, "count": count})
            lines = sentences.verdicts(rule, found.houses)
            if rule.quorum is not None and found.quorum is not None:
                lines.append(sentences.quorum(rule.quorum, found.quorum))
            if found.no_may_adopt:
                lines.append(sentences.no_might_have_adopted())
            expected.append([sentences.requirement(rule), sentences.expected(rule, members), lines])
    said = run(
        page,
        WITH_MESSAGES
        + """
        const { requirement, expectation, verdicts } = await use("requirement");
        return argument.cases.map(({ rule, expected, count }) => [
          requirement(rule), expectation(rule.majority, expected), verdicts(rule, count).map(({ text }) => text),
        ]);
        """,
        {
            "language": language,
            "messages": {key: catalogue.gettext(message) for key, message in RULES.items()},
            "cases": cases,
        },
    )
    assert said == expected
    assert {type(line) for _, _, lines in expected for line in lines} == {str}
    assert expected[0][1] == [catalogue.gettext("There is one vote in all: it must be yes.")]
    assert any(sentences.no_might_have_adopted() in lines for _, _, lines in expected)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_says_of_polling_what_documents_say(page: Page, language: str) -> None:
    times = [None, 10, 60, 90, 120, 600, 3_600, 5_400, 7_200, 86_400]
    questions = [presets.question({"majority": "simple_majority", "polling_seconds": seconds}) for seconds in times]
    said = run(
        page,
        WITH_MESSAGES
        + """
        const { openFor } = await use("open-for");
        return argument.questions.map(openFor);
        """,
        {
            "language": language,
            "messages": {"chair.polling": Translations.load(TRANSLATIONS, [language]).gettext(POLLING)},
            "questions": questions,
        },
    )
    assert said == [Sentences(language).polling(read_question_rule(one, "rule")) for one in questions]
    assert said[0] == ""
    assert len(set(said)) == len(times)


def _plain(judged: Any) -> dict[str, Any]:
    return {"needed": judged.needed, "reached": judged.reached, "whole": judged.whole, "met": judged.met}


def test_a_phone_works_out_the_numbers_that_the_opening_gives(page: Page) -> None:
    sizes = [Count(319, 957), Count(9, 18), Count(1, 1), Count(300, 300 * 10**6)]
    cases, expected = [], []
    for name in presets.MAJORITIES:
        rule = read_question_rule(presets.question({"majority": name}), name)
        known = [
            house
            for house in rule.majority
            if isinstance(house, Share)
            and house.measure is not Measure.DELEGATIONS
            and house.base in (Base.DECISIVE, Base.CAST, Base.ELECTORATE)
        ]
        for size in sizes:
            members = [Entitlement((), size, size, size, size)]
            cases.append({**rule_view(rule), "electorate": {"count": size.heads, "weight": size.weight}})
            expected.append([at_full_turnout(house, members).needed for house in known])
    said = run(
        page,
        """
        document.documentElement.lang = "en";
        const block = document.createElement("script");
        block.type = "application/json";
        block.id = "messages";
        block.textContent = JSON.stringify(argument.messages);
        document.body.append(block);
        const { expectationOf } = await use("requirement");
        return argument.cases.map((opened) => expectationOf(opened).map((text) => Number(text.replaceAll(",", ""))));
        """,
        {
            "cases": cases,
            "messages": {
                "rule.exact": "{needed}",
                "rule.expected.one": "{needed}",
                "rule.expected.decisive": "{needed}",
                "rule.expected.cast": "{needed}",
            },
        },
    )
    assert said == expected
    assert [] in expected
    assert [160] in expected
