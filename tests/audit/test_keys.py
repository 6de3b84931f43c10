"""Keys and signatures in their one form: FORMAT.md section 2."""

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from audit.encoding import b64url_decode, b64url_encode
from audit.keys import SMALL_ORDER_Y, PublicKey
from ballots.errors import BadKey, BadSignature
from ballots.jwk import Jwk
from tests.audit.fixed import ed25519, load, p256
from tests.audit.golden_statements import ED25519_ORDER, P256_PRIME, edwards, high_s, small_order_signature

VECTORS = load("keys.json")
MESSAGE = bytes.fromhex(VECTORS["message_hex"])


def jwk(members: dict[str, str]) -> Jwk:
    """Return the key in a JWK object."""
    return Jwk(members["x"], members.get("y"))


@pytest.mark.parametrize("case", VECTORS["accepted"], ids=lambda case: case["jwk"]["crv"])
def test_a_key_has_the_id_and_algorithm_of_its_vector(case: dict[str, Any]) -> None:
    key = PublicKey.from_jwk(jwk(case["jwk"]))
    assert key.kid == case["kid"]
    assert key.alg == {"P-256": "ES256", "Ed25519": "Ed25519"}[case["jwk"]["crv"]]


def test_the_thumbprint_of_rfc_8037_appendix_a_3() -> None:
    key = PublicKey.from_jwk(Jwk("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"))
    assert key.kid == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


@pytest.mark.parametrize("case", VECTORS["refused_p256"], ids=lambda case: case["why"])
def test_what_is_no_point_of_p256_is_refused(case: dict[str, str]) -> None:
    with pytest.raises(BadKey):
        PublicKey.from_jwk(Jwk(case["x"], case["y"]))


def test_the_point_whose_x_is_zero_is_a_key() -> None:
    # Otherwise the vector with x = p would be refused for another reason than its x.
    case = next(case for case in VECTORS["refused_p256"] if b64url_decode(case["x"]) == P256_PRIME.to_bytes(32))
    assert PublicKey.from_jwk(Jwk(b64url_encode(bytes(32)), case["y"])).alg == "ES256"


@pytest.mark.parametrize("case", VECTORS["refused_ed25519"], ids=lambda case: f"{case['why']} {case['x']}")
def test_an_ed25519_key_that_is_not_canonical_or_of_small_order_is_refused(case: dict[str, str]) -> None:
    with pytest.raises(BadKey):
        PublicKey.from_jwk(Jwk(case["x"]))


def test_under_the_neutral_key_one_signature_fits_every_message() -> None:
    # Why small order is refused: the library alone is content with it.
    neutral = Ed25519PublicKey.from_public_bytes(edwards(1))
    for message in (b"yes", b"no"):
        neutral.verify(edwards(1) + bytes(32), message)


def test_the_small_order_points_are_those_whose_eightfold_is_neutral() -> None:
    prime, d = 2**255 - 19, -121665 * pow(121666, -1, 2**255 - 19) % (2**255 - 19)
    for y in SMALL_ORDER_Y:
        # y of the doubled point, RFC 8032 section 5.1.4 with x^2 = (y^2-1)/(dy^2+1).
        for _ in range(3):
            x2 = (y * y - 1) * pow(d * y * y + 1, -1, prime) % prime
            y = (y * y + x2) * pow(1 - d * x2 * y * y, -1, prime) % prime
        assert y == 1


@pytest.mark.parametrize("x", ["", "AA", "=", "é", "A" * 44])
def test_ill_formed_coordinates_are_refused(x: str) -> None:
    good = p256("device").jwk
    for key in (Jwk(x), Jwk(x, good.y), Jwk(good.x, x)):
        with pytest.raises(BadKey):
            PublicKey.from_jwk(key)


def test_a_point_that_is_cut_elsewhere_is_not_a_second_spelling_of_the_key() -> None:
    good = p256("device").jwk
    assert good.y is not None
    x, y = b64url_decode(good.x), b64url_decode(good.y)
    with pytest.raises(BadKey):
        PublicKey.from_jwk(Jwk(b64url_encode(x + y[:1]), b64url_encode(y[1:])))


@pytest.mark.parametrize("case", VECTORS["signatures"], ids=lambda case: f"{case['jwk']['crv']} {case['refused']}")
def test_signatures_of_the_vectors(case: dict[str, Any]) -> None:
    key = PublicKey.from_jwk(jwk(case["jwk"]))
    signature = b64url_decode(case["signature"])
    if case["refused"] is None:
        key.verify(signature, MESSAGE)
    else:
        with pytest.raises(BadSignature):
            key.verify(signature, MESSAGE)


def test_a_small_order_r_would_verify_without_our_check() -> None:
    raw = Ed25519PublicKey.from_public_bytes(b64url_decode(ed25519("founder").jwk.x))
    raw.verify(small_order_signature(MESSAGE), MESSAGE)


def test_the_high_s_signature_of_rfc_7515_appendix_a_3_verifies_only_once_it_is_lowered() -> None:
    key = PublicKey.from_jwk(
        Jwk("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")
    )
    message = (
        b"eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0"
        b"cnVlfQ"
    )
    signature = b64url_decode("DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q")
    with pytest.raises(BadSignature):
        key.verify(signature, message)
    key.verify(high_s(signature), message)


def test_the_signature_of_rfc_8032_test_1_verifies() -> None:
    key = PublicKey.from_jwk(
        Jwk(b64url_encode(bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")))
    )
    key.verify(
        bytes.fromhex(
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24"
            "655141438e7a100b"
        ),
        b"",
    )


@pytest.mark.parametrize("signer", [p256("device"), ed25519("founder")], ids=["ES256", "Ed25519"])
def test_every_flipped_bit_of_a_signature_is_refused(signer: Any) -> None:
    key = PublicKey.from_jwk(signer.jwk)
    signature = signer.sign(MESSAGE)
    for bit in range(512):
        flipped = (int.from_bytes(signature) ^ 1 << bit).to_bytes(64)
        with pytest.raises(BadSignature):
            key.verify(flipped, MESSAGE)


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=100), st.binary(max_size=20))
def test_arbitrary_keys_and_signatures_raise_only_refusals(x: bytes, signature: bytes, message: bytes) -> None:
    try:
        key = PublicKey.from_jwk(Jwk(b64url_encode(x)))
    except BadKey:
        key = PublicKey.from_jwk(p256("device").jwk)
    with pytest.raises(BadSignature):
        key.verify(signature, message)


@given(st.integers(0, ED25519_ORDER - 1))
def test_no_s_fits_an_r_of_small_order(s: int) -> None:
    key = PublicKey.from_jwk(ed25519("founder").jwk)
    with pytest.raises(BadSignature, match="small order"):
        key.verify(edwards(1) + s.to_bytes(32, "little"), MESSAGE)
