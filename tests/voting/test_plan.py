"""Plans of conventions: what cannot be founded is refused with a name, before anything is made."""

from pathlib import Path
from typing import Any

import pytest

from ballots import presets
from ballots.acts import Role
from voting.plan import DEFAULT_RULES, BadPlan, OfficerPlan, Plan, officer_plan, read_plan

[SIMPLE] = presets.majority("simple_majority")

GOOD = """
languages = ["en", "fr"]
origin = "congress.example/2027"
officers = ["founder:Ingrid Solberg", "chair:Amara Okonjo", "desk:Luc: the second", "auditor:Nadia Haddad"]

[name]
en = "Alliance for Peace"
fr = "Alliance pour la paix"

[rules]
change_of_vote = "refused"
device_confirmation = true
"""
OFFICERS = (OfficerPlan(Role.CHAIR, "Amara"), OfficerPlan(Role.DESK, "Luc"))


def write(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "plan.toml"
    file.write_text(text, "utf-8")
    return file


def plan(**changes: Any) -> Plan:
    fields = {"name": {"en": "House"}, "languages": ("en",), "origin": "house.example", "officers": OFFICERS}
    return Plan(**{**fields, **changes})


def test_a_good_plan_is_read(tmp_path: Path) -> None:
    found = read_plan(write(tmp_path, GOOD))
    assert found.name == {"en": "Alliance for Peace", "fr": "Alliance pour la paix"}
    assert found.languages == ("en", "fr")
    assert found.origin == "congress.example/2027"
    assert found.officers[1:3] == (OfficerPlan(Role.CHAIR, "Amara Okonjo"), OfficerPlan(Role.DESK, "Luc: the second"))
    assert found.rules == {**DEFAULT_RULES, "change_of_vote": "refused", "device_confirmation": True}


def test_what_a_plan_leaves_out_keeps_its_default(tmp_path: Path) -> None:
    assert read_plan(write(tmp_path, GOOD.partition("[rules]")[0])).rules == DEFAULT_RULES


def test_kinds_of_question_that_are_given_are_all_there_are(tmp_path: Path) -> None:
    own = """
[rules.questions.amendment]
majority = {numerator = 3, denominator = 4, comparison = "at_least", measure = "weight", base = "cast"}
"""
    rules = read_plan(write(tmp_path, GOOD + own)).rules
    majority = presets.share("at_least", 3, 4, "cast", "weight")
    bound = presets.question({"majority": [majority]})
    assert rules["questions"] == {"amendment": bound}
    assert rules["without_vote"] == ["amendment"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('origin = "congress.example/2027"', "", "origin is missing"),
        ('origin = "', 'colour = "red"\norigin = "', "unknown fields: colour"),
        ("languages = [", "languages = [[", "cannot be read"),
        ('["en", "fr"]', "[]", "languages"),
        ('["en", "fr"]', '"en"', "languages"),
        ('["en", "fr"]', '["en", 5]', "languages"),
        ('["en", "fr"]', '["fr"]', "among the languages"),
        ('["en", "fr"]', '["es", "en", "fr"]', "authoritative"),
        ('"chair:Amara Okonjo"', '"king:Amara"', "role:name with a role of"),
        ('"chair:Amara Okonjo"', '"Amara Okonjo"', "role:name with a role of"),
        ('"chair:Amara Okonjo"', '"chair: "', "role:name with a role of"),
        ('"chair:Amara Okonjo"', '"delegate:Amara"', "role:name with a role of"),
        ('"chair:Amara Okonjo", ', "", "at least a chair and a desk"),
        ('fr = "Alliance pour la paix"', 'fr = ""', "name.fr"),
        ('change_of_vote = "refused"', 'change_of_vote = "sometimes"', "change_of_vote"),
        ('change_of_vote = "refused"', "magic = true", "magic"),
        ("device_confirmation = true", 'device_confirmation = "yes"', "device_confirmation"),
        ('["en", "fr"]', '["english", "fr"]', "two or three small letters"),
        ('[name]\nen = "Alliance for Peace"\nfr', "name", r"write \[name\]"),
        ("[rules]", "[rules.questions.amendment]\nquorum = 3\n[rules]", "amendment.majority is missing"),
        ("[rules]", "[rules]\nquestions = 5", r"write \[rules.questions\]"),
    ],
)
def test_a_bad_file_is_refused_by_name(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert GOOD.count(old) == 1
    with pytest.raises(BadPlan, match=said):
        read_plan(write(tmp_path, GOOD.replace(old, new)))


def test_a_file_that_is_not_there_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(BadPlan, match="cannot be read"):
        read_plan(tmp_path / "missing.toml")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadPlan, match="cannot be read"):
        read_plan(tmp_path / "binary.toml")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"languages": ()}, "languages"),
        ({"languages": ("en", "en")}, "languages"),
        ({"languages": ("en", "Fr")}, "languages"),
        ({"languages": ("en", "x")}, "languages"),
        ({"languages": ("en", *(f"a{chr(97 + number)}" for number in range(16)))}, "languages"),
        ({"name": {"en": " "}}, "name.en"),
        ({"name": {"en": "x" * 301}}, "name.en"),
        ({"name": {}}, "authoritative"),
        ({"origin": ""}, "origin"),
        ({"origin": "two words"}, "origin"),
        ({"origin": "a+b"}, "origin"),
        ({"origin": "x" * 201}, "origin"),
        ({"officers": OFFICERS[:1]}, "at least a chair and a desk"),
        ({"officers": OFFICERS * 101}, "officers"),
        ({"officers": (*OFFICERS, OfficerPlan(Role.CLERK, "x" * 301))}, "officer"),
        ({"officers": (*OFFICERS, OfficerPlan(Role.CLERK, "\x07"))}, "officer"),
        ({"rules": {}}, "rules"),
        ({"rules": {**DEFAULT_RULES, "questions": {}}}, "questions"),
        (
            {
                "rules": {
                    **DEFAULT_RULES,
                    "questions": {"q": presets.question({"majority": [{**SIMPLE, "denominator": 1}]})},
                }
            },
            "majority",
        ),
    ],
)
def test_a_plan_that_no_verifier_would_accept_does_not_exist(changes: dict[str, Any], said: str) -> None:
    assert plan().languages == ("en",)
    with pytest.raises(BadPlan, match=said):
        plan(**changes)


