"""Where amendments stand and what their adoption makes of the text: pure functions of the state.

Nothing here is stored. An amendment is adopted because a recorded decision on it says so; what can no longer apply
has fallen; and the consolidated text is the tabled text with the adopted changes applied. A decision that was annulled
or reconsidered is no decision, and everything that followed from it is gone too.
"""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Collection, Iterator
from itertools import combinations, product
from typing import NamedTuple

from ballots.amendment import LIVE, Amendment, Standing, Status
from ballots.amendment_acts import Changes, TargetKind
from ballots.amendment_errors import NotAmendable
from ballots.consolidation import Consolidation, consolidate
from ballots.document import TabledDocument
from ballots.operation import Change, Operation, conflicts
from ballots.state import State
from ballots.text import Text
from ballots.text_errors import ChangesNothing, OperationsConflict, OutsideBlock, UnknownBlock, WrongNewText
from ballots.verdicts import about, decided_by


class AsAmended(NamedTuple):
    """A text with what was adopted; the keys in `consolidation` are places in `names`, which are amendments.

    `untranslated` names the adopted amendments that are not in it: this language lacks them.
    """

    consolidation: Consolidation
    names: tuple[str, ...]
    untranslated: tuple[str, ...]

    @property
    def text(self) -> Text:
        """The text itself."""
        return self.consolidation.text

    @property
    def digest(self) -> str:
        """SHA-256 of the text's canonical bytes, base64url."""
        return text_digest(self.text)


def text_digest(text: Text) -> str:
    """Return the SHA-256 of a text's canonical bytes, base64url."""
    return urlsafe_b64encode(hashlib.sha256(text.format()).digest()).rstrip(b"=").decode("ascii")


def verdict(state: State, amendment: Amendment) -> Standing | None:
    """Return what stands decided on an amendment, or that it is being voted; None if neither."""
    for name in reversed(state.put_to_vote.get(amendment.id, ())):
        subject, _ = about(state, name)
        # Stated again before it was confirmed, a decision may be about something else.
        found = decided_by(state, name) if subject is not None and amendment.id in subject.amendments else None
        if found is Status.ADOPTED and amendment.part_of:
            return Standing(Status.SURVIVES, name)
        if found is not None:
            return Standing(found, name)
    return None


def standing(state: State, amendment: Amendment) -> Standing:
    """Return where an amendment stands by everything that is recorded."""
    decided = verdict(state, amendment)
    if decided is not None:
        return decided
    if state.documents[_version(state, amendment).tabled.document].digest != root(state, amendment):
        return Standing(Status.SUPERSEDED)
    waiting = _waiting(state, amendment) if amendment.withdrawn else None
    if waiting is not None and waiting.status is Status.WITHDRAWN:
        return waiting
    if (cause := _felled_by(state, amendment)) is not None:
        return Standing(Status.FALLEN, cause)
    if amendment.parts and all(_has(state, state.amendments[part], Status.REJECTED) for part in amendment.parts):
        return Standing(Status.REJECTED, amendment.parts[-1])
    return waiting or Standing(Status.PENDING)


def amendments_to(state: State, target: str) -> Iterator[Amendment]:
    """Yield the amendments to one target, by the digest that tabled it, in the order of their tabling; no parts."""
    for name in state.amendments_to.get(target, ()):
        if state.amendments[name].part_of is None:
            yield state.amendments[name]


def root(state: State, amendment: Amendment) -> str:
    """Return the digest of the document's version that lies under an amendment."""
    target = amendment.target
    return target.digest if target.kind is TargetKind.DOCUMENT else state.amendments[target.id].target.digest


def open_amendments(state: State, target: str) -> list[str]:
    """Return the amendments to a target that are not settled."""
    return [one.id for one in amendments_to(state, target) if standing(state, one).status in LIVE]


def target_text(state: State, target: str, language: str) -> Text:
    """Return the text that amendments to this target count blocks and words of.

    Raises:
        NotAmendable, TextMissing: the text is not here in a form that can be amended, or not in this language.
    """
    document = state.versions.get(target)
    if document is not None:
        if language not in document.texts:
            raise NotAmendable(f"{document.tabled.document} has no text in {language}")
        return state.text(document.texts[language])
    change = state.amendment_by_digest[target].changes.get(language)
    if change is None:
        raise NotAmendable(f"the amendment has no text in {language}")
    return change.new


def amended_change(
    state: State, amendment: Amendment, language: str, extra: Collection[str] = ()
) -> list[Change] | None:
    """Return what an amendment does by now: its surviving parts, or its change with what was adopted to it.

    Amendments named in `extra` count as adopted. None if the language lacks the amendment, or one of its parts.

    Raises:
        WrongNewText: what was adopted to it leaves it no text that it could insert, in the authoritative language.
    """
    if amendment.parts:
        parts = [state.amendments[name] for name in amendment.parts]
        kept = [one for one in parts if one.id in extra or _has(state, one, Status.SURVIVES)]
        spoken = [change for one in kept if (change := one.changes.get(language)) is not None]
        return spoken if len(spoken) == len(kept) else None
    change = amendment.changes.get(language)
    if change is None:
        return None
    below = [one for one in amendments_to(state, amendment.digest) if _counts(state, one, extra)]
    if not below:
        return [change]
    amended = _combine(state, change.new, below, language, extra)
    try:
        return [Change(change.operation, amended.text)]
    except WrongNewText:
        if language == state.founded.languages[0]:
            raise
        return None


