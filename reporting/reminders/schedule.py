"""The rungs of a report: the moments at which somebody is to hear that it is still owed.

A moment is a morning (07:00) or a noon (12:00) in Vietnam. Each lies on a working day, except those of the last day
itself. For Cà Mau's six months of 2026, "trước ngày 25/5" (24/5 is a Sunday), the officers hear on 11/5, 18/5, 20/5,
22/5 and 24/5, then on every working day from 25/5.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from reporting.deadlines.calendar import DAY, TIME_ZONE, Calendar, last_instant, local_day
from reporting.plan.plan import EscalationPolicy

LOOK_AHEAD_DAYS = 70
"""No rung lies further before a last day than this: thirty working days, Tết included."""
DAYS_TO_THE_NEXT_WEEK = 5
"""A weekly word is not said in the week that begins sooner than this after the first one."""
IDLE_DAYS = 2
"""Working days without an answer after which a draft counts as left lying."""


class ReminderHour(IntEnum):
    """The hour of a moment in Vietnam."""

    MORNING = 7
    NOON = 12


class ReminderTime(NamedTuple):
    """``str(Moment(date(2026, 5, 20), Slot.MORNING))`` is "2026-05-20T07"."""

    day: date
    hour: ReminderHour

    @property
    def at(self) -> datetime:
        return datetime.combine(self.day, time(self.hour), tzinfo=TIME_ZONE).astimezone(UTC)

    def __str__(self) -> str:
        return f"{self.day}T{self.hour:02}"


@dataclass(frozen=True, slots=True)
class ReminderPlan:
    """What the rungs of one report hang on; ``hour`` is set where it is late from an hour of its last day.

    ``returned_on``: where it was sent back, it is late only after that day.
    """

    opens: date
    last_day: date
    policy: EscalationPolicy
    late_hour: datetime | None = None
    returned_on: date | None = None

    @property
    def late_from(self) -> datetime:
        return self.late_hour or last_instant(self.last_day)

    @property
    def late_after(self) -> date:
        """The day after which working days late are counted."""
        return max(self.last_day, self.returned_on or self.last_day)


@lru_cache(maxsize=8192)
def officer_times(course: ReminderPlan, calendar: Calendar, until: date) -> tuple[ReminderTime, ...]:
    """When those who file hear of it, up to and with the day ``until``.

    The working days before that the ladder names; always the last working day before a last day that is a day off; the
    morning of the last day, and its noon where an hour later than that was set; then every working day while late, and
    weekly where it is late for longer than the ladder says.
    """
    last = course.last_day
    before = set(course.policy.before) | (set() if calendar.is_working(last) else {1})
    days = {calendar.working_days_before(last, count) for count in before} | {last}
    moments = [ReminderTime(day, ReminderHour.MORNING) for day in days]
    noon = ReminderTime(last, ReminderHour.NOON)
    if course.late_hour and course.late_hour > noon.at:
        moments.append(noon)
    late = list(_working_days_after(course.late_after, until, calendar))
    often, rest = late[: course.policy.weekly_after], late[course.policy.weekly_after :]
    after = [day for count, day in enumerate(often, 1) if count % course.policy.every_late == 0]
    moments += [
        ReminderTime(day, ReminderHour.MORNING)
        for day in (*after, *(_weekly(often[-1], until, calendar) if rest else ()))
    ]
    return _in_order(moments, course, until)


@lru_cache(maxsize=8192)
def coordinator_times(course: ReminderPlan, calendar: Calendar, until: date) -> tuple[ReminderTime, ...]:
    """When the coordinator over the unit hears of it: before, at noon of the last day, the working morning after.

    Again on the day from which the ladder tells the leader, and then weekly.
    """
    last = course.last_day
    before = (calendar.working_days_before(last, count) for count in course.policy.coordinator)
    late = list(_working_days_after(course.late_after, until, calendar))
    counts = sorted({1, course.policy.leader})
    notified_days = [late[count - 1] for count in counts if count <= len(late)]
    weekly = (
        _weekly(notified_days[-1], until, calendar) if len(notified_days) == len(counts) else ()
    )  # not before the leader's day
    days = [*before, *notified_days, *weekly]
    return _in_order(
        [ReminderTime(last, ReminderHour.NOON), *(ReminderTime(day, ReminderHour.MORNING) for day in days)],
        course,
        until,
    )


@lru_cache(maxsize=8192)
def leader_times(course: ReminderPlan, calendar: Calendar, until: date, rung: int) -> tuple[ReminderTime, ...]:
    """When a leader hears of it: on the ``rung``-th working day late, then weekly."""
    late = list(_working_days_after(course.late_after, until, calendar))
    if len(late) < rung:
        return ()
    first = late[rung - 1]
    days = [first, *_weekly(first, until, calendar)]
    return _in_order([ReminderTime(day, ReminderHour.MORNING) for day in days], course, until)


def idle_draft_time(answered_at: datetime, rungs: Iterable[ReminderTime], calendar: Calendar) -> ReminderTime | None:
    """When a draft is spoken of that nobody has gone on with: after two whole working days, unless a rung lies between.

    Answered on Monday, a draft is left lying from Thursday morning.
    """
    day = local_day(answered_at)
    for _ in range(IDLE_DAYS + 1):
        day = next_working_day(day + DAY, calendar)
    moment = ReminderTime(day, ReminderHour.MORNING)
    return None if any(answered_at < rung.at <= moment.at for rung in rungs) else moment


def newest_time(moments: tuple[ReminderTime, ...], now: datetime) -> ReminderTime | None:
    """The last of these moments, which are in order, that has come."""
    place = bisect_right(moments, now, key=lambda moment: moment.at)
    return moments[place - 1] if place else None


def next_working_day(day: date, calendar: Calendar) -> date:
    """``day`` itself, or the first working day after it."""
    while not calendar.is_working(day):
        day += DAY
    return day


def _working_days_after(day: date, until: date, calendar: Calendar) -> Iterator[date]:
    while (day := day + DAY) <= until:
        if calendar.is_working(day):
            yield day


def _weekly(first: date, until: date, calendar: Calendar) -> Iterator[date]:
    """The first working day of each week that begins well after ``first``, so that many reports make one message."""
    monday = first - DAY * first.weekday()
    while (monday := monday + timedelta(weeks=1)) <= until:
        day = next_working_day(monday, calendar)
        if (monday - first).days >= DAYS_TO_THE_NEXT_WEEK and (day - monday).days < 7:
            yield day


def _in_order(moments: Iterable[ReminderTime], course: ReminderPlan, until: date) -> tuple[ReminderTime, ...]:
    return tuple(sorted({moment for moment in moments if course.opens <= moment.day <= until}))
