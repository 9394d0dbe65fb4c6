"""What people read about one report at one instant: screens of a phone, documents, spreadsheets.

The tests of this package compare these texts with each other and with a rule. They call no function of the program that
computes them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone

from docx import Document
from openpyxl import load_workbook
from sqlalchemy import update

from storage.database.schema import obligation
from tests.chat import Chat, owed
from tests.handlers.reminders.steps import tick
from tests.province import Person, Province

VIETNAM = timezone(timedelta(hours=7))
SIX_MONTHS = "6 tháng năm 2026 · Chuyển hóa địa bàn"
"""The report that is due on 24/5/2026 for districts and departments, on 20/5/2026 for communes."""


def moment(text: str) -> datetime:
    """ "26/5 10:00": that time of day in Vietnam in 2026."""
    return datetime.strptime(f"{text} 2026", "%d/%m %H:%M %Y").replace(tzinfo=VIETNAM)


REQUESTED = "Đột xuất năm 2026 · Cướp giật"
"""The report that ``request_report`` asks for."""


@dataclass(frozen=True)
class Screens:
    """What people are shown of ``report`` at ``now``. Every reading begins anew with a command."""

    chat_of: Callable[[Person], Chat]
    province: Province
    now: datetime
    report: str = SIX_MONTHS

    def at(self, text: str) -> Screens:
        """The same report at another time: ``screens.at("28/5 10:00")``."""
        return replace(self, now=moment(text))

    def chat(self, person: Person) -> Chat:
        chat = self.chat_of(person)
        chat.now = self.now
        return chat

    def say(self, person: Person, text: str) -> str:
        return self.chat(person).say(text)

    def board(self) -> Chat:
        """/theodoi: the coordinator's board of the report."""
        chat = self.chat(self.province.coordinator)
        chat.say("/theodoi")
        chat.tap(self.report)
        return chat

    def board_list(self, category: str) -> str:
        """The units of a category of the board ("Nộp trễ"); empty where the board offers no such list."""
        chat = self.board()
        label = starting(chat, category)
        return chat.tap(label) if label else ""

    def report_page(self, unit: str) -> str:
        """The page of a unit's report, found by the unit's name."""
        chat = self.board()
        chat.say(unit)
        own = "Báo cáo của chính đơn vị"  # where units below it report too, the board of the unit comes first
        return chat.tap(own) if own in chat.choices else chat.text

    def review(self, unit: str) -> str:
        """/duyet: a unit's report that waits for the coordinator."""
        chat = self.chat(self.province.coordinator)
        chat.say("/duyet")
        return chat.tap(unit)

    def spreadsheet(self) -> list[str]:
        """The rows of the board's list (.xlsx)."""
        chat = self.board()
        chat.tap("Xuất danh sách (.xlsx)")
        return rows_of_workbook(chat)

    def question(self, text: str) -> str:
        """/hoi: the answer that the leader gets, without the line that says how the question was read."""
        answer = self.say(self.province.leader, text)
        assert answer.startswith("Hiểu là: "), answer
        return answer.partition("\n")[2]

    def overview(self) -> str:
        """/tinhtrang of the leader."""
        return self.say(self.province.leader, "/tinhtrang")

    def summary(self) -> str:
        """/tomtat of the leader."""
        return self.say(self.province.leader, "/tomtat")

    def offer(self) -> Chat:
        """/xuat: the documents of the report that the leader is offered."""
        chat = self.chat(self.province.leader)
        chat.say("/xuat")
        chat.tap(self.report)
        return chat

    def document(self) -> list[str]:
        """The paragraphs and table rows of the consolidated report (.docx)."""
        chat = self.offer()
        chat.tap("Báo cáo tổng hợp (.docx)")
        return lines_of_document(chat)

    def annex(self) -> list[str]:
        """The rows of the annex of figures (.xlsx), of all its sheets."""
        chat = self.offer()
        chat.tap("Phụ lục số liệu (.xlsx)")
        return rows_of_workbook(chat)

    def letter(self) -> list[str]:
        """The paragraphs and table rows of the reminder letter to units that have not sent (.docx)."""
        chat = self.offer()
        chat.tap(starting(chat, "Công văn đôn đốc"))
        return lines_of_document(chat)

    def digest(self, person: Person) -> str:
        """What the clock tells this person at ``now``; empty where it tells them nothing."""
        chat = self.chat(person)
        parcel = tick(chat.tx, chat.services, self.now).get(person.address)
        return parcel.payload["text"] if parcel else ""


