"""Simulated devices for rehearsals: real keys, real signatures, the same HTTP that browsers speak."""

import http.client
import json
import secrets
import threading
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from audit import admission, jws
from audit.checkpoint import Checkpoint
from audit.encoding import b64_decode, b64url_encode
from audit.errors import LogError
from audit.merkle import verify_consistency
from audit.note import VerifierKey
from audit.receipt import Receipt
from audit.signing import CODE_LENGTH, Ed25519Signer, P256Signer, activation_seed
from ballots.acts import Founded
from ballots.motion_acts import MotionOpened
from voting.signing import Hand, statement_digest

TIMEOUT = 60


class Refusal(Exception):
    """The server's refusal of a request; `code` is stable."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(f"{status} {code}: {detail}")
        self.status = status
        self.code = code


class Line:
    """Connections to one server, one for each thread that uses it."""

    def __init__(self, address: str) -> None:
        self._host = urlsplit(address).netloc
        self._local = threading.local()
        self._opened: list[http.client.HTTPConnection] = []

    def request(
        self, method: str, path: str, body: bytes | None = None, kind: str = "", headers: dict[str, str] | None = None
    ) -> tuple[http.client.HTTPMessage, bytes]:
        """Send a request and return the answer's headers and body.

        Raises:
            Refusal: the answer is an error.
        """
        sent = {"Accept": "application/json", **(headers or {}), **({"Content-Type": kind} if kind else {})}
        for attempt in (1, 2):
            connection = self._connection()
            try:
                connection.request(method, path, body, sent)
                response = connection.getresponse()
                content = response.read()
                break
            except (http.client.HTTPException, ConnectionError):
                # An idle connection may have been closed; a second failure is real.
                connection.close()
                if attempt == 2:
                    raise
        if response.status >= 400:
            problem = json.loads(content)
            raise Refusal(response.status, problem["code"], problem["detail"])
        return response.headers, content

    def get(self, path: str) -> bytes:
        """Return what is at a path."""
        return self.request("GET", path)[1]

    def close(self) -> None:
        """Close all connections; nobody uses them any more."""
        for connection in self._opened:
            connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        if not hasattr(self._local, "connection"):
            self._local.connection = http.client.HTTPConnection(self._host, timeout=TIMEOUT)
            self._opened.append(self._local.connection)
        connection: http.client.HTTPConnection = self._local.connection
        return connection


class Pinned:
    """The log as a badge pins it: the founding is checked, and every checkpoint must continue the one before."""

    def __init__(self, line: Line, convention: str) -> None:
        self._line = line
        entry = line.get("/log/entry/0")
        submission = admission.read(entry)
        founding = submission.statement.act
        if statement_digest(entry) != convention or not isinstance(founding, Founded):
            raise LogError("the server's founding is not the one on the badge")
        admission.verify_signature(submission, admission.SigningKey(founding.key, None))
        self.key = VerifierKey.parse(founding.log_key)
        self._head: Checkpoint | None = None
        self._lock = threading.Lock()

    def accept(self, receipt: bytes, entry: bytes) -> Receipt:
        """Return a verified receipt of an entry whose checkpoint continues the log seen so far.

        Raises:
            LogError: the receipt does not prove the entry, or the log forked.
        """
        parsed = Receipt.parse(receipt)
        self._follow(parsed.verify(entry, self.key))
        return parsed

    def tree(self) -> dict[str, Any]:
        """Return size and root as verified now, for the statements of chairs."""
        entry = self._line.get("/log/entry/0")
        self.accept(self._line.get("/log/proof/0"), entry)
        with self._lock:
            if self._head is None:
                raise LogError("no checkpoint seen yet")
            return {"root": b64url_encode(self._head.root), "size": self._head.size}

    def _follow(self, found: Checkpoint) -> None:
        with self._lock:
            head = self._head
            if head is not None:
                old, new = sorted((head, found), key=lambda checkpoint: checkpoint.size)
                proof: list[bytes] = []
                if old.size < new.size:
                    listed = json.loads(self._line.get(f"/log/consistency?old={old.size}&new={new.size}"))
                    proof = [b64_decode(value) for value in listed]
                verify_consistency(proof, old.size, new.size, old.root, new.root)
                found = new
            self._head = found


@dataclass
class Device:
    """A device of one credential."""

    line: Line
    pinned: Pinned
    convention: str
    credential: int
    activation: Ed25519Signer
    mandates: list[str] = field(default_factory=list)
    signer: P256Signer = field(default_factory=P256Signer.generate)
    cookie: str = ""

    def __post_init__(self) -> None:
        self.hand = Hand(self.signer, self.convention)

    def send(self, entry: bytes) -> Receipt:
        """Send a statement and return its verified receipt.

        Raises:
            Refusal: the server refused it.
        """
        return self.pinned.accept(self.line.request("POST", "/statements", entry, "application/jose")[1], entry)

    def act(self, statement: str, /, **fields: Any) -> Receipt:
        """Sign a statement and send it."""
        return self.send(self.hand.sign(statement, **fields))

    def enrol(self) -> None:
        """Activate this device with the badge's code."""
        self.send(Hand(self.activation, self.convention).enrol(self.credential, self.signer))

    def sign_in(self) -> None:
        """Start a session."""
        challenge = self.json("POST", "/session/challenge")["challenge"]
        payload = {"challenge": challenge, "convention": self.convention}
        answer = jws.sign(self.signer, payload, jws.LOGIN)
        headers, _ = self.line.request("POST", "/session", answer, "application/jose")
        self.cookie = headers["Set-Cookie"].partition(";")[0]

    def json(self, method: str, path: str, body: Any = None) -> Any:
        """Exchange JSON within the session."""
        sent = None if body is None else json.dumps(body).encode()
        return json.loads(self.fetch(method, path, sent, "application/json" if sent else ""))

    def fetch(self, method: str, path: str, body: bytes | None = None, kind: str = "", **headers: str) -> bytes:
        """Exchange bytes within the session."""
        return self.line.request(method, path, body, kind, {"Cookie": self.cookie, **headers})[1]

    def upload(self, path: str, data: bytes, filename: str, **headers: str) -> Any:
        """Send a file within the session."""
        named = {"X-Filename": quote(filename), **headers}
        return json.loads(self.fetch("POST", path, data, "application/octet-stream", **named))

    def read_opening(self, motion: dict[str, Any]) -> str:
        """Return the digest of a motion's opening, read from the log and compared with what the page would show.

        Raises:
            LogError: the log says something else than the server.
        """
        entry = self.line.get(f"/log/entry/{motion['index']}")
        self.pinned.accept(self.line.get(f"/log/proof/{motion['index']}"), entry)
        act = admission.read(entry).statement.act
        shown = (motion["motion"], motion["question"], statement_digest(entry))
        if not isinstance(act, MotionOpened) or (act.motion, dict(act.question), motion["opening"]) != shown:
            raise LogError(f"motion {motion['motion']} is shown otherwise than it was opened")
        return statement_digest(entry)

    def vote(self, motion: dict[str, Any], mandate: str, choice: str) -> bytes:
        """Return a signed vote on a motion whose opening this device has read."""
        ballot = {"choice": choice}
        return self.hand.sign(
            "vote.cast", motion=motion["motion"], opening=self.read_opening(motion), mandate=mandate, ballot=ballot
        )


def new_code() -> tuple[bytes, Ed25519Signer]:
    """Return an activation code and the key it stands for."""
    code = secrets.token_bytes(CODE_LENGTH)
    return code, Ed25519Signer.from_seed(activation_seed(code))
