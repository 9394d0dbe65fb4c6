"""What an answer is made from: the query, whose question it is, and the figures and reports of the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import Connection

from handlers.text.lists import lower_first, upper_first
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

NAMES = 12
"""How many units one line names."""
COUNTS, RATES = 4, 2
"""How many counts and rates are offered as subjects."""


@dataclass(frozen=True)
class QuestionContext:
    """One question, as it was read. ``units``: every unit the person may see, ``within`` itself included."""

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
    """A place that was named and is not among ``units``, as it was typed."""

    @cached_property
    def by_id(self) -> Mapping[int, Unit]:
        return {unit.id: unit for unit in self.units}

    @cached_property
    def named(self) -> list[Unit]:
        """The units asked about, in the order in which they were named; empty where none was."""
        known = {unit.code: unit for unit in self.units}
        return [known[code] for code in self.query.units if code in known]

    @property
    def scope(self) -> list[Unit]:
        """The units asked about; without any the person's own unit, with all below it."""
        return self.named or [self.within]

    @property
    def target(self) -> Target | None:
        return next((target for target in self.plan.targets if target.id == self.query.subject), None)

    @property
    def reads(self) -> tuple[str, ...]:
        """The ids of the figures that the answer reads: those of the target asked about, else the one figure."""
        return self.target.reads if self.target else (self.query.subject or "",)

    @property
    def subject_name(self) -> str:
        """ "số vụ phạm tội về ma túy", "tỷ lệ hộ dân được phổ biến, tuyên truyền"."""
        return term_name(self.plan, self.fields, self.query.subject or "")

    def report_id(self, period: str | None) -> str | None:
        """The report of that period; ``None`` where the plan has none."""
        kind = parse_period(period).kind if period else None
        return next((report.id for report in self.plan.reports if report.period == kind), None)

    @property
    def report_titles(self) -> str:
        """ "Báo cáo 6 tháng, Báo cáo năm": the reports of the plan."""
        return ", ".join(report.title for report in self.plan.reports)

    def no_report_words(self) -> str:
        """Why there is no report of the period asked about."""
        titles = self.report_titles
        return self.words("questions.no_report", reports=titles) if titles else self.words("questions.no_reports")

    def period_words(self, period: str) -> str:
        """ "6 tháng năm 2026" inside a sentence."""
        return lower_first(period_name(self.words, period))

    def figures(self, period: str) -> ReportFigures | None:
        """The figures of a period over all the person sees; ``None`` where the plan has no report of that period."""
        return self.figures_of(self.within, period)

    def figures_of(self, unit: Unit, period: str) -> ReportFigures | None:
        """The same within one unit."""
        report = self.report_id(period)
        return evaluations.report_figures(self.tx, self.plan, report, period, unit) if report else None

    def reports(self, period: str | None) -> list[UnitReport]:
        """The report of a period in the units asked about and below them; only of the level, where one is asked for."""
        report_id, level = self.report_id(period), self.query.level
        if report_id is None or period is None:
            return []
        reports = report_status.of_report(self.tx, self.plan.id, report_id, period, self.within)
        return [
            report for report in reports if self.asks_about(report.unit) and level in (None, report.unit.kind.value)
        ]

    def asks_about(self, unit: Unit) -> bool:
        """Whether a unit is among those asked about, or below one of them."""
        return any(other_unit.covers(unit) for other_unit in self.scope)

    def scope_of_level(self) -> list[Unit]:
        """The units asked about; where a level is asked for, the units of that level below them."""
        level = self.query.level
        if level is None:
            return self.scope
        return [unit for unit in self.units if unit.kind == level and self.asks_about(unit)]

    def inside(self, places: Mapping[PlaceId, Values], unit: Unit) -> dict[PlaceId, Values]:
        """The places of a unit: itself, and the communes below it."""
        return {
            unit_id: values
            for unit_id, values in places.items()
            if unit_id in self.by_id and unit.covers(self.by_id[unit_id])
        }


@dataclass
class QuestionAnswer:
    """The paragraphs of an answer and its buttons. ``is_empty``: there is nothing to answer with, and it says why."""

    paragraphs: list[str] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    is_empty: bool = False

    def add(self, *lines: str) -> None:
        """Adds a paragraph of these lines, the empty ones left out."""
        text = "\n".join(line for line in lines if line)
        if text:
            self.paragraphs.append(text)


def term_name(plan: Plan, fields: Mapping[str, Field], subject: str) -> str:
    """The name of a target or figure by its id, inside a sentence: "số vụ phạm tội về ma túy"."""
    title = next((target.title for target in plan.targets if target.id == subject), None)
    if title:
        return lower_first(title)
    return lower_first(fields[subject].label) if subject in fields else subject


def subject_buttons(context: QuestionContext) -> list[Button]:
    """The first counts and rates of the plan, to choose from where a question names none."""
    question_ids = {question.id for form in context.plan.forms for question in form.questions if question.is_figure}
    counts = [field_id for field_id in context.fields if field_id in question_ids][:COUNTS]
    rates = [
        target.id for target in context.plan.targets if target.test == "ratio" and set(target.reads) <= question_ids
    ][:RATES]
    plan, fields, query = context.plan, context.fields, context.query
    return [
        reading_button(upper_first(term_name(plan, fields, subject)), plan, replace(query, subject=subject))
        for subject in (*counts, *rates)
    ]


def reading_button(label: str, plan: Plan, query: Query, synonyms: tuple[str, ...] = ()) -> Button:
    """A button that answers another query of the same plan."""
    return Button(label, "questions.choose_reading", {"plan": plan.id, "query": query.to_json()}, synonyms=synonyms)


def level_words(words: Words, level: UnitKind | str) -> str:
    """ "cấp huyện"."""
    return lower_first(words(f"text.level.{level}"))
