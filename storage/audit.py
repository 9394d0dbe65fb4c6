"""The audit log: who did what to which report, membership, deadline or plan. Rows are only ever added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from storage.obligations import Obligation
from storage.tables import audit, person


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing done: ``Entry("report.filed", at, "Cán bộ mẫu", {"version": 1, "receipt": "CM26-6T-4F7K2"})``."""

    action: str
    at: datetime
    person: str | None
    detail: Mapping[str, Any]


_ADD = insert(audit)
_OF_REPORT = (
    select(audit.c.action, audit.c.at, person.c.name, audit.c.detail)
    .outerjoin(person, person.c.id == audit.c.person_id)
    .where(audit.c.obligation_id == bindparam("obligation"))
    .order_by(audit.c.id)
)


def record(
    tx: Connection,
    now: datetime,
    person_id: int | None,
    action: str,
    *,
    obligation: Obligation | None = None,
    unit_id: int | None = None,
    plan_id: str | None = None,
    **detail: Any,
) -> None:
    """Notes that something was done, in the transaction that does it.

    ``action`` is past tense, ``report.filed``; ``person_id`` is ``None`` for the command line and the clock; ``detail``
    is plain data. Of a report its unit and plan are noted too.
    """
    row = {
        "at": now,
        "person_id": person_id,
        "action": action,
        "obligation_id": obligation.id if obligation else None,
        "unit_id": obligation.unit_id if obligation else unit_id,
        "plan_id": obligation.plan_id if obligation else plan_id,
        "detail": detail,
    }
    tx.execute(_ADD, row)


def of_report(tx: Connection, obligation_id: int) -> list[Entry]:
    """Everything done to one report, the oldest first."""
    return [Entry(*row) for row in tx.execute(_OF_REPORT, {"obligation": obligation_id})]
