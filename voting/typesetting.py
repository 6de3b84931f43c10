"""Text of any script, shaped and fitted into boxes: which typeface, which order, which size.

Sources: UAX #9 (bidirectional order), UAX #24 (scripts), OpenType shaping by HarfBuzz. The typefaces come with the
package (`fonts/VENDORED.md`), so that a badge looks the same on every machine. Widths are in em until a size is chosen.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import uharfbuzz as hb
from fpdf.bidi import BidiParagraph, auto_detect_base_direction
from fpdf.enums import TextDirection
from fpdf.unicode_script import get_unicode_script

FONTS = Path(__file__).parent / "fonts"
PLAIN = "NotoSans-Regular"  # Latin, Greek, Cyrillic and what is common to all scripts
EAST_ASIAN = "NotoSansCJKsc-Regular"
MONOSPACED = "NotoSansMonoCJKsc-Bold"  # digits and the capitals of door codes alone

_SHARED = {"COMMON", "INHERITED"}
# LRI, RLI, FSI and PDI (UAX #9): they part what they stand between from the order of the words around it.
_ISOLATES = "\u2066\u2067\u2068\u2069"
_PLAIN_SCRIPTS = _SHARED | {"LATIN", "GREEK", "CYRILLIC"}
_EAST_ASIAN_SCRIPTS = {"HAN", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"}
# After a space, a hyphen or the Tibetan tsheg a line may end; never within "12 345" or before a French colon.
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
_LETTER = r"(?:[^\s\-\u2010\u0f0b]|[\u00a0\u202f])"
_WORD = re.compile(rf"{_LETTER}*[\-\u2010\u0f0b]|{_LETTER}+|{_SPACES.pattern}")
_SMALLER = 0.94
# Lines are as far apart as their ink needs: a typeface's own extents allow for stacks of marks that few names have.
_LEAST_ASCENT, _LEAST_DESCENT, _LEADING = 0.86, 0.26, 0.05


@dataclass(frozen=True)
class Typeface:
    """One font file, opened once per process: `units` font units are one em."""

    name: str
    path: Path
    face: hb.Face
    font: hb.Font
    coverage: frozenset[int]
    units: int

    def covers(self, character: str) -> bool:
        """Tell whether the character has a glyph, whole or as base and marks, which HarfBuzz composes."""
        return any(
            all(ord(part) in self.coverage for part in form)
            for form in (character, unicodedata.normalize("NFD", character))
        )


@dataclass(frozen=True)
class Run:
    """A stretch of text in one typeface, one script and one direction."""

    text: str
    typeface: str
    rtl: bool


@dataclass(frozen=True)
class Line:
    """Runs from left to right as the eye meets them, with their widths and the line's extents, all in em."""

    runs: tuple[Run, ...]
    widths: tuple[float, ...]
    ascent: float
    descent: float

    @property
    def width(self) -> float:
        """Return the sum of the runs' widths."""
        return sum(self.widths)

    @property
    def height(self) -> float:
        """Return the distance from the line's highest to its lowest extent."""
        return self.ascent + self.descent


@dataclass(frozen=True)
class Block:
    """Lines at a size (in the unit of the box) that fits their box; `rtl` is the direction of the whole."""

    lines: tuple[Line, ...]
    size: float
    rtl: bool

    @property
    def height(self) -> float:
        """Return the height of all lines, in the unit of the box."""
        return self.size * sum(line.height for line in self.lines)


@cache
def typefaces() -> dict[str, Typeface]:
    """Open all typefaces of the package, by name."""
    return {path.stem: _open(path) for path in sorted(FONTS.glob("*.[ot]tf"))}


def _open(path: Path) -> Typeface:
    face = hb.Face(hb.Blob.from_file_path(str(path)))
    return Typeface(path.stem, path, face, hb.Font(face), frozenset(face.unicodes), face.upem)


@cache
def _typeface_of_script() -> dict[str, str]:
    """Return the typeface made for each script, found by its name: NotoSansOlChiki is for OL_CHIKI."""
    made_for = {re.sub(r"^Noto(Sans|Serif)|-Regular$", "", name).upper(): name for name in typefaces()}
    return made_for | dict.fromkeys(_PLAIN_SCRIPTS, PLAIN) | dict.fromkeys(_EAST_ASIAN_SCRIPTS, EAST_ASIAN)


@lru_cache(maxsize=65_536)
def _script(character: str) -> str:
    return get_unicode_script(character).name.replace("_", "")


