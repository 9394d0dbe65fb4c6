"""How an officer's own unit stands (/tinhtrang): the reports it owes, those it submitted, the next one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from handlers.filing.peer_comparison import peer_lines
from handlers.filing.status_text import excused_line, owed_lines, submitted_line
from handlers.text.deadlines import deadline_words
from handlers.text.lists import lower_first
from handlers.text.report_names import period_name, report_name
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from reporting.deadlines.obligation import OWED, ReportState
from reporting.status.filing import FilingStatus
from storage.reports import unit_status
from storage.reports.unit_status import UnitReportStatus

RECEIPTS = 3
"""How many of the newest submitted reports are shown."""


def show(turn: Turn, args: Mapping[str, Any]) -> None:
    """The reports owed and why one was returned, the newest submitted with their receipts, the excused, the next."""
    reports = unit_status.of_unit(turn.tx, turn.me.unit.id)
    owed = [report for report in reports if report.obligation.state in OWED and _is_listed(turn, report)]
    status = FilingStatus.of(reports, turn.now)
    submitted = status.filed[-RECEIPTS:][::-1]
    excused = [report for report in status.exempt if _is_recent(turn, report)]
    turn.add_message("filing.status.own", unit=turn.me.unit.name)
    if owed:
        turn.add_text("\n".join([turn.words("filing.status.owed"), *owed_lines(turn, owed)]))
    else:
        turn.add_message("filing.status.nothing_owed")
        _add_next(turn, reports)
    if submitted:
        lines = [submitted_line(turn, report) for report in submitted]
        turn.add_text("\n".join([turn.words("filing.status.sent"), *lines]))
    turn.add_text("\n".join(excused_line(turn, report) for report in excused))
    at_hand = next((report.obligation for report in (*owed, *submitted)), None)
    turn.add_text("\n".join(peer_lines(turn, at_hand)))
    turn.add_message("text.as_of", moment=turn.words.moment(turn.now))
    turn.set_buttons(*_owed_buttons(turn, owed), *_submitted_buttons(turn, submitted))


def _is_listed(turn: Turn, report: UnitReportStatus) -> bool:
    return report.obligation.is_listed(turn.today)


def _is_recent(turn: Turn, report: UnitReportStatus) -> bool:
    """Whether its period has begun and is not long over: ``DAYS_AFTER_LAST_DAY``."""
    due = report.obligation
    return due.opens <= turn.today <= due.last_day + unit_status.DAYS_AFTER_LAST_DAY


def _add_next(turn: Turn, reports: Sequence[UnitReportStatus]) -> None:
    """The report that the unit will owe next."""
    owed = (report.obligation for report in reports if report.obligation.state in OWED and not _is_listed(turn, report))
    if (coming := next(owed, None)) is None:
        return
    plan = turn.plans.get(turn.tx, coming.plan_id)
    turn.add_message(
        "filing.status.next",
        report=report_name(turn.words, plan, coming),
        from_=turn.words.day(coming.opens),
        deadline=deadline_words(turn.words, plan, coming, turn.now, turn.services.calendar),
    )


def _owed_buttons(turn: Turn, owed: Sequence[UnitReportStatus]) -> Iterator[Button]:
    """Bắt đầu, Làm tiếp; with its number where there are several."""
    for number, report in enumerate(owed, 1):
        verb = "begin" if report.obligation.state == ReportState.NOT_BEGUN else "go_on"
        key = f"filing.status.{verb}" if len(owed) == 1 else f"filing.status.{verb}_number"
        yield Button(turn.words(key, number=number), "filing.open", {"obligation": report.obligation.id})


def _submitted_buttons(turn: Turn, submitted: Sequence[UnitReportStatus]) -> Iterator[Button]:
    """To the receipt; to enter the figures of a report that was received on paper."""
    for report in submitted:
        if code := report.receipt:
            label = turn.words("filing.status.see_receipt", receipt=code)
            yield Button(label, "submissions.show_receipt", {"code": code})
        elif report.obligation.state == ReportState.FILED:
            period = lower_first(period_name(turn.words, report.obligation.period))
            label = turn.words("filing.status.enter_figures", period=period)
            yield Button(label, "filing.open", {"obligation": report.obligation.id})
