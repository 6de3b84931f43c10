"""Time that a test lets pass: what a page does by the clock happens at once, as it would if people waited."""

from playwright.sync_api import Page

# The server's clock goes with the page's: what an answer says about the time has been moved as far.
SAME_FOR_THE_SERVER = """(() => {
  const { now } = Date, { get } = Headers.prototype, Real = Date;
  Headers.prototype.get = function (name) {
    const told = get.call(this, name);
    return told && name === "Date" ? new Real(Real.parse(told) + Date.now() - now.call(Real)).toUTCString() : told;
  };
})()"""


def movable(page: Page) -> Page:
    """Take a new page's clock into the test's hands, and that of every page beside it on the same device."""
    page.context.add_init_script(SAME_FOR_THE_SERVER)
    page.clock.install()
    return page


def let_pass(seconds: float, *pages: Page) -> None:
    """Let so many seconds pass for these pages, tick by tick, and for all pages that share a device with them."""
    for page in pages:
        page.clock.run_for(round(1000 * seconds))


def later(page: Page, seconds: float) -> None:
    """Let it be so much later for what only measures how long ago something was; nothing happens in between."""
    page.evaluate(
        "(ms) => { const now = performance.now.bind(performance); performance.now = () => now() + ms; }", 1000 * seconds
    )


def past_double_tap(page: Page) -> None:
    """Let the time of a double tap pass, within which a ballot takes no confirmation."""
    later(page, 0.6)
