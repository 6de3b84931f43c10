"""Someone who listens to the event stream of an application in this process."""

import json
import zlib
from typing import Any

from tests.voting.web import Web


class Stream:
    """Someone who listens to /events."""

    def __init__(self, web: Web, query: str = "", **headers: str) -> None:
        self._response = web.app.test_client().get(f"/events{query}", buffered=False, headers=headers)
        assert self._response.mimetype == "text/event-stream"
        assert self._response.cache_control.no_store
        assert self._response.headers["X-Accel-Buffering"] == "no"
        self._packed = self._response.headers.get("Content-Encoding") == "gzip"
        self._unpack = zlib.decompressobj(31)
        self._chunks = iter(self._response.response)
        self.retry = int(self._read().removeprefix("retry: "))
        self.last = ""

    def _read(self) -> str:
        chunk = next(self._chunks)
        raw = chunk if isinstance(chunk, bytes) else chunk.encode()
        return (self._unpack.decompress(raw) if self._packed else raw).decode()

    def hear(self) -> dict[str, Any]:
        """Return the next events by name; those that come together are heard together."""
        heard: dict[str, Any] = {}
        for block in self._read().split("\n\n"):
            if block:
                fields = dict(line.split(": ", 1) for line in block.split("\n"))
                heard[fields["event"]] = json.loads(fields["data"])
                self.last = fields.get("id", self.last)
        for told in heard.values():
            if isinstance(told, dict) and "size" in told:
                assert self.last.partition("-")[0] == str(told["size"])
        return heard

    def hear_state(self) -> dict[str, Any]:
        """Return the next state, whatever else is told with it."""
        return dict(self.hear()["state"])

    @staticmethod
    def unpack(packed: bytes) -> bytes:
        """Return the text of the beginning of a gzip stream."""
        return zlib.decompressobj(31).decompress(packed)

    def close(self) -> None:
        self._response.close()
