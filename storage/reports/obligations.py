"""Who owes what: one row for a report, a period and a unit."""

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

from reporting.deadlines.calendar import last_instant
from reporting.deadlines.obligation import OWED, ReportState, is_listed, opens
from reporting.status.filing import StatusInput
from reporting.status.lateness import Lateness
from storage.database.schema import Instant, answer, remark
from storage.database.schema import obligation as table
from storage.messaging.reminder_cancellation import cancel_for_report


@dataclass(frozen=True, slots=True)
class Obligation:
    id: int
    plan_id: str
    report_id: str
    period: str
    unit_id: int
    form_id: str
    last_day: date
    """The one that counts: an extension moves it."""
    plan_day: date
    """The plan's own, or the one first asked for."""
    due_at: datetime | None
    """Late from this instant, where an hour of the last day was set."""
    closes: date | None
    """The last day the figures cover, where the plan has a window."""
    state: ReportState
    version: int
    """The newest version sent; 0: none."""
    filed_at: datetime | None
    """The first sending, or when the paper came."""
    on_paper: bool
    """It came on paper or by telephone; its figures may follow."""
    excused_why: str | None
    reviewed_by: int | None
    """Who accepted or returned it last."""
    reviewed_at: datetime | None

    @property
    def late_from(self) -> datetime:
        """The instant from which it is late."""
        return self.due_at or last_instant(self.last_day)

    @property
    def status_input(self) -> StatusInput:
        """What counts of it in ``FilingStatus``; whether it is nil is known with its version only."""
        return StatusInput(self.state, self.late_from, self.filed_at, on_paper=self.on_paper)

    def lateness(self, now: datetime) -> Lateness | None:
        """By how much it is late: by its first submission, else by ``now``; ``None`` where it is not."""
        return self.status_input.lateness(now)

    def is_late(self, now: datetime) -> bool:
        """Still to be submitted, and late; a returned report is as late as its first submission was."""
        return self.state in OWED and self.lateness(now) is not None

    @property
    def is_extended(self) -> bool:
        return self.last_day > self.plan_day

    @property
    def opens(self) -> date:
        """The day from which it is at hand; more time does not put it off."""
        return opens(self.plan_day, self.closes)

    def is_listed(self, today: date) -> bool:
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
"""The state of a report that is no longer excused."""
_TAKE_BACK = _IT.values(state=WHERE_IT_STOOD, excused_why=None)
_RECEIVE = _IT.values(
    state=case((table.c.version > 0, table.c.state), else_=ReportState.FILED.value),
    on_paper=True,
    filed_at=func.coalesce(table.c.filed_at, bindparam("at", type_=Instant)),
)
_TAKE_BACK_PAPER = _IT.where(table.c.version == 0).values(state=_UNSENT, on_paper=False, filed_at=None)


def get(tx: Connection, obligation_id: int) -> Obligation | None:
    """``None`` for one that was removed: its commune is no longer selected."""
    row = tx.execute(_GET, {"obligation": obligation_id}).one_or_none()
    return of_row(row) if row else None


def of_unit(tx: Connection, unit_id: int) -> list[Obligation]:
    """Everything a unit owes or has sent, the earliest last day first."""
    return [of_row(row) for row in tx.execute(_OF_UNIT, {"of_unit": unit_id})]


def open_of_unit(tx: Connection, unit_id: int, today: date) -> list[Obligation]:
    """What the officer has at hand today (``Obligation.is_listed``), the earliest last day first."""
    return [obligation for obligation in of_unit(tx, unit_id) if obligation.is_listed(today)]


def set_state(
    tx: Connection,
    obligation_id: int,
    state: ReportState,
    *,
    version: int | None = None,
    filed_at: datetime | None = None,
) -> None:
    """Where it stands now; ``version`` and ``filed_at`` stay as they are where they are not given."""
    tx.execute(_SET_STATE, {"obligation": obligation_id, "to": state.value, "newest": version, "at": filed_at})


def extend(tx: Connection, obligation_id: int, until: date) -> None:
    """More time: ``until`` is the last day from now on, whole. The plan's own stays beside it."""
    tx.execute(_EXTEND, {"obligation": obligation_id, "until": until})
    cancel_for_report(tx, obligation_id)


def excuse(tx: Connection, obligation_id: int, why: str) -> None:
    """Miễn: it is no longer owed, nobody is reminded."""
    tx.execute(_EXCUSE, {"obligation": obligation_id, "why": why})
    cancel_for_report(tx, obligation_id)


def take_back_excuse(tx: Connection, obligation_id: int) -> None:
    """It is owed again, and stands where it stood."""
    tx.execute(_TAKE_BACK, {"obligation": obligation_id})
    cancel_for_report(tx, obligation_id)


def receive_on_paper(tx: Connection, obligation_id: int, at: datetime) -> None:
    """It came on paper or by telephone ``at``: nobody is reminded, its figures may follow."""
    tx.execute(_RECEIVE, {"obligation": obligation_id, "at": at})
    cancel_for_report(tx, obligation_id)


def take_back_paper(tx: Connection, obligation_id: int) -> None:
    """It never came: it is owed again. One whose figures were sent since stays as it is."""
    tx.execute(_TAKE_BACK_PAPER, {"obligation": obligation_id})
    cancel_for_report(tx, obligation_id)


def of_row(row: Sequence[Any]) -> Obligation:
    """An obligation from ``COLUMNS``."""
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
