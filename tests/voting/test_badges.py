"""Badges: every script in its right shape and place, codes that a camera reads, nothing cut off or left blank."""

import hashlib
import re
import time
import zlib
from collections import Counter
from typing import Any

import pypdfium2
import pytest
import uharfbuzz as hb
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from voting.badges import (
    BadBadge,
    Badge,
    BadgesRefused,
    Captions,
    UnknownLayout,
    UnprintableName,
    WrongNumberOfBadges,
    render_badges,
)
from voting.typesetting import FONTS, Run, fit, set_line, shape, subset, typefaces, unprintable

URL = "https://vote.example.org/activate#{:0>22}.abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP-"
POINT = 25.4 / 72

NAMES = {
    "latin": "Žydrūnė O’Súilleabháin-Łukasiewicz",
    "vietnamese": "Nguyễn Thị Ánh Tuyết",
    "greek": "Ελευθερία Παπαδοπούλου",
    "cyrillic": "Людмила Щербакова",
    "arabic": "محمد بن عبد الله",
    "arabic with marks": "أُمّ كُلثُومٌ",
    "persian": "نرگس پیام‌نور",
    "urdu": "ٹیپو ڈھلوں گڑھی",
    "hebrew": "יעל בן־דוד",
    "devanagari": "अनुराधा क्षत्रिय",
    "bengali": "সুমিত্রা বন্দ্যোপাধ্যায়",
    "tamil": "தமிழ்ச்செல்வி",
    "telugu": "శ్రీనివాస రావు",
    "kannada": "ಕೃಷ್ಣಮೂರ್ತಿ",
    "malayalam": "ശ്രീലക്ഷ്മി",
    "gujarati": "જ્યોત્સ્નાબેન",
    "gurmukhi": "ਹਰਪ੍ਰੀਤ ਸਿੰਘ",
    "sinhala": "ක්‍රිෂාන්ත ප්‍රේමදාස",
    "odia": "ଶ୍ରୀଲକ୍ଷ୍ମୀ",
    "thai": "สุดารัตน์ เกียรติวงศ์",
    "lao": "ບຸນຍົງ ສຸວັນນະ",
    "khmer": "ស្រីមុំ ព្រះច័ន្ទ",
    "burmese": "ဒေါ်ခင်မြတ်ဆွေ",
    "tibetan": "བསྟན་འཛིན་རྒྱ་མཚོ",
    "georgian": "ნინო ქავთარაძე",
    "armenian": "Անահիտ Հակոբյան",
    "amharic": "ተስፋዬ ገብረእግዚአብሔር",
    "cherokee": "ᏍᎪᎾ ᏓᏩᏗ",
    "tifinagh": "ⵜⵉⵏⵀⵉⵏⴰⵏ",
    "nko": "ߡߊ߬ߡߊ߬ߘߎ߫",
    "mongolian": "ᠪᠣᠯᠣᠷᠮᠠ",
    "simplified": "欧阳丽华",
    "traditional": "歐陽麗華",
    "rare han": "𠮷田 髙橋",
    "kana": "さくら ヤマダ・リナ",
    "hangul": "김민수",
    "adlam": "𞤀𞤥𞤢𞤣𞤵",
    "syriac": "ܫܡܥܘܢ",
    "thaana": "އަޙްމަދު",
    "ol chiki": "ᱥᱟᱱᱛᱟᱲ",
    "canadian": "ᐃᓄᒃᑎᑐᑦ",
    "mixed": "Jean 王 محمد (ʻOkina) कुमार",
}
# Scripts whose letters join, stack or move: right shaping must differ from letter after letter.
COMPLEX = [
    "arabic", "persian", "urdu", "devanagari", "bengali", "tamil", "telugu", "kannada", "malayalam", "gujarati",
    "gurmukhi", "sinhala", "odia", "khmer", "burmese", "tibetan", "nko", "mongolian", "adlam", "syriac",
]  # fmt: skip


