"""An officer asks to unlock an accepted report."""

from datetime import datetime

from sqlalchemy import Connection

from storage.reports.obligations import Obligation
from tests.handlers.conftest import ChatOf
from tests.handlers.review.helpers import opened, second_coordinator
from tests.province import Province


def test_a_request_that_another_coordinator_has_granted(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, now: datetime
) -> None:
    second = second_coordinator(tx, ca_mau, now)
    first = opened(chat_of(ca_mau.coordinator))
    first.tap("Duyệt")
    officer = chat_of(ca_mau.officer)
    officer.told("/baocao", "Đề nghị mở khóa", "Câu 7 thiếu 1 tin")
    first.receive()
    other = chat_of(second)
    other.receive()

    assert "Đã mở khóa" in first.tap("Mở khóa")
    assert other.tap("Mở khóa").startswith("Đầu mối mẫu đã mở lại báo cáo này lúc 09:42")
