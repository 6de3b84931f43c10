"""The pages' scripts and styles as they travel: a bundle for each page, minified, compressed, kept by browsers.

The files in static/ run as they are; `/assets/VERSION/...` answers with the same in fewer and smaller parts. A version
is the digest of all files, so that what a browser keeps is never out of date.
"""

import gzip
import hashlib
import mimetypes
import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

import brotli
import rcssmin
import rjsmin
from flask import Blueprint, Flask, Response, current_app, request

from voting.access import public
from voting.errors import Problem

blueprint = Blueprint("assets", __name__)

# Scripts are modules that import names from files beside them, in whole lines; nothing else is understood here.
IMPORT = re.compile(r'^import (?:\{([^}]*)\} from )?"([^"]+)";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|class|const) (\w+))", re.MULTILINE)
EXPORTS = re.compile(r"^export \{([^}]*)\};$", re.MULTILINE)
STYLE = re.compile(r'^@import "([^"]+)";$', re.MULTILINE)
IMAGE = re.compile(r'url\("((?:\.\./)+img/[\w-]+\.svg)"\)')
# What a page's script waits for is asked for by one that comes before it.
AHEAD = "js/ahead.js"
# What few people open comes when they do, and takes what the page has already from the page's scripts.
LATER = {"js/mandates-card.js": "js/delegate.js", "js/chair-committee.js": "js/chair.js"}
COMPRESSED = ("text/", "image/svg+xml", "application/json", "application/manifest+json")


class Assets:
    """A folder of static files, bundled when they are first asked for; what was compressed once is kept in `cache`."""

    def __init__(self, folder: Path, cache: Path | None = None) -> None:
        self.folder = folder
        self._cache = cache
        self._made: dict[tuple[str, str], bytes] = {}

    @cached_property
    def _names(self) -> frozenset[str]:
        """The files that there are: no other name is ever opened."""
        return frozenset(one.relative_to(self.folder).as_posix() for one in self.folder.rglob("*") if one.is_file())

    @cached_property
    def version(self) -> str:
        """The digest of all files, shortened."""
        whole = hashlib.sha256()
        for name in sorted(self._names):
            whole.update(name.encode() + b"\0" + (self.folder / name).read_bytes() + b"\0")
        return whole.hexdigest()[:16]

    def address(self, name: str) -> str:
        """Return the path at which this version of a file is served."""
        return f"/assets/{self.version}/{name}"

    def content(self, name: str, coding: str = "identity") -> bytes:
        """Return a file as it travels, in one of `CODINGS` or as it is (`identity`).

        Raises:
            FileNotFoundError: there is no such file.
        """
        if (name, coding) not in self._made:
            if name not in self._names:
                raise FileNotFoundError(name)
            path = self.folder / name
            self._made[name, coding] = (
                self._small(path) if coding == "identity" else self._compressed(self.content(name), coding)
            )
        return self._made[name, coding]

    def _small(self, path: Path) -> bytes:
        if path.suffix == ".js":
            return str(rjsmin.jsmin(self._script(path.relative_to(self.folder).as_posix()))).encode()
        if path.suffix == ".css":
            return str(rcssmin.cssmin(bundle_style(path))).encode()
        return path.read_bytes()

    def _script(self, name: str) -> str:
        if name in LATER:
            page, ahead = LATER[name], self.folder / AHEAD
            names = (AHEAD, page) if ahead.resolve() in _parts(self.folder / page) else (page,)
            return bundle_later(self.folder / name, {self.address(one): self.folder / one for one in names})
        later = [self.folder / one for one, page in LATER.items() if page == name]
        return bundle_script(self.folder / name, self.folder / AHEAD, self.address(AHEAD), later)

    def _compressed(self, plain: bytes, coding: str) -> bytes:
        if self._cache is None:
            return CODINGS[coding](plain)
        kept = self._cache / f"{hashlib.sha256(plain).hexdigest()}.{coding}"
        # A place that cannot be read or written makes a start slower, and nothing else.
        with suppress(OSError):
            return kept.read_bytes()
        made = CODINGS[coding](plain)
        with suppress(OSError):
            self._cache.mkdir(mode=0o700, parents=True, exist_ok=True)
            part = kept.with_suffix(f".{os.getpid()}.part")
            part.write_bytes(made)
            part.replace(kept)
        return made


CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda plain: bytes(brotli.compress(plain, quality=11)),
    "gzip": lambda plain: gzip.compress(plain, 9, mtime=0),
}


def bundle_script(entry: Path, ahead: Path | None = None, address: str = "", later: Collection[Path] = ()) -> str:
    """Return a module and all that it imports as one script, each module in a scope of its own.

    What is in the bundle of `ahead` is taken from there, by its address: a page has it fetched before its own. What
    those that come `later` import as well is exported for them.

    Raises:
        ValueError: a module imports or exports in another way than `IMPORT`, `EXPORT` and `EXPORTS`, or in a circle.
    """
    parts, shared = _parts(entry), _parts(ahead) if ahead else {}
    names = f"{{{', '.join(map(_name, shared))}}}"
    if ahead and ahead.resolve() == entry.resolve():
        return f"{_in_scopes(parts)}export {names};\n"
    head = ""
    if ahead and ahead.resolve() in parts:
        head = f'import {names} from "{address}";\n'
        parts = {path: part for path, part in parts.items() if path not in shared}
    wanted = {path for one in later for path in _parts(one)}
    exported = ", ".join(_name(path) for path in parts if path in wanted)
    return head + _in_scopes(parts) + (f"export {{{exported}}};\n" if exported else "")


