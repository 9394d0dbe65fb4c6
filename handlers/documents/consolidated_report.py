"""The consolidated report as a document: who filed, the texts of the units, the sums of their figures, the targets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import groupby

from handlers.documents import letterhead as head
from handlers.documents import targets
from handlers.documents.context import DocumentContext, load_context
from handlers.documents.filing_status import DocumentFilingStatus
from handlers.documents.sections import OutlineSection, number_sections
from handlers.text.answers import format_answer
from handlers.turn.features import Renderer
from handlers.turn.services import FileJobContext
from locales import Words
from reporting.deadlines.calendar import previous_same_kind
from reporting.documents import report_docx
from reporting.documents.report_docx import DocumentAnnex, DocumentBlock, QuotedText, ReportDocument
from reporting.documents.tables import DocumentColumn, DocumentRow, DocumentTable, HeadingRow, header
from reporting.figures.comparison import FigureChange
from reporting.figures.figure_sources import ReportFigures, TargetResult
from reporting.figures.rollup import ChildReport, Figures, FigureSum, questions_of
from reporting.plan.form import Question
from reporting.secrecy import personal_data, secrecy_marking
from storage.figures import evaluations, rollups, target_results


@dataclass(frozen=True)
class ConsolidatedData:
    """The figures and texts of a report within a unit, now and a year before."""

    context: DocumentContext
    status: DocumentFilingStatus

    @property
    def words(self) -> Words:
        return self.context.words

    @cached_property
    def facts(self) -> ReportFigures:
        context = self.context
        return evaluations.report_figures(context.tx, context.plan, context.report.id, context.period, context.unit)

    @cached_property
    def results(self) -> Sequence[TargetResult]:
        return target_results.target_results(self.context.tx, self.facts)

    @cached_property
    def changes(self) -> Mapping[str, FigureChange]:
        """By figure: the sum now and a year before, over the places that have it now."""
        fields = [question.id for _, question, _ in self.figures]
        return {change.field: change for change in target_results.figure_changes(self.context.tx, self.facts, fields)}

    @cached_property
    def then(self) -> ReportFigures:
        """The same report a year before."""
        context, period = self.context, previous_same_kind(self.facts.period)
        return evaluations.report_figures(context.tx, context.plan, context.report.id, period, context.unit)

    @cached_property
    def children(self) -> list[ChildReport]:
        return [source.child for source in self.facts.sources]

    @cached_property
    def texts(self) -> Mapping[int, Figures]:
        return rollups.texts(self.context.tx, [child for child in self.children if child.has_reported])

    @cached_property
    def figures(self) -> list[tuple[str, Question, FigureSum]]:
        """(section, question, sum) of every figure that is asked."""
        totals = ((title, question, self.facts.total(question.id)) for title, question in questions_of(self.children))
        return [(title, question, total) for title, question, total in totals if total is not None]

    def before(self, question: Question) -> str:
        """The sum a year before. Where only some places have both years, with the sum now of the same places."""
        words, change = self.words, self.changes.get(question.id)
        if question.kind == "yes_no":
            return self._yes_before(question)
        if change is None:
            return words("documents.no_figures")
        known = sum(values.get(question.id) is not None for values in self.facts.places("all").values())
        places = len(change.places)
        if places == known:
            return words.number(change.before)
        return words(
            "documents.part_of",
            before=words.number(change.before),
            now=words.number(change.now),
            n=places,
            all=known,
        )

    def _yes_before(self, question: Question) -> str:
        """How many said yes a year before, of the places that have answered now."""
        words, then = self.words, self.then.places("all")
        now = (place for place, values in self.facts.places("all").items() if values.get(question.id) is not None)
        given = [value for place in now if (value := then.get(place, {}).get(question.id)) is not None]
        yes = sum(value is True for value in given)
        return words("documents.yes_of", yes=yes, n=len(given)) if given else words("documents.no_figures")


def sum_words(words: Words, question: Question, total: FigureSum) -> str:
    if total.answer is None:
        return words("documents.no_figures")
    if question.kind == "yes_no":
        return words("documents.yes_of", yes=int(total.answer.value or 0), n=total.places)
    return format_answer(words, question, total.answer)


def make(job: FileJobContext) -> Renderer | None:
    data = read(job)
    return partial(report_docx.draw, _report(data)) if data else None


def read(job: FileJobContext) -> ConsolidatedData | None:
    """``None`` where the person may not have it, or no unit below owes the report."""
    context = load_context(job)
    data = ConsolidatedData(context, DocumentFilingStatus(context)) if context else None
    return data if data and data.status.reports else None


def _report(data: ConsolidatedData) -> ReportDocument:
    context, words = data.context, data.words
    return ReportDocument(
        head=head.letterhead(context),
        title=words("documents.title"),
        subject=head.subject(context),
        to=words("documents.to", to=head.addressee(context)),
        opening=tuple(_opening(data)),
        sections=number_sections(_parts(data)),
        closing=words("documents.closing", unit=head.full_name(words, context.unit.name)),
        ending=head.ending(context, []),
        annexes=(
            DocumentAnnex(
                words("documents.annex"),
                words("documents.annex.units"),
                head.annex_reference(context),
                (data.status.table(),),
            ),
        ),
        made_at=context.made_at,
    )


def _opening(data: ConsolidatedData) -> Iterator[DocumentBlock]:
    words, context = data.words, data.context
    basis, unit = head.basis(words, context.plan), head.full_name(words, context.unit.name)
    yield QuotedText(words("documents.opening", basis=basis, unit=unit, period=context.period_words))
    counted = words("documents.counted", n=data.facts.counted, all=len(data.facts.sources))
    facts = [fact for fact in (head.window(context), counted, context.as_of) if fact]
    yield QuotedText(words("documents.source", facts="; ".join(facts)))


def _parts(data: ConsolidatedData) -> Iterator[OutlineSection]:
    words = data.words
    yield OutlineSection(words("documents.part.status"), (QuotedText(data.status.words()),))
    yield from _narratives(data)
    if rows := tuple(_rows(data)):
        yield OutlineSection(
            words("documents.part.figures"),
            (DocumentTable(_columns(words), rows), QuotedText(words("documents.alike"))),
        )
    yield OutlineSection(words("documents.part.targets"), (targets.table(words, data.results),))


def _narratives(data: ConsolidatedData) -> Iterator[OutlineSection]:
    """The units' texts under each heading, by unit; those under the plan's headings stand together."""
    words = data.words
    for under_heading, group in groupby(_asked_texts(data), key=lambda question: question.heading is not None):
        parts = [OutlineSection(question.label, tuple(_texts_of(data, question))) for question in group]
        if under_heading:
            yield OutlineSection(words("documents.part.tasks"), (), tuple(parts))
        else:
            yield from parts


def _asked_texts(data: ConsolidatedData) -> list[Question]:
    """The texts of the children's forms, each once, in the order of the longest form."""
    forms = {child.form.id: child.form for child in data.children if child.form}.values()
    texts = [[q for q in form.questions if q.kind == "long_text"] for form in forms]
    matching_questions: dict[str, Question] = {}
    for questions in sorted(texts, key=len, reverse=True):
        for question in questions:
            matching_questions.setdefault(question.id, question)
    return list(matching_questions.values())


