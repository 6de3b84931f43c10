"""The words that a page's script may show: those whose keys stand in it, in the reader's language."""

import re
from collections.abc import Mapping

from flask_babel import get_locale

from voting.assets import current_assets
from voting.messages import MESSAGES, translated

# `t("screen.voted")` and `t(`screen.${state}`)`: a key, or the beginning that what is computed is added to.
KEY = re.compile(r'["`]([a-z_]+\.[\w./]*)(["`]|\$\{)')
# `counted("desk.found", count)` takes other words for one; `pill("state", motion.state)` names a family of keys.
COUNTED = re.compile(r'\bcounted\("([a-z_]+\.[\w.]*)"')
PILL = re.compile(r'\bpill\("([a-z_]+)"')

# Thousands of phones load a page in the same minute, in few languages.
_kept: dict[tuple[str, str, tuple[str, ...]], Mapping[str, str]] = {}


def page_messages(*scripts: str) -> Mapping[str, str]:
    """Return the messages of a page's scripts (`js/screen.js`), by key."""
    assets = current_assets()
    which = (assets.version, str(get_locale()), scripts)
    if which not in _kept:
        _kept[which] = translated({key for name in scripts for key in keys_in(assets.content(name).decode())})
    return _kept[which]


def keys_in(script: str) -> list[str]:
    """Return the keys of the messages that a script names, by themselves or by their beginning."""
    found = KEY.findall(script)
    whole = {key for key, end in found if end != "${"} | {f"{key}_one" for key in COUNTED.findall(script)}
    begun = (*(key for key, end in found if end == "${"), *(f"{family}." for family in PILL.findall(script)))
    return [key for key in MESSAGES if key in whole or key.startswith(begun)]
