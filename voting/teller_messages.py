"""The words of the tellers' room, and of decisions without a vote by name wherever they are shown."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

TELLERS: Mapping[str, LazyString] = {
    "tellers.motion": _("Motion {motion}: {title}"),
    "tellers.none_open": _("No motion is open. This page wakes by itself when one is."),
    "tellers.turnout_one": _("1 of {entitled} has voted; on paper or aloud: {papers}."),
    "tellers.turnout": _("{count} of {entitled} have voted, {papers} of them on paper or aloud."),
    "tellers.ended": _("Phones have ended. Tellers go on until the chair closes."),
    "tellers.nobody": _("No mandate of this motion's electorate matches."),
    "tellers.all_voted": _("Every mandate of the electorate has voted."),
    "tellers.more": _("{more} more. Type more to find them."),
    "tellers.credential": _("credential {credential}"),
    "tellers.vacant": _("nobody exercises it"),
    "tellers.voted.phone": _("voted by phone"),
    "tellers.voted.paper": _("voted on paper"),
    "tellers.voted.voice": _("voted aloud"),
    "tellers.waits_for_you": _("waits for your signature"),
    "tellers.waits_for_other": _("signed by you, waits for another teller"),
    "tellers.chosen": _("{mandate}, {delegation}"),
    "tellers.sign": _("Sign: {mandate} votes {choice}"),
    "tellers.method.paper": _("on paper"),
    "tellers.method.voice": _("called aloud"),
    "tellers.done.first": _("Signed: {mandate}. It counts once another teller enters the same on her own device."),
    "tellers.done.second": _("Counted: {mandate}. Two tellers have signed the same."),
    "tellers.done.withdrawn": _("Taken back: {mandate}."),
    "tellers.differs": _(
        "Not signed. Another teller recorded something else for {mandate}. Look at the paper together: whoever is "
        "wrong enters it again. If you are right and she cannot, sign yours beside hers; a third teller may confirm it."
    ),
    "tellers.differs.voice": _(
        "Not signed. Another teller heard something else for {mandate}. Ask for the vote again: whoever is wrong "
        "enters it again. If you are right and she cannot, sign yours beside hers; a third teller may confirm it."
    ),
    "tellers.differs.not_paper": _(
        "Not signed. Another teller entered {mandate} as called aloud, you as on paper. Choose how it was given, "
        "and sign again; or she does."
    ),
    "tellers.differs.not_voice": _(
        "Not signed. Another teller entered {mandate} as on paper, you as called aloud. Choose how it was given, "
        "and sign again; or she does."
    ),
    "tellers.differs.sign": _("Sign mine beside hers"),
    "tellers.bad_record": _(
        "The server's record of {mandate} is not the one it names. Do not go on: call the auditors."
    ),
    "tellers.withdraw": _("Take back"),
    "tellers.enter": _("Enter it too"),
    "tellers.nothing_waits": _("No vote waits for a second teller."),
    "tellers.decision.none": _("No decision waits for tellers."),
    "tellers.decision.confirm": _("I saw it so: sign"),
    "tellers.decision.signed": _("You have signed. Another teller's signature is missing."),
    "tellers.decision.first": _("Decision {decision}: signed. Another teller's signature is missing."),
    "tellers.decision.second": _("Decision {decision} is in effect."),
    "tellers.decision.own": _("You stated it as chair; two others confirm it."),
}

DECISIONS: Mapping[str, LazyString] = {
    "decision.number": _("Decision {decision} · {kind}"),
    "decision.method.no_objection": _("Without objection"),
    "decision.method.hands": _("By show of hands"),
    "decision.method.paper": _("By paper totals"),
    "screen.decision": _("Decision {decision}"),
    "result.papers": _("On paper or aloud: {papers}."),
    "decision.uncounted": _("Without a count"),
    "decision.stated": _("Not confirmed yet: {outcome}"),
    "decision.waits": _("Waits for two tellers. Signed: {count} of 2."),
    "decision.in_effect": _("Confirmed by two tellers"),
    "decision.annulled": _("Annulled: it decides nothing."),
    "decision.annul.title": _("Annul decision {decision}?"),
    "decision.annul.stated": _("It ends at once, for no two tellers have confirmed it. Its number is not used again."),
    "decision.annul.in_effect": _(
        "It stands until another chair or a teller confirms this. Then what it decided is undecided again: what it "
        "adopted leaves the text, and what fell with it may be put again. Officers and delegations that changed on it "
        "stay as they are."
    ),
    "decision.annul.done": _("The annulment of decision {decision} is signed."),
    "decision.confirm.title": _("Confirm the annulment of decision {decision}?"),
    "decision.confirm.done": _("Decision {decision} is annulled."),
    "chair.pending_one": _("(1 on paper waits for a second teller)"),
    "chair.pending": _("({count} on paper wait for a second teller)"),
    "chair.close.pending_one": _(
        "1 vote on paper or aloud waits for a second teller. If you close now, it is not counted."
    ),
    "chair.close.pending": _(
        "{count} votes on paper or aloud wait for a second teller. If you close now, they are not counted."
    ),
    "chair.decide.done": _("Decision {decision} is signed. Two tellers confirm it on their own devices."),
    "chair.decide.title": _("State decision {decision}?"),
    "chair.decide.button": _("Sign: {outcome}"),
    "chair.decide.explain": _("It takes effect when two tellers, neither of them you, confirm what you state here."),
    "chair.decide.counts": _("Count hands or papers: three whole numbers."),
    "chair.decide.uncounted_hands": _("The rules want hands to be counted on this kind of question."),
    "chair.decide.needs_count": _("The rules do not let this kind of question be decided without a count."),
    "chair.decide.again": _("Correct"),
}
