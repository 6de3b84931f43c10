"""The words of texts and their amendments: on the phone, on the hall screen and on the page of a text."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

TEXTS: Mapping[str, LazyString] = {
    "diff.inserted": _("inserted: "),
    "diff.deleted": _("deleted: "),
    "diff.new": _("New paragraph"),
    "diff.new_heading": _("New heading"),
    "diff.after": _("{what} after paragraph {number}"),
    "diff.before": _("{what} before paragraph {number}"),
    "diff.paragraph": _("Paragraph {number}"),
    "diff.heading": _("Heading"),
    "diff.goes": _("{place}, deleted as a whole"),
    "phone.amendments": _("What changes: {amendments}"),
    "phone.proposed_by": _("Proposed by {names}"),
    "phone.untranslated": _("Not translated: shown in {language}."),
    "phone.words_checked": _("This phone checked these words against the amendment in the record."),
    "phone.words_told": _(
        "Other changes touch these words too, or their translation was corrected: how they read now is the server's"
        " account. The amendment itself was checked in the record."
    ),
    "phone.document_amended": _("{title} (version {version}), as amended"),
    "phone.whole_checked": _("This phone checked that this is the text that the chair signed."),
    "phone.means.whole.yes": _("YES: the whole text is adopted as it is shown."),
    "phone.means.whole.no": _("NO: the text is not adopted."),
    "phone.means.credentials.yes": _("YES: the report is adopted."),
    "phone.means.credentials.no": _("NO: the report is not adopted."),
    "phone.means.agenda.yes": _("YES: this agenda is adopted."),
    "phone.means.agenda.no": _("NO: this agenda is not adopted."),
    "phone.means.reconsideration.yes": _(
        "YES: this decision has no effect any more, and can be put to the vote again."
    ),
    "phone.means.reconsideration.no": _("NO: this decision stands."),
    "phone.means.together.yes": _("YES: all the changes shown are made."),
    "phone.means.together.no": _("NO: none of them is made."),
    "phone.means.part.yes": _("YES: this part is kept; amendment {amendment} is voted on once all its parts are."),
    "phone.means.part.no": _("NO: this part of amendment {amendment} goes."),
    "phone.means.amendment.yes": _("YES: amendment {amendment} will read as shown; it is voted on afterwards."),
    "phone.means.amendment.no": _("NO: amendment {amendment} stays as it is."),
    "phone.means.replace.yes": _("YES: the text will read as shown."),
    "phone.means.replace.no": _("NO: the paragraph stays as it is."),
    "phone.means.delete.yes": _("YES: the words that are struck through go."),
    "phone.means.delete.no": _("NO: the paragraph stays as it is."),
    "phone.means.insert.yes": _("YES: the words that are marked as new are added."),
    "phone.means.insert.no": _("NO: nothing is added."),
    "phone.receipt_amendment": _("Amendment {amendment}"),
    "amend.how": _("Tap ✎ beside a paragraph to propose a change to it."),
    "amend.propose": _("Propose a change to paragraph {number}"),
    "amend.propose_heading": _("Propose a change to this heading"),
    "amend.title": _("Your change to paragraph {number}"),
    "amend.title_heading": _("Your change to a heading"),
    "amend.title_amendment": _("Your change to amendment {amendment}"),
    "amend.nothing": _("Nothing is changed yet."),
    "amend.changed_before": _(
        "Amendments adopted since have changed this paragraph. You change it as it was tabled; what touches the same"
        " words cannot be adopted as well."
    ),
    "amend.language": _("Amendments are proposed in {language}, the language that counts."),
    "amend.urgent": _("The time for amendments is over. This one is tabled as urgent; the chair decides on it."),
    "amend.sign": _("Sign and table"),
    "amend.sending": _("Signed on this phone. Sending…"),
    "amend.waiting": _("Signed and kept on this phone, but not recorded yet. Keep this page open; it is sent again."),
    "amend.tabled": _("Amendment {amendment} is tabled: entry {index} of the record. Receipt checked by this phone."),
    "amend.done": _("Recorded: entry {index} of the record. Receipt checked by this phone."),
    "amend.support": _("Support"),
    "amend.unsupport": _("Take my support back"),
    "amend.withdraw": _("Withdraw"),
    "amend.take_over": _("Take it over"),
    "amend.pull": _("Vote it by itself"),
    "amend.amend": _("Propose a change to it"),
    "amend.sure.support": _("You support amendment {amendment}. Everyone can read that in the record."),
    "amend.sure.unsupport": _("You take back your support for amendment {amendment}."),
    "amend.sure.withdraw": _("You withdraw your amendment {amendment}. Others may take it over."),
    "amend.sure.take_over": _(
        "You take over amendment {amendment}: it goes on with you as its one proposer. Everyone can read that in the"
        " record."
    ),
    "amend.sure.pull": _(
        "The committee wants to put amendment {amendment} to the vote together with others. You ask for a vote"
        " on it alone."
    ),
    "amend.too_long": _("The reason has at most 4,000 characters."),
    "amend.reason_unreadable": _("The reason is not in this record any more."),
}
