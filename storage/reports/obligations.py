"""Obligations: a unit owes a report for a period (one row each), and the changes of their state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
    update,
)

from reporting.deadlines.calendar import last_instant, local_day
from reporting.deadlines.obligation import OWED, ReportState, is_listed, opens
from reporting.status.lateness import Lateness, StatusInput
from storage.database.schema import Instant, answer, remark
from storage.database.schema import obligation as table
from storage.messaging.reminder_cancellation import cancel_for_report


@dataclass(frozen=True, slots=True)
class Obligation:
    """A unit owes a report for a period."""

    id: int
    plan_id: str
    report_id: str
    period: str
    unit_id: int
    form_id: str
    last_day: date
    """The last day that applies; an extension changes it."""
    plan_day: date
    """The last day of the plan, or of the request."""
    due_at: datetime | None
    """The instant from which it is late, if an hour of the last day is set."""
    closes: date | None
    """The last day the figures cover; ``None`` if the plan has no window."""
    state: ReportState
    version: int
    """Number of the newest version sent; 0: none."""
    filed_at: datetime | None
    """When it was sent first, or received on paper."""
    on_paper: bool
    """Received on paper or by telephone; its figures may be sent later."""
    excused_why: str | None
    reviewed_by: int | None
    """Id of the person who accepted or returned it last."""
    reviewed_at: datetime | None

    @property
    def late_from(self) -> datetime:
        """The instant from which it is late."""
        return self.due_at or last_instant(self.last_day)

    @property
    def status_input(self) -> StatusInput:
        """The input for ``FilingStatus``; ``nil`` is not set: it is stored with the version."""
        return StatusInput(self.state, self.late_from, self.filed_at, on_paper=self.on_paper)

    def lateness(self, now: datetime) -> Lateness | None:
        """How late it was first submitted, or how late it is ``now`` if it was not; ``None`` if it is not late."""
        return self.status_input.lateness(now)

    def is_late(self, now: datetime) -> bool:
        """Still to be submitted, and late; a returned report is as late as its first submission was."""
        return self.state in OWED and self.lateness(now) is not None

    @property
    def day_or_moment_filed(self) -> date | None:
        """When it was first submitted; of a report on paper the day alone, as no hour is known."""
        return local_day(self.filed_at) if self.on_paper and self.filed_at else self.filed_at

    @property
    def is_extended(self) -> bool:
        return self.last_day > self.plan_day

    @property
    def opens(self) -> date:
        """The day from which it is listed; an extension does not change it."""
        return opens(self.plan_day, self.closes)

    def is_listed(self, today: date) -> bool:
        """Whether the officer's list shows it today."""
        return is_listed(self.state, self.opens, self.last_day, today)


COLUMNS = (
    table.c.id,
    table.c.plan_id,
    table.c.report_id,
    table.c.period,
    table.c.unit_id,
    table.c.form_id,
    table.c.last_day,
    table.c.plan_day,
    table.c.due_at,
    table.c.closes,
    table.c.state,
    table.c.version,
    table.c.filed_at,
    table.c.on_paper,
    table.c.excused_why,
    table.c.reviewed_by,
    table.c.reviewed_at,
)

