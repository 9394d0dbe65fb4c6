"""What a document is about: a report of a period within a unit, and for whom it is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from handlers.text.lists import lower_first
from handlers.text.report_names import period_name
from handlers.turn.services import FileJobContext, Services
from locales import Words, words
from reporting.deadlines.calendar import TIME_ZONE, Calendar
from reporting.permissions import can_make_document
from reporting.plan.plan import Plan, Report
from storage.people.people import Member
from storage.units import units
from storage.units.units import Unit

UNIT, SUMMED, ANNEX, URGING = "unit_report", "summed_report", "annex", "urging"
"""The kinds of documents."""


@dataclass(frozen=True)
class DocumentContext:
    """What every document is made from. Documents are in Vietnamese, whatever language the person reads."""

    tx: Connection
    services: Services
    member: Member
    plan: Plan
    report: Report
    period: str
    unit: Unit
    now: datetime

    @property
    def words(self) -> Words:
        return words("vi")

    @property
    def calendar(self) -> Calendar:
        return self.services.calendar

    @property
    def made_at(self) -> datetime:
        """``now`` in Vietnam's time."""
        return self.now.astimezone(TIME_ZONE)

    @property
    def period_words(self) -> str:
        """Inside a sentence: "6 tháng năm 2026", "quý I năm 2026"."""
        return lower_first(period_name(self.words, self.period))

    @property
    def as_of(self) -> str:
        """ "tính đến 14:05 ngày 21/5/2026"."""
        return self.words("documents.as_of", moment=self.words.moment(self.now))


def load_context(job: FileJobContext) -> DocumentContext | None:
    """What the stored order asks for, as it is now; ``None`` where the person may not have the document any more."""
    params = job.params
    unit = units.get(job.tx, params["unit"])
    if not can_make_document(job.member, unit, of_one_unit=params["kind"] == UNIT):
        return None
    plan = job.services.plans.get(job.tx, params["plan"])
    report = plan.report(params["report"])
    return DocumentContext(job.tx, job.services, job.member, plan, report, params["period"], unit, job.now)