def _texts_of(data: ConsolidatedData, question: Question) -> Iterator[DocumentBlock]:
    """Each unit's text under its name. A text with personal data is left out; the unit's own report has it."""
    words, written, withheld = data.words, False, []
    for child in data.children:
        for (field, _), answer in data.texts.get(child.id, {}).items():
            text = str(answer.value or "").strip()
            if field != question.id or answer.state != "given" or not text:
                continue
            if personal_data(text) or secrecy_marking(text):
                withheld.append(child.name)
                continue
            written = True
            yield QuotedText(text, by=child.name)
    if withheld:
        yield QuotedText(words("documents.withheld", names=", ".join(withheld)))
    elif not written:
        yield QuotedText(words("documents.no_text"))


def _columns(words: Words) -> tuple[DocumentColumn, ...]:
    titles = words("documents.sums.columns").split("|")
    return header(
        titles, (1.1, "middle"), (6.3, "left"), (1.8, "middle"), (2.4, "right"), (2.4, "right"), (2.0, "middle")
    )


def _rows(data: ConsolidatedData) -> Iterator[DocumentRow]:
    words, number = data.words, 0
    for title, group in groupby(data.figures, key=lambda row: row[0]):
        yield HeadingRow(title)
        for _, question, total in group:
            number += 1
            now, before = sum_words(words, question, total), data.before(question)
            yield str(number), question.label, question.unit, now, before, f"{total.counted}/{total.asked}"
