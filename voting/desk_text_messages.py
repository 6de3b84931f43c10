"""The words of the desk's texts: what was read from files, where languages part, what a new version changes."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

DESK_TEXTS: Mapping[str, LazyString] = {
    "desk.texts.version": _("“{name}” is known: this becomes version {version}."),
    "desk.texts.version_new": _("“{name}” is new: this becomes version 1."),
    "desk.texts.size": _("{count} numbered paragraphs"),
    "desk.texts.size_one": _("1 numbered paragraph"),
    "desk.texts.clean": _("Read without loss: nothing was changed."),
    "desk.texts.times": _("{sentence} ({count} times)"),
    "desk.texts.none": _("No text is on the table yet"),
    "desk.texts.show": _("Show the place"),
    "desk.texts.repair": _("Correct the file and choose it again, or take it away to leave this language out."),
    "desk.texts.changes": _("What this changes in version {version} as amended"),
    "desk.texts.unchanged": _("Nothing: the text is the same."),
    "desk.texts.incomparable": _("{language} was not in numbered paragraphs, so what changes in it cannot be shown."),
    "desk.texts.left_out": _("{language} was in version {version} and is left out now."),
    "desk.texts.added": _("{language} was not in version {version} and comes in now."),
    "desk.texts.waiting": _(
        "Amendments to version {version} are still to be voted: {amendments}. A new version takes their place: they"
        " cannot be voted any more."
    ),
    "desk.texts.preview": _("The text as it will be tabled"),
    "desk.texts.lacks.name": _("Still needed: a name of letters, digits, dots and hyphens."),
    "desk.texts.lacks.file": _("Still needed: the text in {language}."),
    "desk.texts.lacks.title": _("Still needed: the title in {language}."),
    "desk.texts.lacks.reading": _("Reading …"),
    "desk.texts.lacks.comparing": _("The texts were not compared. Choose one of the files again."),
    "desk.texts.lacks.pairing": _("Languages that do not pair off cannot be tabled together."),
    "desk.texts.done": _("“{name}”, version {version}, is on the table."),
    "desk.texts.open": _("Open it"),
    "desk.amendments.counts": _("New: {new}, on the table already: {unchanged}, to be mended: {problem}."),
    "desk.amendments.go": _("Sign and table {count} amendments"),
    "desk.amendments.go_one": _("Sign and table 1 amendment"),
    "desk.amendments.nothing": _("Nothing to table"),
    "desk.amendments.line": _("Line {line}"),
    "desk.amendments.by": _("Proposed by {names}"),
    "desk.amendments.credential": _("credential {credential}"),
    "desk.amendments.known": _("on the table already"),
    "desk.amendments.tabling": _("Tabled: {count} of {total}"),
    "desk.amendments.done": _("{count} amendments are on the table."),
    "desk.amendments.done_one": _("1 amendment is on the table."),
    "desk.amendments.stopped": _("Tabled {count} of {total}, then stopped at {amendment}: {problem}"),
    "desk.correction.changes": _("What this corrects in version {version} as tabled"),
    "desk.correction.first": _("{language} was not in numbered paragraphs: the whole text is new."),
    "desk.correction.worded": _(
        "Amendments count the words of this text in {language}: {amendments}. Where their words moved, look at them"
        " again afterwards."
    ),
    "desk.translation.choose": _("Choose an amendment"),
    "desk.translation.none": _("No amendment can be translated into this language"),
    "desk.translation.lacking": _("Not translated yet: {count}"),
    "desk.translation.spoken": _("Translated: {count}"),
    "desk.translation.option": _("{amendment} · {title} · {standing}"),
    "desk.translation.words": _("Paragraph {number} in {language}: change its words as the amendment does"),
    "desk.translation.words_heading": _("The heading in {language}: change its words as the amendment does"),
    "desk.translation.block": _("The new paragraph in {language}"),
    "desk.translation.blocks": _("The new text in {language}: {count} lines, each a heading, an item or a paragraph"),
    "desk.translation.nothing": _("Nothing changes yet."),
    "desk.translation.lines_one": _("The new text is one heading, item or paragraph; here are {lines}."),
    "desk.translation.lines": _("The new text has {count} headings, items and paragraphs; here are {lines}."),
    "desk.translation.same": _("These words stand in the record already."),
    "desk.translation.moved": _("The text or the amendment changed meanwhile. Look at it again, then sign."),
    "desk.translation.done": _("Amendment {amendment} is translated into {language}."),
    "desk.correction.done": _("“{name}” is corrected in {language}."),
}
