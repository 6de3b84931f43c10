"""Badges made in this process, as the desk's page makes them, so that a test knows their codes."""

import secrets
from collections.abc import Sequence

from audit.encoding import b64url_encode
from audit.signing import Ed25519Signer, activation_seed
from tests.browser.hall import Hall
from voting.signing import Hand


def issue_badge(
    hall: Hall,
    desk: Hand,
    number: int,
    mandates: Sequence[str],
    role: str = "delegate",
    replaces: int | None = None,
    delegation: str | None = None,
    head: bool = False,
) -> str:
    """Issue a credential and return the link in its badge's QR code; only an alternate has a `delegation`."""
    code = secrets.token_bytes(16)
    credential = {
        "commitment": b64url_encode(secrets.token_bytes(32)),
        "delegation": delegation,
        "head": head,
        "key": Ed25519Signer.from_seed(activation_seed(code)).jwk.members(),
        "mandates": list(mandates),
        "number": number,
        "person": f"person-{replaces or number}",
        "replaces": replaces,
        "role": role,
    }
    hall.post(desk.sign("credentials.issued", credentials=[credential]))
    return f"{hall.address}/activate#{b64url_encode(code)}.{desk.convention}"
