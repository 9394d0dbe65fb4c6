"""The deadline of a report in words, and the time left or by how much it is late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from handlers.text.lateness import late_words
from handlers.text.lists import upper_first
from locales import Words
from reporting.deadlines.calendar import Calendar, deadline_for, local_day, parse_period, span
from reporting.deadlines.obligation import ReportState
from reporting.plan.plan import Plan
from reporting.plan.schedule import DeadlineRule
from storage.reports.obligations import Obligation

HOUR = timedelta(hours=1)


class HasDeadline(Protocol):
    """Anything due by the end of its last day, or at an hour of that day (``due_at``)."""

    @property
    def last_day(self) -> date: ...

    @property
    def due_at(self) -> datetime | None: ...


def window_words(words: Words, plan: Plan, obligation: Obligation) -> str:
    """ "Số liệu từ 16/11/2025 đến 15/5/2026"; empty where the plan sets no window."""
    days = span(plan.report(obligation.report_id), parse_period(obligation.period).year)
    return words("text.deadline.window", from_=words.day(days.from_), until=words.day(days.until)) if days else ""


def deadline_words(words: Words, plan: Plan, obligation: Obligation, now: datetime, calendar: Calendar) -> str:
    """The plan's wording, the last day, the last working day where it is another, and the time left.

    "Trước ngày 25/5 (hạn cuối: hết Chủ nhật 24/5; ngày làm việc cuối cùng: thứ Sáu 22/5) · còn 6 ngày"
    "Gia hạn đến hết thứ Sáu 29/5 (trước gia hạn: hết Chủ nhật 24/5) · còn 6 ngày"
    "Hạn cuối: 16:00 thứ Sáu 22/5 · còn 3 giờ"

    Of a returned report only that its first submission was in time, where it was: it cannot become late any more.
    """
    if obligation.state == ReportState.RETURNED and obligation.filed_at and not obligation.is_late(now):
        return words("text.deadline.returned", moment=words.moment(obligation.filed_at))
    return f"{until_words(words, plan, obligation, calendar)} · {time_left_words(words, obligation, now)}"


def time_left_words(words: Words, obligation: Obligation, now: datetime) -> str:
    """ "còn 6 ngày", "hôm nay là ngày cuối", "hôm nay là ngày cuối, còn 3 giờ", "trễ hạn 2 giờ", "trễ hạn 2 ngày".

    Once the deadline is over, a report that was submitted, also a returned one, is as late as its first submission
    was: "đúng hạn", "trễ hạn 2 ngày".
    """
    if now >= obligation.late_from:
        return late_words(words, obligation.lateness(now))
    if days := (obligation.last_day - local_day(now)).days:
        return words("text.deadline.left", n=days)
    if obligation.due_at is None:
        return words("text.deadline.today")
    hours = (obligation.due_at - now) // HOUR
    return words("text.deadline.today_hours", n=hours) if hours else words("text.deadline.today_under_an_hour")


def until_words(words: Words, plan: Plan, obligation: Obligation, calendar: Calendar) -> str:
    """The same without the time left, for a text that is read on another day."""
    last = obligation.last_day
    working = calendar.last_working_day_on_or_before(last)
    also = words("text.deadline.last_working_day", day=day_words(words, working)) if working != last else ""
    if obligation.is_extended:
        before = day_words(words, obligation.plan_day)
        return words("text.deadline.extended", day=day_words(words, last), also=also, before=before)
    if obligation.due_at is not None:
        return words("text.deadline.last_hour", time=words.time(obligation.due_at), day=day_words(words, last)) + also
    end = words("text.deadline.last_day", day=day_words(words, last)) + also
    due = _due(plan, obligation, calendar)
    return (
        words(f"text.deadline.{due.rule}", day=f"{due.day.day}/{due.day.month}", end=end) if due else upper_first(end)
    )


def last_day_words(words: Words, obligation: HasDeadline) -> str:
    """A deadline inside a sentence: "hết Chủ nhật 24/5", "15:00 thứ Tư 20/5"."""
    if obligation.due_at is None:
        return end_of_day_words(words, obligation.last_day)
    return words(
        "text.deadline.until_hour", time=words.time(obligation.due_at), day=day_words(words, obligation.last_day)
    )


def last_date_words(words: Words, obligation: HasDeadline) -> str:
    """The same with the year, without the day of the week: "hết ngày 24/5/2026", "15:00 ngày 20/5/2026"."""
    if obligation.due_at is None:
        return words("text.deadline.until_date", day=words.day(obligation.last_day))
    return last_date(words, obligation)


def last_date(words: Words, obligation: HasDeadline) -> str:
    """The deadline as a date, for a column: "24/5/2026", "15:00 ngày 20/5/2026"."""
    return words.moment(obligation.due_at) if obligation.due_at else words.day(obligation.last_day)


def end_of_day_words(words: Words, day: date) -> str:
    """ "hết Chủ nhật 24/5"."""
    return words("text.deadline.until_day", day=day_words(words, day))


def day_words(words: Words, day: date) -> str:
    """ "Chủ nhật 24/5"."""
    return f"{words(f'text.deadline.weekday.{day.weekday()}')} {words.day(day, year=False)}"


def _due(plan: Plan, obligation: Obligation, calendar: Calendar) -> DeadlineRule | None:
    """The plan's rule for the last day; ``None`` where it is counted in working days, or has changed since."""
    report = plan.report(obligation.report_id)
    kind = plan.form(obligation.form_id).reporter
    level = report.levels.get(kind)
    due = level.due if level else report.due
    current = deadline_for(plan, report, parse_period(obligation.period).year, kind, calendar)
    return due if current.last_day == obligation.last_day else None


def representative(obligations: Sequence[Obligation]) -> Obligation:
    """The report whose deadline is the usual one of its level: the first that was not extended, else the first.

    Of a level that still has missing units, pass only their reports.
    """
    return min(obligations, key=lambda obligation: obligation.is_extended)


def with_extension(words: Words, obligation: Obligation, state: str) -> str:
    """The state of a report; where it was given more time "chưa bắt đầu, gia hạn đến 29/5"."""
    if not obligation.is_extended:
        return state
    return words("text.deadline.extended_state", state=state, day=words.day(obligation.last_day, year=False))
