"""Who has filed, for documents: counted, named, and as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from handlers.documents.context import DocumentContext
from handlers.text.deadlines import last_date
from handlers.text.lateness import deadline_column
from locales import Words
from reporting.deadlines.calendar import local_day
from reporting.documents.annex_xlsx import StatusRow
from reporting.documents.tables import DocumentRow, DocumentTable, header
from reporting.status.filing import FilingStatus
from storage.reports import report_status
from storage.reports.report_status import UnitReport


@dataclass(frozen=True)
class DocumentFilingStatus:
    """The reports of the units below the one that a document is about: counted, named, and as rows of tables."""

    context: DocumentContext

    @cached_property
    def reports(self) -> Sequence[UnitReport]:
        """By level and code; excused ones too."""
        context = self.context
        reports = report_status.of_report(context.tx, context.plan.id, context.report.id, context.period, context.unit)
        return [report for report in reports if report.unit.id != context.unit.id]

    @cached_property
    def status(self) -> FilingStatus[UnitReport]:
        return FilingStatus.of(self.reports, self.context.now)

    @property
    def missing(self) -> list[UnitReport]:
        """Never submitted; the earliest deadline first."""
        return sorted(self.status.missing, key=lambda report: report.obligation.late_from)

    def words(self) -> str:
        """ "Tính đến …, đã có 6/9 đơn vị nộp báo cáo, trong đó đúng hạn 5, trễ hạn 1. Chưa nộp 2 đơn vị: …".

        Then "Được trả lại 1 đơn vị: …" and "Được miễn 1 đơn vị.", where there are any.
        """
        words, status = self.context.words, self.status
        counts = {"n": len(status.filed), "all": status.owing, "in_time": status.in_time, "late": len(status.late)}
        texts = [words("documents.status", moment=words.moment(self.context.now), **counts)]
        for name, reports in (("missing", self.missing), ("returned", status.returned), ("excused", status.exempt)):
            units = ", ".join(report.unit.name for report in reports)
            texts += [words(f"documents.status.{name}", count=len(reports), names=units)] if reports else []
        return " ".join(texts)

    def table(self) -> DocumentTable:
        titles = self.context.words("documents.units.columns").split("|")
        columns = header(titles, (1.1, "middle"), (6.3, "left"), (2.6, "left"), (3.4, "middle"), (2.6, "middle"))
        rows: tuple[DocumentRow, ...] = tuple(
            (
                str(number),
                report.unit.name,
                state_words(self.context.words, report),
                self._filed(report),
                self._lateness(report),
            )
            for number, report in enumerate(self.reports, 1)
        )
        return DocumentTable(columns, rows)

    def _filed(self, report: UnitReport) -> str:
        """ "09:42 ngày 19/5/2026"; of a report on paper only the day; empty where it is not filed."""
        words, at = self.context.words, report.obligation.filed_at
        if at is None or not report.status_input.is_filed:
            return ""
        return words.day(local_day(at)) if report.obligation.on_paper else words.moment(at)

    def _lateness(self, report: UnitReport) -> str:
        words = self.context.words
        return deadline_column(words, report.status_input, self.context.now, not_due=words("documents.not_due"))

    def status_rows(self) -> tuple[StatusRow, ...]:
        """The same for the spreadsheet."""
        words = self.context.words
        return tuple(
            StatusRow(
                code=report.unit.code,
                unit=report.unit.name,
                level=words(f"text.level.{report.unit.kind}"),
                state=state_words(words, report),
                filed_at=report.obligation.day_or_moment_filed if report.status_input.is_filed else None,
                lateness=self._lateness(report),
                receipt=report.receipt or "",
                last_day=last_date(words, report.obligation),
            )
            for report in self.reports
        )


def state_words(words: Words, report: UnitReport) -> str:
    """ "đã nộp", "được miễn", "đã nộp (bản giấy)"."""
    text = words(f"text.state.{report.obligation.state}")
    return (
        words("documents.on_paper", state=text)
        if report.obligation.on_paper and not report.obligation.version
        else text
    )
