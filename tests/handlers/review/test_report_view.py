"""A submitted report as its reviewer sees it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection

from reporting.deadlines.obligation import ReportState
from reporting.form_entry.answer_input import Answer
from reporting.roles import Role
from storage.people import people
from storage.reports import obligations, submissions
from storage.reports.obligations import Obligation
from tests import province
from tests.chat import FIGURES, file_report, owed
from tests.handlers.conftest import ChatOf
from tests.handlers.review.helpers import answering, begun, opened, second_coordinator, state
from tests.province import Province


def test_a_version_sent_meanwhile_is_shown_before_anything_is_accepted(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, now: datetime
) -> None:
    chat = opened(chat_of(ca_mau.coordinator))
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, dict(FIGURES) | {"c01": 3}, now)

    reply = chat.tap("Duyệt")

    assert reply.startswith("Đơn vị vừa nộp phiên bản 2 lúc 09:42 ngày 19/5/2026")
    assert "Hình sự (1–5): 3 · 2 · 2 · 2 · 2" in reply
    assert state(tx, sent) == ReportState.FILED
    chat.tap("Duyệt")
    assert state(tx, sent) == ReportState.ACCEPTED


def test_the_working_copy_is_not_what_is_shown(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, now: datetime
) -> None:
    submissions.put(tx, sent.id, f"c01@{ca_mau.tt_cai_nuoc.id}", Answer.given(777), ca_mau.officer.id, now)

    text = opened(chat_of(ca_mau.coordinator)).text

    assert "777" not in text
    assert "Đơn vị đang soạn bản điều chỉnh, chưa nộp" in text


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


def test_a_colleague_was_faster(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, now: datetime
) -> None:
    chat, other = opened(chat_of(ca_mau.coordinator)), opened(chat_of(second_coordinator(tx, ca_mau, now)))
    chat.tap("Duyệt")

    reply = other.tap("Duyệt")

    assert reply.startswith("Đầu mối mẫu đã duyệt báo cáo này lúc 09:42 ngày 19/5/2026.")
    assert "Hình sự (1–5)" not in reply
    assert other.choices[0] == "Mở khóa"


def test_a_dialog_ends_when_its_report_changes(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, now: datetime
) -> None:
    chat = begun(chat_of(ca_mau.coordinator))
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, dict(FIGURES) | {"c01": 3}, now)

    assert chat.say("19: đề nghị nêu tình hình").startswith("Đơn vị vừa nộp phiên bản 2")
    assert "Duyệt" in chat.choices
    assert "“đề nghị nêu" not in chat.say("20: cũng vậy nhé")


def test_a_dialog_ends_when_its_report_is_out_of_reach(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, now: datetime
) -> None:
    """The district's coordinator might decide on its own report until somebody is above."""
    people.revoke(tx, ca_mau.coordinator.membership_id, now)
    district = province.enrol(tx, now, ca_mau.cai_nuoc, Role.COORDINATOR, "district")
    chat = begun(chat_of(district))
    second_coordinator(tx, ca_mau, now)

    assert chat.say("19: đề nghị nêu tình hình").startswith("Báo cáo này không thuộc phạm vi được duyệt.")
    assert chat.press("review.send_return").startswith("Việc trả lại này không còn mở.")


@pytest.mark.parametrize("excused", [False, True])
def test_a_report_that_was_not_submitted(tx: Connection, ca_mau: Province, chat_of: ChatOf, excused: bool) -> None:
    report = owed(tx, ca_mau.officer)
    if excused:
        obligations.excuse(tx, report.id, "Không có địa bàn")
    chat = chat_of(ca_mau.coordinator)

    reply = chat.press("review.open", obligation=report.id)

    assert ("Đơn vị được miễn nộp: Không có địa bàn" if excused else "Đơn vị chưa nộp báo cáo này.") in reply
    assert not {"Duyệt", "Mở khóa", "Trả lại để bổ sung, chỉnh sửa"} & set(chat.choices)


def test_many_points_are_shown_in_two_steps(tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime) -> None:
    """Parts that are larger than their whole: six warnings in two communes, and three targets that are not met."""
    wrong = {"c02": 9, "c03": 9, "c05": 9, "c07": 99, "c08": 99, "c10": 99}
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, dict(FIGURES) | wrong, now)
    chat = opened(chat_of(ca_mau.coordinator))
    assert "Cần xem trước (9 nội dung):" in chat.text
    assert "… và 1 nội dung khác" in chat.text
    points = chat.text.count("\n⚠ ") + chat.text.count("\n✗ ")

    chat.tap("Xem đủ nội dung cần xem")

    assert (points, chat.text.count("\n⚠ ") + chat.text.count("\n✗ ")) == (8, 9)
    assert "nội dung khác" not in chat.text
    assert "Xem đủ nội dung cần xem" not in chat.choices


def test_a_figure_far_below_that_of_the_year_before_is_pointed_out(
    tx: Connection, chat_of: ChatOf, now: datetime
) -> None:
    ca_mau = province.build(tx, now, years=(2025, 2026))
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2025, dict(FIGURES) | {"c06": 30}, now - timedelta(days=365))
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, FIGURES, now)

    chat = chat_of(ca_mau.coordinator)
    chat.say("/duyet")

    reply = chat.tap("UBND huyện Cái Nước · 6 tháng năm 2026 · Chuyển hóa địa bàn")

    assert "⚠ Câu 6. Tiếp nhận · xã Tân Hưng: giảm từ 30 xuống 9 so với báo cáo trước cùng loại?" in reply
