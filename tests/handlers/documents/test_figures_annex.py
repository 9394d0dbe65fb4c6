"""The annex of figures (.xlsx): a row for each place, sums as formulas, the targets."""

from __future__ import annotations

import io

from openpyxl import load_workbook

from tests.chat import Chat
from tests.handlers.documents.documents import ANNEX, ask_for


def test_the_annex_of_figures(coordinator: Chat) -> None:
    ask_for(coordinator, ANNEX)

    (file,) = coordinator.files
    assert file.name.endswith(".xlsx")
    book = load_workbook(io.BytesIO(file.content))
    assert book.sheetnames == ["Số liệu", "Chỉ tiêu", "Tình hình nộp"]
    figures = [list(row) for row in book["Số liệu"].iter_rows(values_only=True)]
    assert figures[3][:5] == ["MAU-05", "UBND huyện Cái Nước", "thị trấn Cái Nước", 12, 10]
    assert figures[5][1] == "Tổng cộng"
    assert "SUM(D4:D5)" in str(figures[5][3])
    goals = {row[1]: row for row in book["Chỉ tiêu"].iter_rows(values_only=True)}
    assert goals["Tỷ lệ điều tra, khám phá các loại tội phạm"][3:5] == (18, 20)
    standings = {row[1]: row for row in book["Tình hình nộp"].iter_rows(values_only=True)}
    assert standings["UBND huyện Năm Căn"][3] == "chưa bắt đầu"
