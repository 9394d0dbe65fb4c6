"""The only place where a report is locked, loaded and refused.

Each ``open_…`` function locks the report until the turn ends, loads it and asks ``reporting.permissions`` whether the
member may do what is wanted. If not, or if the report is gone, it shows the reason with the menu and returns ``None``.
"""

from __future__ import annotations

from dataclasses import dataclass

from handlers.reports import locks
from handlers.reports.draft import Draft
from handlers.reports.reviewers import may_review
from handlers.reports.submission import Submission
from handlers.turn.context import Turn
from reporting.permissions import can_act_on, can_file, can_oversee, can_see
from reporting.plan.plan import Plan
from storage.reports import obligations, submissions
from storage.reports.obligations import Obligation
from storage.units import units
from storage.units.units import Unit


@dataclass(frozen=True, slots=True)
class LoadedReport:
    """One unit's report, locked until the turn ends."""

    obligation: Obligation
    unit: Unit
    plan: Plan

    @property
    def id(self) -> int:
        return self.obligation.id


def open_draft(turn: Turn, obligation_id: int) -> Draft | None:
    """The report with its answers, for an officer of its unit who fills it in."""
    obligation = open_for_change(turn, obligation_id)
    return Draft(turn, obligation) if obligation else None


def open_for_change(turn: Turn, obligation_id: int) -> Obligation | None:
    """The report, for an officer of its unit, while it can be changed: not accepted, excused or of a closed plan."""
    obligation = open_for_officer(turn, obligation_id)
    if obligation is None:
        return None
    if (reason := locks.lock_reason(turn, obligation)) is None:
        return obligation
    locks.refuse_locked(turn, obligation, reason)
    return None


def open_for_officer(turn: Turn, obligation_id: int) -> Obligation | None:
    """The report, whether it can be changed or not, for an officer of its unit."""
    obligation = _lock(turn, obligation_id)
    if obligation is not None and can_file(turn.me, obligation.unit_id):
        return obligation
    _refuse(turn, "reports.not_here")
    return None


def open_for_overseer(turn: Turn, obligation_id: int) -> LoadedReport | None:
    """The report, for whoever oversees its unit."""
    report = lock_report(turn, obligation_id)
    if report is not None and can_oversee(turn.me, report.unit):
        return report
    _refuse(turn, "reports.not_in_scope")
    return None


def open_for_action(turn: Turn, obligation_id: int) -> LoadedReport | None:
    """The report, for whoever may excuse its unit from it or record it as received on paper: not for leaders."""
    report = open_for_overseer(turn, obligation_id)
    if report is None or can_act_on(turn.me, report.unit):
        return report
    _refuse(turn, "reports.only_coordinators")
    return None


def open_for_reviewer(turn: Turn, obligation_id: int) -> Submission | None:
    """The report as it was submitted, for whoever may accept, return or unlock it; a refusal closes no dialog."""
    if (submission := load_for_reviewer(turn, obligation_id)) is None:
        _refuse(turn, "reports.not_to_review", close_dialog=False)
    return submission


def open_for_reader(turn: Turn, obligation_id: int, refusal: str = "reports.not_in_scope") -> LoadedReport | None:
    """The report, for its unit's officers and whoever oversees it; a refusal closes no dialog.

    ``refusal``: the catalogue key of the message for everybody else.
    """
    report = lock_report(turn, obligation_id)
    if report is not None and can_see(turn.me, report.unit):
        return report
    _refuse(turn, refusal, close_dialog=False)
    return None


def load_for_reviewer(turn: Turn, obligation_id: int) -> Submission | None:
    """Like :func:`open_for_reviewer`, for several reports at once: says nothing where it returns ``None``."""
    report = lock_report(turn, obligation_id)
    if report is None or not may_review(turn.tx, turn.me, report.unit):
        return None
    return Submission(turn, report.obligation, report.unit)


def lock_report(turn: Turn, obligation_id: int) -> LoadedReport | None:
    """The report, locked; ``None`` where it is gone. The caller asks for permission and refuses."""
    if (obligation := _lock(turn, obligation_id)) is None:
        return None
    plan = turn.plans.get(turn.tx, obligation.plan_id)
    return LoadedReport(obligation, units.get(turn.tx, obligation.unit_id), plan)


def unit_in_scope(turn: Turn, unit_id: int) -> Unit | None:
    """The unit, for whoever oversees it; ``None``, with nothing said, for anybody else."""
    unit = units.get(turn.tx, unit_id)
    return unit if can_oversee(turn.me, unit) else None


def _lock(turn: Turn, obligation_id: int) -> Obligation | None:
    submissions.lock(turn.tx, obligation_id)
    return obligations.get(turn.tx, obligation_id)


def _refuse(turn: Turn, key: str, *, close_dialog: bool = True) -> None:
    if close_dialog:
        turn.start_dialog(None)
    turn.add_message(key)
    turn.show_menu()