def badge(name: str = "Ana Ruiz", number: int = 1, **changes: Any) -> Badge:
    fields = {"delegation": "Party of the North", "role": "delegate", "door": "7KQ9XW", "url": URL.format(number)}
    return Badge(name=name, number=number, **(fields | changes))


def pages(pdf: bytes) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(pdf)


def codes_on(page: pypdfium2.PdfPage, dpi: int) -> list[zxingcpp.Barcode]:
    """Return the QR codes of a page; a Micro QR, which nobody prints, is found by chance in a corner of a real one."""
    image = page.render(scale=dpi / 72).to_pil()
    return zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCodeModel2]))


def codes(pdf: bytes, dpi: int) -> list[str]:
    return [code.text for page in pages(pdf) for code in codes_on(page, dpi)]


def content(pdf: bytes) -> list[str]:
    """Return the drawing operators of each page."""
    streams = re.findall(rb"stream\n(.*?)\nendstream", pdf, re.DOTALL)
    unpacked = []
    for stream in streams:
        try:
            unpacked.append(zlib.decompress(stream).decode("latin-1"))
        except zlib.error:
            continue
    return [text for text in unpacked if " Tf" in text]


@pytest.mark.parametrize("script", NAMES)
def test_every_script_has_glyphs(script: str) -> None:
    name = NAMES[script]
    assert unprintable([name]) == {}
    line = set_line(name, rtl=False)
    assert Counter("".join(run.text for run in line.runs)) == Counter(name)
    assert all(glyph.number for run in line.runs for glyph in shape(run))
    pdf = render_badges([badge(name, delegation=name)], "slip", "T")
    assert URL.format(1) in codes(pdf, 72)
    assert "<0000> Tj" not in content(pdf)[0]


@pytest.mark.parametrize("script", COMPLEX)
def test_complex_scripts_are_shaped(script: str) -> None:
    for run in set_line(NAMES[script], rtl=False).runs:
        if run.text.isascii():
            continue
        face = typefaces()[run.typeface]
        nominal = [face.font.get_nominal_glyph(ord(character)) for character in run.text]
        shaped = [glyph.number for glyph in shape(run)]
        assert Counter(shaped) != Counter(nominal), script


