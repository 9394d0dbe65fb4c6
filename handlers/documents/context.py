"""What a document is about: a report of a period within a unit, and for whom it is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from handlers.text.report_names import period_name
from handlers.turn.services import FileJobContext, Services
from locales import Words, words
from reporting.deadlines.calendar import TIME_ZONE, Calendar
from reporting.plan.plan import Plan, Report
from reporting.roles import FILES, OVERSEES
from storage.people.people import Member
from storage.units import units
from storage.units.units import Unit

UNIT, SUMMED, ANNEX, URGING = "unit_report", "summed_report", "annex", "urging"
KINDS = (UNIT, SUMMED, ANNEX, URGING)
"""The documents, in the order they are offered."""


@dataclass(frozen=True)
class DocumentContext:
    """Documents are in Vietnamese, whatever language the person reads."""

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
        """Vietnam's time."""
        return self.now.astimezone(TIME_ZONE)

    @property
    def period_words(self) -> str:
        """Inside a sentence: "6 tháng năm 2026", "quý I năm 2026"."""
        name = period_name(self.words, self.period)
        return name[:1].lower() + name[1:]

    @property
    def as_of(self) -> str:
        """ "tính đến 14:05 ngày 21/5/2026"."""
        return self.words("documents.as_of", moment=self.words.moment(self.now))


def load_context(job: FileJobContext) -> DocumentContext | None:
    """What the recipe of an order means today; ``None`` where the person may not have it."""
    recipe = job.params
    unit = units.get(job.tx, recipe["unit"])
    if not may_make(job.member, recipe["kind"], unit):
        return None
    plan = job.services.plans.get(job.tx, recipe["plan"])
    report = plan.report(recipe["report"])
    return DocumentContext(job.tx, job.services, job.member, plan, report, recipe["period"], unit, job.now)


def may_make(member: Member, kind: str, unit: Unit) -> bool:
    """An officer has the own unit's report; whoever oversees units every document of these."""
    if member.role in FILES:
        return kind == UNIT and member.unit.id == unit.id
    return kind in KINDS and member.role in OVERSEES and member.unit.covers(unit)


def report_args(args: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a choice that names the report."""
    return {name: args[name] for name in ("plan", "report", "period", "unit")}
