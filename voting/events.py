"""One event stream for all pages: whatever they show is in it, so that nothing has to be fetched when it changes."""

import json
import logging
import threading
import time
from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple, cast

from flask import Flask, current_app
from flask_babel import force_locale

from audit.log import Log
from voting.document_briefs import DocumentBriefs
from voting.event_pieces import GZIP_HEAD, PING, Document, Piece, event, when_to_retry
from voting.floor_store import FloorStore
from voting.floor_views import floor_view
from voting.hall import Plain, hall_state
from voting.opened import Opened
from voting.sequencer import Sequencer

# Other processes append too, and do not say so.
POLL_SECONDS = 0.25
PAUSE_SECONDS = 0.05
# At most once in so many seconds pages hear of a new state, of the floor, and of the votes that come in. A program that
# asks for the floor and takes it back would else have thousands of phones told of it all the time, and no vote taken.
STATE_SECONDS = 0.25
FLOOR_SECONDS = 0.5
TURNOUT_SECONDS = 1.0
# Proxies end connections on which nothing is said; some do after half a minute.
PING_SECONDS = 20


class News(NamedTuple):
    """What streams have to say: how it stands, what verifies it, and the small changes since it stands like that.

    Streams wait until something newer has been said (`passed`), or only until the state or the floor is another one
    (`turned`): thousands of phones are not woken for a turnout that they do not show. `steady` is the digest of the
    state without turnouts and floor. With the log's size before it and the floor's version behind it, it is the number
    of the event: the same from every process of the server, before and after it is started again.
    """

    number: str
    steady: str
    floor: str
    state: Piece
    opened: Piece
    small: Piece
    floor_told: Piece
    whole: Document
    passed: threading.Event
    turned: threading.Event


