"""The line of Monday morning: whoever administers the system learns how it stands, and where the audit log ends."""

from __future__ import annotations

from datetime import datetime, timedelta

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

TOLD = "week_told"
"""The setting that names the Monday whose line has been told."""
SEAL_SHOWN = 16
"""Hexadecimal digits of the last seal: enough to compare, short enough to read out."""


def week_to_report(tx: Connection, calendar: Calendar, now: datetime) -> WeekStats | None:
    """The figures of the week before; ``None`` on all but a week's first working day, and once they are told."""
    today = local_day(now)
    if not calendar.opens_a_week(today):
        return None
    monday = today - DAY * (today.weekday() + 7)
    return None if key_values.get(tx, TOLD) == monday.isoformat() else weekly_stats.week_stats(tx, monday)


def queue_line(tx: Connection, week: WeekStats, now: datetime) -> list[OutboxMessage]:
    """One message to each administrator; where there is none, to the coordinators of the whole."""
    key_values.put(tx, TOLD, week.monday.isoformat())
    parcels = (
        notify.notify_person(
            tx, person, lambda say: text(say, week, now), key=f"weekly:{week.monday}:{person}", now=now
        )
        for person in recipient_ids(tx)
    )
    return [parcel for parcel in parcels if parcel]


def recipient_ids(tx: Connection) -> list[int]:
    """Person ids."""
    members = people.in_role(tx, Role.ADMIN) or [
        member
        for root in units.all_units(tx)
        if root.parent_id is None
        for member in people.of_unit(tx, root.id, {Role.COORDINATOR})
    ]
    return sorted({member.person_id for member in members})


def text(say: Words, week: WeekStats, now: datetime) -> str:
    counts = {name: say.number(getattr(week, name)) for name in ("received", "sent", "filed", "parked", "failed")}
    lines = [
        say("reminders.weekly.title", first=say.day(week.monday, year=False), last=say.day(week.sunday)),
        say("reminders.weekly.work", **counts),
        say("reminders.weekly.lost", **counts),
        backup_words(say, week.saved_at, now),
    ]
    if week.audit.count:
        shown = week.audit.seal[:SEAL_SHOWN]
        lines += [
            say("reminders.weekly.audit", count=say.number(week.audit.count), seal=shown),
            "",
            say("reminders.weekly.keep"),
        ]
    return "\n".join(lines)


def backup_words(say: Words, at: datetime | None, now: datetime) -> str:
    if at is None:
        return say("reminders.weekly.no_backup")
    return say("reminders.weekly.backup", at=say.moment(at), ago=age(say, now - at))


def age(say: Words, past: timedelta) -> str:
    """ "3 ngày", "5 giờ", "dưới 1 giờ"."""
    hours = past // timedelta(hours=1)
    if hours < 1:
        return say("reminders.weekly.minutes")
    return say("reminders.weekly.hours", n=hours) if hours < 48 else say("reminders.weekly.days", n=hours // 24)
