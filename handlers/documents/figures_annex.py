"""The annex of figures as a spreadsheet: a row for every unit or commune, the targets, who has filed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from handlers.documents import consolidated_report, targets
from handlers.documents import letterhead as head
from handlers.documents.consolidated_report import ConsolidatedData
from handlers.text.answers import format_answer
from handlers.turn.features import Renderer
from handlers.turn.services import FileJobContext
from locales import Words
from reporting.documents import annex_xlsx
from reporting.documents.annex_xlsx import AnnexLabels, FigureColumn, FigureRow, FiguresAnnex
from reporting.figures.figure_sources import FigureSource
from reporting.figures.rollup import questions_of
from reporting.plan.form import Question
from storage.units import units


def make(job: FileJobContext) -> Renderer | None:
    summed = consolidated_report.read(job)
    return partial(annex_xlsx.draw, _annex(summed)) if summed else None


def _annex(summed: ConsolidatedData) -> FiguresAnnex:
    about, words = summed.matter, summed.words
    questions = [question for _, question in questions_of(summed.children)]
    counted = words("documents.counted", n=summed.facts.counted, all=len(summed.facts.sources))
    facts = [one for one in (head.window(about), counted, about.as_of) if one]
    title = (
        words("documents.annex.book", subject=head.subject(about), unit=head.full_name(words, about.unit.name)),
        words("documents.annex.facts", draft=words("documents.draft"), facts="; ".join(facts)),
    )
    return FiguresAnnex(
        title,
        _labels(words),
        tuple(FigureColumn(_column(question), yes_no=question.kind == "yes_no") for question in questions),
        tuple(_places(summed, questions)),
        targets.target_rows(words, summed.results),
        summed.status.standings(),
    )


def _labels(words: Words) -> AnnexLabels:
    figures, goals, standings = words("documents.annex.sheets").split("|")
    code, unit, zone = words("documents.annex.places").split("|")
    return AnnexLabels(
        sheets=(figures, goals, standings),
        places=(code, unit, zone),
        goals=tuple(words("documents.annex.goals").split("|")),
        standings=tuple(words("documents.annex.standings").split("|")),
        total=words("documents.annex.total"),
        given=words("documents.annex.given"),
        yes=words("common.yes"),
        no=words("common.no"),
        nil=words("text.answer.nil"),
        missing=words("documents.no_figures"),
    )


def _column(question: Question) -> str:
    return f"{question.label} ({question.unit})" if question.unit else question.label


def _places(summed: ConsolidatedData, questions: list[Question]) -> Iterator[FigureRow]:
    """A row for each commune a unit speaks of, else for the unit; units with no figure to give have none."""
    below = [summed.matter.unit, *units.below(summed.matter.tx, summed.matter.unit)]
    known = {lower_unit.id: lower_unit for lower_unit in below}
    for source in summed.facts.sources:
        unit = known[source.child.unit_id]
        for place in source.places or ():
            name = known[place].name if place != unit.id and place in known else ""
            values = tuple(_value(summed.words, source, question, place) for question in questions)
            yield FigureRow(unit.code, unit.name, name, values)


def _value(words: Words, source: FigureSource, question: Question, place: int) -> int | str | None:
    """A number, or what is said; nothing where it is not asked."""
    if question.id not in source.places[place]:
        return None
    answer = source.child.figures.get((question.id, place)) if source.counts else None
    if answer is None:
        return words("documents.no_figures")
    if question.kind == "yes_no" and answer.state == "given":
        return words("common.yes" if answer.value else "common.no")
    return answer.figure if answer.state == "given" else format_answer(words, question, answer)
