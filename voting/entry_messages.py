"""Words of the page that checks one entry of the log."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

ENTRIES: Mapping[str, LazyString] = {
    "entry.checking": _("One moment: your browser fetches the entry and its proof."),
    "entry.true": _("True. The entry stands in the log, unchanged, and its signatures hold."),
    "entry.withheld_true": _("True. This hash stands in the log. What it stands for can be read after the close."),
    "entry.false": _("FALSE. Something here does not hold. Do not rely on this server: call the auditors."),
    "entry.unknown": _("Not checked. The server did not give what the check needs. Try again."),
    "entry.convention.badge": _("The founding statement is the one that this browser's badge names."),
    "entry.convention.page": _(
        "The founding statement has the digest that this page names. If you have a badge, compare it with that:"
    ),
    "entry.convention.false": _(
        "The founding statement is not the one that this page, or this browser's badge, names."
    ),
    "entry.holds.included": _("It stands in the log as entry {index}, under the log's signature."),
    "entry.fails.included": _("It does not stand in the log as entry {index}."),
    "entry.holds.consistent": _("The log of {size} entries goes on from what this browser saw before."),
    "entry.fails.consistent": _("The log contradicts what this browser saw before."),
    "entry.holds.shown": _("This page shows what was signed, and who signed it."),
    "entry.fails.shown": _("This page shows something else than what was signed."),
    "entry.holds.founder": _("It is signed by the founder's key, which it holds itself."),
    "entry.holds.signed": _("Entry {index} is signed by a key that entry {by} names."),
    "entry.fails.signed": _("The signature of entry {index} does not hold."),
    "entry.pinned": _(
        "This checks place and signature. Whether the rules allowed the act is what the offline verifier finds."
    ),
}
