"""``/toi`` and ``/ngonngu``: who am I here, which hat, which language."""

from __future__ import annotations

from datetime import datetime

import pytest

from reporting.roles import Role
from storage.messaging import conversations
from storage.people import people
from tests.chat import Chat
from tests.handlers.conftest import PhoneOf
from tests.handlers.menu_choices import LEADER_MENU
from tests.province import Province


def test_who_am_i(officer: Chat) -> None:
    assert officer.say("/toi").startswith(
        "Tên hiển thị: Cán bộ mẫu Một\nĐơn vị: UBND huyện Cái Nước\nVai trò: Cán bộ báo cáo\n"
    )
    assert officer.choices[0] == "English"


def test_another_hat_is_put_on(officer: Chat, ca_mau: Province, now: datetime) -> None:
    people.grant(officer.tx, ca_mau.officer.id, ca_mau.tinh.id, Role.LEADER, None, now)
    assert "Còn 1 vai trò khác" in officer.say("/toi")
    assert officer.tap("Chuyển sang: tỉnh Cà Mau · Lãnh đạo").startswith("Đã chuyển.\n\ntỉnh Cà Mau · Lãnh đạo")
    assert officer.choices == LEADER_MENU
    assert "Đơn vị: tỉnh Cà Mau" in officer.say("tai khoan")


def test_a_hat_taken_away_meanwhile_is_not_put_on(officer: Chat, ca_mau: Province, now: datetime) -> None:
    other = people.grant(officer.tx, ca_mau.officer.id, ca_mau.tinh.id, Role.LEADER, None, now)
    officer.say("/toi")
    people.revoke(officer.tx, other, now)
    assert officer.tap("Chuyển sang: tỉnh Cà Mau · Lãnh đạo").startswith("Vai trò này không còn hiệu lực.")
    talk = conversations.lock_conversation(officer.tx, officer.channel, officer.address, now, None)
    assert talk.membership_id == ca_mau.officer.membership_id


def test_another_language_and_back(officer: Chat) -> None:
    officer.say("/ngonngu")
    assert officer.choices == ["Tiếng Việt", "English"]
    assert officer.tap("English").startswith("From now on the answers are in English.")
    assert "Reporting officer" in officer.say("/toi")
    assert officer.say("tieng viet").startswith("Từ nay hệ thống trả lời bằng tiếng Việt.")


@pytest.mark.parametrize("typed", ["/ngonngu en", "/ngonngu English", "/ngonngu tiếng Anh"])
def test_the_language_may_follow_the_command(officer: Chat, typed: str) -> None:
    assert officer.say(typed).startswith("From now on the answers are in English.")


def test_an_open_dialogue_goes_on_in_the_new_language(phone_of: PhoneOf, ca_mau: Province) -> None:
    coordinator = phone_of(ca_mau.coordinator)
    coordinator.say("/moi cai nuoc")
    assert "There are 2 such units." in coordinator.say("/ngonngu en")
