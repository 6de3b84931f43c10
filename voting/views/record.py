"""The public record: motions with their counts, and downloads."""

import tempfile
from typing import Any, NamedTuple

from flask import Blueprint, Response, jsonify, render_template, request, send_file
from flask_babel import get_locale
from flask_login import current_user

from audit import canonical, day, tally
from audit.bundle import export_size
from audit.documents import numbered_languages
from audit.encoding import b64url_encode
from audit.fingerprint import root_words
from audit.log import Log
from ballots.acts import Role
from ballots.decision import Decision
from ballots.motion import Motion, MotionState
from voting import reports
from voting.access import public
from voting.amendment_views import blocks_of, subject_view
from voting.bundles import write_bundle
from voting.errors import Problem
from voting.explained import explained
from voting.hall import decision_view, hall_state, motion_view
from voting.made_files import made_files
from voting.recount import recount
from voting.requirement import Sentences
from voting.seats import seats_by_delegation
from voting.services import services

blueprint = Blueprint("record", __name__, url_prefix="/audit")

COUNTED = (MotionState.DECLARED, MotionState.ANNULLED)


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
        size = export_size(log.convention)
        return render_template(
            "audit/index.html",
            state=hall_state(log),
            root_words=root_words(log.tree.root()),
            pin=f"{size}:{b64url_encode(log.tree.root(size))}",
            record=[_row(motion) for motion in _motions(log)],
            decisions=[decision_view(log.convention, decision) for decision in _decisions(log)],
            documents=[
                {
                    "document": name,
                    "title": dict(document.tabled.title),
                    "in": numbered_languages(log.convention, document),
                }
                for name, document in log.convention.documents.items()
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
        delegations = {name: dict(delegation.name) for name, delegation in log.convention.delegations.items()}
        row, said = _row(found), _said(found)
        row["subject"] = subject_view(log.convention, found.opened.subject, found.subject)
    tabled = {} if found.subject is None else found.subject.tabled.texts
    texts = {language: blocks_of(services().blobs.get(digest) or b"") for language, digest in tabled.items()}
    shown = {"votes": votes, "spoken": spoken, "corrected": {one.mandate for one in spoken if one.kind == "correction"}}
    return render_template("audit/motion.html", motion=row, delegations=delegations, texts=texts, **shown, **said)


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
    if file not in reports.MOTION_FILES:
        raise Problem(404, detail=f"a motion's files are {', '.join(reports.MOTION_FILES)}")
    write, mimetype = reports.MOTION_FILES[file]
    with services().sequencer.reading() as (log, _):
        found = log.convention.motions.get(name)
        if found is None or found.state not in COUNTED:
            raise Problem(404, detail="there is no such motion, or its result is not declared")
        counted = reports.MotionRecord(
            tally.motion_result(found), reports.roll_call(found), list(explained(found, services().blobs.get))
        )
        language = log.convention.founded.languages[0]
        # An erasure must reach what was made before it.
        said = tuple((one.digest, one.text is None) for one in counted.spoken)
        key = (file, found.opening, found.changed, said)
    response = Response(made_files().of(key, lambda: write(counted, language)), mimetype=mimetype)
    response.headers["Content-Disposition"] = f"attachment; filename=motion.{name}.{file.removeprefix('motion.')}"
    return response


def _motions(log: Log) -> list[Motion]:
    return sorted(log.convention.motions.values(), key=lambda found: found.index)


def _decisions(log: Log) -> list[Decision]:
    return sorted(log.convention.decisions.values(), key=lambda found: found.index)


def _row(found: Motion) -> dict[str, Any]:
    row = {**motion_view(found), "cast": motion_view(found)["turnout"]}
    # Before the declaration not even the record shows a count.
    return {**row, **tally.motion_result(found), "subject": row["subject"]} if found.state in COUNTED else row


def _said(found: Motion) -> dict[str, Any]:
    """Return the rule in sentences, in the language of the page: what is asked for, and what the votes came to."""
    sentences, rule = Sentences(str(get_locale())), found.opened.rule
    said: dict[str, Any] = {
        "requirement": sentences.requirement(rule),
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


class _Settled(NamedTuple):
    """What is declared or decided, the declared motions themselves, and the authoritative language."""

    results: tally.Results
    motions: list[Motion]
    language: str


def _settled() -> _Settled:
    with services().sequencer.reading() as (log, _):
        convention = log.convention
        motions = [item for item in _motions(log) if item.state is MotionState.DECLARED]
        decisions = [item for item in _decisions(log) if item.in_effect]
        results: tally.Results = {
            "agendas": day.agendas(convention),
            "counts": day.counts(convention),
            "decisions": [
                tally.decision_result(item, day.reconsidered_by(convention, item.recorded.decision))
                for item in decisions
            ],
            "motions": [
                tally.motion_result(item, day.reconsidered_by(convention, item.opened.motion)) for item in motions
            ],
            "reports": day.reports(convention),
            "sittings": [tally.sitting_result(item) for item in convention.sittings.values()],
        }
        return _Settled(results, motions, convention.founded.languages[0])


@blueprint.get("/results.json")
@public
def results_json() -> Response:
    """Return what is declared or decided, as in a bundle."""
    return Response(canonical.dumps(_settled().results), mimetype="application/json")


@blueprint.get("/results.csv")
@public
def results_csv() -> Response:
    """Return the declared results as a table."""
    settled = _settled()
    table = reports.results_table(settled.results["motions"], settled.language)
    response = Response(reports.to_csv(table), mimetype="text/csv")
    response.headers["Content-Disposition"] = "attachment; filename=results.csv"
    return response


@blueprint.get("/results.xlsx")
@public
def results_xlsx() -> Response:
    """Return the declared results, those by delegation, the roll calls and the decisions as a workbook."""
    content = reports.workbook().of(*_settled())
    response = Response(content, mimetype=reports.XLSX)
    response.headers["Content-Disposition"] = "attachment; filename=results.xlsx"
    return response


@blueprint.get("/bundle.zip")
@public
def bundle() -> Response:
    """Return the whole record to verify; with names for auditors alone."""
    names = request.args.get("names") == "1"
    if names and not (current_user.is_authenticated and current_user.role is Role.AUDITOR):
        raise Problem(403, detail="names are for auditors")
    parts = services()
    file = tempfile.TemporaryFile(prefix="plenary-")  # noqa: SIM115 - the response closes it, and so it is gone
    write_bundle(parts.store, parts.sequencer, parts.blobs, parts.roster if names else None, file)
    file.seek(0)
    response = send_file(file, mimetype="application/zip", as_attachment=True, download_name="bundle.zip")
    response.cache_control.no_store = True
    return response
