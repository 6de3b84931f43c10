"""Every word that a page's script shows is sent to that page, and every message is in the catalogues."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.support import Translations

from ballots.statement import READERS
from tests import catalogues
from voting.assets import LATER, Assets
from voting.badges import Captions
from voting.languages import LANGUAGES, RIGHT_TO_LEFT
from voting.messages import MESSAGES
from voting.script_words import COUNTED, keys_in

CHECKOUT = Path(__file__).parent.parent.parent
STATIC = CHECKOUT / "voting" / "static"
SCRIPTS = STATIC / "js"
TEMPLATES = sorted((CHECKOUT / "templates").rglob("*.html"))
IMPORT = re.compile(r'(?:from|import) ?\(?"\./([\w-]+\.js)"')
# A key in full, or what stands before the part that is computed.
KEY = re.compile(r'"([a-z_]+\.[\w./]+)"|[`"]([a-z_]+\.[\w./]*)(\$\{|" ~ )?')
# A pill names the family of what it shows.
PILL = re.compile(r'\bpill\("([a-z_]+)"')
# The scripts whose words base.html sends.
SENT = re.compile(r"{% set (?:script|later) = .*?js/([\w-]+\.js)")
FAMILIES = {key.partition(".")[0] for key in MESSAGES}
# What a computed key may be; names of modules and slots look alike.
NAMES = re.compile(r"\{\w+\}")


def graph(script: str, found: set[str] | None = None) -> set[str]:
    """Return a module and all that it imports."""
    seen = set() if found is None else found
    if script not in seen:
        seen.add(script)
        for name in IMPORT.findall((SCRIPTS / script).read_text(encoding="utf-8")):
            graph(name, seen)
    return seen


def keys(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each key in a source, or its beginning, and whether it is whole."""
    yield from ((f"{kind}.", False) for kind in PILL.findall(text))
    yield from ((f"{key}_one", True) for key in COUNTED.findall(text) if f"{key}_one" in MESSAGES)
    for whole, begun, computed in KEY.findall(text):
        key = whole or begun
        if key.partition(".")[0] in FAMILIES and key not in READERS:
            yield key, not computed


def pages() -> list[tuple[Path, str]]:
    """Return each template that runs a script, with the script."""
    return [
        (template, script)
        for template in TEMPLATES
        if template.name != "base.html"
        for script in re.findall(
            r"""(?:set script = "|asset\(')js/([\w-]+\.js)""", template.read_text(encoding="utf-8")
        )
    ]


@pytest.mark.parametrize(("template", "script"), pages(), ids=lambda one: getattr(one, "stem", one))
def test_a_page_gets_every_message_that_its_scripts_may_show(template: Path, script: str) -> None:
    assert script in SENT.findall(template.read_text(encoding="utf-8"))
    # What comes later has the words that the page has.
    scripts = [name for name in (f"js/{script}", LATER.get(f"js/{script}")) if name]
    sent = keys_in("".join(Assets(STATIC).content(name).decode() for name in scripts))
    for module in graph(script):
        for key, whole in keys((SCRIPTS / module).read_text(encoding="utf-8")):
            wanted = {one for one in MESSAGES if (one == key if whole else one.startswith(key))}
            assert wanted <= set(sent), module


def test_a_page_gets_no_message_that_its_scripts_never_show() -> None:
    script = 't("chair.number"); t(`state.${now}`); t(`script.after.falls${many}`); pill("outcome", motion.outcome);'
    families = ("state.", "script.after.falls", "outcome.")
    assert keys_in(script) == [key for key in MESSAGES if key == "chair.number" or key.startswith(families)]
    # There may be words of their own for one.
    assert keys_in('counted("practise.missing", count)') == ["practise.missing_one", "practise.missing"]
    assert keys_in('t("chair.nobody"); const chair = { number: 1 };') == []


def test_every_key_in_a_script_is_a_message() -> None:
    for module in SCRIPTS.glob("*.js"):
        for key, whole in keys(module.read_text(encoding="utf-8")):
            known = key in MESSAGES if whole else any(one.startswith(key) for one in MESSAGES)
            assert known, f"{module.name}: {key}"


def test_every_message_is_shown_somewhere() -> None:
    sources = [*SCRIPTS.glob("*.js"), *TEMPLATES, *(CHECKOUT / "voting").rglob("*.py")]
    used = {
        found
        for source in sources
        if not source.name.endswith("messages.py")
        for found in keys(source.read_text(encoding="utf-8"))
    }
    exact = {key for key, whole in used if whole}
    begun = tuple(key for key, whole in used if not whole)
    assert [key for key in MESSAGES if key not in exact and not key.startswith(begun)] == []


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_what_to_tap_is_called_what_the_button_is_called(language: str) -> None:
    words = Translations.load(str(catalogues.TRANSLATIONS), [language]).gettext
    button = words(str(MESSAGES["activate.button"]))
    for said in (Captions().scan, str(MESSAGES["desk.code.waiting"])):
        assert button in words(said)


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_message_is_translated(language: str) -> None:
    """`python -m tests.catalogues` brings the catalogues up to date and says what is missing."""
    wanted = {one.id for one in catalogues.template() if one.id}
    catalogue = catalogues.read(language)
    found = {one.id: one for one in catalogue if one.id}
    assert sorted(wanted ^ set(found)) == []
    for message in found.values():
        assert message.string, message.id
        assert not message.fuzzy, message.id
        # What stands in braces is filled in: none may be lost or invented.
        assert sorted(NAMES.findall(str(message.string))) == sorted(NAMES.findall(str(message.id))), message.id
        assert not list(message.check(catalogue)), message.id


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_the_compiled_catalogue_is_that_of_the_text(language: str, tmp_path: Path) -> None:
    compiled = tmp_path / "messages.mo"
    with compiled.open("wb") as file:
        write_mo(file, catalogues.read(language))
    assert catalogues.path(language, "mo").read_bytes() == compiled.read_bytes()


def test_no_line_in_french_begins_with_a_mark() -> None:
    translations = [str(one.string) for one in catalogues.read("fr") if one.id]
    assert [one for one in translations if catalogues.spaced(one) != one] == []


@pytest.mark.parametrize("language", sorted(RIGHT_TO_LEFT.intersection(LANGUAGES)))
def test_what_is_filled_into_a_message_that_runs_right_to_left_is_isolated(language: str) -> None:
    """Else "M-12" or a title in English draws the words around it out of their order."""
    translations = [str(one.string) for one in catalogues.read(language) if one.id]
    assert [one for one in translations if catalogues.isolated(one) != one] == []
    assert any("\u2068{motion}\u2069" in one for one in translations)


def test_lists_on_pages_have_the_comma_of_their_language() -> None:
    written = re.compile(r'join\(", "|\{\{ ", "|\}, \$\{t\(')
    # Titles of motions are words of the record: what they list has one comma in all its languages.
    sources = {*TEMPLATES, *SCRIPTS.glob("*.js")} - {SCRIPTS / "motion-phrases.js"}
    assert [one.name for one in sources if written.search(one.read_text(encoding="utf-8"))] == []
