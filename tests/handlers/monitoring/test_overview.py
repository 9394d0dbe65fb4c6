"""/tinhtrang for those who look after others."""

from datetime import UTC, date, datetime

from sqlalchemy import Connection

from reporting.deadlines.obligation import ReportState
from reporting.form_entry.answer_input import Answer
from reporting.roles import Role
from storage.reports import obligation_sync, obligations, reviews, submissions
from storage.units import selected_zones
from storage.units.units import Unit
from tests import province
from tests.chat import Chat
from tests.province import CALENDAR, Province


def file(tx: Connection, unit: Unit, by: int, at: datetime) -> None:
    obligation = obligations.of_unit(tx, unit.id)[0]
    receipt = f"CM26-6T-{unit.id:05}"
    submissions.submit(tx, obligation, receipt.encode(), receipt=receipt, filed_by=by, now=at, nil=False, figures=())


def test_counts_and_names_by_level(tx: Connection, coordinator: Chat, ca_mau: Province) -> None:
    file(tx, ca_mau.nam_can, ca_mau.nam_can_officer.id, coordinator.now)
    draft = obligations.of_unit(tx, ca_mau.tan_hung.id)[0]
    submissions.put(tx, draft.id, f"c01@{ca_mau.tan_hung.id}", Answer.given(12), ca_mau.officer.id, coordinator.now)
    obligations.set_state(tx, draft.id, ReportState.DRAFTING)

    lines = coordinator.say("/tinhtrang").splitlines()

    assert lines == [
        "Tình hình nộp báo cáo · tỉnh Cà Mau",
        "",
        "6 tháng năm 2026 · Chuyển hóa địa bàn",
        "",
        "Sở, ban, ngành: đã nộp 0/1 đơn vị",
        "Trước ngày 25/5 (hạn cuối: hết Chủ nhật 24/5; ngày làm việc cuối cùng: thứ Sáu 22/5) · còn 5 ngày",
        "Chưa nộp:",
        "• Sở Văn hóa, Thể thao và Du lịch: chưa bắt đầu",
        "",
        "Cấp huyện: đã nộp 1/2 đơn vị",
        "Chưa nộp:",
        "• UBND huyện Cái Nước: chưa bắt đầu",
        "",
        "Cấp xã: đã nộp 0/2 đơn vị",
        lines[14],
        "Chưa nộp:",
        "• thị trấn Cái Nước: chưa bắt đầu",
        lines[17],
        "",
        "Tính đến 09:42 ngày 19/5/2026.",
    ]
    assert lines[14].startswith("Hạn cuối: hết thứ Tư 20/5")
    assert lines[17].startswith("• xã Tân Hưng: đang soạn, đã trả lời 1/")


def test_a_leader_sees_the_same(coordinator: Chat, ca_mau: Province) -> None:
    reply = coordinator.say("/tinhtrang")
    coordinator.address = ca_mau.leader.address

    assert coordinator.say("tinh trang") == reply


def test_late_filings_are_counted(tx: Connection, coordinator: Chat, ca_mau: Province) -> None:
    coordinator.now = datetime(2026, 5, 26, 2, tzinfo=UTC)
    file(tx, ca_mau.nam_can, ca_mau.nam_can_officer.id, coordinator.now)

    text = coordinator.say("/tinhtrang")

    assert "Cấp huyện: đã nộp 1/2 đơn vị, trong đó nộp trễ 1" in text
    assert "trễ hạn 2 ngày" in text


def test_a_level_that_is_complete_names_nobody(tx: Connection, coordinator: Chat, ca_mau: Province) -> None:
    for unit in (ca_mau.cai_nuoc, ca_mau.nam_can):
        file(tx, unit, ca_mau.officer.id, coordinator.now)

    paragraphs = coordinator.say("/tinhtrang").split("\n\n")

    assert "Cấp huyện: đã nộp 2/2 đơn vị" in paragraphs


def test_a_district_s_coordinator_sees_only_the_district(tx: Connection, coordinator: Chat, ca_mau: Province) -> None:
    province.enrol(tx, coordinator.now, ca_mau.cai_nuoc, Role.COORDINATOR, "district")
    coordinator.address = "district"

    text = coordinator.say("/tinhtrang")

    assert text.startswith("Tình hình nộp báo cáo · UBND huyện Cái Nước")
    assert "Cấp huyện: đã nộp 0/1 đơn vị" in text
    assert "Năm Căn" not in text
    assert "Sở Văn hóa" not in text


