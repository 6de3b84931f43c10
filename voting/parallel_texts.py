"""The languages of one document side by side: they are one text only if their blocks pair off."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest

from flask_babel import gettext as _

from ballots.text import Block, Kind, Text
from voting.languages import marked

_COUNTS = {
    Kind.HEADING: marked("Headings: %(language)s %(own)s, %(model)s %(count)s."),
    Kind.ITEM: marked("List items: %(language)s %(own)s, %(model)s %(count)s."),
    Kind.PARAGRAPH: marked("Paragraphs outside lists: %(language)s %(own)s, %(model)s %(count)s."),
}
_BLOCKS = {
    Kind.HEADING: marked("a heading of level %(level)s (“%(words)s”)"),
    Kind.ITEM: marked("a list item (“%(words)s”)"),
    Kind.PARAGRAPH: marked("a paragraph (“%(words)s”)"),
}
_EXCERPT = 60


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Where the blocks of a language first part from those of the authoritative one.

    `index` is the block's, `number` the number of the paragraph there or of the next one, both from the authoritative
    text; `here` and `there` are the blocks at that place, None after a text's end; `counts` are, by kind, the numbers
    of blocks in the language and in the authoritative one.
    """

    language: str
    authoritative: str
    index: int
    number: int
    here: Block | None
    there: Block | None
    counts: Mapping[Kind, tuple[int, int]]

    def sentence(self, names: Mapping[str, str]) -> str:
        """Return what is wrong, for people; `names` are those of the languages, by tag."""
        here, there = (names.get(tag, tag) for tag in (self.language, self.authoritative))
        differing = [
            _(_COUNTS[kind], language=here, own=own, model=there, count=other)
            for kind, (own, other) in self.counts.items()
            if own != other
        ] or [_("%(language)s has as many blocks as %(model)s, in another order.", language=here, model=there)]
        parting = _(
            "From paragraph %(number)s on they do not pair off: there %(language)s has %(own)s, %(model)s %(other)s.",
            number=self.number,
            language=here,
            own=_describe(self.here),
            model=there,
            other=_describe(self.there),
        )
        return " ".join((*differing, parting))


def _describe(block: Block | None) -> str:
    if block is None:
        return _("nothing more")
    excerpt = block.text if len(block.text) <= _EXCERPT else f"{block.text[:_EXCERPT]}…"
    return _(_BLOCKS[block.kind], level=block.level, words=excerpt)


def compare_structures(texts: Mapping[str, Text], authoritative: str) -> tuple[Mismatch, ...]:
    """Return the first mismatch of each language whose blocks differ in kind, level or number; () if all pair off."""
    model = texts[authoritative]
    return tuple(
        found
        for language, text in texts.items()
        if language != authoritative and (found := _compare(language, text, authoritative, model)) is not None
    )


def _compare(language: str, text: Text, authoritative: str, model: Text) -> Mismatch | None:
    for index, (here, there) in enumerate(zip_longest(text.blocks, model.blocks)):
        if here and there and (here.kind, here.level) == (there.kind, there.level):
            continue
        own, other = (Counter(block.kind for block in blocks) for blocks in (text.blocks, model.blocks))
        before = sum(number is not None for number in model.numbers[:index])
        counts = {kind: (own[kind], other[kind]) for kind in Kind}
        return Mismatch(language, authoritative, index, before + 1, here, there, counts)
    return None
