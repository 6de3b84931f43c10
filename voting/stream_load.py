"""Many open event streams in one process, for benchmarks: who has heard what, and when."""

import contextlib
import selectors
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from voting.own_server import HOST, Failed

# So many are connecting at once: a server's queue of new connections is finite, and phones do not come all at once.
BURST = 200
CONNECT_SECONDS = 120
HEARD_SECONDS = 30
NEWS_BYTES = 500


class Piece(NamedTuple):
    """Bytes that arrived together."""

    time: float
    data: bytes


class _Stream:
    """One connection: the bytes that arrived, and what they say once somebody asks."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection((HOST, port), CONNECT_SECONDS)
        head = f"GET /events?only=state HTTP/1.1\r\nHost: {HOST}:{port}\r\nAccept: text/event-stream\r\n"
        self.socket.sendall(f"{head}Accept-Encoding: gzip\r\n\r\n".encode("ascii"))
        self.socket.setblocking(False)
        self.pieces: list[Piece] = []
        self.unread = 0
        self.ended = False
        self._raw = b""
        self._in_body = False
        self._inflate = zlib.decompressobj(31)
        self._text = b""

    def take(self) -> None:
        """Keep what has arrived."""
        data = b""
        with contextlib.suppress(ConnectionError):
            data = self.socket.recv(1 << 18)
        self.ended = not data
        if data:
            self.pieces.append(Piece(time.perf_counter(), data))
            self.unread += len(data)

    def hears(self, word: bytes) -> float | None:
        """Read on until the end of an event that has a word in it, and return when that arrived; None: not yet."""
        while self.pieces:
            piece = self.pieces.pop(0)
            self.unread -= len(piece.data)
            self._text += self._read(piece.data)
            at = self._text.find(word)
            if at >= 0 and self._text.find(b"\n\n", at) >= 0:
                self._text = self._text[self._text.find(b"\n\n", at) + 2 :]
                return piece.time
        return None

    def _read(self, data: bytes) -> bytes:
        """Return the text in bytes of a chunked answer that may be gzip."""
        self._raw += data
        if not self._in_body:
            head, found, rest = self._raw.partition(b"\r\n\r\n")
            if not found:
                return b""
            if not head.startswith(b"HTTP/1.1 200 "):
                raise Failed(f"an event stream was answered with {head[:200]!r}")
            self._plain = b"content-encoding: gzip" not in head.lower()
            self._raw, self._in_body = rest, True
        text = b""
        while True:
            size, found, rest = self._raw.partition(b"\r\n")
            length = int(size, 16) if found else 0
            if not found or len(rest) < length + 2:
                return text
            chunk, self._raw = rest[:length], rest[length + 2 :]
            text += chunk if self._plain else self._inflate.decompress(chunk)


class Listeners(threading.Thread):
    """People who listen to one server; they keep reading until they leave."""

    def __init__(self, port: int) -> None:
        super().__init__(name="listeners", daemon=True)
        self._port = port
        self._streams: list[_Stream] = []
        self._selector = selectors.DefaultSelector()
        self._left = False

    def __len__(self) -> int:
        return len(self._streams)

    def come(self, count: int) -> float:
        """Open streams until there are so many, each of which has been told the state; return the seconds it took.

        Raises:
            Failed: the server refused one, or told nothing.
        """
        start = time.perf_counter()
        while len(self._streams) < count:
            new = [_Stream(self._port) for _ in range(min(BURST, count - len(self._streams)))]
            for stream in new:
                self._selector.register(stream.socket, selectors.EVENT_READ, stream)
            self._await(b"event: state\n", new)
            self._streams += new
        return time.perf_counter() - start

    def when_heard(self, word: bytes) -> list[float]:
        """Return when each stream heard an event with a word in it, sorted.

        Raises:
            Failed: one did not hear it, or was ended.
        """
        return sorted(self._await(word, self._streams))

    def leave(self) -> None:
        """Close all streams."""
        self._left = True
        self.join()
        for stream in self._streams:
            stream.socket.close()
        self._selector.close()

    def run(self) -> None:
        """Read what comes."""
        while not self._left:
            for key, _ in self._selector.select(0.1):
                stream: _Stream = key.data
                stream.take()
                if stream.ended:
                    self._selector.unregister(stream.socket)

    def _await(self, word: bytes, streams: list[_Stream]) -> list[float]:
        times: list[float] = []
        waiting, limit = streams, time.perf_counter() + HEARD_SECONDS
        while waiting:
            if time.perf_counter() > limit:
                raise Failed(f"{len(waiting)} of {len(streams)} streams heard nothing of {word!r}")
            time.sleep(0.25)
            # Reading takes time that belongs to receiving: it waits until all have more than a sign of life.
            if time.perf_counter() < limit - HEARD_SECONDS / 2 and any(
                stream.unread < NEWS_BYTES for stream in waiting
            ):
                continue
            found = [(stream, stream.hears(word)) for stream in waiting]
            times += [when for _, when in found if when is not None]
            waiting = [stream for stream, when in found if when is None]
            if any(stream.ended for stream in waiting):
                raise Failed("the server ended a stream")
        return times


@contextlib.contextmanager
def listeners(port: int) -> Iterator[Listeners]:
    """Give people who listen to a server until the end of the block."""
    all_of_them = Listeners(port)
    all_of_them.start()
    try:
        yield all_of_them
    finally:
        all_of_them.leave()
