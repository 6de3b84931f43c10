"""Statements over HTTP: every bad input has its status and code, and records nothing."""

import io
import json
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from gunicorn.http.body import Body, ChunkedReader
from gunicorn.http.unreader import IterUnreader

from audit import canonical, jws
from audit.encoding import b64url_decode, b64url_encode
from audit.jws import MAX_LENGTH, STATEMENT
from audit.note import VerifierKey
from audit.receipt import Receipt
from audit.signing import P256_ORDER, Ed25519Signer, P256Signer, activation_seed
from ballots import presets
from ballots.acts import Role
from tests.voting.house import COMMITMENT
from tests.voting.web import Web, build_web, problem
from voting.log_store import SqlTransaction
from voting.phones import new_code
from voting.signing import Hand, statement_digest

# Why each delegate of the house is here.
VOTED, READY, MOVED, REVOKED, REPLACED = range(5)
SMALL_ORDER_POINT = b64url_encode(b"\x01" + bytes(31))


class Sitting(Web):
    """Motion 1 is open without change of vote, motion 2 has ended, and things have happened to some delegates."""

    def __init__(self, web: Web) -> None:
        self.__dict__.update(web.__dict__)
        house = self.house
        self.early = house.opening("early")
        self.opening = house.open("1", change_of_vote=False)
        self.ended = house.open("2")
        self.held_back = self.vote(READY, mandate="north/2", motion="2", opening=self.ended)
        house.send(self.vote(READY, mandate="north/2", motion="2", opening=self.ended))
        house.end(self.ended, "2")
        house.send(self.vote(VOTED))
        moving = house.delegates[MOVED]
        self.unmoved = Hand(moving.signer, house.convention)
        device = P256Signer.generate()
        house.send(moving.sign("device.moved", key=device.jwk.members(), proof=self.proof(moving, MOVED, device)))
        desk = house.hand(Role.DESK)
        house.send(desk.sign("credential.revoked", credential=house.numbers[REVOKED], reason="lost"))
        replaced = house.numbers[REPLACED]
        person = house.parts.log.convention.credentials[replaced].person
        house.issue([f"north/{REPLACED + 1}"], person=person, replaces=replaced)
        house.admit(1)
        self.late = len(house.delegates) - 1

    def proof(self, hand: Hand, which: int, device: P256Signer) -> str:
        payload = {"convention": hand.convention, "credential": self.house.numbers[which], "kid": hand.signer.jwk.kid}
        return jws.sign(device, payload, jws.DEVICE).decode()

    def vote(self, which: int = READY, hand: Hand | None = None, **changes: Any) -> bytes:
        """Return a vote that is right for motion 1 but for the changes."""
        fields = {"motion": "1", "opening": self.opening, "mandate": f"north/{which + 1}", "ballot": {"choice": "yes"}}
        return (hand or self.house.delegates[which]).sign("vote.cast", **{**fields, **changes})


@pytest.fixture(scope="module")
def sitting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sitting]:
    web = build_web(tmp_path_factory.mktemp("house"), delegates=5)
    sitting = Sitting(web)
    yield sitting
    web.close()


def resigned(
    sitting: Sitting,
    change: Callable[[bytes], bytes] = lambda payload: payload,
    header: Callable[[bytes], bytes] = lambda header: header,
    encode: Callable[[bytes], str] = b64url_encode,
) -> bytes:
    """Return a vote whose header or payload has been changed before its owner signed it."""
    first, second, _ = sitting.vote().decode().split(".")
    message = f"{encode(header(b64url_decode(first)))}.{encode(change(b64url_decode(second)))}".encode()
    return message + b"." + b64url_encode(sitting.house.delegates[READY].signer.sign(message)).encode()


def with_signature(entry: bytes, change: Callable[[bytes], bytes]) -> bytes:
    message, _, signature = entry.rpartition(b".")
    return message + b"." + b64url_encode(change(b64url_decode(signature.decode()))).encode()


def high_s(signature: bytes) -> bytes:
    return signature[:32] + (P256_ORDER - int.from_bytes(signature[32:])).to_bytes(32)


