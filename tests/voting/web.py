"""A convention's web application in this process, for tests of its routes."""

from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from audit import jws
from tests.voting.house import House, build_house
from voting.app import create_app
from voting.signing import Hand

PROBLEM = {"type", "title", "status", "code", "detail"}


class Web:
    """A house and the application that serves it."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.app = create_app(house.config)
        self.nobody = self.app.test_client()

    def post(self, entry: bytes, **options: Any) -> TestResponse:
        """Send a statement as a stranger's device does."""
        return self.nobody.post("/statements", **{"data": entry, "content_type": "application/jose", **options})

    def sign_in(self, hand: Hand) -> FlaskClient:
        """Return a browser in which the holder of this device is signed in."""
        client = self.app.test_client()
        response = client.post("/session", data=self.login(hand), content_type="application/jose")
        assert response.status_code == 200, response.text
        return client

    def login(self, hand: Hand, **changes: Any) -> bytes:
        """Return the signed answer to a fresh challenge."""
        challenge = self.nobody.post("/session/challenge").json["challenge"]
        return jws.sign(hand.signer, {"challenge": challenge, "convention": hand.convention, **changes}, jws.LOGIN)

    def close(self) -> None:
        """Let go of the database."""
        self.app.extensions["plenary"].engine.dispose()
        self.house.parts.engine.dispose()


def build_web(folder: Path, delegates: int = 0, **rules: Any) -> Web:
    """Found a convention in a folder and make its application."""
    return Web(build_house(folder, f"sqlite:///{folder / 'plenary.sqlite'}", delegates, **rules))


def problem(response: TestResponse) -> tuple[int, str]:
    """Return status and code of an answer that must be a whole problem, in one form."""
    assert response.content_type == "application/problem+json"
    assert response.cache_control.no_store
    body = response.json
    assert set(body) == PROBLEM
    assert body["type"] == "about:blank"
    assert body["status"] == response.status_code
    assert len(body["title"].split()) > 3
    assert body["title"].endswith(".")
    return response.status_code, body["code"]
