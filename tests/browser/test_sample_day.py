"""The sample convention's whole day in every room: each size of device, three languages, two chairs, bad luck."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from ballots.acts import Role
from tests.browser.gallery import SIZES
from tests.browser.sample_day import HallOfRooms, Rooms, activate, read
from tests.browser.sample_hall import SampleHall, sample_hall
from voting.plan import OfficerPlan
from voting.sample_amendments import DOCUMENT, LANGUAGES
from voting.sample_rehearsal import Day

Device = Callable[..., Page]

OFFICERS = {
    "first": OfficerPlan(Role.CHAIR, "Bertil Lund"),
    "second": OfficerPlan(Role.CHAIR, "Chiara Donati"),
    "teller": OfficerPlan(Role.TELLER, "Efua Mensah"),
}
# What the dice make the delegate vote: yes, no and an abstention, and once while the network is gone.
SEED = 2


@pytest.fixture
def sample() -> Iterator[SampleHall]:
    with sample_hall(OFFICERS, HallOfRooms, SEED) as sample:
        yield sample


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_day_of_the_sample_in_every_room(
    sample: SampleHall, device: Device, language: str, tmp_path: Path
) -> None:
    hall = sample.hall
    assert isinstance(hall, HallOfRooms)

    def person(name: str, size: str) -> Page:
        page = device(SIZES[size], locale=language, service_workers="allow")
        return activate(page, sample.address, sample.fragments[name])

    def everybody(path: str) -> Page:
        page = device(SIZES["hall"], locale=language, accept_downloads=True)
        page.goto(sample.address + path)
        return page

    hall.rooms = Rooms(
        sample,
        language,
        chairs=(person("first", "desktop"), person("second", "desktop")),
        phone=person("phone", "phone"),
        teller=person("teller", "tablet"),
        screen=everybody("/screen"),
        record=everybody("/audit"),
    )
    day, bundle = Day(hall), tmp_path / "bundle.zip"
    told = list(day.run())
    assert told[-1] == "sitting s1 closed after 14 motions"
    hall.rooms.expect_record(declared=14, in_effect=2)
    hall.rooms.read("14", every_size=True)
    # The phone voted in all of them, once without a network.
    assert list(hall.own) == list(hall.meant)
    assert hall.kept
    day.export(bundle)
    record = hall.rooms.record
    with record.expect_download() as download:
        record.locator('a[href="/audit/bundle.zip"]').click()
    download.value.save_as(bundle)
    list(day.verify(tmp_path, hall.convention))
    for path in ("motions/14", "decisions/hands-closure"):
        record.goto(f"{sample.address}/audit/{path}")
        read(record, language)
    record.goto(f"{sample.address}/documents/{DOCUMENT}")
    read(record, language)
