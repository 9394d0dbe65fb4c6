"""``/moi``: a coordinator invites into the own subtree, from the chat."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import Connection, func, select, update

from reporting.plan.schedule import UnitKind
from reporting.roles import Role
from storage.database.schema import attachment, invitation, outbox
from storage.messaging import conversations
from storage.operations import retention
from storage.people import people
from storage.units import units
from tests import province
from tests.chat import Chat
from tests.handlers.conftest import PhoneOf
from tests.handlers.menu_choices import LEADER_MENU
from tests.phone import Phone
from tests.province import Province

LEAVE = "Thôi, không mời"
BULK = "Mời bằng bảng tính"


def code_in(phone: Phone) -> str:
    return phone.text.split("\n")[0].removeprefix("Mã mời: ")


def invitations_kept(tx: Connection) -> int:
    number: int = tx.execute(select(func.count()).select_from(invitation)).scalar_one()
    return number


def test_a_few_letters_a_role_and_the_code(coordinator: Chat, phone_of: PhoneOf, ca_mau: Province) -> None:
    assert coordinator.say("/moi").startswith("Mời cán bộ vào đơn vị nào?")
    assert coordinator.say("tan h") == "Mời vào xã Tân Hưng với vai trò nào?"
    assert coordinator.choices == ["Cán bộ báo cáo", "Đầu mối tổng hợp", "Lãnh đạo", "Chọn đơn vị khác", LEAVE]
    coordinator.say("can bo bao cao")
    code = code_in(coordinator)
    assert coordinator.text == (
        f"Mã mời: {code}\n• Đơn vị: xã Tân Hưng\n• Vai trò: Cán bộ báo cáo\n"
        "• Dùng một lần, trước 09:42 ngày 26/5/2026\n\n"
        f"Đề nghị chuyển mã này cho đúng người được mời. Người đó gửi: /start {code}\n\n"
        f"Hoặc mở liên kết, hoặc quét mã QR kèm theo: https://t.me/bao_cao_mau_bot?start={code}"
    )
    (qr,) = coordinator.files
    assert (qr.mime, qr.content[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")
    newcomer = phone_of("newcomer")
    assert "xã Tân Hưng" in newcomer.say(f"/start {code}")


def test_the_message_forgets_the_code_once_somebody_has_used_it(
    coordinator: Chat, phone_of: PhoneOf, ca_mau: Province, now: datetime
) -> None:
    coordinator.say("/moi tan h")
    coordinator.say("can bo bao cao")
    code = code_in(coordinator)
    newcomer = phone_of("newcomer")
    newcomer.say(f"/start {code}")
    newcomer.tap("Đúng, xác nhận")
    tx = coordinator.tx
    tx.execute(update(outbox).values(state="sent"))

    for rule in retention.rules(retention.USUAL, now):
        while some := rule.find(tx, 10):
            rule.forget(tx, some)

    reply = " ".join(str(payload) for payload in tx.scalars(select(outbox.c.payload)))
    assert code not in reply
    assert "Mã mời: ••••-••••" in reply
    assert tx.execute(select(func.count()).select_from(attachment)).scalar_one() == 0


def test_the_name_may_follow_the_command(coordinator: Chat) -> None:
    assert coordinator.say("/moi tt nam can") == "Mời vào thị trấn Năm Căn với vai trò nào?"


def test_several_units_are_offered(coordinator: Chat) -> None:
    assert coordinator.say("/moi cai nuoc").startswith("Có 2 đơn vị phù hợp.")
    assert coordinator.choices == ["UBND huyện Cái Nước", "thị trấn Cái Nước", LEAVE]
    assert coordinator.say("2") == "Mời vào thị trấn Cái Nước với vai trò nào?"
    coordinator.tap("Chọn đơn vị khác")
    assert coordinator.choices[0] == "tỉnh Cà Mau"


def test_a_name_nobody_has_is_answered_with_a_way_on(coordinator: Chat) -> None:
    assert coordinator.say("/moi dam doi").startswith('Không tìm thấy đơn vị nào có tên như "dam doi"')
    assert coordinator.choices[:2] == ["tỉnh Cà Mau", "UBND huyện Cái Nước"]
    assert coordinator.say("dam doi").startswith('Không tìm thấy đơn vị nào có tên như "dam doi"')
    assert coordinator.say("hoa my") == "Mời vào xã Hòa Mỹ với vai trò nào?"


def test_many_units_come_in_pages(coordinator: Chat, ca_mau: Province) -> None:
    for number in range(20):
        units.add(
            coordinator.tx, code=f"Z{number:02}", name=f"xã {number}", kind=UnitKind.COMMUNE, parent=ca_mau.nam_can
        )
    coordinator.say("/moi")
    assert len(coordinator.choices) == 8 + len(["Trang sau", BULK, LEAVE])
    seen = set(coordinator.choices)
    while "Trang sau" in coordinator.choices:
        coordinator.tap("Trang sau")
        seen |= set(coordinator.choices)
    assert {f"xã {number}" for number in range(20)} < seen
    coordinator.say("trang truoc")
    assert "Trang sau" in coordinator.choices


def test_names_that_read_alike_are_told_apart(coordinator: Chat, ca_mau: Province) -> None:
    for code, name in (("01", "xã Tân Thành"), ("02", "xã Tân Thạnh")):
        units.add(coordinator.tx, code=code, name=name, kind=UnitKind.COMMUNE, parent=ca_mau.nam_can)
    coordinator.say("/moi tan thanh")
    assert coordinator.choices == [
        "xã Tân Thành (UBND huyện Năm Căn, 01)",
        "xã Tân Thạnh (UBND huyện Năm Căn, 02)",
        LEAVE,
    ]


def test_a_units_last_day_closes_it(coordinator: Chat, ca_mau: Province, now: datetime) -> None:
    gone = units.add(
        coordinator.tx, code="old", name="xã Cũ", kind=UnitKind.COMMUNE, parent=ca_mau.nam_can, valid_to=now.date()
    )
    assert gone.name in coordinator.say("/moi xa cu")
    coordinator.later(days=1)
    assert "Không tìm thấy" in coordinator.say("/moi xa cu")


def test_a_district_coordinator_sees_the_own_district_only(
    phone_of: PhoneOf, tx: Connection, ca_mau: Province, now: datetime
) -> None:
    phone = phone_of(province.enrol(tx, now, ca_mau.cai_nuoc, Role.COORDINATOR, "district"))
    phone.say("/moi")
    assert phone.choices == ["UBND huyện Cái Nước", "thị trấn Cái Nước", "xã Tân Hưng", "xã Hòa Mỹ", BULK, LEAVE]
    assert "Không tìm thấy" in phone.say("/moi nam can")


def test_an_administrator_may_make_administrators(
    phone_of: PhoneOf, tx: Connection, ca_mau: Province, now: datetime
) -> None:
    phone = phone_of(province.enrol(tx, now, ca_mau.tinh, Role.ADMIN, "admin"))
    phone.say("/moi nam can")
    phone.say("ubnd huyen nam can")
    assert "Quản trị hệ thống" in phone.choices


@pytest.mark.parametrize("person", ["officer", "leader"])
def test_others_do_not_invite(phone_of: PhoneOf, ca_mau: Province, person: str) -> None:
    phone = phone_of(getattr(ca_mau, person))
    assert phone.say("/moi").startswith("Lệnh này không dành cho vai trò hiện tại.")
    assert phone.say("moi can bo").startswith("Lệnh này không dành cho vai trò hiện tại.")
    assert invitations_kept(phone.tx) == 0


def test_a_role_lost_meanwhile_issues_nothing(coordinator: Chat, ca_mau: Province, now: datetime) -> None:
    people.grant(coordinator.tx, ca_mau.coordinator.id, ca_mau.tinh.id, Role.LEADER, None, now)
    coordinator.say("/moi tan hung")
    people.revoke(coordinator.tx, ca_mau.coordinator.membership_id, now)
    assert coordinator.tap("Cán bộ báo cáo").startswith("Vai trò Đầu mối tổng hợp tại tỉnh Cà Mau đã kết thúc")
    assert coordinator.choices == LEADER_MENU, "those of the leader"
    assert invitations_kept(coordinator.tx) == 0


def test_a_code_is_withdrawn(coordinator: Chat, phone_of: PhoneOf) -> None:
    coordinator.say("/moi tan hung")
    coordinator.say("1")
    code = code_in(coordinator)
    assert coordinator.tap("Thu hồi mã này").startswith("Đã thu hồi mã mời")
    assert phone_of("newcomer").say(f"/start {code}").startswith("Mã mời đã được thu hồi.")


def test_a_code_used_before_it_is_withdrawn(coordinator: Chat, phone_of: PhoneOf) -> None:
    coordinator.say("/moi tan hung")
    coordinator.say("1")
    newcomer = phone_of("newcomer")
    newcomer.say(f"/start {code_in(coordinator)}")
    newcomer.say("dung")
    assert coordinator.tap("Thu hồi mã này").startswith("Mã mời đã được dùng trước khi thu hồi.")


def test_the_code_is_not_kept_in_the_conversation(coordinator: Chat, ca_mau: Province, now: datetime) -> None:
    coordinator.say("/moi tan hung")
    coordinator.say("1")
    talk = conversations.lock_conversation(coordinator.tx, coordinator.channel, coordinator.address, now, None)
    assert code_in(coordinator) not in str(talk.state)


def test_a_stale_choice_shows_the_list_again(coordinator: Chat) -> None:
    coordinator.say("/moi")
    old = coordinator.answer
    coordinator.say("cai nuoc")
    coordinator.answer = old
    assert coordinator.tap("UBND huyện Năm Căn").startswith("Lựa chọn này thuộc câu đã qua.")
    assert coordinator.choices == ["UBND huyện Cái Nước", "thị trấn Cái Nước", LEAVE]


@pytest.mark.parametrize("typed", [LEAVE, "thoi, khong moi", "huy"])
def test_one_may_leave_without_inviting(coordinator: Chat, typed: str) -> None:
    coordinator.say("/moi tan hung")
    assert coordinator.say(typed).startswith("tỉnh Cà Mau · Đầu mối tổng hợp")
    assert not coordinator.say("tan hung").startswith("Mời vào"), "the dialogue is closed"
