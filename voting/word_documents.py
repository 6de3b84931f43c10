"""DOCX files read into blocks (ECMA-376 part 1): what a reader of the document sees, tracked changes accepted."""

from xml.etree.ElementTree import Element

from ballots.text import Kind
from voting.drafts import BrokenDocument, Draft, Remark
from voting.word_numbering import Numbering, Styles
from voting.word_package import Package, attribute, child, is_on, local

_LOOKS = ("b", "i", "u", "smallCaps", "vertAlign", "highlight", "em", "outline", "shadow", "emboss")
_STRUCK = ("strike", "dstrike")
_LEFT_OUT = {
    "del": Remark.DELETIONS,
    "moveFrom": Remark.DELETIONS,
    "altChunk": Remark.EMBEDDED,
    "commentReference": Remark.COMMENTS,
    "annotationRef": Remark.COMMENTS,
    "sym": Remark.SYMBOLS,
    "rt": Remark.READINGS,
}
# What it holds belongs to the paragraph or the body around it.
_TRANSPARENT = {"ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo"}
_TRANSPARENT |= {"ruby", "rubyBase", "oMathPara"}
_PICTURES = {"drawing", "pict", "object"}


def read_docx(data: bytes, draft: Draft) -> None:
    """Add the blocks of a DOCX file to the draft.

    Raises:
        BrokenDocument, EncryptedDocument, NotADocument, OversizedDocument: see `voting.drafts`.
    """
    package = Package(data)
    body = child(package.document(), "body")
    if body is None:
        raise BrokenDocument("it has no body")
    reader = _Reader(package, draft)
    try:
        reader.read_blocks(body)
        reader.finish()
    except RecursionError as error:
        raise BrokenDocument("its parts are nested too deeply") from error
    if package.has("header") or package.has("footer"):
        draft.remark(Remark.MARGINS)


