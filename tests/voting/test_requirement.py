"""What is needed, in sentences: each language, every rule, and numbers that are the fold's own."""

import re
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import voting
from ballots import presets
from ballots.judgement import Entitlement, Threshold, Verdict
from ballots.majority import Base, Count, Measure, Reference
from ballots.rules import QuestionRule, read_question_rule
from tests.ballots.assembly import HALF, QUORUM
from voting.languages import LANGUAGES
from voting.plan import DEFAULT_RULES
from voting.requirement import Sentences
from voting.rule_messages import RULES

FOLDER = Path(voting.__file__).parent / "translations"
CONSENSUS = {"type": "objections", "measure": "heads", "of": None}


def question(**fields: object) -> QuestionRule:
    return read_question_rule(presets.question(fields), "rule")


def everyone(heads: int, *groups: str) -> list[Entitlement]:
    size = Count(heads, heads * 2)
    return [Entitlement(groups, Count(heads + 20, 2 * heads + 40), size, size, size)]


def came_to(rule: QuestionRule, houses: list[Verdict], quorum: Threshold | None, outcome: str) -> list[str]:
    return [Sentences(language).result(rule, houses, quorum, outcome) for language in ("en", "fr", "es")]


def test_a_result_is_one_sentence_in_each_language() -> None:
    rule = question(majority=[HALF | {"base": "cast"}])
    assert came_to(rule, [Verdict(160, 171, 319, True)], None, "adopted") == [
        "160 of 319 valid votes had to be yes, and yes has 171: adopted.",
        "Il fallait 160 oui sur 319 votes valables, et il y en a eu 171\u00a0: adopté.",
        "Se necesitaban 160 «sí» de 319 votos válidos, y hubo 171: aprobada.",
    ]


def test_a_share_of_no_votes_is_said_in_words() -> None:
    rule, nothing = question(majority=[HALF | {"base": "decisive"}]), Verdict(1, 0, 0, False)
    assert came_to(rule, [nothing], None, "not_adopted") == [
        "There were no votes for and against, and at least one had to be yes: not adopted.",
        "Il n’y a pas eu de voix pour et contre, et il fallait au moins un oui\u00a0: non adopté.",
        "No hubo votos a favor y en contra, y se necesitaba al menos un «sí»: no aprobada.",
    ]
    [said] = Sentences("en").verdicts(rule, [nothing])
    assert said == "There are no votes for and against: at least one must be yes. Reached: 0, not enough."


def test_a_result_names_every_house_the_quorum_and_the_casting_vote() -> None:
    rule = question(
        majority=["two_thirds_of_valid", {"preset": "simple_majority", "of": "founders"}], quorum="half_present"
    )
    houses = [Verdict(134, 150, 200, True), Verdict(12, 10, 23, False)]
    met, missed = Threshold(100, 180, 200), Threshold(100, 90, 200)
    so = "134 of 200 valid votes had to be yes, and yes has 150; in the group “founders” 12 of 23 votes for and "
    so += "against had to be yes, but yes has 10; for the quorum 100 of 200 had to be present, "
    assert came_to(rule, houses, met, "not_adopted")[0] == f"{so}and the count was 180: not adopted."
    assert came_to(rule, houses, missed, "no_quorum")[0] == f"{so}but the count was 90: no quorum, not adopted."
    tie = question(majority="simple_majority", tie="casting_vote")
    for casting, said in (("for", "adopted"), ("against", "not adopted")):
        found = came_to(tie, [Verdict(4, 3, 6, False)], None, f"tied_{casting}")[0]
        assert found.endswith(f"but yes has 3: a tie, {said} by the casting vote.")


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (Verdict(2, 1, 9, True), "Of 9 valid votes at most 2 could be no, and no has 1: adopted."),
        (Verdict(2, 3, 9, False), "Of 9 valid votes at most 2 could be no, but no has 3: not adopted."),
        (Verdict(2, 1, 9, False), "Of 9 valid votes at least one had to be yes, but none was: not adopted."),
    ],
)
def test_a_consensus_says_its_objections(verdict: Verdict, said: str) -> None:
    rule = question(majority=[CONSENSUS | {"at_most": 2}])
    assert came_to(rule, [verdict], None, "adopted" if verdict.met else "not_adopted")[0] == said


# --- catalogues ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_each_sentence_of_the_rules_is_translated(language: str) -> None:
    with (FOLDER / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file)
    for message in set(RULES.values()):
        translated = catalogue.get(message)
        assert translated is not None, message
        assert translated.string, message
        assert not translated.fuzzy, message
        names = re.compile(r"\{\w+\}")
        assert sorted(names.findall(str(translated.string))) == sorted(names.findall(message)), message
    assert not [one.id for one in catalogue.obsolete.values()]


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_the_compiled_catalogue_is_that_of_the_text(language: str, tmp_path: Path) -> None:
    """`pybabel compile -d voting/translations` makes it again."""
    folder = FOLDER / language / "LC_MESSAGES"
    compiled = tmp_path / "messages.mo"
    with (folder / "messages.po").open("rb") as text, compiled.open("wb") as file:
        write_mo(file, read_po(text))
    assert (folder / "messages.mo").read_bytes() == compiled.read_bytes()


