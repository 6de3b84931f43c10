"""Markdown (CommonMark, with tables and strike-through) read into blocks."""

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ballots.text import Kind
from voting.drafts import Draft, Remark


def read_markdown(text: str, draft: Draft) -> None:
    """Add the blocks of a Markdown text to the draft."""
    _Reader(draft).read(MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text))


class _Reader:
    """Walks the tokens of one document; `mark` is what the next paragraph, the first of its item, begins with."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.mark: str | None = None
        self.lists = 0
        self.row: list[str] = []
        self.in_cell = False
        self.heading = 0

    def read(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            self._read(token)

    def _read(self, token: Token) -> None:
        match token.type:
            case "heading_open":
                self.heading = int(token.tag[1:])
            case "heading_close":
                self.heading = 0
            case "bullet_list_open" | "ordered_list_open":
                self.lists += 1
                if self.lists > 1:
                    self.draft.remark(Remark.NESTING)
            case "bullet_list_close" | "ordered_list_close":
                self.lists -= 1
            case "list_item_open":
                self.mark = f"{token.info}{token.markup} " if token.info else ""
            case "list_item_close":
                self.mark = None
            case "table_open":
                self.draft.remark(Remark.TABLES)
            case "th_open" | "td_open" | "th_close" | "td_close":
                self.in_cell = token.type.endswith("open")
            case "tr_open":
                self.row = []
            case "tr_close":
                self._add(" | ".join(self.row).strip())
            case "blockquote_open":
                self.draft.remark(Remark.QUOTES)
            case "hr":
                self.draft.remark(Remark.RULES)
            case "html_block":
                self.draft.remark(Remark.HTML_BLOCKS, token.content)
            case "fence" | "code_block":
                self.draft.remark(Remark.CODE)
                for line in token.content.splitlines():
                    self._add(line.strip())
            case "inline":
                self._read_inline(token)

    def _read_inline(self, token: Token) -> None:
        # What is left out leaves two spaces behind, and spaces in a row mean nothing in Markdown.
        words = " ".join(word for word in self._words(token.children or ()).split(" ") if word)
        if self.in_cell:
            self.row.append(words)
        elif self.heading:
            self.draft.add(Kind.HEADING, words, self.heading)
        else:
            self._add(words)

    def _add(self, words: str) -> None:
        if self.mark is None:
            self.draft.add(Kind.PARAGRAPH, words)
        else:
            self.draft.add(Kind.ITEM, self.mark + words)
            self.mark = None

    def _words(self, tokens: Sequence[Token]) -> str:
        words = ""
        for token in tokens:
            match token.type:
                case "text" | "code_inline" | "text_special":
                    words += token.content
                case "softbreak":
                    words += " "
                case "hardbreak":
                    self.draft.remark(Remark.BREAKS, words)
                    words += " "
                case "em_open" | "strong_open":
                    self.draft.remark(Remark.EMPHASIS)
                case "s_open":
                    self.draft.remark(Remark.STRUCK)
                case "link_open":
                    self.draft.remark(Remark.LINKS, str(token.attrs.get("href", "")))
                case "image":
                    self.draft.remark(Remark.PICTURES, token.content)
                case "html_inline":
                    self.draft.remark(Remark.HTML, token.content)
                    if token.content.lower().startswith("<br"):
                        words += " "
        return words
