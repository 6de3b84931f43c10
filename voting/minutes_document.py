"""The minutes as a document to print, in one language; `write_pdf` and `write_docx` make the file of it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from audit.day import CountResult, Decided, QuorumFound
from audit.documents import AmendmentResult
from audit.encoding import b64url_decode
from audit.fingerprint import root_words
from audit.tally import GatheringResult, HouseResult
from ballots.decision import TELLERS, DecisionState
from ballots.diff import Mark, Piece
from ballots.fields import Words
from ballots.judgement import Threshold, Verdict
from ballots.motion import MotionState
from ballots.text import Kind
from voting.document_files import Entry, PrintedDocument, marked_up
from voting.languages import claimed_time
from voting.minutes import (
    Act,
    AgendaMinutes,
    AmendmentMinutes,
    AnnulmentMinutes,
    DecisionMinutes,
    DocumentMinutes,
    Item,
    Minutes,
    MotionMinutes,
    ReportMinutes,
    SittingMinutes,
    Someone,
)
from voting.minutes_words import MinutesWords
from voting.requirement import Sentences

_DEEPEST = 6
# Headings of a text stand below those of the minutes.
_TEXT_LEVELS = 2
_SIGNATURE = "_" * 32
# Of an amendment that stands so another is the cause, and no vote.
_BY_AMENDMENT = ("fallen", "withdrawn", "suspended")


def printed(minutes: Minutes, language: str) -> PrintedDocument:
    """Return the minutes with the fixed words and, where they exist, the convention's own in this language."""
    return _Printer(minutes, language).document()