def loose_bits(entry: bytes) -> bytes:
    """Return the entry with other unused bits in the last character of its signature."""
    alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return entry[:-1] + alphabet[alphabet.index(entry[-1:]) + 1 :][:1]


def enrolment(sitting: Sitting, which: int = VOTED) -> bytes:
    number = sitting.house.numbers[which]
    activation = Ed25519Signer.from_seed(activation_seed(sitting.house.codes[number]))
    return Hand(activation, sitting.house.convention).enrol(number, P256Signer.generate())


def issue(sitting: Sitting, **changes: Any) -> bytes:
    credential = {
        "commitment": COMMITMENT,
        "delegation": None,
        "head": False,
        "key": new_code()[1].jwk.members(),
        "mandates": ["north/50"],
        "number": 10_000,
        "person": "p10000",
        "replaces": None,
        "role": "delegate",
        **changes,
    }
    return sitting.house.hand(Role.DESK).sign("credentials.issued", credentials=[credential])


def moved_without_proof(sitting: Sitting) -> bytes:
    hand, device = sitting.house.delegates[READY], P256Signer.generate()
    return hand.sign("device.moved", key=device.jwk.members(), proof=sitting.proof(hand, VOTED, device))


def tabled(sitting: Sitting) -> bytes:
    fields = {"document": "d", "version": 1, "title": {"en": "Text"}, "texts": {"en": b64url_encode(bytes(32))}}
    return sitting.house.hand(Role.CHAIR).sign("document.tabled", **fields)


def stranger(sitting: Sitting) -> Hand:
    return Hand(P256Signer.generate(), sitting.house.convention)


def forged(sitting: Sitting) -> bytes:
    """Return a vote in the name of one device, signed by another."""
    signer = P256Signer.generate()
    message = sitting.vote().rpartition(b".")[0]
    return message + b"." + b64url_encode(signer.sign(message)).encode()


