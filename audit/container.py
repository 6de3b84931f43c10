"""The canonical ZIP of a bundle (FORMAT.md section 9): one way to write it, and a reader that accepts nothing else."""

import mmap
import re
import struct
import zlib
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import BinaryIO, NamedTuple, TypeAlias

from audit.errors import BundleError, Unusable

Buffer: TypeAlias = bytes | bytearray | memoryview | mmap.mmap

# ZIP64 is not used, so neither its marker 0xFFFFFFFF nor anything above it may occur as a size or an offset.
FILE_LIMIT = 0xFFFF_FFFE
MEMBER_LIMIT = 0xFFFF

_NAME = re.compile(rb"[a-z0-9][a-z0-9._/-]*")

# APPNOTE.TXT sections 4.3.7, 4.3.12 and 4.3.16.
_LOCAL_FIELDS = (
    ("signature", "4s"), ("version needed", "H"), ("flags", "H"), ("compression method", "H"), ("time", "H"),
    ("date", "H"), ("CRC-32", "I"), ("compressed size", "I"), ("size", "I"), ("name's length", "H"),
    ("extra field's length", "H"),
)  # fmt: skip
_CENTRAL_FIELDS = (
    ("signature", "4s"), ("version made by", "H"), *_LOCAL_FIELDS[1:], ("comment's length", "H"), ("disk number", "H"),
    ("internal attributes", "H"), ("external attributes", "I"), ("offset", "I"),
)  # fmt: skip
_LOCAL = struct.Struct("<" + "".join(code for _, code in _LOCAL_FIELDS))
_CENTRAL = struct.Struct("<" + "".join(code for _, code in _CENTRAL_FIELDS))
_END = struct.Struct("<4s4H2IH")
_LOCAL_SIGNATURE = b"PK\x03\x04"
_CENTRAL_SIGNATURE = b"PK\x01\x02"
_END_SIGNATURE = b"PK\x05\x06"

_NEEDED = 20
_UNIX = 3 << 8
_FLAGS = _STORED = _TIME = 0
_DATE = 1 << 5 | 1  # 1980-01-01
_MODE = 0o100644 << 16
# What whoever packs a ZIP sets alike in every member.
_ALIKE = ("version needed", "flags", "compression method", "time", "date")


class Member(NamedTuple):
    """A member's bytes, and where in the file they start."""

    offset: int
    content: memoryview


def _local(name: bytes, crc: int, size: int) -> bytes:
    fixed = (_LOCAL_SIGNATURE, _NEEDED, _FLAGS, _STORED, _TIME, _DATE)
    return _LOCAL.pack(*fixed, crc, size, size, len(name), 0) + name


def _central(name: bytes, crc: int, size: int, offset: int) -> bytes:
    fixed = (_CENTRAL_SIGNATURE, _UNIX | _NEEDED, _NEEDED, _FLAGS, _STORED, _TIME, _DATE)
    return _CENTRAL.pack(*fixed, crc, size, size, len(name), 0, 0, 0, 0, _MODE, offset) + name


def _end(count: int, size: int, offset: int) -> bytes:
    return _END.pack(_END_SIGNATURE, 0, 0, count, count, size, offset, 0)


def _check_name(name: bytes, before: bytes, where: str) -> None:
    """Refuse a name that could leave the directory into which it is unpacked, and one out of order."""
    if not _NAME.fullmatch(name) or any(part in (b"", b".", b"..") for part in name.split(b"/")):
        raise BundleError(where, f"the member's name is not allowed: {name[:200]!r}")
    if name == before:
        raise BundleError(where, "the member occurs twice")
    if name < before:
        raise BundleError(where, f"the members are not sorted: this one stands after {before.decode('ascii')}")


def write(members: Iterable[tuple[str, Buffer]], out: BinaryIO) -> int:
    """Write members, which come sorted by name, as one canonical ZIP; return its length in bytes.

    Of each member only its directory record is kept in memory. A failed write leaves part of a file behind: write
    to a temporary file and rename it.

    Raises:
        BundleError: a name is not allowed, twice or out of order, or the file would pass 4 GiB or 65,535 members.
    """
    directory: list[bytes] = []
    before, offset, listed = b"", 0, 0
    for text, content in members:
        name, data = text.encode("utf-8"), memoryview(content).cast("B")
        _check_name(name, before, text)
        listed += _CENTRAL.size + len(name)
        following = offset + _LOCAL.size + len(name) + len(data)
        if following + listed + _END.size > FILE_LIMIT or len(directory) == MEMBER_LIMIT:
            raise BundleError(text, "with this member the bundle would pass 4 GiB or 65,535 members")
        crc = zlib.crc32(data)
        out.write(_local(name, crc, len(data)))
        out.write(data)
        directory.append(_central(name, crc, len(data), offset))
        before, offset = name, following
    out.write(b"".join(directory))
    out.write(_end(len(directory), listed, offset))
    return offset + listed + _END.size


