"""The first contact: an invitation, a yes, and everything that may be wrong with a code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, func, select

from reporting.roles import Role
from storage.database.schema import invitation, person
from storage.messaging import conversations
from storage.people import invitations, people
from storage.people.people import Member
from storage.units.units import Unit
from tests.handlers.conftest import PhoneOf
from tests.phone import Phone
from tests.province import Province

CODE = "7KQ4-M2XD"
STRANGER = (
    "Hệ thống chỉ phục vụ cán bộ được đơn vị mời. Đề nghị liên hệ đầu mối tổng hợp để được cấp mã mời, "
    "sau đó gửi: /start MÃ"
)
Invite = Callable[..., int]


@pytest.fixture
def invite(tx: Connection, ca_mau: Province, now: datetime) -> Invite:
    def invite(
        code: str = CODE, unit: Unit = ca_mau.cai_nuoc, role: Role = Role.REPORTER, days: int = 7, uses: int = 1
    ) -> int:
        expires = now + timedelta(days=days)
        return invitations.add(tx, code, unit, role, by=ca_mau.coordinator.id, now=now, expires_at=expires, uses=uses)

    return invite


@pytest.fixture
def newcomer(phone_of: PhoneOf) -> Phone:
    return phone_of("newcomer", sender="Nguyễn Văn Mẫu")


def member(phone: Phone) -> Member | None:
    talk = conversations.lock_conversation(phone.tx, phone.channel, phone.address, phone.now, None)
    return people.member_of(phone.tx, talk)


def count(tx: Connection) -> int:
    number: int = tx.execute(select(func.count()).select_from(person)).scalar_one()
    return number


@pytest.mark.parametrize(
    "text", ["xin chào", "/baocao", "/start", "/toi", "/khong_co", "báo cáo phải nộp", "1", "dung"]
)
def test_a_stranger_hears_one_thing_whatever_they_write(newcomer: Phone, ca_mau: Province, text: str) -> None:
    for _ in range(2):
        assert newcomer.say(text) == STRANGER
        assert newcomer.choices == []
    assert member(newcomer) is None


def test_an_invitation_shows_unit_and_role_and_binds_after_a_yes(newcomer: Phone, invite: Invite) -> None:
    invite()
    assert newcomer.say(f"/start {CODE}") == (
        "Mã mời này dành cho:\n• Đơn vị: UBND huyện Cái Nước\n• Vai trò: Cán bộ báo cáo\n"
        "Đúng đơn vị và vai trò này không?"
    )
    assert newcomer.choices == ["Đúng, xác nhận", "Không đúng"]
    assert member(newcomer) is None
    answer = newcomer.tap("Đúng, xác nhận")
    assert answer == "Đã xác nhận: UBND huyện Cái Nước, vai trò Cán bộ báo cáo.\n\n<báo cáo phải nộp>"
    bound = member(newcomer)
    assert bound
    assert (bound.name, bound.unit.code, bound.role) == ("Nguyễn Văn Mẫu", "MAU-05", Role.REPORTER)


@pytest.mark.parametrize("yes", ["dung", "Đúng", "có", "1", "dung, xac nhan", "yes"])
def test_the_yes_may_be_typed(newcomer: Phone, invite: Invite, yes: str) -> None:
    invite()
    newcomer.say(f"/start {CODE}")
    newcomer.say(yes)
    assert member(newcomer)


@pytest.mark.parametrize(
    "typed", [f"/start {CODE.lower()}", "/start 7kq4m2xd", f"/start@bot {CODE}", CODE, CODE.lower()]
)
def test_the_code_may_be_typed_in_any_way(newcomer: Phone, invite: Invite, typed: str) -> None:
    invite()
    assert newcomer.say(typed).startswith("Mã mời này dành cho:")


def test_a_no_leaves_the_invitation_unused(newcomer: Phone, invite: Invite, tx: Connection, now: datetime) -> None:
    invitation_id = invite()
    newcomer.say(f"/start {CODE}")
    assert newcomer.say("khong dung").startswith("Mã mời chưa được dùng.")
    assert invitations.get(tx, invitation_id).refusal(now) is None
    assert newcomer.say("dung") == STRANGER
    assert member(newcomer) is None


def test_a_coordinator_is_led_to_the_menu(newcomer: Phone, invite: Invite, ca_mau: Province) -> None:
    invite(unit=ca_mau.tinh, role=Role.COORDINATOR)
    newcomer.say(f"/start {CODE}")
    newcomer.say("dung")
    assert newcomer.choices == [
        "Bảng theo dõi",
        "Báo cáo chờ duyệt",
        "Tóm tắt tình hình",
        "Tổng hợp số liệu",
        "Xuất văn bản",
        "Yêu cầu báo cáo",
        "Việc khác…",
    ]


def test_two_who_race_for_one_use(phone_of: PhoneOf, invite: Invite, tx: Connection) -> None:
    invite()
    first, second = phone_of("first"), phone_of("second")
    for phone in (first, second):
        phone.say(f"/start {CODE}")
    before = count(tx)
    first.tap("Đúng, xác nhận")
    assert second.tap("Đúng, xác nhận").startswith("Mã mời đã được dùng.")
    assert second.say("dung") == STRANGER
    assert (member(first) is not None, member(second)) == (True, None)
    assert count(tx) == before + 1


def test_a_code_for_two_serves_two(phone_of: PhoneOf, invite: Invite) -> None:
    invite(uses=2)
    for address in ("first", "second"):
        phone = phone_of(address)
        phone.say(f"/start {CODE}")
        phone.say("dung")
        assert member(phone)
    assert phone_of("third").say(f"/start {CODE}").startswith("Mã mời đã được dùng.")


def test_it_may_expire_between_the_question_and_the_yes(newcomer: Phone, invite: Invite) -> None:
    invite(days=1)
    newcomer.later(hours=23)
    newcomer.say(f"/start {CODE}")
    newcomer.later(hours=2)
    assert newcomer.tap("Đúng, xác nhận").startswith("Mã mời đã hết hạn.")
    assert newcomer.say(f"/start {CODE}").startswith("Mã mời đã hết hạn.")
    assert member(newcomer) is None


def test_a_withdrawn_code(newcomer: Phone, invite: Invite, tx: Connection, now: datetime) -> None:
    invitations.revoke(tx, invite(), now)
    assert newcomer.say(f"/start {CODE}").startswith("Mã mời đã được thu hồi.")


def test_guessing_is_slowed_more_and_more(newcomer: Phone, invite: Invite) -> None:
    invite()
    for _ in range(4):
        assert newcomer.say("/start AAAA-AAAA").startswith("Không có mã mời này. Mã gồm 8 chữ và số")
    assert "chờ đến 09:43" in newcomer.say("/start AAAA-AAAA")
    assert "chờ đến 09:43" in newcomer.say(f"/start {CODE}"), "not even the right one is looked at"
    newcomer.later(minutes=1)
    assert "chờ đến 09:48" in newcomer.say("/start AAAA-AAAA")
    newcomer.later(minutes=5)
    assert "chờ đến 10:18" in newcomer.say("/start AAAA-AAAA")
    newcomer.later(minutes=30)
    assert newcomer.say(f"/start {CODE}").startswith("Mã mời này dành cho:")
    newcomer.say("dung")
    assert newcomer.say("/start AAAA-AAAA").startswith("Không có mã mời này. Mã gồm 8 chữ và số"), "counted anew"


def test_a_member_takes_a_second_role(phone_of: PhoneOf, invite: Invite, ca_mau: Province) -> None:
    invite(unit=ca_mau.tan_hung)
    phone = phone_of(ca_mau.officer)
    phone.say(f"/start {CODE}")
    phone.say("dung")
    held = people.memberships(phone.tx, ca_mau.officer.id)
    assert [held_member.unit for held_member in held] == [ca_mau.cai_nuoc, ca_mau.tan_hung]
    worn = member(phone)
    assert worn
    assert (worn.person_id, worn.unit) == (ca_mau.officer.id, ca_mau.tan_hung)


def test_a_role_held_already_uses_nothing(phone_of: PhoneOf, invite: Invite, ca_mau: Province, now: datetime) -> None:
    invitation_id = invite()
    phone = phone_of(ca_mau.officer)
    assert phone.say(f"/start {CODE}").startswith("Đã có vai trò Cán bộ báo cáo tại UBND huyện Cái Nước")
    assert invitations.get(phone.tx, invitation_id).uses_left == 1


def test_somebody_whose_role_was_taken_away_is_a_stranger_until_invited_again(
    phone_of: PhoneOf, invite: Invite, ca_mau: Province, now: datetime
) -> None:
    people.revoke(phone_of("x").tx, ca_mau.officer.membership_id, now)
    phone = phone_of(ca_mau.officer)
    role = "Vai trò Cán bộ báo cáo tại UBND huyện Cái Nước đã kết thúc lúc 09:42 ngày 19/5/2026."
    assert phone.say("/baocao") == f"{role}\n\n{STRANGER}"
    assert phone.say("/baocao") == STRANGER, "said once"
    invite()
    phone.say(f"/start {CODE}")
    phone.say("dung")
    again = member(phone)
    assert again
    assert again.membership_id == ca_mau.officer.membership_id


def test_a_sender_without_a_name_is_named_after_the_unit(phone_of: PhoneOf, invite: Invite) -> None:
    invite()
    phone = phone_of("nameless")
    phone.say(f"/start {CODE}")
    phone.say("dung")
    bound = member(phone)
    assert bound
    assert bound.name == "Cán bộ UBND huyện Cái Nước"


def test_in_english(phone_of: PhoneOf, invite: Invite) -> None:
    invite()
    phone = phone_of("abroad", language="en")
    assert phone.say("hello").startswith("This system serves invited officers only.")
    assert phone.say(f"/start {CODE}").startswith("This invitation is for:\n• Unit: UBND huyện Cái Nước")
    phone.tap("Yes, confirm")
    assert member(phone)


def test_who_invited_is_remembered(newcomer: Phone, invite: Invite, ca_mau: Province, tx: Connection) -> None:
    invitation_id = invite()
    newcomer.say(f"/start {CODE}")
    newcomer.say("dung")
    assert (
        tx.execute(select(invitation.c.invited_by).where(invitation.c.id == invitation_id)).scalar_one()
        == ca_mau.coordinator.id
    )
