"""More time: who may decide, what two people do at once, and what the report is measured against afterwards."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Connection

from handlers.turn.services import Services
from reporting.deadlines.calendar import last_instant
from reporting.deadlines.obligation import ReportState
from reporting.plan.plan import Plan
from reporting.roles import Role
from storage.audit import audit
from storage.people import people
from storage.plans import plans
from storage.reports import extensions, obligation_sync, obligations, reminders
from storage.reports.obligations import Obligation
from tests import province
from tests.chat import Chat, file_report, owed, report_returned
from tests.handlers.conftest import ChatOf
from tests.handlers.reminders.steps import tick
from tests.province import Province

TINY = {"c01": 1}


def ask(officer: Chat, day: str = "29/5", reason: str = "Chờ số liệu của xã Tân Hưng") -> str:
    return officer.told(f"/giahan {day}", reason)


def grant(chat_of: ChatOf, ca_mau: Province) -> None:
    """What the officer asks for, the coordinator grants."""
    ask(chat_of(ca_mau.officer))
    coordinator = chat_of(ca_mau.coordinator)
    coordinator.receive()
    coordinator.tap("Đồng ý")


def due(tx: Connection, ca_mau: Province) -> Obligation:
    return owed(tx, ca_mau.officer)


def test_granted_the_report_is_measured_against_the_new_day(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime
) -> None:
    grant(chat_of, ca_mau)

    obligation = due(tx, ca_mau)
    assert (obligation.last_day, obligation.plan_day, obligation.is_extended) == (
        date(2026, 5, 29),
        date(2026, 5, 24),
        True,
    )
    version = file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, TINY, last_instant(date(2026, 5, 26)))
    assert version.last_day == date(2026, 5, 29)
    officer = chat_of(ca_mau.officer)
    assert "trước hạn 2 ngày" in officer.say(f"/tinhtrang {version.receipt}")
    assert [entry.action for entry in audit.of_report(tx, obligation.id)] == [
        "extension.asked",
        "extension.granted",
        "report.filed",
    ]


def test_the_second_coordinator_learns_what_the_first_did(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime
) -> None:
    other = province.enrol(tx, now, ca_mau.tinh, Role.COORDINATOR, "other", "Đầu mối mẫu Hai")
    ask(chat_of(ca_mau.officer))
    first, second = chat_of(ca_mau.coordinator), chat_of(other)
    first.receive()
    second.receive()
    first.tap("Đồng ý")

    reply = second.tap("Không đồng ý")

    assert reply == "Đề nghị này đã được Đầu mối mẫu đồng ý lúc 09:42 ngày 19/5/2026: gia hạn đến hết thứ Sáu 29/5."
    assert due(tx, ca_mau).last_day == date(2026, 5, 29)


def test_only_the_nearest_coordinators_are_told(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime
) -> None:
    district = province.enrol(tx, now, ca_mau.cai_nuoc, Role.COORDINATOR, "district", "Đầu mối huyện mẫu")

    reply = ask(chat_of(ca_mau.commune_officer))

    assert "Người trả lời: Đầu mối huyện mẫu (UBND huyện Cái Nước)" in reply
    assert "thị trấn Cái Nước" in chat_of(district).receive()
    with pytest.raises(AssertionError, match="nothing came"):
        chat_of(ca_mau.coordinator).receive()


def test_a_unit_s_own_coordinator_does_not_move_its_deadline(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime
) -> None:
    district = province.enrol(tx, now, ca_mau.cai_nuoc, Role.COORDINATOR, "district", "Đầu mối huyện mẫu")
    assert "Đầu mối mẫu (tỉnh Cà Mau)" in ask(chat_of(ca_mau.officer))

    assert "Không có đề nghị gia hạn nào chờ trả lời" in chat_of(district).say("/giahan")


def test_nobody_grants_what_they_asked_for(tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime) -> None:
    people.grant(tx, ca_mau.officer.id, ca_mau.tinh.id, Role.COORDINATOR, None, now)
    both = chat_of(ca_mau.officer)
    ask(both)

    both.say("/toi")
    both.tap(next(choice for choice in both.choices if "Đầu mối" in choice))

    assert "Không có đề nghị gia hạn nào chờ trả lời" in both.say("/giahan")


def test_a_coordinator_removed_meanwhile_decides_nothing(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime
) -> None:
    ask(chat_of(ca_mau.officer))
    coordinator = chat_of(ca_mau.coordinator)
    coordinator.receive()
    people.grant(tx, ca_mau.coordinator.id, ca_mau.nam_can.id, Role.COORDINATOR, None, now)
    people.revoke(tx, ca_mau.coordinator.membership_id, now)

    assert "Vai trò Đầu mối tổng hợp tại tỉnh Cà Mau đã kết thúc" in coordinator.tap("Đồng ý")
    assert not due(tx, ca_mau).is_extended


def test_answered_in_the_hat_it_was_sent_to(tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime) -> None:
    people.grant(tx, ca_mau.coordinator.id, ca_mau.nam_can.id, Role.REPORTER, None, now)
    coordinator = chat_of(ca_mau.coordinator)
    coordinator.say("/toi")
    coordinator.tap(next(choice for choice in coordinator.choices if "Năm Căn" in choice))
    ask(chat_of(ca_mau.officer))

    coordinator.receive()

    assert coordinator.tap("Đồng ý").startswith("Đã đồng ý gia hạn cho UBND huyện Cái Nước")


def test_filed_meanwhile_the_request_needs_no_answer(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime
) -> None:
    ask(chat_of(ca_mau.officer))
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, TINY, now)
    coordinator = chat_of(ca_mau.coordinator)
    coordinator.receive()

    assert "không còn phải nộp hoặc đã nộp" in coordinator.tap("Đồng ý")
    assert not due(tx, ca_mau).is_extended


def settled(tx: Connection, obligation: Obligation, state: ReportState) -> None:
    if state == ReportState.EXCUSED:
        obligations.excuse(tx, obligation.id, "Hợp nhất")
    else:
        obligations.set_state(tx, obligation.id, state)


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (ReportState.FILED, "đã nộp lúc 09:42 ngày 19/5/2026 nên không cần gia hạn"),
        (ReportState.ACCEPTED, "đã được duyệt nên không cần gia hạn"),
        (ReportState.EXCUSED, "đã được miễn nên không cần gia hạn. Lý do miễn: Hợp nhất"),
    ],
)
def test_what_is_settled_meanwhile_needs_no_time(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime, state: ReportState, reason: str
) -> None:
    officer = chat_of(ca_mau.officer)
    officer.say("/giahan 29/5")
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, TINY, now)
    settled(tx, due(tx, ca_mau), state)

    assert reason in officer.say("Chờ số liệu của xã Tân Hưng")
    assert extensions.open_of(tx, due(tx, ca_mau).id) is None


def test_a_secret_or_somebody_s_data_is_no_reason(ca_mau: Province, chat_of: ChatOf) -> None:
    officer = chat_of(ca_mau.officer)
    officer.say("/giahan 29/5")

    assert "dấu chỉ độ mật" in officer.say("Chờ văn bản TỐI MẬT của tỉnh")
    assert "thông tin cá nhân" in officer.say("ông Trần Văn Mẫu, sinh năm 1980 nghỉ ốm")
    assert officer.say("Cán bộ nghỉ ốm").startswith("Đã gửi đề nghị gia hạn")


def test_queued_reminders_go_and_the_next_follow_the_new_day(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime
) -> None:
    grant(chat_of, ca_mau)

    charged = reminders.near_deadline(tx, date(2026, 5, 25))

    mine = [report.obligation for report in charged if report.unit.id == ca_mau.cai_nuoc.id]
    assert {obligation.last_day for obligation in mine} == {date(2026, 5, 29)}


def test_many_at_once_leaves_out_who_files_meanwhile(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime
) -> None:
    coordinator = chat_of(ca_mau.coordinator)
    coordinator.say("/giahan")
    coordinator.tap("Gia hạn cho nhiều đơn vị")
    coordinator.tap("6 tháng năm 2026 · Chuyển hóa địa bàn · Cấp huyện · 2 đơn vị")
    coordinator.told("29/5", "Ảnh hưởng bão")
    ask(chat_of(ca_mau.nam_can_officer), "27/5", "Chờ xã kiểm tra lại")
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, TINY, now)

    reply = coordinator.tap("Gia hạn cho 2 đơn vị")

    assert "cho 1 đơn vị" in reply
    assert "Cái Nước" not in reply
    assert not due(tx, ca_mau).is_extended
    other = owed(tx, ca_mau.nam_can_officer)
    assert other.last_day == date(2026, 5, 29)
    assert extensions.open_of(tx, other.id) is None, "the shorter request is answered with it"


def test_many_at_once_are_those_who_never_submitted(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime
) -> None:
    report_returned(tx, ca_mau, ca_mau.officer, now, now)
    coordinator = chat_of(ca_mau.coordinator)
    coordinator.say("/giahan")
    coordinator.tap("Gia hạn cho nhiều đơn vị")

    assert "6 tháng năm 2026 · Chuyển hóa địa bàn · Cấp huyện · 1 đơn vị" in coordinator.choices


def test_many_at_once_leaves_out_a_report_returned_meanwhile(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime
) -> None:
    coordinator = chat_of(ca_mau.coordinator)
    coordinator.say("/giahan")
    coordinator.tap("Gia hạn cho nhiều đơn vị")
    coordinator.tap("6 tháng năm 2026 · Chuyển hóa địa bàn · Cấp huyện · 2 đơn vị")
    coordinator.told("29/5", "Ảnh hưởng bão")
    report_returned(tx, ca_mau, ca_mau.officer, now, now)

    assert "cho 1 đơn vị" in coordinator.tap("Gia hạn cho 2 đơn vị")
    assert not due(tx, ca_mau).is_extended


def test_a_district_coordinator_extends_only_below(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime
) -> None:
    district = chat_of(province.enrol(tx, now, ca_mau.cai_nuoc, Role.COORDINATOR, "district"))
    district.say("/giahan")
    district.tap("Gia hạn cho nhiều đơn vị")

    assert district.choices == ["6 tháng năm 2026 · Chuyển hóa địa bàn · Cấp xã · 2 đơn vị", "Thôi, không gia hạn"]


def test_a_leader_neither_asks_nor_grants(ca_mau: Province, chat_of: ChatOf) -> None:
    assert "không" in chat_of(ca_mau.leader).say("/giahan")


def test_a_department_and_a_commune_below_the_province_are_answered_there(
    tx: Connection, chat_of: ChatOf, now: datetime
) -> None:
    hai_cap = province.build_two_level(tx, now)
    assert "Đầu mối mẫu Hai (tỉnh Hai Cấp (mẫu))" in ask(chat_of(hai_cap.officer), "22/5")

    assert "phường Mẫu Một" in chat_of(hai_cap.coordinator).receive()


def test_several_requests_are_listed(tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime) -> None:
    for person in (ca_mau.officer, ca_mau.nam_can_officer, ca_mau.commune_officer):
        ask(chat_of(person))
    coordinator = chat_of(ca_mau.coordinator)

    reply = coordinator.say("/giahan")

    assert reply.startswith("3 đề nghị gia hạn chờ trả lời:")
    assert coordinator.choices[:3] == ["Xem đề nghị 1", "Xem đề nghị 2", "Xem đề nghị 3"]
    assert "thị trấn Cái Nước" in coordinator.tap("Xem đề nghị 1"), "the earliest last day first"


def without_window(tx: Connection, ca_mau: Province, now: datetime) -> None:
    """The plan as most provinces word it: no days that the figures cover."""
    content = ca_mau.plan.model_dump(mode="json", by_alias=True)
    for report in content["reports"]:
        report["window"] = None
    plan = Plan.model_validate(content)
    plans.activate(tx, plan, now)
    obligation_sync.ensure(tx, plan, province.CALENDAR, now)


def test_much_more_time_does_not_hide_the_report(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime
) -> None:
    without_window(tx, ca_mau, now)
    ask(chat_of(ca_mau.officer), "20/7")
    coordinator = chat_of(ca_mau.coordinator)
    coordinator.receive()
    coordinator.tap("Đồng ý")

    assert "Gia hạn đến hết thứ Hai 20/7" in chat_of(ca_mau.officer).say("/baocao")
    assert "1. 6 tháng năm 2026" in chat_of(ca_mau.officer).say("/tinhtrang")
    overview = coordinator.say("/tinhtrang")
    assert "Cấp huyện: đã nộp 0/2 đơn vị" in overview
    assert "• UBND huyện Cái Nước: chưa bắt đầu, gia hạn đến 20/7" in overview
    board = coordinator.say("/theodoi")
    assert "1. 6 tháng năm 2026 · Chuyển hóa địa bàn: đã nộp 0/5" in board
    assert "hạn cuối: hết Chủ nhật 24/5/2026" in board


def test_no_reminder_on_the_heels_of_more_time(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, whole_services: Services, now: datetime
) -> None:
    tomorrow = now + timedelta(days=1)
    tick(tx, whole_services, tomorrow)
    later = tomorrow + timedelta(days=1)
    officer, coordinator = chat_of(ca_mau.officer), chat_of(ca_mau.coordinator)
    officer.now = coordinator.now = later
    ask(officer, "28/5")  # five working days away: a rung of its own
    coordinator.receive()
    coordinator.tap("Đồng ý")

    assert "officer" not in tick(tx, whole_services, later + timedelta(minutes=1))
    assert "officer" in tick(tx, whole_services, later + timedelta(hours=4))


def test_the_command_to_review_grants_nothing(tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime) -> None:
    """Typed by a coordinator to whom a request has just come."""
    ask(chat_of(ca_mau.officer))

    assert chat_of(ca_mau.coordinator, buttons=False).say("duyệt").startswith("Không có báo cáo nào chờ duyệt")
    assert not due(tx, ca_mau).is_extended


def test_a_short_word_typed_in_a_dialogue_grants_nothing(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime
) -> None:
    coordinator = chat_of(ca_mau.coordinator, buttons=False)
    coordinator.told("/dotxuat", "Nội dung tự nhập")
    ask(chat_of(ca_mau.officer))

    assert "Cần vài chữ làm tên báo cáo" in coordinator.say("có")
    assert not due(tx, ca_mau).is_extended


def test_with_nothing_at_hand_the_report_to_come_is_only_offered(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime
) -> None:
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, TINY, now)
    officer = chat_of(ca_mau.officer)

    assert "đã nộp lúc 09:42 ngày 19/5/2026 nên không cần gia hạn" in officer.say("/giahan")
    assert officer.choices[0] == "Báo cáo năm 2026 · Chuyển hóa địa bàn"
    assert "Hạn hiện tại: hết thứ Ba 24/11" in officer.tap("Báo cáo năm 2026 · Chuyển hóa địa bàn")
