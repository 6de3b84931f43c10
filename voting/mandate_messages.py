"""What the pages say of mandates that somebody else casts, and of people who are here without a vote."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

MANDATES: dict[str, LazyString] = {
    "desk.mandates.head": _("Leads the delegation"),
    "desk.mandates.away_alternate": _("Mandate {mandate} is with {name} (No. {number}), as alternate."),
    "desk.mandates.away_proxy": _("Mandate {mandate} is with {name} (No. {number}), by proxy. It ends at check-in."),
    "desk.mandates.held_alternate": _("Casts mandate {mandate} of {name} (No. {number}), as alternate."),
    "desk.mandates.held_proxy": _("Casts mandate {mandate} of {name} (No. {number}), by proxy."),
    "desk.mandates.own": _("Mandate {mandate} is with its own delegate."),
    "desk.mandates.back": _("Back to its own delegate: {mandate}"),
    "desk.mandates.no_proxies": _("The rules of this convention know no proxies."),
    "desk.mandates.proxies": _("One person holds at most {limit} by proxy. A proxy ends at its giver's check-in."),
    "desk.mandates.proxies_within": _(
        "One person holds at most {limit} by proxy, of the same delegation. A proxy ends at its giver's check-in."
    ),
    "desk.mandates.choose": _("Choose which mandates, and who takes them over."),
    "desk.mandates.found": _("{shown} of {total} delegates and alternates shown, those who may take it over first"),
    "desk.mandates.nobody": _("Nobody who matches could take a mandate over. Only delegates and alternates can."),
    "desk.mandates.number": _("No. {number}"),
    "desk.done.handed_over": _(
        "{mandates}: {name} votes from the next motion on; recorded as entry {index}. Open motions keep their voters."
    ),
    "desk.done.handed_back": _(
        "{mandates}: the own delegate votes again from the next motion on; recorded as entry {index}."
    ),
    "desk.attention": _("Here without a vote: {count}"),
    "desk.attention.more": _("and {count} more"),
    "desk.attention.show": _("Show"),
    "desk.attention.revoked": _("The badge is revoked. Issue a new one, or check the person out."),
    "desk.attention.handed_over": _(
        "The mandate is with somebody else. If the person is to vote, take it back under “Mandates”."
    ),
    "desk.attention.no_phone": _(
        "No phone is activated. Let the badge be scanned, or send the person to the tellers for a vote on paper."
    ),
    "desk.attention.unconfirmed": _("The phone is not confirmed. Compare the codes and confirm it."),
    "desk.attention.not_present": _(
        "Checked in after motion {motion} was opened: no vote in it. The next motion counts this person."
    ),
    "desk.attention.not_on_roll": _(
        "On the roll only after motion {motion} was opened: no vote in it. The next motion counts this person."
    ),
    "desk.attention.fixed_at_opening": _(
        "The mandate came after motion {motion} was opened: no vote in it. The next motion counts this person."
    ),
    "phone.why.other_voters": _(
        "Your delegation does not vote on this motion: the rules give it to other delegations."
    ),
}
