"""The board as a spreadsheet."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from openpyxl import load_workbook

from handlers.monitoring.export import make
from handlers.turn.services import FileJobContext
from storage.people import people
from storage.reports import obligations, submissions
from tests.chat import Chat, file_report, owed
from tests.handlers.monitoring.steps import open_board
from tests.province import Province


def test_the_list_as_a_spreadsheet(coordinator: Chat, ca_mau: Province) -> None:
    tx, now = coordinator.tx, coordinator.now
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, {}, now)
    excused = obligations.of_unit(tx, ca_mau.tan_hung.id)[0]
    obligations.excuse(tx, excused.id, "=HYPERLINK(1)")
    open_board(coordinator)

    coordinator.tap("Xuất danh sách (.xlsx)")

    version = submissions.newest(tx, owed(tx, ca_mau.officer).id)
    assert version is not None
    (file,) = coordinator.files
    assert file.name == "theo-doi-2026-H1-MAU-20260519.xlsx"
    rows = {row[0]: row for row in load_workbook(io.BytesIO(file.content)).active.iter_rows(values_only=True)}
    filed = rows["MAU-05"]
    assert filed[1:4] == ("UBND huyện Cái Nước", "Cấp huyện", "đã nộp")
    assert filed[5:8] == (datetime(2026, 5, 19, 9, 42), "đúng hạn", version.receipt)
    assert rows["MAU-07"][6] is None
    assert rows["MAU-07"][10] == "hết ngày 24/5/2026"
    assert rows["MAU-0502"][12] == "=HYPERLINK(1)"
    assert rows["Mã đơn vị"][0] == "Mã đơn vị"


def test_who_is_overdue_is_in_the_spreadsheet(coordinator: Chat, ca_mau: Province) -> None:
    coordinator.later(days=6)
    open_board(coordinator)
    coordinator.tap("Xuất danh sách (.xlsx)")

    (file,) = coordinator.files
    rows = {row[0]: row for row in load_workbook(io.BytesIO(file.content)).active.iter_rows(values_only=True)}
    assert rows["MAU-07"][3:7] == ("chưa bắt đầu", None, None, "quá hạn 9 giờ")


@pytest.mark.parametrize(("person", "may"), [("coordinator", True), ("leader", True), ("officer", False)])
def test_the_file_is_made_only_for_those_who_oversee_the_unit(
    coordinator: Chat, ca_mau: Province, person: str, may: bool
) -> None:
    obligation = owed(coordinator.tx, ca_mau.officer)
    params = {"plan": obligation.plan_id, "report": obligation.report_id, "period": obligation.period}
    (member,) = people.memberships(coordinator.tx, getattr(ca_mau, person).id)

    made = [
        make(FileJobContext(coordinator.tx, coordinator.services, member, job | {"language": "vi"}, coordinator.now))
        for job in (params | {"unit": ca_mau.cai_nuoc.id}, params | {"unit": ca_mau.cai_nuoc.id, "period": "2040-H1"})
    ]

    assert [render is not None for render in made] == [may, False]
