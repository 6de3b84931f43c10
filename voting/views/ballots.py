"""Ballot papers to print when phones fail, for tellers."""

from collections.abc import Iterable, Sequence

from flask import Blueprint, Response, request
from flask_babel import force_locale
from flask_babel import gettext as _

from ballots.acts import Role
from ballots.convention import Convention
from ballots.mandate import seat_of
from ballots.motion import Motion
from voting.access import allowed
from voting.aside import aside
from voting.ballot_papers import MOST_PAPERS, Choice, Paper, ballot_papers
from voting.errors import Problem
from voting.languages import LANGUAGES, marked, page_language
from voting.messages import message
from voting.results_pdf import Letterhead, letterhead
from voting.services import services

blueprint = Blueprint("ballots", __name__, url_prefix="/tellers")

COPIES = 4
TOO_MANY = marked("A file holds 1 to 400 ballot papers. Ask for fewer, or for one delegation at a time.")


@blueprint.get("/ballots.pdf")
@allowed(Role.TELLER)
def ballots() -> Response:
    """Return ballot papers: `copies` without a mandate, or with `slips` one for each mandate that has not voted.

    Without `motion` its number and question are written in by hand; `delegation` prints the slips of one alone.
    They are for those who vote, and so in the convention's languages, whatever the teller's browser speaks.
    """
    with services().sequencer.reading() as (log, _checkpoint), force_locale(_language(log.convention)):
        convention, head = log.convention, letterhead(log)
        name = request.args.get("motion", "")
        motion = convention.motions.get(name)
        if name and (motion is None or not motion.is_open):
            raise Problem(404, detail="there is no such motion, or it is not open")
        slips = motion is not None and request.args.get("slips") == "1"
        mandates = _slips(convention, motion, head) if slips and motion is not None else [""] * _copies()
        paper = _paper(convention, motion, head)
    if not 1 <= len(mandates) <= MOST_PAPERS:
        raise Problem(400, "wrong_number_of_papers", TOO_MANY, detail=f"{len(mandates)} papers")
    response = Response(aside(lambda: ballot_papers(paper, mandates)), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f"attachment; filename=ballots.{name or 'blank'}.pdf"
    return response


def _spoken(convention: Convention) -> list[str]:
    """Return those of the convention's languages that pages speak."""
    return [language for language in convention.founded.languages if language in LANGUAGES]


def _language(convention: Convention) -> str:
    """Return the language of the page if the convention speaks it, else the first that it does."""
    page = page_language()
    spoken = _spoken(convention) or [page]
    return page if page in spoken else spoken[0]


def _copies() -> int:
    asked = request.args.get("copies", str(COPIES))
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0


def _slips(convention: Convention, motion: Motion, head: Letterhead) -> list[str]:
    only = request.args.get("delegation", "")
    found = [
        mandate
        for mandate in sorted(motion.electorate(), key=seat_of)
        if mandate not in motion.votes
        and seat_of(mandate).delegation not in motion.blocks
        and only in ("", seat_of(mandate).delegation)
    ]
    return [_whose(convention, mandate, head) for mandate in found]


def _whose(convention: Convention, mandate: str, head: Letterhead) -> str:
    """Return a mandate with its delegation and the number on the badge of its holder: no name stands on a paper."""
    delegation = head.words(convention.delegations[seat_of(mandate).delegation].name)
    holder = convention.holders.get(mandate)
    badge = "" if holder is None else f" · {_('Badge %(number)s', number=holder)}"
    return f"{mandate} · {delegation}{badge}"


def _paper(convention: Convention, motion: Motion | None, head: Letterhead) -> Paper:
    title, questions = "", list[str]()
    spoken = _spoken(convention) or [head.language]
    if motion is not None:
        title = f"{_('Motion %(number)s', number=motion.opened.motion)} · {head.words(motion.opened.title)}"
        asked = motion.opened.question
        questions = [asked[one] for one in convention.founded.languages if asked.get(one)] or [head.words(asked)]
    names = [_in_each(spoken, f"common.{option}") for option in ("yes", "no", "abstain")]
    meanings = zip(*(_meanings(motion, language) for language in spoken), strict=True)
    choices = [Choice(name, _once(means)) for name, means in zip(names, meanings, strict=True)]
    name = head.words(convention.founded.name)
    return Paper(head.language, name, title, questions, choices, _("Mandate"), _("Tellers"))


def _in_each(languages: Sequence[str], key: str) -> str:
    """Return a word in each language."""
    said = []
    for language in languages:
        with force_locale(language):
            said.append(message(key))
    return _once(said)


def _once(said: Iterable[str]) -> str:
    """Return what is said in several languages, once where two have the same."""
    return " · ".join(dict.fromkeys(said))


def _meanings(motion: Motion | None, language: str) -> Sequence[str]:
    """Return what each choice means, in one of the languages of those who vote."""
    with force_locale(language):
        subject = None if motion is None else motion.opened.subject
        neither = _("Neither for nor against.")
        if subject is None:
            return _("What is asked is agreed to."), _("What is asked is not agreed to."), neither
        if subject.amendments:
            names = message("common.comma").join(subject.amendments)
            changed = _("The text is changed as this says: %(amendments)s.", amendments=names)
            return changed, _("The text stays as it is."), neither
        return _("The text is adopted."), _("The text is not adopted."), neither
