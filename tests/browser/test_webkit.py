"""Safari's engine, which is in every iPhone: a badge, a vote and its receipt, and what the hall reads."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.support.wait import WebDriverWait
from selenium.webdriver.webkitgtk.options import Options as WebKitGTKOptions
from selenium.webdriver.webkitgtk.service import Service

from tests.browser.badge_links import issue_badge
from tests.browser.hall import Hall
from tests.browser.test_screen import LONG
from tests.browser.voters import act, motion_of, open_motion, seat_voters

PHONE, PROJECTOR = (390, 844), (1600, 900)
PATIENCE_SECONDS = 60
# A second press so soon after the first is a finger's mistake to the page.
DOUBLE_TAP_MS = 600


@contextmanager
def display() -> Iterator[str]:
    """A screen that nobody sees."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1920x1080x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            assert server.stdout is not None
            yield f":{server.stdout.readline().strip()}"
        finally:
            server.terminate()


@pytest.fixture
def webkit() -> Iterator[WebDriver]:
    """A window of WebKit: of its port for GTK, or of Safari where that is the machine's own browser."""
    if shutil.which("safaridriver"):
        driver: WebDriver = webdriver.Safari()
        yield driver
        driver.quit()
        return
    with display() as name:
        service = Service(shutil.which("WebKitWebDriver"), env={**os.environ, "DISPLAY": name})
        service.start()
        to = RemoteConnection(client_config=ClientConfig(remote_server_addr=service.service_url))
        driver = webdriver.Remote(to, options=WebKitGTKOptions())
        yield driver
        driver.quit()
        service.stop()


def until(driver: WebDriver, holds: Callable[[], Any], what: str) -> Any:
    return WebDriverWait(driver, PATIENCE_SECONDS).until(lambda _: holds(), what)


def text(driver: WebDriver, selector: str) -> str:
    return str(driver.execute_script("return document.querySelector(arguments[0])?.innerText ?? ''", selector))


def press(driver: WebDriver, selector: str) -> None:
    """Press the first of these that is to be seen, as soon as there is one."""
    pressed = """
      const shown = [...document.querySelectorAll(arguments[0])].find((one) => one.offsetParent);
      shown?.click();
      return Boolean(shown);
    """
    until(driver, lambda: driver.execute_script(pressed, selector), selector)


def test_a_badge_a_vote_and_its_receipt(webkit: WebDriver, hall: Hall) -> None:
    desk, chair = hall.hand("desk"), hall.hand("chair")
    seat_voters(hall, desk, "nord/2")
    webkit.set_window_size(*PHONE)
    webkit.get(issue_badge(hall, desk, 50, ["nord/1"]))
    press(webkit, '[data-act="activate"]')
    press(webkit, '[data-slot="room"]')
    until(webkit, lambda: "Nothing to vote on now" in text(webkit, "#headline"), "the voting page")
    open_motion(hall, chair, "1")
    until(webkit, lambda: "Vote now" in text(webkit, "#headline"), "the opening")
    press(webkit, '[data-step="choose"] .vote-yes')
    webkit.execute_async_script(f"setTimeout(arguments[0], {DOUBLE_TAP_MS})")
    press(webkit, '[data-step="confirm"] [data-act="confirm"]')
    until(webkit, lambda: "Receipt checked by this phone." in text(webkit, ".ballot"), "the receipt")
    assert motion_of(hall, "1")["turnout"]["count"] == 1
    # The key is kept, and found again.
    webkit.refresh()
    until(webkit, lambda: "Your vote is recorded." in text(webkit, ".ballot"), "the vote after a new start")


def test_a_hall_screen_turns_pages_and_shows_a_result_over_its_whole_width(webkit: WebDriver, hall: Hall) -> None:
    desk, chair = hall.hand("desk"), hall.hand("chair")
    [voter] = seat_voters(hall, desk, "nord/1")
    webkit.set_window_size(*PROJECTOR)
    webkit.get(f"{hall.address}/screen")
    motion = open_motion(hall, chair, "1", question={"en": (LONG * 5)[:3900]})
    voter.vote(motion, "yes")
    until(webkit, lambda: text(webkit, ".screen-page").startswith("Page 1 of"), "pages")
    assert int(text(webkit, ".screen-page").split()[-1]) > 1
    act(hall, chair, "polling.ended", motion)
    act(hall, chair, "motion.closed", motion)
    options = {
        choice: {"count": int(choice == "yes"), "weight": int(choice == "yes")} for choice in ("yes", "no", "abstain")
    }
    act(hall, chair, "result.declared", motion, result={"options": options, "outcome": "adopted"})
    until(webkit, lambda: webkit.find_elements(By.CSS_SELECTOR, ".hemicycle"), "the seats")
    seats, why = (webkit.find_element(By.CSS_SELECTOR, name).rect["width"] for name in (".screen-seats", ".screen-why"))
    assert why > 1.9 * seats