def positions(run: Run) -> list[tuple[float, float]]:
    """Return where the glyphs of a run stand, in em from its left end."""
    face = typefaces()[run.typeface]
    buffer = hb.Buffer()
    buffer.add_str(run.text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if run.rtl else "ltr"
    hb.shape(face.font, buffer, {})
    at, found = 0, []
    for place in buffer.glyph_positions:
        found.append(((at + place.x_offset) / face.units, place.y_offset / face.units))
        at += place.x_advance
    return found


@pytest.mark.parametrize("script", NAMES)
def test_the_document_draws_what_was_shaped(script: str) -> None:
    """fpdf2 shapes again, with the small font: every glyph must stand where the whole typeface puts it."""
    block = fit(NAMES[script], width=87, height=26, largest=32 * POINT, whole_words=6 * POINT)
    size = block.size / POINT
    drawn = content(render_badges([badge(NAMES[script], delegation="")], "slip", "T"))[0]
    texts = re.findall(r"q BT 0\.000 g /F\d+ ([\d.]+) Tf (.*?) ET Q", drawn)
    names = [text for shown, text in texts if float(shown) == round(size, 2)]
    runs = [
        (run, line.ascent, sum(line.widths[:index]), line.width)
        for line in block.lines
        for index, run in enumerate(line.runs)
    ]
    assert len(names) == len(runs) > 0
    for text, (run, _, before, whole) in zip(names, runs, strict=True):
        left = (87 - whole * block.size if block.rtl else 0) + 9 + before * block.size
        found = [(float(x), float(y)) for x, y in re.findall(r"1 0 0 1 ([-\d.]+) ([-\d.]+) Tm", text)]
        expected = positions(run)
        baseline = found[0][1] - expected[0][1] * size
        assert [x for x, _ in found] == pytest.approx([left / POINT + x * size for x, _ in expected], abs=0.05)
        assert [y for _, y in found] == pytest.approx([baseline + y * size for _, y in expected], abs=0.05)


@pytest.mark.parametrize("script", ["latin", "vietnamese", "greek", "cyrillic", "armenian", "traditional", "hangul"])
def test_names_can_be_searched_in_the_document(script: str) -> None:
    text = pages(render_badges([badge(NAMES[script])], "slip", "T"))[0].get_textpage().get_text_range()
    # pdfium writes a hyphen at the end of a line as U+FFFE.
    assert re.sub(r"[\s-]", "", NAMES[script]) in re.sub(r"[\s\ufffe-]", "", text)


def test_arabic_joins_and_runs_from_right_to_left() -> None:
    (run,) = set_line("محمد", rtl=True).runs
    assert run.rtl
    face = typefaces()[run.typeface]
    names = [face.font.glyph_to_string(glyph.number) for glyph in shape(run)]
    # From left to right: dal final, meem medial, hah medial, meem initial.
    assert names == ["uniFEAA", "uniFEE4", "uniFEA4", "uniFEE3"]


def test_marks_stay_with_their_letters() -> None:
    (run,) = set_line("أُمّ", rtl=True).runs
    assert [glyph.cluster for glyph in shape(run)] == [2, 2, 0, 0]
    assert sum(glyph.advance for glyph in shape(Run("أُمّ", run.typeface, True))) == pytest.approx(
        sum(glyph.advance for glyph in shape(Run("أم", run.typeface, True)))
    )


def test_mixed_directions_keep_their_order() -> None:
    def order(text: str, rtl: bool) -> list[str]:
        return [run.text.strip() for run in set_line(text, rtl).runs if run.text.strip()]

    assert order("Ali محمد 12", rtl=False) == ["Ali", "12", "محمد"]
    assert order("محمد (Ali) 12", rtl=True) == ["12", ")", "Ali", "(", "محمد"]
    assert order("יעל Ann דוד", rtl=True) == ["דוד", "Ann", "יעל"]
    assert order("Ann 王 Кот", rtl=False) == ["Ann", "王", "Кот"]


def test_what_is_isolated_keeps_its_own_order() -> None:
    def seen(text: str) -> str:
        return "".join(run.text for run in set_line(text, rtl=True).runs).translate(
            dict.fromkeys(range(0x2066, 0x206A))
        )

    assert seen("في 2026-05-01 09:30").startswith("09:30 01-05-2026")
    assert seen("في \u20682026-05-01 09:30 UTC\u2069").startswith("2026-05-01 09:30 UTC")


def test_neutral_characters_stay_with_their_neighbours() -> None:
    assert {run.typeface for run in set_line("さくら・山田", rtl=False).runs} == {"NotoSansCJKsc-Regular"}
    assert len(set_line("Ana-Li Ruiz, M.D.", rtl=False).runs) == 1


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Ana 😀🎉😀", "😀🎉"),
        ("\ue000x", "\ue000"),
        ("A\x07", "\x07"),
        ("\U00030000", ""),
        ("A\u0301 \u200dZ\ufe0f", ""),
        ("é" + "e\u0301", ""),
    ],
)
def test_what_no_font_covers_is_named(text: str, missing: str) -> None:
    expected = {text: missing} if missing else {}
    if text == "\U00030000":
        expected = {text: text} if 0x30000 not in typefaces()["NotoSansCJKsc-Regular"].coverage else {}
    assert unprintable([text, "ok"]) == expected


def test_a_name_that_cannot_be_printed_is_refused_with_its_characters() -> None:
    with pytest.raises(UnprintableName) as refused:
        render_badges([badge("Ana 😀"), badge("Bea", 2)], "sheet", "T")
    assert refused.value.missing == {"Ana 😀": "😀"}
    assert refused.value.code == "unprintable_name"
    assert refused.value.detail == "Ana 😀: 😀 (U+1F600)"
    with pytest.raises(UnprintableName):
        render_badges([badge()], "sheet", "T", Captions(scan="📷"))


