"""Công văn đôn đốc: the letter to the units that never submitted a report. Returned reports are not in it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from handlers.documents import letterhead as head
from handlers.documents.context import DocumentContext, load_context
from handlers.documents.filing_status import DocumentFilingStatus
from handlers.text.deadlines import last_date, last_date_words
from handlers.text.lateness import late_by
from handlers.turn.features import Renderer
from handlers.turn.services import FileJobContext
from reporting.documents import urging_docx
from reporting.documents.tables import DocumentRow, DocumentTable, header
from reporting.documents.urging_docx import ReminderLetter
from storage.reports.report_status import UnitReport

LEVELS = "<levels>"
BESIDE = 6
"""More units than these are addressed as those of the list."""


def make(job: FileJobContext) -> Renderer | None:
    """``None`` where no unit is missing."""
    context = load_context(job)
    status = DocumentFilingStatus(context) if context else None
    if context is None or status is None or not status.missing:
        return None
    return partial(urging_docx.draw, _letter(context, status))


def _letter(context: DocumentContext, status: DocumentFilingStatus) -> ReminderLetter:
    words, missing = context.words, status.missing
    names = tuple(head.full_name(words, report.unit.name) for report in missing)
    return ReminderLetter(
        head=head.letterhead(
            context, about=words("documents.urging.about", period=context.period_words, plan=context.plan.short_title)
        ),
        dear=words("documents.urging.dear"),
        to=names if len(names) <= BESIDE else (words("documents.urging.listed"),),
        paragraphs=tuple(_paragraphs(context, status)),
        table=_table(context, status),
        after=tuple(words("documents.urging.closing", unit=head.full_name(words, context.unit.name)).split("\n")),
        ending=head.ending(context, []),
        made_at=context.made_at,
    )


def _paragraphs(context: DocumentContext, status: DocumentFilingStatus) -> Iterator[str]:
    """What is owed by when, each deadline once, and how many still owe it."""
    words, missing, returned = context.words, status.missing, status.status.returned
    yield words("documents.urging.duty", basis=head.basis(words, context.plan), period=context.period_words)
    levels: dict[str, list[str]] = {}
    for report in missing:
        level = words(f"text.level.{report.unit.kind}")
        named = levels.setdefault(_deadline(context, report), [])
        named += [] if level in named else [level]
    for deadline, names in levels.items():
        text = "; ".join(f"{name[:1].lower()}{name[1:]}" for name in names)
        yield deadline.replace(LEVELS, text)
    yield words(
        "documents.urging.standing_returned" if returned else "documents.urging.standing",
        moment=words.moment(context.now),
        n=len(status.status.filed),
        all=status.status.owing,
        returned=len(returned),
        missing=len(missing),
    )


def _deadline(context: DocumentContext, report: UnitReport) -> str:
    """The plan's own wording where the day comes from it, and the last day; the levels are filled in afterwards."""
    words, owed, key = context.words, report.obligation, "documents.urging.deadline"
    if owed.is_extended:
        key = "documents.urging.deadline_extended"
    elif context.report.wording and report.unit.kind not in context.report.levels:
        key = "documents.urging.deadline_worded"
    return words(key, levels=LEVELS, wording=context.report.wording, last=last_date_words(words, owed))


def _table(context: DocumentContext, status: DocumentFilingStatus) -> DocumentTable:
    words = context.words
    titles = words("documents.urging.columns").split("|")
    columns = header(titles, (1.1, "middle"), (6.9, "left"), (3.4, "left"), (2.3, "middle"), (2.3, "middle"))
    rows: list[DocumentRow] = []
    for number, report in enumerate(status.missing, 1):
        name, lateness = head.full_name(words, report.unit.name), report.obligation.lateness(context.now)
        overdue = late_by(words, lateness) if lateness else ""
        last_day = last_date(words, report.obligation)
        rows.append((str(number), name, words("documents.urging.missing"), last_day, overdue))
    return DocumentTable(columns, tuple(rows))
