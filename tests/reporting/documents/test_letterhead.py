from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.documents.letterhead import date_parts, day_number, month_number
from reporting.documents.office import OfficeKind, abbreviation, area_name, initials, office


@given(st.dates())
def test_a_zero_before_days_under_ten_and_before_the_first_two_months_only(day: date) -> None:
    parts = date_parts(day)
    assert parts["day"].startswith("0") == (day.day < 10)
    assert parts["month"].startswith("0") == (day.month in (1, 2))
    assert (int(parts["day"]), int(parts["month"]), int(parts["year"])) == (day.day, day.month, day.year)


def test_as_the_decree_writes_it() -> None:
    assert date_parts(date(2026, 6, 5)) == {"day": "05", "month": "6", "year": "2026"}
    assert (day_number(10), month_number(2), month_number(3), month_number(12)) == ("10", "02", "3", "12")


@pytest.mark.parametrize(
    ("name", "body", "area"),
    [
        ("UBND huyện Cái Nước", "committee", "huyện Cái Nước"),
        ("Ủy ban nhân dân xã Mẫu", "committee", "xã Mẫu"),
        ("thị trấn Cái Nước", "committee", "thị trấn Cái Nước"),
        ("tỉnh Hai Cấp (mẫu)", "committee", "tỉnh Hai Cấp"),
        ("TP. Cà Mau", "committee", "TP. Cà Mau"),
        ("đặc khu Phú Quốc", "committee", "đặc khu Phú Quốc"),
        ("Sở Tư pháp", "department", ""),
        ("Công an tỉnh Mẫu", "department", ""),
        ("Ban Chỉ đạo 138 Tỉnh", "steering", ""),
        ("Tỉnh đoàn", "other", ""),
        ("Viện kiểm sát nhân dân tỉnh", "other", ""),
    ],
)
def test_which_office_stands_behind_a_unit(name: str, body: OfficeKind, area: str) -> None:
    issuing_office = office(name)
    assert (issuing_office.body, issuing_office.area) == (body, area)


def test_where_a_date_is_written() -> None:
    assert area_name("thị trấn Cái Nước") == "Cái Nước"
    assert area_name("TP. Cà Mau") == "Cà Mau"
    assert area_name("quận 1") == "quận 1"
    assert area_name("Cà Mau") == "Cà Mau"


def test_the_letters_a_number_ends_in() -> None:
    assert initials("Sở Văn hóa, Thể thao và Du lịch") == "SVHTTDL"
    assert initials("Ban Chỉ đạo 138") == "BCĐ138"
    assert abbreviation("Viện kiểm sát nhân dân tỉnh", ("Viện KS", "VKSND")) == "VKSND"
    assert abbreviation("Sở Tư pháp", ()) == "STP"
