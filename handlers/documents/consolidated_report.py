"""The consolidated report as a document: who filed, what the units write, their figures summed, the targets."""

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
    """What counts of a report within a unit, now and a year before."""

    matter: DocumentContext
    status: DocumentFilingStatus

    @property
    def words(self) -> Words:
        return self.matter.words

    @cached_property
    def facts(self) -> ReportFigures:
        about = self.matter
        return evaluations.report_figures(about.tx, about.plan, about.report.id, about.period, about.unit)

    @cached_property
    def results(self) -> Sequence[TargetResult]:
        return target_results.target_results(self.matter.tx, self.facts)

    @cached_property
    def changes(self) -> Mapping[str, FigureChange]:
        """What the places that count now had a year before, by figure."""
        fields = [question.id for _, question, _ in self.figures]
        return {change.field: change for change in target_results.figure_changes(self.matter.tx, self.facts, fields)}

    @cached_property
    def then(self) -> ReportFigures:
        """The same report a year before."""
        about, period = self.matter, previous_same_kind(self.facts.period)
        return evaluations.report_figures(about.tx, about.plan, about.report.id, period, about.unit)

    @cached_property
    def children(self) -> list[ChildReport]:
        return [source.child for source in self.facts.sources]

    @cached_property
    def texts(self) -> Mapping[int, Figures]:
        return rollups.texts(self.matter.tx, [child for child in self.children if child.has_reported])

    @cached_property
    def figures(self) -> list[tuple[str, Question, FigureSum]]:
        """(section, question, sum) of everything that is asked."""
        asked = ((title, question, self.facts.total(question.id)) for title, question in questions_of(self.children))
        return [(title, question, total) for title, question, total in asked if total is not None]

    def before(self, question: Question) -> str:
        """The sum a year before; where only some of the places that have it now have both, beside their sum now."""
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
        given = [said for place in now if (said := then.get(place, {}).get(question.id)) is not None]
        yes = sum(one is True for one in given)
        return words("documents.yes_of", yes=yes, n=len(given)) if given else words("documents.no_figures")


def sum_words(words: Words, question: Question, total: FigureSum) -> str:
    if total.answer is None:
        return words("documents.no_figures")
    if question.kind == "yes_no":
        return words("documents.yes_of", yes=int(total.answer.value or 0), n=total.places)
    return format_answer(words, question, total.answer)


def make(job: FileJobContext) -> Renderer | None:
    summed = read(job)
    return partial(report_docx.draw, _report(summed)) if summed else None


def read(job: FileJobContext) -> ConsolidatedData | None:
    """``None`` where the person may not have it, or no unit below owes the report."""
    about = load_context(job)
    summed = ConsolidatedData(about, DocumentFilingStatus(about)) if about else None
    return summed if summed and summed.status.entries else None


def _report(summed: ConsolidatedData) -> ReportDocument:
    about, words = summed.matter, summed.words
    return ReportDocument(
        head=head.letterhead(about),
        title=words("documents.title"),
        subject=head.subject(about),
        to=words("documents.to", to=head.addressee(about)),
        opening=tuple(_opening(summed)),
        sections=number_sections(_parts(summed)),
        closing=words("documents.closing", unit=head.full_name(words, about.unit.name)),
        ending=head.ending(about, []),
        annexes=(
            DocumentAnnex(
                words("documents.annex"),
                words("documents.annex.units"),
                head.annex_reference(about),
                (summed.status.table(),),
            ),
        ),
        made_at=about.made_at,
    )


def _opening(summed: ConsolidatedData) -> Iterator[DocumentBlock]:
    words, about = summed.words, summed.matter
    basis, unit = head.basis(words, about.plan), head.full_name(words, about.unit.name)
    yield QuotedText(words("documents.opening", basis=basis, unit=unit, period=about.period_words))
    counted = words("documents.counted", n=summed.facts.counted, all=len(summed.facts.sources))
    facts = [one for one in (head.window(about), counted, about.as_of) if one]
    yield QuotedText(words("documents.source", facts="; ".join(facts)))


def _parts(summed: ConsolidatedData) -> Iterator[OutlineSection]:
    words = summed.words
    yield OutlineSection(words("documents.part.status"), (QuotedText(summed.status.words()),))
    yield from _narratives(summed)
    if rows := tuple(_rows(summed)):
        yield OutlineSection(
            words("documents.part.figures"),
            (DocumentTable(_columns(words), rows), QuotedText(words("documents.alike"))),
        )
    yield OutlineSection(words("documents.part.targets"), (targets.table(words, summed.results),))


def _narratives(summed: ConsolidatedData) -> Iterator[OutlineSection]:
    """The units' texts under each heading, by unit; those under the plan's headings stand together."""
    words = summed.words
    for under_heading, group in groupby(_asked_texts(summed), key=lambda question: question.heading is not None):
        parts = [OutlineSection(question.label, tuple(_said(summed, question))) for question in group]
        if under_heading:
            yield OutlineSection(words("documents.part.tasks"), (), tuple(parts))
        else:
            yield from parts


def _asked_texts(summed: ConsolidatedData) -> list[Question]:
    """The texts of the children's forms, each once, in the order of the longest form."""
    forms = {child.form.id: child.form for child in summed.children if child.form}.values()
    texts = [[q for q in form.questions if q.kind == "long_text"] for form in forms]
    matching_questions: dict[str, Question] = {}
    for questions in sorted(texts, key=len, reverse=True):
        for question in questions:
            matching_questions.setdefault(question.id, question)
    return list(matching_questions.values())


def _said(summed: ConsolidatedData, question: Question) -> Iterator[DocumentBlock]:
    """Each unit's text under its name. One that names a person stays in the unit's own report."""
    words, said, withheld = summed.words, False, []
    for child in summed.children:
        for (field, _), answer in summed.texts.get(child.id, {}).items():
            text = str(answer.value or "").strip()
            if field != question.id or answer.state != "given" or not text:
                continue
            if personal_data(text) or secrecy_marking(text):
                withheld.append(child.name)
                continue
            said = True
            yield QuotedText(text, by=child.name)
    if withheld:
        yield QuotedText(words("documents.withheld", names=", ".join(withheld)))
    elif not said:
        yield QuotedText(words("documents.no_text"))


def _columns(words: Words) -> tuple[DocumentColumn, ...]:
    titles = words("documents.sums.columns").split("|")
    return header(
        titles, (1.1, "middle"), (6.3, "left"), (1.8, "middle"), (2.4, "right"), (2.4, "right"), (2.0, "middle")
    )


def _rows(summed: ConsolidatedData) -> Iterator[DocumentRow]:
    words, number = summed.words, 0
    for title, group in groupby(summed.figures, key=lambda one: one[0]):
        yield HeadingRow(title)
        for _, question, total in group:
            number += 1
            now, before = sum_words(words, question, total), summed.before(question)
            yield str(number), question.label, question.unit, now, before, f"{total.counted}/{total.asked}"
