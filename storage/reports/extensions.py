"""More time asked for: one open request a report, and what became of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, String, bindparam, insert, select, update

from reporting.deadlines.obligation import OWED
from storage.database.schema import extension, obligation, unit
from storage.reports import obligations
from storage.reports.obligations import Obligation
from storage.units import units
from storage.units.units import Unit


class ExtensionOutcome(StrEnum):
    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    DROPPED = "dropped"
    """Taken back by those who asked."""


@dataclass(frozen=True, slots=True)
class Extension:
    id: int
    obligation_id: int
    until: date
    """The last day asked for; once granted, the one granted."""
    reason: str
    asked_by: int
    asked_at: datetime
    state: ExtensionOutcome
    decided_by: int | None
    decided_at: datetime | None
    why: str | None
    """The reason of a refusal."""


@dataclass(frozen=True, slots=True)
class PendingExtension:
    """An open request with the report and the unit it is for."""

    extension: Extension
    obligation: Obligation
    unit: Unit


_COLUMNS = (
    extension.c.id,
    extension.c.obligation_id,
    extension.c.until,
    extension.c.reason,
    extension.c.asked_by,
    extension.c.asked_at,
    extension.c.state,
    extension.c.decided_by,
    extension.c.decided_at,
    extension.c.why,
)
_ADD = insert(extension).returning(extension.c.id)
_GET = select(*_COLUMNS).where(extension.c.id == bindparam("which"))
_OPEN = select(*_COLUMNS).where(
    extension.c.obligation_id == bindparam("obligation"), extension.c.state == ExtensionOutcome.ASKED.value
)
_OF_REPORTS = (
    select(*_COLUMNS)
    .where(extension.c.obligation_id.in_(bindparam("obligations", expanding=True)))
    .order_by(extension.c.id)
)
_BELOW = (
    select(*_COLUMNS, *obligations.COLUMNS, *units.COLUMNS)
    .join_from(extension, obligation, extension.c.obligation_id == obligation.c.id)
    .join(unit, unit.c.id == obligation.c.unit_id)
    .where(
        extension.c.state == ExtensionOutcome.ASKED.value,
        obligation.c.state.in_(sorted(OWED)),
        unit.c.path.startswith(bindparam("path", type_=String)),
    )
    .order_by(obligation.c.last_day, extension.c.id)
)
_DECIDE = (
    update(extension)
    .where(extension.c.id == bindparam("which"))
    .values(
        state=bindparam("outcome"),
        until=bindparam("last"),
        decided_by=bindparam("by"),
        decided_at=bindparam("at"),
        why=bindparam("because"),
    )
)


def add_request(tx: Connection, obligation_id: int, until: date, reason: str, by: int, now: datetime) -> Extension:
    """A new request. The caller holds the report and has seen that none is open."""
    row = {"obligation_id": obligation_id, "until": until, "reason": reason, "asked_by": by, "asked_at": now}
    extension_id: int = tx.execute(_ADD, row).scalar_one()
    return Extension(extension_id, obligation_id, until, reason, by, now, ExtensionOutcome.ASKED, None, None, None)


def get(tx: Connection, extension_id: int) -> Extension | None:
    row = tx.execute(_GET, {"which": extension_id}).one_or_none()
    return _of_row(row) if row else None


def open_of(tx: Connection, obligation_id: int) -> Extension | None:
    """The request about this report that nobody has answered."""
    row = tx.execute(_OPEN, {"obligation": obligation_id}).first()
    return _of_row(row) if row else None


def newest_of(tx: Connection, obligation_ids: Collection[int]) -> dict[int, Extension]:
    """The newest request about each of these reports, whatever became of it."""
    rows = map(_of_row, tx.execute(_OF_REPORTS, {"obligations": list(obligation_ids)}))
    return {each_extension.obligation_id: each_extension for each_extension in rows}


def open_below(tx: Connection, within: Unit) -> list[PendingExtension]:
    """The unanswered requests about reports still owed in a unit and below it, the nearest last day first."""
    rows = tx.execute(_BELOW, {"path": within.path})
    return [
        PendingExtension(_of_row(row[:_REPORT]), obligations.of_row(row[_REPORT:_UNIT]), units.of_row(row[_UNIT:]))
        for row in rows
    ]


def decide(
    tx: Connection,
    other_extension: Extension,
    outcome: ExtensionOutcome,
    by: int,
    now: datetime,
    *,
    until: date,
    why: str | None = None,
) -> None:
    """Answers a request: ``until`` is the day granted, or the one that was asked for."""
    values = {"which": other_extension.id, "outcome": outcome.value, "last": until, "by": by, "at": now, "because": why}
    tx.execute(_DECIDE, values)


_REPORT = len(_COLUMNS)
_UNIT = _REPORT + len(obligations.COLUMNS)


def _of_row(row: Sequence[Any]) -> Extension:
    extension_id, obligation_id, until, reason, asked_by, asked_at, state, *rest = row
    return Extension(extension_id, obligation_id, until, reason, asked_by, asked_at, ExtensionOutcome(state), *rest)
