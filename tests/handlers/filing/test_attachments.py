"""The signed report as photograph or PDF."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import Connection, func, select

from reporting.deadlines.obligation import ReportState
from reporting.workbook.file_type import safe_name
from storage.audit import audit
from storage.database.schema import attachment
from storage.database.schema import evidence as table
from storage.reports import attached_documents, obligations
from tests import province
from tests.chat import Chat, file_report, owed
from tests.province import Province

ChatOf = Callable[..., Chat]
PDF = b"%PDF-1.7\n" + bytes(5000) + b"\n%%EOF\n"
PHOTO = b"\xff\xd8\xff\xe0" + bytes(2_000_000) + b"\xff\xd9"


@pytest.fixture
def filed(tx: Connection, ca_mau: Province, now: datetime) -> Province:
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, {"c01": 12}, now)
    return ca_mau


def attached(tx: Connection, ca_mau: Province) -> list[str]:
    return [document.name for document in attached_documents.of_report(tx, owed(tx, ca_mau.officer).id)]


@pytest.mark.parametrize("buttons", [True, False])
def test_a_pdf_after_the_sending(chat_of: ChatOf, filed: Province, tx: Connection, buttons: bool) -> None:
    chat = chat_of(filed.officer, buttons=buttons)
    chat.send_file("../Báo cáo\u202e 05.exe", PDF)
    assert chat.text.startswith("✓ Đã đính kèm Báo cáo 05.pdf (5 KB, SHA-256: ")
    assert chat.text.endswith("…) vào Báo cáo 6 tháng năm 2026 · Chuyển hóa địa bàn; có 1/5 tệp.")
    (document,) = attached_documents.of_report(tx, owed(tx, filed.officer).id)
    assert (document.name, document.mime, document.size, document.person) == (
        "Báo cáo 05.pdf",
        "application/pdf",
        len(PDF),
        "Cán bộ mẫu Một",
    )
    assert attached_documents.content(tx, document.id) == PDF
    assert audit.of_report(tx, document.obligation_id)[-1].action == "evidence.attached"
    chat.tap("Bản ký đã đính kèm")
    chat.send_file("photo", PHOTO, "image/jpeg")
    assert "✓ Đã đính kèm ban-ky.jpg (1,9 MB" in chat.text
    assert chat.choices == ["Gỡ tệp 1", "Gỡ tệp 2", "Xem tệp 1", "Xem tệp 2", "Xong"]
    chat.say("gì đây")
    assert chat.text.startswith("Đang chờ ảnh chụp hoặc tệp PDF")
    chat.tap("Gỡ tệp 1")
    assert attached(tx, filed) == ["ban-ky.jpg"]
    assert tx.execute(select(table.c.content).where(table.c.removed_at.is_not(None))).scalar_one() == b""
    chat.tap("Xong")
    assert "Xem biên nhận" in chat.choices


def test_the_receipt_offers_it(chat_of: ChatOf, filed: Province, tx: Connection) -> None:
    chat = chat_of(filed.officer)
    chat.say("/baocao")
    chat.tap("Xem biên nhận")
    chat.tap("Đính kèm bản ký")
    assert "mỗi tệp đến 10 MB, tối đa 5 tệp" in chat.text
    assert chat.answer["wants_file"]
    chat.send_file("a.pdf", PDF)
    assert attached(tx, filed) == ["a.pdf"]


def test_while_the_report_is_reviewed_what_is_open_stays_open(
    chat_of: ChatOf, ca_mau: Province, tx: Connection
) -> None:
    chat = chat_of(ca_mau.officer)
    chat.say("/baocao")
    chat.tap("Không phát sinh cả kỳ")
    chat.say("/baocao")
    chat.tap("Bắt đầu")
    chat.send_file("a.pdf", PDF)
    assert chat.text.startswith("Đã nhận được tệp nhưng chưa có báo cáo nào để đính kèm.")
    chat.say("xem lại")
    assert "Sửa câu…" in chat.choices
    chat.send_file("a.pdf", PDF)
    assert attached(tx, ca_mau) == ["a.pdf"]
    assert not chat.choices
    assert chat.say("sua cau").startswith("Nhập số của câu cần sửa")


def test_the_same_file_once_and_five_at_most(chat_of: ChatOf, filed: Province, tx: Connection) -> None:
    chat = chat_of(filed.officer)
    for n in range(5):
        chat.send_file(f"{n}.pdf", PDF + bytes([n]))
    chat.send_file("lại.pdf", PDF + bytes([3]))
    assert "đã được đính kèm" in chat.text
    chat.send_file("6.pdf", PDF + bytes([6]))
    assert "đã có đủ 5 tệp" in chat.text
    assert attached(tx, filed) == [f"{n}.pdf" for n in range(5)]


def test_among_several_reports_it_asks(chat_of: ChatOf, ca_mau: Province, tx: Connection, now: datetime) -> None:
    for report in ("six-months", "year"):
        file_report(tx, ca_mau, ca_mau.officer, report, 2026, {"c01": 12}, now)
    chat = chat_of(ca_mau.officer)
    chat.send_file("a.pdf", PDF)
    assert chat.text == "Đính kèm tệp a.pdf vào báo cáo nào?"
    assert [label.split(" · ")[0] for label in chat.choices] == ["Năm 2026", "6 tháng năm 2026", "Không đính kèm"]
    chat.tap(chat.choices[1])
    assert attached(tx, ca_mau) == ["a.pdf"]
    chat.send_file("b.pdf", PDF + b" ")
    chat.tap("Không đính kèm")
    assert attached(tx, ca_mau) == ["a.pdf"]
    assert tx.execute(select(func.count()).select_from(attachment)).scalar_one() == 0


@pytest.mark.parametrize("state", [ReportState.ACCEPTED, ReportState.EXCUSED])
def test_once_accepted_nothing_is_added_or_removed(
    chat_of: ChatOf, filed: Province, tx: Connection, state: ReportState
) -> None:
    chat = chat_of(filed.officer)
    chat.send_file("a.pdf", PDF)
    chat.tap("Bản ký đã đính kèm")
    obligations.set_state(tx, owed(tx, filed.officer).id, state)
    chat.tap("Gỡ tệp 1")
    why = chat.text
    assert ("duyệt" if state == ReportState.ACCEPTED else "miễn") in why
    assert chat.send_file("b.pdf", PDF + b" ") == why
    assert attached(tx, filed) == ["a.pdf"]


def test_it_is_served_to_those_who_may_see_the_report(chat_of: ChatOf, filed: Province, tx: Connection) -> None:
    chat = chat_of(filed.officer)
    chat.send_file("a.pdf", PDF)
    obligation = owed(tx, filed.officer)
    (document,) = attached_documents.of_report(tx, obligation.id)
    above = chat_of(filed.coordinator)
    receipt = next(
        entry.detail["receipt"] for entry in audit.of_report(tx, obligation.id) if entry.action == "report.filed"
    )
    above.say(f"/tinhtrang {receipt}")
    above.tap("Xem bản ký (1)")
    (file,) = above.files
    assert (file.name, file.mime, file.content) == ("a.pdf", "application/pdf", PDF)
    assert "Cán bộ mẫu Một" in above.text
    for stranger in (filed.nam_can_officer, filed.commune_officer):
        other = chat_of(stranger)
        for action, args in (
            ("filing.list_attachments", {"obligation": obligation.id}),
            ("filing.send_attachment", {"file": document.id}),
        ):
            assert not tried(other, action, args)
        tried(other, "filing.remove_attachment", {"file": document.id})
    tried(above, "filing.remove_attachment", {"file": document.id})
    assert attached(tx, filed) == ["a.pdf"]


def tried(chat: Chat, action: str, args: dict[str, object]) -> bool:
    """Whether somebody who makes up a choice gets a file."""
    conversation = province.conversations.lock_conversation(chat.tx, chat.channel, chat.address, chat.now)
    conversation.set_buttons([{"label": "thử", "action": action, "args": args, "says": []}], numbered=True)
    province.conversations.save(chat.tx, conversation, chat.now)
    chat.say("thử")
    return bool(chat.files)


@pytest.mark.parametrize(
    "content", [b"MZ\x90" + bytes(500), PDF[:-20], PHOTO[:-2], b"<svg onload=alert(1)>", b"GIF89a"]
)
def test_what_is_no_photo_or_pdf_by_its_content_is_not_taken(
    chat_of: ChatOf, filed: Province, tx: Connection, content: bytes
) -> None:
    chat = chat_of(filed.officer)
    chat.send_file("ban-ky.pdf", content, "application/pdf")
    assert chat.text.startswith("Chưa nhận được tệp loại này.")
    assert not attached(tx, filed)


def test_a_coordinator_attaches_nothing(chat_of: ChatOf, filed: Province, tx: Connection) -> None:
    chat = chat_of(filed.coordinator)
    chat.send_file("a.pdf", PDF)
    assert "vai trò hiện tại không gửi được" in chat.text
    assert not attached(tx, filed)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("báo cáo.PDF", "báo cáo.pdf"),
        ("..\\..\\x.pdf", "x.pdf"),
        ("/etc/passwd", "passwd.pdf"),
        ("a\r\nb.pdf", "ab.pdf"),
        ('"><img>.pdf', "img.pdf"),
        ("", "ban-ky.pdf"),
        (".pdf", "ban-ky.pdf"),
        ("photo", "ban-ky.pdf"),
        ("x" * 300, "x" * 80 + ".pdf"),
    ],
)
def test_a_name_is_made_safe(name: str, expected: str) -> None:
    assert safe_name(name, "pdf") == expected
