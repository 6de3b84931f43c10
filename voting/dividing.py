"""An amendment word by word, and the parts into which it falls by itself: the runs of words that it changes."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

from ballots.amendment import Amendment
from ballots.amendment_acts import PARTS
from ballots.convention import Convention
from ballots.operation import Action, Change
from ballots.standing import target_text
from ballots.text import Block, Text
from voting.amendment_views import change_view

Plain = dict[str, Any]
# One run of words, or one new block, as a change of a statement: action, and `words` and `text` in one language.
Run = tuple[Action, Plain]


def divisible(convention: Convention, amendment: Amendment) -> Plain:
    """Return an amendment's operation, the words of its block by language, and parts to begin with.

    The parts are empty where it changes one run of words alone, or its languages do not fall apart alike.
    """
    operation = amendment.changes[convention.founded.languages[0]].operation
    blocks = {
        language: target_text(convention, amendment.target.digest, language).blocks[operation.block]
        for language in amendment.changes
    }
    runs = {language: list(_runs(blocks[language], change)) for language, change in amendment.changes.items()}
    return {
        "amendment": amendment.id,
        "digest": amendment.digest,
        "operation": {"type": operation.action.value, "block": operation.block},
        "words": {language: list(block.words) for language, block in blocks.items()},
        "changes": {language: change_view(change) for language, change in amendment.changes.items()},
        "parts": _parts(operation.block, runs),
    }


def _parts(block: int, runs: dict[str, list[Run]]) -> list[Plain]:
    first, *others = runs.values()
    actions = [action for action, _ in first]
    alike = all([action for action, _ in other] == actions for other in others)
    if not alike or not 2 <= len(first) <= PARTS:
        return []
    return [
        {
            "operation": {"type": action.value, "block": block},
            "changes": {language: found[number][1] for language, found in runs.items()},
        }
        for number, action in enumerate(actions)
    ]


def _runs(block: Block, change: Change) -> Iterator[Run]:
    operation, new = change.operation, change.new
    if operation.gap is not None:
        for made in new.blocks:
            yield operation.action, {"words": None, "text": _written(Text((made,)))}
        return
    start, stop = operation.words or (0, len(block.words))
    before, after = block.words[start:stop], new.blocks[0].words if new.blocks else ()
    if operation.words is None and not _same_block(block, new):
        return
    for tag, low, high, begin, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            action = Action.INSERT_BEFORE if low == high else Action.REPLACE if begin < end else Action.DELETE
            text = " ".join(after[begin:end])
            yield action, {"words": [start + low, start + high], "text": text or None}


def _same_block(block: Block, new: Text) -> bool:
    """Tell whether a new text for a whole block is one block of the same kind, so that only its words differ."""
    return len(new.blocks) == 1 and (new.blocks[0].kind, new.blocks[0].level) == (block.kind, block.level)


def _written(text: Text) -> str:
    return text.format().decode().removesuffix("\n")
