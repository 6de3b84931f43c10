"""Admission: the order of its checks, proofs of devices, claims about the log, and that a refusal changes nothing."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from audit import admission, canonical, jws
from audit.admission import SigningKey, admit, read
from audit.encoding import b64url_encode
from audit.merkle import Tree
from audit.signing import P256_ORDER, Ed25519Signer, P256Signer, Signer
from ballots import presets
from ballots.convention import Convention
from ballots.errors import (
    AlreadyFounded,
    BadField,
    BadKey,
    BadProof,
    BadSignature,
    CodeAlreadyUsed,
    KeyRevoked,
    Malformed,
    NotAllowed,
    NotFounded,
    Refused,
    SequenceUsed,
    UnknownKey,
    UnknownType,
    WrongAlgorithm,
    WrongConvention,
    WrongTree,
)
from tests.audit.fixed import ed25519, p256
from tests.audit.scenario import Hall, Member
from tests.ballots.assembly import OPTIONS, RULES

SMALL_ORDER = {"crv": "Ed25519", "kty": "OKP", "x": b64url_encode(b"\x01" + bytes(31))}
OFF_CURVE = {"crv": "P-256", "kty": "EC", "x": b64url_encode(bytes(31) + b"\x05"), "y": b64url_encode(bytes(32))}


@pytest.fixture
def hall() -> Hall:
    hall = Hall()
    hall.delegation("north", 9)
    return hall


@pytest.fixture
def delegate(hall: Hall) -> Member:
    (member,) = hall.issue(("north/1",))
    return member


@pytest.fixture
def untouched(hall: Hall) -> Iterator[None]:
    """Whatever the test refuses has changed nothing: the next good statement is admitted at the same size."""
    yield
    assert hall.state.size == hall.tree.size == len(hall.entries)
    hall.record(
        hall.founder,
        "delegation.registered",
        delegation="last",
        entitlement=1,
        groups=[],
        name={"en": "Last"},
        weight=1,
        decision=None,
    )


def refused(hall: Hall, entry: bytes, refusal: type[Refused]) -> None:
    before = (hall.state.size, hall.tree.root())
    with pytest.raises(refusal):
        admit(hall.state, hall.tree, entry)
    assert (hall.state.size, hall.tree.root()) == before


def enrolment(hall: Hall, member: Member, signer: Signer | None = None, **changes: Any) -> bytes:
    device = p256("new device")
    fields = {
        "credential": member.number,
        "key": device.jwk.members(),
        "proof": hall.proof(device, member.number, member.badge.jwk.kid),
        **changes,
    }
    return hall.sign(signer or member.badge, "device.enrolled", **fields)


def unsigned(entry: bytes) -> bytes:
    """Return the entry with a well-formed signature that is nobody's."""
    return entry.rpartition(b".")[0] + b"." + b64url_encode(bytes(31) + b"\x01" + bytes(31) + b"\x01").encode()


def test_a_good_entry_is_read_verified_and_applied(hall: Hall, delegate: Member) -> None:
    entry = enrolment(hall, delegate)
    submission = admit(hall.state, hall.tree, entry)
    assert submission.entry == entry
    assert hall.state.credentials[delegate.number].device == p256("new device").jwk.kid


# Each row is wrong in two ways; the check that comes first in FORMAT.md section 5 answers.
ORDER: dict[str, tuple[Callable[[Hall, Member], bytes], type[Refused]]] = {
    "form before key": (lambda h, m: unsigned(h.sign(p256("nobody"), "vote.cast")), BadField),
    "type before key": (lambda h, m: h.sign(p256("nobody"), "vote.bought"), UnknownType),
    "key before signature": (
        lambda h, m: unsigned(h.sign(p256("nobody"), "polling.ended", motion="1", opening=h.digest)),
        UnknownKey,
    ),
    "signature before convention": (lambda h, m: unsigned(enrolment(h, m, convention="A" * 43)), BadSignature),
    "proof before convention": (lambda h, m: enrolment(h, m, proof="x", convention="A" * 43), BadProof),
    "convention before revocation": (lambda h, m: revoked(h, m, convention="A" * 43), WrongConvention),
    "revocation before sequence": (lambda h, m: revoked(h, m, sequence=1), KeyRevoked),
    "sequence before role": (
        lambda h, m: h.sign(h.device(h.desk), "polling.ended", motion="1", opening=h.digest, sequence=1),
        SequenceUsed,
    ),
    "role before the rest": (
        lambda h, m: h.sign(h.device(h.desk), "polling.ended", motion="none", opening=h.digest),
        NotAllowed,
    ),
    "tree before role": (
        lambda h, m: h.sign(
            h.device(h.desk), "motion.closed", motion="1", opening=h.digest, tree={"root": h.digest, "size": 1}
        ),
        WrongTree,
    ),
}


