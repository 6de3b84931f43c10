"""Write what our pages take of Pico."""

from tests.pico import TAKEN, TAKEN_BY_PHONES, taken

TAKEN.write_text(taken(), encoding="utf-8")
TAKEN_BY_PHONES.write_text(taken(by_phones=True), encoding="utf-8")
