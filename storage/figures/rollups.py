"""The reports of the units below for the same report and period, and which of their versions a report imported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, String, bindparam, delete, func, insert, select

from reporting.deadlines.calendar import parse_period
from reporting.deadlines.obligation import ReportState
from reporting.figures.rollup import ChildReport, Figures, nearest
from reporting.form_entry.answer_input import Answer
from reporting.integrity.submission_document import answers_in, zones_in
from reporting.plan.form import Form
from reporting.plan.plan import Plan, UnitKind
from storage.database.schema import draw, figure, obligation, report_version, unit
from storage.reports import obligations
from storage.reports.obligations import Obligation
from storage.units import selected_zones, units
from storage.units.units import Unit


@dataclass(frozen=True, slots=True)
class SubordinateReport:
    """The report of a unit below another unit."""

    obligation: Obligation
    unit: Unit


class ReportedPeriod(NamedTuple):
    """One report of one period; ``units``: the number of units below that have sent it."""

    plan_id: str
    report_id: str
    period: str
    units: int


@dataclass(frozen=True, slots=True)
class ImportedVersion:
    """The report ``obligation_id`` imported figures from this ``version`` of the report ``child_id``."""

    obligation_id: int
    child_id: int
    version: int
    at: datetime


_BELOW = (
    select(*obligations.COLUMNS, *units.COLUMNS)
    .join_from(obligation, unit, obligation.c.unit_id == unit.c.id)
    .where(
        obligation.c.plan_id == bindparam("plan"),
        obligation.c.report_id == bindparam("report"),
        obligation.c.period == bindparam("in_period"),
        obligation.c.state != ReportState.EXCUSED.value,
        unit.c.path.startswith(bindparam("path", type_=String)),
        unit.c.id != bindparam("of_unit"),
    )
    .order_by(unit.c.code)
)
_OWN = select(*obligations.COLUMNS).where(
    obligation.c.plan_id == bindparam("plan"),
    obligation.c.report_id == bindparam("report"),
    obligation.c.period == bindparam("in_period"),
    obligation.c.unit_id == bindparam("of_unit"),
)
_FIGURES = (
    select(figure.c.obligation_id, figure.c.field, figure.c.unit_id, figure.c.state, figure.c.value)
    .where(figure.c.obligation_id.in_(bindparam("ids", expanding=True)))
    .order_by(figure.c.obligation_id, figure.c.key)
)
_CONTENT = select(report_version.c.content).where(
    report_version.c.obligation_id == bindparam("obligation"), report_version.c.version == bindparam("number")
)
_REPORTED = (
    select(
        obligation.c.plan_id,
        obligation.c.report_id,
        obligation.c.period,
        func.count(),
    )
    .join(unit, obligation.c.unit_id == unit.c.id)
    .where(
        obligation.c.version > 0,
        unit.c.path.startswith(bindparam("path", type_=String)),
        unit.c.id != bindparam("of_unit"),
    )
    .group_by(obligation.c.plan_id, obligation.c.report_id, obligation.c.period)
    .order_by(func.max(obligation.c.last_day).desc(), obligation.c.plan_id, obligation.c.period)
)
_DRAWN = select(draw.c.obligation_id, draw.c.child_id, draw.c.version, draw.c.at)
_DRAWN_BY = _DRAWN.where(draw.c.obligation_id == bindparam("obligation"))
_DRAWN_FROM = _DRAWN.where(draw.c.child_id == bindparam("child")).order_by(draw.c.obligation_id)
_UNIT = len(obligations.COLUMNS)
_FORGET = delete(draw).where(draw.c.obligation_id == bindparam("obligation"))
_DRAW = insert(draw)


def reports_below(tx: Connection, plan_id: str, report_id: str, period: str, of: Unit) -> list[SubordinateReport]:
    """The reports of that period below a unit at any depth, ordered by code of the unit, without excused ones."""
    values = {"plan": plan_id, "report": report_id, "in_period": period, "path": of.path, "of_unit": of.id}
    return [
        SubordinateReport(obligations.of_row(row[:_UNIT]), units.of_row(row[_UNIT:]))
        for row in tx.execute(_BELOW, values)
    ]


def own_report(tx: Connection, plan_id: str, report_id: str, period: str, which: Unit) -> SubordinateReport | None:
    """The report of the unit ``which`` itself for that period; ``None`` if it owes none."""
    values = {"plan": plan_id, "report": report_id, "in_period": period, "of_unit": which.id}
    row = tx.execute(_OWN, values).one_or_none()
    return SubordinateReport(obligations.of_row(row), which) if row else None


def reported_periods(tx: Connection, of: Unit) -> list[ReportedPeriod]:
    """The reports and periods that at least one unit below has sent, the newest last day first."""
    return [ReportedPeriod(*row) for row in tx.execute(_REPORTED, {"path": of.path, "of_unit": of.id})]


def children(tx: Connection, plan: Plan, report_id: str, period: str, of: Unit) -> list[ChildReport]:
    """The reports of the nearest level below a unit, ordered by code, with the figures of their newest versions."""
    nearest_reports = nearest(reports_below(tx, plan.id, report_id, period, of), lambda report: report.unit.path)
    reports = sorted(nearest_reports, key=lambda report: report.unit.code)
    if not reports:
        return []
    selected = selected_zones.selected(tx, plan.zone_plan, parse_period(period).year, within=of)
    forms = {form.id: form for form in plan.forms}
    figures = figures_of(tx, [report.obligation.id for report in reports if report.obligation.version])
    return [
        child(report, forms.get(report.obligation.form_id), selected, figures.get(report.obligation.id, {}))
        for report in reports
    ]


def child(report: SubordinateReport, form: Form | None, selected: Sequence[Unit], figures: Figures) -> ChildReport:
    """A report with its figures; ``selected``: the communes under transformation that year."""
    of_commune = form is not None and form.reporter == UnitKind.COMMUNE
    communes = [report.unit] if of_commune else [zone for zone in selected if report.unit.covers(zone)]
    return ChildReport(
        report.obligation.id,
        report.unit.id,
        report.unit.name,
        report.obligation.state,
        report.obligation.version,
        form,
        tuple(zone.id for zone in communes),
        figures,
    )


def figures_of(tx: Connection, ids: Sequence[int]) -> dict[int, dict[tuple[str, int], Answer]]:
    """Obligation id → (field, place) → figure, of the newest versions."""
    answers: dict[int, dict[tuple[str, int], Answer]] = {}
    for obligation_id, field, place, state, value in tx.execute(_FIGURES, {"ids": ids}) if ids else ():
        answers.setdefault(obligation_id, {})[field, place] = Answer(state, value)
    return answers


def texts(tx: Connection, children: Sequence[ChildReport]) -> dict[int, Figures]:
    """Obligation id → all answers of the child's newest version: figures, texts and choices."""
    return {child.id: _by_place(submitted_answers(tx, child.id, child.version), child.unit_id) for child in children}


