"""Texts have one form: it is read, refused by name where it differs, and written back to the byte."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.errors import Refused
from ballots.text import MAX_BLOCKS, MAX_BYTES, Block, Kind, Text, parse, read_block
from ballots.text_errors import EmptyText, TextNotCanonical, TextTooLarge
from tests.ballots.texts import DECLARATION, declaration, lines, texts


def test_a_declaration_is_read_as_people_read_it() -> None:
    text = declaration()
    assert [(block.kind, block.level) for block in text.blocks] == [
        (Kind.HEADING, 1),
        (Kind.PARAGRAPH, 0),
        (Kind.HEADING, 2),
        (Kind.ITEM, 0),
        (Kind.ITEM, 0),
        (Kind.PARAGRAPH, 0),
    ]
    assert text.blocks[0].text == "Declaration on Water"
    assert text.blocks[4].words == ("(b)", "No", "supply", "is", "cut", "off", "for", "debt.")
    assert text.numbers == (None, 1, None, 2, 3, 4)
    assert text.format() == DECLARATION.encode()


@given(texts)
def test_what_is_written_is_read_again(text: Text) -> None:
    assert parse(text.format()) == text


@given(st.one_of(st.binary(max_size=40), st.text(alphabet="#- \\\nab\t\u00a0\u0301é", max_size=20).map(str.encode)))
def test_only_what_is_written_the_same_is_read(data: bytes) -> None:
    try:
        text = parse(data)
    except Refused:
        return
    assert text.format() == data


@given(texts, st.data())
def test_one_byte_more_or_less_is_another_text_or_none(text: Text, data: st.DataObject) -> None:
    written = text.format()
    place = data.draw(st.integers(0, len(written) - 1))
    for changed in (written[:place] + written[place + 1 :], written[:place] + b"\n" + written[place:]):
        try:
            assert parse(changed) != text
        except (TextNotCanonical, EmptyText):
            continue


@pytest.mark.parametrize(
    ("line", "block"),
    [
        ("# A", Block(Kind.HEADING, "A", 1)),
        ("###### A", Block(Kind.HEADING, "A", 6)),
        ("# # A", Block(Kind.HEADING, "# A", 1)),
        ("- A", Block(Kind.ITEM, "A")),
        ("- - A", Block(Kind.ITEM, "- A")),
        ("- \\- A", Block(Kind.ITEM, "\\- A")),
        ("\\# A", Block(Kind.PARAGRAPH, "# A")),
        ("\\\\# A", Block(Kind.PARAGRAPH, "\\# A")),
        ("\\- A", Block(Kind.PARAGRAPH, "- A")),
        ("####### A", Block(Kind.PARAGRAPH, "####### A")),
        ("#A", Block(Kind.PARAGRAPH, "#A")),
        ("#", Block(Kind.PARAGRAPH, "#")),
        ("-", Block(Kind.PARAGRAPH, "-")),
        ("\\", Block(Kind.PARAGRAPH, "\\")),
        ("\\A", Block(Kind.PARAGRAPH, "\\A")),
        ("1. A", Block(Kind.PARAGRAPH, "1. A")),
        ("Vous demandez\u00a0: quand\u202f?", Block(Kind.PARAGRAPH, "Vous demandez\u00a0: quand\u202f?")),
    ],
)
def test_each_line_is_one_block(line: str, block: Block) -> None:
    assert read_block(line) == block
    assert block.line == line


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        (b"A", "the last line does not end"),
        (b"A\nB\n", "line 2: one empty line"),
        (b"A\n\n\nB\n", "line 3 is empty"),
        (b"A\n\n\n\nB\n", "line 3 is empty"),
        (b"\nA\n", "line 1 is empty"),
        (b"\n", "line 1 is empty"),
        (b"A\n\n", "line 2 is empty and nothing follows"),
        (b"A\r\n", "line 1: the character U\\+000D"),
        (b"A\n\nB\tC\n", "line 3: the character U\\+0009"),
        (b"A\n\nB\x00C\n", "line 3: the character U\\+0000"),
        (b"\xef\xbb\xbfA\n", "line 1: the character U\\+FEFF"),
        ("A\u2028B\n".encode(), "U\\+2028"),
        ("A\u202eB\n".encode(), "U\\+202E"),
        ("A\u3000B\n".encode(), "U\\+3000"),
        ("A\uffffB\n".encode(), "U\\+FFFF"),
        ("A\ufdd0B\n".encode(), "U\\+FDD0"),
        ("A\u00adB\n".encode(), "U\\+00AD"),
        ("A\U000e0041B\n".encode(), "U\\+E0041"),
        (b" A\n", "line 1: a space"),
        (b"A \n", "line 1: a space"),
        (b"A  B\n", "line 1: a space"),
        (b"#  A\n", "line 1: a space"),
        (b"# \n", "line 1: a space"),
        (b"- \n", "line 1: a space"),
        (b"A\n\nB\xff\n", "line 3 is not UTF-8"),
        (b"\xed\xa0\x80\n", "line 1 is not UTF-8"),
        ("A\n\nBe\u0301\n".encode(), "line 3: letters"),
        ("A \u00a0 B\n".encode(), "line 1: a word that nobody can see, of U\\+00A0"),
        ("\u200b\n".encode(), "line 1: a word that nobody can see, of U\\+200B"),
        (b"\\\\A \n", "a space"),
    ],
)
def test_another_form_is_refused_with_its_place(data: bytes, detail: str) -> None:
    with pytest.raises(TextNotCanonical, match=detail) as refused:
        parse(data)
    assert refused.value.detail


def test_a_heading_alone_has_a_level() -> None:
    for kind, level in ((Kind.HEADING, 0), (Kind.HEADING, 7), (Kind.ITEM, 1), (Kind.PARAGRAPH, 1)):
        with pytest.raises(TextNotCanonical, match="no level"):
            Block(kind, "A", level)


def test_bounds_are_exact() -> None:
    assert len(parse(b"\n".join([b"A\n"] * MAX_BLOCKS)).blocks) == MAX_BLOCKS
    with pytest.raises(TextTooLarge, match=r"5,001 blocks"):
        parse(b"\n".join([b"A\n"] * (MAX_BLOCKS + 1)))
    assert parse(b"A" * (MAX_BYTES - 1) + b"\n").blocks[0].text == "A" * (MAX_BYTES - 1)
    with pytest.raises(TextTooLarge, match=r"1,000,001 bytes"):
        parse(b"A" * MAX_BYTES + b"\n")
    with pytest.raises(EmptyText):
        parse(b"")


@given(lines)
def test_words_are_the_line(line: str) -> None:
    block = Block(Kind.PARAGRAPH, line)
    assert " ".join(block.words) == line
    assert all(block.words)
    assert unicodedata.is_normalized("NFC", line)
