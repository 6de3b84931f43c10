"""The Flask application of one server."""

from pathlib import Path

from flask import Flask, Response, request
from flask.json.provider import DefaultJSONProvider
from flask_babel import Babel, get_locale
from flask_compress import Compress
from flask_login import current_user

from voting import access, assets, errors, sessions
from voting.blobs import LIMIT
from voting.bundles import KeptBundle
from voting.config import Config
from voting.entries import KeyOrigins
from voting.events import Events
from voting.languages import LANGUAGES, RIGHT_TO_LEFT, endonym, moment_here, number_here, page_language
from voting.made_files import MadeFiles
from voting.messages import kind_name, message
from voting.script_words import page_messages
from voting.services import assemble, services
from voting.views import (
    amendment_lists,
    ballots,
    chair,
    desk,
    documents,
    explanations,
    explorer,
    floor,
    lists,
    loans,
    log,
    mandates,
    minutes,
    officers,
    pages,
    prepared,
    record,
    results,
    session,
    state,
    statements,
    tellers,
    texts,
)

BLUEPRINTS = (
    statements.blueprint,
    state.blueprint,
    floor.blueprint,
    prepared.blueprint,
    log.blueprint,
    session.blueprint,
    pages.blueprint,
    chair.blueprint,
    tellers.blueprint,
    ballots.blueprint,
    desk.blueprint,
    lists.blueprint,
    loans.blueprint,
    mandates.blueprint,
    texts.blueprint,
    amendment_lists.blueprint,
    record.blueprint,
    explorer.blueprint,
    results.blueprint,
    minutes.blueprint,
    explanations.blueprint,
    officers.blueprint,
    documents.blueprint,
)
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data: blob:",
        "object-src 'none'",
    )
)
# What is no page and runs nothing may do nothing, and says so in few bytes: it travels to thousands of phones.
PARTS = frozenset(("application/json", "image/svg+xml", "text/css", "text/event-stream"))


class _Json(DefaultJSONProvider):
    """Names in any script as they are written, members in the order of the event stream, which tells the same."""

    ensure_ascii = False
    sort_keys = False


def create_app(config: Config) -> Flask:
    """Return the application, its log read and held against the kept checkpoint.

    Raises:
        LogError: no convention has been founded here, or the log is not what was promised.
        RuntimeError: a route declares no access.
    """
    # In a checkout templates/ lies beside this package, in an installed wheel inside it.
    inside = Path(__file__).parent / "templates"
    folder = inside if inside.is_dir() else Path(__file__).parent.parent / "templates"
    app = Flask(__name__, template_folder=str(folder))
    parts = app.extensions["plenary"] = assemble(config)
    app.config.update(
        SECRET_KEY=parts.secret,
        MAX_CONTENT_LENGTH=LIMIT + 100_000,
        PERMANENT_SESSION_LIFETIME=sessions.SESSION_LIFE,
        # An answer that was under way when a phone was given back would bring its holder's session back.
        SESSION_REFRESH_EACH_REQUEST=False,
        # Never the event stream, which must not wait in a buffer, and never twice what is compressed already.
        COMPRESS_MIMETYPES=[
            "text/html",
            "text/javascript",
            "application/json",
            "application/manifest+json",
            "application/problem+json",
            "image/svg+xml",
        ],
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=5,
        COMPRESS_STREAMS=False,
        SESSION_COOKIE_NAME="plenary",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_SECURE=config.secure_cookies,
    )
    app.json = _Json(app)
    Babel(app, locale_selector=page_language)
    app.extensions["plenary_events"] = Events(app, parts.sequencer, parts.floor)
    app.extensions["plenary_files"] = MadeFiles()
    app.extensions["plenary_bundle"] = KeptBundle()
    app.extensions["plenary_keys"] = KeyOrigins()
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    assets.install(app)
    errors.install(app)
    sessions.install(app, parts.sequencer)
    access.install(app)
    app.after_request(_harden)
    Compress(app)
    app.context_processor(_context)
    app.jinja_env.filters.update(number=number_here, moment=moment_here)
    return app


def _context() -> dict[str, object]:
    founding = services().log.convention.founded
    language = str(get_locale())
    return {
        "kind_name": kind_name,
        "message": message,
        "page_messages": page_messages,
        "page_languages": LANGUAGES,
        "endonym": endonym,
        "convention_name": founding.name.get(language, founding.name[founding.languages[0]]),
        "convention": services().log.convention.digest,
        "languages": list(founding.languages),
        "lang": language,
        "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "current_user": current_user,
        "public_url": services().config.public_url or "",
    }


def _harden(response: Response) -> Response:
    # No bundle is a worker's script, whose policy would be this one.
    if response.mimetype in PARTS or request.endpoint == "assets.versioned":
        response.headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
    else:
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    # What may be kept says so itself; all else holds the state of the moment, or names.
    response.headers.setdefault("Cache-Control", "no-store")
    # Remembered for localhost, it would lock out every other program on this machine.
    if services().config.secure_cookies and request.host.partition(":")[0] != "localhost":
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response
