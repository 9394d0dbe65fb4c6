"""What is known of one report within a unit, gathered for a leader: read once, said by ``handlers.summary.text``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Connection

from handlers.reports.access import unit_in_scope
from handlers.turn.context import Turn
from reporting.deadlines.calendar import previous_same_kind
from reporting.figures import summary
from reporting.figures.figure_sources import ReportFigures, TargetResult
from reporting.figures.summary import NarrativeNote, TargetGroups, YearlyChange
from reporting.plan.plan import Plan
from reporting.status.filing import MISSING, FilingCategory, FilingRates, categories, rates, same_moment
from storage.figures import evaluations, target_results
from storage.reports import narratives, report_status
from storage.reports.report_status import ReportTotals, UnitReport
from storage.units import selected_zones
from storage.units.units import Unit


@dataclass(frozen=True)
class SummaryData:
    """One report of one period within ``unit``, as it stands at ``now``."""

    plan: Plan
    unit: Unit
    now: datetime
    entries: tuple[UnitReport, ...]
    earlier: tuple[UnitReport, ...]
    """The same report a year before."""
    facts: ReportFigures
    target_results: tuple[TargetResult, ...]
    yearly_changes: tuple[YearlyChange, ...]
    """Every figure of the same places a year before."""
    notes: tuple[NarrativeNote, ...]
    names: dict[int, str]
    """Of the units and communes spoken of, by id."""

    @property
    def args(self) -> dict[str, Any]:
        facts = self.facts
        return {"plan": self.plan.id, "report": facts.report_id, "period": facts.period, "unit": self.unit.id}

    @property
    def period(self) -> str:
        return self.facts.period

    @cached_property
    def groups(self) -> TargetGroups:
        return summary.target_groups(self.target_results)

    @property
    def last_day(self) -> date:
        return _last_day(self.entries)

    @property
    def filing(self) -> FilingRates:
        return rates((report.status_input for report in self.entries), self.now)

    @property
    def year_before_at(self) -> datetime | None:
        """The same moment a year before, as many days from the last day."""
        return same_moment(self.now, self.last_day, _last_day(self.earlier)) if self.earlier else None

    @property
    def filing_year_before(self) -> FilingRates | None:
        at = self.year_before_at
        return rates((report.status_input for report in self.earlier), at) if at else None

    def entries_in(self, *wanted: FilingCategory) -> list[UnitReport]:
        return [report for report in self.entries if categories(report.status_input, self.now) & set(wanted)]

    @property
    def waiting(self) -> list[UnitReport]:
        """Who has not filed and still has time."""
        return [
            report
            for report in self.entries_in(*MISSING)
            if FilingCategory.OVERDUE not in categories(report.status_input, self.now)
        ]


def load_summary(
    tx: Connection, plan: Plan, report_id: str, period: str, unit: Unit, now: datetime
) -> SummaryData | None:
    """``None`` where nobody within the unit owes that report."""
    entries = report_status.of_report(tx, plan.id, report_id, period, unit)
    if not entries:
        return None
    before = previous_same_kind(period)
    earlier = report_status.of_report(tx, plan.id, report_id, before, unit)
    facts = evaluations.report_figures(tx, plan, report_id, period, unit)
    counted = summary.flows(facts)
    selected = selected_zones.selected(tx, plan.zone_plan, int(period[:4]), within=unit)
    return SummaryData(
        plan,
        unit,
        now,
        tuple(entries),
        tuple(earlier),
        facts,
        tuple(target_results.target_results(tx, facts)),
        tuple(
            summary.yearly_changes(
                counted, target_results.figure_changes(tx, facts, [question.id for question in counted])
            )
        ),
        tuple(_notes(tx, facts)),
        {report.unit.id: report.unit.name for report in entries}
        | {selected_unit.id: selected_unit.name for selected_unit in selected},
    )


def load(turn: Turn, args: Mapping[str, Any]) -> SummaryData | None:
    """What a choice speaks of, never beyond the person's own units; ``None`` where nothing is reported there."""
    unit = unit_in_scope(turn, args.get("unit", turn.me.unit.id)) or turn.me.unit
    if unit_in_scope(turn, unit.id) is None:
        return None
    if "report" not in args:
        totals = current_report(turn, unit)
        if totals is None:
            return None
        args = {"plan": totals.plan_id, "report": totals.report_id, "period": totals.period}
    plan = turn.plans.get(turn.tx, args["plan"])
    return load_summary(turn.tx, plan, args["report"], args["period"], unit, turn.now)


def current_report(turn: Turn, unit: Unit) -> ReportTotals | None:
    """The report at hand that is due first; else the newest there was."""
    reports = report_status.running_reports(turn.tx, unit, turn.now, turn.today) or report_status.all_reports(
        turn.tx, unit, turn.now, turn.today
    )
    return reports[0] if reports else None


def _notes(tx: Connection, facts: ReportFigures) -> list[NarrativeNote]:
    """The notable lines, those sent last first."""
    notable = {
        source.child.id: (source.child.unit_id, summary.notable_questions(source.child.form))
        for source in facts.sources
        if source.counts and source.child.form
    }
    written = narratives.newest(tx, [obligation_id for obligation_id, (_, questions) in notable.items() if questions])
    return summary.notes(
        (
            notable[obligation_id][0],
            [texts[question_id] for question_id in notable[obligation_id][1] if question_id in texts],
        )
        for obligation_id, texts in written.items()
    )


def _last_day(entries: Sequence[UnitReport]) -> date:
    """As planned; an extension moves it for one unit only."""
    return max(report.obligation.plan_day for report in entries)
