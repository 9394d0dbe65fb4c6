"""A chat of an officer in the middle of a report, and what is asked about it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sqlalchemy import Connection

from reporting.deadlines.obligation import ReportState
from reporting.form_entry.answer_input import Answer
from storage.plans import plans
from storage.reports import obligation_sync, obligations, submissions
from storage.units import selected_zones
from tests.chat import Chat, file_report, owed
from tests.province import CALENDAR, Person, Province

SHEET = ("12 10 9 2 2", "25 24 23", "9 0 320 320 2", "không; có; có", "bỏ qua", "3")
"""One commune's whole sheet, a section a message."""
LAST_YEAR = {"c01": 14, "c11": 318, "c14": False}


def begun(chat: Chat) -> Chat:
    chat.say("/baocao")
    chat.tap("Bắt đầu")
    return chat


def kept(tx: Connection, person: Person, field: str) -> Answer | None:
    """What the working copy has: of the first commune, or of the report itself."""
    written = submissions.answers(tx, owed(tx, person).id)
    return next((written[key].answer for key in sorted(written) if key.split("@")[0] == field), None)


def with_last_year(tx: Connection, ca_mau: Province, now: datetime) -> None:
    """The plan of both years, and last year's six months of Cái Nước."""
    plan = ca_mau.plan.model_copy(update={"years": (2025, 2026)})
    plans.activate(tx, plan, now)
    selected_zones.select(tx, plan.id, 2025, [ca_mau.tt_cai_nuoc.id, ca_mau.tan_hung.id], now)
    obligation_sync.ensure(tx, plan, CALENDAR, now)
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2025, LAST_YEAR, now - timedelta(days=365))
    obligations.set_state(tx, owed(tx, ca_mau.officer, "year", 2025).id, ReportState.EXCUSED)


def receipt_in(text: str) -> str:
    return re.findall(r"Mã biên nhận: (\S+)", text)[0]  # type: ignore[no-any-return]


def fix(chat: Chat, number: int, value: str) -> None:
    chat.tap("Sửa câu…")
    chat.told(str(number), value)
