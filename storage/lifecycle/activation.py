"""A plan is put to use: the same checks from the command line and from the chat, all or nothing."""

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
    revision: int
    created: int
    """How many obligations are new."""
    past: int
    """How many not begun were overdue before they were asked for."""


class PlanIncomplete(Exception):
    """Something mandatory is not filled in."""

    def __init__(self, gaps: Sequence[PlanGap]) -> None:
        self.gaps = gaps
        super().__init__(gaps)


class PlanMisfit(Exception):
    """Its deadlines do not fit the units there are, or it names units nobody knows."""

    def __init__(self, faults: Sequence[PlanFault]) -> None:
        self.faults = faults
        super().__init__(faults)


class PlanOrphansReports(Exception):
    """Reports begun or sent under the plan would no longer be found in it."""

    def __init__(self, needed: Sequence[obligation_sync.ReportAndForm]) -> None:
        self.needed = needed
        super().__init__(needed)


def activate_plan(
    tx: Connection, plan: Plan, calendar: Calendar, now: datetime, by: int | None = None
) -> ActivationResult:
    """The units owe the plan's reports from now on; ``by`` a person, ``None``: from the command line.

    One that was closed is opened again: what was excused by its end is owed as before.

    Raises Incomplete, Misfit or Orphaned: the caller's transaction must then be undone.
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
