"""The public record: motions with their counts, and downloads."""

from collections.abc import Hashable, Mapping
from typing import Any, BinaryIO

from flask import Blueprint, Response, jsonify, render_template, request
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user

from audit import admission, tally
from audit.bundle import export_size
from audit.day import reconsidered_by
from audit.documents import numbered_languages, texts_as_amended
from audit.encoding import b64url_encode
from audit.fingerprint import root_words
from audit.log import Log
from ballots.acts import Role
from ballots.convention import Convention
from ballots.decision import Decision
from ballots.document import TabledDocument
from ballots.motion import Motion, MotionState
from voting import reports
from voting.access import public
from voting.agreement import agreement, delegation_rows
from voting.amendment_views import blocks_of, subject_view
from voting.bundles import SharedFile, kept_bundle, write_bundle
from voting.day_views import matter_told, reconsidered_view
from voting.errors import Problem
from voting.explained import explained
from voting.hall import decision_view, hall_state, motion_view
from voting.hemicycle import seats_of
from voting.languages import RIGHT_TO_LEFT, claimed_time
from voting.made_files import made_files
from voting.messages import message
from voting.record_list import COUNTED, Wanted
from voting.recount import recount
from voting.report_words import in_words
from voting.requirement import Sentences
from voting.results_pdf import Letterhead, letterhead, roll_call_pdf
from voting.seats import seats_by_delegation
from voting.services import services

# Paper in the language of the page; all other files of a motion are for programs.
ROLL_CALL = "roll-call.pdf"
WORKBOOK = "motion.xlsx"

blueprint = Blueprint("record", __name__, url_prefix="/audit")


@blueprint.before_request
def readers_only() -> None:
    """Keep strangers out where the rules show the record to members alone."""
    if not services().log.convention.founded.rules.public_record and not current_user.is_authenticated:
        raise Problem(401)


@blueprint.get("")
@public
def page() -> str:
    """Show the record."""
    with services().sequencer.reading() as (log, _):
        convention, size = log.convention, export_size(log.convention)
        wanted = Wanted.read(request.args, convention)
        motions = [one for one in _motions(log) if wanted.has_motion(convention, one)]
        decisions = [one for one in _decisions(log) if wanted.has_decision(convention, one)]
        return render_template(
            "audit/index.html",
            state=hall_state(log),
            root_words=root_words(log.tree.root()),
            pin=f"{size}:{b64url_encode(log.tree.root(size))}",
            record=[{**_row(convention, one), "voted": wanted.voted(convention, one)} for one in motions],
            decisions=[decision_view(convention, one) for one in decisions],
            total=len(convention.motions) + len(convention.decisions),
            wanted=wanted,
            kinds=list(convention.founded.rules.questions),
            sittings={name: dict(one.opened.title) for name, one in convention.sittings.items()},
            delegations=_names(convention),
            documents=[
                {
                    "document": name,
                    "title": dict(document.tabled.title),
                    "in": numbered_languages(convention, document),
                }
                for name, document in convention.documents.items()
            ],
        )


@blueprint.get("/motions/<name>")
@public
def motion(name: str) -> str:
    """Show one motion: its words, its rule and, once declared, who voted how."""
    with services().sequencer.reading() as (log, _):
        found = log.convention.motions.get(name)
        if found is None:
            raise Problem(404)
        votes = reports.roll_call(found) if found.state in COUNTED else []
        spoken = list(explained(found, services().blobs.get))
        delegations = _names(log.convention)
        row, said = _row(log.convention, found), _said(found)
        said["polling"] = Sentences(str(get_locale())).polling(
            log.convention.founded.rules.questions[found.opened.kind]
        )
        seats = seats_of(found, log.convention.delegations) if found.state in COUNTED else None
        root = None if found.declared is None else b64url_encode(log.tree.root(found.declared + 1))
        row["subject"] = subject_view(log.convention, found.opened.subject, found.subject)
        texts = {} if found.subject is None else _texts(log.convention, found, found.subject)
        about = matter_told(log.convention, found.opened.matter)
    asked = request.args.get("find", "").strip()[:200]
    shown: dict[str, Any] = {"about": about, "asked": asked, "seats": seats, "declared": found.declared, "root": root}
    shown |= {
        "votes": votes,
        "spoken": spoken,
        "corrected": {one.mandate for one in spoken if one.kind == "correction"},
    }
    return render_template("audit/motion.html", motion=row, delegations=delegations, texts=texts, **shown, **said)


