"""Which digests are due: one message for a person, role and reminder time, over everything that is still owed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from reporting.deadlines.calendar import DAY, Calendar, local_day
from reporting.reminders import schedule
from reporting.reminders.recipients import RecipientRole
from reporting.reminders.schedule import ReminderHour, ReminderPlan, ReminderTime


@dataclass(frozen=True, slots=True)
class PendingReminder:
    """One report still owed, and one person who is to be reminded of it.

    ``since``: reminder times up to it do not concern this person, whose role was granted then, or whose report was
    returned then. ``answered_at``: when this officer, the last to write in the draft, wrote. ``step``: for a leader,
    the working day late of the first reminder.
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
    """The reports one person is reminded of in one message, the most urgent first.

    ``reminder_time``: the newest time at which one of them fell due; with it the outbox knows whether the digest was
    queued already. A digest missed while the program was down is sent later, as long as the reports are owed.
    ``idle_draft_only``: it names only idle drafts, between two reminder steps.
    """

    role: RecipientRole
    person_id: int
    reminder_time: ReminderTime
    obligation_ids: tuple[int, ...]
    idle_draft_only: bool = False

    @property
    def key(self) -> str:
        """The key in the outbox: "reminder:officer:2026-05-20T07:17"."""
        return f"reminder:{self.role}:{self.reminder_time}:{self.person_id}"


def due_digests(
    owed: Iterable[PendingReminder], now: datetime, calendar: Calendar, snoozes: Mapping[int, date] | None = None
) -> list[Digest]:
    """One digest for each person and role, over every report whose first reminder time has come.

    ``snoozes``: person id → the day before which an officer asked not to be reminded; on that day a digest is due.
    """
    pending: dict[tuple[RecipientRole, int], list[PendingReminder]] = defaultdict(list)
    for reminder in owed:
        pending[reminder.role, reminder.person_id].append(reminder)
    digests = []
    for (role, person_id), reminders in sorted(pending.items()):
        snoozed_until = (snoozes or {}).get(person_id) if role == RecipientRole.OFFICER else None
        digests.append(_digest(role, person_id, reminders, now, calendar, snoozed_until))
    return [digest for digest in digests if digest]


@dataclass(frozen=True, slots=True)
class _DueReminder:
    """A report with the newest times that have come: of a reminder step, and of an idle draft."""

    pending: PendingReminder
    step_time: ReminderTime | None
    idle_time: ReminderTime | None

    @property
    def counted_time(self) -> ReminderTime | None:
        """The time of the step, unless it came before this person was concerned (``since``)."""
        since = self.pending.since
        return self.step_time if self.step_time and not (since and self.step_time.at <= since) else None


def _digest(
    role: RecipientRole,
    person_id: int,
    reminders: Sequence[PendingReminder],
    now: datetime,
    calendar: Calendar,
    snoozed_until: date | None,
) -> Digest | None:
    today = local_day(now)
    if snoozed_until and today < snoozed_until:
        return None
    due = [reminder for reminder in (_due(pending, now, calendar) for pending in reminders) if _has_come(reminder)]
    last_days = {reminder.pending.plan.last_day for reminder in due}
    if not due or not (calendar.is_working(today) or today in last_days):
        return None
    step_times = [reminder.counted_time for reminder in due if reminder.counted_time]
    if snoozed_until:
        awake = ReminderTime(_snooze_end(snoozed_until, last_days, calendar), ReminderHour.MORNING)
        step_times += [awake] if awake.at <= now else []
    step_time = max(step_times, default=None)
    idle_time = max((reminder.idle_time for reminder in due if reminder.idle_time), default=None)
    if idle_time and (step_time is None or idle_time > step_time):
        idle = [reminder for reminder in due if reminder.idle_time == idle_time]
        return Digest(role, person_id, idle_time, _obligation_ids(idle), idle_draft_only=True)
    return Digest(role, person_id, step_time, _obligation_ids(due)) if step_time else None


def _due(pending: PendingReminder, now: datetime, calendar: Calendar) -> _DueReminder:
    times, idle = _times(pending, calendar, local_day(now)), None
    if pending.answered_at:
        idle = schedule.idle_draft_time(pending.answered_at, times, calendar)
    return _DueReminder(pending, schedule.newest_time(times, now), idle if idle and idle.at <= now else None)


def _has_come(reminder: _DueReminder) -> bool:
    return bool(reminder.step_time or reminder.idle_time)


def _times(pending: PendingReminder, calendar: Calendar, until: date) -> tuple[ReminderTime, ...]:
    if pending.role == RecipientRole.OFFICER:
        return schedule.officer_times(pending.plan, calendar, until)
    if pending.role == RecipientRole.COORDINATOR:
        return schedule.coordinator_times(pending.plan, calendar, until)
    return schedule.leader_times(pending.plan, calendar, until, pending.step)


def _snooze_end(day: date, last_days: Iterable[date], calendar: Calendar) -> date:
    """``day``, or the first day after it that is a working day or the last day of a report."""
    while not (calendar.is_working(day) or day in last_days):
        day += DAY
    return day


def _obligation_ids(due: Iterable[_DueReminder]) -> tuple[int, ...]:
    """By the instant from which each report is late, each once."""
    pending = sorted(
        (item.pending for item in due), key=lambda reminder: (reminder.plan.late_from, reminder.obligation_id)
    )
    return tuple(dict.fromkeys(reminder.obligation_id for reminder in pending))
