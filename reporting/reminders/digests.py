"""Which digests are due: one message a person, role and moment over everything that is still owed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from reporting.deadlines.calendar import DAY, TIME_ZONE, Calendar, local_day
from reporting.reminders import schedule
from reporting.reminders.recipients import RecipientRole
from reporting.reminders.schedule import ReminderHour, ReminderPlan, ReminderTime

WAKING = (time(7), time(21))
PAUSE = timedelta(hours=4)
"""Nobody is reminded or nudged twice within it."""


@dataclass(frozen=True, slots=True)
class PendingReminder:
    """One report still owed, and somebody who is to hear of it.

    ``since``: moments up to it are none of theirs, they took the post only then. ``answered_at``: when an officer, the
    last to write in this draft, wrote. ``rung``: the working day late from which a leader hears of it.
    """

    role: RecipientRole
    person_id: int
    obligation_id: int
    plan: ReminderPlan
    since: datetime | None = None
    answered_at: datetime | None = None
    step: int = 1


@dataclass(frozen=True, slots=True)
class Digest:
    """What one person is told in one message, the most urgent first.

    ``moment`` is the newest at which one of these reminders fell due. Said once, it is not said again, however often
    the clock ticks; missed while the program was down, it is made up for as long as it is true. ``gentle``: only drafts
    left lying, between the rungs.
    """

    role: RecipientRole
    person_id: int
    reminder_time: ReminderTime
    obligation_ids: tuple[int, ...]
    idle_draft_only: bool = False

    @property
    def key(self) -> str:
        """→ ``reminder:officer:2026-05-20T07:17``."""
        return f"reminder:{self.role}:{self.reminder_time}:{self.person_id}"


def due_digests(
    owed: Iterable[PendingReminder], now: datetime, calendar: Calendar, snoozes: Mapping[int, date] | None = None
) -> list[Digest]:
    """One digest a person and part over everything whose first moment has come.

    ``snoozes``: person → the day before which an officer asked not to be reminded; on that day they are.
    """
    of: dict[tuple[RecipientRole, int], list[PendingReminder]] = defaultdict(list)
    for reminder in owed:
        of[reminder.role, reminder.person_id].append(reminder)
    asleep = snoozes or {}
    digests = (
        _digest(part, person, reminders, now, calendar, asleep.get(person) if part == RecipientRole.OFFICER else None)
        for (part, person), reminders in sorted(of.items())
    )
    return [digest for digest in digests if digest]


def is_waking(now: datetime) -> bool:
    """Outside the quiet hours 21:00-07:00 in Vietnam."""
    begin, end = WAKING
    return begin <= now.astimezone(TIME_ZONE).time() < end


@dataclass(frozen=True, slots=True)
class _ReachedReminder:
    """A report with the newest moments that have come: on its ladder, and as a draft left lying."""

    pending: PendingReminder
    step_time: ReminderTime | None
    idle_time: ReminderTime | None

    @property
    def counted_time(self) -> ReminderTime | None:
        """The rung, unless it came before the person did."""
        since = self.pending.since
        return self.step_time if self.step_time and not (since and self.step_time.at <= since) else None


def _digest(
    part: RecipientRole,
    person_id: int,
    reminders: Sequence[PendingReminder],
    now: datetime,
    calendar: Calendar,
    snoozed: date | None,
) -> Digest | None:
    today = local_day(now)
    if snoozed and today < snoozed:
        return None
    reached = [
        reminder
        for reminder in (_reach(reminder, now, calendar) for reminder in reminders)
        if reminder.step_time or reminder.idle_time
    ]
    last_days = {reminder.pending.plan.last_day for reminder in reached}
    if not reached or not (calendar.is_working(today) or today in last_days):
        return None
    on_ladder = [reminder.counted_time for reminder in reached if reminder.counted_time]
    if snoozed:
        awake = ReminderTime(_wakes(snoozed, last_days, calendar), ReminderHour.MORNING)
        on_ladder += [awake] if awake.at <= now else []
    rung, lying = (
        max(on_ladder, default=None),
        max((reminder.idle_time for reminder in reached if reminder.idle_time), default=None),
    )
    if lying and (rung is None or lying > rung):
        return Digest(
            part,
            person_id,
            lying,
            _ids(reminder for reminder in reached if reminder.idle_time == lying),
            idle_draft_only=True,
        )
    return Digest(part, person_id, rung, _ids(reached)) if rung else None


def _reach(reminder: PendingReminder, now: datetime, calendar: Calendar) -> _ReachedReminder:
    today = local_day(now)
    moments = _rungs(reminder, calendar, today)
    lying = schedule.idle_draft_time(reminder.answered_at, moments, calendar) if reminder.answered_at else None
    return _ReachedReminder(reminder, schedule.newest_time(moments, now), lying if lying and lying.at <= now else None)


def _rungs(reminder: PendingReminder, calendar: Calendar, until: date) -> tuple[ReminderTime, ...]:
    if reminder.role == RecipientRole.OFFICER:
        return schedule.officer_times(reminder.plan, calendar, until)
    if reminder.role == RecipientRole.COORDINATOR:
        return schedule.coordinator_times(reminder.plan, calendar, until)
    return schedule.leader_times(reminder.plan, calendar, until, reminder.step)


def _wakes(day: date, last_days: Iterable[date], calendar: Calendar) -> date:
    """The day a snooze ends: a working day, or a last day."""
    while not (calendar.is_working(day) or day in last_days):
        day += DAY
    return day


def _ids(reached: Iterable[_ReachedReminder]) -> tuple[int, ...]:
    reminders = sorted(
        (item.pending for item in reached), key=lambda reminder: (reminder.plan.late_from, reminder.obligation_id)
    )
    return tuple(dict.fromkeys(reminder.obligation_id for reminder in reminders))
