"""Sign-in by signature: one use, in time, of this convention, for a device that still acts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from audit import jws
from audit.encoding import b64url_encode
from audit.signing import Ed25519Signer, P256Signer, activation_seed
from ballots.acts import Role
from tests.voting.house import COMMITMENT, House, build_house
from tests.voting.web import Web, build_web, problem
from voting import sessions
from voting.app import create_app
from voting.sessions import CHALLENGE_LIFE, Challenges
from voting.signing import Hand


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    web = build_web(tmp_path_factory.mktemp("house"), delegates=4)
    yield web
    web.close()


def attempt(web: Web, entry: bytes, content_type: str = "application/jose") -> tuple[int, str]:
    client = web.app.test_client()
    response = client.post("/session", data=entry, content_type=content_type)
    if response.status_code == 200:
        return 200, response.json["role"]
    assert "Set-Cookie" not in response.headers
    assert client.get("/chair").status_code == 401
    return problem(response)


def test_a_device_signs_in_as_what_its_credential_says(web: Web) -> None:
    chair = web.house.hand(Role.CHAIR)
    response = web.app.test_client().post("/session", data=web.login(chair), content_type="application/jose")
    credential = web.house.founding.officers[0]
    assert response.json == {"credential": credential.number, "role": "chair", "person": credential.person}
    assert web.sign_in(chair).get("/chair").status_code == 200


def test_a_challenge_is_answered_once(web: Web) -> None:
    entry = web.login(web.house.hand(Role.CHAIR))
    assert attempt(web, entry) == (200, "chair")
    assert attempt(web, entry) == (403, "stale_challenge")


def test_another_device_cannot_answer_a_used_challenge(web: Web) -> None:
    challenge = web.nobody.post("/session/challenge").json["challenge"]
    assert attempt(web, web.login(web.house.hand(Role.CHAIR), challenge=challenge)) == (200, "chair")
    assert attempt(web, web.login(web.house.hand(Role.DESK), challenge=challenge)) == (403, "stale_challenge")


def test_every_challenge_is_another(web: Web) -> None:
    challenges = [web.nobody.post("/session/challenge").json["challenge"] for _ in range(50)]
    assert len(set(challenges)) == 50
    assert {len(challenge) for challenge in challenges} == {43}


@pytest.mark.parametrize(
    "challenge", [COMMITMENT, "", "x", 5, None, b64url_encode(bytes(16)), b64url_encode(bytes(33)), "é" * 43]
)
def test_a_challenge_that_was_never_given_out(web: Web, challenge: object) -> None:
    assert attempt(web, web.login(web.house.hand(Role.CHAIR), challenge=challenge)) == (403, "stale_challenge")


def test_a_challenge_with_one_byte_changed_was_never_given_out(web: Web) -> None:
    challenge = web.nobody.post("/session/challenge").json["challenge"]
    for at in (0, 5, 20, 40):
        other = challenge[:at] + ("A" if challenge[at] != "A" else "B") + challenge[at + 1 :]
        assert attempt(web, web.login(web.house.hand(Role.CHAIR), challenge=other)) == (403, "stale_challenge")


@pytest.fixture
def house(tmp_path: Path, database_url: str) -> Iterator[House]:
    house = build_house(tmp_path, database_url)
    yield house
    house.parts.engine.dispose()


class Clock:
    """A clock that the test sets."""

    def __init__(self, now: datetime) -> None:
        self.time = now

    def now(self, zone: object) -> datetime:
        assert zone is UTC
        return self.time

    fromtimestamp = datetime.fromtimestamp


def test_challenges_on_every_database(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    challenges = house.parts.challenges
    clock = Clock(datetime.now(UTC).replace(microsecond=0))
    monkeypatch.setattr(sessions, "datetime", clock)
    used, late, in_time = challenges.new(), challenges.new(), challenges.new()
    assert challenges.take(used)
    # Another process with the same secret knows what was used here; one with another secret knows nothing.
    other = house.reopen()
    assert not other.challenges.take(used)
    assert not Challenges(house.parts.engine, b"another secret").take(in_time)
    other.engine.dispose()

    clock.time += CHALLENGE_LIFE
    assert challenges.take(in_time)
    clock.time += timedelta(seconds=1)
    assert not challenges.take(late)
    assert not challenges.take(used)


def test_of_many_answers_at_once_one_succeeds(house: House) -> None:
    challenge, results = house.parts.challenges.new(), list[bool]()
    threads = [Thread(target=lambda: results.append(house.parts.challenges.take(challenge))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [False] * 7 + [True]


def test_a_statement_is_no_sign_in_and_other_forms_are_none_either(web: Web) -> None:
    chair = web.house.hand(Role.CHAIR)
    entry = web.login(chair)
    payload = jws.parse(entry, jws.LOGIN).payload
    assert attempt(web, jws.sign(chair.signer, payload, jws.STATEMENT)) == (400, "malformed")
    assert attempt(web, jws.sign(chair.signer, payload, jws.DEVICE)) == (400, "malformed")
    assert attempt(web, web.login(chair, more=1)) == (400, "malformed")
    assert attempt(web, b"") == (400, "malformed")
    assert attempt(web, b"A" * 70_000) == (413, "too_large")
    assert attempt(web, entry, "application/json") == (415, "wrong_content_type")
    # None of these used the challenge up.
    assert attempt(web, entry) == (200, "chair")


def test_another_convention_is_refused(web: Web) -> None:
    entry = web.login(Hand(web.house.hand(Role.CHAIR).signer, COMMITMENT))
    assert attempt(web, entry) == (409, "wrong_convention")


def test_only_devices_that_the_log_knows_sign_in(web: Web) -> None:
    house = web.house
    stranger = Hand(P256Signer.generate(), house.convention)
    assert attempt(web, web.login(stranger)) == (403, "unknown_key")
    for number, expected in (
        (house.issue(["north/9"]), (403, "not_allowed")),
        (house.numbers[0], (409, "code_already_used")),
    ):
        activation = Ed25519Signer.from_seed(activation_seed(house.codes[number]))
        assert attempt(web, web.login(Hand(activation, house.convention))) == expected
    assert attempt(web, web.login(Hand(house.founding.founder, house.convention))) == (403, "not_allowed")


def test_a_wrong_signature_is_refused(web: Web) -> None:
    entry = web.login(web.house.hand(Role.CHAIR))
    other = web.login(web.house.hand(Role.CHAIR))
    assert attempt(web, entry.rpartition(b".")[0] + b"." + other.rpartition(b".")[2]) == (403, "bad_signature")
    header = b64url_encode(
        b'{"alg":"Ed25519","kid":"%s","typ":"plenary-login-v1"}' % web.house.hand(Role.CHAIR).signer.kid.encode()
    ).encode()
    assert attempt(web, header + b"." + entry.partition(b".")[2]) == (403, "wrong_algorithm")


def test_a_session_ends_with_its_credential(web: Web) -> None:
    house = web.house
    client = web.sign_in(house.delegates[1])
    assert signed_in(web, client)
    house.send(house.hand(Role.DESK).sign("credential.revoked", credential=house.numbers[1], reason="lost"))
    assert not signed_in(web, client)
    assert attempt(web, web.login(house.delegates[1])) == (403, "key_revoked")


def test_a_session_ends_when_the_device_hands_over(web: Web) -> None:
    house = web.house
    hand, device = house.delegates[2], P256Signer.generate()
    client = web.sign_in(hand)
    assert signed_in(web, client)
    payload = {"convention": house.convention, "credential": house.numbers[2], "kid": hand.signer.kid}
    proof = jws.sign(device, payload, jws.DEVICE).decode()
    house.send(hand.sign("device.moved", key=device.jwk.members(), proof=proof))
    assert not signed_in(web, client)
    assert signed_in(web, web.sign_in(Hand(device, house.convention)))


def signed_in(web: Web, client: object) -> bool:
    # Delegates may open no room: 403 says that the server knows who asks, 401 that it does not.
    return client.get("/chair").status_code == 403


def test_signing_out_ends_the_session(web: Web) -> None:
    client = web.sign_in(web.house.hand(Role.CHAIR))
    assert client.delete("/session").status_code == 200
    assert client.get("/chair").status_code == 401


@pytest.mark.parametrize("path", ["/", "/chair", "/state", "/chair/motions"])
def test_no_answer_renews_a_session(web: Web, path: str) -> None:
    """One that was under way when a lent phone was given back would make it her phone again."""
    answer = web.sign_in(web.house.hand(Role.CHAIR)).get(path)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


def test_a_cookie_that_another_secret_signed_is_nobodys(web: Web) -> None:
    client = web.app.test_client()
    serializer = type(web.app)("other")
    serializer.secret_key = b"another secret"
    session = {"_user_id": web.house.hand(Role.CHAIR).signer.kid, "_fresh": True}
    forged = serializer.session_interface.get_signing_serializer(serializer).dumps(session)
    client.set_cookie("plenary", forged)
    assert client.get("/chair").status_code == 401
    genuine = web.app.session_interface.get_signing_serializer(web.app).dumps(session)
    client.set_cookie("plenary", genuine)
    assert client.get("/chair").status_code == 200


def test_the_cookie_is_for_this_site_alone(web: Web) -> None:
    def flags(app_web: Web) -> set[str]:
        client = app_web.app.test_client()
        entry = app_web.login(app_web.house.hand(Role.CHAIR))
        response = client.post("/session", data=entry, content_type="application/jose")
        (cookie,) = response.headers.getlist("Set-Cookie")
        assert cookie.startswith("plenary=")
        return {part.strip().partition("=")[0] + part.strip().partition("=")[1] for part in cookie.split(";")[1:]} | {
            part.strip() for part in cookie.split(";") if "SameSite" in part
        }

    plain = flags(web)
    assert {"HttpOnly", "SameSite=Strict", "Expires="} <= plain
    assert "Secure" not in plain
    secure = Web.__new__(Web)
    secure.house = web.house
    secure.app = create_app(replace(web.house.config, secure_cookies=True))
    secure.nobody = secure.app.test_client()
    assert "Secure" in flags(secure)
    away = secure.nobody.get("/", base_url="https://vote.example")
    assert away.headers["Strict-Transport-Security"] == "max-age=31536000"
    # Remembered for localhost, it would lock out every other program on a machine where somebody tries this one.
    assert "Strict-Transport-Security" not in secure.nobody.get("/", base_url="https://localhost:8443").headers
    secure.app.extensions["plenary"].engine.dispose()
