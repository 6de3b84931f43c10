"""A recount on demand: from the stored entries alone, so that it sees what the server's memory would hide."""

import html
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from audit.cli import main
from tests.voting.web import Web, build_web, problem
from voting import recount as module
from voting.models import Entry
from voting.recount import recount

HTML = {"Accept": "text/html"}


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    web = build_web(tmp_path, delegates=3)
    web.house.decide("yes", "yes", "no")
    yield web
    web.close()


def replace(web: Web, index: int, old: int) -> None:
    """Put the bytes of another entry in the place of a stored one."""
    engine = web.house.parts.engine
    (content,) = web.house.parts.store.entries(old, old + 1)
    with engine.begin() as connection:
        connection.execute(update(Entry).where(Entry.index == index).values(entry=content))


def test_the_recount_is_the_declared_result(web: Web) -> None:
    found = recount(web.house.parts, "1")
    assert found.agrees
    assert found.entries == web.house.parts.log.convention.size
    assert found.recounted["yes"] == {"count": 2, "weight": 2}
    assert found.recounted_outcome == "adopted"
    page = web.nobody.get("/audit/motions/1/recount", headers=HTML).text
    assert 'data-agrees="yes"' in page
    assert page.index(">Yes</th>") < page.index(">No</th>") < page.index(">Abstain</th>")
    assert f"--convention {web.house.convention}" in page
    assert "/audit/motions/1/recount" in web.nobody.get("/audit/motions/1", headers=HTML).text
    # A later motion adds nothing to read.
    web.house.open("2")
    assert recount(web.house.parts, "1") == found


def test_the_commands_on_the_pages_do_what_they_say(
    web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with web.nobody.get("/audit/bundle.zip") as taken:
        (tmp_path / "bundle.zip").write_bytes(taken.data)
    monkeypatch.chdir(tmp_path)
    for address in ("/audit", "/audit/motions/1/recount"):
        page = web.nobody.get(address, headers=HTML).text
        shown = re.findall(r'<pre class="command"[^>]*>(.*?)</pre>', page, re.DOTALL)
        text = html.unescape(re.sub(r"<[^>]*>", "", "\n".join(shown))).replace("\\\n", " ")
        commands = [shlex.split(line) for line in text.splitlines()]
        assert len(commands) == 2
        for program, *arguments in commands:
            assert (program, main(arguments)) == ("plenary-audit", 0)
    assert "valid, pinned by" in capsys.readouterr().out


def test_an_entry_that_was_changed_on_the_disk_is_seen(web: Web) -> None:
    motion = web.house.parts.log.convention.motions["1"]
    # This server has the log in memory from before.
    assert web.nobody.get("/audit/motions/1", headers=HTML).status_code == 200
    replace(web, motion.entries[2], motion.entries[0])
    found = recount(web.house.parts, "1")
    assert not found.same_root
    assert found.trouble.startswith(f"entry {motion.entries[2]}: ")
    page = web.nobody.get("/audit/motions/1/recount", headers=HTML).text
    assert 'data-agrees="no"' in page
    assert found.trouble in page


def test_a_count_that_differs_is_seen(web: Web) -> None:
    found = recount(web.house.parts, "1")
    assert not found._replace(recounted=found.recounted | {"yes": {"count": 1, "weight": 1}}).agrees
    assert not found._replace(recounted_outcome="not_adopted").agrees
    assert not found._replace(same_root=False).agrees
    assert not found._replace(trouble="entry 3: bad_field").agrees


def test_only_what_is_declared(web: Web) -> None:
    opening = web.house.open("2")
    web.house.send(web.house.vote(0, opening, motion="2"))
    for name in ("2", "3"):
        assert problem(web.nobody.get(f"/audit/motions/{name}/recount")) == (404, "not_found")


def test_one_at_a_time(web: Web) -> None:
    with module._counting:
        assert problem(web.nobody.get("/audit/motions/1/recount")) == (503, "busy")
        spanish = web.nobody.get("/audit/motions/1/recount", headers={**HTML, "Accept-Language": "es"})
        assert "Se está haciendo otro recuento." in spanish.text
    assert web.nobody.get("/audit/motions/1/recount", headers=HTML).status_code == 200
