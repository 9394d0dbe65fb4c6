"""``/thanhvien``: who is a member in the own subtree, and how a role is taken away at once."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import Connection

from reporting.roles import Role
from storage.messaging import conversations
from storage.people import invitations, memberships, people
from tests import province
from tests.chat import Chat
from tests.handlers.conftest import ChatOf
from tests.handlers.members.test_handover import actions, told
from tests.province import Person, Province


@pytest.fixture
def admin(chat_of: ChatOf, ca_mau: Province, tx: Connection, now: datetime) -> Chat:
    return chat_of(province.enrol(tx, now, ca_mau.tinh, Role.ADMIN, "admin", "Quản trị mẫu"))


def revoke(chat: Chat, name: str) -> str:
    chat.say(f"/thanhvien {name}")
    chat.tap(f"1. {name}")
    chat.tap("Thu hồi vai trò")
    return chat.tap("Đồng ý thu hồi")


def holds(tx: Connection, person: Person) -> bool:
    return memberships.get(tx, person.membership_id).ended_at is None


def test_the_units_nobody_reports_for_come_first(coordinator: Chat) -> None:
    assert coordinator.say("/thanhvien").startswith(
        "Chưa có cán bộ báo cáo: 2 đơn vị (Sở Văn hóa, Thể thao và Du lịch, xã Tân Hưng).\n\n"
        "Thành viên của tỉnh Cà Mau và các đơn vị trực thuộc: 6\n"
        "1. Đầu mối mẫu · Đầu mối tổng hợp\n   tỉnh Cà Mau · từ 19/5/2026 · nhắn gần nhất 19/5/2026\n"
    )
    assert coordinator.choices[-2:] == ["Mời 2 đơn vị chưa có cán bộ", "Xong"]


@pytest.mark.parametrize("typed", ["mau ba", "ba", "nam can"])
def test_a_few_letters_of_a_unit_or_a_person(coordinator: Chat, typed: str) -> None:
    coordinator.say("/thanhvien")
    assert coordinator.say(typed).startswith("Có 1 thành viên phù hợp trong phạm vi tỉnh Cà Mau:\n1. Cán bộ mẫu Ba")
    assert coordinator.say("zzz").startswith('Không có thành viên nào như "zzz"')


def test_many_come_in_pages(coordinator: Chat, ca_mau: Province, tx: Connection, now: datetime) -> None:
    for number in range(8):
        province.enrol(tx, now, ca_mau.tan_hung, Role.REPORTER, f"more-{number}", f"Cán bộ thêm {number}")
    coordinator.say("/thanhvien")
    assert "7. " in coordinator.tap("Trang sau")
    assert "Trang trước" in coordinator.choices
    assert "13. " in coordinator.tap("Trang sau")
    assert "Trang sau" not in coordinator.choices


def test_only_the_own_subtree_is_seen(chat_of: ChatOf, ca_mau: Province, tx: Connection, now: datetime) -> None:
    chat = chat_of(province.enrol(tx, now, ca_mau.nam_can, Role.COORDINATOR, "district", "Đầu mối huyện"))
    assert "Cán bộ mẫu Một" not in chat.say("/thanhvien")
    talk = conversations.lock_conversation(tx, chat.channel, chat.address, now)
    args = {"membership": ca_mau.officer.membership_id}
    talk.set_buttons([{"label": "x", "action": "members.revoke_role", "args": args, "says": []}], numbered=True)
    conversations.save(tx, talk, now)
    assert chat.say("x").startswith("Người này không còn giữ vai trò đó, hoặc ngoài phạm vi phụ trách.")
    assert holds(tx, ca_mau.officer)


@pytest.mark.parametrize("person", ["officer", "leader"])
def test_others_do_not_see_it(chat_of: ChatOf, ca_mau: Province, person: str) -> None:
    assert chat_of(getattr(ca_mau, person)).say("/thanhvien").startswith("Lệnh này không dành cho vai trò hiện tại.")


def test_revoking_takes_hold_at_once_in_the_middle_of_a_report(
    coordinator: Chat, chat_of: ChatOf, ca_mau: Province, tx: Connection
) -> None:
    officer = chat_of(ca_mau.officer)
    officer.told("/baocao", "bat dau", "12 10 9 2 2")
    assert revoke(coordinator, "Cán bộ mẫu Một").startswith(
        "Đã thu hồi vai trò Cán bộ báo cáo tại UBND huyện Cái Nước của Cán bộ mẫu Một."
    )
    assert told(tx, ca_mau.officer)[0].startswith(
        "Vai trò Cán bộ báo cáo tại UBND huyện Cái Nước đã được Đầu mối mẫu thu hồi lúc 09:42 ngày 19/5/2026."
    )
    assert "25" not in officer.say("25 24 23")
    assert officer.text.startswith("Vai trò Cán bộ báo cáo tại UBND huyện Cái Nước đã kết thúc")
    colleague = chat_of(ca_mau.colleague)
    assert "đã trả lời 5/" in colleague.say("/baocao"), "the answers stay with the unit"
    assert actions(tx)[-1] == "membership.revoked"


def test_the_unit_left_without_an_officer_is_said(coordinator: Chat) -> None:
    coordinator.told("/thanhvien ba", "1")
    assert "Sau đó UBND huyện Năm Căn không còn cán bộ báo cáo nào." in coordinator.tap("Thu hồi vai trò")
    assert coordinator.tap("Không thu hồi").startswith("Cán bộ mẫu Ba\nCán bộ báo cáo · UBND huyện Năm Căn")


def test_another_role_is_a_new_invitation(coordinator: Chat) -> None:
    coordinator.told("/thanhvien ba", "1")
    assert "Tiếp theo là cấp mã mời với vai trò mới." in coordinator.tap("Đổi vai trò")
    assert "Mời vào UBND huyện Năm Căn với vai trò nào?" in coordinator.tap("Đồng ý thu hồi")


def test_the_last_coordinator_of_a_unit_stays(admin: Chat, ca_mau: Province, tx: Connection, now: datetime) -> None:
    admin.told("/thanhvien dau moi mau", "1")
    assert admin.tap("Thu hồi vai trò").startswith("Đầu mối mẫu là đầu mối tổng hợp duy nhất của tỉnh Cà Mau")
    assert holds(tx, ca_mau.coordinator)
    province.enrol(tx, now, ca_mau.tinh, Role.COORDINATOR, "second", "Đầu mối thứ hai")
    assert revoke(admin, "Đầu mối mẫu").startswith("Đã thu hồi vai trò Đầu mối tổng hợp")


def test_the_only_administrator_stays(admin: Chat, chat_of: ChatOf, ca_mau: Province, now: datetime) -> None:
    district = province.enrol(admin.tx, now, ca_mau.cai_nuoc, Role.ADMIN, "district-admin", "Quản trị huyện")
    assert revoke(admin, "Quản trị huyện").startswith("Đã thu hồi vai trò Quản trị hệ thống")
    own = memberships.get(admin.tx, district.membership_id).member
    again = people.grant(admin.tx, own.person_id, ca_mau.cai_nuoc.id, Role.ADMIN, None, now)
    assert again == district.membership_id
    assert memberships.shield(admin.tx, own) is None
    people.revoke(admin.tx, people.of_unit(admin.tx, ca_mau.tinh.id, {Role.ADMIN})[0].membership_id, now)
    assert memberships.shield(admin.tx, own) == "only_admin"


def test_nobody_revokes_oneself_or_a_higher_role(
    coordinator: Chat, admin: Chat, ca_mau: Province, tx: Connection
) -> None:
    coordinator.told("/thanhvien dau moi", "1")
    assert "Thu hồi vai trò" not in coordinator.choices
    coordinator.told("/thanhvien quan tri", "1")
    assert "Thu hồi vai trò" not in coordinator.choices


def test_the_codes_of_somebody_revoked_are_withdrawn_with_the_role(
    coordinator: Chat, chat_of: ChatOf, ca_mau: Province, tx: Connection, now: datetime
) -> None:
    district = province.enrol(tx, now, ca_mau.cai_nuoc, Role.COORDINATOR, "district", "Đầu mối huyện")
    province.enrol(tx, now, ca_mau.cai_nuoc, Role.COORDINATOR, "second", "Đầu mối hai")
    code = "7KQ4M2XD"
    invitations.add(tx, code, ca_mau.tan_hung, Role.REPORTER, by=district.id, now=now, expires_at=now.replace(day=25))
    assert "Mã mời người này đã cấp mà chưa ai dùng cũng được thu hồi: 1." in revoke(coordinator, "Đầu mối huyện")
    invitation = invitations.by_code(tx, code)
    assert invitation
    assert invitation.refusal(now) == "revoked"


def test_two_at_once_the_second_learns_of_it(coordinator: Chat, admin: Chat, ca_mau: Province) -> None:
    for chat in (coordinator, admin):
        chat.told("/thanhvien ba", "1")
        chat.tap("Thu hồi vai trò")
    coordinator.tap("Đồng ý thu hồi")
    assert admin.tap("Đồng ý thu hồi").startswith("Người này không còn giữ vai trò đó")
