"""Write what our pages take of Pico."""

from tests.pico import TAKEN, taken

TAKEN.write_text(taken(), encoding="utf-8")
