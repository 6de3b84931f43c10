"""Rules of amendments: who may table, translate, support, withdraw, recommend, divide and order them, and when."""

from ballots.acts import Role
from ballots.amendment import LIVE, Amendment, Status
from ballots.amendment_acts import (
    Advice,
    AmendingAct,
    AmendmentDivided,
    AmendmentPulled,
    AmendmentRecommended,
    AmendmentSupported,
    AmendmentTabled,
    AmendmentTakenOver,
    AmendmentTranslated,
    AmendmentWithdrawn,
    Changes,
    DocumentCorrected,
    OrderRuled,
    TablingClosed,
    Target,
    TargetKind,
)
from ballots.amendment_errors import (
    AlreadyDivided,
    AlreadyPulled,
    AlreadySupported,
    AmendmentInUse,
    AmendmentSettled,
    NotOnTheList,
    NotSupported,
    NotWithdrawn,
    NotYourAmendment,
    PartsDiffer,
    SecondDegreeFirst,
    SupportedTooOften,
    TablingClosedBefore,
    TablingIsClosed,
    ThirdDegree,
    UnknownAmendment,
    UnknownProposer,
    WrongAmendment,
    WrongStructure,
)
from ballots.document import TabledDocument
from ballots.errors import BadField, UnknownDelegation
from ballots.motion_errors import DocumentChanged, UnknownDocument
from ballots.operation import Action, Change, Operation
from ballots.standing import open_amendments, root, same_result, standing, target_text
from ballots.state import Signer, State

PROPOSING = (Role.DELEGATE, Role.ALTERNATE)
COMMITTEE = (Role.CHAIR, Role.CLERK)
OFFICE = (Role.DESK, *COMMITTEE)
# Support that one person gives to one amendment. A program that gives it and takes it back would fill the log.
SUPPORT_LIMIT = 32


def table_amendment(state: State, act: AmendmentTabled, signer: Signer, digest: str) -> None:
    """Table an amendment to a document or to another amendment."""
    signer.must_be(*PROPOSING, *OFFICE)
    if act.amendment in state.amendments:
        raise AmendmentInUse(f"amendment {act.amendment}")
    document = check_target(state, act.target)
    if document.digest in state.tabling_closed and not act.urgent:
        raise TablingIsClosed(f"document {document.tabled.document}, version {document.tabled.version}")
    _check_proposers(state, act, signer)
    _check_changes(state, act.target, act.changes)
    _put(state, Amendment(act.amendment, act, digest, state.size, act.changes))


def translate_amendment(state: State, act: AmendmentTranslated, signer: Signer) -> None:
    """Give an amendment words in another language, or better ones; what was or is voted on cannot be touched."""
    signer.must_be(*OFFICE)
    amendment = _digest_matches(state, act.amendment, act.digest)
    version = root(state, amendment)
    current_document(state, state.versions[version].tabled.document, version)
    if amendment.parts:
        raise AlreadyDivided(f"amendment {act.amendment}: {', '.join(amendment.parts)}")
    _check_translated(state, act.language)
    change = _translation(amendment.changes[state.founded.languages[0]], act)
    change.check(target_text(state, amendment.target.digest, act.language))
    state.journal.set(amendment, "changes", {**amendment.changes, act.language: change})
    state.journal.set(amendment, "translations", {**amendment.translations, act.language: state.size})


def _translation(model: Change, act: AmendmentTranslated) -> Change:
    """Return the change in the other language: at the same block, and of the whole block or inside it as the model."""
    action = model.operation.action
    if act.words is not None:
        # Where one language only strikes words, another may have to put some in their place.
        start, stop = act.words
        action = Action.INSERT_BEFORE if start == stop else Action.REPLACE if act.new.blocks else Action.DELETE
    change = Change(Operation(action, model.operation.block, act.words), act.new)
    inside = act.words is not None
    if inside is (model.operation.words is None) or (not inside and act.new.kinds != model.new.kinds):
        raise WrongStructure(f"language {act.language}")
    return change


def support_amendment(state: State, act: AmendmentSupported, signer: Signer) -> None:
    """Give support to an amendment, or take it back."""
    _must_act_for(state, signer, act.supporter)
    amendment = _live(state, act.amendment, act.digest)
    known = act.supporter in amendment.supporters
    if act.given:
        if known or act.supporter in amendment.proposers:
            raise AlreadySupported(f"credential {act.supporter}")
        person = state.credential(act.supporter).person
        times = amendment.given.get(person, 0)
        if times >= SUPPORT_LIMIT:
            raise SupportedTooOften(f"credential {act.supporter}, {times} times")
        state.journal.put(amendment.given, person, times + 1)
        state.journal.put(amendment.supporters, act.supporter, None)
    else:
        if not known:
            raise NotSupported(f"credential {act.supporter}")
        state.journal.remove(amendment.supporters, act.supporter)


