"""Shaped text on the pages of a PDF; lengths are in millimetres, type sizes in points."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import TextDirection
from fpdf.fonts import TTFFont

from voting.typesetting import Run, subset, typefaces

POINT = 25.4 / 72  # mm


@dataclass(frozen=True)
class Printed:
    """A run at its place: `x` of its left end and `y` of its baseline, on a page."""

    page: int
    x: float
    y: float
    size: float  # points
    grey: int
    run: Run


def embed(pdf: FPDF, printed: Sequence[Printed], folder: Path) -> None:
    """Give the document small fonts: opening the whole of a typeface with all of Han takes seconds."""
    characters: dict[str, set[str]] = {}
    for item in printed:
        characters.setdefault(item.run.typeface, set()).update(item.run.text)
    for name in sorted(characters):
        typeface = typefaces()[name]
        path = folder / typeface.path.name
        path.write_bytes(subset(typeface, sorted(characters[name])))
        pdf.add_font(name, fname=path)


def draw_run(pdf: FPDF, item: Printed) -> None:
    """Print a run glyph by glyph: fpdf2's own cells part marks from their letters in text from right to left."""
    pdf.set_font(item.run.typeface, size=item.size)
    font = pdf.current_font
    if not isinstance(font, TTFFont):
        raise TypeError(f"{item.run.typeface} is not embedded")
    direction = TextDirection.RTL if item.run.rtl else TextDirection.LTR
    x, y = item.x * pdf.k, (pdf.h - item.y) * pdf.k
    unit = font.scale * item.size / 1000
    shown = []
    for glyph in font.shape_text(item.run.text, item.size, {"features": {}, "fragment_direction": direction}):
        place = f"{x + glyph['x_offset'] * unit:.3f} {y + glyph['y_offset'] * unit:.3f}"
        shown.append(f"1 0 0 1 {place} Tm <{glyph['mapped_char']:04X}> Tj")
        x += glyph["x_advance"] * unit
    grey = f"{item.grey / 255:.3f} g"
    chosen = pdf._set_font_for_page(font, item.size, wrap_in_text_object=False)
    pdf._out(" ".join(["q BT", grey, chosen, *shown, "ET Q"]))
