"""What a founder takes away and hands out: activation links and badges. The server itself keeps none of it."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from ballots.acts import BATCH_LIMIT


@dataclass(frozen=True, slots=True)
class HandoutBadge:
    """A badge before the server's address is known; `fragment` holds the activation code."""

    name: str
    delegation: str
    role: str
    number: int
    door: str
    fragment: str

    def link(self, address: str) -> str:
        """Return the activation link under a server's address."""
        return f"{address}/activate#{self.fragment}"


@dataclass(frozen=True, slots=True)
class Handout:
    """A folder outside the server's data: activation codes for officers and, in a sample, for delegates."""

    folder: Path

    def write(self, title: str, officers: Sequence[HandoutBadge], delegates: Sequence[HandoutBadge]) -> None:
        """Keep codes in the folder, for its owner's eyes only."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        content = {
            "title": title,
            "officers": [asdict(badge) for badge in officers],
            "delegates": [asdict(badge) for badge in delegates],
        }
        descriptor = os.open(self._codes, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(content, file, ensure_ascii=False, indent=1)

    def exists(self) -> bool:
        """Tell whether codes are still here; their owner may have taken them away."""
        return self._codes.exists()

    def badges(self, group: str) -> list[HandoutBadge]:
        """Return the badges of `officers` or `delegates`."""
        return [HandoutBadge(**badge) for badge in json.loads(self._codes.read_text("utf-8"))[group]]

    def print_badges(self, group: str, address: str) -> list[Path]:
        """Write the badges of a group as PDF under a server's address, unless that has been done; return the files."""
        badges = self.badges(group)
        title = json.loads(self._codes.read_text("utf-8"))["title"]
        stamp = self.folder / f"{group}.address"
        paths = [self.folder / f"{group}-{part + 1}.pdf" for part in range(-(-len(badges) // BATCH_LIMIT))]
        if stamp.exists() and stamp.read_text("utf-8") == address and all(path.exists() for path in paths):
            return paths
        for part, path in enumerate(paths):
            sheet = badges[part * BATCH_LIMIT : (part + 1) * BATCH_LIMIT]
            path.write_bytes(_render(sheet, address, title))
            path.chmod(0o600)
        stamp.write_text(address, "utf-8")
        return paths

    @property
    def _codes(self) -> Path:
        return self.folder / "codes.json"


def _render(badges: Sequence[HandoutBadge], address: str, title: str) -> bytes:
    # Here and not above: a server that starts for the second time need not load what draws badges.
    from voting.badges import Badge, render_badges

    made = [
        Badge(badge.name, badge.delegation, badge.role, badge.number, badge.door, badge.link(address))
        for badge in badges
    ]
    return render_badges(made, "sheet", title)
