"""One unit's report as a document: its newest version, else what its working copy says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from handlers.documents import letterhead as head
from handlers.documents import targets
from handlers.documents.context import DocumentContext, load_context
from handlers.documents.sections import OutlineSection, number_sections
from handlers.reports.check_text import evaluate_targets
from handlers.reports.draft import communes_of
from handlers.reports.submission import form_entry_of
from handlers.text.answers import format_answer
from handlers.turn.features import Renderer
from handlers.turn.services import FileJobContext
from locales import Words
from reporting.deadlines.obligation import ReportState
from reporting.documents import report_docx
from reporting.documents.report_docx import DocumentAnnex, DocumentBlock, QuotedText, ReportDocument
from reporting.documents.tables import DocumentColumn, DocumentRow, DocumentTable, HeadingRow, header
from reporting.figures.rollup import sum_answers
from reporting.form_entry.answer_input import Answer
from reporting.form_entry.interview import FormEntry, QuestionSlot
from reporting.plan.form import Question
from reporting.roles import FILES
from storage.figures import rollups
from storage.reports import submissions
from storage.reports.obligations import Obligation
from storage.reports.submissions import SubmittedVersion


@dataclass(frozen=True)
class UnitReportData:
    """The unit's report: its newest version, or the working copy where none was sent."""

    context: DocumentContext
    obligation: Obligation
    version: SubmittedVersion | None
    entry: FormEntry
    earlier: Mapping[str, Answer]

    @property
    def words(self) -> Words:
        return self.context.words

    @property
    def has_zones(self) -> bool:
        return self.entry.form.repeats


def make(job: FileJobContext) -> Renderer | None:
    """``None`` where the unit has no report, or the person may not have it."""
    context = load_context(job)
    data = _load(context) if context else None
    return partial(report_docx.draw, _report(data)) if data else None


def _load(context: DocumentContext) -> UnitReportData | None:
    report = rollups.own_report(context.tx, context.plan.id, context.report.id, context.period, context.unit)
    if report is None or report.obligation.state == ReportState.EXCUSED:
        return None
    obligation = report.obligation
    form = context.plan.form(obligation.form_id)
    version = submissions.newest(context.tx, obligation.id)
    if version is None and context.member.role not in FILES:
        return None  # what an officer has not sent is nobody else's
    if version is not None:
        entry = form_entry_of(context.tx, form, version)
    else:
        written = submissions.answers(context.tx, obligation.id)
        communes = tuple(communes_of(context.tx, context.plan, form, obligation, context.unit))
        entry = FormEntry(form, communes, {key: stored.answer for key, stored in written.items()})
    return UnitReportData(context, obligation, version, entry, submissions.year_before(context.tx, obligation))


def _report(data: UnitReportData) -> ReportDocument:
    context, words = data.context, data.words
    through = context.plan.chain.through
    return ReportDocument(
        head=head.letterhead(context),
        title=words("documents.title"),
        subject=head.subject(context),
        to=words("documents.to", to=head.addressee(context)),
        opening=tuple(_opening(data)),
        sections=number_sections(_parts(data)),
        closing=words("documents.closing", unit=head.full_name(words, context.unit.name)),
        ending=head.ending(context, [through] if through else []),
        annexes=tuple(_annexes(data)),
        made_at=context.made_at,
    )


def _opening(data: UnitReportData) -> Iterator[DocumentBlock]:
    words, context = data.words, data.context
    basis, unit = head.basis(words, context.plan), head.full_name(words, context.unit.name)
    yield QuotedText(words("documents.opening", basis=basis, unit=unit, period=context.period_words))
    source = words("documents.unfiled")
    if data.version is not None:
        sent = words.moment(data.version.filed_at)
        source = words("documents.of_version", version=data.version.version, moment=sent, receipt=data.version.receipt)
    facts = [fact for fact in (head.window(context), source, context.as_of) if fact]
    yield QuotedText(words("documents.source", facts="; ".join(facts)))


def _parts(data: UnitReportData) -> Iterator[OutlineSection]:
    words, entry = data.words, data.entry
    yield from narratives(words, entry)
    if data.version is not None and data.version.nil:
        yield OutlineSection(words("documents.part.figures"), (QuotedText(words("documents.nil")),))
    elif data.has_zones and not entry.zones:
        yield OutlineSection(words("documents.part.figures"), (QuotedText(words("documents.no_zones")),))
    elif rows := tuple(_rows(data)):
        yield OutlineSection(words("documents.part.figures"), (DocumentTable(_columns(data), rows),))
    results = [] if data.has_zones and not entry.zones else evaluate_targets(data.context.plan, entry)
    if results:
        yield OutlineSection(words("documents.part.targets"), (targets.table(words, results),))


