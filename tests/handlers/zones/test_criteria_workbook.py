"""The table of criteria as a file: what it holds and who may have it."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from openpyxl import load_workbook
from sqlalchemy import Connection

from handlers.turn.services import FileJobContext, Services
from handlers.zones.criteria_workbook import make
from reporting.form_entry.answer_input import Answer
from storage.people import memberships
from storage.zones import criteria, outcomes
from tests.handlers.conftest import ChatOf
from tests.handlers.zones.steps import table
from tests.province import Person, Province


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


def test_the_table_of_a_district_has_its_communes_that_may_be_chosen(
    tx: Connection, now: datetime, chat_of: ChatOf, ca_mau: Province, district: Person
) -> None:
    outcomes.put(
        tx, ca_mau.plan.id, 2025, ca_mau.tan_hung.id, "recognised", gate=True, note="Đạt", person_id=None, now=now
    )
    book = load_workbook(io.BytesIO(table(chat_of(district))))
    places = [cell.value for cell in book.worksheets[1][1] if cell.value and str(cell.value).startswith("MAU")]
    assert places == ["MAU-0501", "MAU-0503"]


@pytest.mark.parametrize(("unit", "may_have_it"), [("cai_nuoc", True), ("hoa_my", True), ("nam_can", False)])
def test_it_is_made_only_of_units_below_one_s_own(
    tx: Connection, now: datetime, services: Services, ca_mau: Province, district: Person, unit: str, may_have_it: bool
) -> None:
    member = memberships.get(tx, district.membership_id).member
    params = {"plan": ca_mau.plan.id, "year": 2026, "unit": getattr(ca_mau, unit).id, "language": "vi"}
    assert (make(FileJobContext(tx, services, member, params, now)) is not None) == may_have_it


def test_it_is_not_made_for_an_officer(tx: Connection, now: datetime, services: Services, ca_mau: Province) -> None:
    member = memberships.get(tx, ca_mau.officer.membership_id).member
    params = {"plan": ca_mau.plan.id, "year": 2026, "unit": ca_mau.cai_nuoc.id, "language": "vi"}
    assert make(FileJobContext(tx, services, member, params, now)) is None