def test_officers_from_a_command_line() -> None:
    assert officer_plan("teller: Paz  Quintana ") == OfficerPlan(Role.TELLER, "Paz Quintana")
    for wrong in ("", "teller", "teller:", ":Paz", "Teller:Paz"):
        with pytest.raises(BadPlan):
            officer_plan(wrong)


NAMED = """
[rules.questions.amendment]
majority = "simple_majority"
tie = "casting_vote"
[rules.questions.charter]
majority = ["two_thirds_of_valid", { preset = "simple_majority", of = "founders" }]
quorum = "half_present"
voters = "full"
polling_seconds = 120
"""


def test_the_quorum_of_sittings_by_name(tmp_path: Path) -> None:
    by_name = GOOD.replace("[rules]", '[rules]\nsitting_quorum = "third_present"')
    assert read_plan(write(tmp_path, by_name)).rules["sitting_quorum"] == presets.QUORUMS["third_present"]
    for name, said in (("half", "no quorum is named 'half'"), ("half_voting", "nothing is cast when a sitting opens")):
        with pytest.raises(BadPlan, match=said):
            read_plan(write(tmp_path, by_name.replace("third_present", name)))


def test_majorities_by_name(tmp_path: Path) -> None:
    questions = read_plan(write(tmp_path, GOOD + NAMED)).rules["questions"]
    assert questions["amendment"] == presets.question({"majority": [SIMPLE], "tie": "casting_vote"})
    charter = questions["charter"]
    assert charter["majority"] == [presets.share("at_least", 2, 3, "cast"), {**SIMPLE, "of": "founders"}]
    assert (questions["amendment"]["polling_seconds"], charter["polling_seconds"]) == (None, 120)
    assert (charter["quorum"]["of"], charter["voters"], charter["tie"]) == ("present", "full", "not_adopted")
    for old, new, said in (
        ('"simple_majority"\n', '"simple"\n', "no majority is named 'simple'; known: simple_majority"),
        ('"half_present"', '"half"', "no quorum is named 'half'"),
        ('"two_thirds_of_valid"', '{ preset = "simple_majority", of = "founders" }', "names one house twice"),
        ("= 120", "= 9", "polling_seconds is not an integer from 10 to 86400"),
        ('majority = ["two_thirds', 'tie = "casting_vote"\nmajority = ["two_thirds', "tie gives a casting vote"),
    ):
        with pytest.raises(BadPlan, match=said):
            read_plan(write(tmp_path, (GOOD + NAMED).replace(old, new)))
