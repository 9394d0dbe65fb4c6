"""Figures of earlier periods (baselines): imported, or from the reports of that period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select

from reporting.deadlines.calendar import parse_period, period_key
from reporting.figures.comparison import baseline, covered_places
from reporting.figures.figure_sources import Baseline, ReportFigures
from reporting.figures.figures import number
from reporting.figures.lineage import EarlierPeriod, Territory
from reporting.plan.plan import UnitKind
from storage.database.schema import baseline as table
from storage.database.schema import unit, unit_predecessor
from storage.database.sql import upsert
from storage.figures import evaluations
from storage.units import units


class BaselineFigure(NamedTuple):
    """One imported figure: ``BaselineFigure(17, "c01", "2023-Y", 120)``."""

    unit_id: int
    field: str
    period: str
    value: int


_ROWS = select(table.c.unit_id, table.c.field, table.c.period, table.c.value).order_by(
    table.c.period, table.c.unit_id, table.c.field
)
_OF_PERIOD = _ROWS.where(table.c.period == bindparam("in_period"))
_PUT = upsert(table, ("unit_id", "field", "period"), ("value", "at"))
_TERRITORIES = select(unit.c.id, unit.c.parent_id, unit.c.kind, unit.c.valid_from, unit.c.valid_to)
_CAME_FROM = select(unit_predecessor.c.unit_id, unit_predecessor.c.predecessor_id)


def put(tx: Connection, rows: Sequence[BaselineFigure], now: datetime) -> None:
    """Store figures; an earlier figure of the same unit, field and period is replaced."""
    if rows:
        tx.execute(_PUT, [{**row._asdict(), "at": now} for row in rows])


def all_figures(tx: Connection) -> list[BaselineFigure]:
    """All imported figures, ordered by period, unit and field."""
    return [BaselineFigure(*row) for row in tx.execute(_ROWS)]


def territories(tx: Connection) -> dict[int, Territory]:
    """Unit id → territory, for all units, existing or not."""
    predecessors: dict[int, list[int]] = {}
    for unit_id, predecessor_id in tx.execute(_CAME_FROM):
        predecessors.setdefault(unit_id, []).append(predecessor_id)
    return {
        unit_id: Territory(
            unit_id, parent, UnitKind(kind), valid_from, valid_to, tuple(sorted(predecessors.get(unit_id, ())))
        )
        for unit_id, parent, kind, valid_from, valid_to in tx.execute(_TERRITORIES)
    }


def earlier_periods(tx: Connection, facts: ReportFigures, periods: Iterable[str]) -> list[EarlierPeriod]:
    """Earlier periods with their known figures: the imported ones, else those reported then under the same plan.

    Empty if no figure of any of the periods is known.
    """
    figures = [(period, _imported(tx, period), _reported(tx, facts, period)) for period in periods]
    if not any(imported or reported for _, imported, reported in figures):
        return []
    by_id = territories(tx)
    return [EarlierPeriod(period, by_id, reported | imported) for period, imported, reported in figures]


def _imported(tx: Connection, period: str) -> dict[tuple[str, int], int]:
    rows = (BaselineFigure(*row) for row in tx.execute(_OF_PERIOD, {"in_period": period}))
    return {(row.field, row.unit_id): row.value for row in rows}


def _reported(tx: Connection, facts: ReportFigures, period: str) -> dict[tuple[str, int], int]:
    kind = parse_period(period).kind
    report_id = next((report.id for report in facts.plan.reports if report.period == kind), None)
    if report_id is None:
        return {}
    earlier = evaluations.report_figures(tx, facts.plan, report_id, period, units.get(tx, facts.within))
    return {
        (field, place): number(value)
        for place, values in earlier.places("all").items()
        for field, value in values.items()
        if value is not None and not isinstance(value, (bool, str))
    }


def of_targets(tx: Connection, facts: ReportFigures) -> dict[str, Baseline]:
    """Target id → its baseline, for the targets that are compared with a given year.

    The baseline is the same period of that year if it covers as many units as the whole year, else the whole year.
    """
    targets = [target for target in facts.plan.targets if isinstance(target.baseline, int)]
    kind = parse_period(facts.period).kind
    baselines: dict[str, Baseline] = {}
    for year in {target.baseline for target in targets if isinstance(target.baseline, int)}:
        periods = dict.fromkeys((period_key(year, kind), period_key(year, "Y")))
        known = earlier_periods(tx, facts, periods)
        for target in targets if known else ():
            if target.baseline == year:
                choices = [baseline(facts, target, earlier_period) for earlier_period in known]
                baselines[target.id] = max(choices, key=partial(covered_places, facts, target))
    return baselines
