"""Requests for an extension of a deadline, at most one open request for each report, and the decisions on them."""

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
    """Withdrawn by the unit that asked."""


@dataclass(frozen=True, slots=True)
class Extension:
    """One request; ``asked_by`` and ``decided_by``: person ids."""

    id: int
    obligation_id: int
    until: date
    """The last day requested; after the decision, the one granted."""
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
    """An open request with its report and unit."""

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
    """Store a new request. The caller has locked the report and checked that no request is open."""
    row = {"obligation_id": obligation_id, "until": until, "reason": reason, "asked_by": by, "asked_at": now}
    extension_id: int = tx.execute(_ADD, row).scalar_one()
    return Extension(extension_id, obligation_id, until, reason, by, now, ExtensionOutcome.ASKED, None, None, None)


def get(tx: Connection, extension_id: int) -> Extension | None:
    row = tx.execute(_GET, {"which": extension_id}).one_or_none()
    return _of_row(row) if row else None


def open_of(tx: Connection, obligation_id: int) -> Extension | None:
    """The open request for this report; ``None`` if there is none."""
    row = tx.execute(_OPEN, {"obligation": obligation_id}).first()
    return _of_row(row) if row else None


def newest_of(tx: Connection, obligation_ids: Collection[int]) -> dict[int, Extension]:
    """Obligation id → its newest request, open or not."""
    requests = map(_of_row, tx.execute(_OF_REPORTS, {"obligations": list(obligation_ids)}))
    return {request.obligation_id: request for request in requests}


def open_below(tx: Connection, within: Unit) -> list[PendingExtension]:
    """The open requests for reports still owed in a unit and the units below it, the nearest last day first."""
    rows = tx.execute(_BELOW, {"path": within.path})
    return [
        PendingExtension(_of_row(row[:_REPORT]), obligations.of_row(row[_REPORT:_UNIT]), units.of_row(row[_UNIT:]))
        for row in rows
    ]


def decide(
    tx: Connection,
    request: Extension,
    outcome: ExtensionOutcome,
    by: int,
    now: datetime,
    *,
    until: date,
    why: str | None = None,
) -> None:
    """Store the decision on a request. ``until``: the day granted, or requested; ``why``: reason of a refusal."""
    values = {"which": request.id, "outcome": outcome.value, "last": until, "by": by, "at": now, "because": why}
    tx.execute(_DECIDE, values)


_REPORT = len(_COLUMNS)
_UNIT = _REPORT + len(obligations.COLUMNS)


def _of_row(row: Sequence[Any]) -> Extension:
    extension_id, obligation_id, until, reason, asked_by, asked_at, state, *rest = row
    return Extension(extension_id, obligation_id, until, reason, asked_by, asked_at, ExtensionOutcome(state), *rest)
