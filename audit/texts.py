"""Texts as amended, written to files: the words alone, and each changed paragraph with the decision that made it."""

from collections.abc import Iterator
from pathlib import Path

from audit import tally
from audit.bundle import Bundle
from audit.documents import texts_as_amended
from audit.provenance import Decided, decisions_on
from ballots.consolidation import Passage
from ballots.diff import Mark, Piece
from ballots.standing import AsAmended
from ballots.state import State
from ballots.text import Kind

_MARKED = {Mark.KEPT: "{}", Mark.INSERTED: "[+{}+]", Mark.DELETED: "[-{}-]"}


def write_texts(bundle: Bundle, folder: Path) -> Iterator[Path]:
    """Write `<document>.<language>.md` and `<document>.<language>.marked.txt` for each text, and yield the paths.

    The bundle has been verified. The first file holds the very bytes whose digest a motion on the whole text pins. In
    the second, paragraphs have their numbers, what was inserted stands in `[+ +]` and what was deleted in `[- -]`,
    and below a changed paragraph stands what decided it.

    Raises:
        OSError: the folder or a file cannot be written.
    """
    convention = tally.replay(bundle.entries(), bundle.text)
    folder.mkdir(parents=True, exist_ok=True)
    for number, document in enumerate(convention.documents.values(), 1):
        for language, amended in texts_as_amended(convention, document):
            # Numbered, for the ids "a" and "A" may be one file name.
            name = f"text-{number:03}-{document.tabled.document}.{language}"
            yield _write(folder / f"{name}.md", amended.text.format())
            marked = "\n\n".join(_marked(convention, amended))
            yield _write(folder / f"{name}.marked.txt", f"{marked}\n".encode())


def _told(decided: Decided) -> str:
    """Say in one line what decided an amendment, with its counts."""
    counts = ", ".join(f"{option} {count}" for option, count in decided.counts.items())
    if decided.method is None:
        return f"{decided.amendment}: motion {decided.cause} ({counts})"
    return f"{decided.amendment}: decision {decided.cause} ({decided.method.value}{', ' if counts else ''}{counts})"


def _marked(state: State, amended: AsAmended) -> Iterator[str]:
    numbers = iter(amended.text.numbers)
    for passage in amended.consolidation.passages:
        number = None if passage.after is None else next(numbers)
        yield f"{'' if number is None else f'{number}  '}{_mark(passage)}{_words(passage)}"
        for name in dict.fromkeys(amended.names[key] for key in passage.keys):
            yield from (f"    {_told(decided)}" for decided in decisions_on(state, name))


def _mark(passage: Passage) -> str:
    block = passage.after or passage.before
    if block is None:
        return ""
    return {Kind.HEADING: f"{'#' * block.level} ", Kind.ITEM: "- ", Kind.PARAGRAPH: ""}[block.kind]


def _words(passage: Passage) -> str:
    return " ".join(_piece(piece) for piece in passage.pieces())


def _piece(piece: Piece) -> str:
    return _MARKED[piece.mark].format(piece.text)


def _write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
