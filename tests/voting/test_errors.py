"""Refusals of texts and amendments as answers: each with its own code and its sentence for people."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import Babel

from ballots import amendment_errors, text_errors
from ballots.errors import Refused
from voting.errors import install

REFUSALS = tuple(
    found
    for found in (*vars(text_errors).values(), *vars(amendment_errors).values())
    if isinstance(found, type) and issubclass(found, Refused) and found is not Refused
)
# All others are about what the convention has decided so far, which may change: 409.
STATUS: dict[type[Refused], int] = {
    text_errors.EmptyText: 400,
    text_errors.TextNotCanonical: 400,
    text_errors.EmptyRange: 400,
    text_errors.WrongNewText: 400,
    text_errors.TextTooLarge: 413,
    amendment_errors.NotYourAmendment: 403,
}


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    app = Flask(__name__)
    Babel(app)
    install(app)
    known = {kind.__name__: kind for kind in REFUSALS}

    @app.get("/<name>")
    def refuse(name: str) -> str:
        raise known[name]("found here")

    return app.test_client()


@pytest.mark.parametrize("kind", REFUSALS, ids=lambda kind: kind.__name__)
def test_each_refusal_tells_people_what_to_do(client: FlaskClient, kind: type[Refused]) -> None:
    response = client.get(f"/{kind.__name__}")
    assert response.content_type == "application/problem+json"
    assert response.status_code == STATUS.get(kind, 409)
    assert (response.json["code"], response.json["detail"]) == (kind("").code, "found here")
    assert response.json["title"] == " ".join((kind.__doc__ or "").split())
