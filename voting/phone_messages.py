"""The words of activation and of the delegate's phone, by key."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

PHONE: Mapping[str, LazyString] = {
    "role.founder": _("Founder"),
    "role.chair": _("Chair"),
    "role.clerk": _("Clerk"),
    "role.desk": _("Credentials desk"),
    "role.teller": _("Teller"),
    "role.auditor": _("Auditor"),
    "role.delegate": _("Delegate"),
    "role.head": _("Head of delegation"),
    "role.alternate": _("Alternate"),
    "role.observer": _("Observer"),
    "activate.button": _("Activate this phone"),
    "activate.replace": _("Replace and activate"),
    "activate.before": _(
        "This browser already acts for credential {number} ({role}). It holds one badge at a time: if you go on, it can"
        " no longer act for that one. Its receipts stay."
    ),
    "activate.inside": _("This page was opened inside {app}."),
    "activate.inside_other": _("This page was opened inside another app."),
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
    "give.badge": _("This phone holds badge No. {number}"),
    "give.unfinished": _("This phone holds a badge that was scanned and not activated."),
    "give.blocked": _("Close the other tabs of this page in this browser; then it goes on by itself."),
    "phone.credential": _("credential {number}"),
    "phone.mandate": _("mandate {mandates}"),
    "phone.mandates": _("mandates {mandates}"),
    "phone.connected": _("Connected"),
    "phone.disconnected": _("Waiting for the network"),
    "phone.votes_waiting": _("votes waiting: {count}"),
    "phone.next": _("Next vote: {amendments}."),
    "phone.to_ballots": _("Ballots still to cast: {count}"),
    "phone.headline.offline": _("No network. This page goes on by itself when it is back."),
    "phone.headline.loading": _("One moment…"),
    "phone.headline.open": _("Vote now"),
    "phone.vote_open": _("Voting is open: {title}."),
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
    "phone.block_of": _("Block of {delegation}, mandates: {count}"),
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
    "phone.signing": _("Preparing and signing your vote on this phone…"),
    "phone.sending": _("Signed on this phone. Sending…"),
    "phone.waiting": _(
        "Your vote is signed and kept on this phone, but not recorded yet: the network does not answer. Keep this page"
        " open; it is sent again by itself."
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
    "phone.nothing_recorded.block": _("No block of {mandate} from this phone stands on motion {motion}."),
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
    "phone.your_vote.block": _("Block of {mandate}: you voted {choice} (entry {index})."),
    "phone.your_vote_unsettled": _("Mandate {mandate}: your vote {choice} has no receipt. Tell the tellers now."),
    "phone.your_vote_unsettled.block": _(
        "Block of {mandate}: your vote {choice} has no receipt. Tell the tellers now."
    ),
    "phone.receipt_vote": _("Motion {motion}, mandate {mandate}: {choice}"),
    "phone.receipt_vote.block": _("Motion {motion}, block of {mandate}: {choice}"),
    "phone.receipt_activation": _("Activation of this phone"),
    "phone.receipt_good": _("Checked: entry {index} stands in the record, which now has {size} entries."),
    "phone.receipt_later": _("The network does not answer; check again later. The receipt itself is kept."),
    "phone.receipt_bad": _("This receipt does not hold: {why}. Show this to the auditors."),
    "phone.pause.open": _("The sitting pauses."),
    "phone.pause.until": _("The sitting pauses until {time}."),
    "phone.turn.1": _("You are next. Be ready to speak."),
    "phone.turn.0": _("You have the floor."),
}
