"""``/toi``: what is kept about me, correcting it, taking it away, and leaving."""

from __future__ import annotations

from datetime import datetime

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from reporting.imports.person_names import LONGEST, person_name
from reporting.roles import Role
from storage.messaging import conversations
from storage.people import memberships, people
from storage.reports import submissions
from tests import province
from tests.chat import Chat, file_report, owed
from tests.handlers.conftest import ChatOf
from tests.handlers.members.test_handover import actions, told
from tests.province import Province

STRANGER = "Hệ thống chỉ phục vụ cán bộ được đơn vị mời."


def leave(chat: Chat, how: str = "Rời vai trò này") -> str:
    chat.say("/toi")
    chat.tap(how)
    return chat.tap("Đồng ý rời")


def test_everything_kept_is_on_one_page(officer: Chat, ca_mau: Province, tx: Connection, now: datetime) -> None:
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, {"c01": 1}, now)
    assert officer.say("/toi") == (
        "Tên hiển thị: Cán bộ mẫu Một\nĐơn vị: UBND huyện Cái Nước\nVai trò: Cán bộ báo cáo\n"
        "Giữ vai trò từ: 19/5/2026\nKênh: test · nhắn gần nhất 19/5/2026\n"
        "Đã nộp: 1 báo cáo · đã viết: 2 câu trả lời\n"
        "Lưu giữ: báo cáo kèm tên người nộp và nhật ký theo quy định lưu trữ của cơ quan; "
        "nội dung tin nhắn 90 ngày."
    )
    assert officer.choices == ["English", "Sửa tên", "Tải dữ liệu của tôi", "Rời vai trò này"]


def test_it_may_be_taken_away_at_once(officer: Chat, ca_mau: Province, tx: Connection, now: datetime) -> None:
    version = file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, {"c01": 1}, now)
    officer.say("/toi")
    officer.tap("Tải dữ liệu của tôi")
    (file,) = officer.files
    data = orjson.loads(file.content)
    assert (file.name, data["name"]) == ("du-lieu-cua-toi.json", "Cán bộ mẫu Một")
    assert [(role["unit"], role["role"], role["until"]) for role in data["roles"]] == [
        ("UBND huyện Cái Nước", "reporter", None)
    ]
    assert [account["address"] for account in data["accounts"]] == ["officer"]
    assert [report["receipt"] for report in data["reports_sent"]] == [version.receipt]
    assert data["answers_written"] == 2


@pytest.mark.parametrize("typed", ["Trần Thị Mẫu", "  trần   thị mẫu", "Cán bộ mẫu 1"])
def test_the_name_is_corrected_and_the_coordinator_told(
    officer: Chat, ca_mau: Province, tx: Connection, typed: str
) -> None:
    officer.say("/toi")
    assert officer.tap("Sửa tên").startswith("Tên đang hiển thị: Cán bộ mẫu Một. Nhập tên mới")
    name = " ".join(typed.split())
    assert officer.say(typed).startswith(f"Đã sửa tên thành: {name}")
    assert people.name_of(tx, ca_mau.officer.id) == name
    assert told(tx, ca_mau.coordinator) == [f"UBND huyện Cái Nước: Cán bộ mẫu Một đổi tên hiển thị thành {name}."]
    assert actions(tx)[-1] == "person.renamed"


@pytest.mark.parametrize("typed", ["12", "x", "<b>Mẫu</b>", "a" * 81, "👍👍", "0901 234 567"])
def test_what_is_no_name_loses_nothing(officer: Chat, typed: str) -> None:
    officer.say("/toi")
    officer.tap("Sửa tên")
    assert officer.say(typed).startswith("Tên cần có ít nhất 2 chữ cái")
    assert officer.say("Trần Thị Mẫu").startswith("Đã sửa tên thành: Trần Thị Mẫu")


def test_an_open_report_goes_on_after_the_name(officer: Chat) -> None:
    officer.told("/baocao", "bat dau")
    officer.say("/toi")
    officer.tap("Sửa tên")
    assert "Câu 1/26" in officer.say("Trần Thị Mẫu")
    assert "Đã ghi nhận nhóm Hình sự" in officer.say("12 10 9 2 2")


def test_a_command_typed_instead_of_a_name_is_a_command(officer: Chat, ca_mau: Province, tx: Connection) -> None:
    officer.say("/toi")
    officer.tap("Sửa tên")
    officer.say("bao cao")
    assert people.name_of(tx, ca_mau.officer.id) == "Cán bộ mẫu Một"