def withdraw_amendment(state: State, act: AmendmentWithdrawn, signer: Signer) -> None:
    """Withdraw an amendment, for good or in favour of a compromise."""
    signer.must_be(Role.DESK, *PROPOSING)
    amendment = _live(state, act.amendment, act.digest)
    own = signer.credential is not None and signer.credential.number in amendment.proposers
    if not own and signer.role is not Role.DESK:
        raise NotYourAmendment(f"amendment {act.amendment}")
    if act.in_favour_of is not None:
        _check_compromise(state, amendment, act.in_favour_of)
    state.journal.set(amendment, "withdrawn", True)
    state.journal.set(amendment, "in_favour_of", act.in_favour_of)


def _check_compromise(state: State, amendment: Amendment, name: str) -> None:
    compromise = _known(state, name)
    if compromise.target != amendment.target or compromise is amendment:
        raise WrongAmendment(f"{name} is no other amendment to the same text")
    # Two that wait for each other would wait for ever.
    if compromise.withdrawn or standing(state, compromise).status not in LIVE:
        raise AmendmentSettled(f"amendment {name}")


def take_over_amendment(state: State, act: AmendmentTakenOver, signer: Signer) -> None:
    """Carry on with an amendment that its proposers withdrew."""
    _must_act_for(state, signer, act.proposer)
    amendment = _digest_matches(state, act.amendment, act.digest)
    if not amendment.withdrawn:
        raise NotWithdrawn(f"amendment {act.amendment}")
    check_target(state, amendment.target)
    state.journal.set(amendment, "withdrawn", False)
    state.journal.set(amendment, "in_favour_of", None)
    state.journal.set(amendment, "proposers", (act.proposer,))


def recommend(state: State, act: AmendmentRecommended, signer: Signer) -> None:
    """Record what the committee recommends; a later recommendation takes the place of an earlier one."""
    signer.must_be(*COMMITTEE)
    amendment = _live(state, act.amendment, act.digest)
    if act.other is not None:
        other = _known(state, act.other)
        if other is amendment or other.target != amendment.target:
            raise WrongAmendment(f"{act.other} is no other amendment to the same text")
    state.journal.set(amendment, "recommended", act)


def pull_amendment(state: State, act: AmendmentPulled, signer: Signer) -> None:
    """Take an amendment out of the committee's list."""
    signer.must_be(*PROPOSING, Role.DESK)
    amendment = _live(state, act.amendment, act.digest)
    if amendment.recommended is None or amendment.recommended.advice is not Advice.ADOPT:
        raise NotOnTheList(f"amendment {act.amendment}")
    if amendment.pulled:
        raise AlreadyPulled(f"amendment {act.amendment}")
    state.journal.set(amendment, "pulled", True)


def divide_amendment(state: State, act: AmendmentDivided, signer: Signer, digest: str) -> None:
    """Divide an amendment into parts that together do what it does."""
    signer.must_be(*COMMITTEE)
    amendment = _live(state, act.amendment, act.digest)
    if amendment.parts or amendment.part_of is not None:
        raise AlreadyDivided(f"amendment {act.amendment}")
    if below := open_amendments(state, amendment.digest):
        raise SecondDegreeFirst(f"amendment {act.amendment}: {', '.join(below)}")
    for changes in act.parts:
        if changes.keys() != amendment.changes.keys():
            raise PartsDiffer("a part lacks a language of the amendment, or adds one")
        _check_changes(state, amendment.target, changes)
    if not same_result(state, amendment, act.parts):
        raise PartsDiffer(f"amendment {act.amendment}")
    names = tuple(f"{amendment.id}.{number}" for number in range(1, len(act.parts) + 1))
    for name, changes in zip(names, act.parts, strict=True):
        if name in state.amendments:
            raise AmendmentInUse(f"amendment {name}")
        _put(state, Amendment(name, amendment.tabled, digest, state.size, changes, part_of=amendment.id))
    state.journal.set(amendment, "parts", names)


def close_tabling(state: State, act: TablingClosed, signer: Signer) -> None:
    """End the time for amendments to a version of a document."""
    signer.must_be(*COMMITTEE)
    document = current_document(state, act.document, act.digest)
    if document.digest in state.tabling_closed:
        raise TablingClosedBefore(f"document {act.document}")
    state.journal.put(state.tabling_closed, document.digest, None)


def rule_order(state: State, act: OrderRuled, signer: Signer) -> None:
    """Rule in which order amendments are taken; a later ruling takes the place of an earlier one."""
    signer.must_be(*COMMITTEE)
    document = current_document(state, act.document, act.digest)
    listed = state.amendments_to.get(document.digest, ())
    for name in act.order:
        if name not in listed:
            raise UnknownAmendment(f"{name} is no amendment to version {document.tabled.version} of {act.document}")
    state.journal.put(state.orders, document.digest, act)


