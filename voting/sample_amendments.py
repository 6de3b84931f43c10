"""The sample's declaration and its amendments: tabled, recommended and withdrawn for a compromise."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from audit.canonical import dumps
from ballots.text import Text, parse
from voting.roster import new_salt
from voting.services import Services
from voting.signing import Hand, statement_digest

DATA = Path(__file__).parent / "sample"
DOCUMENT = "declaration"
LANGUAGES = ("en", "fr", "es")
TITLE = {
    "en": "Declaration on Peace and Common Security",
    "fr": "Déclaration sur la paix et la sécurité commune",
    "es": "Declaración sobre la paz y la seguridad común",
}


def declaration(language: str) -> bytes:
    """Return the text of the sample's declaration."""
    return (DATA / f"declaration.{language}.md").read_bytes()


def drafts() -> list[dict[str, Any]]:
    """Return the amendments as the file has them."""
    drafts: list[dict[str, Any]] = tomllib.loads((DATA / "amendments.toml").read_text("utf-8"))["amendment"]
    return drafts


def table_declaration(parts: Services, desk: Hand) -> str:
    """Table the declaration in its languages; return the digest of the statement."""
    texts = {language: parts.blobs.put(declaration(language)) for language in LANGUAGES}
    entry = desk.sign("document.tabled", document=DOCUMENT, version=1, title=TITLE, texts=texts)
    parts.sequencer.submit(entry)
    return statement_digest(entry)


def table_amendments(parts: Services, desk: Hand, clerk: Hand, document: str) -> None:
    """Table every amendment through the desk, then let the committee's clerk recommend."""
    texts = {language: parse(declaration(language)) for language in LANGUAGES}
    digests: dict[str, str] = {}
    for draft in drafts():
        entry = desk.sign("amendment.tabled", **_tabled(parts, draft, texts, digests, document))
        parts.sequencer.submit(entry)
        digests[draft["id"]] = statement_digest(entry)
    for draft in drafts():
        about = {"amendment": draft["id"], "digest": digests[draft["id"]]}
        for hand, kind, fields in _said_of(draft):
            parts.sequencer.submit((desk if hand == "desk" else clerk).sign(kind, **about, **fields))


def _said_of(draft: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield who says what of an amendment once all are tabled."""
    if "advice" in draft:
        advice = {"advice": draft["advice"], "other": draft.get("other"), "note": None, "minority": None}
        yield "clerk", "amendment.recommended", advice
    if "favours" in draft:
        yield "desk", "amendment.withdrawn", {"in_favour_of": draft["favours"]}
    if draft.get("pulled"):
        yield "desk", "amendment.pulled", {}


def _tabled(
    parts: Services, draft: Mapping[str, Any], texts: Mapping[str, Text], digests: Mapping[str, str], document: str
) -> dict[str, Any]:
    target = {"digest": document, "id": DOCUMENT, "kind": "document"}
    if "amends" in draft:
        above = next(one for one in drafts() if one["id"] == draft["amends"])
        target = {"digest": digests[above["id"]], "id": above["id"], "kind": "amendment"}
        texts = {language: parse(f"{above[language][1]}\n".encode()) for language in texts}
        block = 0
    else:
        block = texts["en"].numbers.index(draft["paragraph"])
    return {
        "amendment": draft["id"],
        "target": target,
        "operation": {"block": block, "type": draft["type"]},
        "changes": {language: _change(texts[language], block, draft[language]) for language in texts},
        "proposers": [],
        "delegations": draft["by"],
        "reason": _reason(parts, draft.get("reason")),
        "editorial": draft.get("editorial", False),
        "urgent": False,
    }


def _change(text: Text, block: int, words: list[str]) -> dict[str, Any]:
    """Return the range of the words that go, null for a whole paragraph, and the text that comes."""
    if not words:
        return {"text": None, "words": None}
    gone, come = (part.split() for part in words)
    if not gone:
        return {"text": words[1], "words": None}
    known = list(text.blocks[block].words)
    [start] = [at for at in range(len(known)) if known[at : at + len(gone)] == gone]
    return {"text": " ".join(come), "words": [start, start + len(gone)]}


def _reason(parts: Services, reason: str | None) -> str | None:
    if reason is None:
        return None
    return parts.blobs.put(dumps({"salt": new_salt(), "text": reason}))
