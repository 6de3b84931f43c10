"""Plain text and Markdown as organisers bring them: blocks kept, encodings told, changes and losses said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.text import FORBIDDEN, Kind, Text, parse
from tests.ballots.texts import declaration, texts
from voting import drafts, encodings
from voting.documents import MOST_BYTES, read_document
from voting.drafts import SENTENCES, Draft, Imported, Remark


def lines(imported: Imported) -> list[str]:
    return [block.line for block in imported.text.blocks]


def remarks(imported: Imported) -> dict[Remark, tuple[int, tuple[str, ...]]]:
    return {found.remark: (found.count, found.examples) for found in imported.remarks}


def test_every_remark_has_a_sentence() -> None:
    assert SENTENCES.keys() == set(Remark)
    assert len(set(SENTENCES.values())) == len(SENTENCES)


def test_examples_are_few_short_and_each_is_given_once() -> None:
    draft = Draft("text")
    for example in ["a", "a", "", "b  c", *"defghi", "x" * 61]:
        draft.remark(Remark.STRUCK, example)
    draft.remark(Remark.HIDDEN, "x" * 61)
    draft.add(Kind.PARAGRAPH, "words")
    struck, hidden = draft.finish().remarks
    assert (struck.count, struck.examples) == (11, ("a", "b c", "d", "e", "f"))
    assert hidden.examples == ("x" * 60 + "…",)
    assert struck.sentence == SENTENCES[Remark.STRUCK]


# --- plain text ----------------------------------------------------------------------------------


def test_paragraphs_of_wrapped_lines() -> None:
    written = (
        "# Declaration\n\n\nWater is a common\n  good of all.\n(a) first\n   goes on\n(b) second\n• third\n"
        "\n12. twelfth\n2027. was a year\n-x\n"
    )
    imported = read_document(written.encode(), "text.txt")
    assert lines(imported) == [
        "# Declaration",
        "Water is a common good of all.",
        "- (a) first goes on",
        "- (b) second",
        "- third",
        "- 12. twelfth 2027. was a year -x",
    ]
    assert remarks(imported) == {Remark.JOINED: (3, ("Water is a common", "(a) first", "12. twelfth"))}
    assert imported.source == "text"


def test_without_empty_lines_each_line_is_a_paragraph() -> None:
    imported = read_document(b"\r\nWater is common.\r\nIt belongs to all.\r\n(a) first\r\nmore\r\n\r\n", "text.txt")
    assert lines(imported) == ["Water is common.", "It belongs to all.", "- (a) first", "more"]
    assert remarks(imported) == {Remark.LINES: (1, ())}


def test_spaces_and_signs_that_nobody_sees() -> None:
    imported = read_document("a\t b\u3000c\u00a0: \u200b d\u00ade\x07 \u00a0 \ufffd\n".encode(), "text.txt")
    assert lines(imported) == ["a b c\u00a0: de \ufffd"]
    found = remarks(imported)
    assert found[Remark.SPACES] == (1, ())
    assert found[Remark.CHARACTERS] == (4, ("U+00AD", "U+0007", "U+200B", "U+00A0"))
    assert found[Remark.LOST][0] == 1


SAMPLES = {
    "cp1252": "Les États membres décident : l’eau est un bien commun à tous. Où que ce soit, le señor y a droit.\n",
    "mac_roman": "Les États membres décident : l’eau est un bien commun à tous. Où que ce soit, le señor y a droit.\n",
    "cp1251": "Вода является общим благом всех людей, которые живут на этой земле.\n",
    "koi8-r": "Вода является общим благом всех людей, которые живут на этой земле.\n",
    "cp1253": "Το νερό είναι κοινό αγαθό όλων όσοι ζουν σε αυτή τη γη.\n",
    "cp1254": "Su, bu dünyada yaşayan herkesin ortak malıdır. Işık ğ.\n",
    "cp1256": "الماء ملك مشترك، لجميع من يعيشون على هذه الأرض.\n",
    "shift_jis": "水はこの地球に生きるすべての人の共有財産である。\n",
    "gb18030": "水是生活在这个地球上的所有人的共同财富。\n",
    "big5": "水是生活在這個地球上的所有人的共同財富。\n",
    "euc-kr": "물은 이 땅에 사는 모든 사람의 공동 재산이다.\n",
}


@pytest.mark.parametrize("encoding", SAMPLES)
def test_an_encoding_that_is_guessed_is_shown_with_words_to_look_at(encoding: str) -> None:
    imported = read_document(SAMPLES[encoding].encode(encoding), "text.txt")
    assert imported.text.blocks[0].text == SAMPLES[encoding].strip()
    _, examples = remarks(imported)[Remark.ENCODING]
    assert len(examples) > 1
    assert all(word in SAMPLES[encoding] or word.endswith("…") for word in examples[1:])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_needs_no_guess(encoding: str) -> None:
    imported = read_document("Été 水 الماء\n".encode(encoding), "text.txt")
    assert lines(imported) == ["Été 水 الماء"]
    assert imported.remarks == ()


def test_a_wrong_guess_can_be_put_right() -> None:
    data = "המים הם נחלת הכלל של כל יושבי הארץ הזאת.\n".encode("cp1255")
    assert Remark.ENCODING in remarks(read_document(data, "text.txt"))
    imported = read_document(data, "text.txt", "cp1255")
    assert lines(imported) == ["המים הם נחלת הכלל של כל יושבי הארץ הזאת."]
    assert imported.remarks == ()
    for wrong in ("utf-8", "no-such", "rot13", "ascii"):
        with pytest.raises(encodings.UnknownEncoding):
            read_document(data, "text.txt", wrong)


# --- Markdown ------------------------------------------------------------------------------------

MARKDOWN = """\
Declaration *on* Water
======================

