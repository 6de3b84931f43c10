"""The words of the hall screen and of a result's seats, by key; `{name}` in them is filled in by `t()` of text.js."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

SCREEN: Mapping[str, LazyString] = {
    "screen.motion": _("Motion {motion}"),
    "screen.turnout_one": _("1 of {entitled} has voted"),
    "screen.turnout": _("{count} of {entitled} have voted"),
    "screen.voted_one": _("1 of {entitled} voted"),
    "screen.voted": _("{count} of {entitled} voted"),
    "screen.ended": _("Polling has ended. Whoever misses a receipt goes to the tellers now."),
    "screen.closed": _("The votes are counted. The chair declares the result."),
    "screen.annulled": _("This motion is annulled and has no result."),
    "screen.pending": _("An annulment has been asked for and waits for a second person."),
    "screen.subject": _("On the text: {title}, version {version}"),
    "screen.page": _("Page {page} of {pages}"),
    "screen.also_open": _("Also open: {motions}"),
}

# A result as seats in a half circle, on the hall screen and in the record.
SEATS: Mapping[str, LazyString] = {
    "seats.summary": _("Seats by delegation. Yes {yes}, no {no}, abstain {abstain}, did not vote {absent}."),
    "seats.absent": _("Did not vote"),
    "seats.delegation": _("Delegation"),
    "seats.entitled": _("Entitled"),
    "seats.weight": _("Weight of each"),
}
