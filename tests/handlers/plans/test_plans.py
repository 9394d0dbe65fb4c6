"""``/kehoach``: plans put to use, ended and taken up again from the chat."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from handlers.registry import build_services
from handlers.turn.services import Links, RandomCodes
from reporting.deadlines.obligation import ReportState
from reporting.roles import Role
from storage.plans import adoption, plans
from storage.plans.plans import PlanCache
from storage.reports import obligations, reminders, submissions
from tests import province
from tests.chat import Chat, file_report, owed
from tests.handlers.conftest import ChatOf
from tests.handlers.members.test_handover import actions
from tests.province import CALENDAR, Province

EXCUSING = "Kết thúc, miễn 10 báo cáo"
KEEPING = "Kết thúc, vẫn nhận 10 báo cáo"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of adopted plans, with Cà Mau's of 2027 in it."""
    adoption.adopt("ca-mau-2017", "ca-mau-2027", [2027], tmp_path, header="Bản thử", mark="CẦN ĐIỀN")
    return tmp_path


@pytest.fixture
def coordinator(tx: Connection, random_codes: RandomCodes, now: datetime, ca_mau: Province, folder: Path) -> Chat:
    services = build_services(random_codes, CALENDAR, Links(), plans_dir=folder)
    return Chat(tx, services, now, ca_mau.coordinator.address)


def close(chat: Chat, how: str) -> str:
    chat.say("/kehoach")
    chat.tap("Xem kế hoạch 1")
    chat.tap("Kết thúc kế hoạch")
    return chat.tap(how)


def test_the_plans_in_use_and_how_their_reports_stand(coordinator: Chat) -> None:
    assert coordinator.say("/kehoach") == (
        "Kế hoạch đang và đã thực hiện: 1\n"
        "1. Chuyển hóa địa bàn (ca-mau-mau)\n"
        "   đang thực hiện từ 19/5/2026 · bản 1 · năm 2026\n"
        "   còn phải nộp 10"
    )
    assert coordinator.choices == ["Xem kế hoạch 1", "Đưa vào thực hiện: ca-mau-2027"]


def test_an_adopted_plan_is_put_to_use(coordinator: Chat, tx: Connection) -> None:
    coordinator.say("/kehoach")
    assert "Năm 2027, 2 loại báo cáo" in coordinator.tap("Đưa vào thực hiện: ca-mau-2027")
    assert coordinator.tap("Đồng ý thực hiện").startswith(
        "Kế hoạch Chuyển hóa địa bàn đang thực hiện (bản 1). Báo cáo phải nộp mới: 6."
    )
    assert "Cập nhật từ tệp kế hoạch" in coordinator.choices
    assert [plan.id for plan in PlanCache().active(tx)] == ["ca-mau-2027", "ca-mau-mau"]
    assert actions(tx)[-1] == "plan.activated"


@pytest.mark.parametrize("buttons", [True, False])
def test_a_plan_put_to_use_late_in_its_year(
    coordinator: Chat, tx: Connection, folder: Path, ca_mau: Province, *, buttons: bool
) -> None:
    """What was overdue before it was asked for is said, and excused at one yes; what is to come stays owed."""
    coordinator.buttons = buttons
    adoption.adopt("ca-mau-2017", "ca-mau-2026", [2026], folder, header="Bản thử", mark="CẦN ĐIỀN")
    coordinator.later(days=60)  # 18/7/2026
    coordinator.say("/kehoach")
    coordinator.tap("Đưa vào thực hiện: ca-mau-2026")
    assert "3 báo cáo đã quá hạn từ trước khi được giao" in coordinator.tap("Đồng ý thực hiện")
    assert "(6 tháng năm 2026 · Chuyển hóa địa bàn)" in coordinator.tap("Miễn 3 báo cáo quá hạn từ trước")
    assert coordinator.tap("Đồng ý, miễn 3 báo cáo").startswith("Đã miễn 3 báo cáo quá hạn từ trước.")

    assert not [label for label in coordinator.choices if label.startswith("Miễn")]
    owed = [
        obligation for obligation in obligations.of_unit(tx, ca_mau.cai_nuoc.id) if obligation.plan_id == "ca-mau-2026"
    ]
    assert [(obligation.period, obligation.state) for obligation in owed] == [
        ("2026-H1", ReportState.EXCUSED),
        ("2026-Y", ReportState.NOT_BEGUN),
    ]
    assert actions(tx)[-3:] == ["report.excused"] * 3


def test_one_that_lacks_something_is_refused_whole(coordinator: Chat, folder: Path, tx: Connection) -> None:
    adoption.adopt("dak-lak-2017", "dak-lak-2027", [2027], folder, header="Bản thử", mark="CẦN ĐIỀN")
    coordinator.say("/kehoach")
    coordinator.tap("Đưa vào thực hiện: dak-lak-2027")
    assert coordinator.tap("Đồng ý thực hiện").startswith("Chưa đưa vào thực hiện: tệp còn thiếu")
    assert [plan_status.id for plan_status in plans.plan_statuses(tx)] == ["ca-mau-mau"]


def test_a_file_with_faults_is_said_with_its_lines(coordinator: Chat, folder: Path) -> None:
    (folder / "xau.yaml").write_text("id: xau\nkhong: 1\n", encoding="utf-8")
    coordinator.say("/kehoach")
    assert "• xau.yaml, dòng 1: thiếu mục title." in coordinator.tap("Đưa vào thực hiện: xau")
    assert coordinator.choices == ["Danh sách kế hoạch"]


