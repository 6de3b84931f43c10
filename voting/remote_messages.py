"""The words of a delegate far away who checks in and out on her own phone, for the page's script."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

REMOTE: Mapping[str, LazyString] = {
    "remote.recorded": _("Recorded as entry {index}, {time}"),
    "remote.waiting": _(
        "Signed and kept on this phone, but not recorded yet: the network does not answer. Keep this page open; it is"
        " sent again by itself."
    ),
    "remote.proxies": _("You gave a proxy (mandate {mandates}). When you check in it ends, and you vote yourself."),
}
