"""Scripts and styles as they travel: bundles that hold all of their parts, kept for good, small."""

import gzip
import hashlib
import io
import re
from collections.abc import Collection, Iterator
from pathlib import Path

import brotli
import pytest
from flask.testing import FlaskClient
from PIL import Image

from ballots.acts import Role
from tests.voting.test_messages import pages
from tests.voting.web import build_web
from voting import messages, script_words
from voting.assets import AHEAD, LATER, Assets, bundle_later, bundle_script, bundle_style

STATIC = Path(__file__).parent.parent.parent / "voting" / "static"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[FlaskClient]:
    web = build_web(tmp_path)
    yield web.nobody
    web.close()


@pytest.fixture(scope="module")
def assets() -> Assets:
    return Assets(STATIC)


def write(folder: Path, **modules: str) -> Path:
    for name, source in modules.items():
        (folder / f"{name}.js").write_text(source, encoding="utf-8")
    return folder / "page.js"


def test_each_module_is_in_a_bundle_once_and_before_whoever_imports_it(tmp_path: Path) -> None:
    page = write(
        tmp_path,
        page='import "./own.js";\nimport { b } from "./b.js";\nimport { a as first } from "./a.js";\nfirst(b);\n',
        b='import { a } from "./a.js";\nconst own = 1;\nexport const b = a(own);\n',
        own="go();\n",
        a="const own = 2;\nexport function a(value) {\n  return own + value;\n}\n",
    )
    expected = (
        "const $own = (() => { go(); return {}; })();"
        " const $a = (() => { const own = 2; function a(value) { return own + value; } return {a}; })();"
        " const $b = (() => { const {a} = $a; const own = 1; const b = a(own); return {b}; })();"
        " const $page = (() => { const {b} = $b; const {a: first} = $a; first(b); return {}; })();"
    )
    assert " ".join(bundle_script(page).split()) == expected


def test_what_a_page_asks_for_ahead_is_one_script_that_its_own_takes_from(tmp_path: Path) -> None:
    page = write(
        tmp_path,
        page='import { first } from "./ahead.js";\nimport { get } from "./store.js";\nfirst(get);\n',
        ahead='import { get } from "./store.js";\nexport const first = get(1);\n',
        store="export const get = go;\n",
        other='import { get } from "./store.js";\nget(2);\n',
    )
    ahead, store = tmp_path / "ahead.js", "const $store = (() => { const get = go; return {get}; })();"
    made = {name: " ".join(bundle_script(tmp_path / f"{name}.js", ahead, "/a").split()) for name in ("ahead", "other")}
    assert made["ahead"] == (
        f"{store} const $ahead = (() => {{ const {{get}} = $store; const first = get(1); return {{first}}; }})();"
        " export {$store, $ahead};"
    )
    assert " ".join(bundle_script(page, ahead, "/a").split()) == (
        'import {$store, $ahead} from "/a";'
        " const $page = (() => { const {first} = $ahead; const {get} = $store; first(get); return {}; })();"
    )
    # A page that asks for nothing ahead has all in one.
    assert made["other"] == f"{store} const $other = (() => {{ const {{get}} = $store; get(2); return {{}}; }})();"


def test_what_is_opened_late_takes_all_that_its_page_has(tmp_path: Path) -> None:
    page = write(
        tmp_path,
        page='import { first } from "./ahead.js";\nimport { t } from "./text.js";\nimport "./own.js";\nt(first);\n',
        ahead='import { get } from "./store.js";\nexport const first = get(1);\n',
        store="export const get = go;\n",
        text="export const t = say;\n",
        own="go();\n",
        line="export const line = 1;\n",
        late='import { get } from "./store.js";\nimport { t } from "./text.js";\nimport { line } from "./line.js";\n'
        "export class Late {}\nexport const said = t(get(line));\n",
    )
    ahead, late = tmp_path / "ahead.js", tmp_path / "late.js"
    # Of what is its own the page gives what comes later what that needs, and nothing else.
    assert bundle_script(page, ahead, "/a", [late]).endswith("export {$text};\n")
    assert " ".join(bundle_later(late, {"/a": ahead, "/p": page}).split()) == (
        'import {$store} from "/a"; import {$text} from "/p";'
        " const $line = (() => { const line = 1; return {line}; })();"
        " const $late = (() => { const {get} = $store; const {t} = $text; const {line} = $line;"
        " class Late {} const said = t(get(line)); return {Late, said}; })();"
        " export const {Late, said} = $late;"
    )


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('import * as all from "./a.js";\n', "not understood"),
        ("export default 1;\n", "not understood"),
        ("export let late = 1;\n", "not understood"),
        ('import { a } from "./a.js";\n', "imports itself"),
    ],
)
def test_what_a_bundle_would_get_wrong_is_refused(tmp_path: Path, source: str, said: str) -> None:
    page = write(tmp_path, page=source, a='import { page } from "./page.js";\nexport const a = 1;\n')
    with pytest.raises(ValueError, match=said):
        bundle_script(page)


