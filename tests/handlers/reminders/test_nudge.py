"""Urging by hand: who may remind which units, and that nobody is reminded twice within four hours."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from handlers.turn.services import Services
from reporting.roles import Role
from storage.audit import audit
from storage.database.schema import outbox
from storage.people import people
from storage.reports import obligation_sync, obligations
from storage.units import selected_zones
from tests import province
from tests.chat import Chat
from tests.handlers.reminders.steps import FRIDAY, file, reminded_chat, take, tick
from tests.province import CALENDAR, Person, Province

MORNING = datetime(2026, 5, 21, 2, tzinfo=UTC)
"""Nine in the morning of a Thursday without a reminder step for the districts."""


def owed(tx: Connection, ca_mau: Province) -> int:
    return obligations.of_unit(tx, ca_mau.nam_can.id)[0].id


def nudge(tx: Connection, services: Services, by: Person, ca_mau: Province, at: datetime = MORNING) -> str:
    return take(tx, services, by, at, "reminders.nudge_unit", obligation=owed(tx, ca_mau)).text


def nudges(tx: Connection) -> list[str]:
    return list(tx.scalars(select(outbox.c.address).where(outbox.c.key.startswith("nudge:")).order_by(outbox.c.id)))


def test_it_names_who_asks_and_opens_the_report(tx: Connection, whole_services: Services, ca_mau: Province) -> None:
    assert nudge(tx, whole_services, ca_mau.coordinator, ca_mau) == "Đã nhắc 1 đơn vị: UBND huyện Năm Căn."

    officer = Chat(tx, whole_services, MORNING, "nam-can")
    assert officer.receive().splitlines()[:2] == [
        "Đầu mối tổng hợp tỉnh Cà Mau (Đầu mối mẫu) đề nghị đơn vị nộp 1 báo cáo",
        "1. 6 tháng năm 2026 · Chuyển hóa địa bàn: chưa bắt đầu",
    ]
    assert officer.choices == ["Bắt đầu báo cáo"]
    assert "6 tháng năm 2026" in officer.tap("Bắt đầu báo cáo")
    noted = audit.of_report(tx, owed(tx, ca_mau))
    assert [(entry.action, entry.person) for entry in noted] == [("report.nudged", "Đầu mối mẫu")]


def test_not_again_within_four_hours_whoever_asks(tx: Connection, whole_services: Services, ca_mau: Province) -> None:
    nudge(tx, whole_services, ca_mau.coordinator, ca_mau)

    again = nudge(tx, whole_services, ca_mau.leader, ca_mau, MORNING + timedelta(hours=3, minutes=59))
    later = nudge(tx, whole_services, ca_mau.leader, ca_mau, MORNING + timedelta(hours=4))

    assert again.startswith("1 đơn vị vừa được nhắc lúc 09:00, chưa nhắc lại")
    assert later == "Đã nhắc 1 đơn vị: UBND huyện Năm Căn."
    assert nudges(tx) == ["nam-can", "nam-can"]


def test_a_digest_waits_after_a_nudge_and_a_nudge_after_a_digest(
    tx: Connection, whole_services: Services, ca_mau: Province
) -> None:
    friday = FRIDAY
    take(
        tx,
        whole_services,
        ca_mau.coordinator,
        friday - timedelta(hours=1),
        "reminders.nudge_unit",
        obligation=owed(tx, ca_mau),
    )

    assert "nam-can" not in tick(tx, whole_services, friday)
    assert "nam-can" not in tick(tx, whole_services, friday + timedelta(hours=2, minutes=59))
    assert "nam-can" in tick(tx, whole_services, friday + timedelta(hours=3))
    assert "vừa được nhắc lúc 11:00" in nudge(
        tx, whole_services, ca_mau.coordinator, ca_mau, friday + timedelta(hours=5)
    )


def test_everybody_who_has_not_filed_a_report(tx: Connection, whole_services: Services, ca_mau: Province) -> None:
    file(tx, ca_mau.cai_nuoc, ca_mau.officer, MORNING)
    obligation = obligations.of_unit(tx, ca_mau.nam_can.id)[0]
    args = {"plan": obligation.plan_id, "report": obligation.report_id, "period": obligation.period}

    text = take(tx, whole_services, ca_mau.coordinator, MORNING, "reminders.nudge_all", **args).text

    assert text.split("\n\n") == [
        "Đã nhắc 2 đơn vị: thị trấn Cái Nước, UBND huyện Năm Căn.",
        "2 đơn vị chưa có cán bộ nhận được tin nhắn, đề nghị liên hệ trực tiếp: xã Tân Hưng,"
        " Sở Văn hóa, Thể thao và Du lịch.",
    ]
    assert nudges(tx) == ["nam-can", "commune"]


def test_one_message_for_an_officer_of_two_units(tx: Connection, whole_services: Services, ca_mau: Province) -> None:
    people.grant(tx, ca_mau.officer.id, ca_mau.nam_can.id, Role.REPORTER, None, MORNING - timedelta(days=9))
    ids = [obligations.of_unit(tx, unit.id)[0].id for unit in (ca_mau.cai_nuoc, ca_mau.nam_can)]

    take(tx, whole_services, ca_mau.coordinator, MORNING, "reminders.nudge_listed", obligations=ids)

    assert sorted(nudges(tx)) == ["colleague", "nam-can", "officer"]
    officer = Chat(tx, whole_services, MORNING, "officer")
    assert "đề nghị đơn vị nộp 2 báo cáo" in officer.receive()
    assert officer.choices == ["Bắt đầu báo cáo 1", "Bắt đầu báo cáo 2"]


def test_nobody_outside_one_s_own_units_and_no_officer_may(
    tx: Connection, whole_services: Services, ca_mau: Province
) -> None:
    district = province.enrol(tx, MORNING, ca_mau.cai_nuoc, Role.COORDINATOR, "district")

    assert nudge(tx, whole_services, district, ca_mau) == "Không còn đơn vị nào chưa nộp báo cáo này."
    assert "Lệnh này không dành cho vai trò hiện tại." in nudge(tx, whole_services, ca_mau.officer, ca_mau)
    assert nudges(tx) == []


def test_what_was_filed_meanwhile_is_not_asked_for(tx: Connection, whole_services: Services, ca_mau: Province) -> None:
    file(tx, ca_mau.nam_can, ca_mau.nam_can_officer, MORNING)

    assert nudge(tx, whole_services, ca_mau.coordinator, ca_mau) == "Không còn đơn vị nào chưa nộp báo cáo này."


def test_filing_takes_a_nudge_back(tx: Connection, whole_services: Services, ca_mau: Province) -> None:
    nudge(tx, whole_services, ca_mau.coordinator, ca_mau)

    file(tx, ca_mau.nam_can, ca_mau.nam_can_officer, MORNING)

    assert nudges(tx) == []


def test_a_nudge_leaves_a_dialog_open_on_both_sides(tx: Connection, whole_services: Services, ca_mau: Province) -> None:
    officer = Chat(tx, whole_services, MORNING, "nam-can")
    officer.say("/baocao")
    question = officer.tap("Bắt đầu")
    coordinator = Chat(tx, whole_services, MORNING, "coordinator")
    coordinator.say("/moi")

    nudge(tx, whole_services, ca_mau.coordinator, ca_mau)

    assert officer.receive().startswith("Đầu mối tổng hợp tỉnh Cà Mau")
    assert officer.answer["numbered"] is False
    assert officer.say("lưu và thoát").startswith("Đã lưu")
    assert question


@pytest.mark.parametrize("buttons", [True, False])
def test_out_of_a_digest(tx: Connection, whole_services: Services, ca_mau: Province, buttons: bool) -> None:
    """Officers whom the clock reminded at the same time are not reminded again."""
    coordinator = reminded_chat(tx, whole_services, ca_mau.coordinator, FRIDAY, buttons=buttons)
    shown = coordinator.answer
    assert "3 đơn vị vừa được nhắc lúc 08:00" in coordinator.tap("Nhắc 5 đơn vị")
    assert coordinator.choices == ["Xem bảng"]
    assert "Nhắc từng đơn vị" in [choice["label"] for choice in shown["choices"]]


@pytest.mark.parametrize("hour", [21, 23, 30])
def test_in_the_quiet_hours_nobody_is_reminded(
    tx: Connection, whole_services: Services, ca_mau: Province, hour: int
) -> None:
    night = MORNING + timedelta(hours=hour - 9)

    text = nudge(tx, whole_services, ca_mau.coordinator, ca_mau, night)

    assert text.startswith("1 đơn vị không nhắc lúc này: từ 21:00 đến 07:00")
    assert nudges(tx) == []


def test_on_the_last_day_it_is_never_too_late(tx: Connection, whole_services: Services, ca_mau: Province) -> None:
    last_hour = datetime(2026, 5, 24, 16, tzinfo=UTC)
    obligation = obligations.of_unit(tx, ca_mau.nam_can.id)[0]
    args = {"plan": obligation.plan_id, "report": obligation.report_id, "period": obligation.period}

    text = take(tx, whole_services, ca_mau.coordinator, last_hour, "reminders.nudge_all", **args).text

    assert text.startswith("2 đơn vị không nhắc lúc này")  # the communes, late since Wednesday
    assert "Đã nhắc 2 đơn vị: UBND huyện Cái Nước, UBND huyện Năm Căn." in text


def test_the_answer_names_eight_units_and_counts_the_others(
    tx: Connection, whole_services: Services, ca_mau: Province
) -> None:
    province.many_communes(tx, ca_mau.nam_can, 9, first=1_000_000)
    selected_zones.select(tx, ca_mau.plan.id, 2026, range(1_000_000, 1_000_009), MORNING - timedelta(days=9))
    obligation_sync.ensure(tx, ca_mau.plan, CALENDAR, MORNING - timedelta(days=9))
    ids = [obligations.of_unit(tx, unit_id)[0].id for unit_id in range(1_000_000, 1_000_009)]

    text = take(tx, whole_services, ca_mau.coordinator, MORNING, "reminders.nudge_listed", obligations=ids).text

    assert text.startswith("9 đơn vị chưa có cán bộ nhận được tin nhắn")
    assert text.endswith("xã mẫu 0007 và 1 đơn vị khác.")


def test_the_buttons_of_a_digest_count_in_the_role_it_was_sent_to(
    tx: Connection, whole_services: Services, ca_mau: Province
) -> None:
    """A coordinator of Năm Căn who now acts as an officer of Cái Nước may still remind the units of Năm Căn."""
    people.grant(tx, ca_mau.officer.id, ca_mau.nam_can.id, Role.COORDINATOR, None, MORNING - timedelta(days=9))
    (membership,) = (
        member.membership_id for member in people.memberships(tx, ca_mau.officer.id) if member.role == Role.COORDINATOR
    )
    args = {"obligation": owed(tx, ca_mau), "membership": membership}

    chat = take(tx, whole_services, ca_mau.officer, MORNING, "reminders.nudge_unit", **args)

    assert chat.text == "Đã nhắc 1 đơn vị: UBND huyện Năm Căn."
    assert chat.say("/tinhtrang").startswith("Báo cáo của đơn vị · UBND huyện Cái Nước")