def as_amended(
    state: State,
    document: TabledDocument,
    language: str,
    extra: Collection[str] = (),
    without: Collection[str] = (),
) -> AsAmended:
    """Return a document's text as amended; amendments named in `extra` count as adopted, those in `without` do not.

    Raises:
        OperationsConflict: two of them change the same words.
        NotAmendable, TextMissing: as `target_text`.
    """
    adopted = [
        one for one in amendments_to(state, document.digest) if one.id not in without and _counts(state, one, extra)
    ]
    return _combine(state, target_text(state, document.digest, language), adopted, language, extra)


def same_words(state: State, one: Amendment, other: Amendment) -> bool:
    """Tell whether two amendments would do exactly the same to the authoritative text."""
    language = state.founded.languages[0]
    first, second = (amended_change(state, each, language) or [] for each in (one, other))
    return first == second


def conflicting(state: State, one: Amendment, other: Amendment) -> bool:
    """Tell whether two amendments to one target exclude each other."""
    return any(conflicts(a, b) for a in _operations(state, one) for b in _operations(state, other))


def same_result(state: State, amendment: Amendment, parts: Collection[Changes]) -> bool:
    """Tell whether the parts of an amendment together do what it does, in every language that it has."""
    for language, change in amendment.changes.items():
        text = target_text(state, amendment.target.digest, language)
        try:
            divided = consolidate(text, {key: part[language] for key, part in enumerate(parts)})
        except OperationsConflict:
            return False
        if divided.text != consolidate(text, {0: change}).text:
            return False
    return True


def _version(state: State, amendment: Amendment) -> TabledDocument:
    return state.versions[root(state, amendment)]


def _waiting(state: State, amendment: Amendment) -> Standing | None:
    """Return how a withdrawn amendment stands; None if it lives again because the compromise failed."""
    if amendment.in_favour_of is None:
        return Standing(Status.WITHDRAWN)
    compromise = standing(state, state.amendments[amendment.in_favour_of]).status
    if compromise is Status.ADOPTED:
        return Standing(Status.WITHDRAWN, amendment.in_favour_of)
    return Standing(Status.SUSPENDED, amendment.in_favour_of) if compromise in LIVE else None


def _felled_by(state: State, amendment: Amendment) -> str | None:
    """Return what an undecided amendment cannot outlive: its target's decision, or a sibling that took its words."""
    above = amendment.part_of
    if amendment.target.kind is TargetKind.AMENDMENT and above is None:
        above = amendment.target.id
    if above is not None:
        whole = standing(state, state.amendments[above]).status
        return None if whole in (Status.PENDING, Status.SUSPENDED) else above
    for name in state.amendments_to.get(amendment.target.digest, ()):
        # Where amendments stand is asked of each for each: what was never put to the vote is passed over at once.
        if name == amendment.id or name not in state.put_to_vote:
            continue
        other = state.amendments[name]
        if other.part_of is None and _has(state, other, Status.ADOPTED) and conflicting(state, amendment, other):
            return name
    return None


def _has(state: State, amendment: Amendment, status: Status) -> bool:
    decided = verdict(state, amendment)
    return decided is not None and decided.status is status


def _operations(state: State, amendment: Amendment) -> list[Operation]:
    """Return what an amendment does, or may still do: parts that were rejected are out of it."""
    language = state.founded.languages[0]
    parts = [state.amendments[name] for name in amendment.parts]
    working = [part for part in parts if not _has(state, part, Status.REJECTED)] if parts else [amendment]
    return [one.changes[language].operation for one in working]


def _counts(state: State, amendment: Amendment, extra: Collection[str]) -> bool:
    within = any(name in extra for name in (amendment.id, *amendment.parts))
    return within or _has(state, amendment, Status.ADOPTED)


def _combine(state: State, text: Text, adopted: list[Amendment], language: str, extra: Collection[str]) -> AsAmended:
    """Apply what adopted amendments do; identical ones count once."""
    authoritative = language == state.founded.languages[0]
    changes: list[Change] = []
    names: list[str] = []
    untranslated: list[str] = []
    for amendment in adopted:
        found = amended_change(state, amendment, language, extra)
        fresh = [change for change in found or () if change not in changes]
        if not authoritative:
            if found is None or not _fits(text, changes, fresh):
                untranslated.append(amendment.id)
                continue
            fresh = [change for change in fresh if _changes_something(text, change)]
        changes += fresh
        names += [amendment.id] * len(fresh)
    return AsAmended(consolidate(text, dict(enumerate(changes))), tuple(names), tuple(untranslated))


def _fits(text: Text, changes: list[Change], fresh: list[Change]) -> bool:
    """Tell whether changes go together in a language whose words were counted by translators, and corrected since."""
    try:
        for change in fresh:
            change.check(text)
    except (UnknownBlock, OutsideBlock):
        return False
    except ChangesNothing:
        # Two words of the authoritative text may be one here.
        pass
    together = combinations(fresh, 2)
    return not any(conflicts(one.operation, other.operation) for one, other in (*product(fresh, changes), *together))


def _changes_something(text: Text, change: Change) -> bool:
    try:
        change.check(text)
    except ChangesNothing:
        return False
    return True
