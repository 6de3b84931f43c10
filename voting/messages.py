"""The words that pages' scripts show, by key, grouped by page; `{name}` in them is filled in by `t()` of text.js."""

import re
from collections.abc import Collection, Mapping

from flask_babel import LazyString, force_locale, gettext
from flask_babel import lazy_gettext as _

from voting.authority_messages import AUTHORITY
from voting.chair_messages import CHAIR_AT_WORK
from voting.day_messages import DAY
from voting.desk_messages import DESK
from voting.desk_text_messages import DESK_TEXTS
from voting.entry_messages import ENTRIES
from voting.floor_messages import FLOOR, LINE, SPEAK
from voting.mandate_messages import MANDATES
from voting.phone_messages import PHONE
from voting.practice_messages import PRACTICE, PRACTISE
from voting.remote_messages import REMOTE
from voting.rule_messages import RULES
from voting.screen_messages import SCREEN, SEATS
from voting.script_messages import SCRIPT
from voting.sitting_messages import EXPLANATIONS, SITTINGS
from voting.teller_messages import DECISIONS, TELLERS
from voting.text_messages import TEXTS

Messages = Mapping[str, LazyString]

COMMON: Messages = {
    "common.yes": _("Yes"),
    "common.no": _("No"),
    "common.abstain": _("Abstain"),
    "common.colon": _("{head}:"),
    "common.comma": _(", "),
}

# The kinds of question that most rules have; another one is shown as the rules name it.
KINDS: Messages = {
    "kind.amendment": _("Amendment"),
    "kind.declaration": _("Declaration"),
    "kind.statutes": _("Statutes"),
    "kind.procedure": _("Procedure"),
    "kind.election": _("Election of officers"),
    "kind.appeal": _("Appeal against the chair"),
    "kind.closure": _("Closure of the debate"),
    "kind.adjournment": _("Adjournment"),
    "kind.referral": _("Referral to the committee"),
    "kind.urgency": _("Urgency"),
    "kind.recorded_vote": _("Recorded vote"),
    "kind.reconsideration": _("Reconsideration"),
}


ROOMS: Messages = {
    "state.open": _("Voting open"),
    "state.ended": _("Polling ended"),
    "state.closed": _("Closed: to be declared"),
    "state.declared": _("Declared"),
    "state.annulled": _("Annulled"),
    "outcome.adopted": _("Adopted"),
    "outcome.not_adopted": _("Not adopted"),
    "outcome.no_quorum": _("No quorum"),
    "outcome.tied": _("Tie"),
    "outcome.tied_for": _("Adopted by the casting vote"),
    "outcome.tied_against": _("Not adopted by the casting vote"),
    "error.unreachable": _("The server does not answer. Check the network and try again."),
    "error.log_forked": _(
        "STOP. The log contradicts what this device saw before. Compare roots with other devices and call the auditors."
    ),
    "error.wrong_convention": _("This server holds another convention than the one this device was activated for."),
    "error.bad_receipt": _(
        "The server says it recorded this, but its receipt does not prove it. Do not go on: call the auditors."
    ),
    "error.bad_proof": _("The server's proof does not hold. Reload; if it happens again, call the auditors."),
    "error.storage_unavailable": _("This browser keeps nothing for the page. Leave private mode or free some space."),
}

