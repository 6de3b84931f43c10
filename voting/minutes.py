"""The minutes of a convention as plain values: what its log says happened, in order, and who signed it when."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from audit import admission
from audit.day import AgendaResult, CountResult, ReportResult, agendas, counts, reconsidered_by, reports
from audit.documents import AmendmentResult, amendments_of, texts_as_amended
from audit.provenance import Decided, decisions_on
from audit.tally import DecisionResult, GatheringResult, MotionResult, decision_result, motion_result, sitting_result
from ballots.acts import Role
from ballots.amendment import Amendment, Status
from ballots.consolidation import Consolidation, consolidate
from ballots.convention import Convention
from ballots.decision import Decision
from ballots.document import TabledDocument
from ballots.explanation_acts import ExplanationKind
from ballots.fields import Words
from ballots.motion import Motion, MotionState
from ballots.rules import QuestionRule
from ballots.sitting import Sitting
from ballots.standing import AsAmended, standing, target_text
from ballots.state import Credential
from voting.explained import explained

# Return the entry with an index; the text with a digest, None if it was erased.
Entries: TypeAlias = Callable[[int], bytes]
Blobs: TypeAlias = Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class Someone:
    """Who acted: a credential's number and role, and the name in the roster unless it was erased or is left out."""

    number: int
    role: Role
    name: str | None


@dataclass(frozen=True, slots=True)
class Act:
    """A signed act: its type, its entry, the time that its signer claims, and the signer (None: the founder's key)."""

    kind: str
    entry: int
    issued_at: str
    by: Someone | None


