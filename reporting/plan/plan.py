"""A plan as data: what one province's document asks of whom, by when, with the place each rule comes from.

The models of ``plans/*.yaml``, read by ``storage.plans.files``; :class:`Plan` is the whole. Nothing the text leaves
open is filled in: it stays ``None`` and is shown as "chưa cấu hình". A piece of one::

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
    """A commune owes a sheet only while it is under transformation."""
    needs_level_deadline: bool = False
    """Not named by the text: it reports only where an adopted plan sets its deadline."""
    only: tuple[str, ...] | None = None
    """The codes of the units that report, where not all of the kind do."""
    besides: tuple[str, ...] = ()
    """The codes of units of the kind that do not report."""
    source: Citation | None = None


class ReportingChain(Model):
    """Who reports, to whom, through whom, in the plan's words."""

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
    """The document a plan carries out, or replaces."""

    number: str
    on: date
    title: str


class Plan(Model):
    """One plan, whole. ``adopted_from`` is set on a live plan written from one of the five."""

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
    """The plan under which a report was asked for once (``/dotxuat``): its communes and targets hold."""
    asked_by: str | None = None
    """The code of the unit that asked for it once."""
    years: tuple[int, ...] = ()
    """The reporting years an adopted plan is for; empty in the five texts."""
    chain: ReportingChain
    reporters: tuple[Reporter, ...]
    schedule_note: str | None = None
    """Why ``reports`` is empty or undated, in words for people (Ninh Thuận: 256/QĐ-BCĐ)."""
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
        """The id of the plan whose selection of communes holds."""
        return self.under or self.id

    def report(self, report_id: str) -> Report:
        return next(report for report in self.reports if report.id == report_id)

    def form(self, form_id: str) -> Form:
        """The form with this id. Raises StopIteration where the plan has none."""
        return next(form for form in self.forms if form.id == form_id)

    def form_for(self, report_id: str, kind: UnitKind | str) -> Form | None:
        """The form a unit of this kind fills in for this report; ``None`` where it owes none."""
        return next((f for f in self.forms if f.reporter == kind and report_id in f.reports), None)
