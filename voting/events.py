"""One event stream for all pages: every event carries the whole current state, so none can be missed."""

import json
import logging
import threading
from collections.abc import Iterator
from typing import cast

from flask import Flask, current_app
from flask_babel import force_locale

from voting.document_briefs import DocumentBriefs
from voting.floor_store import FloorStore
from voting.floor_views import floor_view
from voting.hall import Plain, hall_state
from voting.sequencer import Sequencer

POLL_SECONDS = 0.25
PING_SECONDS = 15


class Events:
    """Watches log and floor, once a process, and wakes every stream when what the hall sees has changed."""

    def __init__(self, app: Flask, sequencer: Sequencer, floors: FloorStore) -> None:
        self._app = app
        self._sequencer = sequencer
        self._floors = floors
        self._changed = threading.Condition()
        self._made: Plain | None = None
        self._floor_made: tuple[tuple[int, int], Plain] | None = None
        self._briefs = DocumentBriefs()
        self._watching = False
        self._seen: tuple[int, Plain] | None = None
        self._fixed = ""
        self._version = 0
        self._state = ""
        self._turnout = ""
        self._floor = ""

    def state(self) -> Plain:
        """Return the current state, and what is on the floor."""
        floor = self.floor()
        with self._sequencer.reading() as (log, _):
            # Thousands of phones ask between two entries: it is made once.
            if self._made is None or self._made["size"] != log.tree.size:
                self._made = {**hall_state(log), "documents": self._briefs.of(log.convention)}
            return {**self._made, "floor": floor}

    def floor(self) -> Plain:
        """Return what everyone may see of the floor."""
        version = self._floors.version()
        with self._sequencer.reading() as (log, _):
            made = self._floor_made
            if made is not None and made[0] == (version, log.tree.size):
                return made[1]
        version, found = self._floors.read()
        with self._sequencer.reading() as (log, _):
            motions = len(log.convention.motions)
        if found.after(motions) != found:
            # What an opening ends is forgotten, practised choices above all, and not only hidden.
            version, found = self._floors.change(lambda floor: floor.after(motions))
        with self._sequencer.reading() as (log, _):
            view = floor_view(version, found, log.convention)
            self._floor_made = (version, log.tree.size), view
        return view

    def stream(self) -> Iterator[str]:
        """Return server-sent events: the state first, then each change of it; turnouts and the floor are small events.

        Raises:
            Unavailable: the log cannot be read now.
        """
        self._watch()
        return self._changes()

    def _changes(self) -> Iterator[str]:
        version, small = -1, ("", "")
        while True:
            with self._changed:
                if (version, small) == (self._version, self._small()):
                    self._changed.wait(PING_SECONDS)
                now, state, told = self._version, self._state, self._small()
            if now != version:
                yield state
            else:
                changed = [event for event, before in zip(told, small, strict=True) if event != before]
                yield "".join(changed) or ": still here\n\n"
            version, small = now, told

    def _small(self) -> tuple[str, str]:
        return self._turnout, self._floor

    def _watch(self) -> None:
        with self._changed:
            if not self._watching:
                self._look()
                self._watching = True
                threading.Thread(target=self._run, name="events", daemon=True).start()

    def _run(self) -> None:
        pause = threading.Event()
        while True:
            pause.wait(POLL_SECONDS)
            try:
                self._look()
            except Exception:
                # Pages keep what they have; the state comes again when the log does. One that ended would silence all.
                logging.getLogger("plenary").exception("the state could not be read")

    def _look(self) -> None:
        with self._app.app_context(), force_locale("en"):
            state = self.state()
        size, floor = state["size"], state["floor"]
        if (size, floor) == self._seen:
            return
        self._seen = size, floor
        turnouts = [
            _event("turnout", size, {"motion": motion["motion"], "size": size, **motion["turnout"]})
            for motion in state["motions"]
            if motion["state"] in ("open", "ended")
        ]
        turnouts.append(_event("rolls", size, state["rolls"]))
        count = state["count"]
        if count is not None and count["state"] == "open":
            turnouts.append(_event("answered", size, {"of": count["count"], "size": size, **count["answered"]}))
        # What changes with every vote or check-in must not make a thousand phones read everything again.
        motions = [{**motion, "turnout": None} for motion in state["motions"]]
        answering = None if count is None else {**count, "answered": None}
        steady = {**state, "size": 0, "root": "", "rolls": None, "motions": motions, "count": answering, "floor": None}
        fixed = json.dumps(steady, sort_keys=True)
        with self._changed:
            if fixed != self._fixed:
                self._fixed = fixed
                self._version += 1
            self._state = _event("state", size, state)
            self._turnout = "".join(turnouts)
            self._floor = _event("floor", floor["version"], floor)
            self._changed.notify_all()


def events() -> Events:
    """Return the stream of the server that answers the current request."""
    return cast(Events, current_app.extensions["plenary_events"])


def _event(name: str, number: int, data: Plain) -> str:
    return f"id: {number}\nevent: {name}\ndata: {json.dumps(data, ensure_ascii=False, separators=(',', ':'))}\n\n"