def bundle_later(entry: Path, bundles: Mapping[str, Path]) -> str:
    """Return a module, for its page to import when it is wanted, with what none of the page's bundles has.

    Args:
        entry: the module, whose exports are those of the bundle.
        bundles: the page's scripts by their addresses, each as it takes from those before it.

    Raises:
        ValueError: as for `bundle_script`.
    """
    parts, head = _parts(entry), ""
    for address, bundle in bundles.items():
        taken = [path for path in _parts(bundle) if path in parts]
        parts = {path: part for path, part in parts.items() if path not in taken}
        head += f'import {{{", ".join(map(_name, taken))}}} from "{address}";\n'
    exported = ", ".join(EXPORT.findall(entry.read_text(encoding="utf-8")))
    return f"{head}{_in_scopes(parts)}export const {{{exported}}} = {_name(entry)};\n"


def _in_scopes(parts: Mapping[Path, str]) -> str:
    return "".join(f"const {_name(path)} = (() => {{\n{part}}})();\n" for path, part in parts.items())


def _parts(entry: Path) -> dict[Path, str]:
    parts: dict[Path, str] = {}
    _gather(entry.resolve(), parts, ())
    return parts


def _gather(path: Path, parts: dict[Path, str], above: tuple[Path, ...]) -> None:
    if path in above:
        raise ValueError(f"{path.name} imports itself, by way of {above[-1].name}")
    if path in parts:
        return
    source = path.read_text(encoding="utf-8")
    for _, name in IMPORT.findall(source):
        _gather((path.parent / name).resolve(), parts, (*above, path))
    parts[path] = _scoped(path, source)


def _scoped(path: Path, source: str) -> str:
    """Return a module whose imports are constants and whose exports are returned."""
    names = [*EXPORT.findall(source), *(name for listed in EXPORTS.findall(source) for name in _names(listed))]
    body = IMPORT.sub(lambda found: _imported(path.parent / found[2], found[1]), source)
    body = EXPORTS.sub("", EXPORT.sub("", body))
    bare = re.sub(r"/\*.*?\*/", "", body, flags=re.DOTALL)
    if re.search(r"^(?:import|export)\b", bare, re.MULTILINE):
        raise ValueError(f"{path.name} imports or exports in a way that is not understood")
    return f"{body}\nreturn {{{', '.join(names)}}};\n"


def _names(listed: str) -> Iterator[str]:
    return (name.strip() for name in listed.split(",") if name.strip())


def _imported(path: Path, listed: str | None) -> str:
    if listed is None:
        return ""
    return f"const {{{', '.join(name.replace(' as ', ': ') for name in _names(listed))}}} = {_name(path)};"


def _name(path: Path) -> str:
    return "$" + re.sub(r"\W", "_", path.stem)


def bundle_style(entry: Path) -> str:
    """Return a stylesheet with the stylesheets and the small images that it names in their places.

    An image that is first shown when a motion opens would be asked for by every phone in the same second.
    """
    source = IMAGE.sub(lambda found: f'url("{_inline(entry.parent / found[1])}")', entry.read_text(encoding="utf-8"))
    return STYLE.sub(lambda found: bundle_style((entry.parent / found[1]).resolve()), source)


def _inline(image: Path) -> str:
    return "data:image/svg+xml," + quote(image.read_text(encoding="utf-8").strip(), safe=" =:/'()-.,")


@blueprint.get("/assets/<version>/<path:name>")
@public
def versioned(version: str, name: str) -> Response:
    """Return a bundle; one of another version is not kept, and a page that runs already does not get it."""
    assets = current_assets()
    kept = version == assets.version
    if name in LATER and not kept:
        # It takes what it needs from the page's script, which would run once more, and every button act twice.
        raise Problem(410)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    best = (
        request.accept_encodings.best_match((*CODINGS, "identity"), "identity")
        if kind.startswith(COMPRESSED)
        else "identity"
    )
    try:
        response = Response(assets.content(name, best), mimetype=kind)
    except (FileNotFoundError, ValueError):
        # Some modules are no page's and make no bundle: pages have them from `/static`.
        raise Problem(404) from None
    response.headers["Vary"] = "Accept-Encoding"
    if best != "identity":
        response.headers["Content-Encoding"] = best
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if kept else "no-cache"
    return response


def current_assets() -> Assets:
    """Return the files of the app that answers the current request."""
    assets: Assets = current_app.extensions["plenary_assets"]
    return assets


def install(app: Flask) -> None:
    """Serve the app's static folder in bundles; pages name them by `asset(name)`."""
    assets = app.extensions["plenary_assets"] = Assets(Path(str(app.static_folder)), _cache())
    app.register_blueprint(blueprint)
    app.jinja_env.globals["asset"] = assets.address


def _cache() -> Path | None:
    """Return where this user keeps what can be made again (XDG Base Directory); None for one who has no home."""
    try:
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "plenary"
    except RuntimeError:
        return None
