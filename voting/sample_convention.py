"""The sample convention of `plenary run`: an invented alliance of six parties, its delegates and a declaration."""

import csv
import secrets
from pathlib import Path
from typing import Any

from audit.bundle import RosterLine, commitment
from audit.encoding import b64url_encode
from audit.signing import CODE_LENGTH, Ed25519Signer, P256Signer, activation_seed
from ballots.acts import Role
from voting.founding import Founding, Officer
from voting.handout import HandoutBadge
from voting.plan import OfficerPlan, Plan
from voting.roster import Listed, Prepared
from voting.services import Services
from voting.signing import ISSUED_AT_ONCE, Hand

DATA = Path(__file__).parent / "sample"
SET_UP_DESK = "Set-up desk"


def sample_plan(empty: bool = False) -> Plan:
    """Return the plan of the sample convention; only one that is to be filled has a desk officer for the set-up."""
    set_up = () if empty else (OfficerPlan(Role.DESK, SET_UP_DESK),)
    return Plan(
        name={
            "en": "Alliance for Peace and Common Security",
            "fr": "Alliance pour la paix et la sécurité commune",
            "es": "Alianza por la paz y la seguridad común",
        },
        languages=("en", "fr", "es"),
        origin=f"plenary.example/sample-{secrets.token_hex(4)}",
        officers=(
            OfficerPlan(Role.FOUNDER, "Ingrid Solberg"),
            OfficerPlan(Role.CHAIR, "Amara Okonjo"),
            OfficerPlan(Role.DESK, "Luc Ferrand"),
            OfficerPlan(Role.TELLER, "Paz Quintana"),
            OfficerPlan(Role.TELLER, "Tomasz Wilk"),
            OfficerPlan(Role.AUDITOR, "Nadia Haddad"),
            *set_up,
        ),
    )


def fill(parts: Services, founding: Founding) -> list[HandoutBadge]:
    """Register the sample's delegations and issue its delegates, through the log like everything else.

    A desk officer for the set-up signs the credentials here, in this process; her own credential is revoked at the
    end, so that none of the sample's keys stays behind. Returns the delegates' badges.
    """
    founder = Hand(founding.founder, founding.convention)
    for row in _rows("delegations.csv"):
        names = {language: row[language] for language in ("en", "fr", "es")}
        parts.sequencer.submit(
            founder.sign(
                "delegation.registered",
                delegation=row["id"],
                name=names,
                entitlement=int(row["seats"]),
                weight=int(row["weight"]),
                groups=row["groups"].split(),
                decision=None,
            )
        )
    clerk = next(officer for officer in founding.officers if officer.plan.name == SET_UP_DESK)
    desk = _enrol(parts, clerk, founding.convention)
    badges = _issue_delegates(parts, desk)
    revoke = [{"number": clerk.number, "reason": "departed"}]
    parts.sequencer.submit(founder.sign("officers.changed", issue=[], revoke=revoke, decision=None))
    return badges


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _enrol(parts: Services, officer: Officer, convention: str) -> Hand:
    device = P256Signer.generate()
    parts.sequencer.submit(Hand(officer.activation, convention).enrol(officer.number, device))
    return Hand(device, convention)


def _issue_delegates(parts: Services, desk: Hand) -> list[HandoutBadge]:
    listed = [
        Listed(
            key=f"ref:{row['reference']}",
            name=row["name"],
            role=row["role"],
            delegation=row["delegation"],
            reference=row["reference"],
        )
        for row in _rows("delegates.csv")
    ]
    people = [person.person for person in parts.roster.add(listed)]
    badges = []
    for low in range(0, len(people), ISSUED_AT_ONCE):
        prepared = parts.roster.prepare(parts.log.convention, people[low : low + ISSUED_AT_ONCE])
        codes = [secrets.token_bytes(CODE_LENGTH) for _ in prepared]
        issues = [credential(*pair) for pair in zip(prepared, codes, strict=True)]
        parts.sequencer.submit(desk.sign("credentials.issued", credentials=issues))
        badges += [
            HandoutBadge(
                item.name,
                item.delegation_name,
                item.role,
                item.number,
                item.door,
                f"{b64url_encode(code)}.{parts.log.convention.digest}",
            )
            for item, code in zip(prepared, codes, strict=True)
        ]
    return badges


def credential(prepared: Prepared, code: bytes) -> dict[str, Any]:
    """Return one item of `credentials.issued`."""
    line = RosterLine(prepared.number, prepared.name, prepared.salt)
    return {
        "commitment": commitment(line, prepared.person),
        "delegation": prepared.delegation if prepared.role == Role.ALTERNATE else None,
        "head": prepared.head,
        "key": Ed25519Signer.from_seed(activation_seed(code)).jwk.members(),
        "mandates": prepared.mandates,
        "number": prepared.number,
        "person": prepared.person,
        "replaces": prepared.replaces,
        "role": prepared.role,
    }