CHAIR: Messages = {
    "chair.number": _("Motion {motion} · {kind}"),
    "chair.subject": _("Text: {title} ({document}, version {version})"),
    "chair.document": _("{title}, version {version}"),
    "chair.voted_one": _("of {entitled} has voted"),
    "chair.voted": _("of {entitled} have voted"),
    "chair.recount": _("The count:"),
    "chair.record": _("Its record"),
    # What was decided last, the entry of the log that did it, and the button that leads to what the chair does next.
    "chair.last": _("Last result"),
    "chair.last.entry": _("Entry {entry}"),
    "chair.last.next": _("What comes next: {act}"),
    "chair.nothing_now": _("No motion is under way."),
    "chair.nothing_past": _("No motion has been declared or annulled yet."),
    "chair.nothing_to_confirm": _("Nothing waits for a second person."),
    "chair.no_key": _("This browser has no key. Open this page on the device that was activated with your badge."),
    "chair.sign_in": _("Sign in again"),
    "chair.waiting": _("Signed and kept. The server does not answer yet; it is sent again until it does."),
    "chair.missing.number": _("Give the motion a number: letters, digits, dot, hyphen and underscore."),
    "chair.missing.free_number": _("There is already a motion {motion}. Take another number."),
    "chair.missing.title": _("Give the motion a title in the authoritative language."),
    "chair.missing.question": _("Write the question in the authoritative language."),
    "chair.missing.document": _("Give the text a short name: letters, digits, dot, hyphen and underscore."),
    "chair.missing.text_title": _("Give the text a title in the authoritative language."),
    "chair.missing.text": _("Put the text in the authoritative language here, or take it from a file."),
    "chair.not_utf8": _("This file is not plain text in UTF-8. Save it as such, or paste the text."),
    "chair.language.authoritative": _("{language} (authoritative)"),
    "chair.language.optional": _("{language} (may be left empty)"),
    "chair.change.allowed": _("A delegate may change her vote until polling ends."),
    "chair.change.refused": _("A vote cannot be changed once it is cast."),
    "chair.review.kind": _("Kind"),
    "chair.review.rule": _("Rule"),
    "chair.review.time": _("Duration"),
    "chair.review.electorate": _("Electorate"),
    "chair.review.expected": _("In numbers"),
    "chair.review.accredited": _("All accredited: {count} mandates, weight {weight}"),
    "chair.review.accredited_one": _("All accredited: 1 mandate, weight {weight}"),
    "chair.review.present": _("Present now: {count} mandates, weight {weight}"),
    "chair.review.present_one": _("Present now: 1 mandate, weight {weight}"),
    "chair.review.change": _("Votes"),
    "chair.review.ballot": _("Ballot"),
    "chair.review.roll_call": _("Roll call: every vote is public and signed"),
    "chair.roll_changed": _("The roll changed while you were looking. Nothing has been opened."),
    "chair.roll_changed.numbers": _(
        "Mandates before: {before}, weight {before_weight}. Mandates now: {now}, weight {now_weight}. Look, then open."
    ),
    "chair.open.button": _("Open voting"),
    "chair.open.new_roll": _("Open voting with the new roll"),
    "chair.open.done": _("Voting on motion {motion} is open."),
    "chair.end.button": _("End polling"),
    "chair.end.title": _("End polling on motion {motion}?"),
    "chair.end.body_one": _("1 of {entitled} has voted."),
    "chair.end.body": _("{count} of {entitled} have voted."),
    "chair.end.explain": _("Phones stop at once. Delegates who miss a receipt turn to the tellers before you close."),
    "chair.end.done": _("Polling on motion {motion} has ended."),
    "chair.close.button": _("Close"),
    "chair.close.title": _("Close motion {motion}?"),
    "chair.close.explain": _(
        "Ask for missing receipts first. After the close, votes are counted and annulling needs a second person."
    ),
    "chair.close.done": _("Motion {motion} is closed."),
    "chair.declare.adopted": _("Declare: adopted"),
    "chair.declare.not_adopted": _("Declare: not adopted"),
    "chair.declare.no_quorum": _("Declare: no quorum"),
    "chair.declare.tied": _("Give the casting vote"),
    "chair.casting.ask": _("The votes are equal. The rules give you a casting vote; it is signed with the result."),
    "chair.casting.for": _("Cast for: adopted"),
    "chair.declare.title": _("Declare the result of motion {motion}?"),
    "chair.declare.explain": _(
        "The hall sees the count when you declare it. A declaration that differs from the count is not possible."
    ),
    "chair.declare.done": _("The result of motion {motion} is declared."),
    "chair.annul.button": _("Annul"),
    "chair.annul.title": _("Annul motion {motion}?"),
    "chair.annul.at_once": _(
        "The motion ends at once, without a result. Votes cast stay in the log. A new round is a new motion."
    ),
    "chair.annul.second": _(
        "It takes effect when another chair or a teller confirms it. Both signatures and the reason stay in the log."
    ),
    "chair.annul.done": _("The annulment of motion {motion} is signed."),
    "chair.confirm.button": _("Confirm the annulment"),
    "chair.confirm.title": _("Confirm the annulment of motion {motion}?"),
    "chair.confirm.explain": _("With your signature the motion has no result."),
    "chair.confirm.done": _("Motion {motion} is annulled."),
    "chair.annulment_pending": _("An annulment waits for a second person."),
    "chair.annulment_yours": _("You asked for it. Another chair or a teller confirms it on their own device."),
}


ROOMS_WORDS: tuple[Mapping[str, LazyString], ...] = (
    COMMON,
    KINDS,
    PHONE,
    ROOMS,
    CHAIR,
    CHAIR_AT_WORK,
    SCREEN,
    SEATS,
    DESK,
    DESK_TEXTS,
    TELLERS,
    AUTHORITY,
    DECISIONS,
    SCRIPT,
    SITTINGS,
    EXPLANATIONS,
    TEXTS,
    MANDATES,
    DAY,
    ENTRIES,
    FLOOR,
    SPEAK,
    LINE,
    PRACTICE,
    PRACTISE,
    REMOTE,
)
MESSAGES: Mapping[str, str | LazyString] = {
    key: words for group in (*ROOMS_WORDS, RULES) for key, words in group.items()
}


def translated(keys: Collection[str]) -> dict[str, str]:
    """Return some messages in the language of the current request."""
    return {key: message(key) for key in MESSAGES if key in keys}


def messages_in(language: str, families: tuple[str, ...]) -> dict[str, str]:
    """Return the messages whose keys begin with one of `families` in another language than the current request's."""
    with force_locale(language):
        return translated({key for key in MESSAGES if key.startswith(families)})


def message(key: str) -> str:
    """Return one message in the language of the current request."""
    words = MESSAGES[key]
    return gettext(words) if isinstance(words, str) else str(words)


def kind_name(kind: str) -> str:
    """Return a kind of question in the language of the current request, or as the rules write it: "Rules of order"."""
    if f"kind.{kind}" in KINDS:
        return message(f"kind.{kind}")
    written = re.sub(r"[-_.]+", " ", kind)
    return written[:1].upper() + written[1:]