1. first ~~no~~

   still first
2. second
   - inner **point**

| year | litres |
|------|--------|
| 2027 |        |

\\# no <b>heading</b>\\
next &amp; [link](https://example.org) ![pump](pump.png)
wrapped<br>end

> quoted

---

```
code
  more
```

<div>gone</div>

- # Heading in an item

  text
"""


def test_markdown_is_read_as_it_is_meant() -> None:
    imported = read_document(MARKDOWN.encode(), "text.MD")
    assert lines(imported) == [
        "# Declaration on Water",
        "- 1. first no",
        "still first",
        "- 2. second",
        "- inner point",
        "year | litres",
        "2027 |",
        "\\# no heading next & link wrapped end",
        "quoted",
        "code",
        "more",
        "# Heading in an item",
        "- text",
    ]
    found = remarks(imported)
    assert found.keys() == {
        Remark.EMPHASIS,
        Remark.STRUCK,
        Remark.NESTING,
        Remark.TABLES,
        Remark.BREAKS,
        Remark.LINKS,
        Remark.PICTURES,
        Remark.HTML,
        Remark.HTML_BLOCKS,
        Remark.QUOTES,
        Remark.RULES,
        Remark.CODE,
    }
    assert found[Remark.LINKS] == (1, ("https://example.org",))
    assert found[Remark.PICTURES] == (1, ("pump",))
    assert found[Remark.HTML] == (3, ("<b>", "</b>", "<br>"))
    assert found[Remark.HTML_BLOCKS] == (1, ("<div>gone</div>",))
    assert imported.source == "markdown"


def test_lists_after_one_another_are_not_within_one_another() -> None:
    imported = read_document("- # A\n\nafter e\u0301\n\n- b\n".encode(), "text.md")
    assert lines(imported) == ["# A", "after é", "- b"]
    assert imported.remarks == ()


def test_a_canonical_text_is_read_as_itself() -> None:
    imported = read_document(declaration().format(), "text.md")
    assert imported.text == declaration()
    assert imported.remarks == ()


# --- whatever comes ------------------------------------------------------------------------------


@given(st.one_of(st.text(), st.text(alphabet="#-*>|`<&\\\n \t1.()ab\u00a0\u0301é")), st.sampled_from(["a.md", "a.txt"]))
def test_any_letters_make_a_canonical_text_or_are_refused(written: str, filename: str) -> None:
    try:
        imported = read_document(written.encode("utf-8", "ignore"), filename)
    except drafts.ImportRefused:
        return
    assert parse(imported.text.format()) == imported.text


@given(st.binary(), st.sampled_from(["a.md", "a.txt", "a.docx"]), st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe"]))
def test_any_bytes_make_a_canonical_text_or_are_refused(data: bytes, filename: str, first: bytes) -> None:
    try:
        imported = read_document(first + data, filename)
    except drafts.ImportRefused:
        return
    assert parse(imported.text.format()) == imported.text


@given(texts)
def test_a_draft_keeps_canonical_blocks_as_they_are(text: Text) -> None:
    draft = Draft("text")
    for block in text.blocks:
        draft.add(block.kind, block.text, block.level)
    assert draft.finish() == Imported(text, (), "text")


@given(st.text())
def test_a_draft_loses_no_letter(words: str) -> None:
    draft = Draft("text")
    draft.add(Kind.PARAGRAPH, words)
    kept = "".join(block.text for block in draft.blocks)
    assert [c for c in words if c.isalnum() and c.isascii()] == [c for c in kept if c.isalnum() and c.isascii()]
    assert not FORBIDDEN.search(kept)


@pytest.mark.parametrize(
    ("data", "filename", "refusal"),
    [
        (b"a" * (MOST_BYTES + 1), "a.txt", drafts.DocumentTooLarge),
        (b"", "a.txt", drafts.EmptyDocument),
        (b" \n\t\n", "a.txt", drafts.EmptyDocument),
        ("\u200b\n".encode(), "a.txt", drafts.EmptyDocument),
        (b"---\n", "a.md", drafts.EmptyDocument),
        (b"%PDF-1.7", "a.pdf", drafts.NotADocument),
        (b"%PDF-1.7", "a.txt", drafts.NotADocument),
        (b"{\\rtf1 a}", "a.rtf", drafts.NotADocument),
        (b"words", "a.docx", drafts.NotADocument),
        (b" <!DOCTYPE html><p>a", "a.txt", drafts.NotADocument),
        (b"\x89PNG\r\n", "a.txt", drafts.NotADocument),
        (b"\x7fELF\0\1\0\2\0\0\0\0", "a.txt", drafts.NotADocument),
        (b"a\n\n" * 5_001, "a.txt", drafts.LongDocument),
        (b"word " * 200_001, "a.txt", drafts.LongDocument),
        # Markdown in which everything might begin something takes minutes to read in full.
        (b"[" * MOST_BYTES, "a.md", drafts.LongDocument),
        ("é\n".encode() + "è\n".encode("latin-1") + "é\n".encode(), "a.txt", encodings.MixedEncodings),
        ("Les États décident.\n".encode() + "Où ça ?\n".encode("latin-1"), "a.txt", encodings.MixedEncodings),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(
    data: bytes, filename: str, refusal: type[drafts.ImportRefused]
) -> None:
    with pytest.raises(drafts.ImportRefused) as refused:
        read_document(data, filename)
    assert type(refused.value) is refusal
    assert refused.value.explanation()