class Events:
    """Watches log and floor, once a process, and wakes every stream when what the hall sees has changed."""

    def __init__(self, app: Flask, sequencer: Sequencer, floors: FloorStore) -> None:
        self._app = app
        self._sequencer = sequencer
        self._floors = floors
        self._made: tuple[Plain, Document] | None = None
        self._floor: tuple[tuple[int, int], Plain] | None = None
        self._briefs = DocumentBriefs()
        self._opened = Opened(sequencer)
        self._watching = threading.Lock()
        self._news: News | None = None
        self._state_at = self._told_at = 0.0

    def state(self) -> Plain:
        """Return the current state, and what is on the floor."""
        return self._now()[0]

    def document(self) -> Document:
        """Return the current state as it is written."""
        return self._now()[1]

    def now(self) -> Document:
        """Return what a stream tells first, and the number with which a stream tells only what comes after it.

        Raises:
            Unavailable: the log cannot be read now.
        """
        self._watch()
        return cast(News, self._news).whole

    def _now(self) -> tuple[Plain, Document]:
        floor = self.floor()
        with self._sequencer.reading() as (log, _):
            # Thousands of phones ask between two entries: it is made once.
            if self._made is None or self._made[0]["size"] != log.tree.size:
                state = {**hall_state(log), "documents": self._briefs.of(log.convention)}
            elif self._made[0]["floor"] == floor:
                return self._made
            else:
                state = self._made[0]
            state = {**state, "floor": floor}
            self._made = state, Document(state)
            return self._made

    def floor(self) -> Plain:
        """Return what everyone may see of the floor."""
        version = self._floors.version()
        with self._sequencer.reading() as (log, _):
            made = self._floor
            if made is not None and made[0] == (version, log.tree.size):
                return made[1]
        version, found = self._floors.read()
        with self._sequencer.reading() as (log, _):
            motions, votes = len(log.convention.motions), bool(log.convention.undeclared)
        now = int(time.time())
        if found.after(motions).during(votes, now) != found:
            # What an opening ends is forgotten, practised choices above all, and not only hidden.
            version, found = self._floors.change(lambda floor: floor.after(motions).during(votes, now))
        with self._sequencer.reading() as (log, _):
            view = floor_view(version, found, log.convention)
            self._floor = (version, log.tree.size), view
        return view

    def stream(self, last: str, steady: bool, packed: bool) -> Iterator[bytes]:
        """Return server-sent events, as gzip if `packed`: the state first, then each change of it.

        Whoever comes back and says which event was the `last` is told the state only if it has changed since. Turnouts
        and the floor alone come as small events, turnouts not at all where only the `steady` state is asked for.

        Raises:
            Unavailable: the log cannot be read now.
        """
        self._watch()
        return self._told(last, steady, packed)

    def _told(self, last: str, steady: bool, packed: bool) -> Iterator[bytes]:
        yield (GZIP_HEAD if packed else b"") + when_to_retry().coded(packed)
        heard, opened = last, None
        known, _, floor = last.partition("-")[2].partition("-")
        while True:
            news = self._next(heard, (known, floor), steady)
            if news.steady != known:
                parts = [news.state] if news.opened is opened else [news.opened, news.state]
                opened = news.opened
            else:
                grown = news.number.partition("-")[0] != heard.partition("-")[0]
                parts = [news.small] if grown and not steady else []
                parts += [] if news.floor == floor else [news.floor_told]
            yield b"".join(part.coded(packed) for part in parts or [PING])
            heard, known, floor = news.number, news.steady, news.floor

    def _next(self, heard: str, known: tuple[str, str], steady: bool) -> News:
        """Wait for news, but not longer than until a sign of life is due."""
        news = cast(News, self._news)
        if (news.steady, news.floor) == known and (steady or news.number == heard):
            (news.turned if steady else news.passed).wait(PING_SECONDS)
        return cast(News, self._news)

    def _watch(self) -> None:
        with self._watching:
            if self._news is None:
                self._look()
                threading.Thread(target=self._run, name="events", daemon=True).start()

    def _run(self) -> None:
        while True:
            self._sequencer.appended.wait(POLL_SECONDS)
            self._sequencer.appended.clear()
            try:
                self._look()
            except Exception:
                # Pages keep what they have; the state comes again when the log does. One that ended would silence all.
                logging.getLogger("plenary").exception("the state could not be read")
            time.sleep(PAUSE_SECONDS)

    def _look(self) -> None:
        with self._app.app_context(), force_locale("en"), self._sequencer.reading() as (log, _):
            news = self._since(self._news, self.state(), log)
        before, self._news = self._news, news
        if before is not None and before is not news:
            before.passed.set()
            if news.turned is not before.turned:
                before.turned.set()

    def _since(self, before: News | None, state: Plain, log: Log) -> News:
        """Return what there is to say now, which may be what was said before."""
        steady, floor = _steady(state), str(state["floor"]["version"])
        number = f"{state['size']}-{steady}-{floor}"
        changed = before is None or before.steady != steady
        turned = before is None or changed or before.floor != floor
        now = time.monotonic()
        if changed:
            due = now - self._state_at >= STATE_SECONDS
        else:
            due = now - self._told_at >= (FLOOR_SECONDS if turned else TURNOUT_SECONDS)
        if before is not None and (before.number == number or not due):
            return before
        self._told_at = now
        if changed:
            self._state_at = now
        return News(
            number,
            steady,
            floor,
            state=Piece(event("state", state, number)),
            opened=before.opened if before is not None and not changed else self._opened.piece(log, state),
            small=Piece(_small(state, number)),
            floor_told=Piece(event("floor", state["floor"], number)),
            whole=Document({"number": number, "opened": self._opened.told, "state": state}),
            passed=threading.Event(),
            turned=threading.Event() if before is None or turned else before.turned,
        )


def events() -> Events:
    """Return the stream of the server that answers the current request."""
    return cast(Events, current_app.extensions["plenary_events"])


def _steady(state: Plain) -> str:
    """Return a digest of the state without the floor, and without what changes with every vote, check-in or answer."""
    motions = [{**motion, "turnout": None} for motion in state["motions"]]
    count = None if state["count"] is None else {**state["count"], "answered": None}
    steady = {**state, "size": 0, "root": "", "rolls": None, "motions": motions, "count": count, "floor": None}
    return sha256(json.dumps(steady, sort_keys=True).encode()).hexdigest()[:16]


def _small(state: Plain, number: str) -> str:
    """Return the events that tell what else has changed."""
    told = [
        event("turnout", {"motion": motion["motion"], **motion["turnout"]}, number)
        for motion in state["motions"]
        if motion["state"] in ("open", "ended")
    ]
    told.append(event("rolls", state["rolls"], number))
    told.append(event("log", {"size": state["size"], "root": state["root"]}, number))
    count = state["count"]
    if count is not None and count["state"] == "open":
        told.append(event("answered", {"of": count["count"], **count["answered"]}, number))
    return "".join(told)
