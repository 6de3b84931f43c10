"""Proofs, notes, checkpoints and receipts in a real browser: every vector, and damaged ones, which never verify."""

import secrets
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from audit.keys import PublicKey
from audit.merkle import Tree, leaf_hash
from audit.note import VerifierKey
from audit.receipt import Receipt
from audit.signing import Ed25519Signer
from tests.audit.fixed import load
from tests.browser.scripted import ScriptedLog, blank_page, run


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    with blank_page(browser) as page:
        yield page


def test_proofs_of_the_vectors(page: Page) -> None:
    cases = load("merkle-proofs.json")
    codes = run(
        page,
        """const m = await use("merkle"); const all = (list) => list.map(fromHex);
        const included = (c) =>
          m.verifyInclusion(all(c.proof), c.index, c.size, fromHex(c.leaf), fromHex(c.root));
        const consistent = (c) =>
          m.verifyConsistency(all(c.proof), c.old, c.new, fromHex(c.old_root), fromHex(c.new_root));
        return Promise.all([
          ...argument.inclusion.map((c) => refusal(() => included(c))),
          ...argument.consistency.map((c) => refusal(() => consistent(c))),
        ]);""",
        cases,
    )
    assert codes == [None] * (len(cases["inclusion"]) + len(cases["consistency"]))


def _proofs(make: Callable[[Tree], list[dict[str, Any]]]) -> list[dict[str, Any]]:
    tree = Tree()
    for at in range(33):
        tree.append(leaf_hash(f"entry {at}".encode()))
    return make(tree)


def _inclusions(tree: Tree) -> list[dict[str, Any]]:
    return [
        {
            "proof": [value.hex() for value in tree.inclusion_proof(index, size)],
            "index": index,
            "size": size,
            "leaf": tree.leaf(index).hex(),
            "root": tree.root(size).hex(),
        }
        for size in (1, 2, 7, 8, 9, 33)
        for index in range(size)
    ]


def _consistencies(tree: Tree) -> list[dict[str, Any]]:
    return [
        {
            "proof": [value.hex() for value in tree.consistency_proof(old, new)],
            "old": old,
            "new": new,
            "old_root": tree.root(old).hex(),
            "new_root": tree.root(new).hex(),
        }
        for new in (1, 2, 7, 8, 9, 33)
        for old in range(1, new + 1)
    ]


# Each hash flipped, dropped and doubled, and each neighbouring place claimed: none may verify.
DAMAGE = """
const flip = (hex) => (hex[0] === "0" ? "1" : "0") + hex.slice(1);
function* damaged(c, numbers, hashes) {
  for (const [at, hash] of c.proof.entries()) {
    yield {...c, proof: c.proof.with(at, flip(hash))};
    yield {...c, proof: c.proof.toSpliced(at, 1)};
    yield {...c, proof: c.proof.toSpliced(at, 0, hash)};
  }
  yield {...c, proof: [...c.proof, "00".repeat(32)]};
  for (const name of hashes) yield {...c, [name]: flip(c[name])};
  for (const name of numbers) for (const by of [-1, 1]) yield {...c, [name]: c[name] + by};
}
"""


def test_inclusion_proofs_of_every_leaf_verify_and_no_damaged_one_does(page: Page) -> None:
    failures = run(
        page,
        DAMAGE
        + """const {verifyInclusion} = await use("merkle"); const failures = [];
        const verify = (c) => refusal(() =>
          verifyInclusion(c.proof.map(fromHex), c.index, c.size, fromHex(c.leaf), fromHex(c.root)));
        for (const c of argument) {
          if (await verify(c)) failures.push(["refused", c]);
          for (const d of damaged(c, ["index"], ["leaf", "root"])) {
            if ((await verify(d)) !== "bad_proof") failures.push(["accepted", d]);
          }
        }
        return failures;""",
        _proofs(_inclusions),
    )
    assert failures == []


