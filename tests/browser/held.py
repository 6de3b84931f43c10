"""What comes late: an answer to a page, or what it sends to the server."""

from playwright.sync_api import APIResponse, Page, Route

# What was waiting for the answer has gone on by then.
GONE_ON = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"


class Held:
    """The next question of a page to a path, and its answer, which the server gives at once, kept until it is let go.

    What is `unsent` is itself kept from the server.
    """

    def __init__(self, page: Page, path: str, unsent: bool = False) -> None:
        self._page = page
        self._found: list[tuple[Route, APIResponse | None]] = []
        page.route(path, lambda route: self._found.append((route, None if unsent else route.fetch())), times=1)

    @property
    def asked(self) -> bool:
        """Whether the page has asked."""
        return bool(self._found)

    def wait(self) -> None:
        """Wait until the page has asked."""
        while not self._found:
            self._page.wait_for_timeout(20)

    def let_go(self) -> None:
        """Let the page have the answer, and go on."""
        self.wait()
        [(route, answer)] = self._found
        with self._page.expect_event("requestfinished", lambda request: request == route.request):
            route.fulfill(response=answer) if answer else route.continue_()
        self._page.evaluate(GONE_ON)
