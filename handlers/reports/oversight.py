"""What somebody who oversees units may look at, and who may act on it; asked anew at every step."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.turn.context import Turn
from reporting.plan.plan import Plan
from reporting.roles import OVERSEES, REVIEWS
from storage.reports import obligations, submissions
from storage.reports.obligations import Obligation
from storage.units import units
from storage.units.units import Unit


@dataclass(frozen=True, slots=True)
class OverseenReport:
    """One unit's report, locked for this turn."""

    obligation: Obligation
    unit: Unit
    plan: Plan

    @property
    def id(self) -> int:
        return self.obligation.id


def load_report(turn: Turn, obligation_id: int) -> OverseenReport | None:
    """The report, for whoever oversees its unit; ``None`` (said, with the way on) for others or where it is gone."""
    submissions.lock(turn.tx, obligation_id)
    obligation = obligations.get(turn.tx, obligation_id)
    unit = unit_in_scope(turn, obligation.unit_id) if obligation else None
    if obligation is not None and unit is not None:
        return OverseenReport(obligation, unit, turn.plans.get(turn.tx, obligation.plan_id))
    _refuse(turn, "reports.not_in_scope")
    return None


def load_report_to_act(turn: Turn, obligation_id: int) -> OverseenReport | None:
    """The same, for those who may do something about it: coordinators and administrators, not leaders."""
    if not may_act(turn):
        _refuse(turn, "reports.only_coordinators")
        return None
    return load_report(turn, obligation_id)


def may_act(turn: Turn) -> bool:
    return turn.me.role in REVIEWS


def unit_in_scope(turn: Turn, unit_id: int) -> Unit | None:
    """The unit, if it is one's own or below it and one oversees."""
    unit = units.get(turn.tx, unit_id)
    return unit if turn.me.role in OVERSEES and turn.me.unit.covers(unit) else None


def _refuse(turn: Turn, key: str) -> None:
    turn.start_dialog(None)
    turn.add_message(key)
    turn.show_menu()
