"""The words of the chair at work: who has not voted, what is read aloud, what others did and prepared."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from voting.rule_messages import POLLING

CHAIR_AT_WORK: Mapping[str, LazyString] = {
    "chair.aloud": _("To be read aloud"),
    "chair.aloud.motion": _("Motion {motion}: {title}."),
    "chair.aloud.votes": _("The votes: {votes}."),
    "chair.aloud.weight": _("The votes by weight: {votes}."),
    "chair.aloud.share": _("{needed} of {whole} {units} must be yes; yes has {reached}."),
    "chair.aloud.adopted": _("It is adopted."),
    "chair.aloud.not_adopted": _("It is not adopted."),
    "chair.aloud.no_quorum": _("There is no quorum: nothing is decided."),
    "chair.aloud.tied": _("The votes are equal: the chair decides."),
    "chair.interpreters": _("Interpreters"),
    "chair.interpreters.ready": _("Ready"),
    "chair.interpreters.not_ready": _("Not ticked as ready. You may open all the same."),
    "chair.countdown": _("About {seconds} seconds"),
    "chair.countdown.tell": _("Tell the hall how long voting stays open:"),
    "chair.countdown.stop": _("Stop the clock"),
    "chair.countdown.done": _("The hall sees the time that is left. Ending polling stays your act."),
    "chair.polling": _(POLLING),
    "chair.polling.explain": _("Then your device ends it, while this page is open; you can keep it open longer."),
    "chair.polling.start": _("{time}, then polling ends"),
    "chair.polling.ends": _("Your device ends polling on motion {motion} in {seconds} s."),
    "chair.polling.keep": _("Keep it open"),
    "chair.polling.kept": _("Polling stays open until you end it."),
    "chair.polling.over": _("Time is over: end polling"),
    "chair.late": _("This changed while you were asked. Nothing of yours was signed: look again."),
    "chair.late.officer": _("The officer with badge {number}"),
    "chair.late.motion.opened": _("{who} opened a motion with this number at {time}."),
    "chair.late.polling.ended": _("{who} ended polling at {time}."),
    "chair.late.motion.closed": _("{who} closed the motion at {time}."),
    "chair.late.result.declared": _("{who} declared the result at {time}."),
    "chair.late.motion.annulled": _("{who} signed its annulment at {time}."),
    "chair.late.annulment.confirmed": _("{who} confirmed its annulment at {time}."),
    "chair.late.decision.recorded": _("{who} stated a decision with this number at {time}."),
    "chair.late.decision.confirmed": _("{who} confirmed the decision at {time}."),
    "chair.late.decision.annulled": _("{who} signed the decision's annulment at {time}."),
    "chair.prepare.open": _("Prepare for the chair"),
    "chair.prepare.act": _("Prepare: {act}"),
    "chair.prepare.done": _("Prepared. The chair sees it now."),
    "chair.prepared.by": _("Prepared by clerk {name}"),
    "chair.prepared.read": _("Read aloud, then approve:"),
    "chair.prepared.approve": _("Approve: {act}"),
    "chair.prepared.send_back": _("Send back"),
    "chair.prepared.done": _("Approved and signed."),
    "chair.prepared.waits": _("Waits for the chair"),
    "chair.prepared.returned": _("Sent back by {name}"),
    "chair.prepared.take_away": _("Take away"),
    "prepared.signed_by": _("{name} has approved and signed it. Nothing of yours was signed."),
    "prepared.taken_by": _("{name} has taken it away. Nothing was signed."),
    "chair.prepared.gone": _("This does not fit any more: something has changed since it was prepared. Send it back."),
    "chair.prepared.stale": _(
        "This does not fit any more: something has changed since you prepared it. Take it away and prepare it anew."
    ),
    "chair.prepared.text_changed": _(
        "The text has changed since the clerk prepared this. It is shown as it stands now."
    ),
    "chair.prepared.roll_changed": _(
        "The roll has changed since the clerk prepared this. Mandates then: {before}; now: {now}."
    ),
    "chair.prepared.number_changed": _("Number {before} is taken. This is motion {motion} now."),
    "chair.who": _("Who has not voted"),
    "chair.who.totals": _("Entitled {entitled} · present {present} · voted {voted}"),
    "chair.who.missing": _("Have not voted: {count}, of whom present: {present}."),
    "chair.who.all": _("All have voted."),
    "chair.who.block": _("voted as a block"),
    "chair.who.waits": _("at the tellers"),
    "chair.who.absent": _("absent"),
    "chair.who.credential": _("badge {number}"),
    "chair.who.numbers": _("{voted} of {entitled} voted, {present} present"),
    "chair.who.secret": _("You see that a mandate has voted, and never what."),
}
