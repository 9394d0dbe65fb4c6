"""One unit's report as a document: what it sent last, else what its working copy says."""

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

    matter: DocumentContext
    obligation: Obligation
    version: SubmittedVersion | None
    entry: FormEntry
    earlier: Mapping[str, Answer]

    @property
    def words(self) -> Words:
        return self.matter.words

    @property
    def has_zones(self) -> bool:
        return self.entry.form.repeats


def make(job: FileJobContext) -> Renderer | None:
    about = load_context(job)
    own = _own(about) if about else None
    return partial(report_docx.draw, _report(own)) if own else None


def _own(about: DocumentContext) -> UnitReportData | None:
    report = rollups.own_report(about.tx, about.plan.id, about.report.id, about.period, about.unit)
    if report is None or report.obligation.state == ReportState.EXCUSED:
        return None
    obligation = report.obligation
    form = about.plan.form(obligation.form_id)
    version = submissions.newest(about.tx, obligation.id)
    if version is None and about.member.role not in FILES:
        return None  # what an officer has not sent is nobody else's
    if version is not None:
        walk = form_entry_of(about.tx, form, version)
    else:
        written = submissions.answers(about.tx, obligation.id)
        communes = tuple(communes_of(about.tx, about.plan, form, obligation, about.unit))
        walk = FormEntry(form, communes, {key: written_.answer for key, written_ in written.items()})
    return UnitReportData(about, obligation, version, walk, submissions.year_before(about.tx, obligation))


def _report(own: UnitReportData) -> ReportDocument:
    about, words = own.matter, own.words
    through = about.plan.chain.through
    return ReportDocument(
        head=head.letterhead(about),
        title=words("documents.title"),
        subject=head.subject(about),
        to=words("documents.to", to=head.addressee(about)),
        opening=tuple(_opening(own)),
        sections=number_sections(_parts(own)),
        closing=words("documents.closing", unit=head.full_name(words, about.unit.name)),
        ending=head.ending(about, [through] if through else []),
        annexes=tuple(_annexes(own)),
        made_at=about.made_at,
    )


def _opening(own: UnitReportData) -> Iterator[DocumentBlock]:
    words, about = own.words, own.matter
    basis, unit = head.basis(words, about.plan), head.full_name(words, about.unit.name)
    yield QuotedText(words("documents.opening", basis=basis, unit=unit, period=about.period_words))
    source = words("documents.unfiled")
    if own.version is not None:
        sent = words.moment(own.version.filed_at)
        source = words("documents.of_version", version=own.version.version, moment=sent, receipt=own.version.receipt)
    facts = [one for one in (head.window(about), source, about.as_of) if one]
    yield QuotedText(words("documents.source", facts="; ".join(facts)))


def _parts(own: UnitReportData) -> Iterator[OutlineSection]:
    words, walk = own.words, own.entry
    yield from narratives(words, walk)
    if own.version is not None and own.version.nil:
        yield OutlineSection(words("documents.part.figures"), (QuotedText(words("documents.nil")),))
    elif own.has_zones and not walk.zones:
        yield OutlineSection(words("documents.part.figures"), (QuotedText(words("documents.no_zones")),))
    elif rows := tuple(_rows(own)):
        yield OutlineSection(words("documents.part.figures"), (DocumentTable(_columns(own), rows),))
    results = [] if own.has_zones and not walk.zones else evaluate_targets(own.matter.plan, walk)
    if results:
        yield OutlineSection(words("documents.part.targets"), (targets.table(words, results),))


def narratives(words: Words, walk: FormEntry) -> Iterator[OutlineSection]:
    """The texts in the form's order; those under the plan's headings stand together."""
    texts = [slot for slot in walk.visible if slot.question.kind == "long_text" and slot.zone is None]
    for under_heading, group in groupby(texts, key=lambda slot: slot.question.heading is not None):
        said = [(slot.question.label, (QuotedText(_text(words, walk, slot)),)) for slot in group]
        if under_heading:
            yield OutlineSection(
                words("documents.part.tasks"), (), tuple(OutlineSection(title, blocks) for title, blocks in said)
            )
        else:
            yield from (OutlineSection(title, blocks) for title, blocks in said)