def revoked(hall: Hall, member: Member, **changes: Any) -> bytes:
    hall.enrol(member)
    hall.record(hall.device(hall.desk), "credential.revoked", credential=member.number, reason="lost")
    fields = {"ballot": {"choice": "yes"}, "mandate": "north/1", "motion": "1", "opening": hall.digest, **changes}
    return hall.sign(hall.device(member), "vote.cast", **fields)


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("name", ORDER)
def test_the_first_reason_in_the_order_of_the_format_is_given(hall: Hall, delegate: Member, name: str) -> None:
    make, refusal = ORDER[name]
    refused(hall, make(hall, delegate), refusal)


@pytest.mark.usefixtures("untouched")
def test_a_proof_is_for_this_credential_this_key_and_this_convention_alone(hall: Hall, delegate: Member) -> None:
    device, kid = p256("new device"), delegate.badge.jwk.kid
    right = {"convention": hall.digest, "credential": delegate.number, "kid": kid}

    def proof(signer: Signer = device, typ: str = jws.DEVICE, **changes: Any) -> str:
        return jws.sign(signer, {**right, **changes}, typ).decode()

    good = proof()
    s = P256_ORDER - int.from_bytes(P256Signer.from_scalar(5).sign(b"x")[32:])

    def headed(alg: str, kid: str) -> str:
        """Return the right proof by the right key under a header that says otherwise."""
        header = b64url_encode(canonical.dumps({"alg": alg, "kid": kid, "typ": jws.DEVICE}))
        message = f"{header}.{good.split('.')[1]}"
        return f"{message}.{b64url_encode(device.sign(message.encode()))}"

    wrong = [
        headed("ES256", delegate.badge.jwk.kid),
        headed("Ed25519", device.jwk.kid),
        proof(credential=delegate.number + 1),
        proof(kid=device.jwk.kid),
        proof(convention="A" * 43),
        proof(more=1),
        proof(p256("another device")),
        proof(delegate.badge),
        proof(typ=jws.STATEMENT),
        proof(typ=jws.LOGIN),
        unsigned(good.encode()).decode(),
        good.rpartition(".")[0] + "." + b64url_encode(bytes(31) + b"\x01" + s.to_bytes(32)),
        good[:-1],
        "",
    ]
    for number, text in enumerate(wrong):
        with pytest.raises((BadProof, BadField)):
            admit(hall.state, hall.tree, enrolment(hall, delegate, proof=text))
        assert hall.state.credentials[delegate.number].device is None, number
    hall.append(enrolment(hall, delegate, proof=good))


def test_a_device_that_hands_over_names_itself_in_the_proof(hall: Hall, delegate: Member) -> None:
    hall.enrol(delegate)
    old, new = hall.device(delegate), p256("second device")
    for credential, kid in ((delegate.number + 1, old.jwk.kid), (delegate.number, delegate.badge.jwk.kid)):
        proof = hall.proof(new, credential, kid)
        refused(hall, hall.sign(old, "device.moved", key=new.jwk.members(), proof=proof), BadProof)
    proof = hall.proof(new, delegate.number, old.jwk.kid)
    hall.record(old, "device.moved", key=new.jwk.members(), proof=proof)
    assert hall.state.credentials[delegate.number].device == new.jwk.kid


@pytest.mark.usefixtures("untouched")
def test_every_key_that_a_statement_brings_must_be_one(hall: Hall, delegate: Member) -> None:
    member = Member(50, "delegate", "New", ("north/5",), "A" * 22)
    issue = {**member.issue(), "key": SMALL_ORDER}
    refused(hall, hall.sign(hall.device(hall.desk), "credentials.issued", credentials=[issue]), BadKey)
    officer = {**Member(51, "clerk", "New", salt="A" * 22).issue(), "key": SMALL_ORDER}
    refused(hall, hall.sign(hall.founder, "officers.changed", issue=[officer], revoke=[], decision=None), BadKey)
    refused(hall, enrolment(hall, delegate, key=OFF_CURVE), BadKey)


