"""Delegates who vote from this process while the pages under test look on."""

import json
import secrets
import urllib.request
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from audit.encoding import b64url_encode
from audit.signing import Ed25519Signer, P256Signer
from ballots import presets
from tests.browser.hall import Hall
from tests.browser.seats import arrive
from voting.signing import Hand

# Filled buttons outside of dialogs: what a chair sees as the thing to press.
OBVIOUS = "#chair button:not(.outline, .danger):visible"
# Press what comes under the finger in the moment in which it comes; `pressed` says whether it could be.
PRESS_AS_IT_COMES = """([box, button]) => new MutationObserver((_, watch) => {
  const next = document.querySelector(`${box} ${button}`);
  if (!next) return;
  watch.disconnect();
  window.pressed = !next.disabled;
  next.click();
}).observe(document.querySelector(box), { childList: true, subtree: true })"""


@dataclass
class Voter:
    """A delegate with one mandate and an enrolled device."""

    hall: Hall
    hand: Hand
    number: int
    mandate: str

    def vote(self, motion: dict[str, Any], choice: str) -> None:
        """Send a vote on a motion as /state shows it."""
        named = {"motion": motion["motion"], "opening": motion["opening"], "mandate": self.mandate}
        self.hall.post(self.hand.sign("vote.cast", ballot={"choice": choice}, **named))


def seat_voters(hall: Hall, desk: Hand, *mandates: str, first: int = 1000) -> list[Voter]:
    """Issue one delegate's credential for each mandate and enrol a device for each."""
    voters, credentials = [], []
    for number, mandate in enumerate(mandates, first):
        activation, device = Ed25519Signer.generate(), P256Signer.generate()
        voters.append((Hand(activation, desk.convention), device, number, mandate))
        credentials.append(
            {
                "commitment": b64url_encode(secrets.token_bytes(32)),
                "delegation": None,
                "head": False,
                "key": activation.jwk.members(),
                "mandates": [mandate],
                "number": number,
                "person": f"p{number}",
                "replaces": None,
                "role": "delegate",
            }
        )
    hall.post(desk.sign("credentials.issued", credentials=credentials))
    seated = []
    for activation, device, number, mandate in voters:
        hall.post(activation.enrol(number, device))
        seated.append(Voter(hall, Hand(device, desk.convention), number, mandate))
    return seated


def state(hall: Hall) -> dict[str, Any]:
    """Return /state as the pages get it."""
    with urllib.request.urlopen(f"{hall.address}/state", timeout=10) as response:
        return dict(json.load(response))


def motion_of(hall: Hall, name: str) -> dict[str, Any]:
    """Return a motion that /state shows."""
    return next(motion for motion in state(hall)["motions"] if motion["motion"] == name)


def open_motion(hall: Hall, chair: Hand, name: str, **changes: Any) -> dict[str, Any]:
    """Open a motion from this process and return it as /state shows it."""
    now = state(hall)
    rule = now["rules"]["questions"][changes.get("kind", "amendment")]
    fields = {
        "title": {"en": f"Amendment {name}", "fr": f"Amendement {name}"},
        "question": {"en": "Shall the springs be named?", "fr": "Faut-il nommer les sources ?"},
        "kind": "amendment",
        "subject": None,
        "options": [
            {"counts": "for", "id": "yes"},
            {"counts": "against", "id": "no"},
            {"counts": "abstention", "id": "abstain"},
        ],
        **presets.in_opening(rule),
        "ballot": {"kind": "roll-call"},
        "electorate": {"roll": "accredited", **now["rolls"]["accredited"]},
        "change_of_vote": False,
        "tree": {"root": now["root"], "size": now["size"]},
        **changes,
    }
    hall.post(chair.sign("motion.opened", motion=name, **fields))
    return motion_of(hall, name)


def act(hall: Hall, hand: Hand, kind: str, motion: dict[str, Any], **fields: Any) -> None:
    """Send `polling.ended`, `motion.closed`, `result.declared` or `motion.annulled` from this process."""
    if kind == "result.declared":
        fields.setdefault("casting", None)
    if kind in ("motion.closed", "result.declared"):
        now = state(hall)
        fields["tree"] = {"root": now["root"], "size": now["size"]}
    hall.post(hand.sign(kind, motion=motion["motion"], opening=motion["opening"], **fields))


def take_seat(page: Page, hall: Hall, role: str, which: int = 0) -> Page:
    """Enrol an officer's device, sign it in, and arrive at her room."""
    arrive(page, hall.link(role, which))
    return page
