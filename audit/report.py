"""What a verification found: checks in order, each finding with its place, and a count per motion."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from audit.day import Total
from audit.encoding import b64url_decode
from audit.fingerprint import root_words
from audit.tally import DecisionResult, MotionResult, SittingResult

# A forger can make every entry wrong; a reader needs the first places and the number.
FINDINGS_KEPT = 100


class Outcome(StrEnum):
    """How a check ended."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_DONE = "not done"


class Finding(NamedTuple):
    """Something that is not as it must be, and where: a member, an offset, an entry, a motion."""

    where: str
    what: str


@dataclass(slots=True)
class Check:
    """One of the ordered checks of FORMAT.md section 10; `count` says how many `things` were looked at."""

    name: str
    title: str
    things: str
    outcome: Outcome = Outcome.NOT_DONE
    count: int = 0
    failures: int = 0
    findings: list[Finding] = field(default_factory=list)
    reason: str = ""

    def fail(self, where: str, what: str) -> None:
        """Record a finding; the first hundred are kept, the rest are counted."""
        self.outcome = Outcome.FAILED
        self.failures += 1
        if len(self.findings) < FINDINGS_KEPT:
            self.findings.append(Finding(where, what))

    def finish(self, count: int) -> bool:
        """End the check after `count` things; tell whether nothing was found."""
        self.count = count
        if self.outcome is Outcome.NOT_DONE:
            self.outcome = Outcome.PASSED
        return self.outcome is Outcome.PASSED

    def skip(self, reason: str, count: int = 0) -> None:
        """Say why this check was not made, or not to its end; what it has found so far stays."""
        self.reason = reason
        self.count = count


class Declared(NamedTuple):
    """What a chair declared, admissible or not; `casting` is her casting vote in a tie."""

    options: dict[str, Total]
    outcome: str
    casting: str | None = None


class MotionReport(NamedTuple):
    """A motion as the recount has it, beside what was declared; None if nothing was."""

    recounted: MotionResult
    declared: Declared | None

    @property
    def agrees(self) -> bool:
        """Whether the declaration, if any, equals the recount."""
        declared = self.declared
        return declared is None or declared[:2] == (self.recounted["options"], self.recounted["outcome"])


CHECKS = (
    ("container", "The file is a canonical ZIP and matches its manifest", "members"),
    ("checkpoint", "The checkpoint is signed by the log's key", "signatures"),
    ("tree", "Every entry and tile hashes to the checkpoint's root", "entries"),
    ("signatures", "Every statement is signed by the key it names", "statements"),
    ("rules", "Every statement was admissible when it was recorded", "statements"),
    ("results", "Declared and exported results equal the recount", "results"),
    ("blobs and names", "Every text and name is the one that was recorded", "texts and names"),
    ("pins", "The record is the one that you know from elsewhere", "pins"),
)


@dataclass(slots=True)
class Report:
    """Everything that a verification says."""

    checks: dict[str, Check] = field(
        default_factory=lambda: {name: Check(name, title, things) for name, title, things in CHECKS}
    )
    convention: str = ""
    name: str = ""
    size: int = 0
    root: str = ""
    redacted: bool = True
    pinned_by: list[str] = field(default_factory=list)
    motions: list[MotionReport] = field(default_factory=list)
    decisions: list[DecisionResult] = field(default_factory=list)
    sittings: list[SittingResult] = field(default_factory=list)
    # Of a record with names: personal texts that are gone, by hex SHA-256 and the entry that names each first; and the
    # credentials whose names are gone.
    erased: list[tuple[str, int]] = field(default_factory=list)
    nameless: list[int] = field(default_factory=list)

    @property
    def valid(self) -> bool:
        """Whether every check passed; that of the pins is made only if there are any."""
        *others, pins = self.checks.values()
        return all(check.outcome is Outcome.PASSED for check in others) and pins.outcome is not Outcome.FAILED

    @property
    def words(self) -> str:
        """The root in words, as the hall screen shows them; none before the manifest is read."""
        return root_words(b64url_decode(self.root)) if self.root else ""

    @property
    def verdict(self) -> str:
        """The verdict in one line."""
        if not self.valid:
            return "INVALID"
        if self.pinned_by:
            return f"valid, pinned by {', '.join(self.pinned_by)}"
        return "valid: consistent, not pinned"

    def as_json(self) -> dict[str, object]:
        """Return the report as plain values."""
        return {
            "format": "plenary-report-v1",
            "valid": self.valid,
            "verdict": self.verdict,
            "convention": self.convention,
            "name": self.name,
            "size": self.size,
            "root": self.root,
            "words": self.words,
            "redacted": self.redacted,
            "pinned_by": self.pinned_by,
            "checks": [_check_json(check) for check in self.checks.values()],
            "motions": [_motion_json(motion) for motion in self.motions],
            "decisions": self.decisions,
            "sittings": self.sittings,
            "erased": {
                "texts": [{"blob": blob, "entry": entry} for blob, entry in self.erased],
                "names": self.nameless,
            },
        }

    def lines(self) -> Iterator[str]:
        """Yield the report as lines of text for a terminal."""
        if self.convention:
            names = "redacted" if self.redacted else "with names"
            yield f"{_plain(self.name)}: {self.size} entries, {names}"
            yield f"convention {self.convention}"
            yield f"root       {self.root}"
            yield f"in words   {self.words}"
            yield ""
        for number, check in enumerate(self.checks.values(), 1):
            yield from _check_lines(number, check)
        for blob, entry in self.erased[:FINDINGS_KEPT]:
            yield f"       erased: the personal text {blob}, which entry {entry} names"
        if len(self.erased) > FINDINGS_KEPT:
            yield f"       and {len(self.erased) - FINDINGS_KEPT:,} more personal texts"
        if self.nameless:
            yield f"       erased: the names of credentials {', '.join(map(str, self.nameless))}"
        if self.erased or self.nameless:
            yield "       The log has digests of what was erased and no word of it. No count depends on them."
        if self.sittings:
            yield ""
            yield from _table([("sitting", "entry", "present", "accredited", "quorum"), *_sitting_rows(self.sittings)])
        if self.motions:
            yield ""
            yield from _motion_lines(self.motions)
        if self.decisions:
            yield ""
            yield from _table([("decision", "method", "counts", "outcome"), *map(_decision_row, self.decisions)])
        yield ""
        yield self.verdict
        if self.valid and not self.pinned_by:
            yield "The file agrees with itself. Compare the root above with the one in the minutes or on the screen,"
            yield "or verify again with --root, --convention or --receipt, to know that it is the assembly's record."


