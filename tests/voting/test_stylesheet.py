"""One design for all pages: every component, nothing that no page has, and the part of Pico that is used."""

import re
from pathlib import Path

import pytest

from tests import pico
from tests.voting.test_messages import SCRIPTS, TEMPLATES
from voting.assets import bundle_script, bundle_style

CSS = pico.STATIC / "css"
COMPONENTS = sorted((CSS / "components").glob("*.css"))
WHOLE, PHONES, SCREENS, COMMON = (CSS / f"{name}.css" for name in ("plenary", "phone", "screen", "common"))
SHEET = re.sub(r"/\*.*?\*/", "", bundle_style(SCREENS), flags=re.DOTALL)
MARKUP = "\n".join(one.read_text(encoding="utf-8") for one in (*TEMPLATES, *sorted(SCRIPTS.glob("*.js"))))
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|(?:min-|max-)?(?:width|height)|left|right|top|bottom)"
    r"\s*:(?=[^(){}]*[;}])|(?:text-align|float)\s*:\s*(?:left|right)"
)


def own(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def test_every_page_has_the_one_design_and_it_has_every_component() -> None:
    assert sorted(CSS.glob("*.css")) == [COMMON, PHONES, WHOLE, SCREENS]
    linked = re.findall(r'<link rel="stylesheet" href="([^"]*)"', MARKUP)
    assert linked == ["{{ asset('css/phone.css' if light is defined else sheet|default('css/plenary.css')) }}"]
    assert re.findall(r'{% set sheet = "([^"]*)"', MARKUP) == ["css/screen.css"]
    assert sorted(component for sheet in (SCREENS, WHOLE, COMMON) for component in _components(sheet)) == [
        one.name for one in COMPONENTS
    ]


def test_the_sheet_of_phones_is_a_part_of_the_whole_in_the_same_order() -> None:
    imported = {one: re.findall(r'@import "([^"]+)";', one.read_text(encoding="utf-8")) for one in (WHOLE, PHONES)}
    assert imported[PHONES] == ["../vendor/pico-phone.css", COMMON.name]
    assert imported[WHOLE][:2] == ["../vendor/pico.css", COMMON.name]
    whole = pico.TAKEN.read_text(encoding="utf-8")
    for head, body in _rules(pico.TAKEN_BY_PHONES.read_text(encoding="utf-8")):
        assert all(one in whole for one in (*pico.split(head, ","), *pico.split(body, ";"))), head


def test_a_screen_in_the_hall_has_the_one_design_first() -> None:
    assert re.findall(r'@import "([^"]+)";', SCREENS.read_text(encoding="utf-8"))[0] == WHOLE.name


def test_no_rule_is_for_what_no_page_has() -> None:
    classes = set(
        re.findall(
            r"\.([a-zA-Z][\w-]*)", " ".join(head for head, _ in _rules(re.sub(r"@import[^;]*;", "", pico.own_sheet())))
        )
    )
    words = set(re.findall(r"[\w-]+", MARKUP))
    begun = tuple(re.findall(r"([\w-]+-)(?:\$\{|\{\{|\" ~)", MARKUP))
    assert {one for one in classes if one not in words and not one.startswith(begun)} == set()


def test_every_variable_is_set_somewhere() -> None:
    script = set(re.findall(r'setProperty\("(--[\w-]+)"', MARKUP))
    used = set(re.findall(r"var\((--[\w-]+)\)", SHEET))
    assert used - set(re.findall(r"(--[\w-]+)\s*:", SHEET)) - script == set()


def test_every_size_and_colour_of_ours_is_used() -> None:
    tokens = set(re.findall(r"(--(?!pico)[\w-]+)\s*:", own(CSS / "components" / "tokens.css")))
    assert tokens - set(re.findall(r"var\((--[\w-]+)", MARKUP + SHEET)) == set()


@pytest.mark.parametrize("component", [one for one in COMPONENTS if one.stem != "tokens"], ids=lambda one: one.stem)
def test_letters_and_distances_are_steps_of_the_two_scales(component: Path) -> None:
    """Or parts of what is around them (`em`), of a screen in the hall (`--u`), or of a drawing (`px`)."""
    sheet = own(component)
    assert re.findall(r"font-size:[^;}]*?(?<![\w.])(?!1rem[;} ,])[\d.]+rem[^;}]*", sheet) == []
    distances = re.findall(r"(?<![\w-])(?:margin|padding|gap|row-gap|column-gap)[\w-]*:[^;}]*", sheet)
    # What is as wide as a column beside it is no distance.
    assert [one for one in distances if any(float(rem) < 4 for rem in re.findall(r"([\d.]+)rem", one))] == []


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda one: one.stem)
def test_pages_may_run_right_to_left(component: Path) -> None:
    assert PHYSICAL.findall(own(component)) == []


def test_what_is_taken_of_pico_is_what_its_release_and_our_sheet_make() -> None:
    """After a change of either: `python -m tests.pico`."""
    assert pico.TAKEN.read_text(encoding="utf-8") == pico.taken()
    assert pico.TAKEN_BY_PHONES.read_text(encoding="utf-8") == pico.taken(by_phones=True)


def test_another_release_of_pico_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "pico.min.css"
    other.write_bytes(pico.RELEASED.read_bytes().replace(b"1rem", b"2rem", 1))
    monkeypatch.setattr(pico, "RELEASED", other)
    with pytest.raises(ValueError, match="not the release"):
        pico.taken()


@pytest.mark.parametrize("markup", sorted({one for one in pico.LEFT_OUT.values() if one}))
def test_no_page_has_what_is_left_out_of_pico(markup: str) -> None:
    assert re.findall(markup, MARKUP) == []


@pytest.mark.parametrize("markup", sorted(pico.LEFT_OUT_BY_PHONES.values()))
def test_no_page_with_the_sheet_of_phones_has_what_it_is_without(markup: str) -> None:
    assert re.findall(markup, _markup_of_phones()) == []


def test_phones_load_no_rule_for_what_none_of_their_pages_has() -> None:
    sheet = re.sub(r"/\*.*?\*/", "", bundle_style(COMMON), flags=re.DOTALL)
    classes = set(re.findall(r"\.([a-z][\w-]*)", " ".join(head for head, _ in _rules(sheet))))
    markup = _markup_of_phones()
    words = set(re.findall(r"[\w-]+", markup))
    begun = tuple(re.findall(r"([\w-]+-)(?:\$\{|\{\{|\" ~)", markup))
    assert {one for one in classes if one not in words and not one.startswith(begun)} == set()


def _markup_of_phones() -> str:
    """Return the templates and scripts of the pages that have the sheet of phones."""
    light = [one for one in TEMPLATES if "set light = true" in one.read_text(encoding="utf-8")]
    assert len(light) == 5
    shared = [one for one in TEMPLATES if one.name in ("base.html", "_ballot.html", "_receipts.html", "_steps.html")]
    scripts = [
        bundle_script(SCRIPTS / name)
        for name in ("delegate.js", "activate.js", "signin.js", "give-back.js", "remote.js")
    ]
    return "\n".join([one.read_text(encoding="utf-8") for one in (*light, *shared)] + scripts)


def _components(sheet: Path) -> list[str]:
    return re.findall(r'@import "components/([^"]+)";', sheet.read_text(encoding="utf-8"))


def _rules(css: str) -> list[tuple[str, str]]:
    """Return the rules of a sheet, those under a condition among them."""
    found = []
    for head, body in pico.parts(css):
        found += _rules(body) if head.startswith(("@media", "@supports")) else [(head, body)]
    return found
