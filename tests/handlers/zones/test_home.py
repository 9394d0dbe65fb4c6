"""``/diaban``: who may do what, the spreadsheet, and what happened meanwhile."""

from __future__ import annotations

import io
from datetime import date, datetime

import pytest
from openpyxl import load_workbook
from sqlalchemy import Connection, select

from reporting.form_entry.answer_input import Answer
from reporting.plan.plan import Plan, UnitKind
from reporting.roles import Role
from storage.database.schema import audit
from storage.plans import plans
from storage.reports import obligations
from storage.units import selected_zones, units
from storage.zones import criteria, decisions, outcomes
from tests import province
from tests.chat import Chat, file_report
from tests.handlers.conftest import ChatOf
from tests.province import Person, Province
from tests.reporting.figures.test_zone_success import ALL_MET

REASON = "Theo Thông báo 12/TB"


@pytest.fixture
def district(tx: Connection, ca_mau: Province, now: datetime) -> Person:
    """A coordinator of Cái Nước."""
    return province.enrol(tx, now, ca_mau.cai_nuoc, Role.COORDINATOR, "district", "Đầu mối huyện mẫu")


def entered(chat: Chat, ca_mau: Province, which: str = "hoa_my") -> dict[str, Answer]:
    unit = getattr(ca_mau, which)
    return criteria.entered_values(chat.tx, ca_mau.plan.id, 2026, [unit.id]).get(unit.id, {})


def audited(tx: Connection) -> list[str]:
    return [
        one for one in tx.execute(select(audit.c.action).order_by(audit.c.id)).scalars() if one[:4] in ("zone", "crit")
    ]


def by_district(tx: Connection, ca_mau: Province, now: datetime) -> Plan:
    """The plan as Bà Rịa - Vũng Tàu II.3 has it: each district decides, and has its cap."""
    content = ca_mau.plan.model_dump(mode="json", by_alias=True)
    content["zones"]["decided_by"] = content["zones"]["cap"]["of"] = "district"
    plan = Plan.model_validate(content)
    plans.activate(tx, plan, now)
    return plan


def sheet_of(chat: Chat, unit: str = "hoa my") -> Chat:
    chat.say("/diaban")
    chat.tap("Tiêu chí lựa chọn")
    chat.say(unit)
    return chat


