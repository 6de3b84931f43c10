"""What the record says of somebody whose head cast a block for her."""

import csv
import io
import re
from pathlib import Path

import pytest

from tests.voting.paper import printed
from tests.voting.web import build_web

HTML = {"Accept": "text/html"}


@pytest.mark.parametrize(
    ("block", "choices", "column", "said"),
    [
        ("whole", {"no": 2}, "credential_no", "No 1"),
        ("splittable", {"no": 1, "yes": 1}, "credential_block", "As a block 1"),
    ],
)
def test_whose_head_voted_for_her_is_not_said_not_to_have_voted(
    tmp_path: Path, block: str, choices: dict[str, int], column: str, said: str
) -> None:
    web = build_web(tmp_path, block=block)
    house = web.house
    head, member = house.issue(["north/1"], head=True), house.issue(["north/2"])
    opening = house.open()
    late = house.issue(["north/3"])
    cast = {"motion": "1", "opening": opening, "delegation": "north", "ballot": {"choices": choices}}
    house.send(house.activate(head).sign("block.cast", **cast))
    for step in (house.end, house.close, house.declare):
        step(opening)
    for number in (head, member):
        page = web.nobody.get(f"/audit?person={number}", headers=HTML).text
        [own] = re.findall(rf'<td class="own" data-label="Badge {number}">(.*?)</td>', page, re.DOTALL)
        assert " ".join(re.sub("<[^>]*>", "", own).split()) == said
        assert said in " ".join(printed(web.nobody.get(f"/audit/results.pdf?person={number}").data).split())
        table = web.nobody.get(f"/audit/results.csv?person={number}").data.decode("utf-8-sig")
        [row] = csv.DictReader(io.StringIO(table))
        assert {name for name, count in row.items() if name.startswith("credential") and count == "1"} == {column}
    assert "data-motion" not in web.nobody.get(f"/audit?person={late}", headers=HTML).text
    web.close()
