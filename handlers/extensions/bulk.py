"""More time for all units that have not filed one report, given at once by a coordinator, with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from handlers.extensions.case import apply_extension, may_decide
from handlers.text.deadlines import day_words, last_day_words
from handlers.text.report_names import report_name
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from handlers.turn.pagination import page_buttons
from handlers.turn.reason_input import read_reason
from reporting.deadlines.extension import MOST_GRANTED, extension_problem
from reporting.deadlines.obligation import UNSENT
from reporting.form_entry.date_input import read_date_input
from reporting.roles import DECIDE_EXTENSIONS
from reporting.status.filing import FilingStatus
from reporting.text import fold
from storage.reports import extensions, obligations, submissions, unit_status
from storage.reports.extensions import ExtensionOutcome
from storage.reports.unit_status import UnitReportStatus

Args = Mapping[str, Any]
ReportKey = dict[str, str]
"""One report at one level: its plan, report, period and level."""
PAGE = 6
NAMES = 8
"""Units named before the rest is counted."""


def begin(turn: Turn, args: Args) -> None:
    """Which report: those now running that some unit below still owes."""
    turn.start_dialog(None)
    reports = list(_groups(turn).values())
    if not reports:
        turn.add_message("extensions.nobody_owes")
        return turn.show_menu()
    pages = -(-len(reports) // PAGE)
    page = min(max(int(args.get("page", 0)), 0), pages - 1)
    turn.add_message("extensions.which_many")
    choices = [
        Button(_label(turn, group), "extensions.choose_bulk_report", {"group": _group(group[0])})
        for group in reports[page * PAGE : (page + 1) * PAGE]
    ]
    turn.set_buttons(*choices, *page_buttons(turn, "extensions.begin_bulk", page, pages), _leaving(turn))


def choose_report(turn: Turn, args: Args) -> None:
    """The report chosen: until when?"""
    if reports := _of(turn, args["group"]):
        turn.start_dialog("extensions.bulk", group=_group(reports[0]))
        _ask_day(turn, reports)


def on_text(turn: Turn, text: str) -> str | None:
    """The day, then the reason."""
    state = turn.dialogue or {}
    if fold(text) in turn.registry.typed_commands:
        return turn.words("extensions.not_read")
    if not (reports := _of(turn, state["group"])):
        return None
    if "until" in state:
        _take_reason(turn, reports, date.fromisoformat(state["until"]), text)
        return None
    coming = read_date_input(text, turn.today)
    if isinstance(coming, str):
        turn.add_message(f"extensions.{coming}", text=text[:40])
        _ask_day(turn, reports)
    else:
        _take_day(turn, reports, coming.day)
    return None


def show(turn: Turn) -> None:
    state = turn.dialogue or {}
    if reports := _of(turn, state["group"]):
        if "until" in state:
            _ask_reason(turn, reports)
        else:
            _ask_day(turn, reports)


def confirm(turn: Turn, args: Args) -> None:
    """Extends for those that still owe it; who filed meanwhile keeps its deadline."""
    until, asked = date.fromisoformat(args["until"]), args["group"]
    if not (reports := _of(turn, asked)):
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


def _take_day(turn: Turn, reports: Sequence[UnitReportStatus], until: date) -> None:
    first = min(reports, key=lambda report: report.obligation.late_from).obligation
    if why := extension_problem(until, first.late_from, turn.today, MOST_GRANTED):
        last = last_day_words(turn.words, first)
        turn.add_message(f"extensions.{why}", day=turn.words.day(until), last=last, n=MOST_GRANTED.days)
        return _ask_day(turn, reports)
    turn.start_dialog("extensions.bulk", group=_group(reports[0]), until=until.isoformat())
    if not turn.services.calendar.is_working(until):
        turn.add_message("text.deadline.day_off", day=day_words(turn.words, until))
    _ask_reason(turn, reports)


def _take_reason(turn: Turn, reports: Sequence[UnitReportStatus], until: date, text: str) -> None:
    if (reason := read_reason(turn, text)) is None:
        return _ask_reason(turn, reports)
    turn.start_dialog("extensions.bulk", group=_group(reports[0]), until=until.isoformat())
    turn.add_message(
        "extensions.confirm_many",
        report=_title(turn, reports),
        n=len(reports),
        until=day_words(turn.words, until),
        reason=reason,
    )
    turn.add_text(_names(turn, reports))
    kept = {"group": _group(reports[0]), "until": until.isoformat(), "reason": reason}
    confirmed = Button(turn.words("extensions.choice.extend_many", n=len(reports)), "extensions.confirm_bulk", kept)
    turn.set_buttons(confirmed, _leaving(turn), numbered=False)


def _ask_day(turn: Turn, reports: Sequence[UnitReportStatus]) -> None:
    deadlines = {report.obligation.late_from: last_day_words(turn.words, report.obligation) for report in reports}
    last = ", ".join(deadlines[instant] for instant in sorted(deadlines)[:3])
    turn.add_message("extensions.ask_day_many", report=_title(turn, reports), n=len(reports), last=last)
    turn.set_buttons(_leaving(turn), numbered=False)


def _ask_reason(turn: Turn, reports: Sequence[UnitReportStatus]) -> None:
    turn.add_message("extensions.ask_reason_many", n=len(reports))
    turn.set_buttons(_leaving(turn), numbered=False)


def _of(turn: Turn, asked: Mapping[str, str]) -> list[UnitReportStatus]:
    """The units that still owe it; empty (said) where that is nobody, or no longer ours to say."""
    reports = _groups(turn).get(_key(asked), [])
    if not reports:
        turn.start_dialog(None)
        turn.add_message("extensions.nobody_owes")
        turn.show_menu()
    return reports


def _groups(turn: Turn) -> dict[tuple[str, ...], list[UnitReportStatus]]:
    reports: dict[tuple[str, ...], list[UnitReportStatus]] = {}
    if turn.me.role in DECIDE_EXTENSIONS:
        reports_at_hand = unit_status.running_reports(turn.tx, turn.me.unit, turn.today)
        for report in FilingStatus.of(reports_at_hand, turn.now).missing:
            if may_decide(turn.me, report.unit):
                reports.setdefault(_key(_group(report)), []).append(report)
    return reports


def _group(report: UnitReportStatus) -> ReportKey:
    due = report.obligation
    return {"plan": due.plan_id, "report": due.report_id, "period": due.period, "level": report.unit.kind.value}


def _key(group: Mapping[str, str]) -> tuple[str, ...]:
    return group["plan"], group["report"], group["period"], group["level"]


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


def _leaving(turn: Turn) -> Button:
    return Button(turn.words("extensions.choice.leave"), "extensions.leave", synonyms=("huy", "thoat", "cancel"))