def test_outside_the_season_nothing_is_running(coordinator: Chat) -> None:
    coordinator.now = datetime(2026, 3, 1, 2, tzinfo=UTC)

    assert "Hiện không có báo cáo nào trong kỳ nộp." in coordinator.say("/tinhtrang")


def test_many_names_come_in_pages(tx: Connection, coordinator: Chat, ca_mau: Province) -> None:
    province.many_communes(tx, ca_mau.nam_can, 45, first=1_000_000)
    selected_zones.select(tx, ca_mau.plan.id, 2026, range(1_000_000, 1_000_045), coordinator.now)
    obligation_sync.ensure(tx, ca_mau.plan, CALENDAR, coordinator.now)

    overview = coordinator.say("/tinhtrang")
    assert "• xã mẫu 0019: chưa bắt đầu\n… và 25 đơn vị khác" in overview
    assert "xã mẫu 0020" not in overview

    coordinator.tap("Cấp xã, 6 tháng năm 2026: xem 45 đơn vị chưa nộp")
    assert "Trang 1/3." in coordinator.text
    assert coordinator.choices == ["Trang sau", "Về bảng chung"]

    coordinator.tap("Trang sau")
    assert "xã mẫu 0020" in coordinator.text
    assert "xã mẫu 0039" in coordinator.text
    assert "xã mẫu 0040" not in coordinator.text
    assert coordinator.choices == ["Trang trước", "Trang sau", "Về bảng chung"]

    coordinator.say("trang sau")
    assert "xã mẫu 0044" in coordinator.text
    assert coordinator.choices == ["Trang trước", "Về bảng chung"]

    coordinator.tap("Về bảng chung")
    assert coordinator.text == overview


def test_the_names_seen_are_as_of_now(tx: Connection, coordinator: Chat, ca_mau: Province) -> None:
    coordinator.say("/tinhtrang")
    file(tx, ca_mau.cai_nuoc, ca_mau.officer.id, coordinator.now)
    coordinator.later(minutes=5)

    coordinator.tap("Cập nhật")

    assert "UBND huyện Cái Nước" not in coordinator.text
    assert "Tính đến 09:47" in coordinator.text


def test_an_excused_unit_is_not_counted(tx: Connection, coordinator: Chat, ca_mau: Province) -> None:
    obligations.set_state(tx, obligations.of_unit(tx, ca_mau.nam_can.id)[0].id, ReportState.EXCUSED)

    assert "Cấp huyện: đã nộp 0/1 đơn vị" in coordinator.say("/tinhtrang")


def test_what_was_returned_is_neither_filed_nor_missing(tx: Connection, coordinator: Chat, ca_mau: Province) -> None:
    file(tx, ca_mau.cai_nuoc, ca_mau.officer.id, coordinator.now)
    obligation = obligations.of_unit(tx, ca_mau.cai_nuoc.id)[0]
    reviews.record_review(tx, obligation.id, ReportState.RETURNED, ca_mau.coordinator.id, coordinator.now)

    reply = coordinator.say("/tinhtrang")

    assert "Cấp huyện: đã nộp 0/2 đơn vị; được trả lại 1\nChưa nộp:\n• UBND huyện Năm Căn" in reply
    assert "Được trả lại, đang bổ sung, chỉnh sửa:\n• UBND huyện Cái Nước" in reply
    coordinator.later(days=7)
    assert "đã nộp 0/5, quá hạn 4" in coordinator.say("/theodoi")
    coordinator.tap("6 tháng năm 2026 · Chuyển hóa địa bàn")
    assert "Chưa nộp 4/5: chưa bắt đầu 4 · trong đó quá hạn 4\nĐược trả lại 1/5" in coordinator.text
    assert "Đã nộp lần đầu" not in coordinator.text  # that is one unit's, not the level's deadline


def test_the_deadline_of_a_level_is_no_unit_s_extension(tx: Connection, coordinator: Chat, ca_mau: Province) -> None:
    obligations.extend(tx, obligations.of_unit(tx, ca_mau.cai_nuoc.id)[0].id, date(2026, 5, 29))

    reply = coordinator.say("/tinhtrang")

    assert "Gia hạn" not in reply
    assert reply.count("Trước ngày 25/5 (hạn cuối: hết Chủ nhật 24/5") == 1
