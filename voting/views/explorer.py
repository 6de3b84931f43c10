"""The log for people: its entries in words, page by page, each with what the page needs to check it itself."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import get_locale
from werkzeug.wrappers import Response

from audit.checkpoint import SIZE
from voting.access import public
from voting.entries import PAGE, entries, key_origins, wanted_index
from voting.entry_words import TYPES
from voting.errors import Problem
from voting.minutes_words import MinutesWords
from voting.services import services
from voting.views.record import readers_only

blueprint = Blueprint("explorer", __name__, url_prefix="/audit/log")
blueprint.before_request(readers_only)


@blueprint.get("")
@public
def page() -> str | Response:
    """Show a page of entries, the newest unless `from` says otherwise, or go to the one that `find` asks for."""
    asked = request.args.get("find", "")
    found = wanted_index(services().store, asked) if asked.strip() else None
    with services().sequencer.reading() as (log, _):
        size = log.tree.size
        if found is not None and found < size:
            return redirect(url_for("explorer.entry", index=found))
        newest = (size - 1) // PAGE * PAGE
        start = min(_number(request.args["from"]) // PAGE * PAGE, newest) if "from" in request.args else newest
        shown = list(entries(log, start, min(start + PAGE, size)))
    places = {"newest": newest, "start": start, "size": size, "step": PAGE}
    claims = MinutesWords(str(get_locale())).say("claims")
    return render_template("audit/log.html", entries=shown, types=TYPES, asked=asked, claims=claims, **places)


@blueprint.get("/<index>")
@public
def entry(index: str) -> str:
    """Show one entry, and the entries that vouch for the key that signed it."""
    number = _number(index)
    with services().sequencer.reading() as (log, _):
        size = log.tree.size
        if number >= size:
            raise Problem(404)
        [shown] = entries(log, number, number + 1)
    chain = [] if shown.withheld else key_origins().chain(services().store, size, shown.kid)
    return render_template("audit/entry.html", entry=shown, types=TYPES, chain=chain, size=size, step=PAGE)


def _number(text: str) -> int:
    if not SIZE.fullmatch(text.encode("utf-8", "replace")):
        raise Problem(404)
    return int(text)
