"""Texts for the tests: one that people would write, and Hypothesis strategies for those that they would not."""

import unicodedata

from hypothesis import strategies as st

from ballots.operation import Action, Change, Operation
from ballots.text import FORBIDDEN, Block, Kind, Text, parse

DECLARATION = """\
# Declaration on Water

Water is a common good of all who live on this earth.

## What we ask for

- (a) Every household has safe drinking water within ten minutes.

- (b) No supply is cut off for debt.

The member parties report on this every second year.
"""


def declaration() -> Text:
    return parse(DECLARATION.encode())


def paragraph(words: str) -> Text:
    return Text((Block(Kind.PARAGRAPH, words),))


# Marks, backslashes and accents are drawn often: the form of the text depends on them.
ODD = ["#", "##", "#######", "-", "\\", "\\#", "\\\\-", "a\u0301", "é", "\u0301", "א", "水", "𝄞", "x\u00a0:", "1."]
words = st.one_of(
    st.sampled_from(["a", "b", "c", *ODD]),
    st.text(min_size=1, max_size=4),
).map(
    lambda word: (
        "".join(
            character
            for character in unicodedata.normalize("NFC", word)
            if not FORBIDDEN.match(character) and character != " "
        )
        or "w"
    )
)
lines = st.lists(words.filter(lambda word: any(c.isalnum() or c in "#-\\" for c in word)), min_size=1, max_size=8).map(
    " ".join
)
blocks = st.one_of(
    st.builds(Block, st.sampled_from([Kind.ITEM, Kind.PARAGRAPH]), lines),
    st.builds(Block, st.just(Kind.HEADING), lines, st.integers(1, 6)),
)
texts = st.lists(blocks, min_size=1, max_size=5).map(lambda drawn: Text(tuple(drawn)))


@st.composite
def changes(draw: st.DrawFn, text: Text) -> Change:
    """Draw a change that fits the text."""
    action = draw(st.sampled_from(Action))
    index = draw(st.integers(0, len(text.blocks) - 1))
    length = len(text.blocks[index].words)
    within = action is not Action.INSERT_AFTER and draw(st.booleans())
    if not within:
        span = None
    elif action is Action.INSERT_BEFORE:
        span = (draw(st.integers(0, length)),) * 2
    else:
        start = draw(st.integers(0, length - 1))
        span = (start, draw(st.integers(start + 1, length)))
    if action is Action.DELETE:
        new = Text()
    elif within:
        new = paragraph(draw(lines))
    else:
        new = draw(st.lists(blocks, min_size=1, max_size=3).map(lambda drawn: Text(tuple(drawn))))
    return Change(Operation(action, index, span), new)
