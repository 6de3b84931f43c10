"""Bundles from fixed keys: a valid one, full and redacted, and one for each way of lying that no hash shows."""

import json
from collections.abc import Callable

from audit import canonical
from audit.encoding import b64url_decode, b64url_encode
from audit.report import Outcome
from audit.verify import verify
from tests.audit.amended_story import amended_story
from tests.audit.day_story import day_story
from tests.audit.delegated_story import delegated_bundle
from tests.audit.fixed import ed25519
from tests.audit.order_story import order_story
from tests.audit.papers_story import one_person, outcome_by_hand, papers_story
from tests.audit.scenario import Hall, packed, relogged, unpacked
from tests.audit.story import many_houses, story, story_bundle


def kind_of(entry: bytes) -> str:
    """Return a statement's type."""
    return str(json.loads(b64url_decode(entry.split(b".")[1]))["type"])


def index_of(kind: str, number: int = 0) -> int:
    """Return where the story's statement of this type and number stands."""
    return [index for index, entry in enumerate(story().entries) if kind_of(entry) == kind][number]


def forged(name: str, content: bytes | None, **manifest: object) -> bytes:
    """Return the story with one member replaced, added or removed, and a manifest and ZIP that fit."""
    parts = unpacked(story_bundle())
    if content is None:
        del parts[name]
    else:
        parts[name] = content
    return packed(parts, **manifest)


def rehashed(change: Callable[[list[bytes]], object], key: str = "story log") -> bytes:
    """Return the story after a change of its entries, every hash made to fit and the checkpoint signed again."""
    entries = list(story().entries)
    change(entries)
    return relogged(story_bundle(), entries, ed25519(key))


def swap_votes(entries: list[bytes]) -> None:
    """Let one delegate's two votes change places, and with them which one counts."""
    first, second = index_of("vote.cast", 0), index_of("vote.cast", 3)
    entries[first], entries[second] = entries[second], entries[first]


def drop_vote(entries: list[bytes]) -> None:
    """Remove the first vote."""
    del entries[index_of("vote.cast", 0)]


def alter(index: int) -> Callable[[list[bytes]], None]:
    """Change the time in one statement, under its old signature."""

    def change(entries: list[bytes]) -> None:
        header, payload, signature = entries[index].split(b".")
        text = b64url_decode(payload.decode()).replace(b"2026-05-01T09:30:00Z", b"2026-05-01T09:30:01Z")
        entries[index] = b".".join((header, b64url_encode(text).encode(), signature))

    return change


def add_stranger(entries: list[bytes]) -> None:
    """Append a statement of a key that the log does not know."""
    hall = Hall("story")
    entries.append(hall.sign(ed25519("a stranger"), "polling.ended", motion="m1", opening="A" * 43))


def declared_off_by_one() -> bytes:
    """A chair signs one yes more than there is; a dishonest server records it."""
    hall = Hall("declared")
    hall.delegation("nord", 2)
    first, second = hall.issue(("nord/1",), ("nord/2",))
    for member in (first, second):
        hall.enrol(member)
    opening = hall.open("m1")
    hall.vote(first, "m1", opening, "yes")
    hall.close("m1", opening)
    honest = hall.bundle()
    declaration = hall.declaration("m1", opening)
    declaration["result"]["options"]["yes"] = {"count": 2, "weight": 2}
    hall.smuggle(hall.sign(hall.device(hall.chair), "result.declared", **declaration))
    return relogged(honest, hall.entries, hall.log_key)


def results_off_by_one() -> bytes:
    results = json.loads(unpacked(story_bundle())["results.json"])
    results["motions"][1]["options"]["yes"]["count"] += 1
    return forged("results.json", canonical.dumps(results))


def wrong_salt() -> bytes:
    roster = json.loads(unpacked(story_bundle())["roster.json"])
    roster[-1]["salt"] = "A" * 22
    return forged("roster.json", canonical.dumps(roster))


def documents_altered() -> bytes:
    bundle = amended_story().bundle()
    documents = json.loads(unpacked(bundle)["documents.json"])
    documents[0]["amendments"][1] |= {"standing": "adopted", "cause": "m1"}
    return packed(unpacked(bundle) | {"documents.json": canonical.dumps(documents)})


BUNDLES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "valid.zip": ("valid", story_bundle),
    "delegated.zip": ("valid, with an alternate, a proxy and blocks", delegated_bundle),
    "houses.zip": ("valid, with several houses, groups and a casting vote", lambda: many_houses().bundle()),
    "redacted.zip": ("valid, without names", lambda: story().bundle(names=False)),
    "papers.zip": ("valid, with votes on paper and decisions without a vote by name", lambda: papers_story().bundle()),
    "amended.zip": ("valid, with a text, amendments to it and what became of them", lambda: amended_story().bundle()),
    "day.zip": ("valid, with sittings and their quorum", lambda: day_story().bundle()),
    "order.zip": ("valid, with a report, agendas and a decision taken back", lambda: order_story().bundle()),
    "documents-altered.zip": ("documents.json says that a fallen amendment was adopted", documents_altered),
    "one-person.zip": ("one person signed a vote on paper twice, under two credentials", one_person),
    "outcome-by-hand.zip": ("the chair stated that a tie of hands adopted", outcome_by_hand),
    "other-key.zip": (
        "the checkpoint is signed by another key than the log's",
        lambda: rehashed(lambda entries: None, "another log"),
    ),
    "reordered.zip": ("two votes of one delegate have changed places", lambda: rehashed(swap_votes)),
    "removed.zip": ("a vote is missing", lambda: rehashed(drop_vote)),
    "added.zip": ("a stranger's statement was appended", lambda: rehashed(add_stranger)),
    "altered.zip": ("the last statement was changed under its signature", lambda: rehashed(alter(39))),
    "declared-off-by-one.zip": ("the chair declared one yes more than there is", declared_off_by_one),
    "results-off-by-one.zip": ("results.json has one yes more than there is", results_off_by_one),
    "wrong-salt.zip": ("a roster's line does not open its commitment", wrong_salt),
}


def bundle_vectors() -> object:
    """Return what a verifier must say of each file in `bundles/`; `failed` are the names of failing checks."""
    vectors = []
    for name, (why, make) in BUNDLES.items():
        report = verify(make())
        vectors.append(
            {
                "file": name,
                "why": why,
                "valid": report.valid,
                "failed": [check.name for check in report.checks.values() if check.outcome is Outcome.FAILED],
                "convention": report.convention,
                "size": report.size,
                "root": report.root,
                "redacted": report.redacted,
            }
        )
    return vectors
