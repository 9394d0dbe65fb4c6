"""/huy gives up what is open, and only that: no report, no file, no answer goes with it."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from reporting.deadlines.obligation import ReportState
from storage.reports import attached_documents, remarks, submissions
from storage.reports.obligations import Obligation
from tests.chat import owed
from tests.handlers.conftest import ChatOf
from tests.handlers.filing.test_attachments import PDF
from tests.handlers.review.helpers import opened, second_coordinator, state
from tests.province import Province

CANCEL = pytest.mark.parametrize("typed", ["/huy", "Hủy"])


def untouched(tx: Connection, obligation: Obligation) -> int:
    """How many answers the working copy has; what was sent had as many."""
    return len(submissions.answers(tx, obligation.id))


@CANCEL
def test_of_the_number_of_the_paper(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, typed: str
) -> None:
    chat, before = chat_of(ca_mau.officer), untouched(tx, sent)
    chat.told("/baocao", "Nộp bản điều chỉnh", "Số, ký hiệu văn bản")

    assert chat.say(typed).startswith("Xem lại · Báo cáo 6 tháng")
    assert untouched(tx, sent) == before


@CANCEL
def test_of_attaching(tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, typed: str) -> None:
    chat = chat_of(ca_mau.officer)
    chat.send_file("ban-ky.pdf", PDF)
    chat.tap("Bản ký đã đính kèm")

    assert "Xem biên nhận" in (chat.say(typed) and chat.choices)
    assert len(attached_documents.of_report(tx, sent.id)) == 1


@CANCEL
def test_of_asking_to_unlock(tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, typed: str) -> None:
    opened(chat_of(ca_mau.coordinator)).tap("Duyệt")
    chat = chat_of(ca_mau.officer)
    chat.told("/baocao", "Đề nghị mở khóa")

    chat.say(typed)

    assert "Đề nghị mở khóa" in chat.choices
    assert "Đã gửi" not in chat.say("Thiếu 1 tin báo")


@CANCEL
def test_of_returning_explaining_and_unlocking(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, typed: str
) -> None:
    coordinator, officer = opened(chat_of(ca_mau.coordinator)), chat_of(ca_mau.officer)
    coordinator.tap("Trả lại để bổ sung, chỉnh sửa")
    coordinator.told("19: Còn thiếu số văn bản")
    assert coordinator.say(typed).startswith("Chưa trả lại; báo cáo vẫn như cũ.")
    assert "Duyệt" in coordinator.choices
    assert state(tx, sent) == ReportState.FILED

    coordinator.tap("Trả lại để bổ sung, chỉnh sửa")
    coordinator.told("7: Còn thiếu 1 tin", "xã Tân Hưng", "Gửi trả lại 1 nội dung")
    officer.receive()
    officer.tap("Trả lời 1 nội dung này")
    officer.tap("Giữ nguyên: 5 tin")
    before = untouched(tx, sent)
    assert "Còn 1 nội dung" in officer.say(typed)
    assert untouched(tx, sent) == before
    assert [remark.reply for remark in remarks.of_report(tx, sent.id)] == [None]


@CANCEL
def test_of_unlocking(tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, typed: str) -> None:
    screen = opened(chat_of(ca_mau.coordinator))
    other = opened(chat_of(second_coordinator(tx, ca_mau, screen.now)))
    screen.tap("Duyệt")
    other.tap("Duyệt")
    other.tap("Mở khóa")

    assert "Mở khóa" in (other.say(typed) and other.choices)
    assert state(tx, sent) == ReportState.ACCEPTED


@CANCEL
def test_of_a_name_goes_back_to_the_question(tx: Connection, ca_mau: Province, chat_of: ChatOf, typed: str) -> None:
    chat = chat_of(ca_mau.officer)
    chat.told("/baocao", "bat dau", "12", "/toi", "Sửa tên")

    reply = chat.say(typed)

    assert "Câu 2/26" in reply
    chat.say("10")
    assert untouched(tx, owed(tx, ca_mau.officer)) == 2


@CANCEL
def test_of_excusing_and_of_a_paper_report(tx: Connection, ca_mau: Province, chat_of: ChatOf, typed: str) -> None:
    chat = chat_of(ca_mau.coordinator)
    for label in ("Miễn báo cáo này", "Ghi nhận bản giấy"):
        chat.say("/theodoi")
        chat.tap("6 tháng năm 2026 · Chuyển hóa địa bàn")
        chat.told("ubnd huyen nam can", label)
        assert chat.say(typed).startswith("UBND huyện Năm Căn")
        assert label in chat.choices
    assert state(tx, owed(tx, ca_mau.nam_can_officer)) == ReportState.NOT_BEGUN


def test_nothing_is_open(ca_mau: Province, chat_of: ChatOf) -> None:
    assert chat_of(ca_mau.coordinator).say("/huy").startswith("Không có việc nào đang làm dở.")
