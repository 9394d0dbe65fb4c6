"""Who has filed, for documents: counted, named, and as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from handlers.documents.context import Matter
from locales import Words
from reporting.deadlines.obligation import OWED, State, lateness
from reporting.documents.annex_xlsx import Standing
from reporting.documents.tables import Row, Table, header
from reporting.status.filing import rates
from storage.reports import report_status
from storage.reports.report_status import Entry


@dataclass(frozen=True)
class Status:
    """The reports of the units below the one a document is about, by level and code."""

    matter: Matter

    @cached_property
    def entries(self) -> Sequence[Entry]:
        about = self.matter
        found = report_status.of_report(about.tx, about.plan.id, about.report.id, about.period, about.unit)
        return [one for one in found if one.unit.id != about.unit.id]

    @property
    def owing(self) -> list[Entry]:
        return [one for one in self.entries if one.obligation.state != State.EXCUSED]

    @property
    def missing(self) -> list[Entry]:
        """Owed still; those whose time was over first, or will be."""
        found = [one for one in self.entries if one.obligation.state in OWED]
        return sorted(found, key=lambda one: one.obligation.late_from)

    def words(self) -> str:
        """ "Tính đến …, đã có 7/9 đơn vị nộp báo cáo, trong đó đúng hạn 6, trễ hạn 1. Chưa nộp 2 đơn vị: …"."""
        words = self.matter.words
        (filed, owing), (in_time, _) = rates([one.mark for one in self.owing], self.matter.now)
        excused, moment = len(self.entries) - len(self.owing), words.moment(self.matter.now)
        late = filed - in_time
        said = words("documents.status", moment=moment, n=filed, all=owing, in_time=in_time, late=late)
        if names := ", ".join(one.unit.name for one in self.missing):
            said += " " + words("documents.status.missing", count=len(self.missing), names=names)
        return said + (" " + words("documents.status.excused", count=excused) if excused else "")

    def table(self) -> Table:
        titles = self.matter.words("documents.units.columns").split("|")
        columns = header(titles, (1.1, "middle"), (6.3, "left"), (2.6, "left"), (3.4, "middle"), (2.6, "middle"))
        rows: tuple[Row, ...] = tuple(
            (str(number), one.unit.name, state_words(self.matter.words, one), self._filed(one), self._lateness(one))
            for number, one in enumerate(self.entries, 1)
        )
        return Table(columns, rows)

    def _filed(self, one: Entry) -> str:
        words, at = self.matter.words, one.obligation.filed_at
        return words.moment(at) if at and one.obligation.state not in OWED else ""

    def _lateness(self, one: Entry) -> str:
        words, owed = self.matter.words, one.obligation
        if owed.state in OWED:
            return words("documents.overdue" if owed.is_late(self.matter.now) else "documents.not_due")
        return lateness_words(words, one)

    def standings(self) -> tuple[Standing, ...]:
        """The same for the spreadsheet."""
        words = self.matter.words
        return tuple(
            Standing(
                code=one.unit.code,
                unit=one.unit.name,
                level=words(f"text.level.{one.unit.kind}"),
                state=state_words(words, one),
                filed_at=one.obligation.filed_at if one.obligation.state not in OWED else None,
                lateness=self._lateness(one),
                receipt=one.receipt or "",
                last_day=words.day(one.obligation.last_day),
            )
            for one in self.entries
        )


def state_words(words: Words, one: Entry) -> str:
    """ "đã nộp", "được miễn", "đã nộp (bản giấy)"."""
    said = words(f"text.state.{one.obligation.state}")
    return words("documents.on_paper", state=said) if one.obligation.on_paper and not one.obligation.version else said


def lateness_words(words: Words, one: Entry) -> str:
    """ "đúng hạn", "trễ 2 ngày"; empty for an excused one."""
    owed = one.obligation
    if owed.filed_at is None or owed.state == State.EXCUSED:
        return ""
    late = lateness(owed.late_from, owed.filed_at)
    return words("documents.in_time") if late is None else words("documents.late", n=late.days + 1)
