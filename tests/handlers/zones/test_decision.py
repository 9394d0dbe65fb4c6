"""The decision on the communes of a year: who decides, the cap, the document, what changed meanwhile."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection

from reporting.plan.plan import Plan, UnitKind
from storage.plans import plans
from storage.reports import obligations
from storage.units import selected_zones, units
from storage.zones import decisions, outcomes
from tests import province
from tests.handlers.conftest import ChatOf
from tests.handlers.zones.steps import DOCUMENT, REASON, audited, proposal
from tests.province import Person, Province


def by_district(tx: Connection, ca_mau: Province, now: datetime) -> Plan:
    """The plan as Bà Rịa - Vũng Tàu II.3 has it: each district decides, and has its cap."""
    content = ca_mau.plan.model_dump(mode="json", by_alias=True)
    content["zones"]["decided_by"] = content["zones"]["cap"]["of"] = "district"
    plan = Plan.model_validate(content)
    plans.activate(tx, plan, now)
    return plan


def test_a_district_proposes_and_the_province_decides(chat_of: ChatOf, ca_mau: Province, district: Person) -> None:
    chat = proposal(chat_of(district), "hoa my\nthi tran nam can")
    assert decisions.proposed_communes(chat.tx, ca_mau.plan.id, 2026, ca_mau.tinh) == [ca_mau.hoa_my]
    assert "Ghi quyết định" not in chat.choices
    above = proposal(chat_of(ca_mau.coordinator))
    above.tap("Ghi quyết định")
    above.told(DOCUMENT, REASON)
    assert "Đã ghi quyết định: 1 địa bàn chuyển hóa năm 2026" in above.tap("Ghi quyết định")
    assert selected_zones.selected(above.tx, ca_mau.plan.id, 2026) == [ca_mau.hoa_my]
    assert selected_zones.over_cap(above.tx, ca_mau.plan.id, 2026) == REASON
    assert len(obligations.of_unit(above.tx, ca_mau.hoa_my.id)) == 2
    assert audited(above.tx) == ["zones.proposed", "zones.decided"]


def test_where_the_plan_says_so_a_district_decides_for_itself(
    tx: Connection, now: datetime, chat_of: ChatOf, ca_mau: Province, district: Person
) -> None:
    plan = by_district(tx, ca_mau, now)
    province.many_communes(tx, ca_mau.cai_nuoc, 4, first=1_000_000)  # 7 in the district allow one
    chat = chat_of(district)
    assert "Mức tối đa: 1 (15% của 7 đơn vị cấp xã" in proposal(chat).text
    chat.say("hoa my")
    chat.tap("Ghi quyết định")
    assert "quá mức tối đa" not in chat.say("7/QĐ-BCĐ 15/1/2026")
    chat.tap("Ghi quyết định")
    assert selected_zones.selected(tx, plan.id, 2026) == [ca_mau.hoa_my]
    chat.tap("xã Hòa Mỹ")
    assert "Đánh giá" in chat.choices


def test_the_province_records_each_district_s_decision(
    tx: Connection, now: datetime, chat_of: ChatOf, ca_mau: Province
) -> None:
    plan = by_district(tx, ca_mau, now)
    chat = proposal(chat_of(ca_mau.coordinator), "hoa my\nthi tran nam can")
    assert {f"Ghi quyết định · UBND huyện {name}" for name in ("Cái Nước", "Năm Căn")} < set(chat.choices)
    assert "UBND huyện Năm Căn: chọn 1 địa bàn, quá mức tối đa 0" in chat.tap("Ghi quyết định · UBND huyện Năm Căn")
    chat.told(DOCUMENT, REASON)
    chat.tap("Ghi quyết định")
    assert ca_mau.tt_nam_can in selected_zones.selected(tx, plan.id, 2026)
    assert ca_mau.hoa_my not in selected_zones.selected(tx, plan.id, 2026)


def test_within_the_cap_no_reason_is_asked_for(tx: Connection, chat_of: ChatOf, ca_mau: Province) -> None:
    province.many_communes(tx, ca_mau.nam_can, 3, first=1_000_000)
    chat = proposal(chat_of(ca_mau.coordinator), "hoa my")
    chat.tap("Ghi quyết định")
    chat.say("45/QĐ-BCĐ 15/1/2026")
    chat.tap("Ghi quyết định")
    assert selected_zones.over_cap(tx, ca_mau.plan.id, 2026) is None
    assert selected_zones.selected(tx, ca_mau.plan.id, 2026) == [ca_mau.hoa_my]


def test_a_decision_older_than_the_commune_is_asked_about(tx: Connection, chat_of: ChatOf, ca_mau: Province) -> None:
    units.add(
        tx, code="MAU-09", name="xã Mẫu Mới", kind=UnitKind.COMMUNE, parent=ca_mau.nam_can, valid_from=date(2026, 3, 1)
    )
    chat = proposal(chat_of(ca_mau.coordinator), "mau moi")
    chat.tap("Ghi quyết định")
    assert "Vào ngày 15/1/2026 chưa có hoặc không còn đơn vị: xã Mẫu Mới" in chat.say("45/QĐ-BCĐ 15/1/2026")


def test_a_decision_of_today_is_taken(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = proposal(chat_of(ca_mau.coordinator), "hoa my")
    chat.tap("Ghi quyết định")
    assert "chưa đến" in chat.say("45/QĐ-BCĐ 20/5/2026")
    assert "Quyết định số 45/QĐ-BCĐ ngày 19/5/2026" in chat.say("45/QĐ-BCĐ 19/5/2026")


def test_retyping_asks_for_the_number_and_the_reason_again(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = proposal(chat_of(ca_mau.coordinator), "hoa my")
    chat.tap("Ghi quyết định")
    chat.told(DOCUMENT, REASON)
    assert "Nhập số và ngày quyết định" in chat.tap("Nhập lại")
    assert REASON not in chat.text
    assert "nhập lý do" in chat.say("46/QĐ-BCĐ 16/1/2026")


def test_a_list_changed_meanwhile_is_shown_again(tx: Connection, chat_of: ChatOf, ca_mau: Province) -> None:
    chat = proposal(chat_of(ca_mau.coordinator), "hoa my")
    chat.tap("Ghi quyết định")
    chat.told("45/QĐ-BCĐ 15/1/2026", REASON)
    selected_zones.select(tx, ca_mau.plan.id, 2026, [ca_mau.tt_nam_can.id], chat.now)
    assert "vừa được người khác thay đổi" in chat.tap("Ghi quyết định")
    assert selected_zones.selected(tx, ca_mau.plan.id, 2026) == [ca_mau.tt_nam_can]
    chat.tap("Ghi quyết định")
    assert selected_zones.selected(tx, ca_mau.plan.id, 2026) == [ca_mau.hoa_my]


def test_what_a_new_decision_replaces_is_named(
    tx: Connection, now: datetime, chat_of: ChatOf, ca_mau: Province
) -> None:
    outcomes.put(
        tx, ca_mau.plan.id, 2026, ca_mau.tan_hung.id, "carried_over", gate=False, note="Chưa", person_id=None, now=now
    )
    chat = proposal(chat_of(ca_mau.coordinator), "thi tran cai nuoc\nhoa my")
    chat.tap("Ghi quyết định")
    chat.told(DOCUMENT, REASON)
    assert "Thay:" not in chat.text
    assert "Không còn trong danh sách: xã Tân Hưng\nĐã có kết quả đánh giá năm này: xã Tân Hưng" in chat.text
    chat.tap("Ghi quyết định")
    chat = proposal(chat_of(ca_mau.coordinator))
    assert "Thay: Quyết định số 45/QĐ-BCĐ ngày 15/1/2026" in chat.tap("Ghi quyết định")
    assert "Không còn trong danh sách" not in chat.text


def test_a_reason_that_is_no_longer_needed_is_not_stored(tx: Connection, chat_of: ChatOf, ca_mau: Province) -> None:
    chat = proposal(chat_of(ca_mau.coordinator), "hoa my")
    chat.tap("Ghi quyết định")
    chat.told(DOCUMENT, REASON)
    province.many_communes(tx, ca_mau.nam_can, 3, first=1_000_000)  # 7 allow one
    chat.tap("Ghi quyết định")
    assert selected_zones.selected(tx, ca_mau.plan.id, 2026) == [ca_mau.hoa_my]
    assert selected_zones.over_cap(tx, ca_mau.plan.id, 2026) is None


def test_a_proposed_commune_transformed_meanwhile_is_not_decided_on(
    tx: Connection, now: datetime, chat_of: ChatOf, ca_mau: Province
) -> None:
    chat = proposal(chat_of(ca_mau.coordinator), "hoa my\ntan hung")
    outcomes.put(
        tx, ca_mau.plan.id, 2025, ca_mau.hoa_my.id, "recognised", gate=True, note="Đạt", person_id=None, now=now
    )
    assert "1. xã Tân Hưng\nKhông còn" in chat.tap("Ghi quyết định")
    assert "xã Hòa Mỹ" not in chat.text


def test_stopping_leads_back_to_the_proposal_and_decides_nothing(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = proposal(chat_of(ca_mau.coordinator), "hoa my")
    chat.tap("Ghi quyết định")
    chat.say(DOCUMENT)
    assert chat.say("/huy").startswith("Đề xuất địa bàn chuyển hóa năm 2026")
    assert ca_mau.hoa_my not in selected_zones.selected(chat.tx, ca_mau.plan.id, 2026)


def test_the_plan_closed_meanwhile_takes_no_decision(
    tx: Connection, now: datetime, chat_of: ChatOf, ca_mau: Province
) -> None:
    chat = proposal(chat_of(ca_mau.coordinator), "hoa my")
    chat.tap("Ghi quyết định")
    chat.told(DOCUMENT, REASON)
    plans.close(tx, ca_mau.plan.id, "Hết hiệu lực", now)
    assert "Chỉ đầu mối tổng hợp nhập được" in chat.tap("Ghi quyết định")
    assert ca_mau.hoa_my not in selected_zones.selected(tx, ca_mau.plan.id, 2026)


def test_a_province_without_districts(tx: Connection, now: datetime, chat_of: ChatOf) -> None:
    hai_cap = province.build_two_level(tx, now)
    chat = chat_of(hai_cap.coordinator)
    assert "Chưa có địa bàn nào được chọn" in chat.say("/diaban")
    proposal(chat, "xa mau hai")
    chat.tap("Ghi quyết định")
    chat.told("45/QĐ-BCĐ 15/1/2026", REASON)
    chat.tap("Ghi quyết định")
    assert selected_zones.selected(tx, hai_cap.plan.id, 2026) == [hai_cap.xa_hai]
