"""The reminder steps of a report: the times at which officers, coordinators and leaders are reminded of it.

A time is 07:00 or 12:00 in Vietnam, on a working day or on the last day itself. Cà Mau's report of six months 2026,
"trước ngày 25/5", has Sunday 24/5 as its last day: officers are reminded on 11/5, 18/5, 20/5, 22/5 and 24/5, then on
every working day from 25/5. The steps are set by the plan's escalation policy (key ``ladder`` of the plan).
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
"""Calendar days: no reminder comes earlier before a last day. Thirty working days, Tết included."""
DAYS_TO_THE_NEXT_WEEK = 5
"""A weekly reminder is left out in a week that begins fewer days than this after the first one."""
IDLE_DAYS = 2
"""Working days without an answer after which a draft counts as idle."""


class ReminderHour(IntEnum):
    """The hour of a reminder in Vietnam."""

    MORNING = 7
    NOON = 12


class ReminderTime(NamedTuple):
    """``str(ReminderTime(date(2026, 5, 20), ReminderHour.MORNING))`` is "2026-05-20T07"; stored in outbox keys."""

    day: date
    hour: ReminderHour

    @property
    def at(self) -> datetime:
        """The instant, in UTC."""
        return datetime.combine(self.day, time(self.hour), tzinfo=TIME_ZONE).astimezone(UTC)

    def __str__(self) -> str:
        return f"{self.day}T{self.hour:02}"


@dataclass(frozen=True, slots=True)
class ReminderPlan:
    """What the reminder times of one report are computed from.

    ``opens``: the first day it can be filled in. ``late_hour``: the instant from which it is late, where the deadline
    names an hour of the last day. ``returned_on``: the day it was returned; it counts as late only after that day.
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
def officer_times(plan: ReminderPlan, calendar: Calendar, until: date) -> tuple[ReminderTime, ...]:
    """When the officers of the unit are reminded, up to and with the day ``until``.

    The working days before the last day that the policy names; the last working day before a last day that is a day
    off; the morning of the last day, and its noon where the deadline is a later hour; then working days while late, and
    weekly where the report is late for more working days than ``policy.weekly_after``.
    """
    last, policy = plan.last_day, plan.policy
    counts = set(policy.before) | (set() if calendar.is_working(last) else {1})
    mornings = {calendar.working_days_before(last, count) for count in counts} | {last}
    late_days = list(_working_days_after(plan.late_after, until, calendar))
    daily, weekly = late_days[: policy.weekly_after], late_days[policy.weekly_after :]
    mornings |= {day for count, day in enumerate(daily, 1) if count % policy.every_late == 0}
    if weekly:
        mornings |= set(_weekly(daily[-1], until, calendar))
    noon = ReminderTime(last, ReminderHour.NOON)
    return _times(mornings, plan, until, [noon] if plan.late_hour and plan.late_hour > noon.at else [])


@lru_cache(maxsize=8192)
def coordinator_times(plan: ReminderPlan, calendar: Calendar, until: date) -> tuple[ReminderTime, ...]:
    """When the coordinator over the unit is reminded, up to and with the day ``until``.

    The working days before the last day that the policy names, noon of the last day, the first working day late, the
    day on which the unit's leader is told, and then weekly.
    """
    last = plan.last_day
    before = (calendar.working_days_before(last, count) for count in plan.policy.coordinator)
    late_days = list(_working_days_after(plan.late_after, until, calendar))
    counts = sorted({1, plan.policy.leader})
    late = [late_days[count - 1] for count in counts if count <= len(late_days)]
    weekly = _weekly(late[-1], until, calendar) if len(late) == len(counts) else ()  # only after the leader's day
    return _times([*before, *late, *weekly], plan, until, [ReminderTime(last, ReminderHour.NOON)])


@lru_cache(maxsize=8192)
def leader_times(plan: ReminderPlan, calendar: Calendar, until: date, step: int) -> tuple[ReminderTime, ...]:
    """When a leader is reminded, up to and with ``until``: on the ``step``-th working day late, and then weekly."""
    late_days = list(_working_days_after(plan.late_after, until, calendar))
    if len(late_days) < step:
        return ()
    first = late_days[step - 1]
    return _times([first, *_weekly(first, until, calendar)], plan, until)


def idle_draft_time(answered_at: datetime, times: Iterable[ReminderTime], calendar: Calendar) -> ReminderTime | None:
    """When an officer is reminded of a draft that had its last answer at ``answered_at``: after two whole working days.

    ``None`` where one of ``times``, the reminder times of the report, comes first. A draft last answered on a Monday is
    idle from Thursday 07:00.
    """
    day = local_day(answered_at)
    for _ in range(IDLE_DAYS + 1):
        day = next_working_day(day + DAY, calendar)
    idle_time = ReminderTime(day, ReminderHour.MORNING)
    return None if any(answered_at < step.at <= idle_time.at for step in times) else idle_time


def newest_time(times: tuple[ReminderTime, ...], now: datetime) -> ReminderTime | None:
    """The last of these times, which are in order, that is not after ``now``."""
    place = bisect_right(times, now, key=lambda reminder_time: reminder_time.at)
    return times[place - 1] if place else None


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
    """The first working day of each week after ``first``; the same day for every report, so that one message serves."""
    monday = first - DAY * first.weekday()
    while (monday := monday + timedelta(weeks=1)) <= until:
        day = next_working_day(monday, calendar)
        if (monday - first).days >= DAYS_TO_THE_NEXT_WEEK and (day - monday).days < 7:
            yield day


def _times(
    mornings: Iterable[date], plan: ReminderPlan, until: date, noons: Iterable[ReminderTime] = ()
) -> tuple[ReminderTime, ...]:
    """In order, each once, from the day the report opens to ``until``."""
    times = {ReminderTime(day, ReminderHour.MORNING) for day in mornings} | set(noons)
    return tuple(sorted(reminder_time for reminder_time in times if plan.opens <= reminder_time.day <= until))
