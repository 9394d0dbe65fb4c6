"""What is sent in the year, written down as it leaves: to whom, under which key, and what it said that was not so."""

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
"""Working days from a deadline from which they are counted together."""
SLOW = 5
"""Every so many messages one is under way for longer, so that something can come in between."""
ON_ITS_WAY = timedelta(hours=1)
_WAITING = (
    select(table.c.id, table.c.key, table.c.payload, table.c.created_at, conversation.c.person_id)
    .join(conversation, conversation.c.id == table.c.conversation_id)
    .where(table.c.state == literal_column("'waiting'"), table.c.created_at < bindparam("now"))
    .order_by(table.c.id)
)
_STANDING = (
    select(unit.c.id, unit.c.name, unit.c.path, obligation.c.period, obligation.c.state, obligation.c.last_day)
    .join_from(obligation, unit, obligation.c.unit_id == unit.c.id)
    .order_by(unit.c.id)
)
_SEEN = (
    select(membership.c.role, unit.c.path)
    .join(unit, unit.c.id == membership.c.unit_id)
    .where(membership.c.person_id == bindparam("person"), membership.c.revoked_at.is_(None))
)


@dataclass(frozen=True, slots=True)
class SentReminder:
    """One reminder or nudge that was sent. ``untrue``: what it named as owed and was not, when it left."""

    key: str
    person_id: int
    text: str
    at: datetime
    step: str = ""
    """Working days from the deadline of the most urgent report it can speak of: "−3", "0", "+1"."""
    untrue: tuple[str, ...] = ()

    @property
    def part(self) -> str:
        """officer, coordinator, leader; the kind of message where it is no reminder."""
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
    """Takes what waits in the outbox to whoever it is for, in virtual time."""

    calendar: Calendar
    sent: list[SentReminder] = field(default_factory=list)
    has_waiting: bool = False
    """Whether anything may be in line."""

    def deliver(self, tx: Connection, now: datetime) -> None:
        """Everything put in line before ``now``; some of it only an hour later."""
        rows = [
            row for row in tx.execute(_WAITING, {"now": now}) if row.id % SLOW or now - row.created_at >= ON_ITS_WAY
        ]
        if not rows:
            return
        spoken = [row for row in rows if row.key and row.key.startswith(("reminder:", "nudge:"))]
        standing = [_ReportRow(*row) for row in tx.execute(_STANDING)] if spoken else []
        fresh = [self._said(tx, row, standing) for row in spoken]
        outbox.mark_sent(tx, [DeliveredMessage(row.id, None, now) for row in rows])
        self.sent += fresh

    def _said(self, tx: Connection, row: Any, standing: list[_ReportRow]) -> SentReminder:
        role, path = tx.execute(_SEEN, {"person": row.person_id}).one()
        mine = [
            report_row
            for report_row in standing
            if (report_row.path == path if Role(role) in FILES else report_row.path.startswith(path))
        ]
        owed = [own_row.last_day for own_row in mine if own_row.state in OWED]
        rung = _rung(local_day(row.created_at), min(owed), self.calendar) if owed else ""
        lies = _untrue(Role(role), row.payload["text"], mine)
        return SentReminder(row.key, row.person_id, row.payload["text"], row.created_at, rung, tuple(lies))


def _rung(day: date, last: date, calendar: Calendar) -> str:
    """ "−3", "0", "+1"; "+11" for all that is later."""
    if day > last:
        return f"+{min(calendar.working_days_between(last, day), FAR)}"
    return f"−{min(max(calendar.working_days_between(day, last), 1), FAR)}" if day < last else "0"


def _untrue(role: Role, text: str, mine: list[_ReportRow]) -> list[str]:
    """What a reminder names although nothing of it is owed any more.

    To officers: a period of their own unit. To those above: a unit that owes nothing at all.
    """
    if role in FILES:
        return [row.period for row in mine if row.state not in OWED and period_name(words("vi"), row.period) in text]
    owing = {row.id for row in mine if row.state in OWED}
    return sorted({row.name for row in mine if row.id not in owing and re.search(rf"{row.name}(?!\d)", text)})
