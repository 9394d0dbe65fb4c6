"""The menu of each role, and ``/trogiup``."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.registry import build_registry
from locales import LANGUAGES, words
from reporting.deadlines.obligation import ReportState
from reporting.roles import Role
from storage.reports import obligations
from tests.handlers.conftest import PhoneOf
from tests.handlers.menu_choices import LEADER_MENU
from tests.province import Province


def test_a_reporter_sees_what_is_owed_first(phone_of: PhoneOf, ca_mau: Province) -> None:
    phone = phone_of(ca_mau.officer)
    assert phone.say("/start") == (
        "Đơn vị còn 1 báo cáo phải nộp; hạn cuối gần nhất: hết ngày 24/5/2026.\n\nUBND huyện Cái Nước · Cán bộ báo cáo"
    )
    assert phone.choices == ["Báo cáo phải nộp", "Tình trạng", "Xin gia hạn", "Trợ giúp"]
    assert phone.say("1") == "<báo cáo phải nộp>"


def test_a_late_report_is_said_to_be_late(phone_of: PhoneOf, ca_mau: Province) -> None:
    phone = phone_of(ca_mau.officer)
    phone.later(days=6)
    assert "đã quá hạn (hết ngày 24/5/2026)" in phone.say("menu")


def test_nothing_owed_is_said_too(phone_of: PhoneOf, ca_mau: Province) -> None:
    phone = phone_of(ca_mau.officer)
    for obligation in obligations.open_of_unit(phone.tx, ca_mau.cai_nuoc.id, phone.now.date()):
        obligations.set_state(
            phone.tx, obligation.id, ReportState.FILED, version=1, filed_at=phone.now - timedelta(hours=1)
        )
    assert phone.say("/start").startswith("Hiện đơn vị không có báo cáo nào phải nộp.")


@pytest.mark.parametrize(
    ("person", "choices"),
    [
        (
            "coordinator",
            [
                "Bảng theo dõi",
                "Báo cáo chờ duyệt",
                "Tóm tắt tình hình",
                "Tổng hợp số liệu",
                "Xuất văn bản",
                "Yêu cầu báo cáo",
                "Việc khác…",
            ],
        ),
        (
            "leader",
            LEADER_MENU,
        ),
    ],
)
def test_each_role_has_its_own(phone_of: PhoneOf, ca_mau: Province, person: str, choices: list[str]) -> None:
    phone = phone_of(getattr(ca_mau, person))
    assert phone.say("/start").startswith("tỉnh Cà Mau · ")
    assert phone.choices == choices


def test_the_rest_is_one_choice_further(phone_of: PhoneOf, ca_mau: Province) -> None:
    phone = phone_of(ca_mau.coordinator)
    phone.say("/start")

    phone.tap("Việc khác…")

    assert phone.choices == [
        "Tình trạng",
        "Địa bàn chuyển hóa",
        "Gia hạn",
        "Mời cán bộ",
        "Thành viên",
        "Trợ giúp",
        "Quay lại",
    ]
    assert phone.say("quay lai").startswith("tỉnh Cà Mau · ")


def test_a_leader_is_greeted_with_how_many_have_filed(phone_of: PhoneOf, ca_mau: Province) -> None:
    reply = phone_of(ca_mau.leader).say("/start")

    assert "6 tháng năm 2026 · Chuyển hóa địa bàn: đã nộp sở, ban, ngành 0/1, cấp huyện 0/2, cấp xã 0/2" in reply


def test_help_lists_the_commands_of_the_role(phone_of: PhoneOf, ca_mau: Province) -> None:
    assert "/moi: mời cán bộ vào đơn vị" in phone_of(ca_mau.coordinator).say("/trogiup")
    answer = phone_of(ca_mau.officer).say("tro giup")
    assert "/moi" not in answer
    assert "/toi: thông tin về tôi: đổi vai trò, sửa tên, tải dữ liệu, rời" in answer


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_and_role_has_its_words(language: str) -> None:
    say = words(language)
    assert all(key in say for key in build_registry().descriptions.values())
    assert all(f"text.role.{role}" in say for role in Role)


def test_the_menu_leaves_an_open_dialogue_and_its_numbers_alone(phone_of: PhoneOf, ca_mau: Province) -> None:
    phone = phone_of(ca_mau.coordinator)
    phone.say("/moi")
    phone.say("/start")
    assert phone.answer.get("numbered") is False
    assert phone.say("cai nuoc").startswith("Có 2 đơn vị phù hợp.")
