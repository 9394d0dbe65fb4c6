"""How a report and its period are named."""

from __future__ import annotations

from typing import Protocol

from handlers.text.lists import lower_first
from locales import Words
from reporting.deadlines.calendar import parse_period
from reporting.plan.plan import Plan
from storage.reports.obligations import Obligation


def report_name(words: Words, plan: Plan, obligation: HasPeriod) -> str:
    """ "6 tháng năm 2026 · Chuyển hóa địa bàn"."""
    return f"{period_name(words, obligation.period)} · {plan.short_title}"


def full_report_name(words: Words, plan: Plan, obligation: Obligation) -> str:
    """ "Báo cáo 6 tháng năm 2026 · Chuyển hóa địa bàn"."""
    name = report_name(words, plan, obligation)
    return words("text.deadline.report", report=lower_first(name))


def period_name(words: Words, period: str) -> str:
    """ "2026-H1" → "6 tháng năm 2026"."""
    year, kind = parse_period(period)
    return words(f"text.deadline.period.{kind}", year=year)


class HasPeriod(Protocol):
    """A report of a period, whichever units owe it."""

    @property
    def period(self) -> str: ...
