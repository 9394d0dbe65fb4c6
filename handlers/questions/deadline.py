"""When a report is due: a unit's own deadline where one is asked about, else the plan's, level by level."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.questions.context import QuestionAnswer, QuestionContext, upper_first
from handlers.questions.filing import unit_line
from handlers.text.deadlines import day_words
from handlers.text.lateness import late_by
from reporting.deadlines.calendar import Deadline, deadlines, last_instant, parse_period
from reporting.plan.plan import Report
from reporting.plan.schedule import DeadlineRule
from reporting.status.lateness import lateness


def deadline(case: QuestionContext) -> QuestionAnswer:
    """ "Trước ngày 25/5 (hạn cuối: hết Chủ nhật 24/5) · còn 3 ngày"."""
    reply, period = QuestionAnswer(), case.query.period
    report_id = case.report_id(period)
    if report_id is None or period is None:
        reports = ", ".join(report.title for report in case.plan.reports)
        reply.add(
            case.words("questions.no_report", reports=reports)
            if reports
            else case.plan.schedule_note or case.words("questions.no_reports")
        )
        return reply
    own = {unit_report.unit.id: unit_report for unit_report in case.entries(period)}
    for unit in case.named:
        reply.add(
            unit_line(case, own[unit.id]) if unit.id in own else case.words("questions.owes_none", unit=unit.name)
        )
    report = case.plan.report(report_id)
    reply.add(*_of_plan(case, report, period))
    return reply


def _of_plan(case: QuestionContext, report: Report, period: str) -> Iterator[str]:
    year = parse_period(period).year
    report_deadlines = [row for row in deadlines(case.plan, year, case.calendar) if row.period == period]
    rows = sorted(report_deadlines, key=lambda row: row.level is not None)
    for row in rows:
        yield _row(case, report, row)
    days = next((row.window for row in rows if row.window), None)
    if days:
        yield case.words("text.deadline.window", from_=case.words.day(days.from_), until=case.words.day(days.until))


def _row(case: QuestionContext, report: Report, row: Deadline) -> str:
    words = case.words
    who = f"{words(f'text.level.{row.level}')}: " if row.level else ""
    if row.last_day is None:
        source = report.source
        note = case.plan.schedule_note or words("questions.no_deadline", quote=source.quote or "", at=source.at)
        return who + note
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
    over, days = lateness(last_instant(row.last_day), case.now), (row.last_day - case.today).days
    left = words("text.deadline.left", n=days) if days else words("text.deadline.today")
    return f"{who}{text} · {words('questions.over', span=late_by(words, over)) if over else left}"
