"""Rules of reports on credentials and of agendas: anyone who may states one, and the last one is put to the vote."""

from ballots.acts import Role
from ballots.day_acts import AgendaProposed, CredentialsReported, Seats
from ballots.day_errors import AgendaInUse, ReportInUse, WrongNumbers
from ballots.mandate_errors import UnknownMandate
from ballots.motion_errors import UnknownDocument
from ballots.report import Agenda, Report
from ballots.sitting import SittingState
from ballots.state import Signer, State


def report_credentials(state: State, act: CredentialsReported, signer: Signer, digest: str) -> None:
    """Keep a report whose numbers are those of the rolls as they stand."""
    signer.must_be(Role.DESK, Role.CHAIR)
    if act.report in state.reports:
        raise ReportInUse(f"report {act.report}")
    for mandate in act.contested:
        if mandate not in state.accredited:
            raise UnknownMandate(f"mandate {mandate} is not on the roll accredited")
    seats = seats_by_delegation(state)
    everyone = state.everyone()
    totals = (everyone.allocated, state.accredited.total, state.present.total)
    if (act.allocated, act.accredited, act.present) != totals or act.delegations != seats:
        wrong = sorted(name for name in {*seats, *act.delegations} if seats.get(name) != act.delegations.get(name))
        now = ", ".join(f"{size.heads} of weight {size.weight}" for size in totals)
        raise WrongNumbers(f"allocated, accredited and present are {now}; delegations that differ: {', '.join(wrong)}")
    last = state.last_sitting
    sitting = None if last is None or last.state is SittingState.CLOSED else last.opened.sitting
    state.journal.put(state.reports, act.report, Report(act, digest, state.size, sitting))


def propose_agenda(state: State, act: AgendaProposed, signer: Signer, digest: str) -> None:
    """Keep an agenda; once adopted it takes the place of the one before."""
    signer.must_be(Role.CHAIR, Role.CLERK)
    if act.agenda in state.agendas:
        raise AgendaInUse(f"agenda {act.agenda}")
    for number, item in enumerate(act.items):
        state.check_languages(item.title, f"items[{number}].title")
        if item.document is not None and item.document not in state.documents:
            raise UnknownDocument(f"document {item.document}")
    state.journal.put(state.agendas, act.agenda, Agenda(act, digest, state.size))


def seats_by_delegation(state: State) -> dict[str, Seats]:
    """Return the mandates of every delegation as a report must have them."""
    return {
        name: Seats(entitled.allocated.heads, entitled.accredited.heads, entitled.present.heads)
        for name, entitled in state.entitled("accredited", None).items()
    }
