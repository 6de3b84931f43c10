"""Fixed keys for vectors and tests, and the vectors themselves."""

import hashlib
import json
from pathlib import Path
from typing import Any

from audit.note import NoteSigner
from audit.signing import Ed25519Signer, P256Signer

FOLDER = Path(__file__).parents[1] / "vectors"
ORIGIN = "hall.example/golden"


def seed(name: str) -> bytes:
    """Return the 32 bytes that are SHA-256 of a name."""
    return hashlib.sha256(name.encode()).digest()


def ed25519(name: str) -> Ed25519Signer:
    """Return the Ed25519 key whose seed is SHA-256 of a name."""
    return Ed25519Signer.from_seed(seed(name))


def p256(name: str) -> P256Signer:
    """Return the P-256 key whose private scalar is SHA-256 of a name."""
    return P256Signer.from_scalar(int.from_bytes(seed(name)))


def log_signer() -> NoteSigner:
    """Return the log key of every vector."""
    return NoteSigner(ORIGIN, ed25519("log"))


def load(name: str) -> Any:
    """Return what a file of vectors holds."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))
