"""The minutes of a running convention, and their files: a PDF and a DOCX in each of its languages."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from audit.encoding import b64url_encode
from voting.document_docx import write_docx
from voting.document_files import PrintedDocument
from voting.document_pdf import write_pdf
from voting.minutes import Minutes, Recorder
from voting.minutes_document import printed
from voting.services import Services
from voting.typesetting import spelt


def _write_pdf(document: PrintedDocument) -> bytes:
    # Anybody's words stand in the minutes: one sign of theirs must not keep all of them from being printed.
    return write_pdf(document.rewritten(spelt))


FORMATS: Mapping[str, tuple[Callable[[PrintedDocument], bytes], str]] = {
    "pdf": (_write_pdf, "application/pdf"),
    "docx": (write_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}


def current(parts: Services) -> Minutes:
    """Return the minutes as of now, with the names that the roster still has."""

    def entry(index: int) -> bytes:
        return next(iter(parts.store.entries(index, index + 1)))

    with parts.sequencer.reading() as (log, _):
        names = {line.credential: line.name for line in parts.roster.names(log.convention)}
        recorder = Recorder(log.convention, entry, parts.blobs.get, names)
        return recorder.minutes(b64url_encode(log.tree.root()))


def write_minutes(minutes: Minutes, folder: Path) -> Iterator[Path]:
    """Write `minutes.<language>.pdf` and `.docx` for each of the convention's languages, and yield the paths.

    Raises:
        OSError: the folder or a file cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for language in minutes.languages:
        document = printed(minutes, language)
        for kind, (write, _) in FORMATS.items():
            path = folder / f"minutes.{language}.{kind}"
            path.write_bytes(write(document))
            yield path
