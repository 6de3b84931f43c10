"""`plenary-audit`: verify and recount a bundle on a laptop, with no network and no server."""

import argparse
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NoReturn

from tqdm import tqdm

from audit import container
from audit.bundle import Bundle, map_file
from audit.container import Buffer
from audit.encoding import BadEncoding, b64_decode, b64url_decode
from audit.errors import ProofError, Unusable
from audit.receipt import MAX_LENGTH, Receipt
from audit.report import Report
from audit.tables import write_tables
from audit.texts import write_texts
from audit.verify import Pins, Progress, RootPin, verify
from ballots.fields import DIGEST

VALID, INVALID, UNUSABLE = 0, 1, 2

_ROOT = re.compile(r"(?:(?P<size>[1-9][0-9]{0,15}):)?(?P<root>[A-Za-z0-9+/_-]{43}=?)")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return 0 for a valid bundle, 1 for an invalid one, 2 if nothing can be said."""
    options = _parser().parse_args(_joined(sys.argv[1:] if arguments is None else arguments))
    try:
        run: Callable[[argparse.Namespace], int] = options.run
        return run(options)
    except Unusable as error:
        print(f"plenary-audit: {error}", file=sys.stderr)
        return UNUSABLE
    except BrokenPipeError:
        # Whoever read the output has closed it; a traceback would say nothing more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNUSABLE


def _joined(arguments: Sequence[str]) -> list[str]:
    """Join digests to their options: argparse would take one that begins with a hyphen, one in 64, for an option."""
    joined: list[str] = []
    for argument in arguments:
        if joined and joined[-1] in ("--convention", "--root"):
            joined[-1] += f"={argument}"
        else:
            joined.append(argument)
    return joined


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="plenary-audit", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    checking = commands.add_parser(
        "verify",
        help="check a bundle and recount every motion",
        description="Check a bundle from its first byte to its last vote and recount every motion. "
        "Exit status: 0 valid, 1 invalid, 2 the input cannot be used.",
    )
    checking.set_defaults(run=_verify)
    checking.add_argument("--json", action="store_true", help="print the report as JSON")
    counting = commands.add_parser(
        "tally",
        help="write the counts and the roll calls as CSV files",
        description="Verify a bundle; if it is valid, write results.csv and one roll call for each motion. The files "
        "are UTF-8 with a byte order mark, which spreadsheets need to show every script; a cell that a spreadsheet "
        "would take for a formula gets an apostrophe in front.",
    )
    counting.set_defaults(run=_tally)
    counting.add_argument("--csv", metavar="DIR", type=Path, required=True, help="the folder to write to")
    writing = commands.add_parser(
        "text",
        help="write the texts as amended, clean and marked",
        description="Verify a bundle; if it is valid, rebuild every text from its recorded decisions and write it "
        "clean, and with each change marked and the decision that made it.",
    )
    writing.set_defaults(run=_text)
    writing.add_argument("--out", metavar="DIR", type=Path, required=True, help="the folder to write to")
    for command in (checking, counting, writing):
        command.add_argument("file", metavar="FILE", type=Path, help="the bundle, a .zip file")
        command.add_argument("--convention", metavar="D", type=_convention, help="the convention that it must be of")
        command.add_argument(
            "--root", metavar="R", type=_root, help="the log's root as the minutes or the screen show it, or SIZE:ROOT"
        )
        command.add_argument(
            "--receipt", metavar="F", type=_receipt, action="append", default=[], help="a receipt; may be repeated"
        )
        command.add_argument(
            "--jobs", metavar="N", type=_jobs, default=_cores(), help="processes for signatures (default: one a core)"
        )
    return parser


def _verify(options: argparse.Namespace) -> int:
    report = _report(options, map_file(options.file))
    if options.json:
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        print("\n".join(report.lines()))
    return VALID if report.valid else INVALID


def _tally(options: argparse.Namespace) -> int:
    return _written(options, options.csv, write_tables)


def _text(options: argparse.Namespace) -> int:
    return _written(options, options.out, write_texts)


def _written(options: argparse.Namespace, folder: Path, write: Callable[[Bundle, Path], Iterable[Path]]) -> int:
    data = map_file(options.file)
    report = _report(options, data)
    if not report.valid:
        print("\n".join(report.lines()))
        print("plenary-audit: nothing was written, for the bundle is not valid", file=sys.stderr)
        return INVALID
    try:
        for path in write(Bundle(container.read(data)), folder):
            print(path)
    except OSError as error:
        raise Unusable(f"{error.filename or folder} cannot be written: {error.strerror}") from None
    print(report.verdict)
    return VALID


def _report(options: argparse.Namespace, data: Buffer) -> Report:
    pins = Pins(options.convention, options.root, tuple(options.receipt))
    with ExitStack() as stack:
        return verify(data, pins, options.jobs, _progress(stack))


def _progress(stack: ExitStack) -> Progress:
    """Return what shows a bar for each long check, on standard error and only to a person who looks at it."""
    bars: dict[str, tqdm[NoReturn]] = {}

    def show(check: str, done: int, total: int) -> None:
        if check not in bars:
            bars[check] = stack.enter_context(tqdm(desc=check, total=total, disable=None, leave=False, unit="entry"))
        bars[check].update(done - bars[check].n)

    return show


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _jobs(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,2}", text):
        raise argparse.ArgumentTypeError("a number of processes from 1 to 999")
    return int(text)


def _convention(text: str) -> str:
    if not DIGEST.fullmatch(text):
        raise argparse.ArgumentTypeError("a convention is named by the 43 characters of its founding's digest")
    return text


def _root(text: str) -> RootPin:
    match = _ROOT.fullmatch(text)
    try:
        if match is None:
            raise BadEncoding
        root = match["root"]
        value = b64_decode(root) if root.endswith("=") else b64url_decode(root)
    except BadEncoding:
        raise argparse.ArgumentTypeError("a root is 32 bytes in base64 or base64url, or size:root") from None
    return RootPin(value, None if match["size"] is None else int(match["size"]))


def _receipt(text: str) -> tuple[str, Receipt]:
    try:
        with Path(text).open("rb") as file:
            return text, Receipt.parse(file.read(MAX_LENGTH + 1))
    except OSError as error:
        raise argparse.ArgumentTypeError(f"{text} cannot be read: {error.strerror}") from None
    except ProofError as error:
        raise argparse.ArgumentTypeError(f"{text}: {error}") from None


if __name__ == "__main__":
    sys.exit(main())
