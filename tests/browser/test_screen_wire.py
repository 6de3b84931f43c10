"""Every byte that the hall screen gets before a declaration: none of them depends on a choice."""

import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.hall import open_hall
from tests.browser.voters import act, open_motion, seat_voters

Device = Callable[..., Page]
# Two conventions have other keys, roots and digests; pictures of them differ, and so do lengths and times.
SECRETS = re.compile(rb"[A-Za-z0-9_+/=-]{40,}")
PICTURES = re.compile(rb' d="[^"]*"')
FRAMES = re.compile(rb"^(?:Date|Content-Length|ETag|Last-Modified): .*$|^[0-9A-Fa-f]+$")
# The number of an event: the log's size and a digest of what is told beside it, which is compared itself; and chance.
NUMBERS = re.compile(rb"(?<=^id: )\d+-[0-9a-f]+-\d+$|(?<=^retry: )\d+$")
ADDRESSES = re.compile(rb"localhost:[0-9]+")
LOG_KEY = re.compile(rb"\+[0-9a-f]{8}\+")
WEIGHTS = (0, 1, 2, 4)


@dataclass
class Tap:
    """A wire to a server that keeps every byte which the server sends."""

    port: int
    heard: list[bytearray] = field(default_factory=list)
    own: int = 0
    open: list[socket.socket] = field(default_factory=list)
    threads: list[threading.Thread] = field(default_factory=list)

    def take(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near = listener.accept()[0]
                far, kept = socket.create_connection(("127.0.0.1", self.port)), bytearray()
                self.heard.append(kept)
                self.open += near, far
                self.start(_pass_on, near, far, None)
                self.start(_pass_on, far, near, kept)

    def start(self, work: Callable[..., None], *given: object) -> None:
        self.threads.append(threading.Thread(target=work, args=given, daemon=True))
        self.threads[-1].start()

    def lines(self) -> set[bytes]:
        """Return every line that was heard: the next answer may follow a body that ends without one."""
        whole = (bytes(kept).replace(b"HTTP/1.1 ", b"\nHTTP/1.1 ") for kept in self.heard)
        return {line.rstrip(b"\r") for kept in whole for line in kept.split(b"\n")}


def _pass_on(source: socket.socket, target: socket.socket, kept: bytearray | None) -> None:
    with suppress(OSError):
        while part := source.recv(65_536):
            if kept is not None:
                kept += part
            target.sendall(part)
        target.shutdown(socket.SHUT_WR)


@contextmanager
def tapped(port: int) -> Iterator[Tap]:
    listener = socket.create_server(("127.0.0.1", 0))
    tap = Tap(port, own=listener.getsockname()[1])
    tap.start(tap.take, listener)
    yield tap
    for one in (listener, *tap.open):
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
    for thread in tap.threads:
        thread.join()
    for one in (listener, *tap.open):
        one.close()


def told(lines: set[bytes]) -> tuple[set[bytes], set[str]]:
    """Return all that was told, without what differs between any two conventions; and every turnout apart."""
    said, turnouts, lots = set(), set(), set()
    for line in lines:
        body = line.removeprefix(b"data: ")
        if not body.startswith(b"{"):
            said.add(_masked(line))
            continue
        value = json.loads(body)
        value = value.get("state", value)
        value.pop("size", None)
        value.pop("root", None)
        # When pages ask again is left to chance: each of these may be in another company.
        value.pop("rolls", None)
        shown = [motion.pop("turnout") for motion in value.get("motions", ())]
        # The lot is drawn from the opening, before any vote.
        lots |= {motion.pop("first")["delegation"] for motion in value.get("motions", ())}
        if value.keys() == {"motion", "count", "weight", "papers", "pending"}:
            shown.append({name: number for name, number in value.items() if name != "motion"})
        else:
            said.add(_masked(json.dumps(value, sort_keys=True).encode()))
        turnouts |= {json.dumps(one, sort_keys=True) for one in shown}
    assert len(lots) == 1
    return said, turnouts


def _masked(line: bytes) -> bytes:
    for pattern in (PICTURES, ADDRESSES, LOG_KEY, SECRETS, FRAMES, NUMBERS):
        line = pattern.sub(b"*", line)
    return line


def watch(folder: Path, device: Device, choices: tuple[str, ...]) -> tuple[Any, Any, list[str]]:
    """Let three vote before the eyes of a hall screen; return what it was told before and with the declaration."""
    folder.mkdir()
    hall = open_hall(folder)
    with tapped(int(hall.address.rpartition(":")[2])) as tap:
        desk, chair = hall.hand("desk"), hall.hand("chair")
        voters = seat_voters(hall, desk, "nord/1", "nord/2", "sol/1")
        screen, asked = device({"width": 1920, "height": 1080}, extra_http_headers={"Accept-Encoding": "identity"}), []
        screen.on("request", lambda request: asked.append(re.sub(r"/assets/[^/]*/", "/assets/", request.url)))
        screen.goto(f"http://localhost:{tap.own}/screen")
        expect(screen.locator("#root-words")).not_to_be_empty()
        motion = open_motion(hall, chair, "7")
        # Whoever has voted before the opening is told of is not among those of whom it tells that they may.
        expect(screen.locator("#turnout")).to_contain_text("0 of 3 have voted")
        for count, (voter, choice) in enumerate(zip(voters, choices, strict=True), 1):
            voter.vote(motion, choice)
            expect(screen.locator("#turnout")).to_contain_text(f"{count} of 3 {'has' if count == 1 else 'have'} voted")
        act(hall, chair, "polling.ended", motion)
        expect(screen.locator("#motion")).to_contain_text("goes to the tellers")
        act(hall, chair, "motion.closed", motion)
        expect(screen.locator("#motion")).to_contain_text("The votes are counted")
        # Whether a page polls once, beside its stream, is left to chance: here each does.
        screen.evaluate("async () => (await fetch('/state')).text()")
        before, addresses = told(tap.lines()), [re.sub(r"^http://localhost:[0-9]+", "", one) for one in asked]
        weight = dict(zip((voter.mandate for voter in voters), (1, 1, 2), strict=True))
        options: dict[str, dict[str, int]] = {one: {"count": 0, "weight": 0} for one in ("yes", "no", "abstain")}
        for voter, choice in zip(voters, choices, strict=True):
            options[choice]["count"] += 1
            options[choice]["weight"] += weight[voter.mandate]
        outcome = "adopted" if options["yes"]["count"] == 2 else "not_adopted"
        act(hall, chair, "result.declared", motion, result={"options": options, "outcome": outcome})
        expect(screen.locator(".hemicycle")).to_be_visible()
        after = told(tap.lines())
        screen.close()
    hall.stop()
    return before, after, addresses


def test_no_byte_that_the_screen_gets_before_a_declaration_depends_on_a_choice(tmp_path: Path, device: Device) -> None:
    for_it = watch(tmp_path / "for", device, ("yes", "no", "yes"))
    against = watch(tmp_path / "against", device, ("no", "yes", "no"))
    assert for_it[0][0] == against[0][0]
    turnouts = [{"count": count, "papers": 0, "pending": 0, "weight": WEIGHTS[count]} for count in range(4)]
    expected = {json.dumps(one, sort_keys=True) for one in turnouts}
    for before, after, addresses in (for_it, against):
        assert before[1] <= expected
        assert json.dumps(turnouts[3], sort_keys=True) in before[1]
        assert not any(b"Content-Encoding" in line for line in before[0])
        assert b"Content-Type: text/event-stream; charset=utf-8" in before[0]
        # Neither an entry of the log nor a page that shows votes is even asked for.
        kinds = {address.split("?")[0] for address in addresses}
        own = {"/screen", "/screen/join.svg", "/screen/root.svg", "/now", "/events", "/state", "/root-words.txt"}
        assert {one for one in kinds if not one.startswith("/assets/")} <= own | {
            "/manifest.webmanifest",
            "/favicon.ico",
        }
        assert before[0] != after[0]
    # A choice would have been seen: it is, once it is declared.
    assert for_it[1][0] != against[1][0]
