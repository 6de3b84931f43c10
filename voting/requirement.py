"""What a motion needs, in sentences: before the votes, and as they are. `requirement.js` says the same on pages."""

from collections.abc import Iterable, Sequence
from functools import lru_cache, reduce
from pathlib import Path

from babel.support import NullTranslations, Translations
from babel.units import format_unit

from ballots.judgement import Entitlement, Threshold, Verdict, at_full_turnout
from ballots.majority import Base, Fraction, House, Measure, Objections, Quorum
from ballots.rules import QuestionRule, Tie
from voting.languages import number_in
from voting.rule_messages import POLLING, RULES

TRANSLATIONS = Path(__file__).parent / "translations"


class Sentences:
    """The sentences in one language; in English where the language has none."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._translations = _catalogue(language)

    def requirement(self, rule: QuestionRule, voted: bool = False) -> str:
        """Say what the rule asks for, whoever votes; once all have voted nobody is warned any more."""
        houses = [self._house(house) for house in rule.majority]
        joined = houses[0]
        for house in houses[1:]:
            joined = self._say("rule.and", first=joined, second=house)
        sentences = [self._say("rule.adopted", houses=joined)]
        if any(house.measure is Measure.DELEGATIONS for house in rule.majority):
            sentences.append(self._say("rule.delegations"))
        if rule.tie is Tie.CASTING_VOTE:
            sentences.append(self._say("rule.tie"))
        if rule.voters is not None:
            sentences.append(self._say("rule.voters", group=rule.voters))
        if rule.quorum is not None:
            sentences.append(self._quorum(rule.quorum))
        if rule.no_may_adopt and not voted:
            sentences.append(self._say("rule.no_may_adopt"))
        return " ".join(sentences)

    def polling(self, rule: QuestionRule) -> str:
        """Say how long the founding's rule keeps polling open; "" where it does not."""
        if rule.polling_seconds is None:
            return ""
        # The largest unit that is exact.
        units = (("hour", 3_600), ("minute", 60), ("second", 1))
        unit, size = next((name, size) for name, size in units if rule.polling_seconds % size == 0)
        time = format_unit(rule.polling_seconds // size, f"duration-{unit}", locale=self._language)
        return str(self._translations.gettext(POLLING)).format(time=time)

    def expected(self, rule: QuestionRule, entitled: Iterable[Entitlement]) -> list[str]:
        """Say in numbers what each house needs of the electorate as it stands, and whether that is out of reach."""
        members = list(entitled)
        return [self._expected(house, at_full_turnout(house, members)) for house in rule.majority]

    def verdicts(self, rule: QuestionRule, houses: Sequence[Verdict]) -> list[str]:
        """Say of each house what it needed of the votes as they are, what it reached, and whether it is enough."""
        return [self._verdict(house, verdict) for house, verdict in zip(rule.majority, houses, strict=True)]

    def quorum(self, quorum: Quorum, found: Threshold) -> str:
        """Say what the quorum needed and reached."""
        sentence = self._say(f"rule.quorum.exact.{quorum.of}", needed=found.needed, whole=found.whole)
        return self._say("rule.reached" if found.met else "rule.missed", sentence=sentence, reached=found.reached)

    def result(self, rule: QuestionRule, houses: Sequence[Verdict], quorum: Threshold | None, outcome: str) -> str:
        """Say in one sentence what each house and the quorum needed and reached, and what follows.

        `outcome` is that of a count, and of a tie also `tied_for` or `tied_against`, as the casting vote said.
        """
        parts = [self._had(house, verdict) for house, verdict in zip(rule.majority, houses, strict=True)]
        if rule.quorum is not None and quorum is not None:
            key = f"rule.had.{rule.quorum.of}.{'reached' if quorum.met else 'missed'}"
            parts.append(self._say(key, needed=quorum.needed, whole=quorum.whole, reached=quorum.reached))
        had = reduce(lambda first, then: self._say("rule.had.then", first=first, then=then), parts)
        said = self._say(f"rule.so.{outcome}", had=had)
        return said[0].upper() + said[1:]

    def no_might_have_adopted(self) -> str:
        """Say that only votes were missing, be they against."""
        return self._say("rule.no_might_have_adopted")

    def _say(self, key: str, **values: object) -> str:
        # All that is a number in the words of the rules is a count.
        told = {name: number_in(one, self._language) if isinstance(one, int) else one for name, one in values.items()}
        return str(self._translations.gettext(RULES[key])).format(**told)

    def _share(self, fraction: Fraction) -> str:
        if fraction.numerator == fraction.denominator:
            return self._say("rule.whole")
        part, key = f"{fraction.numerator}/{fraction.denominator}", f"rule.{fraction.comparison}"
        return self._say(f"{key}.{part}") if f"{key}.{part}" in RULES else self._say(key, part=part)

    def _house(self, house: House) -> str:
        if isinstance(house, Objections):
            key = "rule.objections" if house.at_most else "rule.consensus"
            said = self._say(f"{key}.{house.measure}", at_most=house.at_most)
        else:
            base = self._say(f"rule.of.{house.measure}.{house.base}")
            said = self._say("rule.share", share=self._share(house.fraction), base=base)
        return said if house.of is None else self._say("rule.group", group=house.of, house=said)

    def _quorum(self, quorum: Quorum) -> str:
        base = self._say(f"rule.quorum.of.{quorum.fraction.measure}.{quorum.base}")
        return self._say(f"rule.quorum.{quorum.of}", share=self._share(quorum.fraction), base=base)

    def _expected(self, house: House, found: Threshold) -> str:
        if isinstance(house, Objections):
            # Nobody has voted yet: the objections are out of those who may.
            return self._exact(house, found.needed, found.whole, Base.ELECTORATE)
        if house.base not in (Base.DECISIVE, Base.CAST):
            sentence = self._exact(house, found.needed, found.whole, house.base)
        else:
            electors = self._say(f"rule.electors.{house.measure}")
            how = "one" if found.whole == found.needed == 1 else house.base
            told = self._say(f"rule.expected.{how}", whole=found.whole, electors=electors, needed=found.needed)
            sentence = self._in_group(house, told)
        if found.met:
            return sentence
        return f"{sentence} {self._say('rule.out_of_reach', most=found.reached)}"

    def _verdict(self, house: House, verdict: Verdict) -> str:
        kind = "objected" if isinstance(house, Objections) else "reached"
        missed = "objected.missed" if isinstance(house, Objections) else "missed"
        base = Base.CAST if isinstance(house, Objections) else house.base
        sentence = self._exact(house, verdict.needed, verdict.whole, base)
        return self._say(f"rule.{kind if verdict.met else missed}", sentence=sentence, reached=verdict.reached)

    def _had(self, house: House, verdict: Verdict) -> str:
        if isinstance(house, Objections):
            few = verdict.reached <= verdict.needed
            key = "objected" if verdict.met else "objected.no_yes" if few else "objected.missed"
        else:
            key = "reached" if verdict.met else "missed" if verdict.whole else "none"
        base = Base.CAST if isinstance(house, Objections) else house.base
        units = self._say(f"rule.units.{house.measure}.{base}")
        numbers = {"needed": verdict.needed, "whole": verdict.whole, "reached": verdict.reached}
        said = self._say(f"rule.had.{key}", units=units, **numbers)
        return said if house.of is None else self._say("rule.had.group", group=house.of, had=said)

    def _exact(self, house: House, needed: int, whole: int, base: Base) -> str:
        units = self._say(f"rule.units.{house.measure}.{base}")
        # The least is one vote, of which none can be a share.
        share = "rule.exact" if whole else "rule.exact.none"
        key = "rule.exact.objections" if isinstance(house, Objections) else share
        return self._in_group(house, self._say(key, needed=needed, whole=whole, units=units))

    def _in_group(self, house: House, sentence: str) -> str:
        return sentence if house.of is None else self._say("rule.exact.group", group=house.of, sentence=sentence)


@lru_cache
def _catalogue(language: str) -> NullTranslations:
    return Translations.load(TRANSLATIONS, [language])
