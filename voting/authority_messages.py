"""The words of the page on which officers and delegations change, for its scripts."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

AUTHORITY: Mapping[str, LazyString] = {
    "authority.founder": _("The assembly has not sat yet: the founder changes officers and delegations."),
    "authority.founder.look": _(
        "The assembly has not sat yet: the founder changes officers and delegations. You can look."
    ),
    "authority.chair": _(
        "The assembly has sat: a chair changes officers and delegations, each change on a decision of its own."
    ),
    "authority.chair.look": _(
        "The assembly has sat: a chair changes officers and delegations, on its decisions. You can look."
    ),
    "authority.decision.motion": _("Motion {decision}: {title}"),
    "authority.decision.decision": _("Decision {decision}: {title}"),
    "authority.decision.choose": _("Choose a decision"),
    "authority.decision.none": _(
        "No decision waits for a change. Let the assembly adopt a motion of the kind “{kind}” first, or state such a "
        "decision; one serves one change."
    ),
    "authority.decision.none_any": _(
        "No decision waits for a change. Let the assembly adopt a motion first, or state a decision; one serves one "
        "change."
    ),
    "authority.decision.missing": _("Choose the decision of the assembly that orders this."),
    "authority.number": _("credential {number}"),
    "authority.enrolled": _("device active"),
    "authority.waiting": _("badge not used yet"),
    "authority.nothing": _("Nothing to change yet: add an officer, or end an office."),
    "authority.name_missing": _("Write the name of the new officer."),
    "authority.last_chair": _("No chair would be left, and nothing could be decided. Add a chair to the same change."),
    "authority.one_chair": _("One chair would be left. If she loses her phone, nobody can replace her: have two."),
    "authority.same_person": _(
        "{name} holds an office already and stays one person: acts that need two signers need somebody else."
    ),
    "authority.line.issue": _("New: {name}, {role}, credential {number}"),
    "authority.line.revoke": _("Ends: {name}, {role}, credential {number}. Reason: {reason}"),
    "authority.line.decision": _("On {decision}"),
    "authority.filename": _("badges-officers-{number}.pdf"),
    "authority.done": _("The change is recorded. Hand out the new badges; who lost an office can sign nothing more."),
    "authority.refused": _("Not recorded: {problem} The saved PDF is void: destroy it."),
    "authority.discarded": _("Nothing was changed. A PDF that you saved is void: destroy it."),
    "authority.delegation.new": _("A new delegation"),
    "authority.delegation.line_one": _("{name} ({id}): 1 seat, weight {weight}"),
    "authority.delegation.line": _("{name} ({id}): {count} seats, weight {weight} each"),
    "authority.delegation.name": _("Name ({language})"),
    "authority.delegation.title": _("Register {delegation}?"),
    "authority.delegation.seats": _("Seats: {before} → {now}"),
    "authority.delegation.new_seats": _("Seats: {now}"),
    "authority.delegation.weight": _("Weight of each: {weight}"),
    "authority.delegation.groups": _("Groups: {groups}"),
    "authority.delegation.open": _("Motions that are open now keep the numbers they were opened with."),
    "authority.delegation.done_one": _("{delegation} is registered with 1 seat."),
    "authority.delegation.done": _("{delegation} is registered with {count} seats."),
    "authority.missing.id": _("Write a short name of letters and digits that no delegation has."),
    "authority.missing.name": _("Write the name in the first language."),
    "authority.missing.other_name": _("{delegation} has this name already. Change that one, or write another name."),
    "authority.missing.seats": _(
        "Seats are a whole number, at least {least} (so many have been given out) and at most {most}."
    ),
    "authority.missing.weight": _("The weight is a whole number from 1 to {most}."),
}
