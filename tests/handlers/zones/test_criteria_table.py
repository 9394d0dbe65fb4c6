"""The criteria of several communes: compared on the screen, and a filled table taken whole or not at all."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import Connection, select

from reporting.form_entry.answer_input import Answer
from storage.database.schema import audit
from storage.plans import plans
from storage.zones import criteria, decisions
from tests import province
from tests.handlers.conftest import ChatOf
from tests.handlers.zones.steps import entered, filled, table
from tests.province import Person, Province


def test_with_nothing_entered_there_is_nothing_to_compare(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = chat_of(ca_mau.coordinator)
    chat.say("/diaban")
    chat.tap("So sánh các địa bàn")
    assert chat.choices == ["Tiêu chí lựa chọn", "Danh sách năm 2026"]


def test_four_communes_stand_beside_each_other(
    tx: Connection, now: datetime, chat_of: ChatOf, ca_mau: Province
) -> None:
    province.many_communes(tx, ca_mau.nam_can, 5, first=1_000_000)
    for number in range(5):
        criteria.put(tx, ca_mau.plan.id, 2026, 1_000_000 + number, {"D1": Answer.given(number > 2)}, None, now)
    chat = chat_of(ca_mau.coordinator)
    chat.say("/diaban")
    chat.tap("So sánh các địa bàn")
    assert "xã mẫu 0003: –" in chat.text
    assert "xã mẫu 0004" not in chat.text
    assert "Không · xã mẫu 0003: Có" in chat.tap("D. Các tiêu chí khác")
    assert "   xã mẫu 0004: Có" in chat.tap("Trang sau")
    assert "D. Các tiêu chí khác" in chat.text
    assert "D. Các tiêu chí khác" not in chat.choices


def test_where_communes_are_proposed_only_these_are_compared(
    tx: Connection, now: datetime, chat_of: ChatOf, ca_mau: Province
) -> None:
    criteria.put(tx, ca_mau.plan.id, 2026, ca_mau.tan_hung.id, {"A1": Answer.given(20)}, None, now)
    me = ca_mau.coordinator.id
    decisions.propose(tx, ca_mau.plan.id, 2026, ca_mau.tinh, [ca_mau.hoa_my], me, now)
    chat = chat_of(ca_mau.coordinator)
    chat.say("/diaban")
    assert "   xã Hòa Mỹ: –" in chat.tap("So sánh các địa bàn")
    assert "xã Tân Hưng" not in chat.text


def test_the_table_comes_back_filled(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = chat_of(ca_mau.coordinator)
    content = table(chat)
    sent = filled(content, {("A2", "MAU-0503"): 7, ("D1", "MAU-0503"): "có", ("A1", "MAU-0502"): "12 vụ"})
    assert "Đã ghi nhận 3 mục từ tệp" in chat.send_file("tieu-chi.xlsx", sent)
    assert entered(chat, ca_mau) == {"A2": Answer.given(7), "D1": Answer.given(True)}
    assert entered(chat, ca_mau, ca_mau.tan_hung) == {"A1": Answer.given(12)}
    assert "Tệp không có gì khác" in chat.send_file("tieu-chi.xlsx", sent)


@pytest.mark.parametrize(
    ("criterion", "value", "reply"),
    [
        ("A3", "khoảng 3", "(A3, xã Hòa Mỹ)"),
        ("A3", "80%", "(A3, xã Hòa Mỹ)"),
        ("B5", "TỐI MẬT", "dấu chỉ độ mật (TỐI MẬT)"),
        ("B5", "ông Trần Văn Mẫu, sinh năm 1980", "có dấu hiệu chứa thông tin cá nhân"),
    ],
)
def test_a_cell_that_cannot_be_taken_stops_the_whole_table(
    chat_of: ChatOf, ca_mau: Province, criterion: str, value: str, reply: str
) -> None:
    chat = chat_of(ca_mau.coordinator)
    sent = filled(table(chat), {("A2", "MAU-0503"): 7, (criterion, "MAU-0503"): value})
    assert reply in chat.send_file("tieu-chi.xlsx", sent)
    assert entered(chat, ca_mau) == {}


@pytest.mark.parametrize(("criterion", "value"), [("A2", "80%"), ("B5", "ông Trần Văn Mẫu, sinh năm 1980")])
def test_of_many_wrong_cells_ten_are_told_and_the_rest_counted(
    tx: Connection, chat_of: ChatOf, ca_mau: Province, criterion: str, value: str
) -> None:
    province.many_communes(tx, ca_mau.nam_can, 12, first=1_000_000)
    chat = chat_of(ca_mau.coordinator)
    wrong: dict[tuple[str, str], str | int] = {(criterion, f"MAU-X{number:04}"): value for number in range(12)}
    lines = chat.send_file("tieu-chi.xlsx", filled(table(chat), wrong)).split("\n")
    assert sum(line.startswith("• Ô ") for line in lines) == 10
    assert lines[11].strip("… ").startswith("và 2 ")


def test_a_table_of_another_unit_or_role_is_refused(chat_of: ChatOf, ca_mau: Province, district: Person) -> None:
    chat = chat_of(district)
    sent = filled(table(chat), {("A2", "MAU-0503"): 7})
    assert "không còn khớp" in chat_of(ca_mau.coordinator).send_file("tieu-chi.xlsx", sent)
    assert "Chỉ đầu mối" in chat_of(ca_mau.leader).send_file("tieu-chi.xlsx", sent)
    assert "Chỉ đầu mối" in chat_of(ca_mau.officer).send_file("tieu-chi.xlsx", sent)
    assert entered(chat, ca_mau) == {}
    assert chat.tx.execute(select(audit.c.id).where(audit.c.action == "criteria.entered")).first() is None


def test_a_table_of_a_closed_plan_is_refused(tx: Connection, now: datetime, chat_of: ChatOf, ca_mau: Province) -> None:
    chat = chat_of(ca_mau.coordinator)
    sent = filled(table(chat), {("A2", "MAU-0503"): 7})
    plans.close(tx, ca_mau.plan.id, "Hết hiệu lực", now)
    assert "Chỉ đầu mối" in chat.send_file("tieu-chi.xlsx", sent)
    assert entered(chat, ca_mau) == {}
