"""Delivers the outbox in virtual time and records every reminder with what was untrue in it at that moment.

An independent check: what a reminder may name is computed from the rows of obligations, not with ``reporting``'s rules.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, literal_column, select

from handlers.text.report_names import period_name
from locales import words
from reporting.deadlines.calendar import Calendar, local_day
from reporting.deadlines.obligation import OWED
from reporting.roles import FILES, Role
from storage.database.schema import conversation, membership, obligation, unit
from storage.database.schema import outbox as table
from storage.messaging import outbox
from storage.messaging.outbox import DeliveredMessage

FAR = 11
"""Working days from the deadline; this and all higher distances are counted together."""
SLOW_EVERY = 5
"""Every so many messages one is delivered late, so that a report may be filed before it arrives."""
SLOW_DELIVERY = timedelta(hours=1)
"""How long such a message waits."""
_WAITING = (
    select(table.c.id, table.c.key, table.c.payload, table.c.created_at, conversation.c.person_id)
    .join(conversation, conversation.c.id == table.c.conversation_id)
    .where(table.c.state == literal_column("'waiting'"), table.c.created_at < bindparam("now"))
    .order_by(table.c.id)
)
_REPORTS = (
    select(unit.c.id, unit.c.name, unit.c.path, obligation.c.period, obligation.c.state, obligation.c.last_day)
    .join_from(obligation, unit, obligation.c.unit_id == unit.c.id)
    .order_by(unit.c.id)
)
_MEMBERSHIP = (
    select(membership.c.role, unit.c.path)
    .join(unit, unit.c.id == membership.c.unit_id)
    .where(membership.c.person_id == bindparam("person"), membership.c.revoked_at.is_(None))
)


@dataclass(frozen=True, slots=True)
class SentReminder:
    """One reminder or nudge that was sent. ``untrue``: what it named as owed although it was not, when sent."""

    key: str
    person_id: int
    text: str
    at: datetime
    step: str = ""
    """Working days from the deadline of the most urgent report owed: "−3", "0", "+1"; empty without one."""
    untrue: tuple[str, ...] = ()

    @property
    def part(self) -> str:
        """ "officer", "coordinator" or "leader"; for a nudge "nudge"."""
        kind, _, rest = self.key.partition(":")
        return rest.partition(":")[0] if kind == "reminder" else kind


class _ReportRow(NamedTuple):
    id: int
    name: str
    path: str
    period: str
    state: str
    last_day: date


@dataclass
class MessageLog:
    """Delivers waiting outbox messages in virtual time; ``sent`` are the reminders and nudges among them."""

    calendar: Calendar
    sent: list[SentReminder] = field(default_factory=list)
    has_waiting: bool = False
    """Whether the outbox may have waiting messages."""

    def deliver(self, tx: Connection, now: datetime) -> None:
        """Delivers what was queued before ``now``; one in ``SLOW_EVERY`` messages only an hour later."""
        rows = [
            row
            for row in tx.execute(_WAITING, {"now": now})
            if row.id % SLOW_EVERY or now - row.created_at >= SLOW_DELIVERY
        ]
        if not rows:
            return
        reminder_rows = [row for row in rows if row.key and row.key.startswith(("reminder:", "nudge:"))]
        report_rows = [_ReportRow(*row) for row in tx.execute(_REPORTS)] if reminder_rows else []
        reminders = [self._sent_reminder(tx, row, report_rows) for row in reminder_rows]
        outbox.mark_sent(tx, [DeliveredMessage(row.id, None, now) for row in rows])
        self.sent += reminders

    def _sent_reminder(self, tx: Connection, row: Any, report_rows: list[_ReportRow]) -> SentReminder:
        role, path = tx.execute(_MEMBERSHIP, {"person": row.person_id}).one()
        own_rows = [
            report_row
            for report_row in report_rows
            if (report_row.path == path if Role(role) in FILES else report_row.path.startswith(path))
        ]
        last_days = [row.last_day for row in own_rows if row.state in OWED]
        step = _step_label(local_day(row.created_at), min(last_days), self.calendar) if last_days else ""
        untrue = _untrue(Role(role), row.payload["text"], own_rows)
        return SentReminder(row.key, row.person_id, row.payload["text"], row.created_at, step, tuple(untrue))


def _step_label(day: date, last: date, calendar: Calendar) -> str:
    """ "−3", "0", "+1": working days from the deadline, at most ``FAR`` ("+11")."""
    if day > last:
        return f"+{min(calendar.working_days_between(last, day), FAR)}"
    return f"−{min(max(calendar.working_days_between(day, last), 1), FAR)}" if day < last else "0"


def _untrue(role: Role, text: str, own_rows: list[_ReportRow]) -> list[str]:
    """What a reminder names although it is no longer owed.

    For officers: a period of their own unit. For coordinators and leaders: a unit that owes nothing.
    """
    if role in FILES:
        return [
            row.period for row in own_rows if row.state not in OWED and period_name(words("vi"), row.period) in text
        ]
    owing = {row.id for row in own_rows if row.state in OWED}
    return sorted({row.name for row in own_rows if row.id not in owing and re.search(rf"{row.name}(?!\d)", text)})