def narratives(words: Words, entry: FormEntry) -> Iterator[OutlineSection]:
    """The texts in the form's order; those under the plan's headings stand together."""
    texts = [slot for slot in entry.visible if slot.question.kind == "long_text" and slot.zone is None]
    for under_heading, group in groupby(texts, key=lambda slot: slot.question.heading is not None):
        sections = [(slot.question.label, (QuotedText(_text(words, entry, slot)),)) for slot in group]
        if under_heading:
            yield OutlineSection(
                words("documents.part.tasks"), (), tuple(OutlineSection(title, blocks) for title, blocks in sections)
            )
        else:
            yield from (OutlineSection(title, blocks) for title, blocks in sections)


def _text(words: Words, entry: FormEntry, slot: QuestionSlot) -> str:
    answer = entry.answer(slot)
    if answer is None or answer.state == "skipped" or not answer.value:
        return words("documents.nil_text" if answer is not None and answer.state == "nil" else "documents.no_text")
    return str(answer.value)


def _columns(data: UnitReportData) -> tuple[DocumentColumn, ...]:
    titles = data.words("documents.figures.columns").split("|")
    if data.has_zones:
        return header(
            titles, (1.1, "middle"), (6.7, "left"), (1.8, "middle"), (2.2, "right"), (2.2, "right"), (2.0, "middle")
        )
    return header(titles, (1.1, "middle"), (7.5, "left"), (2.0, "middle"), (2.7, "right"), (2.7, "right"))


def _rows(data: UnitReportData) -> Iterator[DocumentRow]:
    """The figures summed over the communes, section by section; texts about one commune stand in the annex."""
    by_section: dict[str, dict[str, list[QuestionSlot]]] = {}
    for slot in data.entry.visible:
        if slot.question.kind == "long_text" or (slot.zone and slot.question.kind not in ("count", "money", "yes_no")):
            continue
        by_section.setdefault(slot.section.title, {}).setdefault(slot.question.id, []).append(slot)
    for title, questions in by_section.items():
        yield HeadingRow(title)
        for slots in questions.values():
            yield _row(data, slots)


def _row(data: UnitReportData, slots: Sequence[QuestionSlot]) -> tuple[str, ...]:
    words, question = data.words, slots[0].question
    now = [data.entry.answer(slot) for slot in slots]
    before = [data.earlier.get(slot.key) for slot in slots]
    row = (
        str(slots[0].number),
        question.label,
        question.unit,
        total_words(words, question, now),
        total_words(words, question, before) if None not in before else words("documents.no_figures"),
    )
    given = sum(answer is not None and answer.state in ("given", "nil") for answer in now)
    return (*row, f"{given}/{len(now)}") if data.has_zones else row


def total_words(words: Words, question: Question, answers: Sequence[Answer | None]) -> str:
    """A figure over several places; how many said yes; a single answer as it is."""
    given = [answer for answer in answers if answer is not None]
    if not given:
        return words("documents.no_figures")
    if len(answers) == 1 or not (question.is_figure or question.kind == "yes_no"):
        return _answer_text(words, question, given[0])
    if question.kind == "yes_no":
        return words("documents.yes_of", yes=sum(answer.value in (True, 1) for answer in given), n=len(given))
    return format_answer(
        words, question, sum_answers(answer for answer in given if answer.state in ("given", "nil")) or given[0]
    )


def _answer_text(words: Words, question: Question, answer: Answer | None) -> str:
    """One answer; a text whole."""
    if answer is None:
        return words("documents.no_figures")
    if answer.state == "given" and question.kind in ("short_text", "long_text"):
        return str(answer.value)
    return format_answer(words, question, answer)


def _annexes(data: UnitReportData) -> Iterator[DocumentAnnex]:
    """The figures commune by commune, where there are several."""
    words, entry = data.words, data.entry
    if len(entry.zones) < 2 or (data.version is not None and data.version.nil):
        return
    titles = words("documents.zone.columns").split("|")
    columns = header(titles, (1.1, "middle"), (9.6, "left"), (2.0, "middle"), (3.3, "right"))
    rows: list[DocumentRow] = []
    for zone in entry.zones:
        rows.append(HeadingRow(zone.name))
        rows += [
            (
                str(slot.number),
                slot.question.label,
                slot.question.unit,
                _answer_text(words, slot.question, entry.answer(slot)),
            )
            for slot in entry.visible
            if slot.zone is not None and slot.zone.id == zone.id
        ]
    yield DocumentAnnex(
        words("documents.annex"),
        words("documents.annex.zones"),
        head.annex_reference(data.context),
        (DocumentTable(columns, tuple(rows)),),
    )
