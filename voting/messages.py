"""The words that pages' scripts show, by key, grouped by page; `{name}` in them is filled in by `t()` of text.js."""

import re
from collections.abc import Container, Mapping

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from voting.authority_messages import AUTHORITY
from voting.day_messages import DAY
from voting.desk_text_messages import DESK_TEXTS
from voting.mandate_messages import MANDATES
from voting.rule_messages import RULES
from voting.script_messages import SCRIPT
from voting.sitting_messages import EXPLANATIONS, SITTINGS
from voting.teller_messages import DECISIONS, TELLERS
from voting.text_messages import TEXTS

Messages = Mapping[str, LazyString]

COMMON: Messages = {
    "common.yes": _("Yes"),
    "common.no": _("No"),
    "common.abstain": _("Abstain"),
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

PHONE: Messages = {
    "role.founder": _("Founder"),
    "role.chair": _("Chair"),
    "role.clerk": _("Clerk"),
    "role.desk": _("Credentials desk"),
    "role.teller": _("Teller"),
    "role.auditor": _("Auditor"),
    "role.delegate": _("Delegate"),
    "role.alternate": _("Alternate"),
    "role.observer": _("Observer"),
    "activate.button": _("Activate this phone"),
    "activate.replace": _("Replace and activate"),
    "activate.before": _(
        "This browser already acts for credential {number} ({role}). It holds one badge at a time: if you go on, it can"
        " no longer act for that one. Its receipts stay."
    ),
    "activate.this_app": _("another app"),
    "activate.unexpected": _("Something unexpected happened in this page. Your code is kept on this phone; try again."),
    "activate.room.delegate": _("Go to voting"),
    "activate.room.alternate": _("Go to voting"),
    "activate.room.observer": _("Follow the votes"),
    "activate.room.chair": _("Go to the chair's page"),
    "activate.room.clerk": _("Go to the chair's page"),
    "activate.room.teller": _("Go to the tellers' page"),
    "activate.room.desk": _("Go to the credentials desk"),
    "activate.room.founder": _("Go to the credentials desk"),
    "activate.room.auditor": _("Go to the record"),
    "phone.credential": _("credential {number}"),
    "phone.mandate": _("mandate {mandates}"),
    "phone.mandates": _("mandates {mandates}"),
    "phone.connected": _("Connected"),
    "phone.disconnected": _("Waiting for the network"),
    "phone.votes_waiting": _("votes waiting: {count}"),
    "phone.next": _("Next: amendment {amendments}."),
    "phone.to_ballots": _("Ballots still to cast: {count}"),
    "phone.headline.offline": _("No network. This page goes on by itself when it is back."),
    "phone.headline.loading": _("One moment…"),
    "phone.headline.open": _("Vote now"),
    "phone.headline.sending": _("Sending your vote…"),
    "phone.headline.voted": _("You have voted"),
    "phone.headline.others": _("Voting is open"),
    "phone.headline.ended": _("Polling has ended"),
    "phone.headline.closed": _("Closed, waiting for the result"),
    "phone.headline.none": _("Nothing to vote on now"),
    "phone.motion": _("Motion {motion}"),
    "phone.others_wait": _("Another motion waits for your vote"),
    "phone.others_open": _("Also open now"),
    "phone.other_motion": _("{motion}: {title}"),
    "phone.other_ended": _("{motion}: {title} (polling has ended)"),
    "phone.change_allowed": _("You may change your vote until polling ends."),
    "phone.change_refused": _("A vote cannot be changed once it is recorded."),
    "phone.document": _("{title} (version {version})"),
    "phone.loading_text": _("Loading the text…"),
    "phone.text_unreachable": _("The text could not be loaded. Read it on paper or on the screen, or try again."),
    "phone.load_again": _("Load the text again"),
    "phone.ballot": _("Your ballot"),
    "phone.ballot_of": _("Ballot of mandate {mandate}"),
    "phone.confirm": _("Confirm: {choice}"),
    "phone.part": _("{count} {choice}"),
    "phone.block_of": _("Block of {delegation}: {count} mandates"),
    "phone.block_sum": _("{given} of {total} mandates given out"),
    "phone.why.single_votes": _(
        "Members of your delegation have voted themselves, so no block can be cast here. Cast your own ballot."
    ),
    "phone.why.voted_as_block": _("The head of the delegation has cast its votes as a block, this mandate's too."),
    "phone.ballot_alternate": _("Ballot of mandate {mandate}, as its alternate"),
    "phone.ballot_proxy": _("Ballot of mandate {mandate}, by proxy"),
    "phone.why.fixed_at_opening": _(
        "You exercise this mandate now, but somebody else did when this motion was opened, and keeps its vote."
        " You vote in the next motion."
    ),
    "phone.why.handed_over_own": _("The mandate's own delegate had it when this motion was opened, and votes."),
    "phone.why.handed_over_alternate": _(
        "An alternate exercises this mandate, so she casts its vote. Take it back below, under “Who casts my vote”, for"
        " the motions to come."
    ),
    "phone.why.handed_over_proxy": _(
        "You gave a proxy for this mandate, so its holder casts the vote. The proxy ends when you check in at the door."
    ),
    "phone.no_vote.alternate": _(
        "You are an alternate and exercise no mandate now, so you follow this motion without voting. The head of your"
        " delegation or the credentials desk hands a mandate over to you."
    ),
    "phone.no_vote.observer": _("You are here as an observer: you see every motion, and have no vote."),
    "phone.no_vote.officer": _("This badge is an officer's and has no vote. Are you a delegate too? Use that badge."),
    "phone.no_vote.delegate": _("You exercise no mandate now. If you should have one, go to the credentials desk."),
    "phone.you_vote": _("You vote {choice} on “{title}”."),
    "phone.sending": _("Signed on this phone. Sending…"),
    "phone.waiting": _(
        "Signed and kept on this phone, but not recorded yet: the network does not answer. Keep this page open; it is"
        " sent again by itself."
    ),
    "phone.doubtful": _("The server has not proved that it recorded this vote. Show this phone to the tellers."),
    "phone.entry": _("Entry {index}, {time}"),
    "phone.said_recorded": _("Your vote {choice} is recorded as entry {index}."),
    "phone.interrupted": _("This changed while you were choosing. Nothing was sent."),
    "phone.why.not_present": _(
        "This mandate has no vote on this motion: you were not checked in when it was opened. Check in at the door, so"
        " that you can vote on the next one."
    ),
    "phone.why.not_on_roll": _(
        "This mandate has no vote on this motion: it was not on the roll when the motion was opened. If that is wrong,"
        " go to the credentials desk."
    ),
    "phone.not_counted": _("NOT COUNTED"),
    "phone.not_counted_line": _("Your vote {choice} was not counted. {why}"),
    "phone.earlier_stands": _("Your earlier vote, {choice} (entry {index}), stands."),
    "phone.earlier_stands_unless": _(
        "Your earlier vote, {choice} (entry {index}), stands, unless your new badge or another phone has changed it"
        " since."
    ),
    "phone.nothing_recorded": _("No vote of this phone stands for mandate {mandate} on motion {motion}."),
    "phone.not_signed": _(
        "This phone could not sign or keep your vote. Reload the page and vote again, or tell the tellers now."
    ),
    "phone.read": _("I have read this"),
    "phone.unproved": _("NOT PROVED"),
    "phone.unproved_why": _(
        "The server says that it recorded your vote on motion {motion}, but its receipt does not prove it."
    ),
    "phone.unproved_todo": _(
        "Your signed vote is kept on this phone. Show this screen to the tellers and the auditors now."
    ),
    "phone.ask_again": _("Ask the server again"),
    "phone.stop": _("STOP"),
    "phone.distrust.log_forked": _(
        "The record contradicts what this phone has seen before. Somebody may have been shown another record."
    ),
    "phone.distrust.other": _(
        "What the server shows is not what stands in the record, so this phone signs no vote on it."
    ),
    "phone.distrust.count": _(
        "What the server shows of this count is not what stands in the record, so this phone does not answer it."
    ),
    "phone.distrust_todo": _(
        "Do not close this page and do not clear this browser. Show this screen to the tellers and the auditors now."
    ),
    "phone.other_convention": _("Another convention"),
    "phone.other_convention_why": _(
        "This address now serves another convention than the one your badge names, so this phone cannot vote here."
    ),
    "phone.other_convention_todo": _("Check the address. If you have a badge for this convention, scan it."),
    "phone.closed": _("Polling is over. The chair is about to declare the result."),
    "phone.annulled": _("This motion was annulled: no vote on it counts."),
    "phone.annulment_pending": _("The chair wants to annul this motion; a second person has not confirmed it yet."),
    "phone.reason": _("Reason: {reason}"),
    "phone.your_vote": _("Mandate {mandate}: you voted {choice} (entry {index})."),
    "phone.your_vote_unsettled": _("Mandate {mandate}: your vote {choice} has no receipt. Tell the tellers now."),
    "phone.receipt_vote": _("Motion {motion}, mandate {mandate}: {choice}"),
    "phone.receipt_activation": _("Activation of this phone"),
    "phone.receipt_good": _("Checked: entry {index} stands in the record, which now has {size} entries."),
    "phone.receipt_later": _("The network does not answer; check again later. The receipt itself is kept."),
    "phone.receipt_bad": _("This receipt does not hold: {why}. Show this to the auditors."),
}


ROOMS: Messages = {
    "state.open": _("Voting open"),
    "state.ended": _("Polling ended"),
    "state.closed": _("Closed, being counted"),
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
    "chair.voted": _("of {entitled} have voted"),
    "chair.recount": _("The count:"),
    "chair.record": _("Its record"),
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
    "chair.review.electorate": _("Electorate"),
    "chair.review.expected": _("In numbers"),
    "chair.review.accredited": _("All accredited: {count} mandates, weight {weight}"),
    "chair.review.present": _("Present now: {count} mandates, weight {weight}"),
    "chair.review.change": _("Votes"),
    "chair.review.ballot": _("Ballot"),
    "chair.review.roll_call": _("Roll call: every vote is public and signed"),
    "chair.roll_changed": _("The roll changed while you were looking. Nothing has been opened."),
    "chair.roll_changed.numbers": _(
        "Before: {before} mandates, weight {before_weight}. Now: {now} mandates, weight {now_weight}. Look, then open."
    ),
    "chair.open.button": _("Open voting"),
    "chair.open.new_roll": _("Open voting with the new roll"),
    "chair.open.done": _("Voting on motion {motion} is open."),
    "chair.end.button": _("End polling"),
    "chair.end.title": _("End polling on motion {motion}?"),
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

SCREEN: Messages = {
    "screen.motion": _("Motion {motion}"),
    "screen.turnout": _("{count} of {entitled} have voted"),
    "screen.voted": _("{count} of {entitled} voted"),
    "screen.ended": _("Polling has ended. Whoever misses a receipt goes to the tellers now."),
    "screen.closed": _("The votes are being counted."),
    "screen.annulled": _("This motion is annulled and has no result."),
    "screen.pending": _("An annulment has been asked for and waits for a second person."),
    "screen.subject": _("On the text: {title}, version {version}"),
    "screen.also_open": _("Also open: {motions}"),
}

DESK: Messages = {
    "desk.sign_in": _("Sign in again with this device"),
    "desk.no_key": _("This browser has no key. Open this page on the device that was activated with your badge."),
    "desk.waiting": _(
        "Signed and kept. The server does not answer yet; it is sent again until it does. Hand out nothing before."
    ),
    "desk.secret_scanned": _(
        "That is the activation code, a secret. It was not sent anywhere. Use the door code printed beside it."
    ),
    "desk.seat": _("seat {seat}"),
    "desk.role.delegate": _("Delegate"),
    "desk.role.head": _("Head of delegation"),
    "desk.role.alternate": _("Alternate"),
    "desk.role.observer": _("Observer"),
    "desk.status.imported": _("No badge yet"),
    "desk.status.issued": _("Badge issued"),
    "desk.status.enrolled": _("Phone activated"),
    "desk.status.confirmed": _("Phone confirmed"),
    "desk.status.revoked": _("Revoked"),
    "desk.count.imported": _("without a badge"),
    "desk.count.issued": _("with a badge"),
    "desk.count.enrolled": _("with a phone"),
    "desk.count.confirmed": _("confirmed"),
    "desk.count.revoked": _("revoked"),
    "desk.count.present": _("present"),
    "desk.note.unknown_delegation": _(
        "The delegation is not registered: the founder must register it before a badge can be issued."
    ),
    "desk.present": _("Present"),
    "desk.absent": _("Not present"),
    "desk.found": _("{total} found"),
    "desk.found_some": _("{shown} of {total} shown"),
    "desk.act.in": _("Check in"),
    "desk.act.out": _("Check out"),
    "desk.done.in": _("{name} is checked in."),
    "desk.done.out": _("{name} is checked out."),
    "desk.done.confirm": _("The device of {name} is confirmed."),
    "desk.done.revoke": _("The badge of {name} is revoked."),
    "desk.done.replace": _("{name} has a new badge; the old one and its phone can do nothing more."),
    "desk.done.badge": _("The badge of {name} is issued."),
    "desk.door.label_in": _("Door code of who comes in"),
    "desk.door.label_out": _("Door code of who goes out"),
    "desk.door.not_a_code": _("“{typed}” is not a door code. It has six letters and digits, like K7M2QX."),
    "desk.door.unknown": _("Nobody has the door code {code}. Type it again, or find the person by name."),
    "desk.door.no_badge": _("{name} has no badge yet. Issue one first."),
    "desk.door.revoked": _("The badge of {name} is revoked. Send this person to the desk."),
    "desk.replace.title": _("Replace a lost badge or phone"),
    "desk.replace.explain": _(
        "The new badge takes over the same votes. With your signature the old badge and its phone can do nothing more."
    ),
    "desk.replace.sign": _("Sign: replace the old badge"),
    "desk.badge.title": _("Issue one badge"),
    "desk.badge.explain": _("The activation code exists in this page and in the file, nowhere else."),
    "desk.badge.sign": _("Sign: issue this badge"),
    "desk.badge.making": _("Making the badge …"),
    "desk.badge.filename": _("badge-{number}.pdf"),
    "desk.badge.refused": _("Not issued: {problem} The saved PDF is void. Destroy it, close this and begin again."),
    "desk.badge.discarded": _("Nothing was issued to {name}. The saved PDF is void: destroy it."),
    "desk.import.is_delegates": _("This is a list of people. Open it under “Import”."),
    "desk.import.is_delegations": _("This is a list of delegations. Open it under “Delegations”."),
    "desk.import.columns": _("Columns as understood: {columns}"),
    "desk.import.line": _("Line"),
    "desk.import.state": _("State"),
    "desk.import.problems": _("Problems"),
    "desk.import.state_problem": _("Problem"),
    "desk.import.state_new": _("New"),
    "desk.import.state_changed": _("Changed"),
    "desk.import.state_unchanged": _("Unchanged"),
    "desk.import.all": _("All rows: {count}"),
    "desk.import.problem": _("With a problem: {count}"),
    "desk.import.new": _("New: {count}"),
    "desk.import.changed": _("Changed: {count}"),
    "desk.import.unchanged": _("Unchanged: {count}"),
    "desk.import.read": _(
        "File read. New: {new}, changed: {changed}, unchanged: {unchanged}, with a problem: {problem}."
    ),
    "desk.import.range": _("Rows {from} to {to} of {total}"),
    "desk.import.mend": _(
        "Rows with a problem: {count}. Mend them in the file and choose it again, or leave them out."
    ),
    "desk.import.nothing": _("Nothing to import: everything is known"),
    "desk.import.nothing_usable": _("Nothing to import: every new row has a problem"),
    "desk.import.go_one": _("Import 1 person"),
    "desk.import.go": _("Import {count} people"),
    "desk.import.go_delegations_one": _("Sign and register 1 delegation"),
    "desk.import.go_delegations": _("Sign and register {count} delegations"),
    "desk.import.done": _(
        "Import done. Added: {added}, changed: {changed}, unchanged: {unchanged}, left out: {skipped}."
    ),
    "desk.import.registered_one": _("Registered 1 delegation."),
    "desk.import.registered": _("Registered {count} delegations."),
    "desk.import.stopped": _("Registered {count} of {total}, then stopped at line {line}: {problem}"),
    "desk.field.name": _("Name"),
    "desk.field.delegation": _("Delegation"),
    "desk.field.role": _("Role"),
    "desk.field.reference": _("Reference"),
    "desk.field.entitlement": _("Entitlement"),
    "desk.field.weight": _("Weight"),
    "desk.field.groups": _("Groups"),
    "desk.issue.all": _("Everyone without a badge: {count}"),
    "desk.issue.none": _("No delegation"),
    "desk.issue.option": _("{name}: {count}"),
    "desk.issue.prepare_one": _("Prepare 1 badge"),
    "desk.issue.prepare": _("Prepare {count} badges"),
    "desk.issue.nobody": _("Everyone on the roster has a badge"),
    "desk.issue.making": _("Making codes and pages: {count} of {total}"),
    "desk.issue.filename": _("badges-{first}-{last}.pdf"),
    "desk.issue.save": _("Save {name}"),
    "desk.issue.people_one": _("1 badge"),
    "desk.issue.people": _("{count} badges"),
    "desk.issue.offered": _("Given to the browser: check that it opens"),
    "desk.issue.saved_one": _("The PDF is saved and opens"),
    "desk.issue.saved": _("All {count} PDFs are saved and open"),
    "desk.issue.sign_one": _("Sign and issue 1 badge"),
    "desk.issue.sign": _("Sign and issue {count} badges"),
    "desk.issue.signing": _("Signing part {part} of {parts} …"),
    "desk.issue.done_one": _("Issued 1 badge. The code is gone from this page; hand out the badge."),
    "desk.issue.done": _("Issued {count} badges. The codes are gone from this page; hand out the badges."),
    "desk.issue.refused": _("Not issued: {problem} Void, and to be destroyed: {files}."),
    "desk.issue.discarded": _("Nothing was issued. Void, and to be destroyed: {files}."),
}


ROOMS_WORDS: tuple[Mapping[str, LazyString], ...] = (
    COMMON,
    KINDS,
    PHONE,
    ROOMS,
    CHAIR,
    SCREEN,
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
)
MESSAGES: Mapping[str, str | LazyString] = {
    key: words for group in (*ROOMS_WORDS, RULES) for key, words in group.items()
}


def page_messages(families: Container[str]) -> dict[str, str]:
    """Return the messages of some families in the language of the current request; `phone.motion` is of "phone"."""
    wanted = {key: words for key, words in MESSAGES.items() if key.partition(".")[0] in families}
    return {key: gettext(words) if isinstance(words, str) else str(words) for key, words in wanted.items()}


def message(key: str) -> str:
    """Return one message in the language of the current request."""
    return page_messages({key.partition(".")[0]})[key]


def kind_name(kind: str) -> str:
    """Return a kind of question in the language of the current request, or as the rules write it: "Rules of order"."""
    if f"kind.{kind}" in KINDS:
        return message(f"kind.{kind}")
    written = re.sub(r"[-_.]+", " ", kind)
    return written[:1].upper() + written[1:]
