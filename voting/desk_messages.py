"""The words of the credentials desk, by key."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

DESK: Mapping[str, LazyString] = {
    "desk.sign_in": _("Sign in again with this device"),
    "desk.no_key": _("This browser has no key. Open this page on the device that was activated with your badge."),
    "desk.waiting": _(
        "Signed and kept. The server does not answer yet; it is sent again until it does. Hand out nothing before."
    ),
    "desk.secret_scanned": _(
        "That is the activation code, a secret. It was not sent anywhere. Read the small code of the badge instead."
    ),
    "board.present": _("delegates present, of all seats"),
    "board.label": _("{present} of {seats} present"),
    "board.votes": _("{count} votes in the hall"),
    "board.votes_one": _("1 vote in the hall"),
    "board.alternates": _("{count} alternates sitting in"),
    "board.alternates_one": _("1 alternate sitting in"),
    "board.proxies": _("{count} proxies"),
    "board.proxies_one": _("1 proxy"),
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
    "desk.count.present": _("checked in"),
    "desk.note.unknown_delegation": _(
        "The delegation is not registered: the founder must register it before a badge can be issued."
    ),
    "desk.present": _("Present"),
    "desk.absent": _("Not present"),
    "desk.found": _("{total} found"),
    "desk.found_none": _("Nobody found. Try part of the name, the delegation or the number."),
    "desk.nobody_listed": _("Nobody is on the list yet. Choose the file with everybody under Import."),
    "desk.found_some": _("{shown} of {total} shown"),
    "desk.act.in": _("Check in"),
    "desk.act.out": _("Check out"),
    "desk.act.confirm": _("Confirm device"),
    "desk.act.issue": _("Issue badge"),
    "desk.act.back": _("Take phone {label} back"),
    "desk.done.in": _("{name} is checked in."),
    "desk.done.out": _("{name} is checked out."),
    "desk.done.confirm": _("The device of {name} is confirmed."),
    "desk.done.revoke": _("The badge of {name} is revoked."),
    "desk.done.replace": _("{name} has a new badge; the old one and its phone can do nothing more."),
    "desk.done.badge": _("The badge of {name} is issued."),
    "desk.done.lend": _("Phone {label} is lent to {name}."),
    "desk.done.back": _("Phone {label} is back from {name}."),
    "desk.already.in": _("{name} was checked in already."),
    "desk.already.out": _("{name} was not checked in."),
    "desk.entitled": _("{count} votes"),
    "desk.entitled_one": _("1 vote"),
    "desk.entitled.observer": _("Observer: no vote"),
    "desk.entitled.no_phone": _(
        "No phone activated yet: scan the large code of the badge with it. "
        "Who has none votes on paper, with the tellers."
    ),
    "desk.entitled.unconfirmed": _("The phone is not confirmed yet: compare its code at the desk."),
    "desk.camera.on": _("Read badges with the camera"),
    "desk.camera.off": _("Switch the camera off"),
    "desk.camera.name": _("Camera {number}"),
    "desk.camera.refused": _(
        "The browser does not allow the camera. Allow it beside the address of this page, then try again."
    ),
    "desk.camera.none": _("No camera was found. Plug one in, or type the code."),
    "desk.camera.busy": _("The camera gives no picture. Close other programs that use it, then try again."),
    "desk.camera.ended": _("The camera was unplugged or switched off. Plug it in and try again, or type the code."),
    "desk.camera.failed": _("The camera cannot be used: {problem}"),
    "desk.door.word_in": _("In"),
    "desk.door.word_out": _("Out"),
    "desk.door.word_again_in": _("In already"),
    "desk.door.word_again_out": _("Out already"),
    "desk.door.word_stop": _("Stop"),
    "desk.door.word_wait": _("Reading"),
    "desk.door.number": _("No. {number}"),
    "desk.door.old": _(
        "This is the old badge, No. {number}. Take it away and ask for the new one, No. {current}, or replace it again."
    ),
    "desk.door.label_in": _("Door code or number of who comes in"),
    "desk.door.label_out": _("Door code or number of who goes out"),
    "desk.door.not_a_code": _(
        "“{typed}” is not on any badge of ours. A door code has six letters and digits, like K7M2QX; "
        "or type the number."
    ),
    "desk.door.closer": _(
        "Only the large code can be read: hold the badge closer, so that the camera sees the small one."
    ),
    "desk.door.no_badge": _("{name} has no badge yet. Issue one first."),
    "desk.door.revoked": _("The badge of {name} is revoked. Send this person to the desk."),
    "desk.door.loan": _("Has the lent phone {label}: take it back"),
    "desk.loan.has": _("Has the lent phone {label}"),
    "desk.loan.phone": _("Phone {label}"),
    "desk.loan.since": _("since {time}"),
    "desk.loan.back": _("Take the phone back"),
    "desk.loans": _("Lent phones: {count}"),
    "desk.loans.gone": _("Lent phones: {count}, with people who are not in the hall: {gone}"),
    "desk.replace.title": _("Replace a lost badge or phone"),
    "desk.replace.explain": _(
        "The new badge takes over the same votes. With your signature the old badge and its phone can do nothing more; "
        "votes that it cast stand."
    ),
    "desk.replace.sign": _("Sign: replace the old badge"),
    "desk.video.same": _("That is the code. Confirm."),
    "desk.video.other": _("That is another code: do not confirm. Listen once more, or replace the badge."),
    "desk.code.waiting": _(
        "Waiting for the phone: scan, then tap “Activate this phone” on it. The code is for this person alone."
    ),
    "desk.done.code": _("{name} has a new phone; the old badge and its phone can do nothing more."),
    "desk.done.code_first": _("The phone of {name} is activated."),
    "desk.done.no_code_first": _(
        "{name} has a badge that no phone activated, and its code is gone: replace it when a phone is here."
    ),
    "desk.done.no_code": _(
        "{name} has a new badge that no phone activated, and its code is gone: replace it once more when a phone is "
        "here."
    ),
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
    "desk.import.badges_one": _("Issue a badge for the 1 person without one"),
    "desk.import.badges": _("Issue badges for the {count} people without one"),
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
