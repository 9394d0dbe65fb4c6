"""A criteria sheet filled in by chat: what is stored, what is not, where it goes on."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import Connection

from reporting.form_entry.answer_input import Answer
from storage.plans import plans
from tests import province
from tests.chat import file_report
from tests.handlers.conftest import ChatOf
from tests.handlers.zones.steps import entered, sheet
from tests.province import Province


def test_values_are_taken_in_order_and_what_is_sent_on_paper_is_passed_over(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = sheet(chat_of(ca_mau.coordinator))
    assert "Đã ghi: A1 12 · A2 3 · A3 4 · A6 5." in chat.say("12 3 4 5")
    assert entered(chat, ca_mau)["A6"] == Answer.given(5)


def test_a_line_reaches_a_criterion_of_another_group(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = sheet(chat_of(ca_mau.coordinator))
    assert "Đã ghi: D1 Có." in chat.say("D1: có")
    assert "Nhập tiếp: A1." in chat.text


def test_lists_of_people_are_not_kept_from_chat(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = sheet(chat_of(ca_mau.coordinator))
    assert "A4 gửi bằng văn bản" in chat.say("A4: 3\nA1: 2")
    assert "Dòng" not in chat.text
    assert entered(chat, ca_mau) == {"A1": Answer.given(2)}


@pytest.mark.parametrize("reply", ["TỐI MẬT", "B5: TỐI MẬT", "B5: ông Trần Văn Mẫu, sinh năm 1980"])
def test_neither_secrets_nor_people_are_kept(chat_of: ChatOf, ca_mau: Province, reply: str) -> None:
    chat = sheet(chat_of(ca_mau.coordinator))
    chat.say(reply)
    assert entered(chat, ca_mau) == {}
    assert "A1. " in chat.text


def test_a_sheet_is_gone_on_with_where_it_was_left(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = sheet(chat_of(ca_mau.coordinator))
    chat.say("A1: 1\nA2: 2\nA3: 3\nA6: 4\nA7: 5\nA8: 6")
    assert "Nhập tiếp: B1." in chat.text
    chat.say("/start")
    assert "Nhập tiếp: B1." in sheet(chat).text
    assert "B. Nhóm tiêu chí về ma túy" in chat.text


def test_a_filled_group_says_how_a_value_is_changed(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = sheet(chat_of(ca_mau.coordinator))
    chat.say("1 2 3 4 5 6")
    assert "Nhóm này đã đủ.\nSửa một mục bằng dòng có mã, ví dụ: A1: 15" in chat.tap("A. Nhóm tiêu chí về hình sự")
    chat.say("A1: 9")
    assert entered(chat, ca_mau)["A1"] == Answer.given(9)


def test_what_the_reports_say_needs_no_entering(tx: Connection, now: datetime, chat_of: ChatOf) -> None:
    ca_mau = province.build(tx, now, years=(2025, 2026))
    file_report(tx, ca_mau, ca_mau.officer, "year", 2025, {"c01": 12, "c06": 25, "c40": 3}, now)
    chat = sheet(chat_of(ca_mau.coordinator), "tan hung")
    assert chat.text.startswith("Đã có 3/23 mục")
    assert "A1. Số vụ phạm pháp hình sự xảy ra: 12 vụ (theo báo cáo năm 2025)" in chat.text
    assert "15 vụ (báo cáo năm 2025: 12)" in chat.say("A1: 15")
    assert "Đã có 3/23 mục" in chat.text


def test_of_several_ambiguous_values_the_first_is_asked(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = sheet(chat_of(ca_mau.coordinator))
    assert "Cũng chưa rõ, đề nghị nhập lại sau: A3." in chat.say("A1: 1.5\nA2: 4\nA3: 2.5")
    assert chat.choices == ["15", "Nhập lại"]
    assert entered(chat, ca_mau) == {"A2": Answer.given(4)}
    assert "Đã ghi: A1 15." in chat.say("đúng")
    chat.say("A3: 2.5")
    assert "Nhập tiếp: A3." in chat.tap("Nhập lại")


def test_yes_never_confirms_a_no(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = sheet(chat_of(ca_mau.coordinator))
    chat.say("D1: không, đã giải quyết xong")
    assert chat.choices == ["Không", "Nhập lại"]
    chat.say("có")
    assert "D1" not in entered(chat, ca_mau)
    chat.say("D1: không, đã giải quyết xong")
    chat.tap("Không")
    assert entered(chat, ca_mau) == {"D1": Answer.given(False), "D1n": Answer.given("đã giải quyết xong")}


def test_words_beside_a_yes_that_name_a_person_are_left_out(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = sheet(chat_of(ca_mau.coordinator))
    chat.say("D1: có, ông Trần Văn Mẫu khiếu kiện")
    chat.tap("Có")
    assert entered(chat, ca_mau) == {"D1": Answer.given(True)}


def test_a_leader_sees_and_changes_nothing(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = sheet(chat_of(ca_mau.leader))
    assert "Nhập tiếp" not in chat.text
    assert chat.say("A1: 5").startswith("Không tìm thấy")
    assert entered(chat, ca_mau) == {}
    assert chat.say("tan hung").startswith("xã Tân Hưng")


def test_under_a_closed_plan_a_reading_is_no_longer_stored(
    tx: Connection, now: datetime, chat_of: ChatOf, ca_mau: Province
) -> None:
    chat = sheet(chat_of(ca_mau.coordinator))
    chat.say("A1: 1.5")
    plans.close(tx, ca_mau.plan.id, "Hết hiệu lực", now)
    assert "Chỉ đầu mối tổng hợp nhập được nội dung này" in chat.tap("15")
    assert entered(chat, ca_mau) == {}


def test_the_list_of_sheets_has_pages(tx: Connection, chat_of: ChatOf, ca_mau: Province) -> None:
    province.many_communes(tx, ca_mau.nam_can, 5, first=1_000_000)  # nine with the four
    chat = chat_of(ca_mau.coordinator)
    chat.say("/diaban")
    assert "9 đơn vị cấp xã" in chat.tap("Tiêu chí lựa chọn")
    assert "1. xã mẫu 0004: đã có 0/23 mục" in chat.tap("Trang sau")
    assert chat.choices[0] == "xã mẫu 0004"
