"""Admission: form, signature, claims about the log, then the rules. Server and auditor pass through here alike."""

from dataclasses import dataclass

from audit import jws
from audit.encoding import b64url_encode
from audit.jws import Jws
from audit.keys import PublicKey
from audit.merkle import Tree
from ballots.acts import CredentialsIssued, DeviceEnrolled, DeviceMoved, Founded, OfficersChanged
from ballots.convention import Convention
from ballots.decision_acts import DecisionRecorded
from ballots.errors import BadProof, Refused, UnknownKey, WrongAlgorithm, WrongTree
from ballots.jwk import Jwk
from ballots.motion_acts import MotionClosed, MotionOpened, ResultDeclared
from ballots.sitting_acts import SittingOpened, SittingResumed
from ballots.statement import Statement, read_statement

# What says how the log was when the signer's device last verified it.
CLAIMING = (MotionOpened, MotionClosed, ResultDeclared, DecisionRecorded, SittingOpened, SittingResumed)


@dataclass(frozen=True, slots=True)
class Submission:
    """An entry of well-formed bytes and what it says; nothing about it is proven yet."""

    entry: bytes
    jws: Jws
    statement: Statement


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The key that must have signed an entry, and the credential it acts for (None: the founder's own key)."""

    jwk: Jwk
    credential: int | None


def read(entry: bytes) -> Submission:
    """Read an entry's bytes (FORMAT.md sections 3 and 4).

    Raises:
        Malformed, TooLarge, UnknownType, BadField: the form is wrong.
    """
    signed = jws.parse(entry, jws.STATEMENT)
    return Submission(entry, signed, read_statement(signed.kid, signed.digest, signed.payload))


def signing_key(convention: Convention, submission: Submission) -> SigningKey:
    """Find the key that must have signed: one that the log knows, or for a founding the one it carries.

    Raises:
        UnknownKey: the log knows no such key.
    """
    act = submission.statement.act
    if isinstance(act, Founded) and convention.founding is None:
        if act.key.kid != submission.statement.kid:
            raise UnknownKey("the founding names another key than the one it carries")
        return SigningKey(act.key, None)
    key = convention.key(submission.statement.kid)
    return SigningKey(key.jwk, key.credential)


def verify_signature(submission: Submission, key: SigningKey) -> None:
    """Verify everything about an entry that needs cryptography and no state.

    Raises:
        WrongAlgorithm: the header's algorithm is not the key's.
        BadSignature: the signature does not verify.
        BadKey: a key that the statement introduces is not a valid public key.
        BadProof: a new device did not sign for itself.
    """
    if submission.jws.alg != key.jwk.alg:
        raise WrongAlgorithm(f"signed with {submission.jws.alg} by a key for {key.jwk.alg}")
    _public(key.jwk).verify(submission.jws.signature, submission.jws.signing_input)
    act = submission.statement.act
    match act:
        case DeviceEnrolled():
            _verify_proof(submission.statement, act, act.credential)
        case DeviceMoved():
            _verify_proof(submission.statement, act, key.credential)
        case CredentialsIssued():
            for issue in act.credentials:
                _public(issue.key)
        case OfficersChanged():
            for issue in act.issue:
                _public(issue.key)
        case Founded():
            for issue in act.officers:
                _public(issue.key)


def apply(convention: Convention, tree: Tree, submission: Submission) -> None:
    """Judge an entry whose signature is verified, and let it take effect; `tree` holds the entries before it.

    Raises:
        WrongTree: the signer's device saw another log.
        Refused: one of the rules' refusals; nothing has changed.
    """
    act = submission.statement.act
    if isinstance(act, CLAIMING):
        claim = act.tree
        if claim.size > tree.size:
            raise WrongTree(f"the claim is for size {claim.size}, the log has {tree.size}")
        if b64url_encode(tree.root(claim.size)) != claim.root:
            raise WrongTree(f"the root at size {claim.size} is another")
    convention.apply(submission.statement)


def admit(convention: Convention, tree: Tree, entry: bytes) -> Submission:
    """Read, verify and apply one entry; the caller appends it to `tree` and to the log.

    Raises:
        Refused: the first reason found, in the order of FORMAT.md section 5; nothing has changed.
    """
    submission = read(entry)
    verify_signature(submission, signing_key(convention, submission))
    apply(convention, tree, submission)
    return submission


def _public(jwk: Jwk) -> PublicKey:
    return PublicKey.from_jwk(jwk)


def _verify_proof(statement: Statement, act: DeviceEnrolled | DeviceMoved, credential: int | None) -> None:
    key = _public(act.key)
    try:
        proof = jws.parse(act.proof.encode(), jws.DEVICE)
        if (proof.alg, proof.kid) != (act.key.alg, act.key.kid):
            raise BadProof("signed by another key")
        key.verify(proof.signature, proof.signing_input)
    except BadProof:
        raise
    except Refused as error:
        raise BadProof(error.detail) from None
    expected = {"convention": statement.convention, "credential": credential, "kid": statement.kid}
    if proof.payload != expected:
        raise BadProof("made for another credential, key or convention")
