"""A hall with a text on the table and amendments to it, tabled from this process."""

import json
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ballots.acts import Role
from tests.browser.hall import OFFICERS, Hall, open_hall
from voting.blobs import BlobStore
from voting.database import make_engine
from voting.plan import OfficerPlan
from voting.signing import Hand

SPRINGS = {
    "en": """# On the shared springs

The springs belong to the four valleys together and to nobody alone.

Each valley keeps its own channels clean and in repair.

- The upper valleys open their gates in spring.

- The lower valleys give a tenth of their harvest.

Disputes go before the council of the wells.

No valley sells its water to strangers.
""",
    "fr": """# Des sources partagées

Les sources appartiennent aux quatre vallées ensemble et à personne seul.

Chaque vallée tient ses propres canaux propres et en état.

- Les vallées hautes ouvrent leurs vannes au printemps.

- Les vallées basses donnent un dixième de leur récolte.

Les litiges vont devant le conseil des puits.

Aucune vallée ne vend son eau à des étrangers.
""",
}


@dataclass
class Room:
    """The hands that table and advise, and the text's digest."""

    hall: Hall
    chair: Hand
    desk: Hand
    clerk: Hand
    digest: str = ""
    digests: dict[str, str] = field(default_factory=dict)

    @classmethod
    def with_text(cls, hall: Hall) -> "Room":
        """Return the hall of two clerks with the text on the table and no amendments yet."""
        room = cls(hall, hall.hand("chair", 1), hall.hand("desk"), hall.hand("clerk", 1))
        room.table_text()
        return room

    def table_text(self) -> None:
        """Table the text in both languages."""
        store = BlobStore(make_engine(self.hall.config.database_url))
        texts = {language: store.put(text.encode()) for language, text in SPRINGS.items()}
        title = {"en": "On the shared springs", "fr": "Des sources partagées"}
        entry = self.chair.sign("document.tabled", document="springs", version=1, title=title, texts=texts)
        self.hall.post(entry)
        self.digest = self.state()["digest"]

    def state(self) -> dict[str, Any]:
        """Return the text as the pages get it."""
        with urllib.request.urlopen(f"{self.hall.address}/documents/springs/state", timeout=10) as response:
            return dict(json.load(response))

    def standing(self) -> dict[str, str]:
        """Return where every amendment stands."""
        return {one["amendment"]: one["standing"] for one in self.state()["amendments"]}

    def amend(
        self, name: str, kind: str, block: int, to: str | None = None, **changes: tuple[list[int] | None, str | None]
    ) -> None:
        """Table an amendment of the Nordic delegation; `en=([0, 1], "The")` is what it does in one language.

        `to` is the amendment that it changes, instead of the text.
        """
        target = {"kind": "document", "id": "springs", "digest": self.digest}
        if to is not None:
            above = next(one["digest"] for one in self.state()["amendments"] if one["amendment"] == to)
            target = {"kind": "amendment", "id": to, "digest": above}
        entry = self.desk.sign(
            "amendment.tabled",
            amendment=name,
            target=target,
            operation={"type": kind, "block": block},
            changes={language: {"words": words, "text": text} for language, (words, text) in changes.items()},
            proposers=[],
            delegations=["nord"],
            reason=None,
            editorial=False,
            urgent=False,
        )
        self.hall.post(entry)

    def about(self, hand: Hand, kind: str, name: str, **fields: Any) -> None:
        """Say something about an amendment."""
        digest = next(one["digest"] for one in self.state()["amendments"] if one["amendment"] == name)
        self.hall.post(hand.sign(kind, amendment=name, digest=digest, **fields))

    def recommend(self, name: str, advice: str = "adopt") -> None:
        """Recommend as the clerk."""
        self.about(self.clerk, "amendment.recommended", name, advice=advice, other=None, note=None, minority=None)


def open_clerks_hall(folder: Path) -> Hall:
    """Open a hall with two clerks: one signs in this process, one in the browser."""
    clerks = [OfficerPlan(Role.CLERK, "Clara Nwosu"), OfficerPlan(Role.CLERK, "Odd Berg")]
    return open_hall(folder, officers=[*OFFICERS, *clerks])


def ten_amendments(room: Room) -> None:
    """Table ten amendments; the adoption of A1 fells A2 and A3, that of A6 fells A7."""
    room.amend("A1", "replace", 2, en=([3, 5], "all its"), fr=([3, 5], "tous ses"))
    room.amend("A2", "delete", 2, en=(None, None), fr=(None, None))
    room.amend("A3", "replace", 2, en=([4, 6], "springs and channels"), fr=([4, 5], "sources et canaux"))
    room.amend("A4", "replace", 1, en=([10, 11], "no one"), fr=([9, 10], "nul"))
    room.amend("A5", "replace", 3, en=([7, 8], "March."), fr=([7, 8], "mois de mars."))
    room.amend("A6", "replace", 4, en=([4, 6], "a twelfth"), fr=([4, 6], "un douzième"))
    room.amend("A7", "replace", 4, en=([5, 6], "fifth"), fr=([5, 6], "cinquième"))
    room.amend(
        "A8", "insert_after", 5, en=(None, "The council sits in public."), fr=(None, "Le conseil siège en public.")
    )
    room.amend("A9", "replace", 6, en=([5, 7], "to nobody."), fr=([6, 9], "à personne."))
    room.amend("A10", "insert_before", 6, en=([5, 5], "for money"), fr=([6, 6], "contre argent"))
