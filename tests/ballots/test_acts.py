"""Every statement type: each member missing, unknown, of the wrong type or out of bounds is refused by its name."""

import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ballots.errors import BadField, UnknownType
from ballots.fields import MAX_INTEGER
from ballots.statement import READERS, Statement, read_statement
from tests.ballots.assembly import Assembly, Payload, digest
from tests.ballots.examples import example_payloads

PAYLOADS = {kind: payload for kind, (_, payload) in example_payloads().items()}
# Objects whose member names are data; and the ballot, which the motion's kind of ballot reads (test_proceedings).
MAPPINGS = {"name", "title", "question", "questions", "texts", "options", "counts", "changes", "delegations"}
OPAQUE = {"ballot"}
NULLABLE = {
    "delegation",
    "replaces",
    "subject",
    "quorum",
    "of",
    "voters",
    "polling_seconds",
    "casting",
    "counts",
    "words",
    "text",
    "reason",
    "other",
    "note",
    "minority",
    "in_favour_of",
    "sitting_quorum",
    "decision",
}
# Null here, and nowhere else.
NULLABLE_IN = {("agenda.proposed", "document")}

Path = tuple[str | int, ...]


def read(payload: Payload) -> Statement:
    return read_statement(digest("kid"), digest("digest"), payload)


def at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


def changed(kind: str, path: Path, value: object) -> Payload:
    payload = copy.deepcopy(PAYLOADS[kind])
    at(payload, path[:-1])[path[-1]] = value
    return payload


