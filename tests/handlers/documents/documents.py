"""Documents that came in a chat, opened and read."""

from __future__ import annotations

import io

from docx import Document
from docx.document import Document as Paper

from tests.chat import Chat

REPORT = "6 tháng năm 2026 · Chuyển hóa địa bàn"
FIGURES = {"c01": 12, "c02": 10, "c03": 9, "c04": 2, "c05": 2, "c06": 25, "c07": 24, "c08": 23, "c13": 1, "c14": False}
SUMMED, ANNEX, ONE = "Báo cáo tổng hợp (.docx)", "Phụ lục số liệu (.xlsx)", "Báo cáo của một đơn vị (.docx)"


def ask_for(chat: Chat, label: str) -> str:
    """/xuat, the six-month report, then the document with this label."""
    chat.say("/xuat")
    chat.tap(REPORT)
    return chat.tap(label)


def opened(chat: Chat) -> Paper:
    """The one document that came."""
    (file,) = chat.files
    return Document(io.BytesIO(file.content))


def texts(document: Paper) -> str:
    """Everything it says: paragraphs, then tables."""
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def rows(document: Paper, second: str) -> dict[str, list[str]]:
    """The first table whose second column is headed so, by the text of that column."""
    table = next(
        each_table
        for each_table in document.tables
        if len(each_table.columns) > 1 and each_table.rows[0].cells[1].text == second
    )
    return {row.cells[1].text: [cell.text for cell in row.cells] for row in table.rows}
