"""Amendments as the desk translates them: which there are, and what one does beside the words of another language."""

from typing import Any

from audit.documents import amendments_of, numbered_languages
from ballots.amendment import Amendment
from ballots.amendment_acts import TargetKind
from ballots.amendment_errors import AlreadyDivided, UnknownAmendment
from ballots.convention import Convention
from ballots.document import TabledDocument
from ballots.motion_errors import DocumentChanged
from ballots.standing import root, standing, target_text
from ballots.text_errors import UnknownBlock
from voting.amendment_views import change_view, numbered_blocks, passages_of

Plain = dict[str, Any]


def translatable(convention: Convention) -> list[Plain]:
    """Return the amendments to the last versions, document by document; a divided one is translated by its parts.

    `languages` are those in which it may get words now, `spoken` those in which it has some.
    """
    found = []
    for document in convention.documents.values():
        others = [tag for tag in numbered_languages(convention, document) if tag != convention.founded.languages[0]]
        found += [
            {
                "amendment": one.id,
                "document": document.tabled.document,
                "title": dict(document.tabled.title),
                "standing": standing(convention, one).status.value,
                "languages": [tag for tag in others if _target_speaks(convention, one, tag)],
                "spoken": [tag for tag in others if tag in one.changes],
            }
            for one in amendments_of(convention, document)
            if not one.parts
        ]
    return found


def to_translate(convention: Convention, name: str, language: str) -> Plain:
    """Return what an amendment does in the authoritative language, and the words it may change in another.

    `block` stands in the text in that language at the place of the amendment; `kinds` are the blocks that its new text
    has, `inside` tells that it works on words; `change` is what it does there so far, or None.

    Raises:
        UnknownAmendment, AlreadyDivided: there is none of this name; its parts are translated.
        DocumentChanged: it is to an earlier version.
        NotAmendable, TextMissing: as `target_text`.
        UnknownBlock: the text in that language has no such place.
    """
    amendment = convention.amendments.get(name)
    if amendment is None:
        raise UnknownAmendment(f"amendment {name}")
    document = _last_version(convention, amendment)
    if amendment.parts:
        raise AlreadyDivided(f"amendment {name}: {', '.join(amendment.parts)}")
    authoritative = convention.founded.languages[0]
    model = amendment.changes[authoritative]
    operation, target = model.operation, amendment.target.digest
    blocks = numbered_blocks(target_text(convention, target, language))
    if operation.block >= len(blocks):
        raise UnknownBlock(f"block {operation.block}: the text in {language} has {len(blocks)} blocks")
    change = amendment.changes.get(language)
    return {
        "amendment": name,
        "digest": amendment.digest,
        "document": document.tabled.document,
        "action": operation.action.value,
        "inside": operation.words is not None,
        "model": passages_of(target_text(convention, target, authoritative), model),
        "kinds": [{"kind": kind.value, "level": level} for kind, level in model.new.kinds],
        "block": blocks[operation.block],
        "change": None if change is None else change_view(change),
    }


def _target_speaks(convention: Convention, amendment: Amendment, language: str) -> bool:
    target = amendment.target
    return target.kind is TargetKind.DOCUMENT or language in convention.amendments[target.id].changes


def _last_version(convention: Convention, amendment: Amendment) -> TabledDocument:
    version = convention.versions[root(convention, amendment)]
    last = convention.documents[version.tabled.document]
    if last is not version:
        raise DocumentChanged(f"document {last.tabled.document} is at version {last.tabled.version}")
    return last
