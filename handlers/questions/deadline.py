"""When a report is due: a unit's own deadline where one is asked about, else the plan's, level by level."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.questions.context import QuestionAnswer, QuestionContext
from handlers.questions.filing import owing, unit_line
from handlers.text.deadlines import day_words
from handlers.text.lateness import late_by
from handlers.text.lists import upper_first
from reporting.deadlines.calendar import Deadline, deadlines, last_instant, parse_period
from reporting.plan.plan import Report
from reporting.plan.schedule import DeadlineRule
from reporting.status.lateness import lateness


def deadline(context: QuestionContext) -> QuestionAnswer:
    """ "Trước ngày 25/5 (hạn cuối: hết Chủ nhật 24/5) · còn 3 ngày"."""
    answer, period = QuestionAnswer(), context.query.period
    report_id = context.report_id(period)
    if report_id is None or period is None:
        note = None if context.plan.reports else context.plan.schedule_note
        answer.add(note or context.no_report_words())
        return answer
    own = {report.unit.id: report for report in owing(context)}
    for unit in context.named:
        answer.add(
            unit_line(context, own[unit.id]) if unit.id in own else context.words("questions.owes_none", unit=unit.name)
        )
    answer.add(*_of_plan(context, context.plan.report(report_id), period))
    return answer


def _of_plan(context: QuestionContext, report: Report, period: str) -> Iterator[str]:
    """The deadline of the plan, that of each level with one of its own, and the days the figures cover."""
    of_year = deadlines(context.plan, parse_period(period).year, context.calendar)
    rows = sorted((row for row in of_year if row.period == period), key=lambda row: row.level is not None)
    for row in rows:
        yield _row(context, report, row)
    days = next((row.window for row in rows if row.window), None)
    if days:
        yield context.words(
            "text.deadline.window", from_=context.words.day(days.from_), until=context.words.day(days.until)
        )


def _row(context: QuestionContext, report: Report, row: Deadline) -> str:
    """ "Cấp xã: Hạn cuối: hết thứ Tư 20/5/2026 · đã qua 2 ngày"; where the plan sets no day, what it says instead."""
    words = context.words
    prefix = f"{words(f'text.level.{row.level}')}: " if row.level else ""
    if row.last_day is None:
        source = report.source
        note = context.plan.schedule_note or words("questions.no_deadline", quote=source.quote or "", at=source.at)
        return prefix + note
    due: DeadlineRule | None = report.levels[row.level].due if row.level else report.due
    working = row.last_working_day
    also = (
        words("text.deadline.last_working_day", day=day_words(words, working))
        if working and working != row.last_day
        else ""
    )
    end = words("text.deadline.last_day", day=f"{day_words(words, row.last_day)}/{row.last_day.year}") + also
    text = (
        words(f"text.deadline.{due.rule}", day=f"{due.day.day}/{due.day.month}", end=end) if due else upper_first(end)
    )
    over, days = lateness(last_instant(row.last_day), context.now), (row.last_day - context.today).days
    left = words("text.deadline.left", n=days) if days else words("text.deadline.today")
    return f"{prefix}{text} · {words('questions.over', span=late_by(words, over)) if over else left}"
