"""Every route against every role, and what every answer must carry."""

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Blueprint
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

import voting.app
from audit.tally import motion_result
from ballots.acts import MEMBER_ROLES, OFFICER_ROLES, Role
from tests.voting.web import Web, build_web, problem
from voting.app import create_app
from voting.log_store import SqlLogStore

EVERYONE = frozenset({None, *Role})
READERS = frozenset({Role.CHAIR, Role.CLERK, Role.TELLER, Role.AUDITOR})
TELLER = frozenset({Role.TELLER})
OFFICERS = frozenset(OFFICER_ROLES.values())
DESK = frozenset({Role.DESK, Role.FOUNDER})
AUTHORITY = frozenset({Role.FOUNDER, Role.CHAIR})
WRITERS = frozenset({Role.CHAIR, Role.CLERK, Role.DESK})

# Every route of the server: rule, methods, an address, and who may enter. None is someone who has not signed in.
ROUTES: dict[tuple[str, str], tuple[str, frozenset[Role | None]]] = {
    ("POST", "/statements"): ("/statements", EVERYONE),
    ("GET", "/state"): ("/state", EVERYONE),
    ("GET", "/now"): ("/now", EVERYONE),
    ("GET", "/events"): ("/events", EVERYONE),
    ("GET", "/floor"): ("/floor", EVERYONE),
    ("GET", "/floor/line"): ("/floor/line", frozenset({Role.CHAIR, Role.CLERK})),
    ("POST", "/floor/request"): ("/floor/request", frozenset({Role.DELEGATE, Role.ALTERNATE})),
    ("DELETE", "/floor/request"): ("/floor/request", frozenset({Role.DELEGATE, Role.ALTERNATE})),
    ("POST", "/floor/practice"): ("/floor/practice", EVERYONE),
    ("GET", "/floor/practice"): ("/floor/practice", frozenset({Role.CHAIR, Role.CLERK, Role.DESK})),
    ("POST", "/floor/acts"): ("/floor/acts", frozenset({Role.CHAIR, Role.CLERK})),
    ("GET", "/devices/<kid>"): ("/devices/x", EVERYONE),
    ("GET", "/blobs/<name>"): ("/blobs/x", EVERYONE),
    ("GET", "/texts/<name>/<language>"): ("/texts/d/en", EVERYONE),
    ("GET", "/log/checkpoint"): ("/log/checkpoint", EVERYONE),
    ("GET", "/log/tile/<path:path>"): ("/log/tile/0/000.p/1", EVERYONE),
    ("GET", "/log/entry/<index>"): ("/log/entry/0", EVERYONE),
    ("GET", "/log/proof/<index>"): ("/log/proof/0", EVERYONE),
    ("GET", "/log/consistency"): ("/log/consistency?old=1&new=2", EVERYONE),
    ("POST", "/session/challenge"): ("/session/challenge", EVERYONE),
    ("POST", "/session"): ("/session", EVERYONE),
    ("GET", "/"): ("/", EVERYONE),
    ("GET", "/service-worker.js"): ("/service-worker.js", EVERYONE),
    ("GET", "/manifest.webmanifest"): ("/manifest.webmanifest", EVERYONE),
    ("GET", "/activate"): ("/activate", EVERYONE),
    ("GET", "/signin"): ("/signin", EVERYONE),
    ("GET", "/speak"): ("/speak", EVERYONE),
    ("GET", "/practice"): ("/practice", EVERYONE),
    ("GET", "/give-back"): ("/give-back", EVERYONE),
    ("GET", "/remote"): ("/remote", EVERYONE),
    ("GET", "/screen"): ("/screen", EVERYONE),
    ("GET", "/root-words.txt"): ("/root-words.txt", EVERYONE),
    ("GET", "/screen/join.svg"): ("/screen/join.svg", EVERYONE),
    ("GET", "/screen/root.svg"): ("/screen/root.svg", EVERYONE),
    ("GET", "/audit"): ("/audit", EVERYONE),
    ("GET", "/documents"): ("/documents", EVERYONE),
    ("GET", "/documents/<name>"): ("/documents/d", EVERYONE),
    ("GET", "/documents/<name>/state"): ("/documents/d/state", EVERYONE),
    ("GET", "/documents/<name>/text.<kind>"): ("/documents/d/text.pdf", EVERYONE),
    ("GET", "/audit/motions/<name>"): ("/audit/motions/1", EVERYONE),
    ("GET", "/audit/motions/<name>/recount"): ("/audit/motions/1/recount", EVERYONE),
    ("GET", "/audit/motions/<name>/seats"): ("/audit/motions/1/seats", EVERYONE),
    ("GET", "/audit/motions/<name>/<file>"): ("/audit/motions/1/motion.json", EVERYONE),
    ("GET", "/audit/results.<kind>"): ("/audit/results.pdf", EVERYONE),
    ("GET", "/audit/decisions.csv"): ("/audit/decisions.csv", EVERYONE),
    ("GET", "/audit/bundle.zip"): ("/audit/bundle.zip", EVERYONE),
    ("GET", "/audit/decisions/<name>"): ("/audit/decisions/x", EVERYONE),
    ("GET", "/audit/delegations/<name>"): ("/audit/delegations/north", EVERYONE),
    ("GET", "/audit/log"): ("/audit/log", EVERYONE),
    ("GET", "/audit/log/<index>"): ("/audit/log/0", EVERYONE),
    ("GET", "/audit/minutes.<kind>"): ("/audit/minutes.pdf", OFFICERS),
    ("GET", "/static/<path:filename>"): ("/static/css/plenary.css", EVERYONE),
    ("GET", "/assets/<version>/<path:name>"): ("/assets/1/css/plenary.css", EVERYONE),
    ("GET", "/chair"): ("/chair", READERS),
    ("GET", "/chair/motions"): ("/chair/motions", READERS),
    ("GET", "/chair/motions/<name>/turnout"): ("/chair/motions/2/turnout", frozenset({Role.CHAIR, Role.CLERK})),
    ("GET", "/chair/prepared"): ("/chair/prepared", frozenset({Role.CHAIR, Role.CLERK})),
    ("POST", "/chair/prepared"): ("/chair/prepared", frozenset({Role.CLERK})),
    ("POST", "/chair/prepared/<int:number>/return"): ("/chair/prepared/1/return", frozenset({Role.CHAIR})),
    ("DELETE", "/chair/prepared/<int:number>"): ("/chair/prepared/1", frozenset({Role.CHAIR, Role.CLERK})),
    ("GET", "/chair/motions/<name>/last-act"): (
        "/chair/motions/2/last-act",
        frozenset({Role.CHAIR, Role.CLERK, Role.TELLER}),
    ),
    ("GET", "/chair/electorates"): ("/chair/electorates", {Role.CHAIR, Role.CLERK}),
    ("GET", "/chair/credentials"): ("/chair/credentials", READERS | {Role.DESK}),
    ("GET", "/chair/reconsideration/<name>"): ("/chair/reconsideration/1", READERS),
    ("GET", "/chair/documents"): ("/chair/documents", READERS | {Role.DESK}),
    ("GET", "/chair/amendments/<name>"): ("/chair/amendments/A1", frozenset({Role.CHAIR, Role.CLERK})),
    ("POST", "/blobs"): ("/blobs", WRITERS),
    ("POST", "/explanations"): ("/explanations", frozenset(MEMBER_ROLES.values())),
    ("GET", "/tellers"): ("/tellers", TELLER),
    ("GET", "/tellers/ballots.pdf"): ("/tellers/ballots.pdf", TELLER),
    ("GET", "/tellers/mandates"): ("/tellers/mandates?motion=1", TELLER),
    ("GET", "/tellers/records"): ("/tellers/records?motion=1", TELLER),
    ("GET", "/tellers/records/<digest>"): ("/tellers/records/x", TELLER),
    ("GET", "/desk"): ("/desk", DESK),
    ("GET", "/desk/people"): ("/desk/people", DESK),
    ("GET", "/desk/presence"): ("/desk/presence", DESK | READERS),
    ("GET", "/desk/presence/delegations"): ("/desk/presence/delegations", DESK | READERS),
    ("GET", "/desk/door"): ("/desk/door?number=8", frozenset({Role.DESK})),
    ("GET", "/desk/takers"): ("/desk/takers?mandate=north/1&as=proxy", frozenset({Role.DESK})),
    ("GET", "/credentials/<int:number>/hand-over"): ("/credentials/1/hand-over?mandate=north/1&as=proxy", EVERYONE),
    ("GET", "/delegations/<name>/mandates"): ("/delegations/north/mandates", EVERYONE),
    ("GET", "/desk/loans"): ("/desk/loans", frozenset({Role.DESK})),
    ("POST", "/desk/loans"): ("/desk/loans", frozenset({Role.DESK})),
    ("POST", "/desk/loans/back"): ("/desk/loans/back", frozenset({Role.DESK})),
    ("POST", "/desk/prepare"): ("/desk/prepare", frozenset({Role.DESK})),
    ("POST", "/desk/badges.pdf"): ("/desk/badges.pdf", frozenset({Role.DESK}) | AUTHORITY),
    ("GET", "/officers"): ("/officers", AUTHORITY),
    ("GET", "/officers/state"): ("/officers/state", AUTHORITY),
    ("POST", "/officers/prepare"): ("/officers/prepare", AUTHORITY),
    ("POST", "/desk/import/preview"): ("/desk/import/preview", DESK),
    ("POST", "/desk/import"): ("/desk/import", frozenset({Role.DESK})),
    ("POST", "/desk/texts/read"): ("/desk/texts/read", WRITERS),
    ("POST", "/desk/texts/compare"): ("/desk/texts/compare", WRITERS),
    ("POST", "/desk/texts/correct"): ("/desk/texts/correct", WRITERS),
    ("GET", "/desk/texts/amendments"): ("/desk/texts/amendments", WRITERS),
    ("GET", "/desk/texts/amendments/<name>/<language>"): ("/desk/texts/amendments/A1/fr", WRITERS),
    ("POST", "/desk/amendments/<name>/preview"): ("/desk/amendments/x/preview", WRITERS),
    # Last, for it ends the session.
    ("DELETE", "/session"): ("/session", EVERYONE),
}
PAGES = (
    "/",
    "/activate",
    "/signin",
    "/speak",
    "/practice",
    "/give-back",
    "/remote",
    "/screen",
    "/audit",
    "/audit/motions/1",
    "/audit/motions/1/recount",
    "/audit/motions/2",
    "/audit?words=bold&delegation=north",
    "/audit/delegations/north",
    "/audit/log",
    "/audit/log/0",
    "/documents",
    "/documents/d",
    "/nowhere",
)
ROOMS = {"/chair": Role.CHAIR, "/desk": Role.DESK}
HTML = {"Accept": "text/html"}
PROBLEM = "application/problem+json"


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    web = build_web(tmp_path_factory.mktemp("house"), delegates=2)
    house = web.house
    text = house.parts.blobs.put(b"Peace begins with those who talk.")
    tabled = {"document": "d", "version": 1, "title": {"en": "<script>alert(1)</script>"}, "texts": {"en": text}}
    house.send(house.hand(Role.CHAIR).sign("document.tabled", **tabled))
    document = house.parts.log.convention.documents["d"].digest
    opening = house.open(
        "1",
        kind="declaration",
        subject={"amendments": [], "digest": document, "document": "d", "text": None},
        title={"en": "<b onclick='x'>Bold</b>"},
    )
    house.send(house.vote(0, opening))
    house.end(opening)
    house.close(opening)
    result = motion_result(house.parts.log.convention.motions["1"], None)
    fields = {"opening": opening, "casting": None, "result": {name: result[name] for name in ("options", "outcome")}}
    house.send(house.hand(Role.CHAIR).sign("result.declared", motion="1", tree=house.tree(), **fields))
    house.open("2")
    yield web
    web.close()


