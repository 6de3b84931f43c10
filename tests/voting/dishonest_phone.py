"""The `plenary` command with a phone that votes otherwise than its delegate meant."""

from typing import Any
from unittest.mock import patch

from voting.cli import main
from voting.phones import Device

OTHER = {"yes": "no", "no": "yes", "abstain": "yes"}
honest = Device.vote


def vote(self: Device, motion: dict[str, Any], mandate: str, choice: str) -> bytes:
    return honest(self, motion, mandate, OTHER[choice] if mandate == "lights/1" else choice)


if __name__ == "__main__":
    with patch.object(Device, "vote", vote):
        main()
