"""What the texts of reminders are built from: the reports still owed, and who is reminded of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TypeAlias

from sqlalchemy import Connection

from handlers.reports.progress import Progress
from handlers.turn.messages import Button
from handlers.turn.services import Services
from locales import Words
from reporting.deadlines.obligation import ReportState
from reporting.plan.plan import Plan
from reporting.reminders.recipients import Recipients
from storage.reports import reminders
from storage.reports.reminders import DraftDetail, OpenReport

ReminderText: TypeAlias = tuple[Callable[[Words], str], Callable[[Words], Sequence[Button]]]
"""The text of a message and its buttons, each in the language asked for."""


@dataclass(frozen=True)
class ReminderContext:
    """One transaction of reminders, or one nudge. ``open_reports``: by obligation id."""

    tx: Connection
    services: Services
    now: datetime
    recipients: Recipients
    open_reports: Mapping[int, OpenReport]

    @cached_property
    def details(self) -> dict[int, DraftDetail]:
        return reminders.details(self.tx, self.open_reports)

    def plan(self, report: OpenReport) -> Plan:
        return self.services.plans.get(self.tx, report.obligation.plan_id)

    def states(self, words: Words) -> Callable[[OpenReport], str]:
        """A function that says how far a report is: "chưa bắt đầu", "được trả lại, cần trả lời 2 nội dung"."""
        progress = Progress(self.tx, self.services.plans, words)

        def state(report: OpenReport) -> str:
            detail = self.details.get(report.obligation.id, DraftDetail())
            if report.obligation.state == ReportState.RETURNED and detail.remarks:
                return words("reminders.officer.returned", n=detail.remarks)
            return progress(report.obligation, report.unit, detail.answered)

        return state