@pytest.fixture(scope="module")
def browsers(web: Web) -> dict[Role | None, Callable[[], FlaskClient]]:
    house = web.house
    hands = {role: found[0] for role, found in house.hands.items()}
    hands[Role.DELEGATE] = house.delegates[0]
    for role in (Role.ALTERNATE, Role.OBSERVER):
        hands[role] = house.activate(house.issue([], role=role.value))
    assert set(hands) == set(Role)
    clients = {role: (lambda hand=hand: web.sign_in(hand)) for role, hand in hands.items()}
    return {None: web.app.test_client, **clients}


def test_the_table_lists_every_route(web: Web) -> None:
    found = {
        (method, rule.rule) for rule in web.app.url_map.iter_rules() for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert found == set(ROUTES)


@pytest.mark.parametrize("role", [None, *Role], ids=str)
def test_every_route_lets_in_whom_it_should_and_nobody_else(
    browsers: dict[Role | None, Callable[[], FlaskClient]], role: Role | None
) -> None:
    client = browsers[role]()
    for (method, rule), (address, allowed) in ROUTES.items():
        with client.open(address, method=method, buffered=False) as response:
            refusal = (response.status_code, response.json.get("code") if response.content_type == PROBLEM else None)
            if role in allowed:
                assert refusal[0] not in (401, 403, 500), (rule, refusal)
            else:
                assert refusal == ((401, "not_signed_in") if role is None else (403, "wrong_role")), rule


def test_json_that_is_nested_too_deep_is_refused_and_no_fault(
    browsers: dict[Role | None, Callable[[], FlaskClient]],
) -> None:
    deep = "[" * 100_000 + "]" * 100_000
    for (method, rule), (address, allowed) in ROUTES.items():
        if method == "POST":
            role = next(iter(allowed - {None}))
            assert browsers[role]().post(address, data=deep, content_type="application/json").status_code < 500, rule


def test_names_are_for_auditors(browsers: dict[Role | None, Callable[[], FlaskClient]]) -> None:
    for role, browser in browsers.items():
        with browser().get("/audit/bundle.zip?names=1") as response:
            assert response.status_code == (200 if role is Role.AUDITOR else 403), role
            assert (b"roster.json" in response.data) == (role is Role.AUDITOR)


def test_a_screen_shows_one_of_what_there_is(web: Web) -> None:
    for show in ("agenda", "join", "root"):
        assert f"screen-only-{show}" in web.nobody.get(f"/screen?show={show}").text
    assert problem(web.nobody.get("/screen?show=votes", headers={"Accept": "application/json"})) == (404, "not_found")
    assert '<html lang="fr"' in web.nobody.get("/screen?language=fr").text
    assert '<html lang="en"' in web.nobody.get("/screen?language=xx").text


def test_a_record_for_members_is_closed_to_strangers(tmp_path: Path) -> None:
    web = build_web(tmp_path, delegates=1, record="members")
    delegate = web.sign_in(web.house.delegates[0])
    for path in (
        "/audit",
        "/audit/bundle.zip",
        "/audit/results.json",
        "/audit/results.csv",
        "/audit/results.xlsx",
        "/audit/results.pdf",
    ):
        assert problem(web.nobody.get(path)) == (401, "not_signed_in")
        with delegate.get(path) as response:
            assert response.status_code == 200
    for path in ("/audit/motions/1", "/audit/motions/1/seats", "/audit/decisions/1", "/audit/delegations/north"):
        assert problem(web.nobody.get(path)) == (401, "not_signed_in")
    web.close()


def test_no_start_with_a_route_that_declares_no_access(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    blueprint = Blueprint("forgotten", __name__)
    blueprint.get("/forgotten")(lambda: "open to all")
    monkeypatch.setattr(voting.app, "BLUEPRINTS", (*voting.app.BLUEPRINTS, blueprint))
    with pytest.raises(RuntimeError, match=r"without an access declaration: forgotten\."):
        create_app(web.house.config)


class Inline(HTMLParser):
    """Collects whatever a strict content security policy would stop."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.data: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in values and values.get("type") != "application/json"):
            self.found.append(self.get_starttag_text() or tag)
        for name, value in attrs:
            outside = name in ("src", "href", "action") and re.match(r"(?i)(https?:|//|javascript:)", value or "")
            if name == "style" or name.startswith("on") or outside:
                self.found.append(self.get_starttag_text() or tag)


def rendered(web: Web) -> Iterator[tuple[str, str]]:
    for path in PAGES:
        yield path, web.nobody.get(path, headers=HTML).text
    for path, role in ROOMS.items():
        yield path, web.sign_in(web.house.hand(role)).get(path, headers=HTML).text


def test_no_page_has_inline_scripts_styles_or_foreign_addresses(web: Web) -> None:
    for path, html in rendered(web):
        assert "</html>" in html, path
        parser = Inline()
        parser.feed(html)
        assert not parser.found, path


def test_no_template_can_render_them_either() -> None:
    templates = Path(__file__).parents[2] / "templates"
    sources = list(templates.rglob("*.html"))
    assert len(sources) > 5
    for source in sources:
        found = re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|\|\s*safe\b|Markup", source.read_text("utf-8"))
        assert not found, (source.name, found)


def test_every_answer_is_hardened(web: Web) -> None:
    for path in (*PAGES, "/log/entry/0", "/static/js/service-worker.js", "/chair", "/audit/bundle.zip", "/nowhere"):
        with web.nobody.get(path, headers=HTML) as response:
            headers = response.headers
        policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
        assert policy["default-src"] == "'self'", path
        assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
        assert policy["form-action"] == "'self'"
        assert "script-src" not in policy
        assert "style-src" not in policy
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Permissions-Policy"] == "camera=(), geolocation=(), microphone=()"
    for path in ("/state", "/now", "/static/css/plenary.css", "/static/img/plenary.svg", "/screen/join.svg"):
        with web.nobody.get(path) as response:
            headers = response.headers
        assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'", path
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
    # The phone's page is the same for all, and no cache between may give it out unasked; the others are kept nowhere.
    phone = web.nobody.get("/", headers=HTML).cache_control
    assert phone.private
    assert phone.no_cache
    assert web.nobody.get("/audit", headers=HTML).cache_control.no_store


def test_no_browser_keeps_what_an_officers_page_was_filled_with(
    browsers: dict[Role | None, Callable[[], FlaskClient]],
) -> None:
    rooms = {"/chair": Role.CHAIR, "/desk": Role.DESK, "/desk/presence": Role.DESK, "/tellers": Role.TELLER}
    for path, role in {**rooms, "/officers": Role.CHAIR}.items():
        response = browsers[role]().get(path)
        assert response.status_code == 200, path
        assert response.cache_control.no_store, path


def test_the_camera_is_for_the_desks_page_alone(browsers: dict[Role | None, Callable[[], FlaskClient]]) -> None:
    headers = browsers[Role.DESK]().get("/desk").headers
    assert headers["Permissions-Policy"] == "camera=(self), geolocation=(), microphone=()"
    assert browsers[Role.DESK]().get("/desk/presence").headers["Permissions-Policy"].startswith("camera=(), ")


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("", 400),
        ("?code=", 400),
        ("?code=abc", 400),
        ("?code=ILOU00", 400),
        ("?code=" + "0" * 5_000, 400),
        ("?number=0", 400),
        ("?number=-1", 400),
        ("?number=1e3", 400),
        ("?number=%D9%A1", 400),
        ("?number=" + "9" * 5_000, 400),
        ("?number=999999999", 404),
        ("?code=000000", 404),
        ("?code=ZZZZZZ&number=1", 404),
    ],
)
def test_the_door_refuses_what_no_badge_says(
    browsers: dict[Role | None, Callable[[], FlaskClient]], asked: str, status: int
) -> None:
    assert browsers[Role.DESK]().get(f"/desk/door{asked}").status_code == status


def test_private_answers_are_not_kept_by_browsers(browsers: dict[Role | None, Callable[[], FlaskClient]]) -> None:
    for role, path in ((Role.DESK, "/desk/people"), (Role.CHAIR, "/chair/motions"), (Role.AUDITOR, "/chair")):
        assert browsers[role]().get(path).cache_control.no_store, path


def test_a_stranger_is_sent_to_sign_in_and_back(web: Web) -> None:
    response = web.nobody.get("/chair?motion=1", headers=HTML)
    assert response.status_code == 302
    target = urlsplit(response.location)
    assert (target.netloc, target.path) == ("", "/signin")
    assert parse_qs(target.query)["next"] == ["/chair?motion=1"]


def test_problem_pages_say_what_to_do(web: Web, browsers: dict[Role | None, Callable[[], FlaskClient]]) -> None:
    missing = web.nobody.get("/nowhere", headers=HTML)
    assert (missing.status_code, missing.mimetype) == (404, "text/html")
    assert "Check the address" in missing.text
    wrong = browsers[Role.DELEGATE]().get("/desk", headers=HTML)
    assert (wrong.status_code, wrong.mimetype) == (403, "text/html")
    assert "Ask someone who holds the right role" in wrong.text
    assert problem(web.nobody.get("/nowhere")) == (404, "not_found")
    assert problem(web.nobody.post("/")) == (405, "wrong_method")
    assert problem(web.nobody.get("/nowhere", headers={"Accept": "*/*"})) == (404, "not_found")


@pytest.mark.parametrize("headers", [{}, HTML], ids=["program", "browser"])
def test_a_host_that_is_no_name_is_refused_by_name(web: Web, headers: dict[str, str]) -> None:
    response = web.nobody.get("/screen", headers={**headers, "Host": f"{'a' * 64}.example"})
    assert problem(response) == (400, "bad_request")


def test_a_fault_of_the_server_tells_a_stranger_nothing(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("the inside of the server")

    monkeypatch.setattr("voting.views.pages.join_url", fail)
    for headers in ({}, HTML):
        response = web.nobody.get("/screen", headers=headers)
        assert response.status_code == 500
        assert "inside" not in response.text
        assert "Zero" not in response.text


def test_a_database_that_does_not_answer_is_a_server_that_is_busy(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    chair = web.sign_in(web.house.hand(Role.CHAIR))

    def fail(*_: object) -> None:
        raise OperationalError("SELECT", {}, OSError("the database is gone"))

    with monkeypatch.context() as patch:
        patch.setattr(SqlLogStore, "head", fail)
        for path in ("/state", "/log/checkpoint"):
            assert problem(chair.get(path)) == (503, "busy")
        assert chair.get("/audit", headers=HTML).status_code == 503
        assert problem(chair.get("/chair")) == (401, "not_signed_in")
    assert chair.get("/chair").status_code == 200