def test_consistency_proofs_of_every_pair_verify_and_no_damaged_one_does(page: Page) -> None:
    failures = run(
        page,
        DAMAGE
        + """const {verifyConsistency} = await use("merkle"); const failures = [];
        const verify = (c) => refusal(() =>
          verifyConsistency(c.proof.map(fromHex), c.old, c.new, fromHex(c.old_root), fromHex(c.new_root)));
        for (const c of argument) {
          if (await verify(c)) failures.push(["refused", c]);
          for (const d of damaged(c, [], ["old_root", "new_root"])) {
            if ((await verify(d)) !== "bad_proof") failures.push(["accepted", d]);
          }
        }
        if ((await verify({...argument[0], old: 0, proof: []})) !== "bad_proof") failures.push(["size 0"]);
        return failures;""",
        _proofs(_consistencies),
    )
    assert failures == []


def test_the_note_of_the_specification_and_every_flipped_character_of_it(page: Page) -> None:
    case = load("signed-note.json")
    found = run(
        page,
        """const {openNote, parseVerifierKey} = await use("note"); const key = await parseVerifierKey(argument.vkey);
        const text = await openNote(argument.note, key); const accepted = [];
        for (let at = 0; at < argument.note.length; at += 1) {
          const other = argument.note[at] === "A" ? "B" : "A";
          const flipped = argument.note.slice(0, at) + other + argument.note.slice(at + 1);
          if (!(await refusal(() => openNote(flipped, key)))) accepted.push(at);
        }
        return {text, accepted};""",
        case,
    )
    assert found == {"text": "This is an example message.\n", "accepted": []}


def test_verifier_keys_are_read_strictly(page: Page) -> None:
    # A key whose id has letters: of one that is made anew it may be digits alone, which have no capitals.
    good = str(VerifierKey("hall.example/log", PublicKey.from_jwk(Ed25519Signer.from_seed(bytes(32)).jwk)))
    name, key_id, key = good.split("+", 2)
    assert key_id != key_id.upper()
    bad = [
        f"{name}+{'0' * 8}+{key}",
        f"{name} x+{key_id}+{key}",
        f"{name}+{key_id}",
        f"+{key_id}+{key}",
        good + "=",
        f"{name}+{key_id.upper()}+{key}",
    ]
    codes = run(
        page,
        """const {parseVerifierKey} = await use("note");
        return Promise.all(argument.map((text) => refusal(() => parseVerifierKey(text))));""",
        [good, *bad],
    )
    assert codes[0] is None
    assert set(codes[1:]) == {"bad_form"}


def test_checkpoints_of_the_vectors(page: Page) -> None:
    cases = load("checkpoint.json")
    found = run(
        page,
        """const {openCheckpoint, parseVerifierKey} = await use("note");
        const key = await parseVerifierKey(argument.vkey);
        const accepted = await Promise.all(argument.accepted.map(async ({note}) => {
          const {size, root} = await openCheckpoint(note, key); return {size, root: toHex(root)}; }));
        const refused = await Promise.all(argument.refused.map(({note}) => refusal(() => openCheckpoint(note, key))));
        return {accepted, refused};""",
        cases,
    )
    assert found["accepted"] == [{"size": case["size"], "root": case["root"]} for case in cases["accepted"]]
    assert [case["why"] for case, code in zip(cases["refused"], found["refused"], strict=True) if code is None] == []


def test_receipts_of_the_vectors(page: Page) -> None:
    cases = load("receipt.json")
    script = """const {parseVerifierKey} = await use("note"); const {verify} = await use("receipt");
      const log = {key: await parseVerifierKey(argument.vkey), accept: async () => {}};
      const judge = ({entry, receipt}) => refusal(() => verify(entry, receipt, log));
      const [accepted, refused] = [argument.accepted, argument.refused].map((list) => Promise.all(list.map(judge)));
      return {accepted: await accepted, refused: await refused};"""
    found = run(page, script, cases)
    assert found["accepted"] == [None] * len(cases["accepted"])
    assert [case["why"] for case, code in zip(cases["refused"], found["refused"], strict=True) if code is None] == []


def test_a_receipt_file_from_the_phone_verifies_in_python(page: Page) -> None:
    log = ScriptedLog()
    index = log.append(b"an entry " + secrets.token_bytes(4).hex().encode())
    proof = log.receipt(index).decode()
    text = run(
        page,
        'return (await use("tlogproof")).receiptFile(argument.proof, argument.entry);',
        {"proof": proof, "entry": log.entries[index].decode()},
    )
    receipt = Receipt.parse(text.encode())
    assert receipt.extra == log.entries[index]
    assert receipt.verify(log.entries[index], log.signer.key).size == 2