def children_as_imported(
    tx: Connection, children: Sequence[ChildReport], drawn: Mapping[int, ImportedVersion]
) -> tuple[list[ChildReport], dict[int, Figures]]:
    """The children with the versions that were imported (``drawn``), and obligation id → all answers of these.

    ``drawn``: obligation id of a child → imported version. Children that were not imported are left out.
    """
    imported = [
        replace(child, version=drawn[child.id].version, state=ReportState.FILED)
        for child in children
        if child.id in drawn
    ]
    answers = texts(tx, imported)
    with_figures = [
        replace(child, figures={place: _counted(answer) for place, answer in answers[child.id].items()})
        for child in imported
    ]
    return with_figures, answers


def _counted(answer: Answer) -> Answer:
    """Yes and no as 1 and 0, as figures are stored."""
    return Answer.given(int(answer.value)) if isinstance(answer.value, bool) else answer


def submitted_answers(tx: Connection, obligation_id: int, version: int) -> dict[str, Answer]:
    """Key → answer of one version, without the answers about communes that do not exist any more."""
    content = tx.execute(_CONTENT, {"obligation": obligation_id, "number": version}).scalar_one_or_none()
    if content is None:
        return {}
    raw: bytes = content.encode()
    zones = [units.by_code(tx, code) for code in zones_in(raw)]
    return answers_in(raw, {zone.code: zone.id for zone in zones if zone})


def _by_place(answers: Mapping[str, Answer], unit_id: int) -> Figures:
    by_place: dict[tuple[str, int], Answer] = {}
    for key, answer in answers.items():
        field, _, place = key.partition("@")
        by_place[field, int(place) if place else unit_id] = answer
    return by_place


def remember_import(tx: Connection, obligation_id: int, taken: Mapping[int, int], now: datetime) -> None:
    """Store which versions a report imported, instead of those before. ``taken``: child's obligation id → version."""
    tx.execute(_FORGET, {"obligation": obligation_id})
    rows: list[dict[str, Any]] = [
        {"obligation_id": obligation_id, "child_id": child, "version": version, "at": now}
        for child, version in sorted(taken.items())
    ]
    if rows:
        tx.execute(_DRAW, rows)


def imported_versions(tx: Connection, obligation_id: int) -> dict[int, ImportedVersion]:
    """Child's obligation id → the version that a report imported."""
    return {row.child_id: ImportedVersion(*row) for row in tx.execute(_DRAWN_BY, {"obligation": obligation_id})}


def imports_of(tx: Connection, child_id: int) -> list[ImportedVersion]:
    """The reports that imported figures from this one."""
    return [ImportedVersion(*row) for row in tx.execute(_DRAWN_FROM, {"child": child_id})]
