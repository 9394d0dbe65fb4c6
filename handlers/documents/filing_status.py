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
    """The reports of the units below the one a document is about, by level and code."""

    matter: DocumentContext

    @cached_property
    def entries(self) -> Sequence[UnitReport]:
        about = self.matter
        reports = report_status.of_report(about.tx, about.plan.id, about.report.id, about.period, about.unit)
        return [report for report in reports if report.unit.id != about.unit.id]

    @cached_property
    def status(self) -> FilingStatus[UnitReport]:
        return FilingStatus.of(self.entries, self.matter.now)

    @property
    def missing(self) -> list[UnitReport]:
        """Never submitted; the earliest deadline first."""
        return sorted(self.status.missing, key=lambda report: report.obligation.late_from)

    def words(self) -> str:
        """ "Tính đến …, đã có 6/9 đơn vị nộp báo cáo, trong đó đúng hạn 5, trễ hạn 1. Chưa nộp 2 đơn vị: …".

        Then "Được trả lại 1 đơn vị: …" and "Được miễn 1 đơn vị.", where there are any.
        """
        words, status = self.matter.words, self.status
        counts = {"n": len(status.filed), "all": status.owing, "in_time": status.in_time, "late": len(status.late)}
        texts = [words("documents.status", moment=words.moment(self.matter.now), **counts)]
        for name, reports in (("missing", self.missing), ("returned", status.returned), ("excused", status.exempt)):
            units = ", ".join(report.unit.name for report in reports)
            texts += [words(f"documents.status.{name}", count=len(reports), names=units)] if reports else []
        return " ".join(texts)

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
        """ "09:42 ngày 19/5/2026"; of a report on paper only the day; empty where it is not filed."""
        words, at = self.matter.words, report.obligation.filed_at
        if at is None or not report.status_input.is_filed:
            return ""
        return words.day(local_day(at)) if report.obligation.on_paper else words.moment(at)

    def _lateness(self, report: UnitReport) -> str:
        words = self.matter.words
        return deadline_column(words, report.status_input, self.matter.now, not_due=words("documents.not_due"))

    def standings(self) -> tuple[StatusRow, ...]:
        """The same for the spreadsheet."""
        words = self.matter.words
        return tuple(
            StatusRow(
                code=report.unit.code,
                unit=report.unit.name,
                level=words(f"text.level.{report.unit.kind}"),
                state=state_words(words, report),
                filed_at=report.obligation.filed_at if report.status_input.is_filed else None,
                lateness=self._lateness(report),
                receipt=report.receipt or "",
                last_day=last_date(words, report.obligation),
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