@blueprint.get("/decisions/<name>")
@public
def decision(name: str) -> str:
    """Show one decision without a vote by name."""
    with services().sequencer.reading() as (log, _):
        found = log.convention.decisions.get(name)
        if found is None:
            raise Problem(404)
        view, about = decision_view(log.convention, found), matter_told(log.convention, found.recorded.matter)
        rule = log.convention.founded.rules.questions[found.recorded.kind]
        root = b64url_encode(log.tree.root(found.changed + 1))
    counts = {option: {"count": number} for option, number in (view["counts"] or {}).items()}
    requirement = Sentences(str(get_locale())).requirement(rule, voted=True)
    said = {"about": about, "counts": counts, "requirement": requirement, "root": root}
    return render_template("audit/decision.html", decision=view, **said)


@blueprint.get("/delegations/<name>")
@public
def delegation(name: str) -> str:
    """Show how one delegation voted on everything that was declared, and which others voted as it did."""
    with services().sequencer.reading() as (log, _):
        names = _names(log.convention)
        if name not in names:
            raise Problem(404)
        results = [
            tally.motion_result(one, _reconsidered(log.convention, one))
            for one in _motions(log)
            if one.state is MotionState.DECLARED
        ]
    rows = list(delegation_rows(results, name))
    shown = {"delegation": name, "names": names, "rows": rows, "agreement": agreement(results, name)}
    return render_template("audit/delegation.html", **shown)


@blueprint.get("/motions/<name>/recount")
@public
def motion_recount(name: str) -> str:
    """Count a declared motion again, now and from the log's entries, and show both results."""
    return render_template("audit/recount.html", motion=name, recount=recount(services(), name))


@blueprint.get("/motions/<name>/seats")
@public
def motion_seats(name: str) -> Response:
    """Return how the seats of each delegation voted in one declared motion."""
    with services().sequencer.reading() as (log, _):
        found = log.convention.motions.get(name)
        if found is None or found.state not in COUNTED:
            raise Problem(404, detail="there is no such motion, or its result is not declared")
        response = jsonify(seats_by_delegation(log.convention, found))
    response.cache_control.no_store = True
    return response


@blueprint.get("/motions/<name>/<file>")
@public
def motion_file(name: str, file: str) -> Response:
    """Return one declared motion as a file: `motion.json` and `motion.xlsx` hold all, each CSV one table."""
    if file not in (ROLL_CALL, WORKBOOK) and file not in reports.MOTION_FILES:
        raise Problem(404, detail=f"a motion's files are {', '.join((ROLL_CALL, WORKBOOK, *reports.MOTION_FILES))}")
    with services().sequencer.reading() as (log, _checkpoint):
        found = log.convention.motions.get(name)
        if found is None or found.state not in COUNTED:
            raise Problem(404, detail="there is no such motion, or its result is not declared")
        back = _reconsidered(log.convention, found)
        counted = reports.MotionRecord(
            tally.motion_result(found, back), reports.roll_call(found), list(explained(found, services().blobs.get))
        )
        language, names = log.convention.founded.languages[0], _names(log.convention)
        head, electorate = letterhead(log, found.changed + 1), found.electorate()
        # An erasure must reach what was made before it.
        said = tuple((one.digest, one.text is None) for one in counted.spoken)
        key: tuple[Hashable, ...] = (file, found.opening, found.changed, back, said)
        facts = [*_facts(found, reconsidered_view(log.convention, name), head), _dated(log, found, head)]
    if file == ROLL_CALL:
        # With the root of the declaration and not of now: the same paper, whenever it is printed.
        content = made_files().of(
            (*key, head.language),
            lambda: roll_call_pdf(counted.result, counted.votes, electorate, facts, names, head),
        )
        mimetype = "application/pdf"
    elif file == WORKBOOK:
        content = made_files().of(
            (*key, head.language),
            lambda: reports.to_xlsx(
                in_words(reports.motion_tables(counted, head.spoken), head, names), head.language in RIGHT_TO_LEFT
            ),
        )
        mimetype = reports.XLSX
    else:
        write, mimetype = reports.MOTION_FILES[file]
        content = made_files().of(key, lambda: write(counted, language))
    response = Response(content, mimetype=mimetype)
    response.headers["Content-Disposition"] = f"attachment; filename=motion.{name}.{file.removeprefix('motion.')}"
    return response


def _texts(convention: Convention, found: Motion, document: TabledDocument) -> dict[str, dict[str, Any]]:
    """Return the whole text, by language: as amended where that was what the vote was on, else as tabled."""
    subject = found.opened.subject
    # A vote on amendments pins what they would make of it: the page shows that as changes.
    pinned = None if subject is None or subject.amendments else subject.text
    if pinned is not None:
        amended = dict(texts_as_amended(convention, document))
        # What was adopted later changes it once more: then these are not the words that were voted on.
        if any(one.digest == pinned for one in amended.values()):
            shown = {name: (one.text.format(), one.digest) for name, one in amended.items()}
            return {name: _text(content, digest, amended=True) for name, (content, digest) in shown.items()}
    blobs = services().blobs
    return {
        name: _text(blobs.get(digest) or b"", digest, amended=False) for name, digest in document.tabled.texts.items()
    }


