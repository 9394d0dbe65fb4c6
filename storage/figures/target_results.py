"""Results of targets with their baselines, and changes since the previous report of the same kind."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from reporting.deadlines.calendar import previous_same_kind
from reporting.figures.comparison import FigureChange, RateChange, changes, compare_rates
from reporting.figures.figure_sources import ReportFigures, TargetResult, results
from reporting.figures.rollup import ChildReport, PlaceId
from reporting.form_entry.answer_input import Answer
from storage.figures import baselines, evaluations, rollups
from storage.units import units


def target_results(tx: Connection, facts: ReportFigures) -> list[TargetResult]:
    """The results of all targets of the plan in its order, compared with the baselines stored for them."""
    return results(facts, baselines.of_targets(tx, facts))


def figure_changes(
    tx: Connection, facts: ReportFigures, fields: Iterable[str], against: str | None = None
) -> list[FigureChange]:
    """The changes of some fields compared with the period ``against``, by default the same period a year before."""
    period = against or previous_same_kind(facts.period)
    known = baselines.earlier_periods(tx, facts, [period])
    return changes(facts, known[0], fields) if known else []


def rate_changes(tx: Connection, facts: ReportFigures) -> list[RateChange]:
    """The rates compared with those of the same period a year before, over the same units."""
    within = units.get(tx, facts.within)
    period = previous_same_kind(facts.period)
    return compare_rates(facts, evaluations.report_figures(tx, facts.plan, facts.report_id, period, within))


def remarks(tx: Connection, result: TargetResult) -> list[tuple[PlaceId, str]]:
    """Explanations of a yes/no answer (c16n explains c16): (id of the commune or unit, text)."""
    fields = _explanations(result)
    children = [source.child for source in result.used] if fields else []
    answers = ((child, key.partition("@"), answer) for child in children for key, answer in _answers(tx, child))
    return [
        (int(place) if place else child.unit_id, str(answer.value))
        for child, (field, _, place), answer in answers
        if field in fields and answer.state == "given"
    ]


def _answers(tx: Connection, child: ChildReport) -> Iterable[tuple[str, Answer]]:
    return rollups.submitted_answers(tx, child.id, child.version).items()


def _explanations(result: TargetResult) -> frozenset[str]:
    """Ids of the text questions that are shown depending on an answer the target reads."""
    forms = [source.child.form for source in result.used if source.child.form]
    questions = [question for form in forms for question in form.questions if question.kind == "short_text"]
    return frozenset(
        question.id
        for question in questions
        if question.visible_if and question.visible_if.field in result.target.reads
    )
