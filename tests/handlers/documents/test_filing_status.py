"""Who has submitted a report, as the consolidated report and the annex of figures say it."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import Connection

from storage.reports import obligations
from tests.chat import Chat, file_report, owed, report_returned
from tests.handlers.conftest import ChatOf
from tests.handlers.documents.documents import ANNEX, SUMMED, ask_for, opened, rows, texts
from tests.province import Province
from tests.rules.screens import set_hour

FOUR = datetime(2026, 5, 24, 9, tzinfo=UTC)
"""16:00 on the districts' last day."""
LATE = datetime(2026, 5, 26, 3, tzinfo=UTC)


@pytest.fixture
def coordinator(chat_of: ChatOf, ca_mau: Province) -> Chat:
    """Nobody has filed yet."""
    return chat_of(ca_mau.coordinator)


def standings(chat: Chat) -> dict[str, tuple[object, ...]]:
    """The sheet "Tình hình nộp" of the annex, by unit; from the column "Cấp" on."""
    ask_for(chat, ANNEX)
    (file,) = chat.files
    sheet = load_workbook(io.BytesIO(file.content))["Tình hình nộp"]
    return {str(row[1]): row[2:] for row in sheet.iter_rows(values_only=True)}


def test_the_counts_of_the_consolidated_report(tx: Connection, coordinator: Chat, ca_mau: Province) -> None:
    file_report(tx, ca_mau, ca_mau.nam_can_officer, "six-months", 2026, {}, LATE)
    report_returned(tx, ca_mau, ca_mau.officer, coordinator.now, coordinator.now)
    obligations.excuse(tx, obligations.of_unit(tx, ca_mau.so_van_hoa.id)[0].id, "mẫu")
    coordinator.now = LATE

    ask_for(coordinator, SUMMED)

    assert (
        "Tính đến 10:00 ngày 26/5/2026, đã có 1/4 đơn vị nộp báo cáo, trong đó đúng hạn 0, trễ hạn 1. "
        "Chưa nộp 2 đơn vị: thị trấn Cái Nước, xã Tân Hưng. Được trả lại 1 đơn vị: UBND huyện Cái Nước. "
        "Được miễn 1 đơn vị."
    ) in texts(opened(coordinator))


def test_each_unit_against_its_deadline(tx: Connection, coordinator: Chat, ca_mau: Province) -> None:
    file_report(tx, ca_mau, ca_mau.nam_can_officer, "six-months", 2026, {}, LATE)
    report_returned(tx, ca_mau, ca_mau.officer, coordinator.now, coordinator.now)
    obligations.receive_on_paper(tx, owed(tx, ca_mau.commune_officer).id, datetime(2026, 5, 20, 17, tzinfo=UTC))
    obligations.excuse(tx, obligations.of_unit(tx, ca_mau.so_van_hoa.id)[0].id, "mẫu")
    coordinator.now = LATE

    ask_for(coordinator, SUMMED)

    table = rows(opened(coordinator), "Đơn vị")
    assert table["UBND huyện Năm Căn"][2:] == ["đã nộp", "10:00 ngày 26/5/2026", "trễ hạn 2 ngày"]
    assert table["UBND huyện Cái Nước"][2:] == ["được trả lại", "", "đúng hạn"]
    assert table["thị trấn Cái Nước"][2:] == ["đã nộp (bản giấy)", "21/5/2026", "trễ hạn 1 ngày"]
    assert table["xã Tân Hưng"][2:] == ["chưa bắt đầu", "", "quá hạn 6 ngày"]
    assert table["Sở Văn hóa, Thể thao và Du lịch"][2:] == ["được miễn", "", ""]


def test_what_is_not_due_yet(coordinator: Chat) -> None:
    assert standings(coordinator)["UBND huyện Năm Căn"][3] == "chưa đến hạn"


def test_the_hour_of_a_deadline_stands_in_the_annex(coordinator: Chat, ca_mau: Province) -> None:
    set_hour(coordinator, ca_mau.nam_can_officer, FOUR)

    table = standings(coordinator)

    assert table["UBND huyện Năm Căn"][5] == "16:00 ngày 24/5/2026"
    assert table["UBND huyện Cái Nước"][5] == "24/5/2026"


def test_within_a_day_it_is_late_by_hours(coordinator: Chat, ca_mau: Province) -> None:
    file_report(coordinator.tx, ca_mau, ca_mau.nam_can_officer, "six-months", 2026, {}, FOUR + timedelta(hours=11))
    coordinator.now = FOUR + timedelta(hours=12)

    table = standings(coordinator)

    assert table["UBND huyện Năm Căn"][3] == "trễ hạn 3 giờ"
    assert table["UBND huyện Cái Nước"][3] == "quá hạn 4 giờ"
