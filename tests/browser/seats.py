"""Devices made ready without the pages for it: enrolled and signed in from this process, their key put in place."""

import json
from base64 import b64encode

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from playwright.sync_api import Page

from audit.encoding import b64url_decode
from audit.signing import Ed25519Signer, activation_seed
from voting.phones import Device, Line, Pinned

ROOMS = {
    "chair": "/chair",
    "clerk": "/chair",
    "teller": "/tellers",
    "desk": "/desk",
    "founder": "/desk",
    "auditor": "/audit",
}
# As the page of a badge's code leaves it: a key that nobody can take out of the browser.
BECOME = """async ({ pkcs8, ...identity }) => {
  const { put } = await import("/static/js/store.js");
  const bytes = Uint8Array.from(atob(pkcs8), (one) => one.charCodeAt(0));
  const curve = { name: "ECDSA", namedCurve: "P-256" };
  identity.key.privateKey = await crypto.subtle.importKey("pkcs8", bytes, curve, false, ["sign"]);
  await put("identity", identity);
}"""


def arrive(page: Page, link: str) -> None:
    """Activate a page's device by the link of a badge, and go to the room of its role, signed in where that needs it.

    The pages on the way are for the tests of activation and of signing in; most other tests need whom they lead to.
    """
    address, _, fragment = link.partition("/activate#")
    code, _, convention = fragment.partition(".")
    activation = Ed25519Signer.from_seed(activation_seed(b64url_decode(code)))
    line = Line(address)
    badge = json.loads(line.get(f"/devices/{activation.jwk.kid}"))
    device = Device(line, Pinned(line, convention), convention, badge["credential"], activation)
    device.enrol()
    room = ROOMS.get(badge["role"], "/")
    if room != "/":
        device.sign_in()
        name, _, value = device.cookie.partition("=")
        page.context.add_cookies(
            [{"name": name, "value": value, "url": address, "httpOnly": True, "sameSite": "Strict"}]
        )
    line.close()
    private = load_pem_private_key(device.signer.to_pem(), None)
    # A small text of the same origin: the key has to be there before the room is.
    page.goto(f"{address}/log/checkpoint")
    page.evaluate(
        BECOME,
        {
            "key": {"kid": device.signer.kid, "jwk": device.signer.jwk.members()},
            "pkcs8": b64encode(private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())).decode(),
            "convention": convention,
            "activation": activation.jwk.kid,
            **{name: badge[name] for name in ("credential", "role", "person")},
        },
    )
    page.goto(address + room)
