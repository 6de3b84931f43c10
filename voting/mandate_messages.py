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
    "desk.attention": _("Needs somebody at the desk: {count}"),
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
    "desk.attention.to_confirm": _(
        "The phone waits to be confirmed: compare its code face to face, or by video with somebody far away."
    ),
    "desk.attention.unknown_delegation": _(
        "The delegation on the list is not registered. Correct the list, or let the delegation be registered."
    ),
    "desk.attention.not_present": _(
        "Checked in after motion {motion} was opened: no vote in it. The next motion counts this person."
    ),
    "desk.attention.not_on_roll": _(
        "On the roll only after motion {motion} was opened: no vote in it. The next motion counts this person."
    ),
    "desk.attention.fixed_at_opening": _(
        "The mandate came after motion {motion} was opened: no vote in it. The next motion counts this person."
    ),
    "desk.attention.contested": _(
        "Contested: no vote in motion {motion}, on the report that says so. Every other motion counts this person."
    ),
    "phone.mandates.own": _("You cast mandate {mandate} yourself."),
    "phone.mandates.away_alternate": _("Credential {number} casts your mandate {mandate}, as its alternate."),
    "phone.mandates.away_proxy": _(
        "Credential {number} casts your mandate {mandate}, by proxy. The proxy ends when you check in at the door."
    ),
    "phone.mandates.held_alternate": _("You cast mandate {mandate} of credential {number}, as its alternate."),
    "phone.mandates.held_proxy": _(
        "You cast mandate {mandate} of credential {number}, by proxy. It ends when that delegate checks in at the door."
    ),
    "phone.mandates.led_alternate": _("Credential {number} casts mandate {mandate}, as its alternate."),
    "phone.mandates.led_proxy": _("Credential {number} casts mandate {mandate}, by proxy."),
    "phone.mandates.take_back": _("Take back {mandate}"),
    "phone.mandates.give_back": _("Give back {mandate}"),
    "phone.mandates.option": _("{mandate} (credential {number})"),
    "phone.mandates.no_proxies": _("The rules of this convention know no proxies."),
    "phone.mandates.proxies": _("One person holds at most {limit} by proxy."),
    "phone.mandates.proxies_within": _("One person holds at most {limit} by proxy, of the same delegation."),
    "phone.mandates.alternates": _("Alternates of your delegation: {numbers}."),
    "phone.mandates.no_alternates": _("Your delegation has no alternates with a badge."),
    "phone.mandates.confirm_alternate": _(
        "Credential {number} ({role}, {delegation}) casts mandate {mandate} as its alternate, from the next motion on,"
        " until it is taken back."
    ),
    "phone.mandates.confirm_proxy": _(
        "Credential {number} ({role}, {delegation}) casts mandate {mandate} by proxy, from the next motion on, until it"
        " is taken back or its own delegate checks in at the door."
    ),
    "phone.mandates.confirm_back": _("Mandate {mandate} goes back to its own delegate, from the next motion on."),
    "phone.mandates.waiting": _(
        "Signed and kept on this phone, but not recorded yet. Keep this page open; it is sent again by itself."
    ),
    "phone.mandates.done_over": _("Recorded as entry {index}: credential {number} casts mandate {mandate}."),
    "phone.mandates.done_back": _("Recorded as entry {index}: mandate {mandate} is with its own delegate again."),
    "phone.mandates.refused": _("Not handed over. {why}"),
    "phone.mandates.not_back": _("Not given back. {why}"),
    "phone.mandates.doubtful": _("The server has not proved that it recorded this. Show this phone at the desk."),
    "phone.receipt_mandate": _("Who casts mandate {mandate}"),
    "phone.why.other_voters": _(
        "Your delegation does not vote on this motion: the rules give it to other delegations."
    ),
}
