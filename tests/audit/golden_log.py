"""Vectors for the log and its receipts: FORMAT.md sections 7 and 8."""

import hashlib

from audit.checkpoint import Checkpoint
from audit.encoding import b64_encode
from audit.fingerprint import root_words
from audit.merkle import Tree, leaf_hash
from audit.receipt import Receipt
from tests.audit.fixed import ORIGIN, log_signer, seed
from tests.audit.log_directory import log_directory


def entry(index: int) -> bytes:
    """Return the entry that stands at an index in the vectors' log."""
    return f"entry {index}".encode()


def log_of(size: int) -> Tree:
    """Return the tree over the first entries of the vectors' log."""
    tree = Tree()
    for index in range(size):
        tree.append(leaf_hash(entry(index)))
    return tree


def merkle_vectors() -> object:
    tree = log_of(300)
    inclusion = [(0, 1), (0, 2), (1, 3), (6, 7), (255, 256), (255, 257), (256, 257), (299, 300), (17, 300)]
    consistency = [(1, 1), (1, 2), (2, 3), (3, 7), (4, 7), (6, 8), (255, 256), (256, 257), (64, 300), (257, 300)]
    return {
        "entry": "entry <index>",
        "inclusion": [
            {
                "index": index,
                "size": size,
                "leaf": tree.leaf(index).hex(),
                "root": tree.root(size).hex(),
                "proof": [value.hex() for value in tree.inclusion_proof(index, size)],
            }
            for index, size in inclusion
        ],
        "consistency": [
            {
                "old": old,
                "new": new,
                "old_root": tree.root(old).hex(),
                "new_root": tree.root(new).hex(),
                "proof": [value.hex() for value in tree.consistency_proof(old, new)],
            }
            for old, new in consistency
        ],
    }


def words_vectors() -> object:
    roots = [bytes(32), b"\xff" * 32, *(log_of(size).root() for size in (1, 2, 300))]
    return [{"root": root.hex(), "words": root_words(root)} for root in roots]


def checkpoint_of(tree: Tree, size: int) -> bytes:
    """Return the vectors' signed checkpoint at a size."""
    return Checkpoint(ORIGIN, size, tree.root(size)).sign(log_signer())


def checkpoint_vectors() -> object:
    tree = log_of(300)
    signer = log_signer()
    lines = Checkpoint(ORIGIN, 300, tree.root()).text().decode().split("\n")
    texts = [
        ("\n".join([*lines[:3], "extension", ""]), "extension line"),
        ("\n".join([*lines[:2], ""]), "no root"),
        ("\n".join([lines[0], "0300", lines[2], ""]), "leading zero"),
        ("\n".join([lines[0], "3_00", lines[2], ""]), "underscore"),
        ("\n".join([lines[0], "٣٠٠", lines[2], ""]), "other digits"),
        ("\n".join([lines[0], "-1", lines[2], ""]), "negative size"),
        ("\n".join([lines[0], "9007199254740992", lines[2], ""]), "size above 2^53-1"),
        ("\n".join([lines[0], "0", lines[2], ""]), "size 0 with the root of something"),
        ("\n".join(["other.example/log", *lines[1:]]), "another origin"),
        ("\n".join(["", *lines[1:]]), "no origin"),
        ("\n".join([*lines[:2], lines[2].replace("=", ""), ""]), "root without padding"),
        ("\n".join([*lines[:2], b64_encode(tree.root()[:31]), ""]), "root of 31 bytes"),
    ]
    return {
        "vkey": str(signer.key),
        "seed_hex": seed("log").hex(),
        "accepted": [
            {"size": size, "root": tree.root(size).hex(), "note": checkpoint_of(tree, size).decode()}
            for size in (0, 1, 255, 256, 257, 300)
        ],
        "refused": [{"note": signer.sign(text.encode()).decode(), "why": why} for text, why in texts],
    }


def tiles_vectors() -> object:
    tree = log_of(70_000)
    logs = []
    for size in (1, 255, 256, 257, 70_000):
        files = dict(
            log_directory(tree, size, lambda start, stop: map(entry, range(start, stop)), checkpoint_of(tree, size))
        )
        sums = "".join(f"{hashlib.sha256(files[path]).hexdigest()}  {path}\n" for path in sorted(files))
        listed = {path: hashlib.sha256(files[path]).hexdigest() for path in sorted(files)} if size < 300 else None
        logs.append(
            {
                "size": size,
                "count": len(files),
                "files": listed,
                "sums_sha256": hashlib.sha256(sums.encode()).hexdigest(),
            }
        )
    return {
        "entry": "entry <index>",
        "paths": [
            {"level": 0, "index": 5, "width": 256, "path": "tile/0/005"},
            {"level": 3, "index": 1234067, "width": 256, "path": "tile/3/x001/x234/067"},
            {"level": 1, "index": 1, "width": 17, "path": "tile/1/001.p/17"},
            {"level": 63, "index": 0, "width": 1, "path": "tile/63/000.p/1"},
            {"level": None, "index": 1000, "width": 255, "path": "tile/entries/x001/000.p/255"},
        ],
        "refused_paths": [
            "tile/00/000",
            "tile/64/000",
            "tile/0/0",
            "tile/0/1000",
            "tile/0/x000/001",
            "tile/0/x1/000",
            "tile/0/001/000",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/01",
            "tile/0/000.p",
            "tile/-1/000",
            "tile/data/000",
            "/tile/0/000",
            "tile/0/000\n",
            "tile/0/٠٠٠",
            "tile/0/000/",
            "tile/0/x999/x999/x999/x999/999",
            "tile/0",
            "",
        ],
        "logs": logs,
    }


def receipt_vectors() -> object:
    tree = log_of(300)
    note = checkpoint_of(tree, 300)
    plain = Receipt(17, tuple(tree.inclusion_proof(17, 300)), note)
    with_extra = Receipt(17, plain.proof, note, entry(17))
    alone = Receipt(0, (), checkpoint_of(tree, 1))
    text = plain.format().decode()
    swapped = text.split("\n")
    swapped[2], swapped[3] = swapped[3], swapped[2]
    refused = [
        (text.replace("@v1", "@v2"), "another version"),
        (text.replace("index 17", "index 017"), "leading zero"),
        (text.replace("index 17", "index 16"), "another index"),
        (text.replace("index 17", "index 300"), "index beyond the size"),
        (text.replace("index 17\n", ""), "no index"),
        ("\n".join(swapped), "hashes swapped"),
        ("\n".join(text.split("\n")[:2] + text.split("\n")[3:]), "a hash is missing"),
        (text.replace("index 17\n", "index 17\n" + text.split("\n")[2] + "\n"), "a hash too many"),
        (text.replace("index 17\n", "index 17\nextra AA==\n"), "extra after the index"),
        (text.replace("\n\n", "\n", 1), "no empty line"),
        (text.replace("\n300\n", "\n301\n"), "another size"),
        (text.replace("index 17\n", "index 1_7\n"), "underscore"),
        (text.replace("\n", "\r\n"), "carriage returns"),
    ]
    return {
        "vkey": str(log_signer().key),
        "accepted": [
            {"entry": entry(17).decode(), "receipt": text},
            {"entry": entry(17).decode(), "receipt": with_extra.format().decode()},
            {"entry": entry(0).decode(), "receipt": alone.format().decode()},
        ],
        "refused": [{"entry": entry(17).decode(), "receipt": data, "why": why} for data, why in refused],
    }
