"""A bundle: the whole record of a convention in one file (FORMAT.md section 9), assembled here and opened here."""

import hashlib
import mmap
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, Self

from audit import canonical, tally
from audit.blobs import hex_name, named_in
from audit.checkpoint import open_checkpoint
from audit.container import MEMBER_LIMIT, Member
from audit.documents import documents
from audit.encoding import b64url_encode, digest
from audit.errors import BundleError, TileError, Unusable
from audit.merkle import Tree, leaf_hash
from audit.note import VerifierKey
from audit.tiles import WIDTH, Tile, decode_bundle, encode_bundle, entry_bundles, hash_tiles, tile_bytes
from ballots.convention import Convention
from ballots.errors import BadField, Refused
from ballots.fields import MAX_INTEGER, TITLE_LIMIT, Fields, checked_match

FORMAT = "plenary-bundle-v1"
MANIFEST = "manifest.json"
CHECKPOINT = "log/checkpoint"
RESULTS = "results.json"
DOCUMENTS = "documents.json"
ROSTER = "roster.json"
BLOBS = "blobs/"
LOG = "log/"
HEX = re.compile(r"[0-9a-f]{64}")

_NAME = re.compile(r"[a-z0-9][a-z0-9._/-]*")

Entries = Callable[[int, int], Iterable[bytes]]


class RosterLine(NamedTuple):
    """Whose credential it is; the salt is 16 bytes in base64url."""

    credential: int
    name: str
    salt: str


def export_size(convention: Convention) -> int:
    """Return how many entries a bundle may hold now: the most at which no motion's votes are withheld."""
    size = convention.size
    # From the last opening to the first: cutting before one motion may cut off the close of one that opened earlier.
    for motion in sorted(convention.motions.values(), key=lambda motion: motion.index, reverse=True):
        if motion.index < size and (motion.revealed is None or motion.revealed >= size):
            size = motion.index
    return size


def log_members(size: int) -> dict[str, Tile]:
    """Return the tile or entry bundle that each member under `log/tile/` of a log of this size is, sorted by name."""
    tiles = [*hash_tiles(size), *entry_bundles(size)]
    return dict(sorted((LOG + tile.path, tile) for tile in tiles))


def commitment(line: RosterLine, person: str) -> str:
    """Return the commitment to a name that stands in the log (FORMAT.md section 9, *roster*)."""
    value = {"name": line.name, "number": line.credential, "person": person, "salt": line.salt}
    return digest(canonical.dumps(value))


