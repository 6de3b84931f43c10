"""Texts and amendments tabled from this process while the pages under test look on."""

import json
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.browser.hall import Hall, open_hall
from tests.browser.phone_room import Room
from tests.browser.voters import act, open_motion, state
from voting.blobs import BlobStore
from voting.database import make_engine
from voting.signing import Hand, statement_digest

SPRINGS = {
    "en": """# On the shared springs

The springs belong to the four valleys together.

Each valley keeps its own channels clean and in repair.

- One council of all valleys hears every dispute.
""",
    "ar": """# في الينابيع المشتركة

الينابيع ملك للأودية الأربعة معا.

يحافظ كل واد على قنواته نظيفة وصالحة.

- مجلس واحد لكل الأودية يسمع كل نزاع.
""",
}
QUESTION = {"en": "Shall the text read so?", "ar": "هل يكون النص هكذا؟"}


def store(hall: Hall, text: str) -> str:
    """Put a text where the server finds it, and return its digest."""
    engine = make_engine(hall.config.database_url)
    try:
        return BlobStore(engine).put(text.encode())
    finally:
        engine.dispose()


def table(hall: Hall, chair: Hand, name: str = "springs", version: int = 1) -> str:
    """Table the text of the springs in English and Arabic; return the digest of the statement."""
    texts = {language: store(hall, text) for language, text in SPRINGS.items()}
    title = {"en": "On the shared springs", "ar": "في الينابيع المشتركة"}
    entry = chair.sign("document.tabled", document=name, version=version, title=title, texts=texts)
    hall.post(entry)
    return statement_digest(entry)


@contextmanager
def springs_room(folder: Path, device: Callable[..., Page]) -> Iterator[Room]:
    """Phones in a hall in three languages, before which the springs lie in two."""
    hall = open_hall(folder, languages=("en", "ar", "fr"))
    hall.register("valley", "Valley Union", 900)
    room = Room(hall, hall.hand("desk"), hall.hand("chair"), device, count(100))
    table(hall, room.chair)
    yield room
    hall.stop()


def amend(hall: Hall, hand: Hand, name: str, operation: dict[str, Any], changes: dict[str, Any], **fields: Any) -> str:
    """Table an amendment to the springs, or to the target given; return the digest of the statement."""
    target = {"kind": "document", "id": "springs", "digest": text_state(hall)["digest"]}
    whole = {
        "target": target,
        "proposers": [],
        "delegations": ["nord"],
        "reason": None,
        "editorial": False,
        "urgent": False,
        **fields,
    }
    entry = hand.sign("amendment.tabled", amendment=name, operation=operation, changes=changes, **whole)
    hall.post(entry)
    return statement_digest(entry)


def text_state(hall: Hall, name: str = "springs") -> dict[str, Any]:
    """Return a text as /documents has it."""
    with urllib.request.urlopen(f"{hall.address}/documents/{name}/state", timeout=10) as response:
        return dict(json.load(response))


def amendment_of(hall: Hall, name: str) -> dict[str, Any]:
    """Return an amendment as /documents has it."""
    return next(one for one in text_state(hall)["amendments"] if one["amendment"] == name)


def put(hall: Hall, chair: Hand, motion: str, *amendments: str) -> dict[str, Any]:
    """Open a motion on amendments, or on the whole text; return it as /state has it."""
    kind = "amendment" if amendments else "declaration"
    return open_motion(hall, chair, motion, kind=kind, subject=_subject(hall, *amendments), question=QUESTION)


def _subject(hall: Hall, *amendments: str) -> dict[str, Any]:
    found = text_state(hall)
    ways = [*found["script"]["steps"], found["script"]["committee"]]
    steps = [step for step in ways if step["amendments"] == list(amendments)]
    text = steps[0]["text"] if amendments else found["script"]["whole"]["text"]
    return {"document": "springs", "digest": found["digest"], "amendments": list(amendments), "text": text}


def show_hands(hall: Hall, chair: Hand, decision: str, *amendments: str) -> None:
    """Let the chair state that the one hand in the room was for amendments, and two tellers confirm it."""
    now = state(hall)
    entry = chair.sign(
        "decision.recorded",
        decision=decision,
        title={"en": "By hands", "ar": "برفع الأيدي"},
        question=QUESTION,
        kind="amendment",
        subject=_subject(hall, *amendments),
        method="hands",
        counts={"yes": 1, "no": 0, "abstain": 0},
        outcome="adopted",
        tree={"root": now["root"], "size": now["size"]},
    )
    hall.post(entry)
    for which in range(2):
        teller = hall.hand("teller", which)
        hall.post(teller.sign("decision.confirmed", decision=decision, record=statement_digest(entry)))


def adopt(hall: Hall, chair: Hand, motion: dict[str, Any], votes: int) -> None:
    """End, close and declare a motion for which everyone has voted yes."""
    act(hall, chair, "polling.ended", motion)
    act(hall, chair, "motion.closed", motion)
    none = {"count": 0, "weight": 0}
    options = {"yes": {"count": votes, "weight": votes}, "no": none, "abstain": none}
    act(hall, chair, "result.declared", motion, result={"options": options, "outcome": "adopted"})