class _Printer:
    """Turns values into lines; what a language lacks is in the authoritative one."""

    def __init__(self, minutes: Minutes, language: str) -> None:
        self._minutes = minutes
        self._language = language
        words = MinutesWords(language)
        self._say, self._decided = words.say, words.decided
        self._comma = words.say("comma")
        self._rules = Sentences(language)

    def document(self) -> PrintedDocument:
        title = self._say("minutes", name=self._words(self._minutes.name))
        return PrintedDocument(title, self._language, (_heading(1, title), *self._entries()))

    def _entries(self) -> Iterator[Entry]:
        minutes = self._minutes
        if minutes.sittings:
            yield _heading(2, self._say("sittings"))
            for sitting in minutes.sittings:
                yield from self._sitting(sitting)
        if minutes.items:
            yield _heading(2, self._say("agenda"))
            yield from self._agenda()
            yield _heading(2, self._say("proceedings"))
            for item in minutes.items:
                yield _heading(3, self._title(item))
                if isinstance(item, MotionMinutes):
                    yield from self._motion(item)
                elif isinstance(item, DecisionMinutes):
                    yield from self._decision(item)
                elif isinstance(item, ReportMinutes):
                    yield from self._report(item)
                elif isinstance(item, AgendaMinutes):
                    yield from self._proposed(item)
                else:
                    yield from self._amendments(item)
        for item in minutes.items:
            if isinstance(item, DocumentMinutes):
                yield from self._text(item)
        yield from _kept(self._signed())

    def _signed(self) -> Iterator[Entry]:
        """Yield the log's root and the lines to sign on: nobody signs a page that says nothing."""
        minutes = self._minutes
        yield _heading(2, self._say("record"))
        yield _line(self._say("log", size=minutes.size, root=minutes.root))
        yield _line(self._say("root_words", words=root_words(b64url_decode(minutes.root))))
        yield _line(self._say("convention", digest=minutes.convention))
        yield _line(self._say("claims"))
        yield _heading(2, self._say("signatures"))
        for someone in minutes.signatories:
            # Room for a pen, and all lines below each other however long the names are.
            yield _line("\N{NO-BREAK SPACE}")
            yield _line(f"{_SIGNATURE} {self._person(someone)}")

    def _agenda(self) -> Iterator[Entry]:
        """Yield the agenda in force; without one, what came up in its order."""
        proposed = [item for item in self._minutes.items if isinstance(item, AgendaMinutes)]
        adopted = next((item for item in proposed if item.result["standing"] == "adopted"), None)
        if adopted is None:
            for place, item in enumerate(self._minutes.items, 1):
                yield _line(self._title(item), str(place))
        else:
            yield _line(
                self._say("agenda.adopted", number=adopted.result["agenda"], cause=self._cause(adopted.result["cause"]))
            )
            yield from self._items(adopted)
        yield _line(self._say("standing_orders"))

    def _items(self, agenda: AgendaMinutes) -> Iterator[Entry]:
        texts = [one for one in self._minutes.items if isinstance(one, DocumentMinutes)]
        for place, item in enumerate(agenda.result["items"], 1):
            title = self._words(item["title"])
            text = next((one for one in texts if one.document == item["document"]), None)
            named = text and self._say("agenda.item", title=title, document=self._words(text.title))
            yield _line(named or title, str(place))

    def _proposed(self, agenda: AgendaMinutes) -> Iterator[Entry]:
        yield _line(self._act("agenda.proposed", agenda.stated))
        yield from self._items(agenda)
        yield _line(self._stands(agenda.result))

    def _report(self, report: ReportMinutes) -> Iterator[Entry]:
        result = report.result
        yield _line(self._act("credentials.reported", report.stated))
        numbers = {name: result[name]["count"] for name in ("allocated", "accredited", "present")}
        yield _line(self._say("credentials.numbers", **numbers))
        for name, (allocated, accredited, present) in result["delegations"].items():
            values = {"allocated": allocated, "accredited": accredited, "present": present}
            yield _item(self._say("credentials.delegation", name=self._words(report.names[name]), **values))
        if result["contested"]:
            yield _line(self._say("credentials.contested", mandates=self._comma.join(result["contested"])))
        yield _line(self._stands(result))

    def _stands(self, result: Decided) -> str:
        return self._say(f"stands.{result['standing']}", cause=self._cause(result["cause"]))

    def _title(self, item: Item) -> str:
        if isinstance(item, ReportMinutes):
            return self._say("credentials", number=item.result["report"])
        if isinstance(item, AgendaMinutes):
            return self._say("agenda.title", number=item.result["agenda"])
        if isinstance(item, MotionMinutes):
            return self._say("motion", number=item.result["motion"], title=self._words(item.result["title"]))
        if isinstance(item, DecisionMinutes):
            return self._say("decision", number=item.result["decision"], title=self._words(item.result["title"]))
        return self._say("document", title=self._words(item.title), version=item.version)

    def _sitting(self, sitting: SittingMinutes) -> Iterator[Entry]:
        yield _heading(3, self._words(sitting.title))
        gatherings = iter(sitting.gatherings)
        counts = {called.entry: count for called, count in sitting.counts}
        for act in sorted((*sitting.acts, *(called for called, _ in sitting.counts)), key=lambda act: act.entry):
            if act.entry in counts:
                yield from self._count(act, counts[act.entry])
                continue
            yield _line(self._act(act.kind, act))
            if act.kind in ("sitting.opened", "sitting.resumed"):
                yield from self._gathering(next(gatherings))

    def _count(self, called: Act, count: CountResult) -> Iterator[Entry]:
        yield _line(self._act("count.called", called))
        if count["accredited"] is None:
            yield _line(self._say("count.open"))
            return
        key = "count.answered" if count["hands"] is None else "count.hands"
        values = {"answered": count["answered"]["count"], "hands": count["hands"]}
        yield _line(self._say(key, accredited=count["accredited"]["count"], **values))
        yield self._quorum(count["quorum"])

    def _gathering(self, gathering: GatheringResult) -> Iterator[Entry]:
        present, accredited, quorum = gathering["present"], gathering["accredited"], gathering["quorum"]
        yield _line(self._say("present", present=present["count"], accredited=accredited["count"]))
        yield self._quorum(quorum)

    def _quorum(self, quorum: HouseResult | QuorumFound | None) -> Entry:
        if quorum is None:
            return _line(self._say("quorum.none"))
        key = "quorum.met" if quorum["met"] else "quorum.missed"
        return _line(self._say(key, needed=quorum["needed"], reached=quorum["reached"]))

    def _motion(self, motion: MotionMinutes) -> Iterator[Entry]:
        result = motion.result
        yield _line(self._say("question", question=_one_line(self._words(motion.question))))
        yield _line(
            " ".join(filter(None, (self._rules.requirement(motion.rule, voted=True), self._rules.polling(motion.rule))))
        )
        for act in motion.acts:
            if act.kind in ("motion.opened", "motion.closed", "result.declared"):
                yield _line(self._act(act.kind, act))
        electorate = result["electorate"]
        mandates = "electorate.one" if electorate["count"] == 1 else "electorate"
        yield _line(self._say(mandates, count=electorate["count"], weight=electorate["weight"]))
        if motion.counted:
            yield from _kept(self._count_of(motion))
        if motion.annulment is not None:
            yield from self._annulment(motion.annulment, result["state"] == MotionState.ANNULLED)
        elif not motion.counted:
            yield _line(self._say("undeclared"))
        if motion.statements:
            yield _heading(4, self._say("explanations"))
        for one in motion.statements:
            voter = self._comma.join((self._person(one.by), one.mandate))
            yield _line(self._say(one.kind.value, voter=voter, text=_one_line(one.text)))

    def _count_of(self, motion: MotionMinutes) -> Iterator[Entry]:
        result, cast = motion.result, motion.result["cast"]
        yield _line(self._say("cast", count=cast["count"], weight=cast["weight"]))
        for option, total in result["options"].items():
            papers = result["papers"][option]["count"]
            key = "option.papers" if papers else "option.weight"
            values = {"count": total["count"], "weight": total["weight"], "papers": papers}
            yield _item(self._say(key, option=self._say(option), **values))
        yield from self._threshold(motion)
        yield from self._taken_back(result["reconsidered"])

    def _threshold(self, motion: MotionMinutes) -> Iterator[Entry]:
        result, rule, quorum = motion.result, motion.rule, motion.result["quorum"]
        for line in self._rules.verdicts(rule, [Verdict(**house) for house in result["houses"]]):
            yield _line(line)
        if rule.quorum is not None and quorum is not None:
            found = Threshold(quorum["needed"], quorum["reached"], quorum["whole"])
            yield _line(self._rules.quorum(rule.quorum, found))
            if quorum["no_may_adopt"]:
                yield _line(self._rules.no_might_have_adopted())
        casting = f"_{result['casting']}" if result["casting"] else ""
        yield _line(self._say(f"outcome.{result['outcome']}{casting}"))

    def _decision(self, decision: DecisionMinutes) -> Iterator[Entry]:
        result = decision.result
        yield _line(self._say("question", question=_one_line(self._words(decision.question))))
        yield _line(self._rules.requirement(decision.rule, voted=True))
        yield from _kept(self._shown(decision))
        if decision.annulment is not None:
            yield from self._annulment(decision.annulment, result["state"] == DecisionState.ANNULLED)

    def _shown(self, decision: DecisionMinutes) -> Iterator[Entry]:
        result, stated = decision.result, decision.stated
        yield _line(self._say(f"method.{result['method']}"))
        for option, count in (result["counts"] or {}).items():
            yield _item(self._say("option", option=self._say(option), count=count))
        if len(decision.tellers) < TELLERS:
            yield _line(self._say("unconfirmed"))
        else:
            time, by = self._time(stated.issued_at), self._person(stated.by)
            tellers = self._comma.join(self._person(teller) for teller in decision.tellers)
            yield _line(self._say("stated", time=time, person=by, tellers=tellers))
            yield _line(self._say(f"outcome.{result['outcome']}"))
        yield from self._taken_back(result["reconsidered"])

    def _taken_back(self, cause: str | None) -> Iterator[Entry]:
        if cause is not None:
            yield _line(self._say("reconsidered", cause=self._cause(cause)))

    def _annulment(self, annulment: AnnulmentMinutes, done: bool) -> Iterator[Entry]:
        yield _line(self._say("annulled" if done else "annulment.pending", reason=_one_line(annulment.reason)))
        if annulment.act.kind == "annulment.confirmed":
            key = "annulment.confirmed"
        else:
            key = "annulment.done" if done else "annulment.asked"
        act = annulment.act
        asked, by = self._person(annulment.asked), self._person(act.by)
        yield _line(self._say(key, asked=asked, time=self._time(act.issued_at), person=by))

    def _amendments(self, document: DocumentMinutes) -> Iterator[Entry]:
        for amendment in document.amendments:
            result = amendment.result
            key = "amendment" if result["cause"] is None else "amendment.cause"
            said = self._say(f"standing.{result['standing']}")
            stands = self._say(key, number=result["amendment"], standing=said, cause=self._cause_of(result))
            names = [*map(self._words, amendment.delegations), *map(self._person, amendment.proposers)]
            yield _item(f"{stands}. {self._say('amendment.proposed', names=self._comma.join(names))}")
            yield from self._words_of(amendment)

    def _cause_of(self, result: AmendmentResult) -> str | None:
        """Name the vote that decided an amendment, or the amendment that did away with it."""
        votes = (one.result for one in self._minutes.items if isinstance(one, MotionMinutes | DecisionMinutes))
        if result["standing"] not in _BY_AMENDMENT and result["cause"] in {
            one.get("motion", one.get("decision")) for one in votes
        }:
            return self._cause(result["cause"])
        return result["cause"] and self._say("text.amendment", number=result["cause"])

    def _words_of(self, amendment: AmendmentMinutes) -> Iterator[Entry]:
        """Yield the paragraphs that an amendment would have changed, with the changes marked."""
        words, language = amendment.words, self._language
        if not words:
            return
        found = words[language if language in words else self._minutes.languages[0]]
        entries = marked_up("", language, found, {0: ""}).entries
        for entry, passage in zip(entries, found.passages, strict=True):
            if passage.keys:
                yield replace(entry, kind=Kind.PARAGRAPH, level=0)

    def _text(self, document: DocumentMinutes) -> Iterator[Entry]:
        """Yield the text with its changes marked, and under each changed paragraph what decided it."""
        language = self._language if self._language in document.texts else next(iter(document.texts), "")
        amended = document.texts.get(language)
        if amended is None:
            return
        decided = {key: self._decided(document.decided[name]) for key, name in enumerate(amended.names)}
        yield _heading(2, self._say("text", title=self._words(document.title)))
        for entry in marked_up("", language, amended.consolidation, decided).entries:
            yield replace(entry, level=min(entry.level + _TEXT_LEVELS, _DEEPEST)) if entry.level else entry

    def _act(self, key: str, act: Act) -> str:
        return self._say(key, time=self._time(act.issued_at), person=self._person(act.by))

    def _time(self, issued_at: str) -> str:
        return claimed_time(issued_at, self._language)

    def _cause(self, name: str | None) -> str | None:
        """Name the motion or the decision that did something."""
        if name is None:
            return None
        decided = any(
            isinstance(one, DecisionMinutes) and one.result["decision"] == name for one in self._minutes.items
        )
        return self._say("cause.decision" if decided else "cause.motion", cause=name)

    def _person(self, someone: Someone | None) -> str:
        if someone is None:
            return self._say("person.founder", number="").strip()
        # A badge's number does not stand alone at the beginning of a line.
        role = "\u00a0".join(self._say(f"person.{someone.role.value}", number=someone.number).rsplit(" ", 1))
        return role if someone.name is None else self._say("named", name=someone.name, role=role)

    def _words(self, words: Words | dict[str, str]) -> str:
        return words.get(self._language) or words[self._minutes.languages[0]]


def _heading(level: int, text: str) -> Entry:
    return Entry(Kind.HEADING, level, "", _plain(text), "")


def _line(text: str, number: str = "") -> Entry:
    return Entry(Kind.PARAGRAPH, 0, number, _plain(text), "")


def _item(text: str) -> Entry:
    return Entry(Kind.ITEM, 0, "\N{EN DASH}", _plain(text), "")


def _plain(text: str) -> tuple[Piece, ...]:
    return (Piece(Mark.KEPT, text),)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _kept(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield blocks that stand on one page: nobody signs a count without its outcome."""
    *first, last = entries
    yield from (replace(entry, kept=True) for entry in first)
    yield last
