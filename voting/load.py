"""A cheap HTTP client for benchmarks: one process, a few keep-alive connections, each with one request in flight."""

import re
import selectors
import socket
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from voting.own_server import HOST

TIMEOUT = 60

_HEAD = re.compile(rb"(?is)HTTP/1\.1 ([0-9]{3}) .*?\r\ncontent-length: ([0-9]+)(?=\r\n).*?\r\n\r\n")


class Answer(NamedTuple):
    """What came back for one request, after so many seconds."""

    status: int
    body: bytes
    seconds: float


class Load(NamedTuple):
    """The answers of every connection, in the order of its requests, and the seconds from first to last byte."""

    answers: list[list[Answer]]
    seconds: float


class _Connection:
    def __init__(self, port: int, path: str, bodies: Iterable[bytes]) -> None:
        self.socket = socket.create_connection((HOST, port), TIMEOUT)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.answers: list[Answer] = []
        self._requests = (_request(port, path, body) for body in bodies)
        self._received = b""
        self._sent = 0.0

    def send_next(self) -> bool:
        """Send the next request; return False if there is none."""
        request = next(self._requests, None)
        if request is None:
            return False
        self._received = b""
        self._sent = time.perf_counter()
        self.socket.sendall(request)
        return True

    def receive(self) -> bool:
        """Take what has arrived; return whether the answer is complete.

        Raises:
            ConnectionError: the server hung up.
        """
        data = self.socket.recv(65_536)
        if not data:
            raise ConnectionError(f"the server hung up after {len(self.answers)} answers: {self._received[:200]!r}")
        self._received += data
        head = _HEAD.match(self._received)
        if head is None or len(self._received) < head.end() + int(head[2]):
            return False
        seconds = time.perf_counter() - self._sent
        self.answers.append(Answer(int(head[1]), self._received[head.end() :], seconds))
        return True


def _request(port: int, path: str, body: bytes) -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\nAccept: application/json\r\nAccept-Encoding: identity\r\n"
        f"Content-Type: application/jose\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode("ascii") + body


def drive(port: int, path: str, bodies: Sequence[Sequence[bytes]]) -> Load:
    """POST bodies: each inner sequence in its order over one connection, all connections at once.

    Raises:
        ConnectionError, TimeoutError: the server hung up or did not answer.
    """
    connections = [_Connection(port, path, each) for each in bodies]
    start = time.perf_counter()
    with selectors.DefaultSelector() as selector:
        for connection in connections:
            if connection.send_next():
                selector.register(connection.socket, selectors.EVENT_READ, connection)
        for connection in _readable(selector):
            if connection.receive() and not connection.send_next():
                selector.unregister(connection.socket)
    seconds = time.perf_counter() - start
    for connection in connections:
        connection.socket.close()
    return Load([connection.answers for connection in connections], seconds)


def _readable(selector: selectors.BaseSelector) -> Iterator[_Connection]:
    while selector.get_map():
        ready = selector.select(TIMEOUT)
        if not ready:
            raise TimeoutError(f"no answer within {TIMEOUT} seconds")
        for key, _ in ready:
            yield key.data
