"""The page of a year: for whom it is, how a commune and another year are found."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from reporting.plan.plan import Plan
from storage.plans import plans
from storage.zones import outcomes
from tests import province
from tests.handlers.conftest import ChatOf
from tests.province import Person, Province


def test_an_officer_is_told_it_is_not_for_this_role(chat_of: ChatOf, ca_mau: Province) -> None:
    assert "Lệnh này không dành cho vai trò hiện tại" in chat_of(ca_mau.officer).say("/diaban")


def test_a_district_sees_only_its_own(chat_of: ChatOf, ca_mau: Province, district: Person) -> None:
    chat = chat_of(district)
    assert "Không tìm thấy" in chat.say("/diaban nam can")
    assert chat.say("nam can").startswith("Không tìm thấy đơn vị cấp xã “nam can”")
    assert chat.say("hoa my").startswith("xã Hòa Mỹ (UBND huyện Cái Nước)")


def test_without_a_plan_with_areas_it_says_so(tx: Connection, chat_of: ChatOf, ca_mau: Province, now: datetime) -> None:
    plan = Plan.model_validate(ca_mau.plan.model_dump(mode="json", by_alias=True) | {"zones": None})
    plans.activate(tx, plan, now)
    assert "Chưa có kế hoạch nào" in chat_of(ca_mau.coordinator).say("/diaban")


def test_a_name_that_fits_many_lists_them_page_by_page(tx: Connection, chat_of: ChatOf, ca_mau: Province) -> None:
    province.many_communes(tx, ca_mau.nam_can, 10, first=1_000_000)
    chat = chat_of(ca_mau.coordinator)
    assert chat.say("/diaban xa mau").startswith("10 đơn vị có thể là “xa mau”")
    assert chat.choices[:2] == ["xã mẫu 0000", "xã mẫu 0001"]
    assert "Trang trước" not in chat.choices
    chat.tap("Trang sau")
    assert chat.choices == ["xã mẫu 0008", "xã mẫu 0009", "Trang trước", "Danh sách năm 2026"]
    chat.tap("Trang trước")
    chat.tap("Trang sau")
    assert chat.tap("xã mẫu 0009").startswith("xã mẫu 0009 (UBND huyện Năm Căn)")


def test_a_name_typed_under_the_criteria_opens_sheets(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = chat_of(ca_mau.coordinator)
    chat.say("/diaban")
    chat.tap("Tiêu chí lựa chọn")
    chat.say("thi tran")
    assert chat.tap("thị trấn Năm Căn").startswith("Đã có 0/23 mục · thị trấn Năm Căn")


def test_the_year_that_runs_is_shown_and_another_can_be_chosen(tx: Connection, now: datetime, chat_of: ChatOf) -> None:
    ca_mau = province.build(tx, now, years=(2025, 2026, 2027))
    outcomes.put(
        tx, ca_mau.plan.id, 2025, ca_mau.tan_hung.id, "recognised", gate=True, note="Đạt", person_id=None, now=now
    )
    chat = chat_of(ca_mau.coordinator)
    assert chat.say("/diaban").startswith("Địa bàn chuyển hóa năm 2026")
    assert "xã Tân Hưng: chưa đánh giá" in chat.text
    chat.tap("Năm khác")
    assert chat.choices == ["2027", "2026", "2025"]
    assert chat.tap("2025").startswith("Địa bàn chuyển hóa năm 2025")
    assert "xã Tân Hưng: công nhận chuyển hóa thành công" in chat.text
    assert "1/2 = 50,0% (chỉ tiêu: từ 60% trở lên); còn 1 địa bàn chưa có kết quả" in chat.text


def test_of_two_plans_each_is_named(tx: Connection, now: datetime, chat_of: ChatOf, ca_mau: Province) -> None:
    content = ca_mau.plan.model_dump(mode="json", by_alias=True) | {"id": "ke-hoach-hai", "short_title": "Kế hoạch Hai"}
    plans.activate(tx, Plan.model_validate(content), now)
    chat = chat_of(ca_mau.coordinator)
    chat.say("/diaban")
    chat.tap("Năm khác")
    assert f"2026 · {ca_mau.plan.short_title}" in chat.choices
    assert "\nKế hoạch Hai" in chat.tap("2026 · Kế hoạch Hai")