HAS_ANSWERS = exists().where(answer.c.obligation_id == table.c.id)
_GET = select(*COLUMNS).where(table.c.id == bindparam("obligation"))
_OF_UNIT = (
    select(*COLUMNS)
    .where(table.c.unit_id == bindparam("of_unit"))
    .order_by(table.c.last_day, table.c.plan_id, table.c.id)
)
_SET_STATE = (
    update(table)
    .where(table.c.id == bindparam("obligation"))
    .values(
        state=bindparam("to"),
        version=func.coalesce(bindparam("newest", type_=Integer), table.c.version),
        filed_at=func.coalesce(bindparam("at", type_=Instant), table.c.filed_at),
    )
)
_IT = update(table).where(table.c.id == bindparam("obligation"))
_EXTEND = _IT.values(last_day=bindparam("until"), due_at=None)
_EXCUSE = _IT.values(state=ReportState.EXCUSED.value, excused_why=bindparam("why"))
_UNSENT = case((HAS_ANSWERS, ReportState.DRAFTING.value), else_=ReportState.NOT_BEGUN.value)
_TO_SETTLE = exists().where(
    remark.c.obligation_id == table.c.id, remark.c.version == table.c.version, remark.c.settled_at.is_(None)
)
WHERE_IT_STOOD = case(
    (_TO_SETTLE, ReportState.RETURNED.value),
    (or_(table.c.version > 0, table.c.on_paper), ReportState.FILED.value),
    else_=_UNSENT,
)
"""The state of a report after its excuse is taken back."""
_TAKE_BACK = _IT.values(state=WHERE_IT_STOOD, excused_why=None)
_RECEIVE = _IT.values(
    state=case((table.c.version > 0, table.c.state), else_=ReportState.FILED.value),
    on_paper=True,
    filed_at=func.coalesce(table.c.filed_at, bindparam("at", type_=Instant)),
)
_TAKE_BACK_PAPER = _IT.where(table.c.version == 0).values(state=_UNSENT, on_paper=False, filed_at=None)


def get(tx: Connection, obligation_id: int) -> Obligation | None:
    """The obligation with this id; ``None`` if it was deleted, because its commune is not selected any more."""
    row = tx.execute(_GET, {"obligation": obligation_id}).one_or_none()
    return of_row(row) if row else None


def of_unit(tx: Connection, unit_id: int) -> list[Obligation]:
    """All obligations of a unit, the earliest last day first."""
    return [of_row(row) for row in tx.execute(_OF_UNIT, {"of_unit": unit_id})]


def open_of_unit(tx: Connection, unit_id: int, today: date) -> list[Obligation]:
    """The obligations of a unit that are listed today (``Obligation.is_listed``), the earliest last day first."""
    return [obligation for obligation in of_unit(tx, unit_id) if obligation.is_listed(today)]


def set_state(
    tx: Connection,
    obligation_id: int,
    state: ReportState,
    *,
    version: int | None = None,
    filed_at: datetime | None = None,
) -> None:
    """Set the state; ``version`` and ``filed_at`` do not change if they are not given."""
    tx.execute(_SET_STATE, {"obligation": obligation_id, "to": state.value, "newest": version, "at": filed_at})


def extend(tx: Connection, obligation_id: int, until: date) -> None:
    """Extend the deadline: ``until`` is the last day from now on, until midnight. ``plan_day`` does not change."""
    tx.execute(_EXTEND, {"obligation": obligation_id, "until": until})
    cancel_for_report(tx, obligation_id)


def excuse(tx: Connection, obligation_id: int, why: str) -> None:
    """Excuse (miễn): the report is not owed any more, and no reminders are sent. ``why``: the reason."""
    tx.execute(_EXCUSE, {"obligation": obligation_id, "why": why})
    cancel_for_report(tx, obligation_id)


def take_back_excuse(tx: Connection, obligation_id: int) -> None:
    """Take back an excuse: the report gets the state it had before."""
    tx.execute(_TAKE_BACK, {"obligation": obligation_id})
    cancel_for_report(tx, obligation_id)


def receive_on_paper(tx: Connection, obligation_id: int, at: datetime) -> None:
    """Record that the report was received on paper or by telephone ``at`` an instant; no reminders are sent."""
    tx.execute(_RECEIVE, {"obligation": obligation_id, "at": at})
    cancel_for_report(tx, obligation_id)


def take_back_paper(tx: Connection, obligation_id: int) -> None:
    """Take back the record of a paper report: it is owed again, unless a version was sent since."""
    tx.execute(_TAKE_BACK_PAPER, {"obligation": obligation_id})
    cancel_for_report(tx, obligation_id)


def of_row(row: Sequence[Any]) -> Obligation:
    """An obligation from a row of ``COLUMNS``."""
    obligation_id, plan_id, report_id, period, unit_id, form_id, last_day, plan_day, due_at, closes, state, *rest = row
    return Obligation(
        obligation_id,
        plan_id,
        report_id,
        period,
        unit_id,
        form_id,
        last_day,
        plan_day,
        due_at,
        closes,
        ReportState(state),
        *rest,
    )
