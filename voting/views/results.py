"""The record's results as files: all of them, or those that an address asks for."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from flask import Blueprint, Response, request

from audit import canonical, day, tally
from audit.encoding import digest
from ballots.convention import Convention
from ballots.decision import Decision
from ballots.motion import Motion, MotionState
from voting import reports
from voting.access import public
from voting.errors import Problem
from voting.languages import RIGHT_TO_LEFT
from voting.made_files import made_files
from voting.record_list import Wanted
from voting.report_words import in_words
from voting.results_pdf import Letterhead, Names, in_the_readers_words, letterhead, results_pdf
from voting.services import services
from voting.views.record import readers_only

blueprint = Blueprint("results", __name__, url_prefix="/audit")
blueprint.before_request(readers_only)


Act = TypeVar("Act", Motion, Decision)


class _Settled(NamedTuple):
    """What is declared or decided, the declared motions themselves, how those voted in them who were asked for, and the
    names of the delegations.
    """

    results: tally.Results
    motions: list[Motion]
    asked: reports.Asked | None
    names: Names


def _settled(convention: Convention, wanted: Wanted) -> _Settled:
    motions = [
        one
        for one in in_order(convention.motions)
        if one.state is MotionState.DECLARED and wanted.has_motion(convention, one)
    ]
    decisions = [
        one for one in in_order(convention.decisions) if one.in_effect and wanted.has_decision(convention, one)
    ]
    # What is no vote and no decision is in no narrower list.
    whole = not wanted.narrows
    results: tally.Results = {
        "agendas": day.agendas(convention) if whole else [],
        "counts": day.counts(convention) if whole else [],
        "decisions": [
            tally.decision_result(one, day.reconsidered_by(convention, one.recorded.decision)) for one in decisions
        ],
        "motions": [tally.motion_result(one, day.reconsidered_by(convention, one.opened.motion)) for one in motions],
        "reports": day.reports(convention) if whole else [],
        "sittings": [tally.sitting_result(one) for one in convention.sittings.values()] if whole else [],
    }
    asked = None
    if wanted.delegation or wanted.person:
        whose = "credential" if wanted.person else "delegation"
        asked = whose, [wanted.voted(convention, one) for one in motions]
    return _Settled(results, motions, asked, {name: one.name for name, one in convention.delegations.items()})


def in_order(acts: Mapping[str, Act]) -> list[Act]:
    """Return motions or decisions in the order of their entries."""
    return sorted(acts.values(), key=lambda one: one.index)


def _json(settled: _Settled, _: Letterhead, __: Sequence[str]) -> bytes:
    return canonical.dumps(settled.results)


def _csv(settled: _Settled, head: Letterhead, __: Sequence[str]) -> bytes:
    """Return a table for programs: whoever asks in whatever language gets the same."""
    return reports.to_csv(reports.results_table(settled.results["motions"], head.authoritative, settled.asked))


def _pdf(settled: _Settled, head: Letterhead, narrowed: Sequence[str]) -> bytes:
    voted = settled.asked and settled.asked[1]
    return results_pdf(settled.results["motions"], settled.results["decisions"], head, narrowed, voted)


def _xlsx(settled: _Settled, head: Letterhead, __: Sequence[str]) -> bytes:
    tables = reports.workbook_tables(settled.results, settled.motions, head.spoken, settled.asked)
    return reports.to_xlsx(in_words(tables, head, settled.names), head.language in RIGHT_TO_LEFT)


FORMATS: Mapping[str, tuple[Callable[[_Settled, Letterhead, Sequence[str]], bytes], str]] = {
    "json": (_json, "application/json"),
    "csv": (_csv, "text/csv"),
    "xlsx": (_xlsx, reports.XLSX),
    "pdf": (_pdf, "application/pdf"),
}


@blueprint.get("/decisions.csv")
@public
def decisions() -> Response:
    """Return what was decided without a vote by name: a table of motions has other columns."""
    with services().sequencer.reading() as (log, _):
        settled = _settled(log.convention, Wanted.read(request.args, log.convention))
        head = letterhead(log)
    table = reports.decisions_table(settled.results["decisions"], head.authoritative)
    response = Response(reports.to_csv(table), mimetype="text/csv")
    response.headers["Content-Disposition"] = "attachment; filename=decisions.csv"
    return response


@blueprint.get("/results.<kind>")
@public
def results(kind: str) -> Response:
    """Return what is declared or decided, all of it as in a bundle or what the address asks for."""
    if kind not in FORMATS:
        raise Problem(404, detail=f"results are {', '.join(FORMATS)}")
    write, mimetype = FORMATS[kind]
    with services().sequencer.reading() as (log, _):
        wanted = Wanted.read(request.args, log.convention)
        settled = _settled(log.convention, wanted)
        head = letterhead(log)
        narrowed = in_the_readers_words(wanted, log.convention, head)
    # Tens of thousands of votes take seconds, in which this process serves nobody else; and anybody may ask.
    key = (
        kind,
        wanted,
        digest(canonical.dumps(settled.results)),
        head.language if kind in ("pdf", "xlsx") else None,
        head.foot if kind == "pdf" else None,
    )
    response = Response(made_files().of(key, lambda: write(settled, head, narrowed)), mimetype=mimetype)
    if kind != "json":
        response.headers["Content-Disposition"] = f"attachment; filename=results.{kind}"
    return response
