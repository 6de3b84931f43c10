"""The sample convention of `plenary run`: an invented alliance of twelve parties, its delegates and its declaration."""

import csv
import secrets
from typing import Any

from audit.bundle import RosterLine, commitment
from audit.encoding import b64url_encode
from audit.signing import CODE_LENGTH, Ed25519Signer, P256Signer, activation_seed
from ballots.acts import Role
from voting.founding import Founding, Officer
from voting.handout import HandoutBadge
from voting.plan import DEFAULT_RULES, OfficerPlan, Plan
from voting.roster import Listed, Prepared
from voting.sample_amendments import DATA, LANGUAGES, table_amendments, table_declaration
from voting.services import Services
from voting.signing import ISSUED_AT_ONCE, Hand

SET_UP_DESK = "Set-up desk"
SET_UP_CLERK = "Set-up clerk"
# Who gave her vote to whom before the convention began, by the references of the list of delegates.
PROXIES = {"L-10": "L-02", "D-08": "D-03", "B-04": "B-02"}
RULES = {**DEFAULT_RULES, "proxies": {"limit": 2, "quorum": True, "within_delegation": True}}


def sample_plan(empty: bool = False) -> Plan:
    """Return the plan of the sample convention; only one that is to be filled has officers for the set-up."""
    set_up = () if empty else (OfficerPlan(Role.DESK, SET_UP_DESK), OfficerPlan(Role.CLERK, SET_UP_CLERK))
    return Plan(
        name={
            "en": "Alliance for Peace and Common Security",
            "fr": "Alliance pour la paix et la sécurité commune",
            "es": "Alianza por la paz y la seguridad común",
        },
        languages=LANGUAGES,
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
        rules=RULES,
    )


def fill(parts: Services, founding: Founding) -> list[HandoutBadge]:
    """Register delegations, issue delegates, table declaration and amendments, through the log like everything else.

    Officers for the set-up sign here, in this process; their credentials are revoked at the end, so that none of the
    sample's keys stays behind. Returns the delegates' badges.
    """
    founder = Hand(founding.founder, founding.convention)
    for row in _rows("delegations.csv"):
        parts.sequencer.submit(founder.sign("delegation.registered", **_delegation(row)))
    passing = {name: _officer(founding, name) for name in (SET_UP_DESK, SET_UP_CLERK)}
    hands = {name: _enrol(parts, officer, founding.convention) for name, officer in passing.items()}
    desk = hands[SET_UP_DESK]
    badges = _issue_delegates(parts, desk)
    document = table_declaration(parts, desk)
    table_amendments(parts, desk, hands[SET_UP_CLERK], document)
    revoke = [{"number": officer.number, "reason": "departed"} for officer in passing.values()]
    parts.sequencer.submit(founder.sign("officers.changed", issue=[], revoke=revoke, decision=None))
    return badges


def _delegation(row: dict[str, str]) -> dict[str, Any]:
    return {
        "delegation": row["id"],
        "name": {language: row[language] for language in LANGUAGES},
        "entitlement": int(row["seats"]),
        "weight": int(row["weight"]),
        "groups": row["groups"].split(),
        "decision": None,
    }


def _officer(founding: Founding, name: str) -> Officer:
    return next(officer for officer in founding.officers if officer.plan.name == name)


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
                "head of delegation" if item.head else item.role,
                item.number,
                item.door,
                f"{b64url_encode(code)}.{parts.log.convention.digest}",
            )
            for item, code in zip(prepared, codes, strict=True)
        ]
    _hand_over(parts, desk)
    return badges


def _hand_over(parts: Services, desk: Hand) -> None:
    """Record the proxies, from the signed papers that the desk holds."""
    people = {person.reference: person.person for person in parts.roster.everyone()}
    by_person = {one.person: one for one in parts.log.convention.credentials.values()}
    for principal, holder in PROXIES.items():
        given, to = (by_person[people[reference]] for reference in (principal, holder))
        parts.sequencer.submit(
            desk.sign("mandate.delegated", mandates=list(given.mandates), to=to.number, **{"as": "proxy"})
        )


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