def walk(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield every value inside a payload with its path, the opaque ones left out."""
    if path:
        yield path, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in inner:
        if step in OPAQUE and value.get("type") in ("vote.cast", "block.cast", "paper.recorded"):
            continue
        yield from walk(item, (*path, step))


def is_mapping(path: Path, value: object) -> bool:
    return isinstance(value, dict) and bool(path) and path[-1] in MAPPINGS


def name_of(path: Path) -> str:
    return next(str(step) for step in reversed(path) if isinstance(step, str))


def is_object(path: Path, value: object) -> bool:
    return isinstance(value, dict) and not is_mapping(path, value)


def each(*wanted: Callable[[str, Path, Any], bool]) -> pytest.MarkDecorator:
    """Run a test for every value in every example that all of these functions want."""
    rows = [
        pytest.param(kind, path, value, id=f"{kind}-{'.'.join(map(str, path))}")
        for kind, payload in PAYLOADS.items()
        for path, value in walk(payload)
        if all(want(kind, path, value) for want in wanted)
    ]
    return pytest.mark.parametrize(("kind", "path", "value"), rows)


def test_the_examples_are_of_every_type_and_read() -> None:
    assert set(PAYLOADS) == set(READERS)
    for payload in PAYLOADS.values():
        assert read(payload).sequence == payload["sequence"]


@each(lambda kind, path, value: is_object(path[:-1], at(PAYLOADS[kind], path[:-1])))
def test_a_missing_member(kind: str, path: Path, value: object) -> None:
    payload = copy.deepcopy(PAYLOADS[kind])
    del at(payload, path[:-1])[path[-1]]
    with pytest.raises(BadField, match=rf"\b{path[-1]} is missing"):
        read(payload)


@each()
def test_a_wrong_type(kind: str, path: Path, value: object) -> None:
    for other in (None, True, 7, 7.0, "\x00", [], {}, [[]], {"": {}}):
        if other is None and (kind, path[-1]) in NULLABLE_IN:
            continue
        if other is None and path[-1] in NULLABLE and not (path[-1] == "decision" and kind.startswith("decision.")):
            continue
        # A list in a list, a nameless member and U+0000 are wrong everywhere; other values may be right by their type.
        if type(other) is (int if path[-1] == "replaces" else type(value)) and other not in ([[]], {"": {}}, "\x00"):
            continue
        with pytest.raises(UnknownType if path == ("type",) else BadField, match=rf"\b{name_of(path)}\b"):
            read(changed(kind, path, other))


@each(lambda kind, path, value: is_object(path, value))
def test_an_unknown_member(kind: str, path: Path, value: Payload) -> None:
    with pytest.raises(BadField, match=rf"\b{name_of(path)}\b.* unknown fields: surplus"):
        read(changed(kind, path, value | {"surplus": 1}))


@pytest.mark.parametrize("kind", PAYLOADS)
def test_an_unknown_member_of_the_payload(kind: str) -> None:
    with pytest.raises(BadField, match="payload has unknown fields: surplus"):
        read(PAYLOADS[kind] | {"surplus": 1})


@each(lambda kind, path, value: is_mapping(path, value))
def test_an_ill_formed_name_in_a_mapping(kind: str, path: Path, value: Payload) -> None:
    with pytest.raises(BadField, match=rf"{path[-1]} has an ill-formed name: '!'"):
        read(changed(kind, path, value | {"!": next(iter(value.values()))}))


@pytest.mark.parametrize("kind", ["vote.withdrawn", "", "VOTE.CAST", "vote.cast ", None, 1, ["vote.cast"], {}])
def test_an_unknown_type(kind: object) -> None:
    with pytest.raises(UnknownType):
        read(PAYLOADS["vote.cast"] | {"type": kind})


def test_only_a_founding_names_no_convention() -> None:
    with pytest.raises(BadField, match="unknown fields: convention"):
        read(PAYLOADS["convention.founded"] | {"convention": digest("founding")})
    assert read(PAYLOADS["convention.founded"]).convention is None
    assert read(PAYLOADS["vote.cast"]).convention == PAYLOADS["vote.cast"]["convention"]


OFFICER = Assembly().member("chair").issue()
DELEGATE = Assembly().member("delegate", "nord/1").issue()
REVOKED = {"number": 1, "reason": "lost"}
TAGS = [f"a{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
SEATS = [f"nord/{number}" for number in range(1, 100)]
RULE = ("rules", "questions", "ordinary")
HOUSE = (*RULE, "majority", 0)
QUORUM = ("rules", "questions", "statutes", "quorum")
OBJECTIONS = {"at_most": 1, "measure": "heads", "of": None, "type": "objections"}


def many(item: Payload, count: int) -> list[Payload]:
    return [copy.deepcopy(item) for _ in range(count)]


def questions(count: int) -> Payload:
    rule = PAYLOADS["convention.founded"]["rules"]["questions"]["ordinary"]
    return {"ordinary": rule} | {f"kind-{number}": rule for number in range(1, count)}


ENTITLED = ["electorate", "accredited", "allocated"]


def houses(count: int) -> list[Payload]:
    return [OBJECTIONS | {"at_most": number} for number in range(count)]


# type, path, what is still in bounds, what is not: the numbers of FORMAT.md section 4.
BOUNDS: list[tuple[str, Path, list[Any], list[Any]]] = [
    ("vote.cast", ("sequence",), [1, MAX_INTEGER], [0, -1, MAX_INTEGER + 1]),
    ("convention.founded", ("languages",), [["en"], ["en", "de", "gsw"]], [[], ["en", "en"], ["EN"], ["en-GB"]]),
    ("convention.founded", ("languages",), [TAGS[:16]], [TAGS[:17]]),
    ("convention.founded", ("log", "origin"), ["a.example/log", "x" * 200], ["", "x" * 201, "a b", "a\nb", "a+b"]),
    ("convention.founded", ("log", "key"), ["x" * 400], ["", "x" * 401]),
    ("convention.founded", ("officers",), [many(OFFICER, 1), many(OFFICER, 200)], [[], many(OFFICER, 201)]),
    ("convention.founded", ("officers", 0, "number"), [1, 10**9], [0, 10**9 + 1]),
    ("convention.founded", ("officers", 0, "role"), ["clerk", "auditor"], ["delegate", "observer", "Chair"]),
    ("convention.founded", ("rules", "questions"), [questions(1), questions(32)], [{}, questions(33)]),
    ("convention.founded", ("rules", "change_of_vote"), ["allowed", "refused", "chair"], ["never"]),
    ("convention.founded", ("rules", "record"), ["public", "members"], ["secret"]),
    ("convention.founded", (*RULE, "majority"), [houses(1), houses(8)], [[], houses(9), houses(1) * 2, OBJECTIONS]),
    ("convention.founded", (*RULE, "tie"), ["not_adopted", "casting_vote"], ["chair", None]),
    ("convention.founded", (*RULE, "voters"), [None, "founders", "x" * 64], ["", "x" * 65, ["founders"]]),
    ("convention.founded", (*RULE, "polling_seconds"), [None, 10, 86_400], [9, 86_401, -60, "60", 60.5, True]),
    ("convention.founded", (*HOUSE, "type"), ["share"], ["veto", None]),
    ("convention.founded", (*HOUSE, "of"), [None, "founders"], ["", "the founders", 1]),
    ("convention.founded", (*HOUSE, "base"), ["decisive", "cast", *ENTITLED], ["present", "entitled"]),
    ("convention.founded", (*HOUSE, "measure"), ["heads", "weight", "delegations"], ["seats"]),
    ("convention.founded", (*HOUSE, "denominator"), [2, 1000], [0, 1001]),
    ("convention.founded", (*HOUSE, "numerator"), [1], [0, 3, -1]),
    ("convention.founded", ("rules", "questions", "statutes", "majority", 0, "numerator"), [1, 3], [0, 4]),
    ("convention.founded", (*QUORUM, "of"), ["cast", "present"], ["electorate", None]),
    ("convention.founded", (*QUORUM, "base"), ENTITLED, ["cast", "decisive", "present"]),
    ("convention.founded", (*QUORUM, "measure"), ["heads", "weight"], ["delegations"]),
    ("convention.founded", (*QUORUM, "numerator"), [1, 2], [0, 3]),
    ("officers.changed", ("issue",), [[], many(OFFICER, 200)], [many(OFFICER, 201)]),
    ("officers.changed", ("revoke",), [[], many(REVOKED, 200)], [many(REVOKED, 201)]),
    ("officers.changed", ("revoke", 0, "number"), [1, 10**9], [0, 10**9 + 1]),
    ("officers.changed", ("revoke", 0, "reason"), ["lost", "mistake", "withdrawn", "departed"], ["other", "Lost"]),
    ("delegation.registered", ("entitlement",), [0, 100_000], [-1, 100_001]),
    ("vote.explained", ("kind",), ["explanation", "correction"], ["vote", ""]),
    ("vote.explained", ("text",), [digest("t")], ["x", "meant no"]),
    ("officers.changed", ("decision",), [None, "d1"], ["", "a/b", "x" * 65]),
    ("delegation.registered", ("decision",), [None, "d1"], ["", "a/b", "x" * 65]),
    ("delegation.registered", ("weight",), [1, 1_000_000], [0, 1_000_001]),
    ("delegation.registered", ("groups",), [[], ["a"], TAGS[:16]], [TAGS[:17], ["a", "a"], ["a b"], "a", [None]]),
    ("delegation.registered", ("delegation",), ["x" * 64], ["x" * 65, "", "a/b"]),
    ("delegation.registered", ("name",), [{"en": "x" * 300}], [{"en": "x" * 301}, {}]),
    ("credentials.issued", ("credentials",), [many(DELEGATE, 200)], [[], many(DELEGATE, 201)]),
    ("credentials.issued", ("credentials", 0, "mandates"), [["a/1", "a/2"]], [[], ["a/1", "a/1"], ["a"], ["a/0"]]),
    ("credentials.issued", ("credentials", 0, "mandates"), [SEATS[:50]], [SEATS[:51]]),
    ("credentials.issued", ("credentials", 0, "role"), ["delegate"], ["chair", "founder"]),
    ("credentials.issued", ("credentials", 0, "number"), [1, 10**9], [0, 10**9 + 1]),
    ("credentials.issued", ("credentials", 0, "replaces"), [None, 1, 10**9], [0, 10**9 + 1, "1", True]),
    ("credentials.issued", ("credentials", 0, "delegation"), [None], ["nord", 1]),
    ("convention.founded", ("rules", "block"), ["none", "whole", "splittable"], ["any"]),
    ("convention.founded", ("rules", "proxies", "limit"), [0, 50], [-1, 51]),
    ("mandate.delegated", ("mandates",), [SEATS[:1], SEATS[:50]], [[], SEATS[:51], ["a/1", "a/1"], ["a"]]),
    ("mandate.delegated", ("to",), [1, 10**9], [0, 10**9 + 1]),
    ("mandate.delegated", ("as",), ["alternate", "proxy"], ["own", "deputy"]),
    ("mandate.returned", ("mandates",), [SEATS[:1], SEATS[:50]], [[], SEATS[:51], ["a/1", "a/1"], ["a"]]),
    ("block.cast", ("delegation",), ["x" * 64], ["x" * 65, "", "a/b"]),
    ("credential.revoked", ("credential",), [1, 10**9], [0, 10**9 + 1]),
    ("credential.revoked", ("reason",), ["mistake"], ["stolen"]),
    ("device.enrolled", ("credential",), [1, 10**9], [0, 10**9 + 1]),
    ("device.enrolled", ("proof",), ["x" * 65_535], ["", "x" * 65_536]),
    ("device.moved", ("proof",), ["x" * 65_535], ["", "x" * 65_536]),
    ("presence.recorded", ("credential",), [1, 10**9], [0, 10**9 + 1]),
    ("presence.recorded", ("state",), ["in", "out"], ["toggle"]),
    ("document.tabled", ("version",), [1, MAX_INTEGER], [0, MAX_INTEGER + 1]),
    ("document.tabled", ("title",), [{"en": "x" * 300}], [{"en": "x" * 301}]),
    ("document.tabled", ("texts",), [{"en": digest("t")}], [{}, {"en": "x"}, {"en": digest("t") + "="}]),
    ("motion.opened", ("title",), [{"en": "x" * 300}], [{"en": "x" * 301}]),
    ("motion.opened", ("question",), [{"en": "x" * 4_000}], [{"en": "x" * 4_001}]),
    ("motion.opened", ("subject",), [None], [digest("subject")]),
    ("motion.opened", ("quorum",), [None], [{}]),
    ("motion.opened", ("options",), [], [[], [{"counts": "for", "id": "yes"}] * 51]),
    ("motion.opened", ("options", 0, "counts"), ["against"], ["yes"]),
    ("motion.opened", ("electorate", "roll"), ["accredited", "present"], ["absent"]),
    ("motion.opened", ("electorate", "version"), [0, MAX_INTEGER], [-1]),
    ("motion.opened", ("electorate", "count"), [0], [-1]),
    ("motion.opened", ("electorate", "weight"), [0], [-1]),
    ("motion.opened", ("tree", "size"), [1, MAX_INTEGER], [0]),
    ("motion.closed", ("tree", "size"), [1], [0]),
    ("result.declared", ("tree", "size"), [1], [0]),
    ("result.declared", ("result", "options", "yes", "count"), [0, 5], [-1]),
    ("result.declared", ("result", "options", "yes", "weight"), [0, 5], [-1]),
    ("result.declared", ("result", "outcome"), ["adopted", "not_adopted", "no_quorum", "tied"], ["lost"]),
    ("result.declared", ("casting",), [None, "for", "against"], ["abstention", "yes", "", [], {}]),
    ("convention.founded", ("rules", "subjects", "text"), [[], ["statutes"]], [["ordinary"] * 2, ["other"]]),
    ("convention.founded", ("rules", "subjects", "amendments"), [[], ["statutes"]], [["ordinary"] * 2, ["other"]]),
    ("convention.founded", ("rules", "without_vote"), [[], ["statutes", "ordinary"]], [["ordinary"] * 2, ["other"]]),
    ("convention.founded", ("rules", "sitting_quorum", "of"), ["present"], ["cast", "accredited"]),
    ("convention.founded", ("rules", "sitting_quorum", "base"), ["accredited", "allocated"], ["electorate", "cast"]),
    ("sitting.opened", ("sitting",), ["x" * 64], ["x" * 65, ""]),
    ("sitting.opened", ("title",), [{"en": "x" * 300}], [{"en": "x" * 301}, {}]),
    ("sitting.opened", ("present", "count"), [0, MAX_INTEGER], [-1]),
    ("sitting.opened", ("present", "version"), [0], [-1]),
    ("sitting.resumed", ("present", "weight"), [0], [-1]),
    ("sitting.resumed", ("tree", "size"), [1], [0]),
    ("paper.recorded", ("method",), ["paper", "voice"], ["phone", "hands"]),
    ("decision.recorded", ("question",), [{"en": "x" * 4_000}], [{"en": "x" * 4_001}]),
    ("decision.recorded", ("method",), ["hands", "paper"], ["voice"]),
    ("decision.recorded", ("counts", "yes"), [0, MAX_INTEGER], [-1, MAX_INTEGER + 1]),
    ("decision.recorded", ("outcome",), ["adopted", "not_adopted", "no_quorum"], ["lost"]),
    ("decision.recorded", ("tree", "size"), [1], [0]),
    ("motion.annulled", ("reason",), ["x" * 4_000], ["x" * 4_001, "", "\n"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "path", "good", "bad"), [pytest.param(*row, id=f"{row[0]}-{'.'.join(map(str, row[1]))}") for row in BOUNDS]
)
def test_bounds(kind: str, path: Path, good: list[Any], bad: list[Any]) -> None:
    for value in good:
        read(changed(kind, path, value))
    for value in bad:
        with pytest.raises(BadField, match=rf"\b{name_of(path)}\b"):
            read(changed(kind, path, value))


@pytest.mark.parametrize("role", ["alternate", "observer"])
def test_only_delegates_have_mandates(role: str) -> None:
    payload = changed("credentials.issued", ("credentials", 0, "role"), role)
    with pytest.raises(BadField, match=r"\bmandates\b"):
        read(payload)
    payload["credentials"][0] |= {"mandates": [], "delegation": "nord" if role == "alternate" else None}
    read(payload)
    payload["credentials"][0]["head"] = True
    with pytest.raises(BadField, match=r"\bhead\b"):
        read(payload)


def test_an_alternate_has_a_delegation() -> None:
    payload = changed("credentials.issued", ("credentials", 0), Assembly().member("alternate").issue())
    read(payload)
    payload["credentials"][0]["delegation"] = None
    with pytest.raises(BadField, match=r"\bdelegation\b"):
        read(payload)


def test_a_head_is_of_one_delegation() -> None:
    payload = changed("credentials.issued", ("credentials", 0, "head"), True)
    payload["credentials"][0]["mandates"] = ["nord/1", "nord/2"]
    read(payload)
    payload["credentials"][0]["mandates"] = ["nord/1", "ost/2"]
    with pytest.raises(BadField, match=r"\bhead\b"):
        read(payload)


def test_officers_changed_changes_something() -> None:
    with pytest.raises(BadField, match="issue and revoke"):
        read(PAYLOADS["officers.changed"] | {"issue": [], "revoke": []})


def test_counts_belong_to_what_is_counted() -> None:
    said = PAYLOADS["decision.recorded"]
    read(said | {"method": "no_objection", "counts": None})
    read(said | {"method": "hands", "counts": None})
    for method, counts in (("no_objection", said["counts"]), ("paper", None)):
        with pytest.raises(BadField, match=r"\bcounts\b"):
            read(said | {"method": method, "counts": counts})


@pytest.mark.parametrize("part", ["majority", "quorum"])
def test_more_than_the_whole_is_refused(part: str) -> None:
    path = QUORUM if part == "quorum" else ("rules", "questions", "statutes", "majority", 0)
    whole = {"numerator": 3, "denominator": 3}
    rule = at(PAYLOADS["convention.founded"], path) | whole
    read(changed("convention.founded", path, rule | {"comparison": "at_least"}))
    with pytest.raises(BadField, match=rf"{part}(\[0\])? asks for more than the whole"):
        read(changed("convention.founded", path, rule | {"comparison": "more_than"}))


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("convention.founded", ("key",)),
        ("convention.founded", ("officers", 0, "key")),
        ("officers.changed", ("issue", 0, "key")),
        ("credentials.issued", ("credentials", 0, "key")),
        ("device.enrolled", ("key",)),
        ("device.moved", ("key",)),
    ],
)
def test_a_key_is_of_the_kind_that_belongs_there(kind: str, path: Path) -> None:
    key = at(PAYLOADS[kind], path)
    for other in ({"crv": "P-384"}, {"kty": "RSA"}, {"crv": "ed25519"}, {"x": key["x"][:-1]}, {"x": key["x"] + "="}):
        with pytest.raises(BadField, match=rf"\b(key\.)?{next(iter(other))}\b"):
            read(changed(kind, path, key | other))
    private = key | {"d": key["x"]}
    with pytest.raises(BadField, match="key has unknown fields: d"):
        read(changed(kind, path, private))
