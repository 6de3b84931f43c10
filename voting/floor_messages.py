"""The words of the floor, for the pages' scripts: the speakers' list and the pause."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

FLOOR: Mapping[str, LazyString] = {
    "floor.for": _("For"),
    "floor.against": _("Against"),
    "floor.order": _("Point of order"),
    "floor.number": _("No. {number}"),
    "floor.speaking": _("Has the floor"),
    "floor.next": _("Next on the speakers' list"),
    "floor.more": _("{count} more"),
    "floor.left": _("{time} left"),
    "floor.over": _("{time} over time"),
    # A speaker's time while the hall votes: "2:05 left (stopped)".
    "floor.held": _("{time} (stopped)"),
    "floor.pause": _("The sitting pauses."),
    "floor.pause_until": _("The sitting pauses until {time}."),
}

# What a delegate's phone says of her own place.
SPEAK: Mapping[str, LazyString] = {
    "speak.closed": _("The speakers' list is closed. You can still raise a point of order."),
    "speak.open": _("Ask for the floor. The chair sees it at once."),
    "speak.place": _("You are on the speakers' list: place {place} of {count}."),
    "speak.next": _("You are next. Be ready to speak."),
    "speak.now": _("You have the floor."),
    "speak.taken_back": _("You are not on the speakers' list any more."),
    "speak.nobody": _("Nobody has the floor."),
}

# The chair's and the clerk's panel.
LINE: Mapping[str, LazyString] = {
    "line.list": _("Speakers' list"),
    "line.closed": _("closed"),
    "line.open": _("open"),
    "line.nobody": _("Nobody waits for the floor."),
    "line.give": _("Give the floor"),
    "line.give_whom": _("Give the floor to no. {number}"),
    "line.end": _("End the speech"),
    "line.up": _("Move no. {number} up"),
    "line.down": _("Move no. {number} down"),
    "line.remove": _("Remove no. {number}"),
    "line.spoken": _("delegation has spoken {time}"),
    "line.open_list": _("Open the list"),
    "line.close_list": _("Close the list"),
    "line.balance": _("Balanced order again"),
    "line.anew": _("Empty the list"),
    "line.anew_sure": _("Empty the speakers' list?"),
    "line.anew.explain": _("All who wait lose their places and have to ask again."),
    "line.until": _("Until"),
    "line.pause": _("Announce a pause"),
    "line.resume": _("End the pause"),
    "line.suspend": _("This only informs the hall. For the record, suspend the sitting."),
}