def read(data: Buffer) -> dict[str, Member]:
    """Return the members of a canonical ZIP, in their order, as views into `data`.

    The file is read once, forwards, and each of its bytes is compared with what `write` would have written. A length
    is never trusted beyond what is there, and nothing is unpacked, so a small file cannot make the reader allocate
    much.

    Raises:
        Unusable: at neither of its ends is this a ZIP.
        BundleError: any deviation, with the member and the offset at which it was found.
    """
    view = memoryview(data).cast("B")
    if view[:4] != _LOCAL_SIGNATURE and view[-_END.size : -_END.size + 4] != _END_SIGNATURE:
        raise Unusable("this is not a ZIP file, so it is not a bundle")
    if len(view) > FILE_LIMIT:
        raise BundleError("the file", "it is longer than 4 GiB, which a bundle never is")
    members: dict[str, Member] = {}
    directory: list[bytes] = []
    before, offset = b"", 0
    while view[offset : offset + 4] == _LOCAL_SIGNATURE:
        name, content, crc = _read_member(view, offset, before)
        following = offset + _LOCAL.size + len(name) + len(content)
        members[name.decode("ascii")] = Member(following - len(content), content)
        directory.append(_central(name, crc, len(content), offset))
        before, offset = name, following
        if len(directory) > MEMBER_LIMIT:
            raise BundleError(f"byte {offset}", "the file has more than 65,535 members")
    _check_tail(view, offset, directory, list(members))
    return members


def _read_member(view: memoryview, offset: int, before: bytes) -> tuple[bytes, memoryview, int]:
    """Return name, content and CRC-32 of the member whose local header starts at `offset`."""
    where = f"byte {offset}"
    if offset + _LOCAL.size > len(view):
        raise BundleError(where, "the file ends within the header of a member")
    found = _LOCAL.unpack_from(view, offset)
    crc, stored, size, length = found[6:10]
    start = offset + _LOCAL.size + length
    name = bytes(view[offset + _LOCAL.size : start])
    if _NAME.fullmatch(name) and len(name) == length:
        where = f"{name.decode('ascii')} (byte {offset})"
    wanted = (_LOCAL_SIGNATURE, _NEEDED, _FLAGS, _STORED, _TIME, _DATE, crc, size, size, length, 0)
    for (field, _), value, canonical in zip(_LOCAL_FIELDS, found, wanted, strict=True):
        if value != canonical:
            problem = f"the header's {field} is {value}; in a bundle it is {canonical}"
            if field in _ALIKE:
                problem += ": another program packed this file; take the bundle as it was exported"
            raise BundleError(where, problem)
    if start + size > len(view):
        raise BundleError(where, f"the member claims {size} bytes, but the file ends before: is all of it here?")
    _check_name(name, before, where)
    content = view[start : start + stored]
    if zlib.crc32(content) != crc:
        raise BundleError(where, "the content does not have the CRC-32 of its header: one of the two was changed")
    return name, content, crc


def _check_tail(view: memoryview, offset: int, directory: list[bytes], names: list[str]) -> None:
    """Compare all that follows the last member with the central directory and end record that belong there."""
    listing = b"".join(directory)
    tail = listing + _end(len(directory), len(listing), offset)
    if view[offset:] == tail:
        return
    found = bytes(view[offset : offset + len(tail) + 1])
    at = next((i for i, (a, b) in enumerate(zip(found, tail, strict=False)) if a != b), min(len(found), len(tail)))
    if at >= len(tail):
        raise BundleError(f"byte {offset + at}", "something follows the end of the ZIP")
    if at >= len(found):
        raise BundleError(f"byte {offset + at}", "the file ends within its central directory: it is truncated")
    if at < 4:
        raise BundleError(f"byte {offset}", "neither a member nor the central directory starts here")
    if at >= len(listing):
        raise BundleError(f"end record (byte {offset + at})", "it does not fit the members of this file")
    starts = [0, *accumulate(map(len, directory))]
    number = bisect_right(starts, at) - 1
    ends = list(accumulate(struct.calcsize("<" + code) for _, code in _CENTRAL_FIELDS))
    position = bisect_right(ends, at - starts[number])
    field = _CENTRAL_FIELDS[position][0] if position < len(ends) else "name"
    where = f"central directory, {names[number]} (byte {offset + at})"
    raise BundleError(where, f"the record's {field} does not fit the member")
