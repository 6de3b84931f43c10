"""Private keys and activation codes: FORMAT.md sections 2 and 11."""

import hmac
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from audit.encoding import b64url_decode
from audit.keys import P256_HALF_ORDER, P256_ORDER, PublicKey
from audit.signing import Ed25519Signer, P256Signer, Signer, UnusableKey, activation_seed
from tests.audit.fixed import load, p256

SIGNERS = [P256Signer, Ed25519Signer]


@pytest.mark.parametrize("kind", SIGNERS)
def test_a_new_key_signs_what_its_public_half_verifies(kind: type[P256Signer] | type[Ed25519Signer]) -> None:
    signer: Signer = kind.generate()
    PublicKey.from_jwk(signer.jwk).verify(signer.sign(b"message"), b"message")
    assert kind.generate().jwk != signer.jwk


@pytest.mark.parametrize("kind", SIGNERS)
def test_a_key_survives_its_pem_file(kind: type[P256Signer] | type[Ed25519Signer]) -> None:
    signer = kind.generate()
    assert kind.from_pem(signer.to_pem()).jwk == signer.jwk


def test_a_pem_file_of_another_kind_is_refused() -> None:
    pkcs8 = (Encoding.PEM, PrivateFormat.PKCS8)
    others = [
        rsa.generate_private_key(65537, 2048).private_bytes(*pkcs8, NoEncryption()),
        ec.generate_private_key(ec.SECP384R1()).private_bytes(*pkcs8, NoEncryption()),
        ec.generate_private_key(ec.SECP256R1()).private_bytes(*pkcs8, BestAvailableEncryption(b"password")),
        b"",
        b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
    ]
    for pem in others:
        for kind in SIGNERS:
            with pytest.raises(UnusableKey):
                kind.from_pem(pem)
    with pytest.raises(UnusableKey):
        Ed25519Signer.from_pem(P256Signer.generate().to_pem())
    with pytest.raises(UnusableKey):
        P256Signer.from_pem(Ed25519Signer.generate().to_pem())


@pytest.mark.parametrize("scalar", [0, -1, P256_ORDER])
def test_a_scalar_out_of_range_is_refused(scalar: int) -> None:
    with pytest.raises(UnusableKey):
        P256Signer.from_scalar(scalar)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_seed_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(UnusableKey):
        Ed25519Signer.from_seed(bytes(length))


@given(st.binary(max_size=40))
def test_p256_signatures_are_low_s_and_repeatable(message: bytes) -> None:
    signature = p256("device").sign(message)
    assert 1 <= int.from_bytes(signature[32:]) <= P256_HALF_ORDER
    assert p256("device").sign(message) == signature


def test_the_public_key_of_rfc_8032_test_1_and_its_id_in_rfc_8037() -> None:
    signer = Ed25519Signer.from_seed(bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
    assert b64url_decode(signer.jwk.x).hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert signer.kid == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_the_activation_vector() -> None:
    vector = load("activation.json")
    code = b64url_decode(vector["code"])
    assert activation_seed(code).hex() == vector["seed_hex"]
    signer = Ed25519Signer.from_seed(activation_seed(code))
    assert (signer.jwk.members(), signer.kid) == (vector["jwk"], vector["kid"])


@given(st.binary(min_size=16, max_size=16))
def test_activation_is_hkdf_of_rfc_5869(code: bytes) -> None:
    extracted = hmac.digest(bytes(32), code, sha256)
    assert activation_seed(code) == hmac.digest(extracted, b"plenary activation v1\x01", sha256)


@pytest.mark.parametrize("length", [0, 15, 17])
def test_a_code_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(UnusableKey):
        activation_seed(bytes(length))