@dataclass(frozen=True, slots=True)
class SittingMinutes:
    """One sitting: its acts in order, and who was there at its opening and each resumption."""

    sitting: str
    title: Words
    acts: tuple[Act, ...]
    gatherings: tuple[GatheringResult, ...]
    counts: tuple[tuple[Act, CountResult], ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """What a voter has the record say of her vote."""

    mandate: str
    by: Someone
    kind: ExplanationKind
    text: str


@dataclass(frozen=True, slots=True)
class AnnulmentMinutes:
    """Why a motion or a decision was annulled, who asked for it, and the act that did it or asked for it last."""

    reason: str
    asked: Someone
    act: Act


@dataclass(frozen=True, slots=True)
class MotionMinutes:
    """One motion: its acts in order, its rule, its count once it is closed, and what voters said of it."""

    question: Words
    rule: QuestionRule
    acts: tuple[Act, ...]
    result: MotionResult
    counted: bool
    annulment: AnnulmentMinutes | None
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class DecisionMinutes:
    """One decision without a vote by name; `tellers` have confirmed it."""

    question: Words
    rule: QuestionRule
    stated: Act
    tellers: tuple[Someone, ...]
    result: DecisionResult
    annulment: AnnulmentMinutes | None


@dataclass(frozen=True, slots=True)
class AmendmentMinutes:
    """Where an amendment stands, whose it is, and by language what it would have changed if it was not adopted."""

    result: AmendmentResult
    delegations: tuple[Words, ...]
    proposers: tuple[Someone, ...]
    words: Mapping[str, Consolidation]


@dataclass(frozen=True, slots=True)
class DocumentMinutes:
    """The last version of a document, where its amendments stand, its text as amended by language, and what made it."""

    document: str
    version: int
    title: Words
    index: int
    amendments: tuple[AmendmentMinutes, ...]
    texts: Mapping[str, AsAmended]
    decided: Mapping[str, tuple[Decided, ...]]


@dataclass(frozen=True, slots=True)
class ReportMinutes:
    """A report on credentials, what was decided on it, and the delegations' names."""

    stated: Act
    result: ReportResult
    names: Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class AgendaMinutes:
    """An agenda and what was decided on it."""

    stated: Act
    result: AgendaResult


Item: TypeAlias = DocumentMinutes | MotionMinutes | DecisionMinutes | ReportMinutes | AgendaMinutes


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes of a log of `size` entries; `items` are all that came up, in order."""

    name: Words
    languages: tuple[str, ...]
    convention: str
    size: int
    root: str
    sittings: tuple[SittingMinutes, ...]
    items: tuple[Item, ...]
    signatories: tuple[Someone, ...]


class Recorder:
    """Writes the minutes of one state; `names` are those of the roster by credential."""

    def __init__(self, convention: Convention, entries: Entries, blobs: Blobs, names: Mapping[int, str]) -> None:
        self._convention = convention
        self._entries = entries
        self._blobs = blobs
        self._names = names

    def minutes(self, root: str) -> Minutes:
        """Return the minutes; `root` is that of the log.

        Raises:
            TextMissing: a tabled text is not here.
        """
        convention = self._convention
        found: list[tuple[int, Item]] = []
        found += [(one.index, self._document(one)) for one in convention.documents.values()]
        found += [(one.index, self._motion(one)) for one in convention.motions.values()]
        found += [(one.index, self._decision(one)) for one in convention.decisions.values()]
        found += [(one["entry"], self._report(one)) for one in reports(convention)]
        found += [(one["entry"], AgendaMinutes(self._act(one["entry"]), one)) for one in agendas(convention)]
        signing = [one for one in convention.credentials.values() if one.active]
        return Minutes(
            name=convention.founded.name,
            languages=convention.founded.languages,
            convention=convention.digest,
            size=convention.size,
            root=root,
            sittings=tuple(self._sitting(one) for one in convention.sittings.values()),
            items=tuple(item for _, item in sorted(found, key=lambda pair: pair[0])),
            signatories=tuple(
                self._someone(one) for role in (Role.CHAIR, Role.TELLER) for one in signing if one.role is role
            ),
        )

    def _act(self, entry: int) -> Act:
        statement = admission.read(self._entries(entry))
        credential = self._convention.keys[statement.jws.kid].credential
        someone = None if credential is None else self._someone(self._convention.credentials[credential])
        kind = str(statement.jws.payload["type"])
        return Act(kind, entry, statement.statement.issued_at, someone)

    def _someone(self, credential: Credential) -> Someone:
        return Someone(credential.number, credential.role, self._names.get(credential.number))

    def _person(self, person: str) -> Someone:
        """Return a person as the last of her credentials names her."""
        numbers = self._convention.people[person].credentials
        return self._someone(self._convention.credentials[numbers[-1]])

    def _sitting(self, sitting: Sitting) -> SittingMinutes:
        acts = tuple(self._act(entry) for entry in sitting.entries)
        result = sitting_result(sitting)
        name = sitting.opened.sitting
        called = tuple((self._act(one["entry"]), one) for one in counts(self._convention) if one["sitting"] == name)
        return SittingMinutes(name, sitting.opened.title, acts, tuple(result["gatherings"]), called)

    def _motion(self, motion: Motion) -> MotionMinutes:
        entries = [motion.index, motion.revealed, motion.declared]
        return MotionMinutes(
            question=motion.opened.question,
            rule=self._convention.founded.rules.questions[motion.opened.kind],
            acts=tuple(self._act(entry) for entry in entries if entry is not None),
            result=motion_result(motion, reconsidered_by(self._convention, motion.opened.motion)),
            counted=motion.state is MotionState.DECLARED,
            annulment=self._annulment(motion),
            statements=tuple(self._statements(motion)),
        )

    def _annulment(self, annulled: Motion | Decision) -> AnnulmentMinutes | None:
        found = annulled.annulment
        if found is None:
            return None
        return AnnulmentMinutes(found.reason, self._person(found.person), self._act(annulled.changed))

    def _statements(self, motion: Motion) -> Iterator[Statement]:
        for one in explained(motion, self._blobs):
            if one.text is not None:
                voter = self._someone(self._convention.credentials[one.credential])
                yield Statement(one.mandate, voter, one.kind, one.text)

    def _report(self, result: ReportResult) -> ReportMinutes:
        names = {name: self._convention.delegations[name].name for name in result["delegations"]}
        return ReportMinutes(self._act(result["entry"]), result, names)

    def _decision(self, decision: Decision) -> DecisionMinutes:
        return DecisionMinutes(
            question=decision.recorded.question,
            rule=self._convention.founded.rules.questions[decision.recorded.kind],
            stated=self._act(decision.index),
            tellers=tuple(self._person(person) for person in decision.tellers),
            result=decision_result(decision, reconsidered_by(self._convention, decision.recorded.decision)),
            annulment=self._annulment(decision),
        )

    def _document(self, document: TabledDocument) -> DocumentMinutes:
        state = self._convention
        texts = dict(texts_as_amended(state, document))
        made_by = {name for amended in texts.values() for name in amended.names}
        return DocumentMinutes(
            document=document.tabled.document,
            version=document.tabled.version,
            title=document.tabled.title,
            index=document.index,
            amendments=tuple(self._amendment(one) for one in amendments_of(state, document)),
            texts=texts,
            decided={name: decisions_on(state, name) for name in made_by},
        )

    def _amendment(self, amendment: Amendment) -> AmendmentMinutes:
        state = self._convention
        status, cause = standing(state, amendment)
        # What was adopted stands in the text as amended, with its changes marked.
        changes = {} if status is Status.ADOPTED else amendment.changes
        return AmendmentMinutes(
            result=AmendmentResult(amendment=amendment.id, standing=status.value, cause=cause),
            delegations=tuple(state.delegations[name].name for name in amendment.tabled.delegations),
            proposers=tuple(self._someone(state.credentials[number]) for number in amendment.proposers),
            words={
                language: consolidate(target_text(state, amendment.target.digest, language), {0: change})
                for language, change in changes.items()
            },
        )