@pytest.mark.usefixtures("untouched")
def test_a_signature_is_of_the_keys_own_algorithm(hall: Hall) -> None:
    founder = p256("not the founder")
    entry = hall.sign(
        hall.founder,
        "delegation.registered",
        delegation="x",
        entitlement=1,
        groups=[],
        name={"en": "X"},
        weight=1,
        decision=None,
    )
    header, payload, _ = entry.split(b".")
    swapped = b64url_encode(
        b'{"alg":"ES256","kid":"%s","typ":"plenary-statement-v1"}' % hall.founder.jwk.kid.encode()
    ).encode()
    message = swapped + b"." + payload
    refused(hall, message + b"." + b64url_encode(founder.sign(message)).encode(), WrongAlgorithm)
    assert header != swapped


@pytest.mark.usefixtures("untouched")
def test_a_claim_about_the_log_is_checked_at_its_own_size(hall: Hall, delegate: Member) -> None:
    sizes = range(1, hall.tree.size + 1)
    claims = [{"root": b64url_encode(hall.tree.root(size)), "size": size} for size in sizes]
    later, other = {"root": claims[-1]["root"], "size": hall.tree.size + 1}, {**claims[2], "size": 2}
    for tree in (later, other, {"root": b64url_encode(bytes(32)), "size": 1}):
        refused(hall, opening(hall, tree), WrongTree)
    refused(hall, opening(hall, {**claims[0], "size": 0}), BadField)
    for number, tree in enumerate(claims):
        entry = opening(hall, tree, motion=f"m{number}")
        hall.append(entry)


def opening(hall: Hall, tree: dict[str, Any], motion: str = "m") -> bytes:
    total = hall.state.accredited.total
    roll = {
        "roll": "accredited",
        "version": hall.state.accredited.version,
        "count": total.heads,
        "weight": total.weight,
    }
    rule = RULES["questions"]["ordinary"]
    words = {"en": "Words"}
    named = {"motion": motion, "title": words, "question": words, "kind": "ordinary", "subject": None}
    bound = {**presets.in_opening(rule), "change_of_vote": True, "electorate": roll}
    return hall.sign(
        hall.device(hall.chair),
        "motion.opened",
        ballot={"kind": "roll-call"},
        options=OPTIONS,
        tree=tree,
        **named,
        **bound,
    )


def test_a_founding_is_signed_by_the_key_that_it_carries(hall: Hall) -> None:
    founding = hall.entries[0]
    payload = dict(jws.parse(founding, jws.STATEMENT).payload)
    stranger = ed25519("a stranger")
    for signer, key, refusal in (
        (stranger, hall.founder, UnknownKey),
        (hall.founder, stranger, UnknownKey),
    ):
        entry = jws.sign(signer, {**payload, "key": key.jwk.members()}, jws.STATEMENT)
        with pytest.raises(refusal):
            admit(Convention(), Tree(), entry)
    with pytest.raises(BadSignature):
        admit(Convention(), Tree(), founding.rpartition(b".")[0] + b"." + b64url_encode(_forged(stranger)).encode())
    officers = [{**payload["officers"][0], "key": SMALL_ORDER}, *payload["officers"][1:]]
    with pytest.raises(BadKey):
        admit(Convention(), Tree(), jws.sign(hall.founder, {**payload, "officers": officers}, jws.STATEMENT))
    assert admit(Convention(), Tree(), founding).statement.digest == hall.digest


def _forged(signer: Ed25519Signer) -> bytes:
    return signer.sign(b"something else")


@pytest.mark.usefixtures("untouched")
def test_there_is_one_founding_and_it_comes_first(hall: Hall) -> None:
    with pytest.raises((NotFounded, UnknownKey)):
        admit(Convention(), Tree(), hall.entries[1])
    refused(hall, hall.entries[0], AlreadyFounded)


@pytest.mark.usefixtures("untouched")
def test_an_entry_that_stands_in_the_log_is_not_admitted_again(hall: Hall, delegate: Member) -> None:
    hall.enrol(delegate)
    refused(hall, hall.entries[-1], CodeAlreadyUsed)
    refused(hall, hall.entries[-2], SequenceUsed)


def test_reading_proves_nothing(hall: Hall, delegate: Member) -> None:
    forged = unsigned(enrolment(hall, delegate))
    submission = read(forged)
    key = admission.signing_key(hall.state, submission)
    assert key == SigningKey(delegate.badge.jwk, delegate.number)
    with pytest.raises(BadSignature):
        admission.verify_signature(submission, key)
    with pytest.raises(Malformed):
        read(forged + b".")
