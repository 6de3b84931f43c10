"""Signing statements in this process: for founders at a terminal, set-up and rehearsals."""

import secrets
import time
from datetime import UTC, datetime
from typing import Any

from audit import jws
from audit.encoding import b64url_encode, digest
from audit.signing import P256Signer, Signer

# Credentials in one statement. The rules allow 200, which only fit into 65,535 bytes if their mandates are short.
ISSUED_AT_ONCE = 100


class Hand:
    """A key that signs one statement after another for one convention."""

    def __init__(self, signer: Signer, convention: str | None) -> None:
        self.signer = signer
        self.convention = convention
        self._sequence = 0

    def sign(self, statement: str, /, **fields: Any) -> bytes:
        """Return a signed statement of this type."""
        self._sequence = max(self._sequence + 1, time.time_ns() // 1_000_000)
        payload: dict[str, Any] = {
            "type": statement,
            "sequence": self._sequence,
            "issued_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "nonce": b64url_encode(secrets.token_bytes(16)),
            **fields,
        }
        if self.convention is not None:
            payload["convention"] = self.convention
        return jws.sign(self.signer, payload, jws.STATEMENT)

    def enrol(self, credential: int, device: P256Signer) -> bytes:
        """Return `device.enrolled`, signed by this activation key and, inside it, by the device."""
        payload = {"convention": self.convention, "credential": credential, "kid": self.signer.jwk.kid}
        proof = jws.sign(device, payload, jws.DEVICE).decode("ascii")
        return self.sign("device.enrolled", credential=credential, key=device.jwk.members(), proof=proof)


def statement_digest(entry: bytes) -> str:
    """Return the digest of a statement: that of its signing input."""
    return digest(entry.rpartition(b".")[0])
