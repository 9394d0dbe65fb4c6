"""Reviews of reports: the reports that wait for one, the people involved in them, and the decisions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, String, and_, bindparam, select, union, update

from reporting.deadlines.obligation import ReportState
from reporting.roles import Role
from storage.database.schema import Instant, answer, membership, obligation, paper_record, report_version, unit
from storage.messaging.reminder_cancellation import cancel_for_report
from storage.reports import obligations
from storage.reports.obligations import Obligation
from storage.units import units
from storage.units.units import Unit


@dataclass(frozen=True, slots=True)
class ReportToReview:
    """One report to review. ``warned``: the unit confirmed warnings in it; ``sent_at``: of the newest version."""

    obligation: Obligation
    unit: Unit
    sent_at: datetime | None
    warned: bool

    @property
    def is_plain(self) -> bool:
        """Whether it was sent through the bot, without warnings, and was not reviewed before."""
        return self.sent_at is not None and not self.warned and self.obligation.reviewed_at is None


_WARNED = report_version.c.content.not_like('%"confirmations":[]%')  # not in any text: quotes are escaped there
_SENT = (
    select(*obligations.COLUMNS, *units.COLUMNS, report_version.c.filed_at, _WARNED)
    .join_from(obligation, unit, obligation.c.unit_id == unit.c.id)
    .outerjoin(
        report_version,
        and_(report_version.c.obligation_id == obligation.c.id, report_version.c.version == obligation.c.version),
    )
    .where(obligation.c.state == ReportState.FILED.value)
)
_BELOW = unit.c.path.startswith(bindparam("path", type_=String))
_ONE = _SENT.where(obligation.c.id == bindparam("which"))
_AWAITING = _SENT.where(_BELOW).order_by(
    obligation.c.last_day, obligation.c.plan_id, obligation.c.period, obligation.c.report_id, unit.c.code
)
_COORDINATED = (
    select(membership.c.unit_id)
    .join(unit, unit.c.id == membership.c.unit_id)
    .where(
        membership.c.role == Role.COORDINATOR.value,
        membership.c.revoked_at.is_(None),
        _BELOW,
    )
    .distinct()
)
_OF: BindParameter[Any] = bindparam("obligations", expanding=True)
_BY: BindParameter[int] = bindparam("by")
_INVOLVED = union(
    select(report_version.c.obligation_id).where(
        report_version.c.obligation_id.in_(_OF), report_version.c.filed_by == _BY
    ),
    select(answer.c.obligation_id).where(answer.c.obligation_id.in_(_OF), answer.c.person_id == _BY),
    select(paper_record.c.obligation_id).where(paper_record.c.obligation_id.in_(_OF), paper_record.c.person_id == _BY),
)
_REVIEW = (
    update(obligation)
    .where(obligation.c.id == bindparam("which"))
    .values(state=bindparam("to"), reviewed_by=bindparam("by"), reviewed_at=bindparam("at", type_=Instant))
)


def reports_to_review(tx: Connection, within: Unit) -> list[ReportToReview]:
    """The reports to review in a unit and the units below it, the oldest deadline first, then by report and unit."""
    return [_awaiting(row) for row in tx.execute(_AWAITING, {"path": within.path})]


def report_to_review(tx: Connection, obligation_id: int) -> ReportToReview | None:
    """One report to review; ``None`` if it is not sent or already accepted."""
    row = tx.execute(_ONE, {"which": obligation_id}).one_or_none()
    return _awaiting(row) if row else None


def units_with_coordinator(tx: Connection, within: Unit) -> frozenset[int]:
    """Ids of the units in a subtree that have a coordinator."""
    return frozenset(tx.execute(_COORDINATED, {"path": within.path}).scalars())


def reports_involving(tx: Connection, person_id: int, obligation_ids: Collection[int]) -> frozenset[int]:
    """Those of the reports in which a person sent a version, wrote an answer, or recorded the paper report."""
    values = {"obligations": list(obligation_ids), "by": person_id}
    return frozenset(tx.execute(_INVOLVED, values).scalars())


def record_review(tx: Connection, obligation_id: int, state: ReportState, by: int, at: datetime) -> None:
    """Store that person ``by`` accepted, returned or unlocked a report. ``state``: the new state (unlocked: FILED)."""
    tx.execute(_REVIEW, {"which": obligation_id, "to": state.value, "by": by, "at": at})
    cancel_for_report(tx, obligation_id)


_UNIT = len(obligations.COLUMNS)
_REST = _UNIT + len(units.COLUMNS)


def _awaiting(row: Sequence[Any]) -> ReportToReview:
    sent_at, warned = row[_REST:]
    return ReportToReview(obligations.of_row(row[:_UNIT]), units.of_row(row[_UNIT:_REST]), sent_at, bool(warned))