def _invisible(character: str) -> bool:
    """Tell whether a character needs no glyph: spaces, joiners, variation selectors."""
    return (
        character.isspace()
        or unicodedata.category(character) == "Cf"
        or "\ufe00" <= character <= "\ufe0f"
        or "\U000e0100" <= character <= "\U000e01ef"
        or "\u180b" <= character <= "\u180f"
    )


def _clusters(text: str) -> Iterator[str]:
    """Cut text into base characters with the marks and joiners that follow them; an isolate stands by itself."""
    cluster = ""
    for character in text:
        joins = unicodedata.category(character).startswith("M") or (
            unicodedata.category(character) == "Cf" and not character.isspace() and character not in _ISOLATES
        )
        if cluster and not joins:
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


@lru_cache(maxsize=65_536)
def _typeface_for(cluster: str, previous: str) -> str | None:
    """Choose the typeface of a cluster; neutral characters stay with their neighbour's if that has them."""
    faces = typefaces()
    visible = "".join(character for character in cluster if not _invisible(character))
    if not visible:
        return previous
    script = next((s for s in map(_script, visible) if s not in _SHARED), "COMMON")
    own = _typeface_of_script().get(script, PLAIN)
    choices = [previous, own] if script == "COMMON" else [own]
    for name in (*choices, PLAIN, EAST_ASIAN, *faces):
        if faces[name].covers(visible):
            return name
    return None


def unprintable(texts: Iterable[str]) -> dict[str, str]:
    """Return, for each text that some character of no typeface covers, those characters in order, each once."""
    missing: dict[str, str] = {}
    for text in texts:
        found = dict.fromkeys(
            character
            for cluster in _clusters(text)
            if _typeface_for(cluster, PLAIN) is None or unicodedata.category(cluster[0]) in ("Cc", "Cs")
            for character in cluster
            if not _invisible(character) or unicodedata.category(character) in ("Cc", "Cs")
        )
        if found:
            missing[text] = "".join(found)
    return missing


def spelt(text: str) -> str:
    """Return text with the number of each character that no typeface covers in its place, such as [U+1F54A].

    A paper that somebody's sign could keep from being printed would be in her hand.
    """
    missing = unprintable([text]).get(text, "")
    return text.translate({ord(sign): f"[U+{ord(sign):04X}]" for sign in missing})


def one_line(text: str) -> str:
    """Return text with a single space for each stretch of spaces and line ends, but for spaces that part no words."""
    return _SPACES.sub(" ", text).strip()


def is_rtl(text: str) -> bool:
    """Tell whether the first strong character runs from right to left (UAX #9, P2 and P3)."""
    return auto_detect_base_direction(text) is TextDirection.RTL


def _levels(clusters: list[str], rtl: bool) -> list[int]:
    """Return the embedding level of each cluster; marks have the level of their base (UAX #9, rule W1)."""
    direction = TextDirection.RTL if rtl else TextDirection.LTR
    bases = "".join(cluster[0] for cluster in clusters)
    if not rtl and not any(unicodedata.bidirectional(base) in ("R", "AL", "AN") for base in bases):
        return [0] * len(clusters)
    paragraph = BidiParagraph(bases, base_direction=direction, preserve_bn_chars=True)
    return [character.embedding_level for character in paragraph.get_characters_with_embedding_level()]


def _logical_runs(text: str, rtl: bool) -> list[tuple[int, Run]]:
    """Cut a line into runs with their levels, in reading order."""
    clusters = list(_clusters(text))
    pieces: list[tuple[int, Run]] = []
    script_before, typeface = "", PLAIN
    for cluster, level in zip(clusters, _levels(clusters, rtl), strict=True):
        typeface = _typeface_for(cluster, typeface) or typeface
        script = next((s for s in map(_script, cluster) if s not in _SHARED), "")
        same = pieces and (pieces[-1][0], pieces[-1][1].typeface) == (level, typeface)
        if same and (not script or script_before in ("", script)):
            pieces[-1] = (level, Run(pieces[-1][1].text + cluster, typeface, level % 2 == 1))
            script_before = script_before or script
        else:
            pieces.append((level, Run(cluster, typeface, level % 2 == 1)))
            script_before = script
    return pieces


