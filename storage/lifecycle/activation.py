"""Activation of a plan, with the same checks from the command line and from the chat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from reporting.deadlines.calendar import Calendar
from reporting.plan.plan import Plan
from reporting.planning.adoption import PlanGap, plan_gaps
from reporting.planning.level_check import level_faults
from reporting.planning.plan_check import PlanFault
from storage.audit import audit
from storage.lifecycle import closing as lifecycle_closing
from storage.lifecycle import overdue_at_activation
from storage.plans import plans
from storage.reports import obligation_sync
from storage.units import importer


class ActivationResult(NamedTuple):
    """The result of an activation."""

    revision: int
    created: int
    """Number of new obligations."""
    past: int
    """Number of reports not begun that were overdue already when they were created."""


class PlanIncomplete(Exception):
    """The plan has mandatory gaps."""

    def __init__(self, gaps: Sequence[PlanGap]) -> None:
        self.gaps = gaps
        super().__init__(gaps)


class PlanMisfit(Exception):
    """The plan's deadlines do not fit the existing units, or it names unknown units."""

    def __init__(self, faults: Sequence[PlanFault]) -> None:
        self.faults = faults
        super().__init__(faults)


class PlanOrphansReports(Exception):
    """Reports begun or sent under the plan would not exist in it any more (``needed``)."""

    def __init__(self, needed: Sequence[obligation_sync.ReportAndForm]) -> None:
        self.needed = needed
        super().__init__(needed)


def activate_plan(
    tx: Connection, plan: Plan, calendar: Calendar, now: datetime, by: int | None = None
) -> ActivationResult:
    """Activate a plan and create the obligations of the units. ``by``: person id, ``None``: the command line.

    If the plan was closed, the reports that were excused then are owed again. Raises PlanIncomplete, PlanMisfit or
    PlanOrphansReports; the caller must then roll back the transaction.
    """
    if gaps := [gap for gap in plan_gaps(plan) if gap.mandatory]:
        raise PlanIncomplete(gaps)
    if faults := level_faults(plan, importer.entries(tx), calendar):
        raise PlanMisfit(faults)
    if closing := plans.closing(tx, plan.id):
        lifecycle_closing.take_back(tx, plan.id, closing.why, now, by)
    revision = plans.activate(tx, plan, now)
    created = obligation_sync.ensure(tx, plan, calendar, now)
    if needed := obligation_sync.orphans(tx, plan):
        raise PlanOrphansReports(needed)
    audit.record(tx, now, by, "plan.activated", plan_id=plan.id, revision=revision, created=created)
    return ActivationResult(revision, created, len(overdue_at_activation.of_plan(tx, plan.id)))
