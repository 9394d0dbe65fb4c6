"""A phone with or without buttons, and reports that were sent before a test begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from reporting.deadlines.calendar import parse_period
from reporting.deadlines.obligation import ReportState
from reporting.form_entry.answer_input import Answer
from reporting.form_entry.interview import FormEntry
from reporting.integrity import submission_document
from reporting.plan.schedule import UnitKind
from reporting.text import fold
from storage.messaging import conversations
from storage.reports import obligations, reviews, submissions
from storage.reports.obligations import Obligation
from storage.reports.submissions import SubmittedVersion
from storage.units import selected_zones
from tests.phone import Phone
from tests.province import Person, Province, TwoLevels

FIGURES: Mapping[str, int | bool] = {f"c{number:02}": 2 for number in range(1, 14)} | {
    "c06": 9,
    "c07": 5,
    "c08": 4,
    "c11": 9,
    "c14": False,
    "c15": True,
    "c16": True,
    "c40": 0,
}
"""Answers by question to a whole report of six months, without a warning."""


@dataclass
class Chat(Phone):
    """``chat.tap("Nộp báo cáo")`` presses the button; without ``buttons`` it types what a plain-text channel shows.

    That is the number where choices are numbered, else the label without diacritics. Every turn loads the conversation
    anew and stores it: what a test walks through survives a restart between any two messages.
    """

    buttons: bool = True

    def tap(self, label: str) -> str:
        if label not in self.choices:
            raise AssertionError(f"no choice {label!r} among {self.choices} under:\n{self.text}")
        if self.buttons:
            return super().tap(label)
        return self.say(str(self.choices.index(label) + 1) if self.answer.get("numbered", True) else fold(label))

    def press(self, action: str, **args: Any) -> str:
        """Presses a button of another screen or of an earlier day: this action with these arguments."""
        conversation = conversations.lock_conversation(self.tx, self.channel, self.address, self.now)
        button = {"label": "Nút cũ", "action": action, "args": args, "says": []}
        conversation.set_buttons([button], numbered=True)
        conversations.save(self.tx, conversation, self.now)
        return self.say("Nút cũ")

    def told(self, *messages: str) -> str:
        """Several messages in a row; the answer to the last."""
        for message in messages:
            self.say(message)
        return self.text


def owed(tx: Connection, person: Person, report: str = "six-months", year: int = 2026) -> Obligation:
    """The report of the person's unit."""
    unit_obligations = obligations.of_unit(tx, person.unit.id)
    return next(
        obligation
        for obligation in unit_obligations
        if obligation.report_id == report and parse_period(obligation.period).year == year
    )


def _code(person: Person, report: str, version: int) -> str:
    """The same on both databases, whatever their ids."""
    return submission_document.sha256(f"{person.unit.code} {report} {version}".encode())[:5].upper()


def file_report(
    tx: Connection,
    province: Province | TwoLevels,
    person: Person,
    report: str,
    year: int,
    values: Mapping[str, int | bool | str],
    at: datetime,
) -> SubmittedVersion:
    """A report sent without a conversation: ``values`` by question ("c01"), the same for every commune."""
    obligation = owed(tx, person, report, year)
    form = province.plan.form(obligation.form_id)
    selected = selected_zones.selected(tx, province.plan.id, year, within=person.unit)
    communes = [person.unit] if form.reporter == UnitKind.COMMUNE else selected
    keys = {slot.key: slot.question.id for slot in FormEntry(form, communes, {}).slots}
    given = {key: Answer.given(values[field]) for key, field in keys.items() if field in values}
    walk = FormEntry(form, communes, given)
    subject = submission_document.ReportIdentity(
        obligation.plan_id, obligation.report_id, obligation.period, obligation.form_id, person.unit.code
    )
    submissions.put_all(tx, obligation.id, given, person.id, at)
    return submissions.submit(
        tx,
        obligation,
        submission_document.content(subject, walk, {}, None, nil=False),
        receipt=submission_document.receipt_code(
            province.plan.province, obligation.period, _code(person, report, obligation.version)
        ),
        filed_by=person.id,
        now=at,
        nil=False,
        figures=submission_document.stored_figures(walk, person.unit.id),
    )


def report_returned(tx: Connection, province: Province, person: Person, filed: datetime, returned: datetime) -> None:
    """The six-month report of the person's unit was submitted, and the province's coordinator returned it."""
    file_report(tx, province, person, "six-months", 2026, {}, filed)
    reviews.record_review(tx, owed(tx, person).id, ReportState.RETURNED, province.coordinator.id, returned)