def _text(content: bytes, digest: str, amended: bool) -> dict[str, Any]:
    return {"blocks": blocks_of(content), "digest": digest, "amended": amended}


def _facts(found: Motion, back: Mapping[str, str | None], head: Letterhead) -> list[str]:
    """Return in sentences what was asked, what the rule asks for, what the votes came to, and what took it back."""
    said = _said(found)
    return [
        " ".join(head.words(found.opened.question).split()),
        said["requirement"],
        *(one["text"] for one in said["verdicts"]),
        *([message("day.reconsidered").format(by=_taken_back_by(back))] if back["reconsidered"] else []),
    ]


def _dated(log: Log, found: Motion, head: Letterhead) -> str:
    """Return in a sentence when a motion came to its end: whoever finds the paper sees of which day it is."""
    annulled = found.state is MotionState.ANNULLED
    # What is only asked for since, as an annulment that waits for a second person, is not the end.
    end = found.changed if annulled or found.declared is None else found.declared
    [entry] = log.store.entries(end, end + 1)
    said = {"time": claimed_time(admission.read(entry).statement.issued_at, head.language), "entry": end}
    if annulled:
        return _("Annulled on %(time)s: entry %(entry)s of the log.", **said)
    return _("Result declared on %(time)s: entry %(entry)s of the log.", **said)


def _taken_back_by(back: Mapping[str, str | None]) -> str:
    return message(f"script.cause.{back['reconsidered_by']}").format(cause=back["reconsidered"])


def _names(convention: Convention) -> dict[str, dict[str, str]]:
    return {name: dict(delegation.name) for name, delegation in convention.delegations.items()}


def _motions(log: Log) -> list[Motion]:
    return sorted(log.convention.motions.values(), key=lambda found: found.index)


def _decisions(log: Log) -> list[Decision]:
    return sorted(log.convention.decisions.values(), key=lambda found: found.index)


def _reconsidered(convention: Convention, found: Motion) -> str | None:
    return reconsidered_by(convention, found.opened.motion)


def _row(convention: Convention, found: Motion) -> dict[str, Any]:
    back = reconsidered_view(convention, found.opened.motion)
    row = {**motion_view(found), "cast": motion_view(found)["turnout"], **back}
    # Before the declaration not even the record shows a count.
    if found.state not in COUNTED:
        return row
    return {**row, **tally.motion_result(found, back["reconsidered"]), "subject": row["subject"]}


def _said(found: Motion) -> dict[str, Any]:
    """Return the rule in sentences, in the language of the page: what is asked for, and what the votes came to."""
    sentences, rule = Sentences(str(get_locale())), found.opened.rule
    said: dict[str, Any] = {
        "requirement": sentences.requirement(rule, voted=found.state is MotionState.DECLARED),
        "expected": sentences.expected(rule, found.entitlements.values()),
        "verdicts": [],
    }
    if found.state is MotionState.DECLARED:
        count = found.tally()
        lines = zip(count.houses, sentences.verdicts(rule, count.houses), strict=True)
        said["verdicts"] = [{"met": house.met, "text": text} for house, text in lines]
        if rule.quorum is not None and count.quorum is not None:
            said["verdicts"].append({"met": count.quorum.met, "text": sentences.quorum(rule.quorum, count.quorum)})
        if count.no_may_adopt:
            said["verdicts"].append({"met": False, "text": sentences.no_might_have_adopted()})
    return said


@blueprint.get("/bundle.zip")
@public
def bundle() -> Response:
    """Return the whole record to verify; with names for auditors alone."""
    names = request.args.get("names") == "1"
    if names and not (current_user.is_authenticated and current_user.role is Role.AUDITOR):
        raise Problem(403, detail="names are for auditors")
    parts = services()

    def write(out: BinaryIO) -> None:
        write_bundle(parts.store, parts.sequencer, parts.blobs, parts.roster if names else None, out)

    with parts.sequencer.reading() as (log, _):
        size = export_size(log.convention)
    file = SharedFile(size, write) if names else kept_bundle().of(size, write)
    response = Response(file.pieces(), mimetype="application/zip")
    response.call_on_close(file.close if names else file.let_go)
    response.content_length = file.length
    response.headers["Content-Disposition"] = "attachment; filename=bundle.zip"
    return response
