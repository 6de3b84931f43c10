"""The sample convention on a real server: some of its people have browsers, everybody else's devices are simulated."""

import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from audit.encoding import b64url_encode
from voting.founding import Founding, found
from voting.own_server import free_port, passing_config, serving
from voting.phones import new_code
from voting.plan import OfficerPlan
from voting.rehearsed_hall import Badges, Hall, words_of
from voting.roster import Prepared
from voting.sample_amendments import DOCUMENT
from voting.sample_convention import PROXIES, credential, sample_plan

# Who votes with a browser.
DELEGATE = "H-02"


@dataclass(frozen=True)
class SampleHall:
    """Where it is, everybody who is simulated, and the badges of those who have browsers, by their rooms."""

    address: str
    hall: Hall
    fragments: Mapping[str, str]

    def arrive(self) -> None:
        """Let everybody come, and open the sitting."""
        self.hall.arrive(PROXIES, (DELEGATE,))
        present, tree = self.hall.state()["rolls"]["present"], self.hall.pinned.tree()
        self.hall.chair.act("sitting.opened", sitting="s1", title={"en": "First sitting"}, present=present, tree=tree)

    def open_first(self) -> dict[str, Any]:
        """Open the vote that the chair's script puts first; return it as pages get it."""
        script = self.hall.script()
        step = script["steps"][0]
        names = step["amendments"]
        named = {"document": DOCUMENT, "digest": script["document"]["digest"]}
        subject = {**named, "text": step["text"], "amendments": names}
        return self.hall.open("amendment", subject, words_of("amendment", amendments=", ".join(names)))

    def follow(self, name: str) -> dict[str, Any]:
        """Return a motion that a browser opened, as pages get it; the simulated people may vote on it."""
        self.hall.meant[name], self.hall.papers[name], self.hall.votes[name] = {}, [], []
        return next(motion for motion in self.hall.state()["motions"] if motion["motion"] == name)

    def new_badge(self) -> str:
        """Replace the badge of the one who votes with a browser; return what stands after # in its link."""
        person = self.hall.badges.persons[self.hall.badges.numbers[DELEGATE]]
        [line] = self.hall.desk.json("POST", "/desk/prepare", {"people": [person]})["credentials"]
        code, _ = new_code()
        self.hall.desk.act("credentials.issued", credentials=[credential(Prepared(**line), code)])
        return f"{b64url_encode(code)}.{self.hall.convention}"

    def vote_all(self, motion: Mapping[str, Any], yes: int) -> None:
        """Let everybody vote who is simulated, so many of them Yes and the others No."""
        seats = self.hall.seats(but=(self.hall.seat(DELEGATE),))
        self.hall.vote(dict(motion), {seat: "yes" if place < yes else "no" for place, seat in enumerate(seats)})


@contextmanager
def sample_hall(officers: Mapping[str, OfficerPlan], kind: type[Hall] = Hall, seed: int = 1) -> Iterator[SampleHall]:
    """Found and serve the sample with these officers besides its own: their badges are for browsers."""
    with passing_config() as config:
        port = free_port()
        # Cookies and keys belong to a secure context, which http is on localhost alone.
        address = f"http://localhost:{port}"
        founding = found(config, replace(sample_plan(), officers=(*sample_plan().officers, *officers.values())))
        badges = Badges(config, founding)
        with serving(config, port):
            hall = kind(address, _without(officers, founding), badges, random.Random(seed))
            try:
                yield SampleHall(address, hall, _fragments(founding, badges, officers))
            finally:
                hall.line.close()


def _without(officers: Mapping[str, OfficerPlan], founding: Founding) -> Founding:
    named = {officer.name for officer in officers.values()}
    return replace(founding, officers=tuple(one for one in founding.officers if one.plan.name not in named))


def _fragments(founding: Founding, badges: Badges, officers: Mapping[str, OfficerPlan]) -> dict[str, str]:
    by_name = {one.plan.name: one for one in founding.officers}
    found = {room: by_name[plan.name].fragment(founding.convention) for room, plan in officers.items()}
    code = badges.codes[badges.numbers[DELEGATE]]
    return {**found, "phone": f"{b64url_encode(code)}.{founding.convention}"}
