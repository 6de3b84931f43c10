"""Verification of a bundle: the ordered checks of FORMAT.md section 10, each of which says what it found and where."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from audit import admission, canonical, container, tally, votes
from audit.blobs import hex_name, named
from audit.bundle import (
    BLOBS,
    CHECKPOINT,
    DOCUMENTS,
    LOG,
    MANIFEST,
    RESULTS,
    ROSTER,
    Bundle,
    commitment,
    log_members,
    read_roster,
)
from audit.checkpoint import open_checkpoint
from audit.container import Buffer
from audit.documents import documents
from audit.encoding import b64url_encode
from audit.errors import BundleError, LogError, NoteError
from audit.merkle import HASH_LENGTH, Tree, leaf_hash
from audit.note import VerifierKey
from audit.receipt import Receipt
from audit.report import Declared, MotionReport, Report
from audit.signatures import CHUNK, Signatures
from audit.tiles import Tile, tile_bytes
from ballots.acts import Founded
from ballots.amendment_errors import TextMissing
from ballots.convention import Convention
from ballots.errors import Refused
from ballots.motion_acts import ResultDeclared
from ballots.vote_errors import WrongResult

# Called with the name of a check, how many entries it has done by now, and of how many.
Progress = Callable[[str, int, int], None]


class RootPin(NamedTuple):
    """A root known from elsewhere; `size` None means the bundle's own."""

    root: bytes
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Pins:
    """What the auditor knows from elsewhere than the bundle; each receipt with the name it is reported under."""

    convention: str | None = None
    root: RootPin | None = None
    receipts: tuple[tuple[str, Receipt], ...] = ()


NO_PINS = Pins()


def verify(data: Buffer, pins: Pins = NO_PINS, jobs: int = 1, progress: Progress | None = None) -> Report:
    """Check a bundle from its first byte to its last vote, with `jobs` processes for the signatures.

    Every check that still has a meaning is made, so that the report names each place where something is wrong.

    Raises:
        Unusable: this is no ZIP at all, or a process was killed.
    """
    report = Report()
    try:
        bundle = Bundle(container.read(data))
    except BundleError as error:
        report.checks["container"].fail(error.where, error.what)
        for check in list(report.checks.values())[1:]:
            check.skip("the file could not be read further")
        return report
    _Verification(bundle, report, pins, jobs, progress or _silent).run()
    return report


def _silent(check: str, done: int, total: int) -> None:
    """Show no progress."""


