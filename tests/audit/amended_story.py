"""A convention that amends a text: adopted, rejected, fallen and withdrawn, by phones and by hands."""

from functools import cache

from tests.audit.papers_story import TellersHall, convened
from tests.audit.scenario import Member

TEXT = b"""# On the shared springs

The springs belong to the four valleys together.

Each valley keeps its own channels clean and in repair.

- The upper valleys open their gates in spring.
"""
FRENCH = """# Des sources partagées

Les sources appartiennent aux quatre vallées ensemble.

Chaque vallée garde ses propres canaux propres et en bon état.

- Les vallées d’amont ouvrent leurs vannes au printemps.
""".encode()


def decide(hall: TellersHall, voters: list[Member], motion: str, choice: str, *amendments: str) -> None:
    """Open, vote, close and declare a motion on amendments to the declaration, or on the whole."""
    opening = hall.open(motion, subject=hall.subject("springs", *amendments))
    for member in voters:
        hall.vote(member, motion, opening, choice)
    hall.close(motion, opening)
    hall.declare(motion, opening)


@cache
def amended_story() -> TellersHall:
    """Return the convention; the text as a whole is adopted at its end."""
    hall, second, members = convened("amended")
    voters = members[:3]
    hall.table("springs", TEXT, fr=FRENCH)
    hall.amend("A1", "springs", "replace", 2, words=[3, 5], text="all its", reason=hall.written("Clean water for all."))
    hall.amend("A2", "springs", "delete", 2)
    hall.amend("A3", "springs", "insert_after", 3, text="Disputes go before the council of the wells.")
    hall.amend("A4", "springs", "replace", 1, words=[2, 4], text="are owned by")
    above = {"kind": "amendment", "id": "A3", "digest": hall.state.amendments["A3"].digest}
    hall.amend("A3a", "springs", "replace", 0, words=[5, 6], text="assembly", target=above)
    withdrawn = {"amendment": "A4", "digest": hall.state.amendments["A4"].digest, "in_favour_of": None}
    hall.record(hall.device(hall.desk), "amendment.withdrawn", **withdrawn)
    decide(hall, voters, "m1", "yes", "A1")
    translated = {"amendment": "A1", "digest": hall.state.amendments["A1"].digest, "language": "fr"}
    change = {"words": [3, 5], "text": "tous ses"}
    hall.record(hall.device(hall.desk), "amendment.translated", **translated, change=change)
    decide(hall, voters, "m2", "no", "A3a")
    stated = hall.decide("d1", subject=hall.subject("springs", "A3"))
    for teller in (hall.teller, second):
        hall.agree(teller, "d1", stated)
    decide(hall, voters, "m3", "yes")
    return hall
