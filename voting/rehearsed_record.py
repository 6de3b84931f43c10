"""What a rehearsal makes of the record: it is verified as an auditor does, and held against what was meant."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from audit.bundle import map_file
from audit.receipt import Receipt
from audit.report import Report
from audit.verify import Pins, verify
from voting.own_server import Failed

# Of each motion, how many votes were meant for each option.
Meant = Mapping[str, Mapping[str, int]]


def verified(bundle: Path, convention: str, receipts: Iterable[tuple[str, Receipt]]) -> Report:
    """Return the report on a bundle that is valid, of this convention, and holds what every receipt promises.

    Raises:
        Failed: the verification found something; the message is its report.
    """
    report = verify(map_file(bundle), Pins(convention=convention, receipts=tuple(receipts)))
    if not report.valid:
        raise Failed("\n".join(report.lines()))
    return report


def compare(report: Report, meant: Meant, on_paper: Meant) -> None:
    """Hold every recounted motion against what the phones, and the tellers among them, were told to vote.

    Raises:
        Failed: a count differs, or a motion is missing or too many.
    """
    found = [motion.recounted for motion in report.motions]
    if [one["motion"] for one in found] != list(meant):
        raise Failed(f"meant the motions {list(meant)}, verified {[one['motion'] for one in found]}")
    for one in found:
        name = one["motion"]
        for what, asked, options in (("", meant[name], one["options"]), (" on paper", on_paper[name], one["papers"])):
            counts = {choice: total["count"] for choice, total in options.items()}
            if counts != {choice: asked.get(choice, 0) for choice in counts}:
                raise Failed(f"motion {name}: meant {dict(asked)}{what}, verified {counts}")
