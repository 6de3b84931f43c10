"""The words of a practice vote, for the pages' scripts."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

PRACTICE: Mapping[str, LazyString] = {
    "practice.mark": _("Practice, counts for nothing"),
    "practice.title": _("Practice vote"),
    "practice.question": _("Can you see this? Practise voting."),
    "practice.now": _("Practise now"),
    "practice.none": _("There is no practice vote now."),
    "practice.turnout_one": _("1 of {expected} has practised"),
    "practice.turnout": _("{count} of {expected} have practised"),
}

# The chair's panel.
PRACTISE: Mapping[str, LazyString] = {
    "practise.start": _("Start a practice vote"),
    "practise.end": _("Stop it and show the bars"),
    "practise.over": _("End practice"),
    "practise.missing_one": _("1 has not managed yet:"),
    "practise.missing": _("{count} have not managed yet:"),
    "practise.more": _("and {count} more"),
    "practise.nobody_missing": _("Everyone who could has practised."),
}
