"""Units found by what people type of their names."""

from __future__ import annotations

import pytest

from reporting.imports.unit_list import Entry
from reporting.imports.unit_names import find
from reporting.plan.schedule import Kind

UNITS = [
    Entry("964", "UBND huyện Cái Nước", Kind.DISTRICT, aliases=("Cái Nước",)),
    Entry("31996", "thị trấn Cái Nước", Kind.COMMUNE, aliases=("TT. Cái Nước",)),
    Entry("01", "xã Tân Thành", Kind.COMMUNE),
    Entry("02", "xã Tân Thạnh", Kind.COMMUNE),
    Entry("03", "thành phố Cà Mau", Kind.DISTRICT),
    Entry("04", "phường 1", Kind.COMMUNE),
    Entry("05", "phường 10", Kind.COMMUNE),
    Entry("06", "Sở Tư pháp", Kind.DEPARTMENT, aliases=("STP",)),
]


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("cai nuoc", ["964", "31996"]),
        ("Cái Nước", ["964", "31996"]),
        ("h cai nuoc", ["964"]),
        ("H. Cái Nước", ["964"]),
        ("tt cai nuoc", ["31996"]),
        ("tan t", ["01", "02"]),
        ("ubnd h. cai n", ["964"]),
        ("cai n", ["964", "31996"]),
        ("31996", ["31996"]),
        ("xa tan thanh", ["01", "02"]),
        ("Xã Tân Thạnh", ["02"]),
        ("tp ca mau", ["03"]),
        ("TP. Cà Mau", ["03"]),
        ("p 1", ["04"]),
        ("phuong 1", ["04"]),
        ("phuong", ["04", "05"]),
        ("stp", ["06"]),
        ("dam doi", []),
        ("", []),
        ("?!", []),
    ],
)
def test_a_name_as_people_type_it(typed: str, codes: list[str]) -> None:
    assert [unit.code for unit in find(UNITS, typed)] == codes
