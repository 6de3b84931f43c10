"""Every JavaScript module parses and every name it imports exists, says a browser that links it without running it."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response

CHECKOUT = Path(__file__).parent.parent.parent
# The address under which pages load each folder of modules.
FOLDERS = {"/static/": CHECKOUT / "voting" / "static", "/page/": CHECKOUT / "audit" / "page"}
# The browser links the whole graph before it runs its first module, and that one stops it.
LINK = """
async ([entry, name]) => {
  const source = `import "${entry}/stop.js"; import "${entry}${name}";`;
  const wrapper = URL.createObjectURL(new Blob([source], {type: "text/javascript"}));
  try { await import(wrapper); } catch (error) { return String(error); }
}
"""
LINKED = "Error: linked, not run"


class Handler(BaseHTTPRequestHandler):
    """Serves the folders of modules, and the module that stops a graph from running."""

    def do_GET(self) -> None:
        body = b'throw new Error("linked, not run");' if self.path == "/stop.js" else self.module()
        self.send_response(404 if body is None else 200)
        self.send_header("Content-Type", "text/html" if self.path == "/" else "text/javascript")
        self.end_headers()
        self.wfile.write(body or b"")

    def module(self) -> bytes | None:
        for prefix, folder in FOLDERS.items():
            path = folder / self.path.removeprefix(prefix)
            if self.path.startswith(prefix) and path.is_file():
                return path.read_bytes()
        return b"" if self.path == "/" else None

    def log_message(self, *_: object) -> None:
        pass


def modules() -> list[str]:
    return [
        prefix + path.relative_to(folder).as_posix()
        for prefix, folder in FOLDERS.items()
        for path in sorted(folder.rglob("*.js"))
    ]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Iterator[Page]:
    page = browser.new_page()
    page.goto(address)
    yield page
    page.close()


@pytest.fixture
def missing(page: Page, address: str) -> Iterator[list[str]]:
    """The addresses that the browser asked for in vain."""
    paths: list[str] = []

    def note(response: Response) -> None:
        if not response.ok:
            paths.append(response.url.removeprefix(address))

    page.on("response", note)
    yield paths
    page.remove_listener("response", note)


@pytest.mark.parametrize("name", modules())
def test_module_links(page: Page, address: str, missing: list[str], name: str) -> None:
    outcome = page.evaluate(LINK, [address, name])
    assert missing == []
    assert outcome == LINKED
