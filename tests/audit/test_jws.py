"""Statements on the wire: FORMAT.md section 3."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from audit import jws
from audit.encoding import b64url_decode, b64url_encode, digest
from audit.keys import PublicKey
from audit.merkle import leaf_hash
from ballots.errors import BadSignature, Malformed, TooLarge
from ballots.jwk import Jwk
from tests.audit.fixed import ed25519, load, p256
from tests.audit.golden_statements import assembled, vote

VECTORS = load("jws.json")
KINDS = [jws.STATEMENT, jws.DEVICE, jws.LOGIN]


@pytest.mark.parametrize("case", VECTORS["accepted"], ids=lambda case: case["jwk"]["crv"])
def test_a_vector_parses_and_verifies(case: dict[str, Any]) -> None:
    entry = case["entry"].encode()
    parsed = jws.parse(entry, VECTORS["typ"])
    key = PublicKey.from_jwk(Jwk(case["jwk"]["x"], case["jwk"].get("y")))
    key.verify(parsed.signature, parsed.signing_input)
    assert (parsed.alg, parsed.kid, parsed.payload) == (key.alg, key.kid, case["payload"])
    assert parsed.digest == case["digest"] == digest(entry.rsplit(b".", 1)[0])
    assert leaf_hash(entry).hex() == case["leaf_hash"]


@pytest.mark.parametrize("case", VECTORS["malformed"], ids=lambda case: case["why"])
def test_any_other_form_is_refused_although_its_signature_is_good(case: dict[str, str]) -> None:
    with pytest.raises(Malformed):
        jws.parse(case["entry"].encode(), VECTORS["typ"])


@pytest.mark.parametrize("entry", VECTORS["bad_signature"])
def test_the_high_s_twin_parses_but_does_not_verify(entry: str) -> None:
    parsed = jws.parse(entry.encode(), VECTORS["typ"])
    with pytest.raises(BadSignature):
        PublicKey.from_jwk(p256("device").jwk).verify(parsed.signature, parsed.signing_input)


@pytest.mark.parametrize("typ", KINDS)
def test_one_kind_is_never_taken_for_another(typ: str) -> None:
    entry = jws.sign(p256("device"), {}, typ)
    assert jws.parse(entry, typ).payload == {}
    for other in set(KINDS) - {typ}:
        with pytest.raises(Malformed):
            jws.parse(entry, other)


@pytest.mark.parametrize("signer", [p256("device"), ed25519("founder")], ids=["ES256", "Ed25519"])
def test_every_flipped_byte_is_refused(signer: Any) -> None:
    entry = jws.sign(signer, vote(), jws.STATEMENT)
    key = PublicKey.from_jwk(signer.jwk)
    for at in range(len(entry)):
        for mask in (0x01, 0x20, 0x80):
            flipped = bytearray(entry)
            flipped[at] ^= mask
            try:
                parsed = jws.parse(bytes(flipped), jws.STATEMENT)
                # Admission compares kid and alg with the key before it verifies.
                if (parsed.kid, parsed.alg) == (key.kid, key.alg):
                    key.verify(parsed.signature, parsed.signing_input)
                    pytest.fail(f"byte {at} may be flipped")
            except (Malformed, BadSignature):
                continue


def test_the_limit_is_65535_bytes() -> None:
    header = b64url_decode(jws.sign(p256("device"), {}, jws.STATEMENT).split(b".")[0])
    # Header, two dots and signature take 246 characters or so; the text fills up to the limit exactly.
    least = len(assembled(header, b'{"a":""}', p256("device")))
    entries = [
        assembled(header, b'{"a":"' + b"x" * length + b'"}', p256("device"))
        for length in range((65_535 - least) * 3 // 4 - 3, (65_535 - least) * 3 // 4 + 4)
    ]
    lengths = {len(entry) for entry in entries}
    assert 65_535 in lengths
    assert 65_536 in lengths
    for entry in entries:
        if len(entry) > 65_535:
            with pytest.raises(TooLarge):
                jws.parse(entry, jws.STATEMENT)
        else:
            jws.parse(entry, jws.STATEMENT)


def test_signing_refuses_what_parsing_would() -> None:
    with pytest.raises(TooLarge):
        jws.sign(p256("device"), {"a": "x" * 50_000}, jws.STATEMENT)
    with pytest.raises(Malformed):
        jws.sign(p256("device"), {"a": 1.5}, jws.STATEMENT)


PARTS = st.binary(max_size=40).map(b64url_encode)


@given(st.binary(max_size=200) | st.tuples(PARTS, PARTS, PARTS).map(lambda parts: ".".join(parts).encode()))
@example(b"." * 65_535)
@example(f"{VECTORS['accepted'][0]['entry'].split('.')[0]}.{b64url_encode(b'[' * 30_000)}.{'A' * 86}".encode())
def test_parsing_raises_only_refusals(data: bytes) -> None:
    with pytest.raises((Malformed, TooLarge)):
        jws.parse(data, jws.STATEMENT)
