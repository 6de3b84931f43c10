"""Public keys that verify strictly: what one verifier accepts, every verifier accepts (FORMAT.md section 2)."""

from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from audit.encoding import BadEncoding, b64url_decode
from ballots.errors import BadKey, BadSignature
from ballots.jwk import Jwk

SIGNATURE_LENGTH = 64
# One entry for every device of a large convention, so that no key is parsed twice; an entry is about 2 kB.
CACHED_KEYS = 16_384

P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
P256_HALF_ORDER = P256_ORDER // 2

ED25519_PRIME = 2**255 - 19
ED25519_D = -121665 * pow(121666, -1, ED25519_PRIME) % ED25519_PRIME
_SIGN_BIT = 1 << 255
# The y of the eight points whose order divides 8; x and -x share one, and so do the encodings of "minus zero".
SMALL_ORDER_Y = frozenset(
    {
        0,
        1,
        ED25519_PRIME - 1,
        0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,
        0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7,
    }
)

_ES256 = ec.ECDSA(SHA256())


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that has been found to be a valid point of its curve."""

    jwk: Jwk
    _loaded: Ed25519PublicKey | ec.EllipticCurvePublicKey = field(repr=False, compare=False)

    @classmethod
    def from_jwk(cls, jwk: Jwk) -> "PublicKey":
        """Return the key with these coordinates; recently used keys come from memory.

        Raises:
            BadKey: not a point of the curve, not canonical, or of small order.
        """
        return _public_key(jwk)

    @property
    def alg(self) -> str:
        """The one JWS algorithm of this key, `ES256` or `Ed25519`."""
        return self.jwk.alg

    @property
    def kid(self) -> str:
        """The key id: RFC 7638 thumbprint, SHA-256, base64url."""
        return self.jwk.kid

    def verify(self, signature: bytes, message: bytes) -> None:
        """Return if the 64-byte `signature` is this key's over `message`.

        Raises:
            BadSignature: it is not, or it is not in the one form that FORMAT.md section 2 allows.
        """
        if len(signature) != SIGNATURE_LENGTH:
            raise BadSignature(f"a signature of {len(signature)} bytes, not {SIGNATURE_LENGTH}")
        try:
            if isinstance(self._loaded, Ed25519PublicKey):
                _check_ed25519_form(signature)
                self._loaded.verify(signature, message)
            else:
                self._loaded.verify(_der(signature), message, _ES256)
        except InvalidSignature:
            raise BadSignature("the signature does not verify under this key") from None


@lru_cache(CACHED_KEYS)
def _public_key(jwk: Jwk) -> PublicKey:
    try:
        x = b64url_decode(jwk.x)
        if jwk.y is None:
            check_ed25519_point(x)
            return PublicKey(jwk, Ed25519PublicKey.from_public_bytes(x))
        y = b64url_decode(jwk.y)
        if len(x) != 32 or len(y) != 32:
            raise BadKey("a coordinate that is not 32 bytes")
        # Refuses coordinates that are not below the field's prime, and points off the curve (SEC 1 section 2.3.4).
        return PublicKey(jwk, ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b"\x04" + x + y))
    except BadEncoding as error:
        raise BadKey(str(error)) from None
    except ValueError:
        raise BadKey("not a point of P-256") from None


def check_ed25519_point(encoded: bytes) -> None:
    """Return if these bytes are the canonical encoding of an Edwards25519 point that is not of small order.

    Under a key of small order one signature fits many messages, and verifiers differ on encodings that are not
    canonical (RFC 8032 section 5.1.3).

    Raises:
        BadKey: they are not.
    """
    if len(encoded) != 32:
        raise BadKey(f"an Ed25519 key of {len(encoded)} bytes, not 32")
    y = _masked_y(encoded)
    if y >= ED25519_PRIME:
        raise BadKey("an Ed25519 key whose y is not below the prime")
    if y in SMALL_ORDER_Y:
        raise BadKey("an Ed25519 key of small order")
    # x^2 = (y^2-1)/(d*y^2+1) needs a root: u/v is a square if and only if u*v is (Euler's criterion).
    u, v = y * y - 1, ED25519_D * y * y + 1
    if pow(u * v, (ED25519_PRIME - 1) // 2, ED25519_PRIME) != 1:
        raise BadKey("not a point of Edwards25519")


def _check_ed25519_form(signature: bytes) -> None:
    # The library itself refuses an S that is not below the group order, and an R that is not canonical.
    if _masked_y(signature[:32]) in SMALL_ORDER_Y:
        raise BadSignature("the R of the signature is of small order")


def _masked_y(encoded: bytes) -> int:
    return int.from_bytes(encoded, "little") & ~_SIGN_BIT


def _der(signature: bytes) -> bytes:
    """Return r ‖ s as the ASN.1 that the library reads, if s is the lower of the two that would verify."""
    r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    # The library itself refuses an r or s that is 0 or not below the order.
    if s > P256_HALF_ORDER:
        raise BadSignature("the s of the signature is not in its lower half")
    return utils.encode_dss_signature(r, s)
