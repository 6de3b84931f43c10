"""The words for the rules of a majority, by key; `{name}` is filled in. Their translations are in voting/translations.

A sentence is put together from these by requirement.py for documents and by requirement.js for pages.
"""

from collections.abc import Mapping

from voting.languages import marked as _

# Apart from the others: phones show the clock, and do without the words.
POLLING = _("Polling stays open for {time}.")

RULES: Mapping[str, str] = {
    "rule.adopted": _("To be adopted: {houses}."),
    "rule.and": _("{first}; and {second}"),
    "rule.group": _("in the group “{group}”, {house}"),
    "rule.voters": _("Only delegations of the group “{group}” vote."),
    "rule.tie": _("If votes for and against are equal, the chair decides by a casting vote."),
    "rule.delegations": _(
        "Each delegation counts once: for or against as more of its mandates vote, abstaining if they are even."
    ),
    # Shares of something.
    "rule.share": _("{share} {base} must be yes"),
    "rule.whole": _("all"),
    "rule.more_than": _("more than {part}"),
    "rule.more_than.1/2": _("more than half"),
    "rule.more_than.2/3": _("more than two thirds"),
    "rule.more_than.3/4": _("more than three quarters"),
    "rule.at_least": _("at least {part}"),
    "rule.at_least.1/2": _("at least half"),
    "rule.at_least.2/3": _("at least two thirds"),
    "rule.at_least.3/4": _("at least three quarters"),
    "rule.of.heads.decisive": _("of the votes for and against (abstentions do not count)"),
    "rule.of.heads.cast": _("of the valid votes (yes, no and abstain)"),
    "rule.of.heads.electorate": _("of the mandates entitled to vote on it (whoever abstains or is absent counts)"),
    "rule.of.heads.accredited": _("of all accredited mandates (whoever abstains or is absent counts)"),
    "rule.of.heads.allocated": _("of all mandates of the delegations (even those not given out count)"),
    "rule.of.weight.decisive": _("of the weight of the votes for and against (abstentions do not count)"),
    "rule.of.weight.cast": _("of the weight of the valid votes (yes, no and abstain)"),
    "rule.of.weight.electorate": _(
        "of the weight of the mandates entitled to vote on it (whoever abstains or is absent counts)"
    ),
    "rule.of.weight.accredited": _("of the weight of all accredited mandates (whoever abstains or is absent counts)"),
    "rule.of.weight.allocated": _("of the weight of all mandates of the delegations (even those not given out count)"),
    "rule.of.delegations.decisive": _("of the delegations for or against (those that abstain do not count)"),
    "rule.of.delegations.cast": _("of the delegations that vote (those that abstain count)"),
    "rule.of.delegations.electorate": _("of the delegations entitled to vote on it (absent ones count)"),
    "rule.of.delegations.accredited": _("of all accredited delegations (absent ones count)"),
    "rule.of.delegations.allocated": _("of all delegations with mandates (absent ones count)"),
    # Consensus with objections.
    "rule.consensus.heads": _("no vote may be no, and at least one must be yes"),
    "rule.consensus.weight": _("no vote may be no, and at least one must be yes"),
    "rule.consensus.delegations": _("no delegation may be against, and at least one must be for"),
    "rule.objections.heads": _("at most {at_most} of the votes may be no, and at least one must be yes"),
    "rule.objections.weight": _("votes of a weight of at most {at_most} may be no, and at least one must be yes"),
    "rule.objections.delegations": _("at most {at_most} of the delegations may be against, and at least one for"),
    # Quorums.
    "rule.quorum.cast": _("Quorum: {share} {base} must vote; abstentions count."),
    "rule.quorum.present": _("Quorum: {share} {base} must be present."),
    "rule.quorum.of.heads.accredited": _("of all accredited mandates"),
    "rule.quorum.of.heads.allocated": _("of all mandates of the delegations, even those not given out,"),
    "rule.quorum.of.heads.electorate": _("of the mandates entitled to vote on it"),
    "rule.quorum.of.weight.accredited": _("of the weight of all accredited mandates"),
    "rule.quorum.of.weight.allocated": _("of the weight of all mandates of the delegations, even those not given out,"),
    "rule.quorum.of.weight.electorate": _("of the weight of the mandates entitled to vote on it"),
    "rule.no_may_adopt": _(
        "Careful: a vote against can complete this quorum and so adopt what it is against; staying away cannot."
    ),
    # In numbers, before any vote.
    "rule.expected.decisive": _("If all {whole} {electors} are yes or no, {needed} must be yes."),
    "rule.expected.one": _("There is one vote in all: it must be yes."),
    "rule.expected.cast": _("If all {whole} {electors} vote, {needed} must be yes."),
    "rule.electors.heads": _("mandates"),
    "rule.electors.weight": _("votes by weight"),
    "rule.electors.delegations": _("delegations"),
    "rule.out_of_reach": _("Out of reach: at most {most} can be yes."),
    # In numbers, as the votes are.
    "rule.exact": _("{needed} of {whole} {units} must be yes."),
    "rule.exact.none": _("There are no {units}: at least one must be yes."),
    "rule.exact.group": _("Group “{group}”: {sentence}"),
    "rule.exact.objections": _("{needed} of {whole} {units} may be no, at most."),
    "rule.units.heads.decisive": _("votes for and against"),
    "rule.units.heads.cast": _("valid votes"),
    "rule.units.heads.electorate": _("mandates entitled to vote"),
    "rule.units.heads.accredited": _("accredited mandates"),
    "rule.units.heads.allocated": _("mandates of the delegations"),
    "rule.units.weight.decisive": _("votes for and against by weight"),
    "rule.units.weight.cast": _("valid votes by weight"),
    "rule.units.weight.electorate": _("votes entitled by weight"),
    "rule.units.weight.accredited": _("accredited votes by weight"),
    "rule.units.weight.allocated": _("votes of the delegations by weight"),
    "rule.units.delegations.decisive": _("delegations for or against"),
    "rule.units.delegations.cast": _("delegations that voted"),
    "rule.units.delegations.electorate": _("delegations entitled to vote"),
    "rule.units.delegations.accredited": _("accredited delegations"),
    "rule.units.delegations.allocated": _("delegations with mandates"),
    "rule.reached": _("{sentence} Reached: {reached}, enough."),
    "rule.missed": _("{sentence} Reached: {reached}, not enough."),
    "rule.objected": _("{sentence} No has {reached}, and at least one vote is yes: enough."),
    "rule.objected.missed": _("{sentence} No has {reached}: not enough agreement."),
    "rule.quorum.exact.cast": _("Quorum: {needed} of {whole} must vote."),
    "rule.quorum.exact.present": _("Quorum: {needed} of {whole} must be present."),
    # A result in one sentence: what was needed and reached, house by house, the quorum, and what follows.
    "rule.had.reached": _("{needed} of {whole} {units} had to be yes, and yes has {reached}"),
    "rule.had.missed": _("{needed} of {whole} {units} had to be yes, but yes has {reached}"),
    "rule.had.none": _("there were no {units}, and at least one had to be yes"),
    "rule.had.objected": _("of {whole} {units} at most {needed} could be no, and no has {reached}"),
    "rule.had.objected.missed": _("of {whole} {units} at most {needed} could be no, but no has {reached}"),
    "rule.had.objected.no_yes": _("of {whole} {units} at least one had to be yes, but none was"),
    "rule.had.cast.reached": _("for the quorum {needed} of {whole} had to vote, and {reached} did"),
    "rule.had.cast.missed": _("for the quorum {needed} of {whole} had to vote, but {reached} did"),
    "rule.had.present.reached": _("for the quorum {needed} of {whole} had to be present, and the count was {reached}"),
    "rule.had.present.missed": _("for the quorum {needed} of {whole} had to be present, but the count was {reached}"),
    "rule.had.group": _("in the group “{group}” {had}"),
    "rule.had.then": _("{first}; {then}"),
    "rule.so.adopted": _("{had}: adopted."),
    "rule.so.not_adopted": _("{had}: not adopted."),
    "rule.so.no_quorum": _("{had}: no quorum, not adopted."),
    "rule.so.tied": _("{had}: a tie."),
    "rule.so.tied_for": _("{had}: a tie, adopted by the casting vote."),
    "rule.so.tied_against": _("{had}: a tie, not adopted by the casting vote."),
    "rule.no_might_have_adopted": _(
        "Every majority was reached; only votes were missing. Further votes, even against, might have adopted it."
    ),
}