def test_values_are_taken_in_order_and_what_is_sent_on_paper_is_passed_over(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = sheet_of(chat_of(ca_mau.coordinator))
    assert "Đã ghi: A1 12 · A2 3 · A3 4 · A6 5." in chat.say("12 3 4 5")
    assert entered(chat, ca_mau)["A6"] == Answer.given(5)


def test_lists_of_people_are_not_kept_from_chat(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = sheet_of(chat_of(ca_mau.coordinator))
    assert "A4 gửi bằng văn bản" in chat.say("A4: 3\nA1: 2")
    assert entered(chat, ca_mau) == {"A1": Answer.given(2)}


@pytest.mark.parametrize("reply", ["TỐI MẬT", "B5: TỐI MẬT", "B5: ông Trần Văn Mẫu, sinh năm 1980"])
def test_neither_secrets_nor_people_are_kept(chat_of: ChatOf, ca_mau: Province, reply: str) -> None:
    chat = sheet_of(chat_of(ca_mau.coordinator))
    chat.say(reply)
    assert entered(chat, ca_mau) == {}
    assert "A1. " in chat.text


def test_a_sheet_is_gone_on_with_where_it_was_left(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = sheet_of(chat_of(ca_mau.coordinator))
    chat.say("A1: 1\nA2: 2\nA3: 3\nA6: 4\nA7: 5\nA8: 6")
    assert "Nhập tiếp: B1." in chat.text
    chat.say("/start")
    assert "Nhập tiếp: B1." in sheet_of(chat).text
    assert "B. Nhóm tiêu chí về ma túy" in chat.text


def test_what_the_reports_say_needs_no_entering(tx: Connection, now: datetime, chat_of: ChatOf) -> None:
    ca_mau = province.build(tx, now, years=(2025, 2026))
    file_report(tx, ca_mau, ca_mau.officer, "year", 2025, {"c01": 12, "c06": 25, "c40": 3}, now)
    chat = sheet_of(chat_of(ca_mau.coordinator), "tan hung")
    assert chat.text.startswith("Đã có 3/23 mục")
    assert "A1. Số vụ phạm pháp hình sự xảy ra: 12 vụ (theo báo cáo năm 2025)" in chat.text
    assert "15 vụ (báo cáo năm 2025: 12)" in chat.say("A1: 15")
    assert "Đã có 3/23 mục" in chat.text


def test_a_leader_sees_and_changes_nothing(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = sheet_of(chat_of(ca_mau.leader))
    assert "Nhập tiếp" not in chat.text
    chat.say("A1: 5")
    assert entered(chat, ca_mau) == {}
    chat.say("/diaban")
    chat.tap("Danh sách đề xuất")
    assert "Thêm địa bàn" not in chat.choices
    assert chat.say("tan hung").startswith("xã Tân Hưng")
    assert "Đánh giá" not in chat.choices


def test_an_officer_is_told_it_is_not_for_this_role(chat_of: ChatOf, ca_mau: Province) -> None:
    assert "Địa bàn chuyển hóa năm" not in chat_of(ca_mau.officer).say("/diaban")


def test_a_district_proposes_and_the_province_decides(chat_of: ChatOf, ca_mau: Province, district: Person) -> None:
    chat = chat_of(district)
    chat.say("/diaban")
    chat.tap("Danh sách đề xuất")
    chat.say("hoa my\nthi tran nam can")
    assert decisions.proposed_communes(chat.tx, ca_mau.plan.id, 2026, ca_mau.tinh) == [ca_mau.hoa_my]
    assert "Ghi quyết định" not in chat.choices
    above = chat_of(ca_mau.coordinator)
    above.say("/diaban")
    above.tap("Danh sách đề xuất")
    above.tap("Ghi quyết định")
    above.say("Số 45/QĐ-BCĐ ngày 15/1/2026")
    above.say(REASON)
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
    chat.say("/diaban")
    assert "Mức tối đa: 1 (15% của 7 đơn vị cấp xã" in chat.tap("Danh sách đề xuất")
    chat.say("hoa my")
    chat.tap("Ghi quyết định")
    assert "quá mức tối đa" not in chat.say("7/QĐ-BCĐ 15/1/2026")
    chat.tap("Ghi quyết định")
    assert selected_zones.selected(tx, plan.id, 2026) == [ca_mau.hoa_my]
    chat.tap("xã Hòa Mỹ")
    assert "Đánh giá" in chat.choices


def test_within_the_cap_no_reason_is_asked_for(tx: Connection, chat_of: ChatOf, ca_mau: Province) -> None:
    province.many_communes(tx, ca_mau.nam_can, 3, first=1_000_000)
    chat = chat_of(ca_mau.coordinator)
    chat.say("/diaban")
    chat.tap("Danh sách đề xuất")
    chat.say("hoa my")
    chat.tap("Ghi quyết định")
    chat.say("45/QĐ-BCĐ 15/1/2026")
    chat.tap("Ghi quyết định")
    assert selected_zones.over_cap(tx, ca_mau.plan.id, 2026) is None
    assert selected_zones.selected(tx, ca_mau.plan.id, 2026) == [ca_mau.hoa_my]


def test_a_decision_older_than_the_commune_is_asked_about(tx: Connection, chat_of: ChatOf, ca_mau: Province) -> None:
    units.add(
        tx, code="MAU-09", name="xã Mẫu Mới", kind=UnitKind.COMMUNE, parent=ca_mau.nam_can, valid_from=date(2026, 3, 1)
    )
    chat = chat_of(ca_mau.coordinator)
    chat.say("/diaban")
    chat.tap("Danh sách đề xuất")
    chat.say("mau moi")
    chat.tap("Ghi quyết định")
    assert "Vào ngày 15/1/2026 chưa có hoặc không còn đơn vị: xã Mẫu Mới" in chat.say("45/QĐ-BCĐ 15/1/2026")


def test_a_list_changed_meanwhile_is_shown_again(tx: Connection, chat_of: ChatOf, ca_mau: Province) -> None:
    chat = chat_of(ca_mau.coordinator)
    chat.say("/diaban")
    chat.tap("Danh sách đề xuất")
    chat.say("hoa my")
    chat.tap("Ghi quyết định")
    chat.say("45/QĐ-BCĐ 15/1/2026")
    chat.say(REASON)
    selected_zones.select(tx, ca_mau.plan.id, 2026, [ca_mau.tt_nam_can.id], chat.now)
    assert "vừa được người khác thay đổi" in chat.tap("Ghi quyết định")
    assert selected_zones.selected(tx, ca_mau.plan.id, 2026) == [ca_mau.tt_nam_can]
    chat.tap("Ghi quyết định")
    assert selected_zones.selected(tx, ca_mau.plan.id, 2026) == [ca_mau.hoa_my]


def test_a_transformed_commune_is_no_candidate(tx: Connection, now: datetime, chat_of: ChatOf) -> None:
    ca_mau = province.build(tx, now, years=(2025, 2026))
    plan, unit = ca_mau.plan.id, ca_mau.hoa_my
    outcomes.put(tx, plan, 2025, unit.id, "recognised", gate=True, note="Đạt", person_id=None, now=now)
    chat = chat_of(ca_mau.coordinator)
    chat.say("/diaban")
    assert "xã Hòa Mỹ" not in chat.tap("Tiêu chí lựa chọn")
    chat.tap("Danh sách năm 2026")
    chat.tap("Danh sách đề xuất")
    assert "xã Hòa Mỹ đã chuyển hóa thành công" in chat.say("hoa my")
    assert decisions.proposed_communes(tx, plan, 2026, ca_mau.tinh) == []
    assert "Năm 2025: công nhận chuyển hóa thành công" in chat.say("/diaban hoa my")


def evaluate(chat: Chat, ca_mau: Province, gate: str, figures: dict[str, object], report: str = "year") -> Chat:
    file_report(chat.tx, ca_mau, ca_mau.officer, report, 2026, figures, chat.now)  # type: ignore[arg-type]
    chat.say("/diaban tan hung")
    chat.tap("Đánh giá")
    chat.tap(gate)
    chat.say("Theo biên bản kiểm tra của Tổ theo dõi")
    return chat


def test_recognised_with_four_of_five_and_the_gate(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = evaluate(chat_of(ca_mau.coordinator), ca_mau, "Có, xác nhận đạt", dict(ALL_MET) | {"c10": 3})
    assert "đạt 4/5, không phát sinh 0; đạt mức từ 80% trở lên" in chat.text
    chat.tap("Công nhận")
    (record,) = outcomes.of_unit(chat.tx, ca_mau.plan.id, ca_mau.tan_hung.id)
    assert (record.outcome, record.gate, record.note) == ("recognised", True, "Theo biên bản kiểm tra của Tổ theo dõi")
    assert audited(chat.tx) == ["zone.evaluated"]


@pytest.mark.parametrize(
    ("gate", "change", "report", "why"),
    [
        ("Chưa đạt", {}, "year", "điều kiện kèm theo chưa đạt"),
        ("Có, xác nhận đạt", {"c10": 3, "c12": 899}, "year", "chưa đạt mức từ 80% trở lên"),
        ("Có, xác nhận đạt", {"c16": None}, "year", "chưa đủ số liệu để kết luận"),
        ("Có, xác nhận đạt", {}, "six-months", "mới có số liệu giữa kỳ, chờ báo cáo năm"),
    ],
)
def test_what_cannot_be_recognised_says_why(
    chat_of: ChatOf, ca_mau: Province, gate: str, change: dict[str, object], report: str, why: str
) -> None:
    figures = {name: one for name, one in (dict(ALL_MET) | change).items() if one is not None}
    chat = evaluate(chat_of(ca_mau.coordinator), ca_mau, gate, figures, report)
    assert why in chat.text
    assert "Công nhận" not in chat.choices
    chat.tap("Chuyển hóa tiếp năm 2027")
    assert outcomes.carried_over(chat.tx, ca_mau.plan.id, 2027) == {ca_mau.tan_hung.id}


def test_figures_corrected_meanwhile_are_looked_at_again(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = evaluate(chat_of(ca_mau.coordinator), ca_mau, "Có, xác nhận đạt", dict(ALL_MET))
    figures = dict(ALL_MET) | {"c10": 3, "c12": 899}
    file_report(chat.tx, ca_mau, ca_mau.officer, "year", 2026, figures, chat.now)  # type: ignore[arg-type]
    assert "đạt 3/5" in chat.tap("Công nhận")
    assert outcomes.of_unit(chat.tx, ca_mau.plan.id, ca_mau.tan_hung.id) == []


def test_a_relapse_is_noted_and_taken_back(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = evaluate(chat_of(ca_mau.coordinator), ca_mau, "Có, xác nhận đạt", dict(ALL_MET))
    chat.tap("Công nhận")
    chat.tap("Ghi nhận tái phức tạp")
    assert "không hợp lý" in chat.say("20/3/2024, tụ điểm trở lại")
    assert "tái phức tạp từ 10/5/2026" in chat.say("10/5/2026, tụ điểm trở lại")
    chat.tap("Bỏ ghi nhận tái phức tạp")
    (record,) = outcomes.of_unit(chat.tx, ca_mau.plan.id, ca_mau.tan_hung.id)
    assert record.relapsed_on is None
    assert audited(chat.tx) == ["zone.evaluated", "zone.relapsed", "zone.relapse_taken_back"]


def test_a_district_sees_only_its_own(chat_of: ChatOf, ca_mau: Province, district: Person) -> None:
    chat = chat_of(district)
    assert "Không tìm thấy" in chat.say("/diaban nam can")
    chat.say("/diaban")
    chat.tap("Tiêu chí lựa chọn")
    assert "thị trấn Năm Căn" not in chat.choices


def test_a_province_without_districts(tx: Connection, now: datetime, chat_of: ChatOf) -> None:
    hai_cap = province.build_two_level(tx, now)
    chat = chat_of(hai_cap.coordinator)
    assert "Chưa có địa bàn nào được chọn" in chat.say("/diaban")
    chat.tap("Danh sách đề xuất")
    chat.say("xa mau hai")
    chat.tap("Ghi quyết định")
    chat.say("45/QĐ-BCĐ 15/1/2026")
    chat.say(REASON)
    chat.tap("Ghi quyết định")
    assert selected_zones.selected(tx, hai_cap.plan.id, 2026) == [hai_cap.xa_hai]


def test_without_a_plan_with_areas_it_says_so(tx: Connection, chat_of: ChatOf, ca_mau: Province, now: datetime) -> None:
    plan = Plan.model_validate(ca_mau.plan.model_dump(mode="json", by_alias=True) | {"zones": None})
    plans.activate(tx, plan, now)
    assert "Chưa có kế hoạch nào" in chat_of(ca_mau.coordinator).say("/diaban")


def table(chat: Chat) -> bytes:
    chat.say("/diaban")
    chat.tap("Tiêu chí lựa chọn")
    chat.tap("Tải bảng tiêu chí .xlsx")
    return chat.files[0].content


def filled(content: bytes, values: dict[tuple[str, str], str | int]) -> bytes:
    """The table with some cells filled in: ``{("A2", "MAU-0503"): 7}``."""
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[1]
    places = {str(cell.value): cell.column for row in sheet.iter_rows(max_row=1) for cell in row if cell.value}
    rows = {str(sheet.cell(row, 1).value): row for row in range(1, sheet.max_row + 1)}
    for (criterion, place), value in values.items():
        sheet.cell(rows[criterion], places[place]).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_table_comes_back_filled(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = chat_of(ca_mau.coordinator)
    content = table(chat)
    sent = filled(content, {("A2", "MAU-0503"): 7, ("D1", "MAU-0503"): "có", ("A1", "MAU-0502"): "12 vụ"})
    assert "Đã ghi nhận 3 mục từ tệp" in chat.send_file("tieu-chi.xlsx", sent)
    assert entered(chat, ca_mau) == {"A2": Answer.given(7), "D1": Answer.given(True)}
    assert entered(chat, ca_mau, "tan_hung") == {"A1": Answer.given(12)}
    assert "Tệp không có gì khác" in chat.send_file("tieu-chi.xlsx", sent)


@pytest.mark.parametrize("wrong", ["khoảng 3", "80%", "TỐI MẬT"])
def test_a_cell_that_is_unclear_stops_the_whole_table(chat_of: ChatOf, ca_mau: Province, wrong: str) -> None:
    chat = chat_of(ca_mau.coordinator)
    criterion = "B5" if wrong.isupper() else "A3"
    sent = filled(table(chat), {("A2", "MAU-0503"): 7, (criterion, "MAU-0503"): wrong})
    chat.send_file("tieu-chi.xlsx", sent)
    assert entered(chat, ca_mau) == {}


def test_a_table_of_somebody_else_is_refused(chat_of: ChatOf, ca_mau: Province, district: Person) -> None:
    chat = chat_of(district)
    sent = filled(table(chat), {("A2", "MAU-0503"): 7})
    assert "không còn khớp" in chat_of(ca_mau.coordinator).send_file("tieu-chi.xlsx", sent)
    assert "Chỉ đầu mối" in chat_of(ca_mau.leader).send_file("tieu-chi.xlsx", sent)
    assert entered(chat, ca_mau) == {}
    assert chat.tx.execute(select(audit.c.id).where(audit.c.action == "criteria.entered")).first() is None


def test_a_leader_gets_the_table_to_read(chat_of: ChatOf, ca_mau: Province) -> None:
    by = chat_of(ca_mau.coordinator)
    criteria.put(
        by.tx, ca_mau.plan.id, 2026, ca_mau.hoa_my.id, {"A1": Answer.given(12), "A4": Answer.given(3)}, None, by.now
    )
    chat = chat_of(ca_mau.leader)
    chat.say("/diaban")
    chat.tap("So sánh các địa bàn")
    assert chat.tap("Tải bảng tiêu chí .xlsx").startswith("Bảng tiêu chí năm 2026 của 4 đơn vị cấp xã.")
    (file,) = chat.files
    book = load_workbook(io.BytesIO(file.content))
    rows = {str(row[2].value)[:3]: [cell.value for cell in row[4:]] for row in book.worksheets[1].iter_rows()}
    assert rows["A1."] == [None, None, 12, None]
    assert set(rows["A4."]) == {"gửi bằng văn bản"}  # not even to somebody above
