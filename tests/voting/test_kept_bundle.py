"""The bundle that everybody may download, on the disk on which votes are kept."""

import io
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from ballots.acts import Role
from tests.voting.web import build_web
from voting import bundles
from voting.views import record


def test_all_who_download_a_record_share_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred strangers who read slowly do not take a hundred times the room on the disk, nor the time."""
    web, made = build_web(tmp_path, delegates=1), list[object]()

    def counted(*given: Any) -> None:
        made.append(given)
        bundles.write_bundle(*given)

    def unpacked(data: bytes) -> bytes:
        return ZipFile(io.BytesIO(data)).read("log/checkpoint")

    monkeypatch.setattr(record, "write_bundle", counted)
    monkeypatch.setattr(bundles, "_PIECE", 1_000)
    slow = web.app.test_client().get("/audit/bundle.zip", buffered=False)
    chunks = iter(slow.response)
    began = next(chunks)
    first = web.nobody.get("/audit/bundle.zip")
    assert (first.content_length, len(made)) == (len(first.data), 1)
    web.house.admit(1)
    later = web.nobody.get("/audit/bundle.zip")
    assert len(made) == 2
    assert unpacked(first.data) != unpacked(later.data)
    # Whoever had begun gets what she began with.
    assert began + b"".join(chunks) == first.data
    slow.close()
    # What holds names is made for each who may have it, and kept for nobody.
    auditor = web.sign_in(web.house.hand(Role.AUDITOR))
    for _ in range(2):
        assert b"roster.json" in auditor.get("/audit/bundle.zip?names=1").data
    assert len(made) == 4
    assert b"roster.json" not in web.nobody.get("/audit/bundle.zip").data
    assert len(made) == 4
    web.close()


def test_those_who_read_slowly_while_the_log_grows_keep_no_more_than_a_few_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    web = build_web(tmp_path, delegates=1)
    monkeypatch.setattr(bundles, "_PIECE", 1_000)
    monkeypatch.setattr(bundles, "MOST_BEFORE", 1, raising=False)
    readers = []
    for _ in range(3):
        slow = web.app.test_client().get("/audit/bundle.zip", buffered=False)
        chunks = iter(slow.response)
        readers.append((slow.content_length, slow, next(chunks), chunks))
        web.house.admit(1)
    whole = [len(began + b"".join(chunks)) == length for length, _, began, chunks in readers]
    # Whoever reads the oldest begins again: a browser sees that it broke off.
    assert whole == [False, True, True]
    for _, slow, _, _ in readers:
        slow.close()
    # What nobody reads any more goes with the next one.
    assert web.nobody.get("/audit/bundle.zip").status_code == 200
    assert len(web.app.extensions["plenary_bundle"]._files) == 1
    web.close()