LONG = (
    "Maria del Carmen Fernanda Gutiérrez de la Concepción y Villanueva-Rodríguez de los Santos"
    " Martínez-Echeverría Delgado III"
)


@pytest.mark.parametrize(
    "name", [LONG, "W" * 300, "欧" * 300, "Ab " * 100, "ผู้แทน" * 50, "محمد " * 60, "Llanfairpwllgwyngyllgogerych"]
)
def test_long_names_shrink_and_wrap_and_lose_nothing(name: str) -> None:
    for width, height in ((48, 23.5), (87, 26)):
        block = fit(name, width=width, height=height, largest=9, whole_words=2)
        assert block.height <= height
        assert all(line.width * block.size <= width for line in block.lines)
        shown = "".join(run.text for line in block.lines for run in line.runs)
        assert Counter(re.sub(r"\s", "", shown)) == Counter(re.sub(r"\s", "", name))


def test_a_word_without_end_goes_on_in_the_next_line() -> None:
    block = fit("W" * 300, width=48, height=23.5, largest=9, whole_words=2)
    assert len(block.lines) > 5
    assert block.size > 1


@pytest.mark.parametrize(("layout", "least"), [("sheet", 10), ("slip", 14)])
def test_a_name_of_one_long_word_is_read_across_a_table(layout: str, least: float) -> None:
    name = "Donaudampfschifffahrtsgesellschaftskapitänsanwärterin Xu"
    text = pages(render_badges([badge(name)], layout, "C"))[0]
    found = text.get_textpage()
    at = found.get_text_range().index("Donau")
    _left, bottom, _right, top = found.get_charbox(at, loose=True)
    assert top - bottom >= least


def test_words_stay_whole_while_they_can() -> None:
    block = fit("Wolfeschlegelsteinhausenbergerdorff", width=48, height=24, largest=9, whole_words=2)
    assert len(block.lines) == 1
    assert len(fit("Ana Ruiz", width=48, height=24, largest=9, whole_words=2).lines) == 1


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf", "Cn", "Co", "Zl", "Zp"]), min_size=1, max_size=60))
def test_any_text_fits_and_keeps_its_characters(text: str) -> None:
    block = fit(text, width=48, height=23.5, largest=8, whole_words=2)
    assert block.height <= 23.5
    assert all(line.width * block.size <= 48 for line in block.lines)
    shown = "".join(run.text for line in block.lines for run in line.runs)
    assert Counter("".join(shown.split())) == Counter("".join(text.split()))


def test_the_small_font_keeps_shaping() -> None:
    face = typefaces()["NotoSansDevanagari-Regular"]
    small = subset(face, NAMES["devanagari"])
    assert 1_000 < len(small) < len(face.path.read_bytes()) / 4


@pytest.mark.parametrize("dpi", [100, 300])
@pytest.mark.parametrize("layout", ["sheet", "slip"])
def test_codes_are_read_from_the_page(layout: str, dpi: int) -> None:
    badges = [badge(name, number) for number, name in enumerate(NAMES.values(), start=1)][:10]
    pdf = render_badges(badges, layout, "Congress for Peace")
    small = [f"{one.door} {one.number}" for one in badges]
    assert sorted(codes(pdf, dpi)) == sorted([*small, *(one.url for one in badges)])
    assert len(pages(pdf)) == (2 if layout == "sheet" else 10)


def test_the_longest_address_is_read_too() -> None:
    url = "https://" + "a1B2c3D4" * 61 + "zzzz"
    assert len(url) == 500
    assert url in codes(render_badges([badge(url=url)], "sheet", "T"), 300)


