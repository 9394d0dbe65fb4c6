"""What the tests of /diaban do again and again: open a screen, send a table back, look at what was stored."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from openpyxl import load_workbook
from sqlalchemy import Connection, select

from reporting.form_entry.answer_input import Answer
from storage.database.schema import audit
from storage.units.units import Unit
from storage.zones import criteria
from tests.chat import Chat, file_report
from tests.province import Province

DOCUMENT = "Số 45/QĐ-BCĐ ngày 15/1/2026"
REASON = "Theo Thông báo 12/TB"
NOTE = "Theo biên bản kiểm tra của Tổ theo dõi"


def sheet(chat: Chat, unit: str = "hoa my") -> Chat:
    """The criteria sheet of a commune."""
    chat.say("/diaban")
    chat.tap("Tiêu chí lựa chọn")
    chat.say(unit)
    return chat


def proposal(chat: Chat, *names: str) -> Chat:
    """The list of proposed communes, with these added."""
    chat.say("/diaban")
    chat.tap("Danh sách đề xuất")
    for name in names:
        chat.say(name)
    return chat


def evaluation(chat: Chat, ca_mau: Province, gate: str, figures: Mapping[str, Any], report: str = "year") -> Chat:
    """Tân Hưng's year with a district's report and the condition answered, before the outcome is chosen."""
    file_report(chat.tx, ca_mau, ca_mau.officer, report, 2026, figures, chat.now)
    chat.say("/diaban tan hung")
    chat.tap("Đánh giá")
    chat.tap(gate)
    chat.say(NOTE)
    return chat


def table(chat: Chat) -> bytes:
    """The table of criteria as it is given out."""
    chat.say("/diaban")
    chat.tap("Tiêu chí lựa chọn")
    chat.tap("Tải bảng tiêu chí .xlsx")
    return chat.files[0].content


def filled(content: bytes, values: Mapping[tuple[str, str], str | int]) -> bytes:
    """The table with some cells filled in: ``{("A2", "MAU-0503"): 7}``."""
    book = load_workbook(io.BytesIO(content))
    worksheet = book.worksheets[1]
    columns = {str(cell.value): cell.column for row in worksheet.iter_rows(max_row=1) for cell in row if cell.value}
    rows = {str(worksheet.cell(row, 1).value): row for row in range(1, worksheet.max_row + 1)}
    for (criterion, place), value in values.items():
        worksheet.cell(rows[criterion], columns[place]).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def entered(chat: Chat, ca_mau: Province, unit: Unit | None = None) -> dict[str, Answer]:
    """What is stored of a commune's sheet, by default of xã Hòa Mỹ."""
    unit_id = (unit or ca_mau.hoa_my).id
    return criteria.entered_values(chat.tx, ca_mau.plan.id, 2026, [unit_id]).get(unit_id, {})


def audited(tx: Connection) -> list[str]:
    """The actions on communes under transformation, in order."""
    actions = tx.execute(select(audit.c.action).order_by(audit.c.id)).scalars()
    return [action for action in actions if action.startswith(("zone", "criteria"))]
