"""A text as a file for people: its paragraphs numbered, clean or with every insertion and deletion marked.

What a file shows is the same in all formats; how it looks is in `document_html`, `document_docx`, `document_pdf` and
`document_markdown`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from ballots.consolidation import Consolidation
from ballots.diff import Mark, Piece
from ballots.text import Block, Kind
from voting.typesetting import is_rtl


@dataclass(frozen=True, slots=True)
class Entry:
    """One block as it is printed.

    `number` is the paragraph number: in the text as it now stands, or in brackets the old one of a deleted paragraph;
    empty for a heading. `note` says which decisions made it so, and is empty where there is nothing to say. `kept`
    blocks stand on one page with the next.
    """

    kind: Kind
    level: int
    number: str
    pieces: tuple[Piece, ...]
    note: str
    kept: bool = False

    @property
    def rtl(self) -> bool:
        """Tell whether the block runs from right to left."""
        return is_rtl(" ".join(piece.text for piece in self.pieces))


@dataclass(frozen=True, slots=True)
class PrintedDocument:
    """A document to print; `language` is the tag of its text, `foot` has lines about it that are no part of it."""

    title: str
    language: str
    entries: tuple[Entry, ...]
    foot: tuple[tuple[Piece, ...], ...] = ()

    def rewritten(self, change: Callable[[str], str]) -> "PrintedDocument":
        """Return it with every word of it changed."""

        def changed(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
            return tuple(replace(piece, text=change(piece.text)) for piece in pieces)

        entries = (replace(entry, pieces=changed(entry.pieces), note=change(entry.note)) for entry in self.entries)
        return PrintedDocument(change(self.title), self.language, tuple(entries), tuple(map(changed, self.foot)))


def clean(title: str, language: str, consolidation: Consolidation) -> PrintedDocument:
    """Return the text as amended, without a trace of what it was."""
    numbers = _numbers(consolidation)
    entries = [
        Entry(passage.after.kind, passage.after.level, number, (Piece(Mark.KEPT, passage.after.text),), "")
        for passage, number in zip(consolidation.passages, numbers, strict=True)
        if passage.after is not None
    ]
    return PrintedDocument(title, language, tuple(entries))


def marked_up(title: str, language: str, consolidation: Consolidation, decisions: Mapping[int, str]) -> PrintedDocument:
    """Return the text with what was inserted and deleted, and under each such block the decisions that did it.

    `decisions` has, for each key of the consolidation, what people call the decision.
    """
    entries = []
    for passage, number in zip(consolidation.passages, _numbers(consolidation), strict=True):
        shown = passage.after or passage.before
        if shown is not None:
            # Two parts of one amendment may have changed one paragraph.
            note = "; ".join(dict.fromkeys(decisions[key] for key in passage.keys))
            entries.append(Entry(shown.kind, shown.level, number, passage.pieces(), note))
    return PrintedDocument(title, language, tuple(entries))


def _numbers(consolidation: Consolidation) -> list[str]:
    numbers: list[str] = []
    now = before = 0
    for passage in consolidation.passages:
        before += _counts(passage.before)
        now += _counts(passage.after)
        if passage.after is not None:
            numbers.append(str(now) if _counts(passage.after) else "")
        else:
            numbers.append(f"[{before}]" if _counts(passage.before) else "")
    return numbers


def _counts(block: Block | None) -> bool:
    return block is not None and block.kind is not Kind.HEADING
