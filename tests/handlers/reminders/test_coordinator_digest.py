"""What coordinators are told of the reports that are missing: counts, names, on which days."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection, select

from handlers.turn.services import Services
from reporting.roles import Role
from storage.database.schema import outbox
from storage.reports import obligation_sync, obligations
from tests import province
from tests.handlers.reminders.steps import (
    FRIDAY,
    LATE,
    file,
    reminded_chat,
    take,
    tick,
)
from tests.province import CALENDAR, Province


def test_the_coordinator_hears_n_of_how_many_and_the_names(
    tx: Connection, whole_services: Services, only_districts: Province
) -> None:
    file(tx, only_districts.cai_nuoc, only_districts.officer, FRIDAY - timedelta(days=1))

    coordinator = reminded_chat(tx, whole_services, only_districts.coordinator, FRIDAY)

    assert coordinator.text.splitlines() == [
        "Báo cáo chưa nộp đủ",
        "",
        "6 tháng năm 2026 · Chuyển hóa địa bàn",
        "Cấp huyện: đã nộp 1/2 đơn vị",
        "Trước ngày 25/5 (hạn cuối: hết Chủ nhật 24/5; ngày làm việc cuối cùng: thứ Sáu 22/5) · còn 2 ngày",
        "Chưa nộp: UBND huyện Năm Căn (chưa bắt đầu)",
        "",
        "Tính đến 08:00 ngày 22/5/2026.",
    ]
    assert coordinator.choices == ["Nhắc 1 đơn vị", "Xem bảng"]
    assert "Chưa bắt đầu:\n• UBND huyện Năm Căn" in coordinator.tap("Xem bảng")


def test_how_far_each_is_who_filed_late_what_came_back_and_who_has_more_time(
    tx: Connection, whole_services: Services, only_districts: Province
) -> None:
    here = only_districts
    third = province.add(tx, "MAU-09", "UBND huyện Mẫu Ba", here.cai_nuoc.kind, here.tinh)
    obligation_sync.ensure(tx, here.plan, CALENDAR, FRIDAY)
    file(tx, here.cai_nuoc, here.officer, LATE + timedelta(hours=1))
    obligation = obligations.of_unit(tx, third.id)[0]
    obligations.extend(tx, obligation.id, date(2026, 5, 29))
    officer = take(tx, whole_services, here.nam_can_officer, LATE, "filing.open", obligation=first(tx, here.nam_can.id))
    officer.tap("Bắt đầu")

    text = reminded_chat(tx, whole_services, here.coordinator, LATE + timedelta(days=7)).text

    assert "Cấp huyện: đã nộp 1/3 đơn vị, trong đó nộp trễ 1" in text
    assert "UBND huyện Mẫu Ba (chưa bắt đầu, gia hạn đến 29/5)" in text
    assert "Trước ngày 25/5" in text  # the deadline of the level, not of the one that has more time


def first(tx: Connection, unit_id: int) -> int:
    return obligations.of_unit(tx, unit_id)[0].id


def test_the_days_of_the_coordinator(tx: Connection, whole_services: Services, only_districts: Province) -> None:
    """Sunday 24 May is the last day: only it is spoken of on a day off, at noon."""
    seven = datetime(2026, 5, 18, 0, tzinfo=UTC)
    hours = [seven + timedelta(days=days, hours=hour) for days in range(22) for hour in (0, 1, 5, 13)]

    heard = [f"{at:%d/%m} {at.hour + 7}" for at in hours if "coordinator" in tick(tx, whole_services, at)]

    assert heard == ["20/05 7", "22/05 7", "24/05 12", "25/05 7", "01/06 7", "08/06 7"]


def test_each_coordinator_hears_of_the_units_they_are_over(
    tx: Connection, whole_services: Services, ca_mau: Province
) -> None:
    district = province.enrol(tx, FRIDAY - timedelta(days=9), ca_mau.cai_nuoc, Role.COORDINATOR, "district")

    messages = tick(tx, whole_services, FRIDAY)

    below, above = messages["district"].payload["text"], messages["coordinator"].payload["text"]
    assert "Cấp xã: đã nộp 0/2 đơn vị" in below
    assert "huyện" not in below
    assert "Cấp huyện: đã nộp 0/2 đơn vị" in above
    assert "Cấp xã" not in above
    assert district.unit == ca_mau.cai_nuoc


def test_filing_takes_back_what_overseers_were_to_hear(
    tx: Connection, whole_services: Services, only_districts: Province
) -> None:
    tick(tx, whole_services, LATE)

    file(tx, only_districts.nam_can, only_districts.nam_can_officer, LATE)

    assert not {"leader", "coordinator", "nam-can"} & set(tx.scalars(select(outbox.c.address)))
    again = tick(tx, whole_services, LATE)
    assert set(again) == {"coordinator", "leader"}
    assert "đã nộp 1/2 đơn vị, trong đó nộp trễ 1" in again["coordinator"].payload["text"]
    assert "Năm Căn" not in again["leader"].payload["text"]


def test_what_yesterday_could_not_be_sent_is_said_as_it_is_today(
    tx: Connection, whole_services: Services, only_districts: Province
) -> None:
    """The platform is away for days: rows wait, and one true message is left of them."""
    for days in range(3):
        tick(tx, whole_services, LATE + timedelta(days=days))

    waiting = list(tx.scalars(select(outbox.c.payload).where(outbox.c.address == "nam-can")))

    assert len(waiting) == 1
    assert "trễ hạn 3 ngày" in waiting[0]["text"]
