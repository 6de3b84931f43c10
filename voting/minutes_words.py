"""The fixed words of the minutes, in the languages that have a catalogue (`translations/*/LC_MESSAGES/minutes.po`)."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from babel.support import NullTranslations, Translations

from audit.provenance import Decided
from voting.languages import marked as _
from voting.languages import number_in

TRANSLATIONS = Path(__file__).parent / "translations"
# Badges, reports, agendas and versions are called by a number.
_CALLED = ("number", "version")


WORDS: Mapping[str, str] = {
    "minutes": _("{name}: Minutes"),
    "sittings": _("Sittings"),
    "sitting.opened": _("Opened on {time} by {person}."),
    "sitting.suspended": _("Suspended on {time} by {person}."),
    "sitting.resumed": _("Resumed on {time} by {person}."),
    "sitting.closed": _("Closed on {time} by {person}."),
    "present": _("{present} of {accredited} accredited mandates were present."),
    "quorum.met": _("The quorum of {needed} was established."),
    "quorum.missed": _("The quorum of {needed} was not established; counted: {reached}."),
    "quorum.none": _("The rules ask for no quorum."),
    "count.called": _("A count of those present was called on {time} by {person}."),
    "count.open": _("It was not ended."),
    "count.answered": _("By their phones, {answered} of {accredited} accredited mandates were there."),
    "count.hands": _("By the hands that two tellers counted, {hands} of {accredited} accredited mandates were there."),
    "agenda": _("Agenda"),
    "agenda.title": _("Agenda {number}"),
    "agenda.adopted": _("Agenda {number}, adopted by {cause}:"),
    "agenda.item": _("{title} (text {document})"),
    "agenda.proposed": _("Proposed on {time} by {person}:"),
    "standing_orders": _("The standing orders are the rules of the founding statement, entry 0 of the log."),
    "credentials": _("Report on credentials {number}"),
    "credentials.reported": _("Reported on {time} by {person}."),
    "credentials.numbers": _("Mandates allocated: {allocated}, accredited: {accredited}, present: {present}."),
    "credentials.delegation": _("{name}: allocated {allocated}, accredited {accredited}, present {present}"),
    "credentials.contested": _("Contested, without a vote on this report: {mandates}."),
    "stands.pending": _("Nothing was decided on it."),
    "stands.voting": _("Put to the vote as {cause}."),
    "stands.adopted": _("Adopted by {cause}."),
    "stands.rejected": _("Rejected by {cause}."),
    "stands.superseded": _("Adopted by {cause}; a later agenda took its place."),
    "reconsidered": _("Taken back by {cause}: it has no effect any more."),
    "proceedings": _("Proceedings"),
    "document": _("{title}, version {version}"),
    "motion": _("Motion {number}: {title}"),
    "decision": _("Decision {number}: {title}"),
    "question": _("Question: {question}"),
    "motion.opened": _("Voting opened on {time} by {person}."),
    "motion.closed": _("Voting closed on {time} by {person}."),
    "result.declared": _("Result declared on {time} by {person}."),
    "stated": _("Stated on {time} by {person}; confirmed by {tellers}."),
    "unconfirmed": _("Two tellers have not confirmed this decision, so it has no effect."),
    "electorate": _("Electorate: {count} mandates of weight {weight}."),
    "electorate.one": _("Electorate: 1 mandate of weight {weight}."),
    "cast": _("Votes cast: {count} of weight {weight}."),
    "option.weight": _("{option}: {count} (weight {weight})"),
    "option": _("{option}: {count}"),
    "option.papers": _("{option}: {count} (weight {weight}), of these on paper or aloud: {papers}"),
    "yes": _("Yes"),
    "no": _("No"),
    "abstain": _("Abstain"),
    "method.no_objection": _("Decided without objection."),
    "method.hands": _("Decided by a show of hands."),
    "method.paper": _("Decided by paper totals."),
    "outcome.adopted": _("Adopted."),
    "outcome.not_adopted": _("Not adopted."),
    "outcome.no_quorum": _("No quorum: nothing is decided."),
    "outcome.tied": _("A tie: the chair has the casting vote."),
    "outcome.tied_for": _("A tie; adopted by the chair's casting vote."),
    "outcome.tied_against": _("A tie; not adopted by the chair's casting vote."),
    "annulled": _("Annulled: it decides nothing. Reason: {reason}"),
    "annulment.pending": _("Its annulment was asked for and waits for a second person. Reason: {reason}"),
    "annulment.done": _("Annulled on {time} by {person}."),
    "annulment.asked": _("Asked for on {time} by {person}."),
    "annulment.confirmed": _("Asked for by {asked}; confirmed on {time} by {person}."),
    "undeclared": _("No result was declared."),
    "explanations": _("Statements on this vote"),
    "explanation": _("{voter}, explanation of vote: {text}"),
    "correction": _("{voter}, correction of the record, which changes no count: {text}"),
    "amendment": _("Amendment {number}: {standing}"),
    "amendment.cause": _("Amendment {number}: {standing} ({cause})"),
    "amendment.proposed": _("Proposed by {names}."),
    "standing.adopted": _("adopted"),
    "standing.rejected": _("rejected"),
    "standing.fallen": _("fallen"),
    "standing.withdrawn": _("withdrawn"),
    "standing.pending": _("pending"),
    "standing.suspended": _("withdrawn for now in favour of another"),
    "standing.voting": _("being voted on"),
    "standing.survives": _("survives"),
    "standing.superseded": _("superseded by a new version of the text"),
    "comma": _(", "),
    "text": _("{title}: the text as amended"),
    "text.amendment": _("amendment {number}"),
    "text.whole": _("The text as a whole"),
    "decided.by_name": _("{what}: vote by name ({facts})"),
    "decided.no_objection": _("{what}: without objection ({facts})"),
    "decided.hands": _("{what}: show of hands ({facts})"),
    "decided.paper": _("{what}: paper totals ({facts})"),
    "cause.motion": _("motion {cause}"),
    "cause.decision": _("decision {cause}"),
    "foot.version": _("Text as amended by the first {size} entries of the log: {title}, version {version}"),
    "foot.not_whole": _("The text as a whole has not been adopted."),
    "foot.undecided": _("Amendments that are not decided yet: {names}."),
    "foot.untranslated": _(
        "Adopted, but not in this language yet: {names}. The text in the authoritative language counts."
    ),
    "foot.digest": _("SHA-256 of the words alone ({language}): {digest}"),
    "foot.root": _("Root of the log's first {size} entries: {root}"),
    "foot.convention": _("Convention: {digest}"),
    "foot.inserted": _("inserted words"),
    "foot.deleted": _("deleted words"),
    "foot.bracket": _("[3]: the number that a deleted paragraph had"),
    "record": _("The record"),
    "log": _("The log holds {size} entries; its root is {root}."),
    "root_words": _("The root in words, to be compared aloud: {words}."),
    "convention": _("The convention's digest is {digest}."),
    "claims": _("Times are those that the signers' devices claimed, in UTC."),
    "signatures": _("Signatures"),
    "person.founder": _("founder {number}"),
    "person.chair": _("chair {number}"),
    "person.clerk": _("clerk {number}"),
    "person.desk": _("desk officer {number}"),
    "person.teller": _("teller {number}"),
    "person.auditor": _("auditor {number}"),
    "person.delegate": _("delegate {number}"),
    "person.alternate": _("alternate {number}"),
    "person.observer": _("observer {number}"),
    "named": _("{name} ({role})"),
}


class MinutesWords:
    """The fixed words in one language; in English where the language has none."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._translations = _catalogue(language)

    def say(self, key: str, **values: object) -> str:
        """Return the words of a key, filled in; a whole number is a count, unless something is called by it."""
        told = {
            name: number_in(value, self._language) if isinstance(value, int) and name not in _CALLED else value
            for name, value in values.items()
        }
        return str(self._translations.gettext(WORDS[key])).format(**told)

    def decided(self, decisions: Iterable[Decided]) -> str:
        """Return in one line which decisions made a passage, how each was taken, and its counts."""
        return "; ".join(dict.fromkeys(self._decision(one) for one in decisions))

    def _decision(self, decided: Decided) -> str:
        whole = decided.amendment is None
        what = self.say("text.whole") if whole else self.say("text.amendment", number=decided.amendment)
        facts = [self.say("cause.motion" if decided.method is None else "cause.decision", cause=decided.cause)]
        for option, count in decided.counts.items():
            key = "option.weight" if decided.weights else "option"
            values = {"count": count, "weight": decided.weights.get(option)}
            facts.append(self.say(key, option=self.say(option) if option in WORDS else option, **values))
        return self.say(f"decided.{decided.method or 'by_name'}", what=what, facts=self.say("comma").join(facts))


@lru_cache
def _catalogue(language: str) -> NullTranslations:
    return Translations.load(TRANSLATIONS, [language], domain="minutes")