def test_stylesheets_hold_what_they_import(tmp_path: Path) -> None:
    (tmp_path / "base.css").write_text("p { color: red; }\n")
    (tmp_path / "page.css").write_text('@import "base.css";\nb { color: blue; }\n')
    assert bundle_style(tmp_path / "page.css").split() == [
        "p",
        "{",
        "color:",
        "red;",
        "}",
        "b",
        "{",
        "color:",
        "blue;",
        "}",
    ]


def test_stylesheets_hold_their_small_images(tmp_path: Path) -> None:
    (tmp_path / "css" / "parts").mkdir(parents=True)
    (tmp_path / "img").mkdir()
    (tmp_path / "img" / "a.svg").write_text('<svg fill="#000"/>\n')
    (tmp_path / "css" / "parts" / "mark.css").write_text('b { mask: url("../../img/a.svg"); }\n')
    (tmp_path / "css" / "page.css").write_text('@import "parts/mark.css";\n')
    held = 'b { mask: url("data:image/svg+xml,%3Csvg fill=%22%23000%22/%3E"); }\n\n'
    assert bundle_style(tmp_path / "css" / "page.css") == held


def test_a_change_of_any_file_changes_the_version(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("p {}")
    versions = {Assets(tmp_path).version}
    (tmp_path / "a.css").write_text("b {}")
    versions.add(Assets(tmp_path).version)
    (tmp_path / "a.css").rename(tmp_path / "b.css")
    versions.add(Assets(tmp_path).version)
    assert len(versions) == 3


@pytest.mark.parametrize("script", sorted({script for _, script in pages()}))
def test_every_page_has_a_bundle(assets: Assets, script: str) -> None:
    name = f"js/{script}"
    whole = assets.content(name)
    assert brotli.decompress(assets.content(name, "br")) == whole
    assert gzip.decompress(assets.content(name, "gzip")) == whole


def test_what_was_compressed_is_kept_and_made_again_where_it_cannot_be(tmp_path: Path) -> None:
    first = Assets(STATIC, tmp_path / "cache").content("css/plenary.css", "br")
    [kept] = (tmp_path / "cache").iterdir()
    assert kept.read_bytes() == first
    kept.write_bytes(b"from the cache")
    assert Assets(STATIC, tmp_path / "cache").content("css/plenary.css", "br") == b"from the cache"
    (tmp_path / "file").write_bytes(b"")
    assert Assets(STATIC, tmp_path / "file").content("css/plenary.css", "br") == first


def test_a_delegates_scripts_and_styles_are_small(assets: Assets) -> None:
    """With the page itself, all that a phone loads at first stays below 60 kB: tests/browser/test_first_load.py."""
    names = ("js/ahead.js", "js/delegate.js", "css/phone.css")
    assert sum(len(assets.content(name, "br")) for name in names) < 45_000


def test_pages_begin_ahead_with_what_their_own_scripts_take_from_there(client: FlaskClient, assets: Assets) -> None:
    """Else it would be on its way only when their own script has come."""
    ahead = f'<script type="module" async src="{assets.address(AHEAD)}"></script>'
    taking = {f"js/{script}" for _, script in pages() if b'js/ahead.js"' in assets.content(f"js/{script}")}
    assert taking == {"js/delegate.js", *(late for late, page in LATER.items() if page == "js/delegate.js")}
    for address, script in (("/", "js/delegate.js"), ("/activate", "js/activate.js")):
        head, own, _ = client.get(address).text.partition(f'<script type="module" src="{assets.address(script)}"')
        assert own
        assert (ahead in head) == (script in taking)


def test_a_phones_page_has_the_same_emblem_as_all_others(client: FlaskClient, assets: Assets) -> None:
    [drawn] = re.findall(r'<svg aria-hidden="true" (viewBox.*?</svg>)', client.get("/").text)
    assert f'<svg xmlns="http://www.w3.org/2000/svg" {drawn}' == assets.content("img/plenary.svg").decode().strip()


def test_a_bundle_of_this_version_is_kept_for_good_and_another_is_not(client: FlaskClient) -> None:
    page = client.get("/").text
    [path] = {part.partition('"')[0] for part in page.split('src="') if "delegate.js" in part.partition('"')[0]}
    kept = client.get(path, headers={"Accept-Encoding": "br, gzip"})
    assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert kept.headers["Content-Encoding"] == "br"
    assert "Accept-Encoding" in kept.headers["Vary"]
    assert kept.mimetype == "text/javascript"
    plain = client.get(path)
    assert "Content-Encoding" not in plain.headers
    assert plain.data == brotli.decompress(kept.data)
    old = client.get("/assets/0000000000000000/js/delegate.js")
    assert (old.status_code, old.headers["Cache-Control"]) == (200, "no-cache")


@pytest.mark.parametrize("name", sorted(LATER))
def test_a_page_of_before_gets_nothing_that_would_run_its_script_once_more(client: FlaskClient, name: str) -> None:
    assert client.get(client.application.extensions["plenary_assets"].address(name)).status_code == 200
    old = client.get(f"/assets/0000000000000000/{name}", headers={"Accept": "application/problem+json, */*"})
    assert (old.status_code, old.json["code"]) == (410, "page_outdated")
    assert "Reload" in old.json["title"]


def test_thousands_who_load_a_page_at_once_have_its_words_looked_up_once_in_each_language(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up = list[int]()

    def counted(keys: Collection[str]) -> dict[str, str]:
        looked_up.append(len(keys))
        return messages.translated(keys)

    monkeypatch.setattr(script_words, "translated", counted)
    monkeypatch.setattr(script_words, "_kept", {}, raising=False)
    for language in ("fr", "de", "fr", "de"):
        assert client.get("/", headers={"Accept-Language": language}).status_code == 200
    assert len(looked_up) == 2


def test_a_phone_can_put_the_page_on_its_home_screen(client: FlaskClient) -> None:
    manifest = client.get("/manifest.webmanifest").json
    icons = manifest["icons"]
    # It opens on the ground that its page then has.
    tokens = Path("voting/static/css/components/tokens.css").read_text("utf-8")
    assert f"--pico-background-color: {manifest['background_color']};" in tokens
    found = {icon["type"]: client.get(icon["src"]) for icon in icons}
    assert {kind: answer.mimetype for kind, answer in found.items()} == {kind: kind for kind in found}
    # Apple's phones take no drawing, and show through nothing.
    painted = Image.open(io.BytesIO(found["image/png"].data))
    assert [f"{painted.width}x{painted.height}"] == [icon["sizes"] for icon in icons if icon["type"] == "image/png"]
    assert not painted.has_transparency_data


def test_a_bundle_is_kept_for_every_session(tmp_path: Path) -> None:
    """A browser keeps an answer for one value of what `Vary` names: with a new cookie it would fetch all again."""
    web = build_web(tmp_path)
    chair = web.sign_in(web.house.hand(Role.CHAIR))
    page = chair.get("/chair")
    [path] = {part.partition('"')[0] for part in page.text.split('src="') if "chair.js" in part.partition('"')[0]}
    kept = chair.get(path)
    assert "Set-Cookie" not in kept.headers
    assert "Cookie" not in kept.headers["Vary"]
    web.close()


@pytest.mark.parametrize(
    "name",
    [
        "js/desk-code-worker.js",
        "vendor/qr/index.js",
        "js/nothing.js",
        "../app.py",
        "js/%2e%2e/%2e%2e/app.py",
        "js",
        "js/%00.js",
        "a" * 5_000,
    ],
)
def test_nothing_else_is_served(client: FlaskClient, name: str) -> None:
    assert client.get(f"/assets/0000000000000000/{name}").status_code == 404


def test_the_vendored_reader_is_the_one_that_was_checked() -> None:
    told = (STATIC / "vendor" / "VENDORED-qr.md").read_text(encoding="utf-8")
    for file in (STATIC / "vendor" / "qr").iterdir():
        [digest] = re.findall(rf"`{file.name}`\s+`([0-9a-f]{{64}})`", told)
        assert digest == hashlib.sha256(file.read_bytes()).hexdigest()
    assert "The MIT License" in told


@pytest.mark.parametrize("path", ["/", "/activate", "/signin", "/speak", "/practice", "/give-back"])
def test_a_page_that_a_phone_has_is_not_sent_again(client: FlaskClient, path: str) -> None:
    asked = {"Accept-Encoding": "br", "Accept-Language": "en"}
    first = client.get(path, headers=asked)
    again = client.get(path, headers={**asked, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert "default-src 'self'" in again.headers["Content-Security-Policy"]
    plain = client.get(path, headers={**asked, "Accept-Encoding": "identity", "If-None-Match": first.headers["ETag"]})
    assert (plain.status_code, plain.data) == (200, brotli.decompress(first.data))
    french = client.get(path, headers={**asked, "Accept-Language": "fr", "If-None-Match": first.headers["ETag"]})
    assert french.status_code == 200
    assert 'lang="fr"' in brotli.decompress(french.data).decode()