def _visual_runs(text: str, rtl: bool) -> list[Run]:
    """Return the runs of one line from left to right (UAX #9, rule L2)."""
    pieces = _logical_runs(text, rtl)
    for turned in range(max((level for level, _ in pieces), default=0), 0, -1):
        start = 0
        while start < len(pieces):
            end = start
            while end < len(pieces) and pieces[end][0] >= turned:
                end += 1
            pieces[start:end] = reversed(pieces[start:end])
            start = max(end, start + 1)
    return [run for _, run in pieces]


@dataclass(frozen=True)
class Glyph:
    """A shaped glyph: number in its typeface, first character of its cluster in the run, advance and extents in em."""

    number: int
    cluster: int
    advance: float
    top: float
    bottom: float


def shape(run: Run) -> list[Glyph]:
    """Return the glyphs of a run from left to right."""
    typeface = typefaces()[run.typeface]
    buffer = hb.Buffer()
    buffer.add_str(run.text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if run.rtl else "ltr"
    hb.shape(typeface.font, buffer, {})
    glyphs = []
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        ink = typeface.font.get_glyph_extents(info.codepoint)
        top = place.y_offset + (ink.y_bearing if ink else 0)
        bottom = top + (ink.height if ink else 0)
        units = typeface.units
        glyphs.append(Glyph(info.codepoint, info.cluster, place.x_advance / units, top / units, bottom / units))
    return glyphs


def set_line(text: str, rtl: bool) -> Line:
    """Set text in one line, however long."""
    runs = _visual_runs(text, rtl)
    shaped = [shape(run) for run in runs]
    glyphs = [glyph for run in shaped for glyph in run]
    return Line(
        runs=tuple(runs),
        widths=tuple(sum(glyph.advance for glyph in run) for run in shaped),
        ascent=max([_LEAST_ASCENT, *(glyph.top + _LEADING for glyph in glyphs)]),
        descent=max([_LEAST_DESCENT, *(_LEADING - glyph.bottom for glyph in glyphs)]),
    )


def pieces_of_word(word: str, rtl: bool, limit: float) -> Iterator[str]:
    """Cut a word that is wider than `limit` em between its clusters, never inside one."""
    piece, used = "", 0.0
    for _, run in _logical_runs(word, rtl):
        advances: dict[int, float] = {}
        for glyph in shape(run):
            advances[glyph.cluster] = advances.get(glyph.cluster, 0.0) + glyph.advance
        starts = sorted(advances)
        for start, end in zip(starts, [*starts[1:], len(run.text)], strict=True):
            if piece and used + advances[start] > limit:
                yield piece
                piece, used = "", 0.0
            piece += run.text[start:end]
            used += advances[start]
    if piece:
        yield piece


def _wrap(words: list[tuple[str, float]], limit: float) -> list[str]:
    """Fill lines of at most `limit` em with words of known widths; a wider word has a line to itself."""
    lines, used = [""], 0.0
    for word, advance in words:
        if lines[-1].strip() and used + advance > limit and not word.isspace():
            lines.append("")
            used = 0.0
        lines[-1] += word
        used += advance
    return [line.strip() for line in lines]


def fit(text: str, *, width: float, height: float, largest: float, whole_words: float) -> Block:
    """Set text as large as its box allows, over as many lines as it takes; nothing is ever cut off.

    `width`, `height` and sizes are in one unit. Words stay whole down to the size `whole_words`; below it a word that
    is wider than the box goes on in the next line.
    """
    text = one_line(text)
    rtl, size = is_rtl(text), largest
    words = [(word, set_line(word, rtl).width) for word in _WORD.findall(text)]
    measured: dict[str, Line] = {}
    while True:
        limit = width / size
        parts = words
        if size < whole_words and any(advance > limit for _, advance in words):
            cut = [piece for word, _ in words for piece in pieces_of_word(word, rtl, limit)]
            parts = [(piece, set_line(piece, rtl).width) for piece in cut]
        texts = _wrap(parts, limit)
        measured |= {line: set_line(line, rtl) for line in texts if line not in measured}
        block = Block(tuple(measured[line] for line in texts), size, rtl)
        if block.height <= height and all(line.width <= limit for line in block.lines):
            return block
        size *= _SMALLER


def subset(typeface: Typeface, characters: Iterable[str]) -> bytes:
    """Return a small font file with the glyphs and the shaping rules that these characters need."""
    wanted = {ord(part) for character in characters for part in character + unicodedata.normalize("NFD", character)}
    plan = hb.SubsetInput()
    plan.unicode_set.update((wanted | {0x20, 0x25CC}) & typeface.coverage)
    return bytes(hb.subset(typeface.face, plan).blob.data)
