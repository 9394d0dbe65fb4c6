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
    data = consolidated_report.read(job)
    return partial(annex_xlsx.draw, _annex(data)) if data else None


def _annex(data: ConsolidatedData) -> FiguresAnnex:
    context, words = data.context, data.words
    questions = [question for _, question in questions_of(data.children)]
    counted = words("documents.counted", n=data.facts.counted, all=len(data.facts.sources))
    facts = [fact for fact in (head.window(context), counted, context.as_of) if fact]
    title = (
        words("documents.annex.book", subject=head.subject(context), unit=head.full_name(words, context.unit.name)),
        words("documents.annex.facts", draft=words("documents.draft"), facts="; ".join(facts)),
    )
    return FiguresAnnex(
        title,
        _labels(words),
        tuple(FigureColumn(_column(question), yes_no=question.kind == "yes_no") for question in questions),
        tuple(_places(data, questions)),
        targets.target_rows(words, data.results),
        data.status.status_rows(),
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


def _places(data: ConsolidatedData, questions: list[Question]) -> Iterator[FigureRow]:
    """A row for each commune a unit speaks of, else for the unit; units with no figure to give have none."""
    below = [data.context.unit, *units.below(data.context.tx, data.context.unit)]
    known = {unit.id: unit for unit in below}
    for source in data.facts.sources:
        unit = known[source.child.unit_id]
        for place in source.places or ():
            name = known[place].name if place != unit.id and place in known else ""
            values = tuple(_value(data.words, source, question, place) for question in questions)
            yield FigureRow(unit.code, unit.name, name, values)


def _value(words: Words, source: FigureSource, question: Question, place: int) -> int | str | None:
    """A number, or a text such as "Có"; ``None`` where the place is not asked."""
    if question.id not in source.places[place]:
        return None
    answer = source.child.figures.get((question.id, place)) if source.counts else None
    if answer is None:
        return words("documents.no_figures")
    if question.kind == "yes_no" and answer.state == "given":
        return words("common.yes" if answer.value else "common.no")
    return answer.figure if answer.state == "given" else format_answer(words, question, answer)