def test_leaving_the_only_role_unbinds_the_account(
    officer: Chat, chat_of: ChatOf, ca_mau: Province, tx: Connection, now: datetime
) -> None:
    officer.told("/baocao", "bat dau", "12 10 9 2 2")
    officer.say("/toi")
    assert "tài khoản không còn gắn với hệ thống" in officer.tap("Rời vai trò này")
    assert officer.tap("Đồng ý rời") == (
        "Đã rời vai trò Cán bộ báo cáo tại UBND huyện Cái Nước.\n\n"
        "Tài khoản này không còn gắn với hệ thống. Muốn trở lại, đề nghị đầu mối tổng hợp cấp mã mời."
    )
    assert officer.choices == []
    assert officer.say("25 24 23").startswith(STRANGER), "not even what role it was"
    assert conversations.of_person(tx, ca_mau.officer.id) == []
    assert told(tx, ca_mau.coordinator) == [
        "UBND huyện Cái Nước: Cán bộ mẫu Một đã rời vai trò Cán bộ báo cáo lúc 09:42 ngày 19/5/2026."
    ]
    assert actions(tx)[-1] == "person.left"
    assert len(submissions.answers(tx, owed(tx, ca_mau.officer).id)) == 5, "the unit's"
    coordinator = chat_of(ca_mau.coordinator)
    coordinator.receive()
    assert "Mời vào UBND huyện Cái Nước với vai trò nào?" in coordinator.tap("Mời người thay")


def test_another_role_is_kept(officer: Chat, ca_mau: Province, tx: Connection, now: datetime) -> None:
    people.grant(tx, ca_mau.officer.id, ca_mau.tinh.id, Role.LEADER, None, now)
    assert leave(officer).endswith("tỉnh Cà Mau · Lãnh đạo") or "tỉnh Cà Mau · Lãnh đạo" in officer.text
    assert [member.role for member in people.memberships(tx, ca_mau.officer.id)] == [Role.LEADER]
    assert "Vai trò: Lãnh đạo" in officer.say("/toi")


def test_leaving_altogether(officer: Chat, ca_mau: Province, tx: Connection, now: datetime) -> None:
    people.grant(tx, ca_mau.officer.id, ca_mau.tinh.id, Role.LEADER, None, now)
    assert "không còn gắn với hệ thống" in leave(officer, "Rời hệ thống")
    assert people.memberships(tx, ca_mau.officer.id) == []


def test_the_only_coordinator_hands_over_first(chat_of: ChatOf, ca_mau: Province, tx: Connection) -> None:
    coordinator = chat_of(ca_mau.coordinator)
    coordinator.say("/toi")
    assert coordinator.tap("Rời vai trò này").startswith(
        "tỉnh Cà Mau chưa có đầu mối tổng hợp nào khác nên chưa rời được. Bàn giao cho người kế nhiệm: /bangiao"
    )
    assert memberships.get(tx, ca_mau.coordinator.membership_id).ended_at is None


def test_a_no_leaves_everything_as_it_was(officer: Chat) -> None:
    officer.told("/baocao", "bat dau")
    officer.say("/toi")
    officer.tap("Rời vai trò này")
    assert "Vai trò giữ nguyên." in officer.tap("Không rời")
    assert "Đã ghi nhận nhóm Hình sự" in officer.say("12 10 9 2 2")


def test_the_unit_left_without_an_officer_is_warned_about(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = chat_of(ca_mau.nam_can_officer)
    chat.say("/toi")
    assert "UBND huyện Năm Căn sẽ không còn cán bộ báo cáo nào" in chat.tap("Rời vai trò này")


def test_in_english(chat_of: ChatOf, ca_mau: Province, tx: Connection, now: datetime) -> None:
    chat = chat_of(province.enrol(tx, now, ca_mau.hoa_my, Role.REPORTER, "abroad"))
    chat.say("/ngonngu en")
    assert "Reports sent: 0 · answers written: 0" in chat.say("/toi")
    chat.tap("Leave this role")
    assert "no longer bound to the system" in chat.tap("Yes, leave")


@given(st.text(max_size=LONGEST + 20))
def test_a_name_is_one_line_with_letters_or_none(text: str) -> None:
    name = person_name(text)
    assert name is None or (
        len(name) <= LONGEST and "\n" not in name and sum(map(str.isalpha, name)) >= 2 and person_name(name) == name
    )
