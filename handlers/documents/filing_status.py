"""Who has filed, for documents: counted, named, and as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from handlers.documents.context import DocumentContext
from locales import Words
from reporting.deadlines.obligation import OWED, ReportState, lateness
from reporting.documents.annex_xlsx import StatusRow
from reporting.documents.tables import DocumentRow, DocumentTable, header
from reporting.status.filing import rates
from storage.reports import report_status
from storage.reports.report_status import UnitReport


@dataclass(frozen=True)
class DocumentFilingStatus:
    """The reports of the units below the one a document is about, by level and code."""

    matter: DocumentContext

    @cached_property
    def entries(self) -> Sequence[UnitReport]:
        about = self.matter
        reports = report_status.of_report(about.tx, about.plan.id, about.report.id, about.period, about.unit)
        return [report for report in reports if report.unit.id != about.unit.id]

    @property
    def owing(self) -> list[UnitReport]:
        return [report for report in self.entries if report.obligation.state != ReportState.EXCUSED]

    @property
    def missing(self) -> list[UnitReport]:
        """Owed still; those whose time was over first, or will be."""
        reports = [report for report in self.entries if report.obligation.state in OWED]
        return sorted(reports, key=lambda report: report.obligation.late_from)

    def words(self) -> str:
        """ "Tính đến …, đã có 7/9 đơn vị nộp báo cáo, trong đó đúng hạn 6, trễ hạn 1. Chưa nộp 2 đơn vị: …"."""
        words = self.matter.words
        (filed, owing), (in_time, _) = rates([report.status_input for report in self.owing], self.matter.now)
        excused, moment = len(self.entries) - len(self.owing), words.moment(self.matter.now)
        late = filed - in_time
        text = words("documents.status", moment=moment, n=filed, all=owing, in_time=in_time, late=late)
        if names := ", ".join(report.unit.name for report in self.missing):
            text += " " + words("documents.status.missing", count=len(self.missing), names=names)
        return text + (" " + words("documents.status.excused", count=excused) if excused else "")

    def table(self) -> DocumentTable:
        titles = self.matter.words("documents.units.columns").split("|")
        columns = header(titles, (1.1, "middle"), (6.3, "left"), (2.6, "left"), (3.4, "middle"), (2.6, "middle"))
        rows: tuple[DocumentRow, ...] = tuple(
            (
                str(number),
                report.unit.name,
                state_words(self.matter.words, report),
                self._filed(report),
                self._lateness(report),
            )
            for number, report in enumerate(self.entries, 1)
        )
        return DocumentTable(columns, rows)

    def _filed(self, report: UnitReport) -> str:
        words, at = self.matter.words, report.obligation.filed_at
        return words.moment(at) if at and report.obligation.state not in OWED else ""

    def _lateness(self, report: UnitReport) -> str:
        words, owed = self.matter.words, report.obligation
        if owed.state in OWED:
            return words("documents.overdue" if owed.is_late(self.matter.now) else "documents.not_due")
        return lateness_words(words, report)

    def standings(self) -> tuple[StatusRow, ...]:
        """The same for the spreadsheet."""
        words = self.matter.words
        return tuple(
            StatusRow(
                code=report.unit.code,
                unit=report.unit.name,
                level=words(f"text.level.{report.unit.kind}"),
                state=state_words(words, report),
                filed_at=report.obligation.filed_at if report.obligation.state not in OWED else None,
                lateness=self._lateness(report),
                receipt=report.receipt or "",
                last_day=words.day(report.obligation.last_day),
            )
            for report in self.entries
        )


def state_words(words: Words, report: UnitReport) -> str:
    """ "đã nộp", "được miễn", "đã nộp (bản giấy)"."""
    text = words(f"text.state.{report.obligation.state}")
    return (
        words("documents.on_paper", state=text)
        if report.obligation.on_paper and not report.obligation.version
        else text
    )


def lateness_words(words: Words, report: UnitReport) -> str:
    """ "đúng hạn", "trễ 2 ngày"; empty for an excused one."""
    owed = report.obligation
    if owed.filed_at is None or owed.state == ReportState.EXCUSED:
        return ""
    late = lateness(owed.late_from, owed.filed_at)
    return words("documents.in_time") if late is None else words("documents.late", n=late.days + 1)
