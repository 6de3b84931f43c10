"""Sign-in and sign-out."""

from flask import Blueprint, Response, jsonify, session
from flask_login import login_user, logout_user

from voting.access import public
from voting.services import services
from voting.sessions import verify_login
from voting.views.statements import signed_body

blueprint = Blueprint("session", __name__, url_prefix="/session")


@blueprint.post("/challenge")
@public
def challenge() -> Response:
    """Give out a challenge to sign."""
    return jsonify({"challenge": services().challenges.new()})


@blueprint.post("")
@public
def sign_in() -> Response:
    """Start a session for the device that signed the challenge."""
    entry = signed_body()
    parts = services()
    with parts.sequencer.reading() as (log, _):
        user = verify_login(log.convention, parts.challenges, entry)
    session.clear()
    session.permanent = True
    login_user(user)
    return jsonify({"credential": user.credential, "role": user.role.value, "person": user.person})


@blueprint.delete("")
@public
def sign_out() -> Response:
    """End the session."""
    logout_user()
    session.clear()
    return jsonify({})
