"""The words of sittings and of explanations of vote, for the pages' scripts."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

SITTINGS: Mapping[str, LazyString] = {
    "sitting.none": _("No sitting was opened yet. From the first one on, motions are opened in sittings alone."),
    "sitting.open": _("{title}: open"),
    "sitting.suspended": _("{title}: suspended"),
    "sitting.closed": _("{title}: closed"),
    "sitting.number": _("Sitting {number}"),
    "sitting.present": _("Present: {present} of {accredited} accredited."),
    "sitting.quorum.met": _("Present: {present} of {accredited} accredited; quorum {needed}: reached."),
    "sitting.quorum.missed": _("Present: {present} of {accredited} accredited; quorum {needed}: not reached."),
    "sitting.quorum.weight.met": _(
        "Present: {present} of {accredited} accredited; quorum {needed} by weight, {reached} present: reached."
    ),
    "sitting.quorum.weight.missed": _(
        "Present: {present} of {accredited} accredited; quorum {needed} by weight, {reached} present: not reached."
    ),
    "sitting.established": _("When the assembly last came together: {present} present, quorum {needed}: established."),
    "sitting.not_established": _(
        "When the assembly last came together: {present} present, quorum {needed}: not established."
    ),
    "sitting.opening": _("Open {title}"),
    "sitting.resume": _("Resume"),
    "sitting.suspend": _("Suspend"),
    "sitting.close": _("Close the sitting"),
    "sitting.close.title": _("Close {title} for good?"),
    "sitting.close.explain": _(
        "A sitting that is closed cannot be resumed; for a break, suspend it. The next vote needs a new sitting."
    ),
    "sitting.done": _("Recorded."),
}

EXPLANATIONS: Mapping[str, LazyString] = {
    "explain.explanation": _("Explain your vote"),
    "explain.correction": _("Correct the record"),
    "explain.explanation.hint": _("Say in the record why you voted as you did. Everyone can read it."),
    "explain.correction.hint": _("Say in the record how you meant to vote. The count stays as it was declared."),
    "explain.explanation.done": _("Your explanation is recorded, entry {index}."),
    "explain.correction.done": _("Your correction is recorded, entry {index}. The count stays as it was declared."),
    "explain.waiting": _("Signed and kept on this phone; it is sent again until the server answers."),
    "explain.mandate": _("Mandate {mandate}"),
    "explain.text": _("Your words"),
    "explain.sign": _("Sign and send"),
    "explain.back": _("Back"),
}
