"""Returning a report by field, answering, sending it again; unlocking; history."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from reporting.deadlines.obligation import ReportState
from reporting.roles import Role
from storage.audit import audit
from storage.database.schema import outbox
from storage.messaging import conversations
from storage.people import people
from storage.reports import obligations, remarks, submissions
from storage.reports.obligations import Obligation
from tests import province
from tests.chat import Chat, file_report
from tests.handlers.conftest import ChatOf
from tests.handlers.review.test_accept import FIGURES, opened, second_coordinator, sent, state
from tests.province import Province

__all__ = ["sent"]


@pytest.fixture
def returned(ca_mau: Province, chat_of: ChatOf, sent: Obligation) -> Obligation:
    """Sent in time, returned with two remarks about thị trấn Cái Nước."""
    chat = begun(chat_of(ca_mau.coordinator))
    chat.say("7: Còn thiếu 1 tin?\n11: Kiểm tra lại")
    chat.tap("thị trấn Cái Nước: 5")
    chat.tap("thị trấn Cái Nước: 9")
    chat.tap("Gửi trả lại 2 nội dung")
    return sent


def begun(chat: Chat) -> Chat:
    opened(chat).tap("Trả lại để bổ sung, chỉnh sửa")
    return chat


def answering(chat: Chat) -> Chat:
    chat.receive()
    chat.tap("Trả lời 2 nội dung này")
    return chat


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


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("99", "Không có câu 99"),
        ("bao nhiêu?", "Chưa hiểu nội dung vừa gửi."),
        ("7-11", "Chưa hiểu nội dung vừa gửi."),
        ("Câu 19", "Câu 19. Tình hình: chưa có"),
        ("câu 19, 20", "Câu 19. Tình hình: chưa có"),
        ("19: MẬT", "Nội dung có dấu chỉ độ mật"),
        ("19: của ông Nguyễn Văn A, số CCCD 012345678901", "Câu 19. Tình hình: chưa có"),
    ],
)
def test_numbers_as_they_are_typed(ca_mau: Province, chat_of: ChatOf, sent: Obligation, typed: str, says: str) -> None:
    assert says in begun(chat_of(ca_mau.coordinator)).say(typed)


def test_by_commune_and_section(ca_mau: Province, chat_of: ChatOf, sent: Obligation) -> None:
    chat = begun(chat_of(ca_mau.coordinator))
    chat.tap("Chọn theo phần…")
    chat.tap("xã Tân Hưng")
    chat.tap("Tin báo, tố giác (câu 6–8)")

    assert "Câu 8. Đã giải quyết · xã Tân Hưng: 4" in chat.tap("Câu 8. Đã giải quyết · xã Tân Hưng")
    assert "8. Đã giải quyết · xã Tân Hưng: 4 — “Đề nghị kiểm tra lại”" in chat.tap("Đề nghị kiểm tra lại")


@pytest.mark.parametrize("typed", ["Tân Hưng", "xa tan hung", "MAU-0502"])
def test_a_commune_by_its_name(ca_mau: Province, chat_of: ChatOf, sent: Obligation, typed: str) -> None:
    chat = begun(chat_of(ca_mau.coordinator))
    chat.say("7")
    assert "của địa bàn nào?" in chat.say("ở đâu đó")

    assert "Câu 7. Đã xử lý · xã Tân Hưng: 5" in chat.say(typed)


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


def test_only_what_was_asked_is_answered_then_the_review(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, returned: Obligation
) -> None:
    chat = answering(chat_of(ca_mau.officer))
    assert "Đầu mối đề nghị: “Còn thiếu 1 tin?”" in chat.text
    assert "Câu 11/26" in chat.say("6")
    assert "Xem lại" in chat.say("8")
    assert "Đã trả lời đủ 2 nội dung được đề nghị." in chat.text


def test_the_same_figure_again_wants_a_reason(ca_mau: Province, chat_of: ChatOf, returned: Obligation) -> None:
    chat = answering(chat_of(ca_mau.officer))

    assert "Nhập lý do giữ nguyên" in chat.say("5")
    assert "Câu 7/26" in chat.tap("Sửa câu trả lời")
    assert "Câu 11/26" in chat.say("6")


def test_what_is_not_answered_is_not_sent_again(ca_mau: Province, chat_of: ChatOf, returned: Obligation) -> None:
    chat = answering(chat_of(ca_mau.officer))
    chat.tap("Lưu và thoát")
    chat.tap("Làm tiếp")

    assert "Còn 2 nội dung được đề nghị chưa trả lời:" in chat.text
    assert "Nộp báo cáo" not in chat.choices
    assert "Câu 7/26" in chat.tap("Trả lời 2 nội dung này")


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
    told = chat_of(ca_mau.coordinator).receive()
    assert told.count("giữ nguyên: “Đã đối chiếu”") == 2


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
    open_as_a_board_does(coordinator, returned).tap("Rút lại đề nghị")

    assert state(tx, returned) == ReportState.FILED
    assert "Xem lại" in officer.say("Đã đối chiếu rồi")
    assert "rút lại đề nghị" in officer.receive()


def open_as_a_board_does(chat: Chat, obligation: Obligation) -> Chat:
    """The report as a board would open it."""
    conversation = conversations.lock_conversation(chat.tx, chat.channel, chat.address, chat.now)
    choice = {"label": "Mở", "action": "review.open", "args": {"obligation": obligation.id}, "says": []}
    conversation.set_buttons([choice], numbered=True)
    conversations.save(chat.tx, conversation, chat.now)
    chat.say("Mở")
    return chat


def test_an_officer_nobody_can_reach_is_said(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, now: datetime
) -> None:
    for person in (ca_mau.officer, ca_mau.colleague):
        conversations.block(tx, person.conversation(tx, now).id, now)
    chat = begun(chat_of(ca_mau.coordinator))
    chat.say("19: đề nghị nêu tình hình")

    assert "đề nghị liên hệ trực tiếp" in chat.tap("Gửi trả lại 1 nội dung")
    assert state(tx, sent) == ReportState.RETURNED


def test_the_button_still_works_when_the_talk_has_gone_on(
    ca_mau: Province, chat_of: ChatOf, sent: Obligation, tx: Connection
) -> None:
    officer = chat_of(ca_mau.officer)
    officer.told("/baocao", "Nộp bản điều chỉnh", "sửa câu 1", "1")
    chat = begun(chat_of(ca_mau.coordinator))
    chat.say("19: đề nghị nêu tình hình")
    chat.tap("Gửi trả lại 1 nội dung")
    officer.receive()
    told = officer.answer
    officer.told("5", "/start", "/tinhtrang")
    officer.answer = told

    assert "Câu 19/26" in super(Chat, officer).tap("Trả lời 1 nội dung này")


def test_an_accepted_report_is_unlocked_with_a_reason(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation
) -> None:
    chat = opened(chat_of(ca_mau.coordinator))
    chat.tap("Duyệt")
    open_as_a_board_does(chat, sent)
    chat.tap("Mở khóa")
    assert "Cần ghi vài chữ." in chat.say("12")
    assert "Đã mở khóa" in chat.say("Số liệu câu 7 còn thiếu")

    assert state(tx, sent) == ReportState.FILED
    done = audit.of_report(tx, sent.id)[-1]
    assert (done.action, done.detail["reason"]) == ("report.unlocked", "Số liệu câu 7 còn thiếu")
    officer = chat_of(ca_mau.officer)
    assert "Lý do: “Số liệu câu 7 còn thiếu”" in officer.receive()
    officer.tap("Nộp bản điều chỉnh")
    assert officer.choices[0] == "Nộp bản điều chỉnh"


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


def test_any_two_versions_are_compared(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, now: datetime
) -> None:
    for number in (3, 4):
        at = now + timedelta(minutes=number)
        file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, dict(FIGURES) | {"c01": number}, at)
    chat = chat_of(ca_mau.officer)
    chat.say("/baocao")
    chat.tap("Lịch sử")
    assert chat.choices[:3] == ["So bản 2 và bản 3", "So bản 1 và bản 2", "So hai bản khác…"]
    chat.tap("So hai bản khác…")
    chat.tap(next(label for label in chat.choices if label.startswith("Phiên bản 3")))
    reply = chat.tap(next(label for label in chat.choices if label.startswith("Phiên bản 1")))

    assert "Phiên bản 1 (08:42 ngày 19/5/2026) → phiên bản 3 (09:46 ngày 19/5/2026): 2 thay đổi" in reply
    assert "• Câu 1. Xảy ra · thị trấn Cái Nước: 2 → 4" in reply


def test_the_history_is_for_the_unit_and_those_above(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, now: datetime
) -> None:
    code = submissions.versions(tx, sent.id)[0].receipt
    other = province.enrol(tx, now, ca_mau.nam_can, Role.LEADER, "elsewhere")
    leader = chat_of(ca_mau.leader)
    leader.say(f"/tinhtrang {code}")

    assert "nộp phiên bản 1" in leader.tap("Lịch sử")
    conversation = other.conversation(tx, now)
    history = {"label": "Lịch sử", "action": "submissions.show_history", "args": {"obligation": sent.id}, "says": []}
    conversation.set_buttons([history], numbered=True)
    conversations.save(tx, conversation, now)
    assert chat_of(other).say("lich su").startswith("Không xem được lịch sử của báo cáo này")


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

    obligations.note_review(tx, other.obligation_id, ReportState.ACCEPTED, ca_mau.leader.id, now)
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


def test_a_report_opened_in_another_hat_leaves_no_question_behind(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, returned: Obligation, now: datetime
) -> None:
    """The coordinator reports for Năm Căn too, and is in the middle of that when Cái Nước sends again."""
    people.grant(tx, ca_mau.coordinator.id, ca_mau.nam_can.id, Role.REPORTER, None, now)
    chat = chat_of(ca_mau.coordinator)
    chat.say("/toi")
    chat.tap(next(choice for choice in chat.choices if "Năm Căn" in choice))
    chat.told("/baocao", "bat dau")
    answering(chat_of(ca_mau.officer)).told("6", "8", "Nộp báo cáo")
    chat.receive()
    chat.tap("Mở báo cáo")

    assert "Đã duyệt" in chat.say("duyệt")
    assert chat.say("12").startswith("Chưa rõ nội dung vừa gửi")
