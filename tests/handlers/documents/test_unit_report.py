"""One unit's report as a document: the newest version, or the working copy of its officer."""

from __future__ import annotations

from sqlalchemy import update

from reporting.form_entry.answer_input import Answer
from storage.database.schema import report_version
from storage.reports import submissions
from tests.chat import Chat, owed
from tests.handlers.conftest import ChatOf
from tests.handlers.documents.documents import ONE, REPORT, ask_for, opened, texts
from tests.province import Province


def test_a_nil_report_says_so(coordinator: Chat) -> None:
    coordinator.tx.execute(update(report_version).values(nil=True))
    ask_for(coordinator, ONE)
    coordinator.tap("UBND huyện Cái Nước")

    assert "Trong kỳ không phát sinh." in texts(opened(coordinator))


def test_an_officer_gets_the_draft_of_the_own_report(chat_of: ChatOf, ca_mau: Province) -> None:
    officer = chat_of(ca_mau.nam_can_officer)
    assert "chưa có báo cáo nào đã nộp hoặc đang soạn" in officer.say("/xuat")
    obligation = owed(officer.tx, ca_mau.nam_can_officer)
    submissions.put(
        officer.tx,
        obligation.id,
        "n1",
        Answer.given("Đã họp 3 lần.\nĐã ban hành kế hoạch."),
        ca_mau.officer.id,
        officer.now,
    )
    officer.say("/xuat")
    officer.tap(REPORT)

    document = opened(officer)
    lines = [paragraph.text for paragraph in document.paragraphs]
    at = lines.index("1. Công tác lãnh đạo, chỉ đạo")
    assert lines[at + 1 : at + 3] == ["Đã họp 3 lần.", "Đã ban hành kế hoạch."]
    assert lines[at + 4] == "Chưa có nội dung báo cáo."
    assert "theo bản đang soạn trên hệ thống, chưa nộp" in texts(document)
    assert "Không có địa bàn được lựa chọn chuyển hóa." in lines
