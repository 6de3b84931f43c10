"""A real convention on a real server, for tests that drive it as its people would."""

import os
import signal
import urllib.request
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from audit.signing import P256Signer
from ballots.acts import Role
from tests.browser.servers import Server, warm_port, warm_server
from voting.config import Config
from voting.founding import Founding, Officer, found
from voting.plan import DEFAULT_RULES, OfficerPlan, Plan
from voting.signing import Hand

OFFICERS = (
    OfficerPlan(Role.FOUNDER, "Ingrid Solberg"),
    OfficerPlan(Role.CHAIR, "Amara Okonjo"),
    OfficerPlan(Role.CHAIR, "Bertil Lund"),
    OfficerPlan(Role.DESK, "Luc Ferrand"),
    OfficerPlan(Role.TELLER, "Paz Quintana"),
    OfficerPlan(Role.TELLER, "Tomasz Wilk"),
    OfficerPlan(Role.AUDITOR, "Nadia Haddad"),
)
DELEGATIONS = (("nord", "Nordic Greens", 5, 1), ("sol", "Party of the Sun", 4, 2), ("lake", "Lakes and Valleys", 3, 1))


@dataclass
class Hall:
    """A founded convention and the server process that runs it."""

    config: Config
    founding: Founding
    address: str
    server: Server

    def officer(self, role: str, which: int = 0) -> Officer:
        """Return one of the first officers."""
        return [officer for officer in self.founding.officers if officer.plan.role == role][which]

    def link(self, role: str, which: int = 0) -> str:
        """Return an officer's activation link."""
        return f"{self.address}/activate#{self.officer(role, which).fragment(self.founding.convention)}"

    def hand(self, role: str, which: int = 0) -> Hand:
        """Enrol a device for an officer from this process, and return the hand that signs with it."""
        officer, device = self.officer(role, which), P256Signer.generate()
        self.post(Hand(officer.activation, self.founding.convention).enrol(officer.number, device))
        return Hand(device, self.founding.convention)

    def founder(self) -> Hand:
        """Return the founder's own hand."""
        return Hand(self.founding.founder, self.founding.convention)

    def register(self, delegation: str, title: str, entitlement: int, weight: int = 1) -> None:
        """Register a delegation with so many seats."""
        fields = {"name": {"en": title}, "entitlement": entitlement, "weight": weight, "groups": []}
        self.post(self.founder().sign("delegation.registered", delegation=delegation, **fields, decision=None))

    def post(self, entry: bytes) -> bytes:
        """Send a statement over HTTP and return its receipt."""
        request = urllib.request.Request(
            f"{self.address}/statements", entry, {"Content-Type": "application/jose"}, method="POST"
        )
        with urllib.request.urlopen(request, timeout=30) as response:
            return bytes(response.read())

    def stop(self) -> None:
        """End the server and its workers at once: nobody waits for them, and their data goes with the test."""
        with suppress(ProcessLookupError):
            os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()


def open_hall(
    folder: Path,
    delegations: bool = True,
    officers: Sequence[OfficerPlan] = OFFICERS,
    languages: tuple[str, ...] = ("en", "fr"),
    **rules: object,
) -> Hall:
    """Found a convention in a folder, with delegations unless told otherwise, and serve it on loopback."""
    address = f"http://localhost:{warm_port()}"
    config = Config.for_directory(folder / "data", address)
    plan = Plan(
        name={"en": "Alliance for Peace", "fr": "Alliance pour la paix"},
        languages=languages,
        origin="plenary.example/test",
        officers=officers,
        rules={**DEFAULT_RULES, **rules},
    )
    founding = found(config, plan)
    hall = Hall(config, founding, address, warm_server(config, address))
    if delegations:
        for delegation in DELEGATIONS:
            hall.register(*delegation)
    return hall
