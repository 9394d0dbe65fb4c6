"""One new deadline for all units that still owe a report, granted at once by a coordinator, with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers.extensions.case import apply_extension, leave_button
from handlers.extensions.state import BulkState, ReportKey
from handlers.text.deadlines import day_words, last_day_words
from handlers.text.report_names import report_name
from handlers.turn.context import Turn
from handlers.turn.features import HANDLED, Args, Reply
from handlers.turn.messages import Button
from handlers.turn.pagination import Page
from handlers.turn.reason_input import read_reason
from reporting.deadlines.extension import MOST_GRANTED, extension_problem
from reporting.deadlines.obligation import UNSENT
from reporting.form_entry.date_input import read_date_input
from reporting.permissions import can_decide_extension
from reporting.status.filing import FilingStatus
from storage.reports import extensions, obligations, submissions, unit_status
from storage.reports.extensions import ExtensionOutcome
from storage.reports.unit_status import UnitReportStatus

PAGE = 6
NAMES = 8
"""Units named before the rest is counted."""


def begin(turn: Turn, args: Args) -> None:
    """Asks which report: those now running that some unit below still owes."""
    turn.start_dialog(None)
    reports = list(_groups(turn).values())
    if not reports:
        turn.add_message("extensions.nobody_owes")
        return turn.show_menu()
    page = Page.of(reports, args, PAGE)
    turn.add_message("extensions.which_many")
    choices = [
        Button(_label(turn, group), "extensions.choose_bulk_report", {"group": _key(group[0]).model_dump()})
        for group in page.items
    ]
    turn.set_buttons(*choices, *page.buttons(turn, "extensions.begin_bulk"), leave_button(turn))


def choose_report(turn: Turn, args: Args) -> None:
    """The report chosen: asks for the new last day."""
    key = ReportKey.model_validate(args["group"])
    if reports := _reports(turn, key):
        turn.start_dialog(BulkState(group=key))
        _ask_day(turn, reports)


def on_text(turn: Turn, state: BulkState, text: str) -> Reply:
    """The day, then the reason."""
    if not (reports := _reports(turn, state.group)):
        return HANDLED
    if state.until:
        _take_reason(turn, state, reports, state.until, text)
        return HANDLED
    day = read_date_input(text, turn.today)
    if isinstance(day, str):
        turn.add_message(f"extensions.{day}", text=text[:40])
        _ask_day(turn, reports)
    else:
        _take_day(turn, state, reports, day.day)
    return HANDLED


def prompt(turn: Turn, state: BulkState) -> None:
    if reports := _reports(turn, state.group):
        if state.until:
            _ask_reason(turn, reports)
        else:
            _ask_day(turn, reports)


def confirm(turn: Turn, args: Args) -> None:
    """Extends for the units that still owe it; those that filed meanwhile keep their deadline."""
    until = date.fromisoformat(args["until"])
    if not (reports := _reports(turn, ReportKey.model_validate(args["group"]))):
        return
    extended = [report for report in reports if _extend(turn, report, until, args["reason"])]
    turn.start_dialog(None)
    turn.add_message(
        "extensions.granted_many", n=len(extended), report=_title(turn, reports), until=day_words(turn.words, until)
    )
    turn.add_text(_names(turn, extended))
    turn.set_buttons(Button(turn.words("extensions.choice.list"), "extensions.list_requests"))


def _extend(turn: Turn, report: UnitReportStatus, until: date, reason: str) -> bool:
    submissions.lock(turn.tx, report.obligation.id)
    due = obligations.get(turn.tx, report.obligation.id)
    if due is None or due.state not in UNSENT or extension_problem(until, due.late_from, turn.today, MOST_GRANTED):
        return False
    me = turn.me.person_id
    extension = extensions.open_of(turn.tx, due.id)
    answered = extension or extensions.add_request(turn.tx, due.id, until, reason, me, turn.now)
    if extension is None or extension.until <= until:
        extensions.decide(turn.tx, answered, ExtensionOutcome.GRANTED, me, turn.now, until=until)
    apply_extension(turn, due, report.unit, until, f"many:{due.id}:{until}", reason)
    return True


def _take_day(turn: Turn, state: BulkState, reports: Sequence[UnitReportStatus], until: date) -> None:
    first = min(reports, key=lambda report: report.obligation.late_from).obligation
    if why := extension_problem(until, first.late_from, turn.today, MOST_GRANTED):
        last = last_day_words(turn.words, first)
        turn.add_message(f"extensions.{why}", day=turn.words.day(until), last=last, n=MOST_GRANTED.days)
        return _ask_day(turn, reports)
    turn.start_dialog(BulkState(group=state.group, until=until))
    if not turn.services.calendar.is_working(until):
        turn.add_message("text.deadline.day_off", day=day_words(turn.words, until))
    _ask_reason(turn, reports)


def _take_reason(turn: Turn, state: BulkState, reports: Sequence[UnitReportStatus], until: date, text: str) -> None:
    if (reason := read_reason(turn, text)) is None:
        return _ask_reason(turn, reports)
    turn.add_message(
        "extensions.confirm_many",
        report=_title(turn, reports),
        n=len(reports),
        until=day_words(turn.words, until),
        reason=reason,
    )
    turn.add_text(_names(turn, reports))
    args = {"group": state.group.model_dump(), "until": until.isoformat(), "reason": reason}
    confirmation = Button(turn.words("extensions.choice.extend_many", n=len(reports)), "extensions.confirm_bulk", args)
    turn.set_buttons(confirmation, leave_button(turn), numbered=False)


def _ask_day(turn: Turn, reports: Sequence[UnitReportStatus]) -> None:
    deadlines = {report.obligation.late_from: last_day_words(turn.words, report.obligation) for report in reports}
    last = ", ".join(deadlines[instant] for instant in sorted(deadlines)[:3])
    turn.add_message("extensions.ask_day_many", report=_title(turn, reports), n=len(reports), last=last)
    turn.set_buttons(leave_button(turn), numbered=False)


def _ask_reason(turn: Turn, reports: Sequence[UnitReportStatus]) -> None:
    turn.add_message("extensions.ask_reason_many", n=len(reports))
    turn.set_buttons(leave_button(turn), numbered=False)


def _reports(turn: Turn, key: ReportKey) -> list[UnitReportStatus]:
    """The units that still owe it; empty, and said, where none does or none is below this coordinator."""
    reports = _groups(turn).get(key, [])
    if not reports:
        turn.start_dialog(None)
        turn.add_message("extensions.nobody_owes")
        turn.show_menu()
    return reports


def _groups(turn: Turn) -> dict[ReportKey, list[UnitReportStatus]]:
    reports: dict[ReportKey, list[UnitReportStatus]] = {}
    running = unit_status.running_reports(turn.tx, turn.me.unit, turn.today)
    for report in FilingStatus.of(running, turn.now).missing:
        if can_decide_extension(turn.me, report.unit):
            reports.setdefault(_key(report), []).append(report)
    return reports


def _key(report: UnitReportStatus) -> ReportKey:
    due = report.obligation
    return ReportKey(plan=due.plan_id, report=due.report_id, period=due.period, level=report.unit.kind.value)


def _label(turn: Turn, reports: Sequence[UnitReportStatus]) -> str:
    return turn.words("extensions.choice.group", report=_title(turn, reports), n=len(reports))


def _title(turn: Turn, reports: Sequence[UnitReportStatus]) -> str:
    """ "6 tháng năm 2026 · Chuyển hóa địa bàn · Cấp huyện"."""
    due = reports[0].obligation
    name = report_name(turn.words, turn.plans.get(turn.tx, due.plan_id), due)
    return f"{name} · {turn.words(f'text.level.{reports[0].unit.kind}')}"


def _names(turn: Turn, reports: Sequence[UnitReportStatus]) -> str:
    lines = [f"• {report.unit.name}" for report in reports[:NAMES]]
    if len(reports) > NAMES:
        lines.append(turn.words("text.and_more_units", n=len(reports) - NAMES))
    return "\n".join(lines)
