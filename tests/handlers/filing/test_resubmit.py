"""A returned report is submitted again."""

from datetime import datetime

from sqlalchemy import Connection, select

from reporting.deadlines.obligation import ReportState
from storage.audit import audit
from storage.database.schema import outbox
from storage.people import people
from storage.reports import obligations, remarks
from storage.reports.obligations import Obligation
from tests.handlers.conftest import ChatOf
from tests.handlers.review.helpers import answering, second_coordinator
from tests.province import Province


def test_all_kept_with_reasons_is_a_resending_without_a_new_version(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, returned: Obligation
) -> None:
    chat = answering(chat_of(ca_mau.officer))
    for _ in range(2):
        chat.tap(next(label for label in chat.choices if label.startswith("Giữ nguyên")))
        chat.say("Đã đối chiếu")

    reply = chat.tap("Nộp báo cáo")

    assert "Nội dung không thay đổi so với bản đã nộp" in reply
    obligation = obligations.get(tx, returned.id)
    assert obligation is not None
    assert (obligation.state, obligation.version) == (ReportState.FILED, 1)
    assert remarks.open_of(tx, [obligation.id]) == {}
    assert audit.of_report(tx, obligation.id)[-1].action == "report.resent"
    notice = chat_of(ca_mau.coordinator).receive()
    assert notice.count("giữ nguyên: “Đã đối chiếu”") == 2


def test_whoever_returned_it_is_told_what_changed(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, returned: Obligation, now: datetime
) -> None:
    second_coordinator(tx, ca_mau, now)
    chat = answering(chat_of(ca_mau.officer))
    chat.told("6", "9", "Đã đối chiếu", "sửa câu 1")
    chat.tap("xã Tân Hưng: 2")
    chat.told("5", "Nộp báo cáo")

    reply = chat_of(ca_mau.coordinator).receive()

    assert "• Câu 7. Đã xử lý · thị trấn Cái Nước: 5 → 6 — “Còn thiếu 1 tin?”" in reply
    assert "giữ nguyên: “Đã đối chiếu”" in reply
    assert "Thay đổi khác (1):\n• Câu 1. Xảy ra · xã Tân Hưng: 2 → 5" in reply
    addresses = tx.execute(select(outbox.c.address).where(outbox.c.key.startswith("resent:"))).scalars()
    assert set(addresses) == {"coordinator"}


def test_where_whoever_returned_it_has_left_the_others_are_told(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, returned: Obligation, now: datetime
) -> None:
    second = second_coordinator(tx, ca_mau, now)
    people.revoke(tx, ca_mau.coordinator.membership_id, now)
    answering(chat_of(ca_mau.officer)).told("6", "8", "Nộp báo cáo")

    assert "đã nộp lại" in chat_of(second).receive()
