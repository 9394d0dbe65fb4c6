"""What an answer is made from: the query, whose question it is, and how the figures of the plan stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import Connection

from handlers.text.report_names import period_name
from handlers.turn.messages import Button
from locales import Words
from reporting.deadlines.calendar import Calendar, parse_period
from reporting.figures.figure_sources import ReportFigures
from reporting.figures.figures import Values
from reporting.figures.rollup import PlaceId
from reporting.plan.form import Field
from reporting.plan.plan import Plan, Target, UnitKind
from reporting.questions import Query
from storage.figures import evaluations
from storage.plans.plans import PlanCache
from storage.reports import report_status
from storage.reports.report_status import UnitReport
from storage.units.units import Unit


@dataclass(frozen=True)
class QuestionContext:
    """One question, read. ``units``: everything the person sees, ``within`` itself included."""

    tx: Connection
    plans: PlanCache
    plan: Plan
    fields: Mapping[str, Field]
    within: Unit
    units: Sequence[Unit]
    words: Words
    now: datetime
    today: date
    calendar: Calendar
    query: Query
    elsewhere: str = ""
    """A place named that is none of theirs, as it was typed."""

    @cached_property
    def by_id(self) -> Mapping[int, Unit]:
        return {unit.id: unit for unit in self.units}

    @cached_property
    def named(self) -> list[Unit]:
        """The units asked about, in the order asked; none of them: everything."""
        known = {unit.code: unit for unit in self.units}
        return [known[code] for code in self.query.units if code in known]

    @property
    def scope(self) -> list[Unit]:
        return self.named or [self.within]

    @property
    def target(self) -> Target | None:
        return next((target for target in self.plan.targets if target.id == self.query.subject), None)

    @property
    def subject_name(self) -> str:
        """ "số vụ phạm tội về ma túy", "tỷ lệ hộ dân được phổ biến, tuyên truyền"."""
        return term_name(self.plan, self.fields, self.query.subject or "")

    def report_id(self, period: str | None) -> str | None:
        """The report of that period; ``None`` where the plan has none."""
        kind = parse_period(period).kind if period else None
        return next((report.id for report in self.plan.reports if report.period == kind), None)

    def period_words(self, period: str) -> str:
        """ "6 tháng năm 2026" inside a sentence."""
        return lower_first(period_name(self.words, period))

    def facts(self, period: str) -> ReportFigures | None:
        """The figures of a period over everything the person sees."""
        report = self.report_id(period)
        return evaluations.report_figures(self.tx, self.plan, report, period, self.within) if report else None

    def facts_of(self, unit: Unit, period: str) -> ReportFigures | None:
        """The figures within one unit; what a district says of a commune where the commune has no report."""
        report = self.report_id(period)
        return evaluations.report_figures(self.tx, self.plan, report, period, unit) if report else None

    def entries(self, period: str | None) -> list[UnitReport]:
        """How the report stands in the units asked about; of a level only where one is asked for."""
        report = self.report_id(period)
        if report is None or period is None:
            return []
        reports = report_status.of_report(self.tx, self.plan.id, report, period, self.within)
        level = self.query.level
        return [
            unit_report
            for unit_report in reports
            if any(unit.covers(unit_report.unit) for unit in self.scope)
            and (level is None or unit_report.unit.kind == level)
        ]

    def of_level(self, units: Iterable[Unit]) -> list[Unit]:
        """The units of the level asked for within some; themselves where none is."""
        level = self.query.level
        if level is None:
            return list(units)
        scope = list(units)
        return [
            each_unit
            for each_unit in self.units
            if each_unit.kind == level and any(unit.covers(each_unit) for unit in scope)
        ]

    def inside(self, places: Mapping[PlaceId, Values], unit: Unit) -> dict[PlaceId, Values]:
        """The places of a unit: itself, and the communes below it."""
        return {
            unit_id: values
            for unit_id, values in places.items()
            if unit_id in self.by_id and unit.covers(self.by_id[unit_id])
        }


@dataclass
class QuestionAnswer:
    """What is answered: paragraphs, and further ways. ``nothing``: there are no figures to answer with."""

    paragraphs: list[str] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    is_empty: bool = False

    def add(self, *lines: str) -> None:
        text = "\n".join(line for line in lines if line)
        if text:
            self.paragraphs.append(text)


def term_name(plan: Plan, fields: Mapping[str, Field], target_id: str) -> str:
    target = next((plan_target for plan_target in plan.targets if plan_target.id == target_id), None)
    if target:
        return lower_first(target.title)
    return lower_first(fields[target_id].label) if target_id in fields else target_id


def subject_buttons(case: QuestionContext) -> list[Button]:
    """The first counts and rates of the plan, where a question names none."""
    asked = {question.id for form in case.plan.forms for question in form.questions if question.is_figure}
    counts = [field_id for field_id in case.fields if field_id in asked][:COUNTS]
    rates = [target.id for target in case.plan.targets if target.test == "ratio" and set(target.reads) <= asked][:RATES]
    return [
        Button(
            upper_first(term_name(case.plan, case.fields, target_id)),
            "questions.choose_reading",
            {"plan": case.plan.id, "query": replace(case.query, subject=target_id).to_json()},
        )
        for target_id in (*counts, *rates)
    ]


COUNTS, RATES = 4, 2
"""How many of each are offered."""


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def level_words(words: Words, level: UnitKind | str) -> str:
    """ "cấp huyện"."""
    return lower_first(words(f"text.level.{level}"))


NAMES = 12
"""How many units one line names."""


def names(words: Words, listed: Sequence[str], separator: str = ", ") -> str:
    rest = len(listed) - NAMES
    return separator.join(listed[:NAMES]) + (words("questions.and_more", n=rest) if rest > 0 else "")
