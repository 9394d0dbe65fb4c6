"""The audit log for reading: who did what, when, to which report, unit or plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Integer, String, bindparam, or_, select

from storage.database.schema import Instant, audit, obligation, person, unit


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One row; ``number``: its number in the chain, ``None`` until it is sealed."""

    number: int | None
    at: datetime
    person: str | None
    """``None``: the command line, or a scheduled act."""
    action: str
    obligation_id: int | None
    unit: str | None
    plan_id: str | None
    detail: Mapping[str, Any]


def _unless_none(name: str, type_: Any, *, of: Any) -> Any:
    """The condition ``of`` on a parameter; true for all rows if the parameter is ``None``."""
    return or_(bindparam(name, type_=type_).is_(None), of(bindparam(name, type_=type_)))


_NEWEST = (
    select(
        audit.c.number,
        audit.c.at,
        person.c.name,
        audit.c.action,
        audit.c.obligation_id,
        unit.c.name.label("unit"),
        audit.c.plan_id,
        audit.c.detail,
    )
    .outerjoin(person, person.c.id == audit.c.person_id)
    .outerjoin(unit, unit.c.id == audit.c.unit_id)
    .outerjoin(obligation, obligation.c.id == audit.c.obligation_id)
    .where(
        _unless_none("under", String, of=lambda path: unit.c.path.like(path)),
        _unless_none("report", String, of=lambda report_id: obligation.c.report_id == report_id),
        _unless_none("obligation", Integer, of=lambda obligation_id: audit.c.obligation_id == obligation_id),
        _unless_none("since", Instant, of=lambda at: audit.c.at >= at),
    )
    .order_by(audit.c.id.desc())
    .limit(bindparam("limit"))
)


def newest(
    tx: Connection,
    *,
    under: str | None = None,
    report_id: str | None = None,
    obligation_id: int | None = None,
    since: datetime | None = None,
    limit: int,
) -> list[AuditRow]:
    """The last ``limit`` rows, the oldest first.

    Only those that meet all conditions given: ``under``: beginning of the path of the unit; ``report_id``: id of the
    report in its plan; ``obligation_id``; ``since``: at or after this instant.
    """
    where = {
        "under": f"{under}%" if under else None,
        "report": report_id,
        "obligation": obligation_id,
        "since": since,
        "limit": limit,
    }
    return [AuditRow(*row) for row in reversed(tx.execute(_NEWEST, where).all())]
