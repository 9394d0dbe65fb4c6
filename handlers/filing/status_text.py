"""One unit's reports in lines, for its officers: owed and why, submitted with their receipts, excused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handlers.reports.progress import Progress
from handlers.reports.remark_text import returned_lines
from handlers.text.deadlines import deadline_words
from handlers.text.lateness import late_words
from handlers.text.report_names import report_name
from handlers.turn.context import Turn
from reporting.deadlines.calendar import local_day
from reporting.deadlines.obligation import ReportState
from storage.reports import extensions
from storage.reports.extensions import Extension, ExtensionOutcome
from storage.reports.unit_status import UnitReportStatus


def owed_lines(turn: Turn, owed: Sequence[UnitReportStatus]) -> Iterator[str]:
    """Each report with its deadline, the remarks on a returned one, and its newest request for more time."""
    progress = Progress(turn.tx, turn.plans, turn.words)
    requests = extensions.newest_of(turn.tx, [report.obligation.id for report in owed])
    for number, report in enumerate(owed, 1):
        name, state = _name(turn, report), progress(report.obligation, report.unit, report.answered)
        yield turn.words("filing.status.line", number=number, report=name, state=state)
        plan = turn.plans.get(turn.tx, report.obligation.plan_id)
        yield "   " + deadline_words(turn.words, plan, report.obligation, turn.now, turn.services.calendar)
        if report.obligation.state == ReportState.RETURNED:
            yield from ("   " + line for line in returned_lines(turn, report.obligation, report.unit))
        if (request := requests.get(report.obligation.id)) is not None:
            yield from _request_lines(turn, request)


def _request_lines(turn: Turn, request: Extension) -> Iterator[str]:
    """A request for more time that waits or was refused; a granted one shows in the deadline."""
    until = turn.words.day(request.until, year=False)
    if request.state == ExtensionOutcome.ASKED:
        yield "   " + turn.words("filing.status.extension_asked", day=until)
    elif request.state == ExtensionOutcome.REFUSED:
        key = "filing.status.extension_refused_why" if request.why else "filing.status.extension_refused"
        yield "   " + turn.words(key, day=until, why=request.why)


def submitted_line(turn: Turn, report: UnitReportStatus) -> str:
    """Submitted or received on paper, and when; in time or late, by its first submission; accepted or not."""
    words, due = turn.words, report.obligation
    assert due.filed_at is not None
    name, when = _name(turn, report), late_words(words, due.lateness(turn.now))
    accepted = words("filing.status.accepted") if due.state == ReportState.ACCEPTED else ""
    if due.on_paper:
        line = words("filing.status.on_paper", report=name, day=words.day(local_day(due.filed_at)), when=when)
    else:
        line = words("filing.status.sent_at", report=name, moment=words.moment(due.filed_at), when=when)
    line += accepted
    if report.receipt is None:
        return line
    return line + "\n   " + words("filing.status.receipt", receipt=report.receipt, version=due.version)


def excused_line(turn: Turn, report: UnitReportStatus) -> str:
    return turn.words("filing.status.excused", report=_name(turn, report), why=report.obligation.excused_why or "")


def _name(turn: Turn, report: UnitReportStatus) -> str:
    return report_name(turn.words, turn.plans.get(turn.tx, report.obligation.plan_id), report.obligation)
