"""The list of proposed communes: by name, by button, in an order that people give."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from storage.zones import decisions, outcomes
from tests import province
from tests.chat import Chat
from tests.handlers.conftest import ChatOf
from tests.handlers.zones.steps import audited, proposal
from tests.province import Person, Province


def proposed(chat: Chat, ca_mau: Province) -> list[str]:
    return [unit.name for unit in decisions.proposed_communes(chat.tx, ca_mau.plan.id, 2026, ca_mau.tinh)]


def test_a_leader_looks_and_adds_nothing(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = proposal(chat_of(ca_mau.leader))
    assert "Thêm địa bàn" not in chat.choices
    assert chat.say("tan hung").startswith("xã Tân Hưng")
    assert proposed(chat, ca_mau) == []


def test_a_commune_is_added_once(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = proposal(chat_of(ca_mau.coordinator), "hoa my\nxa hoa my")
    assert "xã Hòa Mỹ" in chat.text.split("\n\n")[0]
    assert proposed(chat, ca_mau) == ["xã Hòa Mỹ"]
    chat.say("hoa my")
    assert proposed(chat, ca_mau) == ["xã Hòa Mỹ"]
    assert audited(chat.tx) == ["zones.proposed"]


def test_the_order_is_changed_step_by_step(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = proposal(chat_of(ca_mau.coordinator), "hoa my\ntan hung\nthi tran nam can")
    chat.tap("xã Hòa Mỹ")
    assert "Lên một bậc" not in chat.choices
    chat.tap("Xuống một bậc")
    assert proposed(chat, ca_mau) == ["xã Tân Hưng", "xã Hòa Mỹ", "thị trấn Năm Căn"]
    chat.tap("thị trấn Năm Căn")
    assert "Xuống một bậc" not in chat.choices
    chat.tap("Lên một bậc")
    assert proposed(chat, ca_mau) == ["xã Tân Hưng", "thị trấn Năm Căn", "xã Hòa Mỹ"]
    chat.tap("thị trấn Năm Căn")
    chat.tap("Bỏ khỏi danh sách")
    assert proposed(chat, ca_mau) == ["xã Tân Hưng", "xã Hòa Mỹ"]


def test_a_commune_removed_by_somebody_else_cannot_be_moved(
    tx: Connection, now: datetime, chat_of: ChatOf, ca_mau: Province
) -> None:
    chat = proposal(chat_of(ca_mau.coordinator), "hoa my\ntan hung")
    chat.tap("xã Tân Hưng")
    decisions.propose(tx, ca_mau.plan.id, 2026, ca_mau.tinh, [ca_mau.hoa_my], ca_mau.coordinator.id, now)
    chat.tap("Lên một bậc")
    assert proposed(chat, ca_mau) == ["xã Hòa Mỹ"]


def test_those_that_can_be_added_are_offered_page_by_page(tx: Connection, chat_of: ChatOf, ca_mau: Province) -> None:
    province.many_communes(tx, ca_mau.nam_can, 6, first=1_000_000)
    chat = proposal(chat_of(ca_mau.coordinator), "hoa my")
    chat.tap("Thêm địa bàn")
    assert "xã Hòa Mỹ" not in chat.choices
    chat.tap("Trang sau")
    chat.tap("xã mẫu 0005")
    assert proposed(chat, ca_mau) == ["xã Hòa Mỹ", "xã mẫu 0005"]


def test_a_district_changes_only_its_own_part(
    tx: Connection, now: datetime, chat_of: ChatOf, ca_mau: Province, district: Person
) -> None:
    both = [ca_mau.tt_nam_can, ca_mau.hoa_my]
    decisions.propose(tx, ca_mau.plan.id, 2026, ca_mau.tinh, both, ca_mau.coordinator.id, now)
    chat = proposal(chat_of(district))
    assert "thị trấn Năm Căn" not in chat.choices
    chat.tap("xã Hòa Mỹ")
    chat.tap("Bỏ khỏi danh sách")
    assert proposed(chat, ca_mau) == ["thị trấn Năm Căn"]


def test_a_transformed_commune_is_no_candidate(tx: Connection, now: datetime, chat_of: ChatOf) -> None:
    ca_mau = province.build(tx, now, years=(2025, 2026))
    plan, unit = ca_mau.plan.id, ca_mau.hoa_my
    outcomes.put(tx, plan, 2025, unit.id, "recognised", gate=True, note="Đạt", person_id=None, now=now)
    chat = chat_of(ca_mau.coordinator)
    chat.say("/diaban")
    assert "xã Hòa Mỹ" not in chat.tap("Tiêu chí lựa chọn")
    assert "xã Hòa Mỹ đã chuyển hóa thành công" in proposal(chat, "hoa my").text
    assert proposed(chat, ca_mau) == []


def test_a_commune_carried_over_is_marked_and_chosen_again_by_hand(
    tx: Connection, now: datetime, chat_of: ChatOf
) -> None:
    ca_mau = province.build(tx, now, years=(2025, 2026))
    outcomes.put(
        tx, ca_mau.plan.id, 2025, ca_mau.hoa_my.id, "carried_over", gate=False, note="Chưa", person_id=None, now=now
    )
    chat = proposal(chat_of(ca_mau.coordinator))
    assert "Chưa có địa bàn nào được đề xuất" in chat.text
    assert "1. xã Hòa Mỹ: đã có 0/23 mục · chuyển hóa tiếp từ năm 2025" in chat.say("hoa my")
    assert "2. xã Tân Hưng: đã có 0/23 mục\n" in chat.say("tan hung")
