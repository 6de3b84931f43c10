"""Every refusal has a code, a sentence for people, a row in FORMAT.md, and a test that provokes it."""

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest

import audit
import ballots
from ballots.errors import Refused

REFUSALS = {
    value.__name__: value
    for path in sorted(Path(ballots.__file__).parent.glob("*errors.py"))
    for value in vars(import_module(f"ballots.{path.stem}")).values()
    if isinstance(value, type) and issubclass(value, Refused) and value is not Refused
}
# These need cryptography or the log: audit/admission.py raises them and tests/audit provokes them.
ADMISSION = {"Malformed", "TooLarge", "WrongAlgorithm", "BadSignature", "BadProof", "WrongTree"}


def provoked() -> set[str]:
    """Return the names of all refusals that some test here expects, directly or by its table."""
    names: set[str] = set()
    for path in Path(__file__).parent.glob("test_*.py"):
        if path == Path(__file__):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return names & set(REFUSALS)


def test_every_refusal_is_provoked() -> None:
    assert provoked() | ADMISSION == set(REFUSALS)
    assert not provoked() & ADMISSION


def test_the_codes_are_those_of_the_format() -> None:
    text = (Path(audit.__file__).parent / "FORMAT.md").read_text(encoding="utf-8")
    section = text.split("\n## 5.")[1].split("\n## 6.")[0]
    codes = {
        code
        for line in section.splitlines()
        if line.startswith("| `")
        for code in re.findall(r"`([a-z_]+)`", line.split("|")[1])
    }
    assert codes == {refusal.code for refusal in REFUSALS.values()}


@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=lambda refusal: refusal.code)
def test_a_refusal_explains_itself(refusal: type[Refused]) -> None:
    """What was wrong, then what to do: two sentences at least, without anything a program would say."""
    words = refusal.explanation()
    assert re.fullmatch(r"[A-Z][^`\n_]*[.?] [A-Z][^`\n_]*\.", words)
    assert str(refusal()) == words
    assert str(refusal("found this")) == refusal("found this").detail == "found this"
