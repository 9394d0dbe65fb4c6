"""Statistics of one week, for the weekly line to administrators."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, bindparam, func, select

from reporting.deadlines.calendar import DAY, last_instant
from reporting.integrity.audit_chain import ChainHead
from storage.audit import audit
from storage.database.schema import Instant, dead_letter, event, outbox, report_version
from storage.operations import backup


class WeekStats(NamedTuple):
    """The statistics of the seven days from ``monday``, with the head of the audit log and the newest backup now."""

    monday: date
    received: int
    sent: int
    filed: int
    """Number of reports sent at least once in the week, corrections included."""
    parked: int
    """Number of messages that could not be delivered."""
    failed: int
    """Number of incoming messages that could not be processed."""
    audit: ChainHead
    saved_at: datetime | None
    """The instant of the newest backup; ``None`` if there is none."""

    @property
    def sunday(self) -> date:
        return self.monday + DAY * 6


def _within(counted: Any, at: Any) -> Select[Any]:
    since, until = bindparam("since", type_=Instant), bindparam("until", type_=Instant)
    return select(func.count(counted)).where(at >= since, at < until)


_COUNTS = {
    "received": _within(event.c.event_id, event.c.at),
    "sent": _within(outbox.c.id, outbox.c.sent_at),
    "filed": _within(report_version.c.obligation_id.distinct(), report_version.c.filed_at),
    "parked": _within(outbox.c.id, outbox.c.created_at).where(outbox.c.state == "parked"),
    "failed": _within(dead_letter.c.id, dead_letter.c.at),
}


def week_stats(tx: Connection, monday: date) -> WeekStats:
    """The statistics of the week that begins on this Monday, in Vietnam's time."""
    span = {"since": last_instant(monday - DAY), "until": last_instant(monday + DAY * 6)}
    counts = {name: tx.execute(counting, span).scalar_one() for name, counting in _COUNTS.items()}
    last = backup.last_backup(tx)
    return WeekStats(monday, audit=audit.head(tx), saved_at=last.at if last else None, **counts)
