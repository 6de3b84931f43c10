"""A server that says what a test tells it, beside the real static files, and a log to tell the truth or lie about."""

import json
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Page

from audit import jws
from audit.checkpoint import Checkpoint
from audit.encoding import b64_encode, b64url_encode
from audit.merkle import Tree, leaf_hash
from audit.note import NoteSigner
from audit.receipt import Receipt
from audit.signing import Ed25519Signer
from voting.signing import statement_digest

STATIC = Path(__file__).parent.parent.parent / "voting" / "static"
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class Answer:
    """An HTTP answer; `drop` closes the connection instead."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/plain; charset=utf-8"
    drop: bool = False

    @classmethod
    def problem(cls, status: int, code: str, title: str = "Something is wrong. Do something.") -> "Answer":
        """A refusal in the server's words (RFC 9457)."""
        body = {"type": "about:blank", "title": title, "status": status, "code": code, "detail": "found here"}
        return cls(json.dumps(body).encode(), status, "application/problem+json")


DROP = Answer(drop=True)
Route = Callable[[str, bytes], Answer]


@dataclass
class ScriptedServer:
    """Routes by path without query; `seen` holds (method, path, body) in order, static files left out."""

    routes: dict[str, Route] = field(default_factory=dict)
    seen: list[tuple[str, str, bytes]] = field(default_factory=list)
    address: str = ""

    def bodies(self, path: str) -> list[bytes]:
        """The bodies that were posted to a path."""
        return [body for method, found, body in self.seen if found == path and method == "POST"]

    def answer(self, method: str, target: str, body: bytes) -> Answer:
        """What the test wants this request to get."""
        path = urlsplit(target).path
        if path == "/":
            return Answer(b"<!doctype html><title>test</title>", content_type="text/html")
        if path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            return Answer(file.read_bytes(), content_type=TYPES[file.suffix]) if file.is_file() else Answer(status=404)
        self.seen.append((method, path, body))
        route = self.routes.get(path) or self.routes.get(path.rpartition("/")[0] + "/*")
        return route(target, body) if route else Answer.problem(404, "not_found")

    def start(self) -> Callable[[], None]:
        """Serve on loopback; returns what stops it."""
        script = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                answer = script.answer(self.command, self.path, body)
                if answer.drop:
                    self.close_connection = True
                    return
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.content_type)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)

            def do_POST(self) -> None:
                self.do_GET()

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        self.address = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()

        def stop() -> None:
            server.shutdown()
            server.server_close()

        return stop


@contextmanager
def blank_page(browser: Browser) -> Iterator[Page]:
    """An empty page beside the static files."""
    server = ScriptedServer()
    stop = server.start()
    context = browser.new_context()
    page = context.new_page()
    page.goto(server.address)
    yield page
    context.close()
    stop()


class ScriptedLog:
    """A log made by the Python side, with a founding, served as FORMAT.md section 7 says."""

    def __init__(self, origin: str = "hall.example/scripted", **changes: Any) -> None:
        self.founder = Ed25519Signer.generate()
        self.signer = NoteSigner(origin, Ed25519Signer.generate())
        self.tree = Tree()
        self.entries: list[bytes] = []
        payload = {
            "type": "convention.founded",
            "sequence": 1,
            "issued_at": "2026-05-01T09:30:00Z",
            "nonce": b64url_encode(secrets.token_bytes(16)),
            "name": {"en": "Scripted"},
            "languages": ["en"],
            "key": self.founder.jwk.members(),
            "log": {"origin": origin, "key": str(self.signer.key)},
            "officers": [],
            "rules": {"questions": {}},
            **changes,
        }
        self.append(jws.sign(self.founder, payload, jws.STATEMENT))
        self.convention = statement_digest(self.entries[0])

    def append(self, entry: bytes) -> int:
        """Append an entry, or find it again, and return its index."""
        if entry not in self.entries:
            self.entries.append(entry)
            self.tree.append(leaf_hash(entry))
        return self.entries.index(entry)

    def checkpoint(self, size: int | None = None) -> bytes:
        """The signed checkpoint of a size, by default the newest."""
        at = self.tree.size if size is None else size
        return Checkpoint(self.signer.key.name, at, self.tree.root(at)).sign(self.signer)

    def receipt(self, index: int) -> bytes:
        """The tlog-proof of an entry in the whole log."""
        proof = tuple(self.tree.inclusion_proof(index, self.tree.size))
        return Receipt(index, proof, self.checkpoint()).format()

    def record(self, _: str, body: bytes) -> Answer:
        """Record a statement and answer with its receipt, as an honest server does."""
        return Answer(self.receipt(self.append(body)), 201)

    def serve(self, server: ScriptedServer) -> None:
        """Answer for this log from now on."""

        def consistency(target: str, _: bytes) -> Answer:
            asked = parse_qs(urlsplit(target).query)
            old, new = int(asked["old"][0]), int(asked["new"][0])
            if new > self.tree.size:
                return Answer.problem(404, "not_found")
            hashes = [b64_encode(value) for value in self.tree.consistency_proof(old, new)]
            return Answer(json.dumps(hashes).encode(), content_type="application/json")

        server.routes |= {
            "/log/checkpoint": lambda *_: Answer(self.checkpoint()),
            "/log/entry/*": lambda target, _: Answer(self.entries[int(target.rpartition("/")[2])]),
            "/log/proof/*": lambda target, _: Answer(self.receipt(int(target.rpartition("/")[2]))),
            "/log/consistency": consistency,
            "/statements": self.record,
        }


def run(page: Page, body: str, argument: object = None) -> Any:
    """Run the body of an async function in the page.

    There, `use(name)` imports a core module and `refusal(f)` is the code of the error of f, null if it has none.
    """
    prelude = """
      const use = (name) => import(`/static/js/${name}.js`);
      const refusal = async (work) => {
        try { await work(); return null; } catch (error) { return error.code ?? `${error.name}: ${error.message}`; }
      };
      const {utf8, fromUtf8} = await use("encoding"); const {toHex, fromHex} = await use("hex");
    """
    return page.evaluate(f"async (argument) => {{ {prelude} {body} }}", argument)
