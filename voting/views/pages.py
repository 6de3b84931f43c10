"""Pages that anyone may open: the phone, activation, sign-in and the hall screen."""

from io import BytesIO

import qrcode
import qrcode.image.svg
from flask import Blueprint, Response, render_template, request, url_for

from audit.encoding import b64_encode
from voting.access import public
from voting.services import services

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
@public
def phone() -> str:
    """Show the delegate's phone page."""
    return render_template("delegate/index.html")


@blueprint.get("/activate")
@public
def activate() -> str:
    """Show the page that a badge's code opens; the code itself stays in the browser."""
    return render_template("delegate/activate.html")


@blueprint.get("/signin")
@public
def signin() -> str:
    """Show the page that signs in with this device's key."""
    return render_template("delegate/signin.html")


@blueprint.get("/screen")
@public
def screen() -> str:
    """Show the hall screen."""
    return render_template("screen/index.html", join_url=join_url())


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