class _Reader:
    """Reads the body in order; `carried` are words whose paragraph's end was deleted with tracked changes."""

    def __init__(self, package: Package, draft: Draft) -> None:
        self.draft = draft
        self.styles = Styles(package.related("styles"))
        self.numbering = Numbering(package.related("numbering"))
        self.sources = {kind: package.related(f"{kind}s") for kind in ("footnote", "endnote")}
        self.notes: list[tuple[str, str]] = []
        self.boxes: list[Element] = []
        self.carried = ""

    def read_blocks(self, parent: Element) -> None:
        """Read what a body, a cell or a text box holds."""
        for element in parent:
            name = local(element.tag)
            if name == "p":
                self._read_paragraph(element)
            elif name == "tbl":
                self._read_table(element)
            elif name == "oMathPara":
                self.draft.add(Kind.PARAGRAPH, self._words(element))
            elif name == "AlternateContent" and len(element):
                self.read_blocks(element[0])
            elif name in _TRANSPARENT:
                self._note_tracked(name, element)
                self.read_blocks(element)
            elif name in _LEFT_OUT:
                self.draft.remark(_LEFT_OUT[name], _quote(element))

    def finish(self) -> None:
        """Add what the last paragraph left over, then the notes."""
        self.draft.add(Kind.PARAGRAPH, self.carried)
        self.carried = ""
        self._read_boxes()
        for number, (kind, identifier) in enumerate(self.notes, start=1):  # a note may name further notes
            root = self.sources[kind]
            found = [note for note in (root if root is not None else ()) if attribute(note, "id") == identifier]
            words = " ".join(self._words_of_all(note) for note in found)
            self.draft.add(Kind.PARAGRAPH, f"[{number}] {words}")
            self._read_boxes()

    def _read_paragraph(self, paragraph: Element) -> None:
        words = self.carried + self._words(paragraph)
        self.carried = ""
        mark_of_end = child(paragraph, "pPr", "rPr")
        if child(mark_of_end, "ins") is not None:
            self.draft.remark(Remark.INSERTIONS)
        if child(mark_of_end, "del") is not None or child(mark_of_end, "moveFrom") is not None:
            self.draft.remark(Remark.DELETIONS)
            self.carried = words
            return
        if self.styles.is_contents(paragraph):
            self.draft.remark(Remark.CONTENTS)
            return
        level, place = self.styles.heading_level(paragraph), self.styles.list_place(paragraph)
        mark = self.numbering.next_mark(place) if place else ""  # empty paragraphs count too
        if words.strip():
            if mark:
                self.draft.remark(Remark.NUMBERING, mark)
            if place and place.level and not level:
                self.draft.remark(Remark.NESTING, words)
            kind = Kind.HEADING if level else Kind.ITEM if place else Kind.PARAGRAPH
            self.draft.add(kind, f"{mark} {words}" if mark else words, level)
        self._read_boxes()

    def _read_boxes(self) -> None:
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            self.draft.remark(Remark.BOXES, _quote(box))
            self.read_blocks(box)

    def _read_table(self, table: Element) -> None:
        self.draft.remark(Remark.TABLES)
        for row in _inside(table, "tr"):
            if child(row, "trPr", "del") is not None:
                self.draft.remark(Remark.DELETIONS, _quote(row))
                continue
            self._note_tracked("ins" if child(row, "trPr", "ins") is not None else "", row)
            cells = [self._words_of_all(cell) for cell in _inside(row, "tc")]
            if any(cells):
                self.draft.add(Kind.PARAGRAPH, " | ".join(cells).strip())
        self._read_boxes()

    def _words_of_all(self, parent: Element) -> str:
        """Return the words of all paragraphs of a cell or a note, those of tables within it too."""
        words = (self._words(paragraph).strip() for paragraph in _outermost(parent, "p"))
        return " ".join(filter(None, words))

    def _words(self, parent: Element) -> str:
        """Return the words of a paragraph, or of a part of one."""
        words = ""
        for element in parent:
            name = local(element.tag)
            if name == "r":
                words += self._run(element)
            elif name == "oMath":
                self.draft.remark(Remark.FORMULAS)
                words += "".join(part.text or "" for part in element.iter() if local(part.tag) == "t")
            elif name == "AlternateContent":
                words += self._words(element[0]) if len(element) else ""
            elif name in _TRANSPARENT:
                self._note_tracked(name, element)
                if name == "hyperlink" and attribute(element, "anchor") is None:
                    self.draft.remark(Remark.LINKS, _quote(element))
                words += self._words(element)
            elif name in _LEFT_OUT:
                self.draft.remark(_LEFT_OUT[name], _quote(element))
        return words

    def _note_tracked(self, name: str, element: Element) -> None:
        if name in ("ins", "moveTo"):
            self.draft.remark(Remark.INSERTIONS, _quote(element))

    def _run(self, run: Element) -> str:
        looks = child(run, "rPr")
        words = self._run_words(run)
        if is_on(looks, "vanish"):
            self.draft.remark(Remark.HIDDEN, words)
            return ""
        if words.strip():
            if any(is_on(looks, name) for name in _STRUCK):
                self.draft.remark(Remark.STRUCK, words)
            if any(is_on(looks, name) for name in _LOOKS):
                self.draft.remark(Remark.EMPHASIS, words)
        return words

    def _run_words(self, run: Element) -> str:
        words = ""
        for element in run:
            name = local(element.tag)
            if name == "t":
                words += element.text or ""
            elif name in ("tab", "ptab"):
                words += " "
            elif name in ("br", "cr"):
                if attribute(element, "type") in (None, "textWrapping"):
                    self.draft.remark(Remark.BREAKS)
                words += " "
            elif name == "noBreakHyphen":
                words += "\u2011"
            elif name in ("footnoteReference", "endnoteReference"):
                self.notes.append((name.removesuffix("Reference"), attribute(element, "id") or ""))
                self.draft.remark(Remark.NOTES)
                words += f" [{len(self.notes)}]"
            elif name in _PICTURES:
                self._read_picture(element)
            elif name == "AlternateContent":
                words += self._run_words(element[0]) if len(element) else ""
            elif name == "ruby":
                words += self._words(element)
            elif name in _LEFT_OUT:
                self.draft.remark(_LEFT_OUT[name], attribute(element, "char") or "")
        return words

    def _read_picture(self, element: Element) -> None:
        boxes = _outermost(element, "txbxContent")
        self.boxes += boxes
        if not boxes:
            self.draft.remark(Remark.PICTURES)


def _outermost(element: Element, name: str) -> list[Element]:
    """Return the outermost parts of a name, each once: Word writes text boxes a second time for older programs."""
    found: list[Element] = []
    for inner in element:
        if local(inner.tag) == name:
            found.append(inner)
        elif local(inner.tag) != "Fallback":
            found += _outermost(inner, name)
    return found


def _inside(element: Element, wanted: str) -> list[Element]:
    """Return the rows of a table or the cells of a row, those in content controls too."""
    found: list[Element] = []
    for inner in element:
        if local(inner.tag) == wanted:
            found.append(inner)
        elif local(inner.tag) in _TRANSPARENT:
            found += _inside(inner, wanted)
    return found


def _quote(element: Element) -> str:
    return "".join(part.text or "" for part in element.iter() if local(part.tag) in ("t", "delText"))