def test_english_needs_no_catalogue_and_an_unknown_language_is_english() -> None:
    rule = question(majority="simple_majority")
    assert Sentences("en").requirement(rule) == Sentences("tlh").requirement(rule)
    assert Sentences("fr").requirement(rule) != Sentences("en").requirement(rule)


# --- every rule ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_its_own_sentence(language: str) -> None:
    """No two rules that differ are told in the same words, and no key is left in them."""
    rules = [question(majority=name) for name in presets.MAJORITIES]
    rules += [question(majority=[HALF | {"base": b, "measure": m}]) for b in Base for m in Measure]
    rules += [question(majority=[CONSENSUS | {"measure": m, "at_most": n}]) for m in Measure for n in (1, 2)]
    rules += [question(majority="two_thirds", quorum=name) for name in presets.QUORUMS]
    rules += [
        question(majority="two_thirds", quorum=QUORUM | {"of": of, "base": base, "measure": measure})
        for of in Reference
        for base in ("accredited", "allocated", "electorate")
        for measure in ("heads", "weight")
    ]
    rules += [
        question(majority="simple_majority", tie="casting_vote"),
        question(majority="simple_majority", voters="founders"),
        question(majority=[{"preset": "simple_majority", "of": "founders"}]),
        question(majority=["simple_majority", {"preset": "simple_majority", "of": "founders"}]),
    ]
    for numerator, denominator in ((1, 2), (2, 3), (3, 4), (3, 5)):
        for comparison in ("more_than", "at_least"):
            rules.append(question(majority=[presets.share(comparison, numerator, denominator, "cast", "weight")]))
    sentences = Sentences(language)
    told = {sentences.requirement(rule): rule for rule in rules}
    assert len(told) == len(set(rules))
    for text in told:
        assert not re.search(r"[{}]|rule\.", text)
        assert text.endswith(".")
        assert "  " not in text


REQUIREMENTS = {
    "en": "To be adopted: at least two thirds of the valid votes (yes, no and abstain) must be yes. Quorum:"
    " more than half of all accredited mandates must vote; abstentions count. Careful: a vote against can"
    " complete this quorum and so adopt what it is against; staying away cannot.",
    "fr": "Pour l’adoption\u00a0: le oui doit réunir au moins les deux tiers des votes valables (oui, non et"
    " abstention). Quorum\u00a0: plus de la moitié de tous les mandats accrédités doit voter\u202f; les abstentions"
    " comptent. Attention\u00a0: une voix contre peut compléter ce quorum et faire adopter ce qu’elle refuse\u202f;"
    " s’absenter ne le peut pas.",
    "es": "Para la aprobación: el sí debe reunir al menos dos tercios de los votos válidos (sí, no y"
    " abstención). Quórum: voto de más de la mitad de todos los mandatos acreditados; las abstenciones"
    " cuentan. Atención: un voto en contra puede completar este quórum y hacer así que se apruebe lo que"
    " rechaza; no votar no tiene ese efecto.",
    "de": "Zur Annahme nötig: mindestens zwei Drittel der gültigen Stimmen (Ja, Nein und Enthaltung) mit Ja. Quorum:"
    " mehr als die Hälfte aller akkreditierten Mandate mit abgegebener Stimme; Enthaltungen zählen mit. Achtung: Eine"
    " Gegenstimme kann dieses Quorum erfüllen und so zur Annahme dessen führen, wogegen sie ist; Fernbleiben kann das"
    " nicht.",
    "pt": "Para ser aprovada: o sim deve reunir pelo menos dois terços dos votos válidos (sim, não e abstenção)."
    " Quórum: voto de mais de metade de todos os mandatos acreditados; as abstenções contam. Atenção: um voto"
    " contra pode completar este quórum e levar assim à aprovação daquilo a que se opõe; não votar não"
    " tem esse efeito.",
    "ar": "ليُقرّ: أن تنال «نعم» الثلثين على الأقل من الأصوات الصحيحة (نعم ولا وامتناع). النصاب: أن يصوّت أكثر من النصف من"
    " كل التفويضات المعتمدة؛ ويُحتسب الممتنعون. تنبيه: قد يُكمل الصوت المعارض هذا النصاب فيُقرّ ما يعارضه؛ أما عدم"
    " التصويت فلا.",
}
# What stands between them is shown in its own direction; they are not seen themselves.
ISOLATES = str.maketrans("", "", "\u2068\u2069")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_declaration_in_words(language: str) -> None:
    rule = read_question_rule(DEFAULT_RULES["questions"]["declaration"], "rule")
    assert Sentences(language).requirement(rule).translate(ISOLATES) == REQUIREMENTS[language]


