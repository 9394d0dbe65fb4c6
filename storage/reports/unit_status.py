"""The status of reports for screens and reminders: each obligation with its unit and the keys already answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, String, and_, bindparam, func, or_, select, tuple_

from reporting.deadlines.obligation import DAYS_BEFORE_CLOSING, DAYS_BEFORE_LAST_DAY, OWED, ReportState
from reporting.status.lateness import StatusInput
from storage.database.schema import answer, obligation, report_version, unit
from storage.reports import obligations
from storage.reports.obligations import Obligation
from storage.units import units
from storage.units.units import Unit

DAYS_AFTER_LAST_DAY = timedelta(days=30)
"""How long a report counts as current after its last day."""


@dataclass(frozen=True, slots=True)
class UnitReportStatus:
    """One report of one unit; ``answered``: keys of the answers in its draft; ``receipt``: of the newest version."""

    obligation: Obligation
    unit: Unit
    answered: frozenset[str]
    receipt: str | None
    sent_at: datetime | None

    @property
    def status_input(self) -> StatusInput:
        return self.obligation.status_input


ANSWERED = (
    select(func.aggregate_strings(answer.c.key, " "))
    .where(answer.c.obligation_id == obligation.c.id)
    .correlate(obligation)
    .scalar_subquery()
)
_STANDING = (
    select(*obligations.COLUMNS, *units.COLUMNS, ANSWERED, report_version.c.receipt, report_version.c.filed_at)
    .join_from(obligation, unit, obligation.c.unit_id == unit.c.id)
    .outerjoin(
        report_version,
        and_(report_version.c.obligation_id == obligation.c.id, report_version.c.version == obligation.c.version),
    )
    .order_by(obligation.c.last_day, obligation.c.plan_id, obligation.c.period, unit.c.code)
)
_OF_UNIT = _STANDING.where(unit.c.id == bindparam("of_unit"))
_owing = obligation.alias("owing")
_owing_unit = unit.alias("owing_unit")
_REPORT = (obligation.c.plan_id, obligation.c.report_id, obligation.c.period)
_STILL_OWED = (
    select(_owing.c.plan_id, _owing.c.report_id, _owing.c.period)
    .join(_owing_unit, _owing.c.unit_id == _owing_unit.c.id)
    .where(_owing_unit.c.path.startswith(bindparam("path", type_=String)), _owing.c.state.in_(sorted(OWED)))
)
is_running = and_(
    unit.c.path.startswith(bindparam("path", type_=String)),
    obligation.c.state != ReportState.EXCUSED,
    or_(obligation.c.last_day >= bindparam("since"), tuple_(*_REPORT).in_(_STILL_OWED)),
    or_(
        obligation.c.closes <= bindparam("closing"),
        and_(obligation.c.closes.is_(None), obligation.c.plan_day <= bindparam("ending")),
    ),
)
"""The condition that a report of a subtree is current; its parameters are ``running_values``."""
_RUNNING = _STANDING.where(is_running)


def of_unit(tx: Connection, unit_id: int) -> list[UnitReportStatus]:
    """All reports of one unit, the earliest last day first."""
    return [_standing(row) for row in tx.execute(_OF_UNIT, {"of_unit": unit_id})]


def running_reports(tx: Connection, within: Unit, today: date) -> list[UnitReportStatus]:
    """The current reports in a unit and the units below it, ordered by last day, plan, period and unit.

    A report is current from the day it is listed until 30 days after its last day, or as long as a unit owes it.
    """
    return [_standing(row) for row in tx.execute(_RUNNING, running_values(within, today))]


def running_values(within: Unit, today: date) -> dict[str, Any]:
    """The parameters of ``is_running``."""
    return {
        "path": within.path,
        "since": today - DAYS_AFTER_LAST_DAY,
        "closing": today + DAYS_BEFORE_CLOSING,
        "ending": today + DAYS_BEFORE_LAST_DAY,
    }


_UNIT = len(obligations.COLUMNS)
_REST = _UNIT + len(units.COLUMNS)


def _standing(row: Sequence[Any]) -> UnitReportStatus:
    answered, receipt, sent_at = row[_REST:]
    return UnitReportStatus(
        obligations.of_row(row[:_UNIT]), units.of_row(row[_UNIT:_REST]), keys_of(answered), receipt, sent_at
    )


def keys_of(answered: str | None) -> frozenset[str]:
    """The keys in a value of ``ANSWERED``, "c01@17 c02@17"."""
    return frozenset((answered or "").split())
