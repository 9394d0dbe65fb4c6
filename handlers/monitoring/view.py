"""One report of a period over a unit and the units below it: what the screens of the board load."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from handlers.reports.access import unit_in_scope
from handlers.text.report_names import report_name
from handlers.turn.context import Turn
from handlers.turn.features import Args
from reporting.plan.plan import Plan
from reporting.status.filing import FilingCategory, categories
from storage.reports import report_status
from storage.reports.report_status import UnitReport
from storage.units.units import Unit


@dataclass(frozen=True, slots=True)
class ReportOverUnits:
    """``entries``: the reports of the units, ordered as the board lists them; never empty."""

    plan: Plan
    unit: Unit
    entries: tuple[UnitReport, ...]

    @property
    def args(self) -> dict[str, Any]:
        """As arguments of the board's actions."""
        obligation = self.entries[0].obligation
        return {
            "plan": obligation.plan_id,
            "report": obligation.report_id,
            "period": obligation.period,
            "unit": self.unit.id,
        }

    def title(self, turn: Turn) -> str:
        return report_name(turn.words, self.plan, self.entries[0].obligation)

    def entries_in(self, turn: Turn, *wanted: FilingCategory) -> list[UnitReport]:
        """The entries of any of these categories."""
        return [report for report in self.entries if categories(report.status_input, turn.now) & set(wanted)]


def load_view(turn: Turn, args: Args) -> ReportOverUnits | None:
    """``{plan, report, period, unit}`` as it is now; ``None`` where no unit there owes the report any more.

    Without ``unit``, and where that one is not below the member's own, it is the member's own.
    """
    unit = unit_in_scope(turn, args.get("unit", turn.me.unit.id)) or turn.me.unit
    entries = report_status.of_report(turn.tx, args["plan"], args["report"], args["period"], unit)
    if not entries or unit_in_scope(turn, unit.id) is None:
        return None
    return ReportOverUnits(turn.plans.get(turn.tx, args["plan"]), unit, tuple(entries))
