"""/tinhtrang of an officer: what the unit owes and what it has sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from handlers.filing.peer_comparison import peer_lines
from handlers.filing.status_text import excused_line, owed_lines, sent_line
from handlers.text.deadlines import deadline_words
from handlers.text.report_names import period_name, report_name
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from reporting.deadlines.obligation import OWED, ReportState
from reporting.status.filing import FilingStatus
from storage.reports import unit_status
from storage.reports.unit_status import UnitReportStatus

RECEIPTS = 3
"""How many of the last reports sent an officer is shown."""


def show_own(turn: Turn, _: object = None) -> None:
    """What the unit owes and why it was returned, what it sent with its receipts, and what comes next."""
    reports = unit_status.of_unit(turn.tx, turn.me.unit.id)
    owed = [report for report in reports if report.obligation.state in OWED and _is_open(report, turn.today)]
    status = FilingStatus.of(reports, turn.now)
    sent = status.filed[-RECEIPTS:][::-1]
    excused = [report for report in status.exempt if _is_recent(report, turn.today)]
    turn.add_message("filing.status.own", unit=turn.me.unit.name)
    if owed:
        turn.add_text("\n".join([turn.words("filing.status.owed"), *owed_lines(turn, owed)]))
    else:
        turn.add_message("filing.status.nothing_owed")
        _tell_next(turn, reports)
    if sent:
        turn.add_text("\n".join([turn.words("filing.status.sent"), *(sent_line(turn, report) for report in sent)]))
    turn.add_text("\n".join(excused_line(turn, report) for report in excused))
    at_hand = next((report.obligation for report in (*owed, *sent)), None)
    turn.add_text("\n".join(peer_lines(turn, at_hand)))
    turn.add_message("text.as_of", moment=turn.words.moment(turn.now))
    turn.set_buttons(*_open_choices(turn, owed), *_sent_choices(turn, sent))


def _is_recent(report: UnitReportStatus, today: date) -> bool:
    """Whether its season is not yet over."""
    due = report.obligation
    return due.opens <= today <= due.last_day + unit_status.DAYS_AFTER_LAST_DAY


def _is_open(report: UnitReportStatus, today: date) -> bool:
    due = report.obligation
    return due.is_listed(today)


def _tell_next(turn: Turn, reports: Sequence[UnitReportStatus]) -> None:
    """The report the unit will be asked for next."""
    coming = [
        report.obligation for report in reports if report.obligation.state in OWED and not _is_open(report, turn.today)
    ]
    if not coming:
        return
    plan = turn.plans.get(turn.tx, coming[0].plan_id)
    turn.add_message(
        "filing.status.next",
        report=report_name(turn.words, plan, coming[0]),
        from_=turn.words.day(coming[0].opens),
        deadline=deadline_words(turn.words, plan, coming[0], turn.now, turn.services.calendar),
    )


def _open_choices(turn: Turn, owed: Sequence[UnitReportStatus]) -> list[Button]:
    choices: list[Button] = []
    for number, report in enumerate(owed, 1):
        verb = "begin" if report.obligation.state == ReportState.NOT_BEGUN else "go_on"
        key = f"filing.status.{verb}" if len(owed) == 1 else f"filing.status.{verb}_number"
        choices.append(Button(turn.words(key, number=number), "filing.open", {"obligation": report.obligation.id}))
    return choices


def _sent_choices(turn: Turn, sent: Sequence[UnitReportStatus]) -> Iterator[Button]:
    """Its receipt; the figures of what came on paper are still to be entered."""
    for report in sent:
        if report.receipt:
            yield Button(
                turn.words("filing.status.see_receipt", receipt=report.receipt),
                "submissions.show_receipt",
                {"code": report.receipt},
            )
        elif report.obligation.state == ReportState.FILED:
            period = period_name(turn.words, report.obligation.period)
            label = turn.words("filing.status.enter_figures", period=period[:1].lower() + period[1:])
            yield Button(label, "filing.open", {"obligation": report.obligation.id})
