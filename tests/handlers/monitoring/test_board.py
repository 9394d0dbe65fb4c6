"""``/theodoi``: the list of reports, and the board of one report: counts, rates, buttons."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection

from reporting.deadlines.obligation import ReportState
from storage.reports import obligations, reviews
from tests import province
from tests.chat import Chat, file_report, owed, report_returned
from tests.handlers.conftest import ChatOf
from tests.handlers.monitoring.steps import REPORT, open_board
from tests.province import Province


def test_the_counts_of_each_category(coordinator: Chat, ca_mau: Province) -> None:
    tx, now = coordinator.tx, coordinator.now
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, {}, now)
    reviews.record_review(tx, owed(tx, ca_mau.officer).id, ReportState.RETURNED, ca_mau.coordinator.id, now)
    file_report(tx, ca_mau, ca_mau.commune_officer, "six-months", 2026, {}, now + timedelta(days=2))
    reviews.record_review(tx, owed(tx, ca_mau.commune_officer).id, ReportState.ACCEPTED, ca_mau.coordinator.id, now)
    obligations.set_state(tx, owed(tx, ca_mau.nam_can_officer).id, ReportState.DRAFTING)
    obligations.excuse(tx, obligations.of_unit(tx, ca_mau.tan_hung.id)[0].id, "mới thành lập")
    coordinator.later(days=3)

    text = open_board(coordinator)

    assert "Chưa nộp 2/4: chưa bắt đầu 1 · đang soạn 1\nĐược trả lại 1/4\nĐã nộp 1/4" in text
    assert "Đã nộp 1/4: nộp trễ 1 · đã duyệt 1" in text
    assert "Được miễn: 1" in text
    assert "Tỷ lệ nộp 1/4 = 25,0%; đúng hạn 0/4 = 0,0%" in text
    assert "Được trả lại để bổ sung, chỉnh sửa:\n• UBND huyện Cái Nước" in text
    assert coordinator.choices[:5] == [
        "Được trả lại (1)",
        "Chưa bắt đầu (1)",
        "Đang soạn (1)",
        "Nộp trễ (1)",
        "Được miễn (1)",
    ]
    assert "1. xã Tân Hưng: được miễn: mới thành lập" in coordinator.tap("Được miễn (1)")


def test_the_same_moment_a_year_before_is_by_first_sendings(chat_of: ChatOf, tx: Connection, now: datetime) -> None:
    ca_mau = province.build(tx, now, years=(2025, 2026))
    chat = chat_of(ca_mau.coordinator)
    day_before, day_after = now - timedelta(days=366), now - timedelta(days=364)
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2025, {}, day_before)
    file_report(tx, ca_mau, ca_mau.nam_can_officer, "six-months", 2025, {}, day_after)

    assert "Cùng thời điểm kỳ năm trước (19/5/2025): 1/5 = 20,0%; đúng hạn 1/5 = 20,0%" in open_board(chat)
    chat.later(days=2)
    assert "Cùng thời điểm kỳ năm trước (21/5/2025): 2/5 = 40,0%; đúng hạn 2/5 = 40,0%" in chat.tap("Cập nhật")


def test_what_is_asked_for_next_has_its_numbers(coordinator: Chat, ca_mau: Province, now: datetime) -> None:
    file_report(coordinator.tx, ca_mau, ca_mau.nam_can_officer, "six-months", 2026, {}, now)
    open_board(coordinator)

    coordinator.say("/duyet")

    assert "UBND huyện Năm Căn" in coordinator.say("1")
    assert "Chờ duyệt" not in coordinator.text


def test_outside_the_season(coordinator: Chat) -> None:
    coordinator.now = datetime(2026, 3, 1, 2, tzinfo=UTC)

    assert "Hiện không có báo cáo nào trong kỳ nộp." in coordinator.say("/theodoi")
    coordinator.tap("Tất cả các kỳ")
    assert REPORT in coordinator.choices


def test_in_english(coordinator: Chat) -> None:
    coordinator.say("/ngonngu")
    coordinator.tap("English")
    coordinator.say("/theodoi")

    assert "Not filed 5/5: not begun 5" in coordinator.tap(coordinator.choices[0])


def test_the_units_of_one_district_are_reminded_from_its_board(coordinator: Chat, ca_mau: Province) -> None:
    open_board(coordinator)
    coordinator.say("ubnd huyen cai nuoc")

    reply = coordinator.tap("Nhắc các đơn vị chưa nộp")
    assert "thị trấn Cái Nước" in reply
    assert "Năm Căn" not in reply
    assert coordinator.tap("Xem bảng").startswith(REPORT)


def test_all_are_reminded_from_the_whole_board(coordinator: Chat, ca_mau: Province) -> None:
    open_board(coordinator)

    assert "UBND huyện Năm Căn" in coordinator.tap("Nhắc các đơn vị chưa nộp")


def test_only_those_who_never_submitted_are_called_so_and_reminded(
    tx: Connection, coordinator: Chat, ca_mau: Province
) -> None:
    report_returned(tx, ca_mau, ca_mau.officer, coordinator.now, coordinator.now)
    open_board(coordinator)

    reply = coordinator.tap("Nhắc các đơn vị chưa nộp")
    assert "UBND huyện Năm Căn" in reply
    assert "UBND huyện Cái Nước" not in reply
    coordinator.tap("Xem bảng")
    reply = coordinator.tap("Nhắc các đơn vị được trả lại")
    assert "Đã nhắc 1 đơn vị: UBND huyện Cái Nước." in reply


def test_where_only_returned_ones_are_left_nobody_is_called_missing(
    tx: Connection, coordinator: Chat, ca_mau: Province
) -> None:
    report_returned(tx, ca_mau, ca_mau.officer, coordinator.now, coordinator.now)
    for unit in (ca_mau.so_van_hoa, ca_mau.nam_can, ca_mau.tt_cai_nuoc, ca_mau.tan_hung):
        obligations.receive_on_paper(tx, obligations.of_unit(tx, unit.id)[0].id, coordinator.now)

    open_board(coordinator)
    assert "Nhắc các đơn vị chưa nộp" not in coordinator.choices
    assert "Nhắc các đơn vị được trả lại" in coordinator.choices

    coordinator.say("ubnd huyen cai nuoc")
    assert "Nhắc các đơn vị chưa nộp" not in coordinator.choices
    assert "UBND huyện Cái Nước" in coordinator.tap("Nhắc các đơn vị được trả lại")


def test_the_deadline_of_a_level_is_the_usual_one(tx: Connection, coordinator: Chat, ca_mau: Province) -> None:
    obligations.extend(tx, owed(tx, ca_mau.officer).id, date(2026, 5, 29))

    assert "Sở, ban, ngành; cấp huyện: Trước ngày 25/5 (hạn cuối: hết Chủ nhật 24/5" in open_board(coordinator)
