"""The targets of a commune's year under transformation, evaluated from what was reported about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from reporting.deadlines.calendar import period_key
from reporting.figures.figure_sources import FigureSource
from reporting.figures.zone_success import ZoneScore, score
from reporting.plan.plan import Plan, Report
from storage.figures import evaluations
from storage.units import units
from storage.units.units import Unit


@dataclass(frozen=True)
class ZoneYearResult:
    """The score of one commune, and the report it was computed from; without a report ``source`` is ``None``."""

    score: ZoneScore
    report_id: str | None = None
    period: str | None = None
    source: FigureSource | None = None

    @property
    def is_whole(self) -> bool:
        """Whether the figures cover the whole year: an interim report decides nothing."""
        return self.period is not None and self.period.endswith("-Y")

    @property
    def is_enough(self) -> bool | None:
        """Whether the share of targets that the plan asks for is reached; ``None`` where it cannot be decided yet."""
        return self.score.is_enough if self.is_whole else None


def of_commune(tx: Connection, plan: Plan, year: int, commune: Unit) -> ZoneYearResult:
    """From the annual report of the year, else the newest interim one; the district's report before the commune's."""
    assert plan.zones is not None
    for report in _reports(plan):
        period = period_key(year, report.period)
        for within in (units.get(tx, commune.ancestors[0]), commune):
            facts = evaluations.report_figures(tx, plan, report.id, period, within)
            for source in facts.sources:
                if source.counts and commune.id in source.places:
                    zone_score = score(plan.zones.success, plan.targets, source.places[commune.id])
                    return ZoneYearResult(zone_score, report.id, period, source)
    return ZoneYearResult(score(plan.zones.success, plan.targets, {}))


def annual(plan: Plan) -> Report | None:
    """The report of the whole year; ``None`` where the plan has none."""
    return next((report for report in plan.reports if report.period == "Y"), None)


def _reports(plan: Plan) -> Iterator[Report]:
    """The annual report, then the others, the last of the year first."""
    yield from (report for report in plan.reports if report.period == "Y")
    yield from (report for report in reversed(plan.reports) if report.period != "Y")