def test_eight_on_a_page_each_in_its_place() -> None:
    badges = [badge(f"Name {number}", number) for number in range(1, 9)]
    page = pages(render_badges(badges, "sheet", "T"))[0]
    assert tuple(round(side * POINT) for side in page.get_size()) == (210, 297)
    text = page.get_textpage()
    for index, one in enumerate(badges):
        left, top = index % 2 * 105, 297 - index // 2 * 74.25
        cell = text.get_text_bounded(*(side / POINT for side in (left, top - 74.25, left + 105, top)))
        for shown in (one.name, one.delegation, f"Delegate · № {one.number}", one.door, "Scan with"):
            assert shown in re.sub(r"\s+", " ", cell)
    found = {code.text: code.position for code in codes_on(page, 100)}
    for index, one in enumerate(badges):
        for text, across, down in ((one.url, 78, 36.5), (f"{one.door} {one.number}", 47.75, 63.75)):
            corners = found[text].top_left, found[text].bottom_right
            centre = [sum(getattr(corner, axis) for corner in corners) / 2 * 0.254 for axis in ("x", "y")]
            assert centre == pytest.approx([index % 2 * 105 + across, index // 2 * 74.25 + down], abs=1)


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": " "},
        {"name": "A" * 301},
        {"name": "A\u202eB"},
        {"name": "A\nB\x00"},
        {"name": 7},
        {"delegation": "A" * 301},
        {"delegation": None},
        {"role": ""},
        {"number": 0},
        {"number": True},
        {"number": 10**9 + 1},
        {"number": "1"},
        {"door": "ABCDE"},
        {"door": "ABCDEI"},
        {"door": "abcdef"},
        {"door": "ABCDEF\n"},
        {"url": "ftp://example.org"},
        {"url": "javascript:alert(1)"},
        {"url": "https://example.org/ x"},
        {"url": "https://" + "a" * 493},
    ],
)
def test_a_badge_that_cannot_be_does_not_exist(changes: dict[str, Any]) -> None:
    fields = {"name": "Ana", "number": 1} | changes
    with pytest.raises(BadBadge) as refused:
        badge(**fields)
    assert next(iter(changes)) in refused.value.detail


def test_other_refusals_have_names() -> None:
    for badges in ([], [badge()] * 201):
        with pytest.raises(WrongNumberOfBadges):
            render_badges(badges, "sheet", "T")
    layouts: list[object] = ["poster", [], None]
    for layout in layouts:
        with pytest.raises(UnknownLayout):
            render_badges([badge()], layout, "T")
    with pytest.raises(BadBadge):
        render_badges([badge()], "sheet", " ")
    assert {kind.code for kind in BadgesRefused.__subclasses__()} == {
        "bad_badge",
        "wrong_number_of_badges",
        "unknown_layout",
        "unprintable_name",
    }


def test_the_code_stands_nowhere_but_in_the_qr() -> None:
    pdf = render_badges([badge()], "sheet", "T")
    assert b"activate" not in pdf
    assert "vote.example" not in "".join(content(pdf))
    assert "vote.example" not in pages(pdf)[0].get_textpage().get_text_range()


def test_two_hundred_badges_take_seconds() -> None:
    names = list(NAMES.values())
    badges = [badge(names[number % len(names)], number + 1) for number in range(200)]
    started = time.monotonic()
    pdf = render_badges(badges, "sheet", "Congress for Peace and Common Security")
    assert time.monotonic() - started < 30  # three seconds on a laptop; whole typefaces take minutes
    assert len(pages(pdf)) == 25
    assert len(pdf) < 2_000_000


def test_vendored_fonts_are_those_that_were_checked() -> None:
    table = (FONTS / "VENDORED.md").read_text()
    files = [path for path in FONTS.iterdir() if path.suffix in (".ttf", ".otf")]
    assert dict(re.findall(r"^\| (\S+) \| [^|]+ \| ([0-9a-f]{64}) \|$", table, re.MULTILINE)) == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text()