BAD: dict[str, tuple[Callable[[Sitting], bytes], int, str]] = {
    # form
    "nothing": (lambda s: b"", 400, "malformed"),
    "not a JWS": (lambda s: b'{"type":"vote.cast"}', 400, "malformed"),
    "truncated": (lambda s: s.vote()[:-20], 400, "malformed"),
    "truncated to two parts": (lambda s: s.vote().rpartition(b".")[0], 400, "malformed"),
    "a line feed after it": (lambda s: s.vote() + b"\n", 400, "malformed"),
    "too large": (lambda s: s.vote() + b"A" * MAX_LENGTH, 413, "too_large"),
    "a duplicate field": (lambda s: resigned(s, lambda p: p.replace(b"{", b'{"ballot":1,', 1)), 400, "malformed"),
    "a space in the JSON": (lambda s: resigned(s, lambda p: p.replace(b":", b": ", 1)), 400, "malformed"),
    "fields in another order": (
        lambda s: resigned(s, lambda p: json.dumps(dict(reversed(json.loads(p).items()))).encode()),
        400,
        "malformed",
    ),
    "a float": (lambda s: resigned(s, lambda p: p.replace(b'"sequence":', b'"sequence":1.')), 400, "malformed"),
    "padded base64": (lambda s: s.vote() + b"==", 400, "malformed"),
    "loose bits in the base64": (lambda s: loose_bits(s.vote()), 400, "malformed"),
    "a login as a statement": (lambda s: s.login(s.house.delegates[READY]), 400, "malformed"),
    "a header with more members": (
        lambda s: resigned(s, header=lambda h: h.replace(b"{", b'{"aaa":1,', 1)),
        400,
        "malformed",
    ),
    "alg none": (lambda s: resigned(s, header=lambda h: h.replace(b"ES256", b"none")), 400, "malformed"),
    "an unknown type": (lambda s: s.house.delegates[READY].sign("vote.bought"), 400, "unknown_type"),
    "an unknown field": (lambda s: s.vote(price=5), 400, "bad_field"),
    "a missing field": (lambda s: s.house.delegates[READY].sign("vote.cast", motion="1"), 400, "bad_field"),
    "a sequence that is text": (lambda s: s.vote(sequence="7"), 400, "bad_field"),
    "a key of small order": (
        lambda s: issue(s, key={"crv": "Ed25519", "kty": "OKP", "x": SMALL_ORDER_POINT}),
        400,
        "bad_key",
    ),
    # who signed
    "a device that nobody knows": (lambda s: s.vote(hand=stranger(s)), 403, "unknown_key"),
    "another's name": (forged, 403, "bad_signature"),
    "alg swapped": (
        lambda s: resigned(s, header=lambda h: h.replace(b"ES256", b"Ed25519")),
        403,
        "wrong_algorithm",
    ),
    "high s": (lambda s: with_signature(s.vote(), high_s), 403, "bad_signature"),
    "a signature of zeros": (lambda s: with_signature(s.vote(), lambda _: bytes(64)), 403, "bad_signature"),
    "an R of small order": (
        lambda s: with_signature(enrolment(s), lambda found: b"\x01" + bytes(31) + found[32:]),
        403,
        "bad_signature",
    ),
    "a proof for another credential": (moved_without_proof, 403, "bad_proof"),
    "a revoked device": (lambda s: s.vote(REVOKED), 403, "key_revoked"),
    "a replaced device": (lambda s: s.vote(REPLACED), 403, "key_revoked"),
    "a device that handed over": (lambda s: s.vote(MOVED, hand=s.unmoved), 403, "device_moved"),
    "a delegate who opens": (
        lambda s: jws.sign(
            s.house.delegates[READY].signer,
            {**jws.parse(s.house.opening("9"), STATEMENT).payload, "sequence": 2**52},
            STATEMENT,
        ),
        403,
        "not_allowed",
    ),
    "a chair who votes": (lambda s: s.vote(hand=s.house.hand(Role.CHAIR)), 409, "not_your_mandate"),
    "another's mandate": (lambda s: s.vote(READY, mandate="north/1"), 409, "not_your_mandate"),
    # what was signed
    "an old statement, held back": (lambda s: s.held_back, 409, "sequence_used"),
    "another convention": (
        lambda s: s.vote(hand=Hand(s.house.delegates[READY].signer, COMMITMENT)),
        409,
        "wrong_convention",
    ),
    "another motion": (lambda s: s.vote(motion="2"), 409, "wrong_opening"),
    "a motion that is not open yet": (
        lambda s: s.vote(motion="early", opening=statement_digest(s.early)),
        409,
        "unknown_motion",
    ),
    "another opening": (lambda s: s.vote(opening=s.ended), 409, "wrong_opening"),
    "after polling": (lambda s: s.vote(motion="2", opening=s.ended), 409, "polling_ended"),
    "a mandate outside the electorate": (lambda s: s.vote(s.late, mandate="north/6"), 409, "not_in_electorate"),
    "a second vote where none is allowed": (
        lambda s: s.vote(VOTED, ballot={"choice": "no"}),
        409,
        "already_voted",
    ),
    "a choice that is none": (lambda s: s.vote(ballot={"choice": "maybe"}), 409, "bad_ballot"),
    "an activation code used twice": (enrolment, 409, "code_already_used"),
    "a roll that has changed": (
        lambda s: s.house.opening("9", electorate=jws.parse(s.early, STATEMENT).payload["electorate"]),
        409,
        "roll_changed",
    ),
    "another tree": (
        lambda s: s.house.opening("9", tree={"root": COMMITMENT, "size": 3}),
        409,
        "wrong_tree",
    ),
    "another majority than the rules'": (
        lambda s: s.house.opening("9", majority=presets.majority("majority_of_valid")),
        409,
        "wrong_rule",
    ),
    "a text that was never uploaded": (tabled, 409, "blob_missing"),
    "a mandate that another holds": (lambda s: issue(s, mandates=["north/1"]), 409, "mandate_in_use"),
    "more seats than a delegation has": (lambda s: issue(s, mandates=["south/21"]), 409, "above_entitlement"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_has_its_answer_and_records_nothing(sitting: Sitting, name: str) -> None:
    make, status, code = BAD[name]
    entry = make(sitting)
    before = sitting.house.parts.store.head()
    assert problem(sitting.post(entry)) == (status, code)
    assert sitting.house.parts.store.head() == before


def test_the_vote_that_the_bad_ones_were_made_from_is_good(sitting: Sitting) -> None:
    entry = sitting.vote()
    receipt = Receipt.parse(_posted(sitting, entry, 201))
    key = VerifierKey.parse(sitting.house.parts.log.convention.founded.log_key)
    assert receipt.verify(entry, key).size == receipt.index + 1
    assert receipt.extra is None

    again = Receipt.parse(_posted(sitting, entry, 200))
    again.verify(entry, key)
    assert again.index == receipt.index


def _posted(sitting: Sitting, entry: bytes, status: int) -> bytes:
    response = sitting.post(entry)
    assert response.status_code == status, response.text
    assert response.content_type == "text/plain; charset=utf-8"
    assert response.cache_control.no_store
    return response.data


def test_a_large_body_of_unknown_length_is_not_read_for_ever(sitting: Sitting) -> None:
    for size in (70_000, 6_000_000):
        unknown = {"wsgi.input_terminated": True, "CONTENT_LENGTH": ""}
        body = {"input_stream": io.BytesIO(b"A" * size), "environ_overrides": unknown}
        response = sitting.nobody.post("/statements", content_type="application/jose", **body)
        assert problem(response) == (413, "too_large")


def test_a_body_whose_chunks_are_malformed_is_the_senders_fault(sitting: Sitting) -> None:
    chunks = Body(ChunkedReader(SimpleNamespace(trailers=[]), IterUnreader([b"5\r\nhello\r\nZZ\r\n"])))
    unknown = {"wsgi.input": chunks, "wsgi.input_terminated": True, "CONTENT_LENGTH": ""}
    response = sitting.nobody.post("/statements", content_type="application/jose", environ_overrides=unknown)
    assert problem(response) == (400, "bad_request")


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "", "application/x-www-form-urlencoded"])
def test_only_jose_is_a_statement(sitting: Sitting, content_type: str) -> None:
    before = sitting.house.parts.store.head()
    response = sitting.post(sitting.vote(READY, motion="1"), content_type=content_type)
    assert problem(response) == (415, "wrong_content_type")
    assert sitting.house.parts.store.head() == before


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "https://localhost"},
        {"Origin": "http://localhost:8080"},
        {"Origin": "http://localhost.elsewhere.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
    ],
)
@pytest.mark.parametrize("path", ["/statements", "/session", "/session/challenge", "/blobs", "/desk/prepare"])
def test_other_sites_can_send_nothing(sitting: Sitting, headers: dict[str, str], path: str) -> None:
    response = sitting.nobody.post(path, data=b"x", content_type="application/jose", headers=headers)
    assert problem(response) == (403, "cross_site")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://localhost"},
        {"Sec-Fetch-Site": "same-origin"},
        # A proxy that ends TLS and asks under the address of this machine.
        {"Origin": "http://localhost", "Host": "127.0.0.1:8000"},
    ],
)
def test_our_own_pages_can_send(sitting: Sitting, headers: dict[str, str]) -> None:
    assert sitting.nobody.post("/session/challenge", headers=headers).status_code == 200


def test_a_disk_that_fails_is_an_answer_to_try_again(sitting: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError("no space left on device")

    hand = sitting.house.hand(Role.DESK)
    entry = hand.sign("presence.recorded", credential=sitting.house.numbers[READY], state="in")
    with monkeypatch.context() as patch:
        patch.setattr(SqlTransaction, "append", fail)
        assert problem(sitting.post(entry)) == (503, "busy")
    assert sitting.post(entry).status_code == 201


def test_canonical_form_is_what_the_signer_makes(sitting: Sitting) -> None:
    """The changes above start from a payload that is canonical, or they would prove nothing."""
    entry = resigned(sitting)
    payload = b64url_decode(entry.split(b".")[1].decode())
    assert canonical.dumps(json.loads(payload)) == payload
    assert jws.parse(entry, STATEMENT).payload["type"] == "vote.cast"