def test_closing_lists_what_is_owed_and_excuses_it(
    coordinator: Chat, chat_of: ChatOf, ca_mau: Province, tx: Connection
) -> None:
    coordinator.say("/kehoach")
    coordinator.tap("Xem kế hoạch 1")
    assert "Còn 10 báo cáo phải nộp:\n• " in coordinator.tap("Kết thúc kế hoạch")
    assert "và 2 báo cáo khác" in coordinator.text
    reply = coordinator.tap(EXCUSING)
    assert reply.startswith(
        'Đã kết thúc kế hoạch Chuyển hóa địa bàn.\n\nĐược miễn: 10 báo cáo, lý do "Kế hoạch kết thúc ngày 19/5/2026".'
    )
    assert "đã kết thúc ngày 19/5/2026" in reply
    assert owed(tx, ca_mau.officer).state == ReportState.EXCUSED
    assert actions(tx)[-1] == "plan.closed"
    assert actions(tx).count("report.excused") == 10
    assert PlanCache().active(tx) == []


def test_kept_open_it_may_still_be_sent(coordinator: Chat, chat_of: ChatOf, ca_mau: Province) -> None:
    officer = chat_of(ca_mau.officer)
    officer.told("/baocao", "bat dau")
    assert "Vẫn nhận, không nhắc: 10 báo cáo." in close(coordinator, KEEPING)
    assert "Đã ghi nhận nhóm Hình sự" in officer.say("12 10 9 2 2")


def test_a_report_sent_says_that_its_plan_has_ended(
    coordinator: Chat, chat_of: ChatOf, ca_mau: Province, tx: Connection, now: datetime
) -> None:
    version = file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, {"c01": 1}, now)
    close(coordinator, "Kết thúc, miễn 9 báo cáo")
    officer = chat_of(ca_mau.officer)
    assert (
        "Kế hoạch Chuyển hóa địa bàn đã kết thúc ngày 19/5/2026 nên Báo cáo 6 tháng năm 2026 · Chuyển hóa địa bàn "
        "không nhận thêm câu trả lời; bản đã nộp vẫn xem được. Cần sửa, đề nghị liên hệ: Đầu mối mẫu (tỉnh Cà Mau)."
    ) in officer.say("/baocao")
    assert "Nộp bản điều chỉnh" not in officer.choices
    assert version.receipt in officer.say(f"/tinhtrang {version.receipt}"), "still there to read"


def test_an_officer_in_the_middle_of_it_is_told(coordinator: Chat, chat_of: ChatOf, ca_mau: Province) -> None:
    officer = chat_of(ca_mau.officer)
    officer.told("/baocao", "bat dau", "12 10 9 2 2")
    close(coordinator, EXCUSING)
    assert "Kế hoạch Chuyển hóa địa bàn đã kết thúc ngày 19/5/2026 nên" in officer.say("25 24 23")
    assert len(submissions.answers(officer.tx, owed(officer.tx, ca_mau.officer).id)) == 5, "nothing is lost"


def test_taken_up_again_everything_stands_where_it_stood(
    coordinator: Chat, chat_of: ChatOf, ca_mau: Province, tx: Connection, folder: Path, now: datetime
) -> None:
    coordinator.say("/kehoach")
    coordinator.tap("Đưa vào thực hiện: ca-mau-2027")
    coordinator.tap("Đồng ý thực hiện")
    coordinator.tap("Kết thúc kế hoạch")
    coordinator.tap(coordinator.choices[0])
    assert "Thực hiện lại" in coordinator.choices
    excused = owed(tx, ca_mau.nam_can_officer, "six-months", 2027)
    obligations.excuse(tx, excused.id, "Lý do khác")
    assert "đã kết thúc ngày 19/5/2026" in coordinator.tap("Thực hiện lại")
    assert "(bản 1). Báo cáo phải nộp mới: 0." in coordinator.tap("Đồng ý thực hiện")
    assert owed(tx, ca_mau.officer, "six-months", 2027).state == ReportState.NOT_BEGUN
    assert owed(tx, ca_mau.nam_can_officer, "six-months", 2027).state == ReportState.EXCUSED, "not by the plan's end"
    assert plans.closing(tx, "ca-mau-2027") is None


def test_two_who_close_it_at_once(coordinator: Chat, ca_mau: Province, tx: Connection, now: datetime) -> None:
    admin = province.enrol(tx, now, ca_mau.tinh, Role.ADMIN, "admin")
    other = replace(coordinator, address=admin.address)
    for chat in (coordinator, other):
        chat.say("/kehoach")
        chat.tap("Xem kế hoạch 1")
        chat.tap("Kết thúc kế hoạch")
    coordinator.tap(EXCUSING)
    assert other.tap(EXCUSING).startswith("Kế hoạch này không còn thực hiện; có thể người khác vừa kết thúc.")


@pytest.mark.parametrize("person", ["officer", "leader"])
def test_not_for_others(chat_of: ChatOf, ca_mau: Province, person: str) -> None:
    assert chat_of(getattr(ca_mau, person)).say("/kehoach").startswith("Lệnh này không dành cho vai trò hiện tại.")


def test_nor_for_the_coordinator_of_a_part(chat_of: ChatOf, ca_mau: Province, tx: Connection, now: datetime) -> None:
    chat = chat_of(province.enrol(tx, now, ca_mau.cai_nuoc, Role.COORDINATOR, "district"))
    assert chat.say("/kehoach").startswith("Việc này dành cho quản trị hệ thống và đầu mối tổng hợp cấp tỉnh.")


def test_what_is_kept_open_is_not_reminded_of(coordinator: Chat, tx: Connection, now: datetime) -> None:
    assert reminders.near_deadline(tx, now.date())
    close(coordinator, KEEPING)
    assert reminders.near_deadline(tx, now.date()) == []
