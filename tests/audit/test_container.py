"""The canonical ZIP: what is written, and that a reader takes nothing else (FORMAT.md section 9)."""

import io
import stat
import struct
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import container
from audit.errors import BundleError, Unusable

SAMPLE = {"blobs/ab": b"words", "log/checkpoint": b"", "log/tile/0/000": bytes(range(64)), "manifest.json": b"{}"}


def written(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    length = container.write(members.items(), out)
    assert length == len(out.getvalue())
    return out.getvalue()


def foreign(write: Callable[[zipfile.ZipFile], None]) -> bytes:
    """Return a ZIP as the standard library writes it, not as a bundle is written."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        write(archive)
    return out.getvalue()


def entry(name: str, mode: int = 0o100644) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.external_attr = mode << 16
    info.create_system = 3
    return info


def test_what_is_written_is_read_back() -> None:
    members = container.read(written(SAMPLE))
    assert {name: bytes(member.content) for name, member in members.items()} == SAMPLE
    assert list(members) == sorted(SAMPLE)
    for name, member in members.items():
        assert written(SAMPLE)[member.offset :].startswith(SAMPLE[name])
        assert written(SAMPLE)[: member.offset].endswith(name.encode())


def test_the_standard_library_writes_the_same_bytes_when_told_to() -> None:
    def write(archive: zipfile.ZipFile) -> None:
        for name, content in SAMPLE.items():
            archive.writestr(entry(name), content)

    assert foreign(write) == written(SAMPLE)


def test_the_standard_library_reads_regular_files_and_finds_no_fault() -> None:
    with zipfile.ZipFile(io.BytesIO(written(SAMPLE))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == SAMPLE
        assert {stat.filemode(info.external_attr >> 16) for info in archive.infolist()} == {"-rw-r--r--"}


def test_a_file_without_members() -> None:
    assert container.read(written({})) == {}


NAMES = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,8}(/[a-z0-9_-][a-z0-9._-]{0,8}){0,3}", fullmatch=True).filter(str.isascii)


@given(st.dictionaries(NAMES, st.binary(max_size=80), max_size=12))
def test_any_members_come_back(members: dict[str, bytes]) -> None:
    ordered = dict(sorted(members.items()))
    found = container.read(written(ordered))
    assert {name: bytes(member.content) for name, member in found.items()} == ordered


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["b", "a"], "not sorted"),
        (["a", "a"], "twice"),
        (["../a"], "not allowed"),
        (["a/../b"], "not allowed"),
        (["a/./b"], "not allowed"),
        (["a//b"], "not allowed"),
        (["a/"], "not allowed"),
        (["/a"], "not allowed"),
        (["A"], "not allowed"),
        (["a\\b"], "not allowed"),
        (["é"], "not allowed"),
        ([""], "not allowed"),
        (["a\n"], "not allowed"),
    ],
)
def test_names_that_are_not_written(names: list[str], found: str) -> None:
    with pytest.raises(BundleError, match=found):
        container.write([(name, b"") for name in names], io.BytesIO())


def test_more_members_than_a_zip_can_count() -> None:
    names = [f"{number:05}" for number in range(container.MEMBER_LIMIT + 1)]
    with pytest.raises(BundleError, match="65,535") as caught:
        container.write(((name, b"") for name in names), io.BytesIO())
    assert caught.value.where == "65535"
    out = io.BytesIO()
    container.write(((name, b"") for name in names[:-1]), out)
    assert len(container.read(out.getvalue())) == container.MEMBER_LIMIT


def test_more_bytes_than_a_zip_can_address(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = written(SAMPLE)
    monkeypatch.setattr(container, "FILE_LIMIT", len(whole))
    assert written(SAMPLE) == whole
    monkeypatch.setattr(container, "FILE_LIMIT", len(whole) - 1)
    with pytest.raises(BundleError, match="4 GiB") as caught:
        written(SAMPLE)
    assert caught.value.where == "manifest.json"
    with pytest.raises(BundleError, match="4 GiB"):
        container.read(whole)


def test_every_changed_byte_is_refused_with_its_place() -> None:
    whole = written(SAMPLE)
    for position in range(len(whole)):
        for change in (0x01, 0x20, 0x80, 0xFF):
            data = bytearray(whole)
            data[position] ^= change
            with pytest.raises(BundleError) as caught:
                container.read(data)
            assert "byte " in caught.value.where
            assert caught.value.what


def test_what_another_program_packed_or_a_download_cut_off_says_so() -> None:
    anew = foreign(lambda archive: archive.writestr("manifest.json", "{}"))
    with pytest.raises(BundleError, match="another program packed this file; take the bundle as it was exported"):
        container.read(anew)
    with pytest.raises(BundleError, match="the file ends before: is all of it here"):
        container.read(written(SAMPLE)[:-200].ljust(40, b"-")[:41])


def test_a_changed_content_names_its_member() -> None:
    whole = written(SAMPLE)
    data = whole.replace(b"words", b"swords"[:5])
    with pytest.raises(BundleError, match="CRC-32") as caught:
        container.read(data)
    assert caught.value.where == "blobs/ab (byte 0)"


def test_a_changed_record_of_the_directory_names_member_and_field() -> None:
    whole = written(SAMPLE)
    data = bytearray(whole)
    data[whole.rindex(b"log/checkpoint") - 8] ^= 1
    with pytest.raises(BundleError, match="external attributes") as caught:
        container.read(data)
    assert "log/checkpoint" in caught.value.where


def test_every_truncation_is_refused() -> None:
    whole = written(SAMPLE)
    for length in range(len(whole)):
        with pytest.raises(Unusable if length < 4 else BundleError):
            container.read(whole[:length])


def test_every_inserted_and_every_removed_byte_is_refused() -> None:
    whole = written(SAMPLE)
    for position in range(len(whole) + 1):
        with pytest.raises(BundleError):
            container.read(whole[:position] + b"\0" + whole[position:])
    for position in range(len(whole)):
        with pytest.raises(BundleError):
            container.read(whole[:position] + whole[position + 1 :])


def test_prefix_and_trailing_bytes() -> None:
    whole = written(SAMPLE)
    with pytest.raises(BundleError, match="neither a member") as before:
        container.read(b"#!/bin/sh\n" + whole)
    assert before.value.where == "byte 0"
    with pytest.raises(BundleError, match="follows the end") as behind:
        container.read(whole + b"\n")
    assert behind.value.where == f"byte {len(whole)}"
    with pytest.raises(Unusable):
        container.read(b"x" + whole + b"x")


@pytest.mark.parametrize("data", [b"", b"P", b"hello", b"%PDF-1.7\n" * 10, bytes(1000)])
def test_what_is_no_zip_is_unusable(data: bytes) -> None:
    with pytest.raises(Unusable):
        container.read(data)


def test_two_members_of_one_name() -> None:
    first = written({"a": b"1"})
    record = 31 + 1
    both = first[:record] + first[:record]
    directory = first[record:-22]
    tail = directory + directory[:-5] + struct.pack("<I", record) + b"a"
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 2, 2, len(tail), len(both), 0)
    with pytest.raises(BundleError, match="twice") as caught:
        container.read(both + tail + end)
    assert caught.value.where == f"a (byte {record})"


def test_a_zip_bomb_is_refused_by_its_method() -> None:
    def write(archive: zipfile.ZipFile) -> None:
        archive.writestr(entry("log/checkpoint"), bytes(50_000_000), zipfile.ZIP_DEFLATED)

    with pytest.raises(BundleError, match="compression method is 8") as caught:
        container.read(foreign(write))
    assert caught.value.where == "log/checkpoint (byte 0)"


def test_a_member_that_claims_more_than_the_file_holds() -> None:
    data = bytearray(written(SAMPLE))
    data[18:26] = struct.pack("<2I", 0xFFFF_FFF0, 0xFFFF_FFF0)
    with pytest.raises(BundleError, match="claims 4294967280 bytes"):
        container.read(data)


def test_a_path_that_climbs_out() -> None:
    with pytest.raises(BundleError, match="not allowed") as caught:
        container.read(foreign(lambda archive: archive.writestr(entry("../evil"), b"x")))
    assert "../evil" in caught.value.what


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda info: setattr(info, "date_time", (2026, 5, 1, 9, 0, 0)), "time"),
        (lambda info: setattr(info, "extra", b"\xfe\xca\0\0"), "extra field's length"),
        (lambda info: setattr(info, "comment", b"hello"), "comment's length"),
        (lambda info: setattr(info, "create_system", 0), "version made by"),
        (lambda info: setattr(info, "external_attr", 0o120777 << 16), "external attributes"),
        (lambda info: setattr(info, "internal_attr", 1), "internal attributes"),
        (lambda info: setattr(info, "filename", "é"), "flags"),
    ],
)
def test_metadata_that_a_bundle_does_not_have(change: Callable[[zipfile.ZipInfo], None], found: str) -> None:
    info = entry("a")
    change(info)
    with pytest.raises(BundleError, match=found):
        container.read(foreign(lambda archive: archive.writestr(info, b"x")))


def test_a_data_descriptor() -> None:
    class Pipe(io.RawIOBase):
        """A stream that cannot seek: the standard library then writes sizes behind the data."""

        def __init__(self) -> None:
            self.data = b""

        def writable(self) -> bool:
            return True

        def write(self, data: Any) -> int:
            self.data += bytes(data)
            return len(bytes(data))

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w") as archive:
        archive.writestr(entry("a"), b"x")
    with pytest.raises(BundleError, match="flags is 8"):
        container.read(pipe.data)
