"""The weekly message to administrators: figures of the week before, the last backup, where the audit log ends."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection

from handlers.turn import notify
from locales import Words
from reporting.deadlines.calendar import DAY, Calendar, local_day
from reporting.roles import Role
from storage.database import key_values
from storage.messaging.outbox import OutboxMessage
from storage.operations import weekly_stats
from storage.operations.weekly_stats import WeekStats
from storage.people import people
from storage.units import units

LAST_WEEK_KEY = "week_told"
"""The stored setting that holds the Monday of the last week reported."""
SEAL_SHOWN = 16
"""Hexadecimal digits of the last seal: enough to compare, short enough to read out."""


def week_to_report(tx: Connection, calendar: Calendar, now: datetime) -> WeekStats | None:
    """The figures of the week before, on the first working day of a week; ``None`` else, and once they are queued."""
    today = local_day(now)
    if not calendar.opens_a_week(today):
        return None
    monday = today - DAY * (today.weekday() + 7)
    if key_values.get(tx, LAST_WEEK_KEY) == monday.isoformat():
        return None
    return weekly_stats.week_stats(tx, monday)


def queue_line(tx: Connection, week: WeekStats, now: datetime) -> list[OutboxMessage]:
    """Puts the message into the outbox for each recipient, and notes that the week is reported."""
    key_values.put(tx, LAST_WEEK_KEY, week.monday.isoformat())
    messages = (
        notify.notify_person(
            tx, person_id, partial(text, week=week, now=now), key=f"weekly:{week.monday}:{person_id}", now=now
        )
        for person_id in recipient_ids(tx)
    )
    return [message for message in messages if message]


def recipient_ids(tx: Connection) -> list[int]:
    """Person ids of the administrators; where there is none, of the coordinators of the topmost units."""
    members = people.in_role(tx, Role.ADMIN) or [
        member
        for unit in units.all_units(tx)
        if unit.parent_id is None
        for member in people.of_unit(tx, unit.id, {Role.COORDINATOR})
    ]
    return sorted({member.person_id for member in members})


def text(words: Words, week: WeekStats, now: datetime) -> str:
    """The message: title, messages and reports, losses, backup, audit log."""
    counts = {name: words.number(getattr(week, name)) for name in ("received", "sent", "filed", "parked", "failed")}
    lines = [
        words("reminders.weekly.title", first=words.day(week.monday, year=False), last=words.day(week.sunday)),
        words("reminders.weekly.work", **counts),
        words("reminders.weekly.lost", **counts),
        backup_words(words, week.saved_at, now),
    ]
    if week.audit.count:
        seal = week.audit.seal[:SEAL_SHOWN]
        lines += [
            words("reminders.weekly.audit", count=words.number(week.audit.count), seal=seal),
            "",
            words("reminders.weekly.keep"),
        ]
    return "\n".join(lines)


def backup_words(words: Words, at: datetime | None, now: datetime) -> str:
    """ "• Sao lưu gần nhất: 08:00 ngày 15/5/2026 (cách đây 3 ngày)."; ``at`` is ``None`` where there is no backup."""
    if at is None:
        return words("reminders.weekly.no_backup")
    return words("reminders.weekly.backup", at=words.moment(at), ago=age(words, now - at))


def age(words: Words, past: timedelta) -> str:
    """ "3 ngày", "5 giờ", "dưới 1 giờ"."""
    hours = past // timedelta(hours=1)
    if hours < 1:
        return words("reminders.weekly.minutes")
    return words("reminders.weekly.hours", n=hours) if hours < 48 else words("reminders.weekly.days", n=hours // 24)
