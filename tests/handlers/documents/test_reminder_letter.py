"""Công văn đôn đốc: to the units that never submitted a report."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection

from storage.reports import obligation_sync, obligations
from tests import province
from tests.chat import Chat, file_report, owed, report_returned
from tests.handlers.conftest import ChatOf
from tests.handlers.documents.documents import REPORT, ask_for, opened, rows, texts
from tests.province import CALENDAR, Province
from tests.rules.screens import set_hour

FOUR = datetime(2026, 5, 24, 9, tzinfo=UTC)


@pytest.fixture
def coordinator(chat_of: ChatOf, ca_mau: Province) -> Chat:
    """Nobody has filed yet."""
    return chat_of(ca_mau.coordinator)


def letter(chat: Chat, units: int) -> str:
    ask_for(chat, f"Công văn đôn đốc {units} đơn vị (.docx)")
    return texts(opened(chat))


def test_the_late_ones_stand_first_with_how_late_they_are(coordinator: Chat, ca_mau: Province) -> None:
    file_report(coordinator.tx, ca_mau, ca_mau.officer, "six-months", 2026, {}, coordinator.now)
    coordinator.later(days=2)

    whole = letter(coordinator, 4)

    assert "V/v đôn đốc gửi báo cáo 6 tháng năm 2026" in whole
    assert "Số:     /UBND-…" in whole
    assert "BÁO CÁO" not in whole.splitlines(), "a công văn names no kind"
    assert "Đối với sở, ban, ngành; cấp huyện: gửi trước ngày 25/5; hạn cuối là hết ngày 24/5/2026." in whole
    table = rows(opened(coordinator), "Đơn vị")
    assert list(table)[1:3] == ["Ủy ban nhân dân thị trấn Cái Nước", "Ủy ban nhân dân xã Tân Hưng"]
    assert table["Ủy ban nhân dân xã Tân Hưng"][2:] == ["chưa gửi", "20/5/2026", "9 giờ"]
    assert table["Ủy ban nhân dân huyện Năm Căn"][4] == ""
    assert "- Ủy ban nhân dân thị trấn Cái Nước;" in whole
    assert "huyện Cái Nước" not in whole


def test_the_next_to_be_late_stands_first(coordinator: Chat) -> None:
    letter(coordinator, 5)

    days = [row[3] for row in rows(opened(coordinator), "Đơn vị").values()]
    assert days[1:] == ["20/5/2026"] * 2 + ["24/5/2026"] * 3


def test_a_returned_report_is_neither_received_nor_missing(tx: Connection, coordinator: Chat, ca_mau: Province) -> None:
    report_returned(tx, ca_mau, ca_mau.officer, coordinator.now, coordinator.now)
    file_report(tx, ca_mau, ca_mau.nam_can_officer, "six-months", 2026, {}, coordinator.now)

    whole = letter(coordinator, 3)

    assert (
        "Tính đến 09:42 ngày 19/5/2026, đã có 1/5 đơn vị gửi báo cáo, 1 đơn vị được trả lại; "
        "còn 3 đơn vị chưa gửi, gồm:"
    ) in whole
    assert "huyện Cái Nước" not in whole
    assert "huyện Năm Căn" not in whole


def test_without_a_returned_report_nothing_is_said_of_them(coordinator: Chat) -> None:
    assert "đã có 0/5 đơn vị gửi báo cáo; còn 5 đơn vị chưa gửi, gồm:" in letter(coordinator, 5)


def test_the_hour_of_a_deadline(coordinator: Chat, ca_mau: Province) -> None:
    set_hour(coordinator, ca_mau.nam_can_officer, FOUR)
    coordinator.now = FOUR + timedelta(hours=2)

    whole = letter(coordinator, 5)

    assert "Đối với cấp huyện: gửi trước ngày 25/5; hạn cuối là 16:00 ngày 24/5/2026." in whole
    row = rows(opened(coordinator), "Đơn vị")["Ủy ban nhân dân huyện Năm Căn"]
    assert row[3:] == ["16:00 ngày 24/5/2026", "2 giờ"]


def test_more_time_is_said_apart(tx: Connection, coordinator: Chat, ca_mau: Province) -> None:
    obligations.extend(tx, owed(tx, ca_mau.officer).id, date(2026, 5, 29))

    assert "Đối với cấp huyện được gia hạn: hạn cuối là hết ngày 29/5/2026." in letter(coordinator, 5)


@pytest.mark.parametrize(("communes", "addressed"), [(1, False), (2, True)])
def test_more_than_six_units_are_addressed_by_the_list(
    tx: Connection, chat_of: ChatOf, now: datetime, communes: int, addressed: bool
) -> None:
    place = province.build_two_level(tx, now)
    province.many_communes(tx, place.tinh, communes, first=place.dac_khu.id + 1)
    obligation_sync.ensure(tx, place.plan, CALENDAR, now)

    whole = letter(chat_of(place.coordinator), 5 + communes)

    assert ("Các đơn vị có tên trong danh sách dưới đây" in whole) == addressed
    assert ("- Ủy ban nhân dân xã Mẫu Hai;" in whole) == (not addressed)


def test_none_is_offered_where_only_returned_reports_are_left(
    tx: Connection, coordinator: Chat, ca_mau: Province
) -> None:
    coordinator.say("/xuat")
    coordinator.tap(REPORT)
    label = "Công văn đôn đốc 5 đơn vị (.docx)"
    for unit in (ca_mau.so_van_hoa, ca_mau.nam_can, ca_mau.tt_cai_nuoc, ca_mau.tan_hung):
        obligations.excuse(tx, obligations.of_unit(tx, unit.id)[0].id, "mẫu")
    report_returned(tx, ca_mau, ca_mau.officer, coordinator.now, coordinator.now)

    text = coordinator.tap(label)

    assert text.startswith("Không còn đơn vị trực thuộc nào chưa nộp: không có đơn vị nào để đôn đốc.")
    assert "tỉnh Cà Mau: đã nộp 0/1 đơn vị trực thuộc; được trả lại 1." in text
    assert not any(choice.startswith("Công văn") for choice in coordinator.choices)