def members(
    convention: Convention,
    tree: Tree,
    entries: Entries,
    checkpoint: bytes,
    blob: Callable[[str], bytes | None],
    roster: Iterable[RosterLine] | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of every member, in the order of the file; one at a time is in memory.

    `convention` is the state at the checkpoint's size (`tally.replay` makes an earlier one), `entries(start, stop)`
    returns recorded entries, `blob` the bytes with a hex SHA-256, None if they are not there. Without a roster the
    bundle is redacted: it holds no names, and nothing of what people wrote that may be erased.

    Raises:
        BundleError: what is to be exported does not fit together, so that no verifier would accept it.
        NoteError: the checkpoint is not one of this log.
    """
    signed = open_checkpoint(checkpoint, VerifierKey.parse(convention.founded.log_key))
    if signed.size != convention.size or signed.root != tree.root(signed.size):
        raise BundleError(CHECKPOINT, f"it is not that of the log at size {convention.size}")
    if convention.open_motions:
        raise BundleError(CHECKPOINT, f"votes are withheld: motion {next(iter(convention.open_motions))} is open")
    files: dict[str, str] = {}
    blobs = _Blobs(blob, roster is not None)
    for name, content in _public_members(convention, tree, entries, checkpoint, blobs):
        files[name] = hashlib.sha256(content).hexdigest()
        yield name, content
    rest = {RESULTS: canonical.dumps(tally.results(convention))}
    if roster is not None:
        rest[ROSTER] = _roster_bytes(convention, roster)
    for name, content in rest.items():
        files[name] = hashlib.sha256(content).hexdigest()
    manifest = {
        "convention": convention.digest,
        "files": files,
        "format": FORMAT,
        "redacted": roster is None,
        "root": b64url_encode(signed.root),
        "size": signed.size,
    }
    yield MANIFEST, canonical.dumps(manifest)
    yield from rest.items()


def _public_members(
    convention: Convention, tree: Tree, entries: Entries, checkpoint: bytes, blobs: "_Blobs"
) -> Iterator[tuple[str, bytes]]:
    """Yield blobs, documents, checkpoint and tiles, each compared with what the log says of it before it is let out."""
    recorded, size = _Recorded(tree, entries), convention.size
    for name, erasable in sorted(recorded.blobs(size).items()):
        content = blobs.content(name, erasable)
        if content is not None:
            yield BLOBS + name, content
    yield DOCUMENTS, canonical.dumps(documents(convention))
    yield CHECKPOINT, checkpoint
    for name, tile in log_members(size).items():
        yield name, encode_bundle(recorded.entries(tile)) if tile.level is None else tile_bytes(tree, tile)


class _Blobs:
    """Stored texts, each compared with its name before it is let out."""

    def __init__(self, blob: Callable[[str], bytes | None], personal: bool) -> None:
        self._blob = blob
        self._personal = personal

    def content(self, name: str, erasable: bool) -> bytes | None:
        """Return the bytes of a blob; None for one that was erased, or is personal and not to be let out.

        Raises:
            BundleError: they are missing, or not what the name says.
        """
        if erasable and not self._personal:
            return None
        content = self._blob(name)
        if content is None and erasable:
            return None
        if content is None or hashlib.sha256(content).hexdigest() != name:
            raise BundleError(BLOBS + name, "the stored bytes are missing or do not have this SHA-256")
        return content


class _Recorded:
    """Stored entries, each compared with its hash in the tree before it is used."""

    def __init__(self, tree: Tree, entries: Entries) -> None:
        self._tree = tree
        self._entries = entries

    def entries(self, tile: Tile) -> list[bytes]:
        """Return the entries of one bundle.

        Raises:
            BundleError: they are not those that were recorded.
        """
        held = list(self._entries(tile.start, tile.stop))
        if b"".join(map(leaf_hash, held)) != self._tree.subtrees(0, tile.start, tile.stop):
            raise BundleError(LOG + tile.path, "the stored entries are not those that were recorded")
        return held

    def blobs(self, size: int) -> dict[str, bool]:
        """Return the names of all blobs and whether each may be missing, reading in full only entries that name any."""
        names: dict[str, bool] = {}
        for tile in entry_bundles(size):
            for entry in self.entries(tile):
                found = named_in(entry)
                names |= {hex_name(digest): True for digest in found.erasable if hex_name(digest) not in names}
                names |= {hex_name(digest): False for digest in found.texts}
        return names


def _roster_bytes(convention: Convention, roster: Iterable[RosterLine]) -> bytes:
    content = canonical.dumps([line._asdict() for line in sorted(roster)])
    try:
        lines = read_roster(content)
    except Refused as error:
        raise BundleError(ROSTER, str(error)) from None
    for line in lines:
        credential = convention.credentials.get(line.credential)
        if credential is None or commitment(line, credential.person) != credential.commitment:
            raise BundleError(f"{ROSTER}, credential {line.credential}", "the name is not the one committed to")
    return content


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a bundle says it holds; `files` maps every other member to the hex SHA-256 of its bytes."""

    convention: str
    files: Mapping[str, str]
    redacted: bool
    root: str
    size: int

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Return the manifest in these bytes.

        Raises:
            Refused: not canonical JSON of exactly the members of FORMAT.md section 9.
        """
        fields = Fields(canonical.loads(data), "manifest")
        fields.choice("format", {FORMAT: None})
        manifest = cls(
            convention=fields.digest("convention"),
            files=fields.mapping("files", _NAME, MEMBER_LIMIT, _read_hash),
            redacted=fields.boolean("redacted"),
            root=fields.digest("root"),
            size=fields.integer("size", 1),
        )
        fields.end()
        return manifest


class Bundle:
    """An opened bundle: members of a canonical file, not yet compared with anything.

    Raises:
        BundleError: there is no manifest, or not one that could be that of these members.
    """

    def __init__(self, members: Mapping[str, Member]) -> None:
        self.members = members
        found = members.get(MANIFEST)
        if found is None:
            raise BundleError(MANIFEST, "this member is missing: the file is a ZIP, but no bundle")
        try:
            self.manifest = Manifest.parse(bytes(found.content))
        except Refused as error:
            raise BundleError(f"{MANIFEST} (byte {found.offset})", str(error)) from None
        # Before anything is computed from the size: every 256 entries need a member.
        if self.manifest.size > len(members) * WIDTH:
            raise BundleError(MANIFEST, f"it promises {self.manifest.size} entries, more than the file can hold")

    @property
    def size(self) -> int:
        """The number of entries that the manifest promises."""
        return self.manifest.size

    def content(self, name: str) -> bytes:
        """Return the bytes of a member.

        Raises:
            BundleError: there is no such member.
        """
        try:
            return bytes(self.members[name].content)
        except KeyError:
            raise BundleError(name, "this member is missing") from None

    def text(self, name: str) -> bytes | None:
        """Return the text with a digest in base64url, None if it is not here or not what its name says."""
        member = self.members.get(BLOBS + hex_name(name))
        content = b"" if member is None else bytes(member.content)
        return content if digest(content) == name else None

    def entries(self) -> Iterator[bytes]:
        """Yield every entry; 256 are in memory at a time.

        Raises:
            BundleError: an entry bundle is missing or malformed.
        """
        for tile in entry_bundles(self.size):
            yield from self._decode(tile)

    def entry(self, index: int) -> bytes:
        """Return one entry.

        Raises:
            BundleError: its entry bundle is missing or malformed.
        """
        return self._decode(self._tile(index))[index % WIDTH]

    def place(self, index: int) -> str:
        """Say where in the file an entry stands."""
        tile = self._tile(index)
        before = sum(2 + len(entry) for entry in self._decode(tile)[: index % WIDTH])
        name = LOG + tile.path
        return f"entry {index} ({name}, byte {self.members[name].offset + before + 2})"

    def _tile(self, index: int) -> Tile:
        start = index - index % WIDTH
        return Tile(None, index // WIDTH, min(WIDTH, self.size - start))

    def _decode(self, tile: Tile) -> list[bytes]:
        name = LOG + tile.path
        content = self.content(name)
        try:
            return decode_bundle(content, tile.width)
        except TileError as error:
            raise BundleError(f"{name} (byte {self.members[name].offset})", str(error)) from None


def read_roster(data: bytes) -> list[RosterLine]:
    """Return the lines of a `roster.json`.

    Raises:
        Refused: not canonical JSON of the form in FORMAT.md section 9, or not sorted by number.
    """
    fields = Fields({"roster": canonical.loads(data)}, "file")
    lines = list(fields.items("roster", 0, MAX_INTEGER, _read_line))
    for before, line in pairwise(lines):
        if before.credential >= line.credential:
            raise BadField(f"the line of credential {line.credential} stands after that of {before.credential}")
    return lines


def _read_line(value: object, where: str) -> RosterLine:
    fields = Fields(value, where)
    line = RosterLine(fields.integer("credential", 1), fields.text("name", TITLE_LIMIT), fields.nonce("salt"))
    fields.end()
    return line


def _read_hash(value: object, name: str) -> str:
    return checked_match(value, f"manifest.files.{name}", HEX, "a SHA-256 in hexadecimal")


def map_file(path: Path) -> mmap.mmap:
    """Return a file's bytes, read from the disk as they are looked at.

    Raises:
        Unusable: no such file, no regular file, not readable, or empty.
    """
    try:
        # Looked at before it is opened: opening a pipe that nobody writes to would wait for ever.
        if not stat.S_ISREG(path.stat().st_mode):
            if path.is_dir():
                # Some browsers unpack a ZIP as it arrives.
                raise Unusable(f"{path} is a folder, not the ZIP file: give the file itself, as it was downloaded")
            raise Unusable(f"{path} is not a regular file")
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except OSError as error:
        raise Unusable(f"{path} cannot be read: {error.strerror}") from None
    except ValueError:
        raise Unusable(f"{path} is empty") from None
