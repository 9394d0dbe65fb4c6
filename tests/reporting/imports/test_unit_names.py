"""Units found by what people type of their names."""

from __future__ import annotations

import pytest

from reporting.imports.unit_names import find_units
from reporting.plan.schedule import UnitKind
from reporting.unit import UnitRecord

UNITS = [
    UnitRecord("964", "UBND huyện Cái Nước", UnitKind.DISTRICT, aliases=("Cái Nước",)),
    UnitRecord("31996", "thị trấn Cái Nước", UnitKind.COMMUNE, aliases=("TT. Cái Nước",)),
    UnitRecord("01", "xã Tân Thành", UnitKind.COMMUNE),
    UnitRecord("02", "xã Tân Thạnh", UnitKind.COMMUNE),
    UnitRecord("03", "thành phố Cà Mau", UnitKind.DISTRICT),
    UnitRecord("04", "phường 1", UnitKind.COMMUNE),
    UnitRecord("05", "phường 10", UnitKind.COMMUNE),
    UnitRecord("06", "Sở Tư pháp", UnitKind.DEPARTMENT, aliases=("STP",)),
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
    assert [unit.code for unit in find_units(UNITS, typed)] == codes
