"""Pages that anyone may open: the phone, activation, sign-in and the hall screen."""

from io import BytesIO

import qrcode
import qrcode.image.svg
from flask import Blueprint, Response, jsonify, request, url_for
from flask_babel import get_locale

from audit.encoding import b64_encode
from audit.fingerprint import wordlist_file
from voting.access import public
from voting.assets import current_assets
from voting.errors import Problem
from voting.languages import sentence_languages
from voting.messages import messages_in
from voting.page_shells import compressed, shell
from voting.services import services

blueprint = Blueprint("pages", __name__)

# What a hall screen can show alone, where there are several.
SHOWN = ("agenda", "join", "root")


def _may_come_from_afar() -> bool:
    return services().log.convention.founded.rules.remote_presence


@blueprint.get("/")
@public
def phone() -> Response:
    """Show the delegate's phone page."""
    return shell("delegate/index.html", remote=_may_come_from_afar())


@blueprint.get("/service-worker.js")
@public
def service_worker() -> Response:
    """Return the script that keeps the phone's page for when there is no network; a new version replaces it."""
    assets = current_assets()
    script = f'const VERSION = "{assets.version}";\n'.encode() + assets.content("js/service-worker.js")
    response = Response(script, mimetype="text/javascript")
    response.cache_control.no_cache = True
    return response


@blueprint.get("/manifest.webmanifest")
@public
def manifest() -> Response:
    """Return what a phone needs to install the page (W3C Web Application Manifest)."""
    founding, language = services().log.convention.founded, str(get_locale())
    drawn = {"src": current_assets().address("img/plenary.svg"), "sizes": "any", "type": "image/svg+xml"}
    # Apple's phones take no drawing; others cut an icon to their own shape.
    painted = {"src": current_assets().address("img/plenary.png"), "sizes": "512x512", "type": "image/png"}
    body = {
        "name": founding.name.get(language, founding.name[founding.languages[0]]),
        "short_name": "Plenary",
        "lang": language,
        "start_url": url_for("pages.phone"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#f6f4ef",
        "theme_color": "#1d3557",
        "icons": [drawn, {**painted, "purpose": "any maskable"}],
    }
    response = jsonify(body)
    response.mimetype = "application/manifest+json"
    return response


@blueprint.get("/activate")
@public
def activate() -> Response:
    """Show the page that a badge's code opens; the code itself stays in the browser."""
    return shell("delegate/activate.html", remote=_may_come_from_afar())


@blueprint.get("/signin")
@public
def signin() -> Response:
    """Show the page that signs in with this device's key."""
    return shell("delegate/signin.html")


@blueprint.get("/speak")
@public
def speak() -> Response:
    """Show the page on which a delegate asks for the floor."""
    return shell("delegate/speak.html")


@blueprint.get("/practice")
@public
def practice() -> Response:
    """Show the page on which a delegate practises voting."""
    return shell("delegate/practice.html")


@blueprint.get("/remote")
@public
def remote() -> Response:
    """Show the page on which a delegate far away records that she is here, or leaves."""
    return shell("delegate/remote.html")


@blueprint.get("/give-back")
@public
def give_back() -> Response:
    """Show the page on which a lent phone forgets its badge."""
    return shell("delegate/give_back.html")


@blueprint.get("/screen")
@public
def screen() -> Response:
    """Show the hall screen: all of it, or what `show` names."""
    show = request.args.get("show", "")
    if show and show not in SHOWN:
        raise Problem(404, detail=f"a screen can show {', '.join(SHOWN)} alone")
    languages = sentence_languages(services().log.convention.founded.languages)
    # What a result leads to is said in all of them, whichever the computer's browser speaks.
    after = {language: messages_in(language, ("common.comma", "script.after.")) for language in languages}
    return shell("screen/index.html", join_url=join_url(), show=show, after=after)


def join_url() -> str:
    """Return the address that delegates type or scan."""
    return services().config.public_url or request.host_url.rstrip("/")


def _qr(text: str) -> Response:
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(text)
    file = BytesIO()
    code.make_image(image_factory=qrcode.image.svg.SvgPathImage).save(file)
    response = Response(file.getvalue(), mimetype="image/svg+xml")
    response.cache_control.no_store = True
    return response


@blueprint.get("/root-words.txt")
@public
def root_wordlist() -> Response:
    """Return the list from which pages take the words of the log's root."""
    response = compressed(wordlist_file(), "text/plain")
    response.cache_control.max_age = 24 * 3600
    return response


@blueprint.get("/screen/join.svg")
@public
def join_code() -> Response:
    """Return the QR code of the join address."""
    return _qr(join_url() + url_for("pages.phone"))


@blueprint.get("/screen/root.svg")
@public
def root_code() -> Response:
    """Return the QR code of the log's origin, size and root, for phones to compare and minutes to keep."""
    with services().sequencer.reading() as (log, _):
        text = f"{log.convention.founded.origin}\n{log.tree.size}\n{b64_encode(log.tree.root())}\n"
    return _qr(text)
