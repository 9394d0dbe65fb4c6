"""How far a report is, as reminders say it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from handlers.reminders.context import ReminderContext
from handlers.turn.services import Services
from locales import words
from reporting.deadlines.obligation import ReportState
from reporting.form_entry.answer_input import Answer
from reporting.reminders.recipients import Recipients
from storage.reports import obligations, remarks, reminders, reviews, submissions
from tests.chat import file_report, owed
from tests.province import Province


def test_a_draft_counts_its_answers_and_a_returned_report_its_open_remarks(
    tx: Connection, whole_services: Services, ca_mau: Province, now: datetime
) -> None:
    draft, returned = owed(tx, ca_mau.nam_can_officer), owed(tx, ca_mau.commune_officer)
    file_report(tx, ca_mau, ca_mau.commune_officer, "six-months", 2026, {}, now)
    remarks.add(tx, returned.id, 1, {"c01": "?", "c02": "?"}, ca_mau.coordinator.id, now)
    reviews.record_review(tx, returned.id, ReportState.RETURNED, ca_mau.coordinator.id, now)
    submissions.put(tx, draft.id, "c01", Answer.given(12), ca_mau.nam_can_officer.id, now)
    obligations.set_state(tx, draft.id, ReportState.DRAFTING)
    ids = [draft.id, returned.id, owed(tx, ca_mau.officer).id]
    open_reports = {report.obligation.id: report for report in reminders.owed_among(tx, ids)}

    state = ReminderContext(tx, whole_services, now, Recipients([]), open_reports).states(words("vi"))

    drafting, waiting, untouched = (state(open_reports[obligation_id]) for obligation_id in ids)
    assert drafting.startswith("đang soạn, đã trả lời")
    assert waiting == "được trả lại, cần trả lời 2 nội dung"
    assert untouched == "chưa bắt đầu"
