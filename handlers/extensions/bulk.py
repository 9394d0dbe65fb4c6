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
from reporting.deadlines.obligation import OWED
from reporting.form_entry.date_input import read_date_input
from reporting.roles import DECIDE_EXTENSIONS
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
    found = list(_groups(turn).values())
    if not found:
        turn.add_message("extensions.nobody_owes")
        return turn.show_menu()
    pages = -(-len(found) // PAGE)
    page = min(max(int(args.get("page", 0)), 0), pages - 1)
    turn.add_message("extensions.which_many")
    choices = [
        Button(_label(turn, ones), "extensions.choose_bulk_report", {"group": _group(ones[0])})
        for ones in found[page * PAGE : (page + 1) * PAGE]
    ]
    turn.set_buttons(*choices, *page_buttons(turn, "extensions.begin_bulk", page, pages), _leaving(turn))


def choose_report(turn: Turn, args: Args) -> None:
    """The report chosen: until when?"""
    if ones := _of(turn, args["group"]):
        turn.start_dialog("extensions.bulk", group=_group(ones[0]))
        _ask_day(turn, ones)


def on_text(turn: Turn, text: str) -> str | None:
    """The day, then the reason."""
    state = turn.dialogue or {}
    if fold(text) in turn.registry.typed_commands:
        return turn.words("extensions.not_read")
    if not (ones := _of(turn, state["group"])):
        return None
    if "until" in state:
        _take_reason(turn, ones, date.fromisoformat(state["until"]), text)
        return None
    coming = read_date_input(text, turn.today)
    if isinstance(coming, str):
        turn.add_message(f"extensions.{coming}", text=text[:40])
        _ask_day(turn, ones)
    else:
        _take_day(turn, ones, coming.day)
    return None


def show(turn: Turn) -> None:
    state = turn.dialogue or {}
    if ones := _of(turn, state["group"]):
        if "until" in state:
            _ask_reason(turn, ones)
        else:
            _ask_day(turn, ones)


def confirm(turn: Turn, args: Args) -> None:
    """Extends for those that still owe it; who filed meanwhile keeps its deadline."""
    until, asked = date.fromisoformat(args["until"]), args["group"]
    if not (ones := _of(turn, asked)):
        return
    extended = [one for one in ones if _extend(turn, one, until, args["reason"])]
    turn.start_dialog(None)
    turn.add_message(
        "extensions.granted_many", n=len(extended), report=_title(turn, ones), until=day_words(turn.words, until)
    )
    turn.add_text(_names(turn, extended))
    turn.set_buttons(Button(turn.words("extensions.choice.list"), "extensions.list_requests"))


def _extend(turn: Turn, one: UnitReportStatus, until: date, reason: str) -> bool:
    submissions.lock(turn.tx, one.obligation.id)
    due = obligations.get(turn.tx, one.obligation.id)
    if due is None or due.state not in OWED or extension_problem(until, due.late_from, turn.today, MOST_GRANTED):
        return False
    me = turn.me.person_id
    asked = extensions.open_of(turn.tx, due.id)
    answered = asked or extensions.add_request(turn.tx, due.id, until, reason, me, turn.now)
    if asked is None or asked.until <= until:
        extensions.decide(turn.tx, answered, ExtensionOutcome.GRANTED, me, turn.now, until=until)
    apply_extension(turn, due, one.unit, until, f"many:{due.id}:{until}", reason)
    return True


def _take_day(turn: Turn, ones: Sequence[UnitReportStatus], until: date) -> None:
    first = min(ones, key=lambda one: one.obligation.late_from).obligation
    if why := extension_problem(until, first.late_from, turn.today, MOST_GRANTED):
        last = last_day_words(turn.words, first)
        turn.add_message(f"extensions.{why}", day=turn.words.day(until), last=last, n=MOST_GRANTED.days)
        return _ask_day(turn, ones)
    turn.start_dialog("extensions.bulk", group=_group(ones[0]), until=until.isoformat())
    if not turn.services.calendar.is_working(until):
        turn.add_message("text.deadline.day_off", day=day_words(turn.words, until))
    _ask_reason(turn, ones)


def _take_reason(turn: Turn, ones: Sequence[UnitReportStatus], until: date, text: str) -> None:
    if (reason := read_reason(turn, text)) is None:
        return _ask_reason(turn, ones)
    turn.start_dialog("extensions.bulk", group=_group(ones[0]), until=until.isoformat())
    turn.add_message(
        "extensions.confirm_many",
        report=_title(turn, ones),
        n=len(ones),
        until=day_words(turn.words, until),
        reason=reason,
    )
    turn.add_text(_names(turn, ones))
    kept = {"group": _group(ones[0]), "until": until.isoformat(), "reason": reason}
    confirmed = Button(turn.words("extensions.choice.extend_many", n=len(ones)), "extensions.confirm_bulk", kept)
    turn.set_buttons(confirmed, _leaving(turn), numbered=False)


def _ask_day(turn: Turn, ones: Sequence[UnitReportStatus]) -> None:
    deadlines = {one.obligation.late_from: last_day_words(turn.words, one.obligation) for one in ones}
    last = ", ".join(deadlines[instant] for instant in sorted(deadlines)[:3])
    turn.add_message("extensions.ask_day_many", report=_title(turn, ones), n=len(ones), last=last)
    turn.set_buttons(_leaving(turn), numbered=False)


def _ask_reason(turn: Turn, ones: Sequence[UnitReportStatus]) -> None:
    turn.add_message("extensions.ask_reason_many", n=len(ones))
    turn.set_buttons(_leaving(turn), numbered=False)


def _of(turn: Turn, asked: Mapping[str, str]) -> list[UnitReportStatus]:
    """The units that still owe it; empty (said) where that is nobody, or no longer ours to say."""
    ones = _groups(turn).get(_key(asked), [])
    if not ones:
        turn.start_dialog(None)
        turn.add_message("extensions.nobody_owes")
        turn.show_menu()
    return ones


def _groups(turn: Turn) -> dict[tuple[str, ...], list[UnitReportStatus]]:
    found: dict[tuple[str, ...], list[UnitReportStatus]] = {}
    if turn.me.role in DECIDE_EXTENSIONS:
        for one in unit_status.running_reports(turn.tx, turn.me.unit, turn.today):
            if one.obligation.state in OWED and may_decide(turn.me, one.unit):
                found.setdefault(_key(_group(one)), []).append(one)
    return found


def _group(one: UnitReportStatus) -> ReportKey:
    due = one.obligation
    return {"plan": due.plan_id, "report": due.report_id, "period": due.period, "level": one.unit.kind.value}


def _key(group: Mapping[str, str]) -> tuple[str, ...]:
    return group["plan"], group["report"], group["period"], group["level"]


def _label(turn: Turn, ones: Sequence[UnitReportStatus]) -> str:
    return turn.words("extensions.choice.group", report=_title(turn, ones), n=len(ones))


def _title(turn: Turn, ones: Sequence[UnitReportStatus]) -> str:
    """ "6 tháng năm 2026 · Chuyển hóa địa bàn · Cấp huyện"."""
    due = ones[0].obligation
    name = report_name(turn.words, turn.plans.get(turn.tx, due.plan_id), due)
    return f"{name} · {turn.words(f'text.level.{ones[0].unit.kind}')}"


def _names(turn: Turn, ones: Sequence[UnitReportStatus]) -> str:
    lines = [f"• {one.unit.name}" for one in ones[:NAMES]]
    if len(ones) > NAMES:
        lines.append(turn.words("text.and_more_units", n=len(ones) - NAMES))
    return "\n".join(lines)


def _leaving(turn: Turn) -> Button:
    return Button(turn.words("extensions.choice.leave"), "extensions.leave", synonyms=("huy", "thoat", "cancel"))
