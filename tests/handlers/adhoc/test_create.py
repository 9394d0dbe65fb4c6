"""A report asked for once: who may ask whom, what the daily round leaves alone, how it ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection

from bot.scheduled_jobs import run_maintenance
from handlers.turn.services import Services
from reporting.deadlines.obligation import ReportState
from reporting.roles import Role
from storage.audit import audit
from storage.reports import adhoc, obligations, reminders
from storage.reports.obligations import Obligation
from tests import province
from tests.chat import Chat
from tests.handlers.conftest import ChatOf
from tests.handlers.reminders.steps import tick
from tests.province import Person, Province

LEVEL = "Cấp huyện: tất cả 2 đơn vị"


def ask(coordinator: Chat, *, hour: str = "15h ngày 22/5", title: str = "Cướp giật dịp nghỉ lễ") -> str:
    """Two figures, of all districts."""
    coordinator.say("/dotxuat")
    coordinator.tap("Nội dung tự nhập")
    coordinator.told(title, "Số vụ: vụ\nSố đối tượng: người")
    coordinator.tap(LEVEL)
    coordinator.say(hour)
    return coordinator.tap("Gửi yêu cầu")


def of(tx: Connection, person: Person) -> list[Obligation]:
    return [
        obligation
        for obligation in obligations.of_unit(tx, person.unit.id)
        if obligation.plan_id.startswith(adhoc.PREFIX)
    ]


def test_the_hour_counts(tx: Connection, ca_mau: Province, chat_of: ChatOf) -> None:
    ask(chat_of(ca_mau.coordinator))

    (obligation,) = of(tx, ca_mau.officer)
    assert (obligation.period, obligation.last_day, obligation.due_at) == (
        "2026-AD",
        date(2026, 5, 22),
        datetime(2026, 5, 22, 8, tzinfo=UTC),
    )
    officer = chat_of(ca_mau.officer)
    officer.now = datetime(2026, 5, 22, 9, 30, tzinfo=UTC)
    officer.say("/baocao")
    officer.tap("Đột xuất năm 2026 · Cướp giật dịp nghỉ lễ")
    officer.tap("Bắt đầu")
    officer.say("3 5")
    officer.tap("Bỏ qua")
    assert "1 giờ" in officer.tap("Nộp báo cáo")


def test_the_daily_round_leaves_it_alone(tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime) -> None:
    coordinator = chat_of(ca_mau.coordinator)
    ask(coordinator)
    before = of(tx, ca_mau.officer)

    run_maintenance(tx, coordinator.services, now + timedelta(days=1))

    assert of(tx, ca_mau.officer) == before
    assert coordinator.services.plans.get(tx, before[0].plan_id).under == ca_mau.plan.id
    assert [plan.id for plan in coordinator.services.plans.active(tx)] == [ca_mau.plan.id]


def test_each_request_has_its_own_number(tx: Connection, ca_mau: Province, chat_of: ChatOf) -> None:
    coordinator = chat_of(ca_mau.coordinator)

    assert "dx-2026-0001" in ask(coordinator)
    assert "dx-2026-0002" in ask(coordinator, title="Cháy nổ")
    assert [obligation.plan_id for obligation in of(tx, ca_mau.officer)] == ["dx-2026-0001", "dx-2026-0002"]


def test_at_hand_however_far_away_it_is_due(tx: Connection, ca_mau: Province, chat_of: ChatOf) -> None:
    ask(chat_of(ca_mau.coordinator), hour="20/12")

    assert "Báo cáo đột xuất năm 2026 · Cướp giật dịp nghỉ lễ" in chat_of(ca_mau.officer).say("/baocao")
    assert "đã nộp cấp huyện 0/2" in chat_of(ca_mau.leader).say("/start")


def test_those_who_may_be_reminded_are(tx: Connection, ca_mau: Province, chat_of: ChatOf) -> None:
    ask(chat_of(ca_mau.coordinator))

    charged = {report.obligation.plan_id for report in reminders.near_deadline(tx, date(2026, 5, 22))}

    assert "dx-2026-0001" in charged


def test_a_district_asks_only_its_communes(tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime) -> None:
    district = chat_of(province.enrol(tx, now, ca_mau.cai_nuoc, Role.COORDINATOR, "district"))
    district.say("/dotxuat")
    district.tap("Nội dung tự nhập")
    district.say("Cháy nổ")
    district.tap("Không cần số liệu")
    assert district.choices[:2] == ["Cấp xã: tất cả 3 đơn vị", "Chọn từng đơn vị"]

    assert "Không tìm thấy trong phạm vi phụ trách: UBND huyện Năm Căn" in district.say("UBND huyện Năm Căn")


def test_the_province_s_coordinator_may_end_a_district_s_and_not_the_other_way_round(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime
) -> None:
    district = chat_of(province.enrol(tx, now, ca_mau.cai_nuoc, Role.COORDINATOR, "district"))
    coordinator = chat_of(ca_mau.coordinator)
    ask(coordinator)

    assert not any("Yêu cầu đang chờ" in choice for choice in district.told("/dotxuat") and district.choices)
    coordinator.say("/dotxuat")
    assert "Yêu cầu đang chờ nộp (1)" in coordinator.choices


@pytest.mark.parametrize("role", [Role.LEADER, Role.REPORTER])
def test_only_coordinators_ask(tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime, role: Role) -> None:
    person = province.enrol(tx, now, ca_mau.tinh, role, "another")

    assert "Yêu cầu loại báo cáo nào?" not in chat_of(person).say("/dotxuat")


def test_closed_after_one_has_filed_the_others_are_excused(tx: Connection, ca_mau: Province, chat_of: ChatOf) -> None:
    coordinator, officer = chat_of(ca_mau.coordinator), chat_of(ca_mau.officer)
    ask(coordinator)
    officer.receive()
    officer.tap("Mở báo cáo")
    officer.tap("Bắt đầu")
    officer.say("3 5")
    officer.tap("Bỏ qua")
    officer.tap("Nộp báo cáo")
    coordinator.tap("Xem yêu cầu")
    coordinator.tap("Kết thúc yêu cầu")
    coordinator.tap("Đúng, kết thúc")

    (filed,), (excused,) = of(tx, ca_mau.officer), of(tx, ca_mau.nam_can_officer)
    assert (filed.state, excused.state) == (ReportState.FILED, ReportState.EXCUSED)
    assert excused.excused_why == "Yêu cầu báo cáo đã kết thúc"
    assert [entry.action for entry in audit.of_report(tx, excused.id)] == ["report.excused"]


def test_withdrawn_before_anybody_answered_it_is_gone(tx: Connection, ca_mau: Province, chat_of: ChatOf) -> None:
    coordinator = chat_of(ca_mau.coordinator)
    ask(coordinator)
    coordinator.tap("Xem yêu cầu")
    coordinator.tap("Rút yêu cầu")
    coordinator.tap("Đúng, rút yêu cầu")

    assert of(tx, ca_mau.officer) == []
    officer = chat_of(ca_mau.officer)
    officer.receive()
    assert "không phải nộp nữa" in officer.text


def test_a_deadline_passed_while_it_was_being_written_is_asked_for_again(
    tx: Connection, ca_mau: Province, chat_of: ChatOf
) -> None:
    coordinator = chat_of(ca_mau.coordinator)
    coordinator.say("/dotxuat")
    coordinator.tap("Nội dung tự nhập")
    coordinator.say("Cháy nổ")
    coordinator.tap("Không cần số liệu")
    coordinator.tap(LEVEL)
    coordinator.say("10h")
    coordinator.later(hours=1)

    assert coordinator.tap("Gửi yêu cầu").startswith("Hạn gửi này đã qua.")
    assert of(tx, ca_mau.officer) == []


def test_two_levels(tx: Connection, chat_of: ChatOf, now: datetime) -> None:
    hai_cap = province.build_two_level(tx, now)
    coordinator = chat_of(hai_cap.coordinator)
    coordinator.say("/dotxuat")
    coordinator.tap("Theo mẫu của kế hoạch")
    coordinator.say("Rà soát giữa kỳ")
    coordinator.tap("Cấp xã: tất cả 4 đơn vị")
    coordinator.say("22/5 17:00")
    assert "3 đơn vị chưa có cán bộ" not in coordinator.text
    assert "2 đơn vị chưa có cán bộ báo cáo trên hệ thống" in coordinator.text
    coordinator.tap("Gửi yêu cầu")

    assert "Báo cáo đột xuất năm 2026 · Rà soát giữa kỳ" in chat_of(hai_cap.xa_hai_officer).receive()


def test_given_up_halfway(tx: Connection, ca_mau: Province, chat_of: ChatOf) -> None:
    coordinator = chat_of(ca_mau.coordinator)
    coordinator.say("/dotxuat")
    coordinator.tap("Nội dung tự nhập")
    coordinator.say("Cháy nổ")

    assert coordinator.say("/huy").startswith("Đã dừng việc đang làm.")
    assert of(tx, ca_mau.officer) == []
    assert "chưa được ghi nhận" not in coordinator.say("menu")


def test_the_hour_is_said_wherever_the_deadline_is(tx: Connection, ca_mau: Province, chat_of: ChatOf) -> None:
    ask(chat_of(ca_mau.coordinator), hour="15h ngày 20/5")
    for report in obligations.of_unit(tx, ca_mau.cai_nuoc.id):
        if not report.plan_id.startswith(adhoc.PREFIX):
            obligations.excuse(tx, report.id, "lý do mẫu")

    officer, coordinator = chat_of(ca_mau.officer), chat_of(ca_mau.coordinator)

    assert "hạn cuối gần nhất: 15:00 ngày 20/5/2026." in officer.say("/start")
    assert "Hạn hiện tại: 15:00 thứ Tư 20/5" in officer.say("/giahan")
    assert "hạn vẫn là 15:00 thứ Tư 20/5." in officer.told("22/5", "Chờ số liệu của xã")
    assert "Hạn hiện tại: 15:00 thứ Tư 20/5." in coordinator.say("/giahan")
    assert "hạn cuối: 15:00 thứ Tư 20/5/2026" in coordinator.say("/theodoi")


def test_no_reminder_on_the_heels_of_a_request(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, whole_services: Services, now: datetime
) -> None:
    coordinator = chat_of(ca_mau.coordinator)
    coordinator.now = tomorrow = now + timedelta(days=1)
    tick(tx, whole_services, tomorrow - timedelta(hours=2))
    ask(coordinator, hour="20h ngày 20/5")

    assert "officer" not in tick(tx, whole_services, tomorrow + timedelta(hours=3))  # past noon of the last day
    assert "officer" in tick(tx, whole_services, tomorrow + timedelta(hours=4))


def test_begun_anew_the_request_being_written_takes_no_more_text(
    tx: Connection, ca_mau: Province, chat_of: ChatOf
) -> None:
    coordinator = chat_of(ca_mau.coordinator)
    coordinator.say("/dotxuat")
    coordinator.tap("Nội dung tự nhập")

    assert coordinator.press("adhoc.begin") == "Yêu cầu loại báo cáo nào?"
    assert coordinator.say("Cháy nổ").startswith("Chưa rõ nội dung vừa gửi.")
