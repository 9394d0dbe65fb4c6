"""The figures of one report of one period within a unit, read in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, String, and_, bindparam, select

from reporting.deadlines.calendar import parse_period
from reporting.deadlines.obligation import ReportState
from reporting.figures.figure_sources import Baselines, FigureSource, ReportFigures, TargetResult, ZoneRegister
from reporting.figures.figure_sources import results as judged
from reporting.figures.rollup import FigureSum, PlaceId, nearest
from reporting.plan.plan import Plan
from storage.database.schema import obligation, report_version, unit, zone_outcome
from storage.figures import rollups
from storage.figures.rollups import SubordinateReport
from storage.reports import obligations
from storage.units import selected_zones, units
from storage.units.units import Unit

_REPORTS = (
    select(*obligations.COLUMNS, *units.COLUMNS, report_version.c.receipt, report_version.c.filed_at)
    .join_from(obligation, unit, obligation.c.unit_id == unit.c.id)
    .outerjoin(
        report_version,
        and_(report_version.c.obligation_id == obligation.c.id, report_version.c.version == obligation.c.version),
    )
    .where(
        obligation.c.plan_id == bindparam("plan"),
        obligation.c.report_id == bindparam("report"),
        obligation.c.period == bindparam("in_period"),
        obligation.c.state != ReportState.EXCUSED.value,
        unit.c.path.startswith(bindparam("path", type_=String)),
    )
)
_OUTCOMES = (
    select(zone_outcome.c.year, zone_outcome.c.unit_id, zone_outcome.c.outcome, zone_outcome.c.relapsed_on)
    .join(unit, unit.c.id == zone_outcome.c.unit_id)
    .where(
        zone_outcome.c.plan_id == bindparam("plan"),
        zone_outcome.c.year <= bindparam("until"),
        zone_outcome.c.outcome.is_not(None),
        unit.c.path.startswith(bindparam("path", type_=String)),
    )
    .order_by(zone_outcome.c.year)
)
_UNIT = len(obligations.COLUMNS)
_REST = _UNIT + len(units.COLUMNS)


class _ZoneOutcomeRow(NamedTuple):
    year: int
    unit_id: int
    outcome: str
    relapsed_on: date | None


def report_figures(tx: Connection, plan: Plan, report_id: str, period: str, within: Unit) -> ReportFigures:
    """The figures of a report within a unit, from the nearest level that reports (the unit itself included).

    A report that consolidates others is not counted as a level: the province's figures are those of the units below.
    """
    year = parse_period(period).year
    selected = selected_zones.selected(tx, plan.zone_plan, year, within=within)
    selected_ids = frozenset(unit.id for unit in selected)
    return ReportFigures(
        plan,
        report_id,
        period,
        within.id,
        _sources(tx, plan, report_id, period, within, selected),
        selected_ids,
        _register(tx, plan, year, within, selected_ids) if plan.zones is not None else None,
    )


def results(facts: ReportFigures, baselines: Baselines | None = None) -> list[TargetResult]:
    """The result of every target of the plan, in the order of the plan."""
    return judged(facts, baselines)


def totals(
    tx: Connection, plan: Plan, report_id: str, period: str, within: Unit, fields: Iterable[str]
) -> dict[str, FigureSum]:
    """Field → its sum; a field that no report asks for has no entry."""
    facts = report_figures(tx, plan, report_id, period, within)
    sums = {name: facts.total(name) for name in fields}
    return {name: total for name, total in sums.items() if total is not None}


def _sources(
    tx: Connection, plan: Plan, report_id: str, period: str, within: Unit, selected: Sequence[Unit]
) -> tuple[FigureSource, ...]:
    forms = {form.id: form for form in plan.forms}
    values = {"plan": plan.id, "report": report_id, "in_period": period, "path": within.path}
    rows = [(_below(row), row[_REST:]) for row in tx.execute(_REPORTS, values)]
    levels = [row for row in rows if (form := forms.get(row[0].obligation.form_id)) is None or not form.consolidates]
    reports = sorted(nearest(levels, lambda pair: pair[0].unit.path), key=lambda pair: pair[0].unit.code)
    figures = rollups.figures_of(tx, [report.obligation.id for report, _ in reports if report.obligation.version])
    return tuple(
        FigureSource(
            rollups.child(
                report, forms.get(report.obligation.form_id), selected, figures.get(report.obligation.id, {})
            ),
            *receipt_and_time,
        )
        for report, receipt_and_time in reports
    )


def _below(row: Sequence[Any]) -> SubordinateReport:
    return SubordinateReport(obligations.of_row(row[:_UNIT]), units.of_row(row[_UNIT:_REST]))


def _register(tx: Connection, plan: Plan, year: int, within: Unit, selected: frozenset[PlaceId]) -> ZoneRegister:
    values = {"plan": plan.zone_plan, "until": year, "path": within.path}
    rows = [_ZoneOutcomeRow(*row) for row in tx.execute(_OUTCOMES, values)]
    decided = {row.unit_id: row.outcome for row in rows if row.year == year and row.unit_id in selected}
    newest: Mapping[PlaceId, _ZoneOutcomeRow] = {row.unit_id: row for row in rows if row.outcome == "recognised"}
    return ZoneRegister(
        selected=len(selected),
        recognised=sum(outcome == "recognised" for outcome in decided.values()),
        undecided=len(selected - decided.keys()),
        transformed=len(newest),
        lasting=sum(row.relapsed_on is None or row.relapsed_on.year > year for row in newest.values()),
    )
