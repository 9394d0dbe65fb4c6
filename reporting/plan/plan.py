"""A plan as data: which reports a province's document requires, from whom and by when, with the source of each rule.

The models of ``plans/*.yaml``, read by ``storage.plans.files``; :class:`Plan` is the complete plan. What the text does
not say stays ``None`` and is shown as "chưa cấu hình". An extract::

    id: ca-mau-2017
    issued: {by: Chủ tịch Ủy ban nhân dân tỉnh Cà Mau, number: 1426/QĐ-UBND, on: 2017-08-11}
    in_force: {from: 2017-08-11, until: 2020-12-31, source: {at: II.5.a, quote: Từ nay đến hết năm 2020}}
"""

from datetime import date

from reporting.plan.form import Condition, Field, Form, Heading, Option, Question, QuestionKind, Relation, Section
from reporting.plan.model import Citation, Id, Model
from reporting.plan.schedule import (
    DayMonth,
    DayOfYear,
    DeadlineRule,
    Duty,
    EscalationPolicy,
    LevelDeadlineRule,
    PeriodKind,
    PlanTerm,
    Report,
    UnitKind,
    Window,
)
from reporting.plan.target import Comparator, Ratio, Scope, Target
from reporting.plan.zone_rules import CriteriaGroup, Criterion, SuccessRule, ZoneCap, ZoneRules

__all__ = [
    "BasisDocument",
    "Citation",
    "Comparator",
    "Condition",
    "CriteriaGroup",
    "Criterion",
    "DayMonth",
    "DayOfYear",
    "DeadlineRule",
    "Duty",
    "EscalationPolicy",
    "Field",
    "Form",
    "Heading",
    "IssuingDocument",
    "LevelDeadlineRule",
    "Model",
    "Option",
    "PeriodKind",
    "Plan",
    "PlanTerm",
    "Question",
    "QuestionKind",
    "Ratio",
    "Relation",
    "Report",
    "Reporter",
    "ReportingChain",
    "Scope",
    "Section",
    "SuccessRule",
    "Target",
    "UnitKind",
    "Window",
    "ZoneCap",
    "ZoneRules",
]


class Reporter(Model):
    """A kind of unit that reports under the plan."""

    kind: UnitKind
    only_selected_zones: bool = False
    """A commune reports only while it is under transformation."""
    needs_level_deadline: bool = False
    """Not named in the text: it reports only if an adopted plan sets a deadline for it."""
    only: tuple[str, ...] | None = None
    """Codes of the units that report; ``None``: all of the kind."""
    besides: tuple[str, ...] = ()
    """Codes of units of the kind that do not report."""
    source: Citation | None = None


class ReportingChain(Model):
    """Who reports to whom, through whom, in the words of the plan."""

    who: str
    to: str
    through: str | None = None
    frequency: str | None = None
    content: str | None = None
    source: Citation


class IssuingDocument(Model):
    by: str
    number: str | None = None
    on: date | None = None
    source: Citation | None = None


class BasisDocument(Model):
    """A document that the plan implements or replaces."""

    number: str
    on: date
    title: str


class Plan(Model):
    """One plan. ``adopted_from``: the id of the plan text (one of the five) that a live plan was written from."""

    id: Id
    title: str
    short_title: str
    province: str
    issued: IssuingDocument
    carries_out: tuple[BasisDocument, ...] = ()
    replaces: BasisDocument | None = None
    in_force: PlanTerm
    adopted_from: str | None = None
    under: str | None = None
    """For a report requested once (``/dotxuat``): id of the plan it belongs to, whose communes and targets apply."""
    asked_by: str | None = None
    """For a report requested once: the code of the unit that requested it."""
    years: tuple[int, ...] = ()
    """The reporting years of an adopted plan; empty in the five plan texts."""
    chain: ReportingChain
    reporters: tuple[Reporter, ...]
    schedule_note: str | None = None
    """Why ``reports`` is empty or has no dates, as text to be shown (Ninh Thuận: 256/QĐ-BCĐ)."""
    reports: tuple[Report, ...]
    duties: tuple[Duty, ...] = ()
    targets: tuple[Target, ...]
    zones: ZoneRules | None = None
    ladder: EscalationPolicy = EscalationPolicy()
    headings: tuple[Heading, ...]
    relations: tuple[Relation, ...] = ()
    forms: tuple[Form, ...]

    @property
    def zone_plan(self) -> str:
        """The id of the plan whose selection of communes applies."""
        return self.under or self.id

    def report(self, report_id: str) -> Report:
        """The report with this id. Raises StopIteration where the plan has none."""
        return next(report for report in self.reports if report.id == report_id)

    def form(self, form_id: str) -> Form:
        """The form with this id. Raises StopIteration where the plan has none."""
        return next(form for form in self.forms if form.id == form_id)

    def form_for(self, report_id: str, kind: UnitKind | str) -> Form | None:
        """The form that units of this kind fill in for this report; ``None`` if they do not owe it."""
        return next((form for form in self.forms if form.reporter == kind and report_id in form.reports), None)
