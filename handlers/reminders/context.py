"""What the wordings of reminders work with: the reports still owed, and who hears of them."""

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
from reporting.reminders.recipients import Recipients
from storage.reports import reminders
from storage.reports.reminders import DraftDetail, OpenReport

ReminderText: TypeAlias = tuple[Callable[[Words], str], Callable[[Words], Sequence[Button]]]
"""A message before it is known in which language: its text and its choices."""


@dataclass(frozen=True)
class ReminderContext:
    """One transaction of reminding, or one nudge."""

    tx: Connection
    services: Services
    now: datetime
    recipients: Recipients
    open_reports: Mapping[int, OpenReport]

    @cached_property
    def details(self) -> dict[int, DraftDetail]:
        return reminders.details(self.tx, self.open_reports)

    def states(self, say: Words) -> Callable[[OpenReport], str]:
        """How far a report is, in words: "chưa bắt đầu", "được trả lại, cần trả lời 2 nội dung"."""
        progress = Progress(self.tx, self.services.plans, say)

        def state(case: OpenReport) -> str:
            detail = self.details.get(case.obligation.id, DraftDetail())
            if case.obligation.state == ReportState.RETURNED and detail.remarks:
                return say("reminders.officer.returned", n=detail.remarks)
            return progress(case.obligation, case.unit, detail.answered)

        return state
