"""Public keys as they stand in statements; whether they are points on their curve is checked by `audit`."""

import hashlib
import re
from base64 import urlsafe_b64encode
from typing import NamedTuple

from ballots.fields import DIGEST, Fields

# 32 bytes in base64url have the same form as a digest.
COORDINATE: re.Pattern[str] = DIGEST


class Jwk(NamedTuple):
    """A public key (RFC 7517): Ed25519 when `y` is None, otherwise P-256; coordinates in base64url."""

    x: str
    y: str | None = None

    @property
    def alg(self) -> str:
        """The one JWS algorithm of this key."""
        return "Ed25519" if self.y is None else "ES256"

    def members(self) -> dict[str, str]:
        """Return the JWK as a JSON object with exactly its required members."""
        if self.y is None:
            return {"crv": "Ed25519", "kty": "OKP", "x": self.x}
        return {"crv": "P-256", "kty": "EC", "x": self.x, "y": self.y}

    @property
    def kid(self) -> str:
        """The key id: RFC 7638 thumbprint, SHA-256, base64url."""
        canonical = "{" + ",".join(f'"{name}":"{value}"' for name, value in self.members().items()) + "}"
        return urlsafe_b64encode(hashlib.sha256(canonical.encode("ascii")).digest()).rstrip(b"=").decode("ascii")


def read_ed25519(value: object, where: str) -> Jwk:
    """Return the Ed25519 key in `value`.

    Raises:
        BadField: not exactly the members of FORMAT.md section 2.
    """
    fields = Fields(value, where)
    fields.choice("crv", {"Ed25519": None})
    fields.choice("kty", {"OKP": None})
    key = Jwk(fields.matching("x", COORDINATE, "32 bytes in base64url"))
    fields.end()
    return key


def read_p256(value: object, where: str) -> Jwk:
    """Return the P-256 key in `value`.

    Raises:
        BadField: not exactly the members of FORMAT.md section 2.
    """
    fields = Fields(value, where)
    fields.choice("crv", {"P-256": None})
    fields.choice("kty", {"EC": None})
    x = fields.matching("x", COORDINATE, "32 bytes in base64url")
    y = fields.matching("y", COORDINATE, "32 bytes in base64url")
    fields.end()
    return Jwk(x, y)
