"""The one place where errors become answers: a stable code for programs, a sentence for people (RFC 9457)."""

import logging
from http import HTTPStatus

from flask import Flask, Response, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import BadHost, HTTPException
from werkzeug.wrappers import Response as BaseResponse

from ballots import errors as refusals
from ballots.amendment_errors import NotYourAmendment
from ballots.errors import Refused
from ballots.text_errors import EmptyRange, EmptyText, TextNotCanonical, TextTooLarge, WrongNewText
from voting.badges import BadgesRefused
from voting.encodings import ImportRefused
from voting.languages import marked as _
from voting.loans import BadLabel
from voting.sequencer import Unavailable
from voting.sessions import StaleChallenge

FORM = (
    refusals.Malformed,
    refusals.UnknownType,
    refusals.BadField,
    refusals.BadKey,
    EmptyText,
    TextNotCanonical,
    EmptyRange,
    WrongNewText,
    BadgesRefused,
    ImportRefused,
    BadLabel,
)
IDENTITY = (
    refusals.UnknownKey,
    refusals.WrongAlgorithm,
    refusals.BadSignature,
    refusals.BadProof,
    refusals.KeyRevoked,
    refusals.DeviceMoved,
    refusals.NotAllowed,
    NotYourAmendment,
    StaleChallenge,
)
TITLES = {
    400: _("The server cannot read this request. Reload the page and try again."),
    401: _("Sign in first: open this page on the device that you activated with your badge."),
    403: _("Your role may not open this. Ask someone who holds the right role."),
    404: _("There is nothing at this address. Check the address, or go back to the start page."),
    405: _("This address does not take this kind of request. Reload the page and try again."),
    410: _("This page is older than the server. Reload it and try again."),
    413: _("This is larger than the server accepts. Make it smaller and try again."),
    415: _("This kind of content is not accepted here. Reload the page and try again."),
    429: _("Too many requests at once. Wait a moment and try again."),
    500: _("Something went wrong in the server. Nothing was lost; try again, and tell the organisers if it stays."),
    503: _("The server is busy or restarting. Wait a moment; what you signed is kept on this device and sent again."),
}
CODES = {
    400: "bad_request",
    401: "not_signed_in",
    403: "wrong_role",
    404: "not_found",
    405: "wrong_method",
    410: "page_outdated",
    413: "too_large",
    415: "wrong_content_type",
    429: "too_many_requests",
    500: "server_error",
    503: "busy",
}


class Problem(Exception):
    """An answer that is not the one hoped for.

    `status` is the HTTP status, `code` stays the same for ever, `title` is for people (by default that of the status),
    `detail` says what was found.
    """

    def __init__(self, status: int, code: str | None = None, title: str | None = None, detail: str = "") -> None:
        super().__init__(code or CODES[status])
        self.status = status
        self.code = code or CODES[status]
        self.title = title or TITLES[status]
        self.detail = detail


def status_of(refused: Refused) -> int:
    """Return the HTTP status of a refusal: 413 too large, 400 form, 403 signature or role, 409 the rules."""
    if isinstance(refused, refusals.TooLarge | TextTooLarge):
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    if isinstance(refused, FORM):
        return HTTPStatus.BAD_REQUEST
    return HTTPStatus.FORBIDDEN if isinstance(refused, IDENTITY) else HTTPStatus.CONFLICT


def install(app: Flask) -> None:
    """Make every error of the app an answer in this form."""
    app.register_error_handler(Problem, _answer)
    app.register_error_handler(Refused, _answer_refusal)
    app.register_error_handler(Unavailable, _answer_unavailable)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(ParseException, _answer_unreadable)
    app.register_error_handler(Exception, _answer_unexpected)


def _answer(problem: Problem, may_be_page: bool = True) -> BaseResponse:
    body = {
        "type": "about:blank",
        "title": gettext(problem.title),
        "status": problem.status,
        "code": problem.code,
        # It may quote what was sent: half a surrogate pair, which JSON can hold, has no UTF-8.
        "detail": problem.detail.encode("utf-8", "replace").decode("utf-8"),
    }
    wanted = request.accept_mimetypes.best_match(["application/problem+json", "application/json", "text/html"])
    if wanted == "text/html" and may_be_page:
        if problem.code == CODES[HTTPStatus.UNAUTHORIZED]:
            return redirect(url_for("pages.signin", next=request.full_path.rstrip("?")))
        response = Response(render_template("problem.html", **body), mimetype="text/html")
    else:
        response = jsonify(body)
        response.content_type = "application/problem+json"
    response.status_code = problem.status
    response.cache_control.no_store = True
    return response


def _answer_refusal(refused: Refused) -> BaseResponse:
    return _answer(Problem(status_of(refused), refused.code, refused.explanation(), refused.detail))


def _answer_unavailable(_: Unavailable) -> BaseResponse:
    return _answer(Problem(HTTPStatus.SERVICE_UNAVAILABLE))


def _answer_http(error: HTTPException) -> BaseResponse:
    status = error.code or 500
    known = status if status in TITLES else (500 if status >= 500 else 400)
    # Under a host that is no name there are no links, of which a page is full.
    return _answer(Problem(known, CODES[known]), may_be_page=not isinstance(error, BadHost))


def _answer_unreadable(_: ParseException) -> BaseResponse:
    # A chunked body is parsed while it is read, so what is wrong with it shows in the middle of a view.
    return _answer(Problem(HTTPStatus.BAD_REQUEST))


def _answer_unexpected(error: Exception) -> BaseResponse:
    # The exception goes to the log, never to a stranger. Request bodies are not logged: they may hold votes or names.
    logging.getLogger("plenary").exception("unexpected error at %s %s", request.method, request.path)
    return _answer(Problem(500))
