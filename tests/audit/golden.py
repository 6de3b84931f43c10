"""The vectors in tests/vectors that this project makes itself, from fixed keys.

`python -m tests.audit.golden` writes them again; a test compares them with what the code makes now, so that no byte of
the record's format changes unnoticed.
"""

import json
from collections.abc import Callable

from tests.audit import golden_bundles, golden_log, golden_statements
from tests.audit.fixed import FOLDER

VECTORS: dict[str, Callable[[], object]] = {
    "canonical.json": golden_statements.canonical_vectors,
    "encodings.json": golden_statements.encodings_vectors,
    "keys.json": golden_statements.keys_vectors,
    "jws.json": golden_statements.jws_vectors,
    "activation.json": golden_statements.activation_vectors,
    "merkle-proofs.json": golden_log.merkle_vectors,
    "root-words.json": golden_log.words_vectors,
    "checkpoint.json": golden_log.checkpoint_vectors,
    "tiles.json": golden_log.tiles_vectors,
    "receipt.json": golden_log.receipt_vectors,
    "bundles.json": golden_bundles.bundle_vectors,
}


def text_of(name: str) -> str:
    """Return the text of one file of vectors as the code makes it now."""
    return json.dumps(VECTORS[name](), indent=1) + "\n"


if __name__ == "__main__":
    for name in VECTORS:
        (FOLDER / name).write_text(text_of(name), encoding="utf-8")
    for name, (_, make) in golden_bundles.BUNDLES.items():
        (FOLDER / "bundles" / name).write_bytes(make())
