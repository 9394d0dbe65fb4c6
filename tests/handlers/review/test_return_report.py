"""Returning a report by field."""

from datetime import datetime

import pytest
from sqlalchemy import Connection

from reporting.deadlines.obligation import ReportState
from reporting.roles import Role
from storage.audit import audit
from storage.reports import obligations, remarks, reviews
from storage.reports.obligations import Obligation
from tests import province
from tests.chat import FIGURES, file_report
from tests.handlers.conftest import ChatOf
from tests.handlers.review.helpers import answering, begun, second_coordinator, state
from tests.province import Province


def test_what_is_returned_is_kept_with_the_first_sending(
    tx: Connection, ca_mau: Province, returned: Obligation
) -> None:
    obligation = obligations.get(tx, returned.id)
    assert obligation is not None
    assert (obligation.state, obligation.version, obligation.filed_at) == (ReportState.RETURNED, 1, returned.filed_at)
    assert {remark.key: remark.text for remark in remarks.open_of(tx, [obligation.id])[obligation.id]} == {
        f"c07@{ca_mau.tt_cai_nuoc.id}": "Còn thiếu 1 tin?",
        f"c11@{ca_mau.tt_cai_nuoc.id}": "Kiểm tra lại",
    }
    assert audit.of_report(tx, obligation.id)[-1].action == "report.returned"


def test_nothing_is_returned_before_it_is_sent(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation
) -> None:
    chat = begun(chat_of(ca_mau.coordinator))
    chat.say("19: đề nghị nêu tình hình")
    chat.tap("Bỏ câu 19")
    assert "Nội dung nào" in chat.text
    chat.say("19: đề nghị nêu tình hình")

    assert "Chưa trả lại" in chat.tap("Không trả lại")
    assert state(tx, sent) == ReportState.FILED
    assert remarks.of_report(tx, sent.id) == []


def test_a_command_leaves_the_list_where_it_is(ca_mau: Province, chat_of: ChatOf, sent: Obligation) -> None:
    chat = begun(chat_of(ca_mau.coordinator))
    chat.say("19: đề nghị nêu tình hình")

    assert "tỉnh Cà Mau" in chat.say("tinh trang")
    assert "Câu 20" in chat.say("20: cũng vậy nhé")


def test_a_returned_report_sent_in_time_does_not_become_late(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, returned: Obligation
) -> None:
    officer = chat_of(ca_mau.officer)
    officer.later(days=9)

    assert "quá hạn" not in officer.say("/start")
    assert "Được trả lại 1 báo cáo" in officer.text
    reply = officer.say("/baocao")
    assert "Đã nộp lần đầu lúc 08:42 ngày 19/5/2026, trong hạn" in reply
    assert "trễ hạn" not in reply


def test_taken_back_there_is_nothing_to_answer(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, returned: Obligation
) -> None:
    officer, coordinator = answering(chat_of(ca_mau.officer)), chat_of(ca_mau.coordinator)
    officer.say("5")
    coordinator.say("/start")
    coordinator.press("review.open", obligation=returned.id)
    coordinator.tap("Rút lại đề nghị")

    assert state(tx, returned) == ReportState.FILED
    assert "Xem lại" in officer.say("Đã đối chiếu rồi")
    assert "rút lại đề nghị" in officer.receive()


def test_what_comes_meanwhile_is_decided_without_losing_what_was_typed(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, now: datetime
) -> None:
    """A request for more time and one to unlock, while remarks on a report are typed; then another report is opened."""
    other = file_report(tx, ca_mau, ca_mau.nam_can_officer, "six-months", 2026, FIGURES, now)
    chat = begun(chat_of(ca_mau.coordinator))
    chat.say("19: Còn thiếu số văn bản")
    listed = chat.text

    chat_of(ca_mau.commune_officer).told("/giahan", "29/5", "Mất điện hai ngày")
    chat.receive()
    assert chat.tap("Đồng ý").endswith(listed)
    chat_of(province.enrol(tx, now, ca_mau.tan_hung, Role.REPORTER, "tan-hung")).told("/giahan", "29/5", "Lũ về")
    chat.receive()
    chat.tap("Không đồng ý")
    assert chat.say("Đề nghị nộp đúng hạn").endswith(listed)

    reviews.record_review(tx, other.obligation_id, ReportState.ACCEPTED, ca_mau.leader.id, now)
    chat_of(ca_mau.nam_can_officer).told("/baocao", "Đề nghị mở khóa", "Thiếu 1 vụ")
    chat.receive()
    assert chat.tap("Mở khóa").endswith(listed)

    chat.told("/duyet", "UBND huyện Năm Căn", "tra lai")
    assert chat.text.startswith("Đề nghị trả lại một báo cáo khác (1 nội dung) đang soạn")
    assert chat.tap("Xem lại danh sách") == listed
    chat.tap("Gửi trả lại 1 nội dung")
    assert state(tx, sent) == ReportState.RETURNED


def test_a_request_answered_by_somebody_else_takes_nothing_away(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, now: datetime
) -> None:
    other = chat_of(second_coordinator(tx, ca_mau, now))
    chat = begun(chat_of(ca_mau.coordinator))
    listed = chat.say("19: Còn thiếu số văn bản")
    chat_of(ca_mau.commune_officer).told("/giahan", "29/5", "Mất điện hai ngày")
    other.receive()
    other.tap("Đồng ý")

    chat.receive()

    assert chat.tap("Đồng ý").endswith(listed)


def test_one_remark_after_the_other_is_asked(ca_mau: Province, chat_of: ChatOf, sent: Obligation) -> None:
    chat = begun(chat_of(ca_mau.coordinator))
    assert "Câu 19." in chat.say("câu 19, 20")
    assert "Cần ghi vài chữ." in chat.say("?!")
    assert "Câu 20." in chat.say("Nêu tình hình")

    reply = chat.tap("Bỏ câu này")

    assert "“Nêu tình hình”" in reply
    assert "20." not in reply


@pytest.mark.parametrize("action", ["review.send_return", "review.list_remarks", "review.add_remark"])
def test_a_button_of_a_return_that_is_over(ca_mau: Province, chat_of: ChatOf, sent: Obligation, action: str) -> None:
    reply = chat_of(ca_mau.coordinator).press(action)

    assert reply.startswith("Việc trả lại này không còn mở.")
    assert "Chờ duyệt 1 báo cáo" in reply