def correct_document(state: State, act: DocumentCorrected, signer: Signer) -> None:
    """Put a better translation in the place of another; the authoritative text cannot be touched."""
    signer.must_be(Role.CHAIR, Role.CLERK, Role.DESK)
    document = current_document(state, act.document, act.digest)
    _check_translated(state, act.language)
    text = state.text(act.text)
    if text.kinds != state.text(document.texts[state.founded.languages[0]]).kinds:
        raise WrongStructure(f"language {act.language}")
    state.journal.put(document.corrections, act.language, act.text)


def _check_translated(state: State, language: str) -> None:
    authoritative, *others = state.founded.languages
    if language not in others:
        raise BadField(f"language is not one of {', '.join(others)}; the text in {authoritative} is the one voted on")


def version_of(state: State, act: AmendingAct) -> str:
    """Return the digest of the version that an act about amendments, just enacted, is about."""
    if isinstance(act, TablingClosed | OrderRuled | DocumentCorrected):
        return act.digest
    return root(state, state.amendments[act.amendment])


def current_document(state: State, name: str, digest: str) -> TabledDocument:
    """Return the last version of a document, provided that `digest` is that of its tabling.

    Raises:
        UnknownDocument: no document has this name.
        DocumentChanged: the digest is not that of the last version.
    """
    document = state.documents.get(name)
    if document is None:
        raise UnknownDocument(f"document {name}")
    if document.digest != digest:
        raise DocumentChanged(f"document {name} is at version {document.tabled.version}")
    return document


def check_target(state: State, target: Target) -> TabledDocument:
    """Return the document that lies under a target which can be amended now.

    Raises:
        UnknownDocument, DocumentChanged, UnknownAmendment, WrongAmendment, ThirdDegree, AmendmentSettled: it cannot.
    """
    if target.kind is TargetKind.DOCUMENT:
        return current_document(state, target.id, target.digest)
    amendment = _digest_matches(state, target.id, target.digest)
    if amendment.target.kind is TargetKind.AMENDMENT:
        raise ThirdDegree(f"{target.id} amends an amendment itself")
    if amendment.part_of is not None:
        raise AmendmentSettled(f"{target.id} is a part of a divided amendment")
    if standing(state, amendment).status not in (Status.PENDING, Status.SUSPENDED) or amendment.parts:
        raise AmendmentSettled(f"amendment {target.id}")
    return current_document(state, amendment.target.id, amendment.target.digest)


def _check_proposers(state: State, act: AmendmentTabled, signer: Signer) -> None:
    for name in act.delegations:
        if name not in state.delegations:
            raise UnknownDelegation(f"delegation {name}")
    if signer.role in OFFICE:
        for number in act.proposers:
            _may_propose(state, number)
        return
    if signer.credential is None or act.proposers != (signer.credential.number,) or act.delegations:
        raise NotYourAmendment("a delegate proposes in her own name; delegations and others propose through the desk")
    _may_propose(state, signer.credential.number)


def _may_propose(state: State, number: int) -> None:
    credential = state.credentials.get(number)
    if credential is None or not credential.active or credential.role not in PROPOSING:
        raise UnknownProposer(f"credential {number}")


def _must_act_for(state: State, signer: Signer, number: int) -> None:
    own = signer.credential is not None and signer.credential.number == number
    signer.must_be(Role.DESK, *(PROPOSING if own else ()))
    _may_propose(state, number)


def _check_changes(state: State, target: Target, changes: Changes) -> None:
    state.check_languages(changes, "changes")
    for language, change in changes.items():
        change.check(target_text(state, target.digest, language))


def _known(state: State, name: str) -> Amendment:
    try:
        return state.amendments[name]
    except KeyError:
        raise UnknownAmendment(f"amendment {name}") from None


def _digest_matches(state: State, name: str, digest: str) -> Amendment:
    amendment = _known(state, name)
    if amendment.digest != digest:
        raise WrongAmendment(f"amendment {name}")
    return amendment


def _live(state: State, name: str, digest: str) -> Amendment:
    """Return an amendment about which something may still be said."""
    amendment = _digest_matches(state, name, digest)
    found = standing(state, amendment)
    if found.status not in (Status.PENDING, Status.SUSPENDED):
        because = f" by {found.cause}" if found.cause else ""
        raise AmendmentSettled(f"amendment {name} is {found.status}{because}")
    return amendment


def _put(state: State, amendment: Amendment) -> None:
    state.journal.put(state.amendments, amendment.id, amendment)
    if amendment.part_of is None:
        state.journal.put(state.amendment_by_digest, amendment.digest, amendment)
    if amendment.target.digest not in state.amendments_to:
        state.journal.put(state.amendments_to, amendment.target.digest, {})
    state.journal.put(state.amendments_to[amendment.target.digest], amendment.id, None)