def _check_json(check: Check) -> dict[str, object]:
    return {
        "name": check.name,
        "outcome": check.outcome.value,
        "count": check.count,
        "failures": check.failures,
        "findings": [finding._asdict() for finding in check.findings],
        "reason": check.reason,
    }


def _motion_json(motion: MotionReport) -> dict[str, object]:
    declared = None if motion.declared is None else motion.declared._asdict()
    return {"declared": declared, "recounted": motion.recounted, "agrees": motion.agrees}


def _check_lines(number: int, check: Check) -> Iterator[str]:
    marks = {Outcome.PASSED: "ok  ", Outcome.FAILED: "FAIL", Outcome.NOT_DONE: "--  "}
    yield f"{marks[check.outcome]} {number} {check.title} ({check.things}: {check.count:,})"
    for where, what in check.findings:
        yield f"       {_plain(where)}: {_plain(what)}"
    if check.failures > len(check.findings):
        yield f"       and {check.failures - len(check.findings):,} more"
    if check.reason:
        yield f"       {check.reason}"


def _motion_lines(motions: list[MotionReport]) -> Iterator[str]:
    """Yield a table: for each motion and option what was declared and what the votes say."""
    rows = [("motion", "option", "declared", "recounted", "weight", "on paper", "")]
    for motion in motions:
        count = motion.recounted
        options = dict.fromkeys([*count["options"], *(motion.declared.options if motion.declared else {})])
        first = f"{count['motion']} ({count['state']})"
        for option in options:
            declared = motion.declared.options.get(option) if motion.declared else None
            recounted, papers = count["options"].get(option), count["papers"].get(option)
            rows.append(
                (
                    first,
                    option,
                    "-" if declared is None else str(declared["count"]),
                    "-" if recounted is None else str(recounted["count"]),
                    "-" if recounted is None else str(recounted["weight"]),
                    str(papers["count"]) if papers and papers["count"] else "",
                    "" if motion.declared is None or declared == recounted else "DIFFERS",
                )
            )
            first = ""
        outcome = motion.declared.outcome if motion.declared else "-"
        # An annulled motion decides nothing, whatever its votes would have made of it.
        recount = "annulled" if count["state"] == "annulled" else count["outcome"]
        differs = "" if motion.declared is None or outcome == count["outcome"] else "DIFFERS"
        turnout = f"{count['cast']['count']} of {count['electorate']['count']}"
        rows.append(("", f"cast {turnout}", outcome, recount, "", "", differs))
        if motion.declared and motion.declared.casting:
            rows.append(("", "casting vote", motion.declared.casting, "", "", "", ""))
        if back := count["reconsidered"]:
            rows.append(("", f"taken back by {back}", "no effect", "no effect", "", "", ""))
    yield from _table(rows, right=range(2, 6))


def _sitting_rows(sittings: list[SittingResult]) -> Iterator[tuple[str, ...]]:
    """Yield a row for each opening and resumption: who was there, and whether it was enough."""
    for sitting in sittings:
        first = f"{sitting['sitting']} ({sitting['state']})"
        for gathering in sitting["gatherings"]:
            quorum = gathering["quorum"]
            verdict = "none asked for"
            if quorum is not None:
                verdict = f"{'established' if quorum['met'] else 'NOT established'}: {quorum['reached']}"
                verdict += f", needed {quorum['needed']}"
            present, accredited = (str(gathering[roll]["count"]) for roll in ("present", "accredited"))
            yield first, str(gathering["entry"]), present, accredited, verdict
            first = ""


def _decision_row(decision: DecisionResult) -> tuple[str, ...]:
    """Return how something was decided without a vote by name; what is not in effect decides nothing."""
    counts = " ".join(f"{option} {count}" for option, count in (decision["counts"] or {}).items())
    outcome = {"in_effect": decision["outcome"], "stated": "not confirmed"}.get(decision["state"], decision["state"])
    back = f", taken back by {decision['reconsidered']}" if decision["reconsidered"] else ""
    return decision["decision"], decision["method"], counts or "-", outcome + back


def _table(rows: Sequence[tuple[str, ...]], right: Container[int] = ()) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell.rjust(width) if column in right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def _plain(text: str) -> str:
    """Return text without control characters, so that nothing in a bundle can steer the auditor's terminal."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
