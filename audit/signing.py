"""Private keys: signers in the forms that FORMAT.md allows, and the key that an activation code stands for."""

from typing import Protocol, Self

from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from audit.encoding import b64url_encode
from audit.keys import P256_HALF_ORDER, P256_ORDER
from ballots.jwk import Jwk

SEED_LENGTH = 32
CODE_LENGTH = 16
_ACTIVATION_INFO = b"plenary activation v1"


class UnusableKey(ValueError):
    """A private key that cannot be read, or of another kind. Use an unencrypted PKCS #8 PEM file of the right kind."""


class Signer(Protocol):
    """Whatever holds a private key and signs with it."""

    @property
    def jwk(self) -> Jwk:
        """The public half."""

    def sign(self, message: bytes) -> bytes:
        """Return the 64 bytes of a signature over `message`."""


class Ed25519Signer:
    """A founder's, an activation's or a log's private key (RFC 8032)."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.jwk = Jwk(b64url_encode(private.public_key().public_bytes_raw()))

    @classmethod
    def generate(cls) -> Self:
        """Return a new key from the system's source of randomness."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_seed(cls, seed: bytes) -> Self:
        """Return the key of a 32-byte seed (RFC 8032 section 5.1.5).

        Raises:
            UnusableKey: not 32 bytes.
        """
        if len(seed) != SEED_LENGTH:
            raise UnusableKey(f"a seed of {len(seed)} bytes, not {SEED_LENGTH}")
        return cls(Ed25519PrivateKey.from_private_bytes(seed))

    @classmethod
    def from_pem(cls, pem: bytes) -> Self:
        """Return the key in an unencrypted PKCS #8 PEM file.

        Raises:
            UnusableKey: it cannot be read, or is not Ed25519.
        """
        private = _load_pem(pem)
        if not isinstance(private, Ed25519PrivateKey):
            raise UnusableKey("the PEM file holds no Ed25519 key")
        return cls(private)

    def to_pem(self) -> bytes:
        """Return the key as an unencrypted PKCS #8 PEM file."""
        return self._private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    @property
    def kid(self) -> str:
        """The key id of the public half."""
        return self.jwk.kid

    def sign(self, message: bytes) -> bytes:
        """Return R ‖ S, 64 bytes."""
        return self._private.sign(message)


class P256Signer:
    """A device's private key; signatures are deterministic (RFC 6979) and low-s."""

    _ALGORITHM = ec.ECDSA(SHA256(), deterministic_signing=True)

    def __init__(self, private: ec.EllipticCurvePrivateKey) -> None:
        self._private = private
        numbers = private.public_key().public_numbers()
        self.jwk = Jwk(b64url_encode(numbers.x.to_bytes(32)), b64url_encode(numbers.y.to_bytes(32)))

    @classmethod
    def generate(cls) -> Self:
        """Return a new key from the system's source of randomness."""
        return cls(ec.generate_private_key(ec.SECP256R1()))

    @classmethod
    def from_scalar(cls, scalar: int) -> Self:
        """Return the key with this private scalar.

        Raises:
            UnusableKey: not from 1 to n−1.
        """
        if not 1 <= scalar < P256_ORDER:
            raise UnusableKey("a scalar outside 1 to n-1")
        return cls(ec.derive_private_key(scalar, ec.SECP256R1()))

    @classmethod
    def from_pem(cls, pem: bytes) -> Self:
        """Return the key in an unencrypted PKCS #8 PEM file.

        Raises:
            UnusableKey: it cannot be read, or is not P-256.
        """
        private = _load_pem(pem)
        if not isinstance(private, ec.EllipticCurvePrivateKey) or not isinstance(private.curve, ec.SECP256R1):
            raise UnusableKey("the PEM file holds no P-256 key")
        return cls(private)

    def to_pem(self) -> bytes:
        """Return the key as an unencrypted PKCS #8 PEM file."""
        return self._private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    @property
    def kid(self) -> str:
        """The key id of the public half."""
        return self.jwk.kid

    def sign(self, message: bytes) -> bytes:
        """Return r ‖ s, 64 bytes, with s in its lower half."""
        r, s = utils.decode_dss_signature(self._private.sign(message, self._ALGORITHM))
        # (r, n-s) verifies as well: unless one of the two is refused, anybody could make a second valid signature.
        low = P256_ORDER - s if s > P256_HALF_ORDER else s
        return r.to_bytes(32) + low.to_bytes(32)


def activation_seed(code: bytes) -> bytes:
    """Return the Ed25519 seed that an activation code of 16 bytes stands for (FORMAT.md section 11, RFC 5869).

    Raises:
        UnusableKey: not 16 bytes.
    """
    if len(code) != CODE_LENGTH:
        raise UnusableKey(f"an activation code of {len(code)} bytes, not {CODE_LENGTH}")
    return HKDF(SHA256(), SEED_LENGTH, salt=None, info=_ACTIVATION_INFO).derive(code)


def _load_pem(pem: bytes) -> object:
    try:
        return load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as error:
        raise UnusableKey(f"the PEM file cannot be read: {error}") from None