def test_many_houses_in_words() -> None:
    houses = ["double_majority", {"preset": "consensus_minus_2", "of": "south", "measure": "delegations"}]
    assert Sentences("en").requirement(question(majority=houses, voters="full", quorum="half_present")) == (
        "To be adopted: more than half of the votes for and against (abstentions do not count) must be yes;"
        " and more than half of the delegations for or against (those that abstain do not count) must be yes;"
        " and in the group “south”, at most 2 of the delegations may be against, and at least one for. Each"
        " delegation counts once: for or against as more of its mandates vote, abstaining if they are even."
        " Only delegations of the group “full” vote. Quorum: more than half of all accredited mandates must be"
        " present."
    )


# --- in numbers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("majority", "language", "said"),
    [
        ("simple_majority", "en", "If all 319 mandates are yes or no, 160 must be yes."),
        ("simple_majority_by_weight", "en", "If all 638 votes by weight are yes or no, 320 must be yes."),
        ("majority_of_valid", "en", "If all 319 mandates vote, 160 must be yes."),
        ("majority_of_valid", "fr", "Avec 319 mandats qui votent, il faut 160 oui."),
        ("majority_of_valid", "es", "Si votan 319 mandatos, se necesitan 160 «sí»."),
        ("majority_of_valid", "de", "Wenn alle abstimmen (319 Mandate), sind 160 Ja nötig."),
        ("majority_of_valid", "pt", "Se todos votarem (319 mandatos), o sim precisa de 160."),
        ("majority_of_valid", "ar", "إذا صوّت الجميع (التفويضات: 319)، لزم أن تبلغ «نعم» 160."),
        ("absolute_majority", "en", "160 of 319 mandates entitled to vote must be yes."),
        ("two_thirds_of_members", "en", "226 of 339 mandates of the delegations must be yes."),
        ("unanimity", "en", "If all 319 mandates are yes or no, 319 must be yes."),
        ("consensus_minus_2", "en", "2 of 319 mandates entitled to vote may be no, at most."),
    ],
)
def test_what_the_electorate_as_it_stands_would_need(majority: str, language: str, said: str) -> None:
    [found] = Sentences(language).expected(question(majority=majority), everyone(319))
    assert found.translate(ISOLATES) == said


def test_a_single_vote_is_not_said_in_the_plural() -> None:
    [said] = Sentences("en").expected(question(majority="simple_majority"), everyone(1))
    assert said == "There is one vote in all: it must be yes."


def test_what_is_out_of_reach_says_so() -> None:
    [said] = Sentences("en").expected(question(majority="two_thirds_of_members"), everyone(9))
    assert said == "20 of 29 mandates of the delegations must be yes. Out of reach: at most 9 can be yes."
    rule = question(majority=[{"preset": "simple_majority", "of": "south"}])
    [grouped] = Sentences("en").expected(rule, everyone(3, "south") + everyone(5, "north"))
    assert grouped == "Group “south”: If all 3 mandates are yes or no, 2 must be yes."


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "160 of 319 valid votes must be yes. Reached: 159, not enough."),
        ("fr", "Il faut 160 oui sur 319 votes valables. Atteint\u00a0: 159, insuffisant."),
        ("es", "Se necesitan 160 «sí» de 319 votos válidos. Alcanzado: 159, insuficiente."),
        ("de", "Nötig: 160 Ja von 319 gültigen Stimmen. Erreicht: 159, das genügt nicht."),
        ("pt", "O sim precisa de 160 de 319 votos válidos. Alcançados: 159, insuficiente."),
        ("ar", "يلزم أن تبلغ «نعم» 160 من 319 (الأصوات الصحيحة). تحقق: 159، وهذا غير كافٍ."),
    ],
)
def test_what_the_votes_needed_and_reached(language: str, said: str) -> None:
    rule = question(majority="majority_of_valid")
    [found] = Sentences(language).verdicts(rule, [Verdict(160, 159, 319, False)])
    assert found.translate(ISOLATES) == said


def test_verdicts_of_several_houses_and_the_quorum() -> None:
    sentences = Sentences("en")
    rule = question(majority=["simple_majority", {"preset": "consensus_minus_1", "of": "south"}], quorum="half_voting")
    assert rule.quorum is not None
    assert sentences.verdicts(rule, [Verdict(3, 4, 5, True), Verdict(1, 2, 3, False)]) == [
        "3 of 5 votes for and against must be yes. Reached: 4, enough.",
        "Group “south”: 1 of 3 valid votes may be no, at most. No has 2: not enough agreement.",
    ]
    assert sentences.verdicts(rule, [Verdict(3, 4, 5, True), Verdict(1, 1, 3, True)])[1] == (
        "Group “south”: 1 of 3 valid votes may be no, at most. No has 1, and at least one vote is yes: enough."
    )
    assert sentences.quorum(rule.quorum, Threshold(5, 4, 9)) == "Quorum: 5 of 9 must vote. Reached: 4, not enough."
    assert sentences.quorum(rule.quorum, Threshold(5, 5, 9)) == "Quorum: 5 of 9 must vote. Reached: 5, enough."