def starting(chat: Chat, label: str) -> str:
    """The first choice whose label begins so; empty where there is none."""
    return next((choice for choice in chat.choices if choice.startswith(label)), "")


def lines_of_document(chat: Chat) -> list[str]:
    """The paragraphs of the one document that came, then the rows of its tables: "2 | UBND huyện Cái Nước | đã nộp"."""
    (file,) = chat.files
    document = Document(io.BytesIO(file.content))
    rows = [" | ".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
    return [*(paragraph.text for paragraph in document.paragraphs), *rows]


def rows_of_workbook(chat: Chat) -> list[str]:
    """The rows of the one workbook that came, sheet by sheet: "MAU-05 | UBND huyện Cái Nước | Cấp huyện | đã nộp"."""
    (file,) = chat.files
    book = load_workbook(io.BytesIO(file.content))
    rows = (row for sheet in book for row in sheet.iter_rows(values_only=True))
    return [" | ".join("" if value is None else str(value) for value in row) for row in rows]


def row_of(lines: list[str], unit: str) -> str:
    """The last table row that names a unit: the list of units stands last in each document. Empty without one."""
    return next((line for line in reversed(lines) if "|" in line and unit in line), "")


def part_about(text: str, unit: str) -> str:
    """What follows the last mention of a unit: "UBND huyện Năm Căn (trễ 2 ngày" of a list; empty without one."""
    mentions = re.findall(re.escape(unit) + r".*?(?=\), |\n|$)", text)
    return mentions[-1] if mentions else ""


def set_hour(chat: Chat, person: Person, at: datetime) -> None:
    """The six-month report of the person's unit is due at an hour, as a report requested by /dotxuat is."""
    report_id = owed(chat.tx, person).id
    chat.tx.execute(update(obligation).where(obligation.c.id == report_id).values(due_at=at))


def file_on_phone(chat: Chat) -> str:
    """Năm Căn's officer submits the only report that is open, without any text; there are no figures to enter.

    Returns the receipt.
    """
    chat.say("/baocao")
    for label in ("Bắt đầu", "Bỏ qua cả phần", "Nộp báo cáo"):
        chat.tap(label)
    return chat.text


def return_report(chat: Chat, unit: str, question: int) -> None:
    """The coordinator returns a unit's report, which waits in /duyet, with one remark about one question."""
    chat.say("/duyet")
    chat.tap(unit)
    chat.tap("Trả lại để bổ sung, chỉnh sửa")
    chat.say(f"{question}: Đề nghị kiểm tra lại")
    if commune := starting(chat, "thị trấn"):  # the question has an answer for each commune: the remark is about one
        chat.tap(commune)
    chat.tap("Gửi trả lại 1 nội dung")
    assert chat.text.startswith("Đã trả lại"), chat.text


def request_report(chat: Chat, deadline: str) -> None:
    """/dotxuat: the coordinator asks all districts for one figure, by "16h ngày 22/5"."""
    chat.say("/dotxuat")
    chat.tap("Nội dung tự nhập")
    chat.told("Cướp giật", "Số vụ: vụ")
    chat.tap(starting(chat, "Cấp huyện: tất cả"))
    chat.say(deadline)
    chat.tap("Gửi yêu cầu")


def submit_requested(chat: Chat) -> str:
    """The officer submits the report requested. Returns the receipt."""
    chat.say("/baocao")
    chat.tap(REQUESTED)
    chat.tap("Bắt đầu")
    chat.say("3")
    chat.tap("Bỏ qua")
    return chat.tap("Nộp báo cáo")
