"""The words that pages' scripts show, by key, grouped by page; `{name}` in them is filled in by `t()` of text.js."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

Messages = Mapping[str, LazyString]

COMMON: Messages = {
    "common.yes": _("Yes"),
    "common.no": _("No"),
    "common.abstain": _("Abstain"),
}


def page_messages() -> dict[str, str]:
    """Return every message in the language of the current request."""
    groups = (COMMON,)
    return {key: str(message) for group in groups for key, message in group.items()}
