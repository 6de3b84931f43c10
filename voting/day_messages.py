"""The words of the day, for the pages' scripts: reports on credentials, agendas, reconsiderations."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

DAY: Mapping[str, LazyString] = {
    "day.done": _("Signed and recorded."),
    "day.vote": _("Put it to the vote"),
    "day.decide": _("Decide without a vote"),
    "day.standing.pending": _("not decided yet"),
    "day.standing.voting": _("being voted on ({cause})"),
    "day.standing.adopted": _("adopted ({cause})"),
    "day.standing.rejected": _("rejected ({cause})"),
    "day.report": _("Report on credentials {report}"),
    "day.report.none": _("No report on credentials was made yet."),
    "day.report.numbers": _("Mandates allocated: {allocated}, accredited: {accredited}, present: {present}."),
    "day.report.contested": _("Contested, without a vote on this report: {mandates}."),
    "day.report.total": _("All delegations"),
    "day.agenda": _("Agenda {agenda}"),
    "day.agenda.none": _("No agenda was proposed yet."),
    "day.item.text": _("Text"),
    "day.item.no_text": _("No text"),
    "day.item.remove": _("Remove"),
    "day.item.no_title": _("Item {number} needs a title in {language}."),
    "day.reconsider": _("Reconsider…"),
    "day.reconsidered": _("Taken back by {cause}: it has no effect any more."),
    "day.taken_back": _("Taken back"),
    "day.reconsider.label": _("The decision {id}, to be taken back"),
    "day.reconsider.title": _("Take back the decision {id}?"),
    "day.reconsider.plain": _("No text and no later decision depends on it."),
    "day.reconsider.pending": _("Open again, and to be voted on anew: {names}."),
    "day.reconsider.again": _("Fell for it, and would stand again: {names}."),
    "day.reconsider.waiting": _("Withdrawn in its favour, and would wait again: {names}."),
    "day.reconsider.later": _("Decided later on the same text, with this decision in it: {names}."),
    "day.reconsider.words": _("These changes would leave the text:"),
    "day.about.credentials": _("On the report on credentials {id}"),
    "day.about.agenda": _("On the agenda {id}"),
    "day.about.reconsideration": _("On taking back the decision {id}"),
    "phone.why.contested": _("This mandate is contested: it does not vote on the report that says so."),
}