class _Verification:
    """The checks after the file's form, in their order, on one opened bundle."""

    def __init__(self, bundle: Bundle, report: Report, pins: Pins, jobs: int, progress: Progress) -> None:
        self._bundle = bundle
        self._report = report
        self._pins = pins
        self._jobs = jobs
        self._progress = progress
        self._key: VerifierKey | None = None
        self._tree = Tree()
        self._convention = Convention(bundle.text)
        self._declared: dict[str, Declared] = {}
        # The entry that first names a text; and the same of what may have been erased.
        self._texts: dict[str, int] = {}
        self._erasable: dict[str, int] = {}

    def run(self) -> None:
        """Make every check."""
        self._check_manifest()
        self._check_checkpoint()
        if self._check_tree():
            complete = self._check_statements()
            self._check_results(complete)
            self._check_blobs_and_names(complete)
        else:
            for name in ("signatures", "rules", "results", "blobs and names"):
                self._report.checks[name].skip("the entries could not be read")
        self._check_pins()

    def _check_manifest(self) -> None:
        check, files = self._report.checks["container"], self._bundle.manifest.files
        for name, member in self._bundle.members.items():
            where = f"{name} (byte {member.offset})"
            if not name.startswith((BLOBS, LOG)) and name not in (DOCUMENTS, MANIFEST, RESULTS, ROSTER):
                check.fail(where, "nothing of this name belongs in a bundle")
            if name == MANIFEST:
                continue
            if name not in files:
                check.fail(where, "the manifest does not list this member")
            elif hashlib.sha256(member.content).hexdigest() != files[name]:
                check.fail(where, "its bytes do not have the SHA-256 that the manifest gives")
        for name in files:
            if name not in self._bundle.members or name == MANIFEST:
                check.fail(f"{MANIFEST}, files, {name}", "the manifest lists a member that is not there, or itself")
        self._report.redacted = ROSTER not in self._bundle.members
        if self._bundle.manifest.redacted is not self._report.redacted:
            check.fail(MANIFEST, f"`redacted` contradicts the members: {ROSTER} is there, or it is not")
        check.finish(len(self._bundle.members))

    def _check_checkpoint(self) -> None:
        check, manifest = self._report.checks["checkpoint"], self._bundle.manifest
        self._report.size, self._report.root = manifest.size, manifest.root
        try:
            founding = admission.read(self._bundle.entry(0))
            founded = founding.statement.act
            if not isinstance(founded, Founded):
                check.fail(self._bundle.place(0), "the first entry does not found a convention")
                return
            self._report.convention = founding.jws.digest
            self._report.name = founded.name.get(founded.languages[0], "")
            if founding.jws.digest != manifest.convention:
                check.fail(f"{MANIFEST}, convention", f"entry 0 founds convention {founding.jws.digest}")
            self._key = VerifierKey.parse(founded.log_key)
            checkpoint = open_checkpoint(self._bundle.content(CHECKPOINT), self._key)
            for what, found, expected in (
                ("origin", checkpoint.origin, founded.origin),
                ("size", checkpoint.size, manifest.size),
                ("root", b64url_encode(checkpoint.root), manifest.root),
            ):
                if found != expected:
                    check.fail(CHECKPOINT, f"its {what} is {found}; entry 0 or the manifest says {expected}")
        except BundleError as error:
            check.fail(error.where, error.what)
        except Refused as error:
            check.fail(self._bundle.place(0), f"{error.code}: {error}")
        except NoteError as error:
            check.fail(CHECKPOINT if self._key else self._bundle.place(0), str(error))
        check.finish(1)

    def _check_tree(self) -> bool:
        """Tell whether every entry could be read; whether each has the right hash stands in the report."""
        check, size = self._report.checks["tree"], self._bundle.size
        expected = log_members(size)
        for name, member in self._bundle.members.items():
            if name.startswith(LOG) and name != CHECKPOINT and name not in expected:
                check.fail(f"{name} (byte {member.offset})", f"a log of {size} entries has no such file")
        try:
            for index, entry in enumerate(self._bundle.entries()):
                self._tree.append(leaf_hash(entry))
                if not index % CHUNK:
                    self._progress("tree", index, size)
        except BundleError as error:
            check.fail(error.where, error.what)
            check.finish(self._tree.size)
            return False
        for name, tile in expected.items():
            if tile.level is not None:
                self._check_tile(name, tile)
        root = b64url_encode(self._tree.root())
        if root != self._bundle.manifest.root:
            check.fail(f"{MANIFEST}, root", f"the entries hash to {root}")
        self._progress("tree", size, size)
        check.finish(size)
        return True

    def _check_tile(self, name: str, tile: Tile) -> None:
        check, member = self._report.checks["tree"], self._bundle.members.get(name)
        expected = tile_bytes(self._tree, tile)
        if member is None:
            check.fail(name, "this tile is missing")
        elif len(member.content) != len(expected):
            check.fail(f"{name} (byte {member.offset})", f"it has {len(member.content)} bytes, not {len(expected)}")
        elif member.content != expected:
            for at in range(0, len(expected), HASH_LENGTH):
                if member.content[at : at + HASH_LENGTH] != expected[at : at + HASH_LENGTH]:
                    number = tile.start + at // HASH_LENGTH
                    of = self._bundle.place(number) if tile.level == 0 else f"subtree {number} of this level"
                    check.fail(f"{name} (byte {member.offset + at})", f"it is not the hash of {of}")

    def _check_statements(self) -> bool:
        """Check signatures and rules in one pass; tell whether it came to the last entry."""
        size = self._bundle.size
        done = 0

        def advance(count: int) -> None:
            nonlocal done
            done += count
            self._progress("signatures", done, size)

        with Signatures(self._jobs, size, advance) as signatures:
            complete = self._fold(signatures)
            check = self._report.checks["signatures"]
            for failure in signatures.finish():
                check.fail(self._bundle.place(failure.entry), f"{failure.code}: {failure.detail}")
            if complete:
                check.finish(done)
            else:
                check.skip("the statements that follow the inadmissible one were not checked", done)
        return complete

    def _fold(self, signatures: Signatures) -> bool:
        check = self._report.checks["rules"]
        for index, entry in enumerate(self._bundle.entries()):
            try:
                submission = votes.read(entry)
                signatures.add(index, submission, admission.signing_key(self._convention, submission))
                admission.apply(self._convention, self._tree, submission)
                self._convention.commit()
            except Refused as error:
                check.fail(self._bundle.place(index), f"{error.code}: {error}")
                check.skip("the statements that follow it were not checked", index)
                if isinstance(error, WrongResult) and isinstance(submission.statement.act, ResultDeclared):
                    self._declare(submission.statement.act)
                return False
            act = submission.statement.act
            if isinstance(act, ResultDeclared):
                self._declare(act)
            found = named(act)
            for blob in map(hex_name, found.texts):
                self._texts.setdefault(blob, index)
            for blob in map(hex_name, found.erasable):
                self._erasable.setdefault(blob, index)
        check.finish(self._bundle.size)
        return True

    def _declare(self, act: ResultDeclared) -> None:
        self._declared[act.motion] = Declared(
            options=tally.totals(act.result.options),
            outcome=act.result.outcome.value,
            casting=None if act.casting is None else act.casting.value,
        )

    def _check_results(self, complete: bool) -> None:
        check = self._report.checks["results"]
        recounted = tally.results(self._convention)
        self._report.motions = [MotionReport(one, self._declared.get(one["motion"])) for one in recounted["motions"]]
        self._report.decisions = recounted["decisions"]
        self._report.sittings = recounted["sittings"]
        for motion in self._report.motions:
            name = motion.recounted["motion"]
            if not motion.agrees:
                check.fail(f"motion {name}", "the declared result is not the recount")
            if complete and motion.recounted["state"] in ("open", "ended"):
                check.fail(f"motion {name}", "a bundle ends before the opening of a motion that is not closed")
        if not complete:
            check.skip("the log could not be followed to its end")
            return
        self._compare(RESULTS, recounted)
        count = len(self._report.motions) + len(self._report.decisions) + len(self._report.sittings)
        count += len(recounted["reports"]) + len(recounted["agendas"]) + len(recounted["counts"])
        try:
            self._compare(DOCUMENTS, documents(self._convention))
        except TextMissing as error:
            check.skip(f"what the documents became was not checked: {error}", count)
            return
        check.finish(count)

    def _compare(self, name: str, recounted: object) -> None:
        """Compare a member with what the log makes of it."""
        check = self._report.checks["results"]
        try:
            exported = canonical.loads(self._bundle.content(name))
            for path, found, expected in _differences(exported, recounted, name):
                check.fail(path, f"it says {found!r:.100}, the recount is {expected!r:.100}")
        except BundleError as error:
            check.fail(error.where, error.what)
        except Refused as error:
            check.fail(name, str(error))

    def _check_blobs_and_names(self, complete: bool) -> None:
        check, found = self._report.checks["blobs and names"], self._bundle.members
        if not complete:
            check.skip("the log could not be followed to its end")
            return
        for blob, entry in self._texts.items():
            if BLOBS + blob not in found:
                check.fail(BLOBS + blob, f"this text is missing; {self._bundle.place(entry)} names it")
        held = {name.removeprefix(BLOBS): member for name, member in found.items() if name.startswith(BLOBS)}
        for blob, member in held.items():
            where = f"{BLOBS}{blob} (byte {member.offset})"
            if blob not in self._texts and blob not in self._erasable:
                check.fail(where, "no statement names this text")
            elif hashlib.sha256(member.content).hexdigest() != blob:
                check.fail(where, "the text does not have the SHA-256 of its name")
        if ROSTER in found:
            lacking = self._erasable.keys() - self._texts.keys() - held.keys()
            self._report.erased = [(blob, entry) for blob, entry in self._erasable.items() if blob in lacking]
        check.finish(len(held) + self._check_roster())

    def _check_roster(self) -> int:
        check = self._report.checks["blobs and names"]
        if ROSTER not in self._bundle.members:
            return 0
        try:
            lines = read_roster(self._bundle.content(ROSTER))
        except Refused as error:
            check.fail(ROSTER, str(error))
            return 0
        for line in lines:
            credential = self._convention.credentials.get(line.credential)
            if credential is None:
                check.fail(f"{ROSTER}, credential {line.credential}", "no credential has this number")
            elif commitment(line, credential.person) != credential.commitment:
                check.fail(f"{ROSTER}, credential {line.credential}", "name and salt are not those committed to")
        self._report.nameless = sorted(self._convention.credentials.keys() - {line.credential for line in lines})
        return len(lines)

    def _check_pins(self) -> None:
        check, pins = self._report.checks["pins"], self._pins
        pinned: list[str] = []
        if pins.convention is not None:
            pinned.append("convention")
            if pins.convention != self._report.convention:
                check.fail("--convention", f"this is convention {self._report.convention}, not {pins.convention}")
        if pins.root is not None:
            pinned.append("root")
            self._check_root(pins.root)
        for name, receipt in pins.receipts:
            pinned.append(f"receipt {name}")
            self._check_receipt(name, receipt)
        if not pinned:
            check.skip("nothing known from elsewhere was given to compare with")
        elif check.finish(len(pinned)):
            self._report.pinned_by = pinned

    def _check_root(self, pin: RootPin) -> None:
        check = self._report.checks["pins"]
        size = self._bundle.size if pin.size is None else pin.size
        if size > self._tree.size:
            check.fail("--root", f"the pinned root is of size {size}, but only {self._tree.size} entries could be read")
        elif self._tree.root(size) != pin.root:
            found, pinned = b64url_encode(self._tree.root(size)), b64url_encode(pin.root)
            check.fail("--root", f"at size {size} the root is {found}, not {pinned}")

    def _check_receipt(self, name: str, receipt: Receipt) -> None:
        check = self._report.checks["pins"]
        if self._key is None:
            check.fail(name, "it could not be checked: the bundle's log key could not be read")
            return
        try:
            checkpoint = open_checkpoint(receipt.checkpoint, self._key)
            if checkpoint.size > self._tree.size:
                check.fail(
                    name, f"it is of a log of {checkpoint.size} entries; here are {self._tree.size}: get a later bundle"
                )
            elif self._tree.root(checkpoint.size) != checkpoint.root:
                check.fail(
                    name, f"its root at size {checkpoint.size} is not this log's: the log was rewritten or split"
                )
            elif receipt.index >= checkpoint.size:
                check.fail(name, f"its index is {receipt.index}, but its log has {checkpoint.size} entries")
            else:
                entry = self._bundle.entry(receipt.index)
                receipt.verify(entry, self._key)
                if receipt.extra not in (None, entry):
                    check.fail(name, f"the statement in it is not entry {receipt.index} of the log")
        except LogError as error:
            check.fail(name, str(error))


def _differences(found: object, expected: object, path: str) -> Iterator[tuple[str, object, object]]:
    """Yield the path of each place where two JSON values differ, and both values there."""
    if isinstance(found, dict) and isinstance(expected, dict) and found.keys() == expected.keys():
        for name in expected:
            yield from _differences(found[name], expected[name], f"{path}, {name}")
    elif isinstance(found, list) and isinstance(expected, list) and len(found) == len(expected):
        for position, item in enumerate(expected):
            yield from _differences(found[position], item, f"{path}, {_name(item, position)}")
    # True equals 1 in Python, but not in JSON.
    elif type(found) is not type(expected) or found != expected:
        yield path, found, expected


def _name(item: object, position: int) -> str:
    """Return what an item of a list is called, or its place."""
    for kind in ("report", "agenda", "count", "motion", "decision", "document", "amendment", "sitting"):
        if isinstance(item, dict) and kind in item:
            return f"{kind} {item[kind]}"
    return str(position + 1)
