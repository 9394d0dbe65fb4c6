"""How a report and its period are named."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from handlers.text.report_names import full_report_name, period_name, report_name
from locales import words
from storage.reports import obligations
from tests.province import Province


@pytest.mark.parametrize(
    ("period", "vi", "en"),
    [
        ("2026-H1", "6 tháng năm 2026", "6 months of 2026"),
        ("2026-Q2", "Quý II năm 2026", "Quarter II of 2026"),
        ("2026-Y", "Năm 2026", "Year 2026"),
        ("2026-AD", "Đột xuất năm 2026", None),
    ],
)
def test_periods(period: str, vi: str, en: str | None) -> None:
    assert period_name(words("vi"), period) == vi
    assert en is None or period_name(words("en"), period) == en


def test_a_report(tx: Connection, ca_mau: Province) -> None:
    (six_months, year) = obligations.of_unit(tx, ca_mau.cai_nuoc.id)

    assert report_name(words("vi"), ca_mau.plan, six_months) == "6 tháng năm 2026 · Chuyển hóa địa bàn"
    assert full_report_name(words("vi"), ca_mau.plan, year) == "Báo cáo năm 2026 · Chuyển hóa địa bàn"
