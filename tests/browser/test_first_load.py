"""How heavy each page is at first and later: bounds on bytes and requests, which no busy machine changes."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.first_load import PAGES, PHONE, SEATS, activate, forget_files, measure
from tests.browser.hall import Hall, open_hall
from tests.browser.sample_hall import SampleHall, sample_hall
from voting.languages import LANGUAGES

# At the first visit and at a later one: bytes, the stream's beginning included, and requests.
BOUNDS = {
    "/": ((60_000, 7), (3_000, 3)),
    "/screen": ((58_000, 8), (12_000, 5)),
    "/audit": ((27_500, 5), (4_000, 3)),
    "/chair": ((92_000, 9), (24_000, 6)),
    "/desk": ((74_000, 9), (16_000, 6)),
    "/activate": ((33_000, 3), (1_500, 1)),
    "/speak": ((36_000, 6), (3_000, 3)),
    "/tellers": ((56_000, 6), (8_000, 3)),
    "/officers": ((48_500, 6), (7_000, 3)),
    "/documents": ((21_000, 4), (2_500, 2)),
    "/audit/log": ((29_500, 5), (3_500, 2)),
}


@pytest.fixture(scope="module")
def sample() -> Iterator[SampleHall]:
    """The sample in its sitting, whose rules and people give a phone more to read than an empty hall."""
    with sample_hall({}) as sample:
        sample.arrive()
        yield sample


@pytest.fixture(scope="module")
def seats(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    hall = open_hall(tmp_path_factory.mktemp("hall"), officers=SEATS)
    yield hall
    hall.stop()


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_delegates_page_is_light_in_every_language(sample: SampleHall, browser: Browser, language: str) -> None:
    context = browser.new_context(viewport=PHONE, locale=language)
    page = context.new_page()
    activate(page, f"{sample.address}/activate#{sample.new_badge()}")
    page.close()
    forget_files(context)
    load = measure(context, sample.address, "/", slow=False)
    assert 0 < load.bytes <= BOUNDS["/"][0][0]
    context.close()


@pytest.mark.parametrize("path", sorted(PAGES))
def test_a_page_is_light_at_first_and_later(seats: Hall, browser: Browser, path: str) -> None:
    context = PAGES[path](browser, seats)
    for most_bytes, most_requests in BOUNDS[path]:
        load = measure(context, seats.address, path, slow=False)
        assert 0 < load.bytes <= most_bytes
        assert load.requests <= most_requests
    context.close()