def _text(words: Words, walk: FormEntry, slot: QuestionSlot) -> str:
    answer = walk.answer(slot)
    if answer is None or answer.state == "skipped" or not answer.value:
        return words("documents.nil_text" if answer is not None and answer.state == "nil" else "documents.no_text")
    return str(answer.value)


def _columns(own: UnitReportData) -> tuple[DocumentColumn, ...]:
    titles = own.words("documents.figures.columns").split("|")
    if own.has_zones:
        return header(
            titles, (1.1, "middle"), (6.7, "left"), (1.8, "middle"), (2.2, "right"), (2.2, "right"), (2.0, "middle")
        )
    return header(titles, (1.1, "middle"), (7.5, "left"), (2.0, "middle"), (2.7, "right"), (2.7, "right"))


def _rows(own: UnitReportData) -> Iterator[DocumentRow]:
    """The figures summed over the communes, section by section; texts about one commune stand in the annex."""
    by_section: dict[str, dict[str, list[QuestionSlot]]] = {}
    for slot in own.entry.visible:
        if slot.question.kind == "long_text" or (slot.zone and slot.question.kind not in ("count", "money", "yes_no")):
            continue
        by_section.setdefault(slot.section.title, {}).setdefault(slot.question.id, []).append(slot)
    for title, questions in by_section.items():
        yield HeadingRow(title)
        for slots in questions.values():
            yield _row(own, slots)


def _row(own: UnitReportData, slots: Sequence[QuestionSlot]) -> tuple[str, ...]:
    words, question = own.words, slots[0].question
    now = [own.entry.answer(slot) for slot in slots]
    before = [own.earlier.get(slot.key) for slot in slots]
    row = (
        str(slots[0].number),
        question.label,
        question.unit,
        total_words(words, question, now),
        total_words(words, question, before) if None not in before else words("documents.no_figures"),
    )
    given = sum(answer is not None and answer.state in ("given", "nil") for answer in now)
    return (*row, f"{given}/{len(now)}") if own.has_zones else row


def total_words(words: Words, question: Question, answers: Sequence[Answer | None]) -> str:
    """A figure over several places; how many said yes; a single answer as it is."""
    given = [answer for answer in answers if answer is not None]
    if not given:
        return words("documents.no_figures")
    if len(answers) == 1 or not (question.is_figure or question.kind == "yes_no"):
        return _said(words, question, given[0])
    if question.kind == "yes_no":
        return words("documents.yes_of", yes=sum(answer.value in (True, 1) for answer in given), n=len(given))
    return format_answer(
        words, question, sum_answers(answer for answer in given if answer.state in ("given", "nil")) or given[0]
    )


def _said(words: Words, question: Question, answer: Answer | None) -> str:
    """One answer; a text whole."""
    if answer is None:
        return words("documents.no_figures")
    if answer.state == "given" and question.kind in ("short_text", "long_text"):
        return str(answer.value)
    return format_answer(words, question, answer)


def _annexes(own: UnitReportData) -> Iterator[DocumentAnnex]:
    """The figures commune by commune, where there are several."""
    words, walk = own.words, own.entry
    if len(walk.zones) < 2 or (own.version is not None and own.version.nil):
        return
    titles = words("documents.zone.columns").split("|")
    columns = header(titles, (1.1, "middle"), (9.6, "left"), (2.0, "middle"), (3.3, "right"))
    rows: list[DocumentRow] = []
    for zone in walk.zones:
        rows.append(HeadingRow(zone.name))
        rows += [
            (str(slot.number), slot.question.label, slot.question.unit, _said(words, slot.question, walk.answer(slot)))
            for slot in walk.visible
            if slot.zone is not None and slot.zone.id == zone.id
        ]
    yield DocumentAnnex(
        words("documents.annex"),
        words("documents.annex.zones"),
        head.annex_reference(own.matter),
        (DocumentTable(columns, tuple(rows)),),
    )
