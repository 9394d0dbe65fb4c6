"""Units as the labels of buttons."""

from __future__ import annotations

from sqlalchemy import Connection

from handlers.text.unit_labels import unit_labels
from reporting.plan.plan import UnitKind
from tests import province
from tests.province import Province


def test_units_of_the_same_name_are_told_apart(tx: Connection, ca_mau: Province) -> None:
    """ "xã Tân Hưng" and "xã Tân Hùng" are the same on a phone without diacritics."""
    other = province.add(tx, "MAU-0702", "xã Tân Hùng", UnitKind.COMMUNE, ca_mau.nam_can)
    units = [ca_mau.tan_hung, other, ca_mau.hoa_my]

    assert unit_labels(units, [ca_mau.tinh, ca_mau.cai_nuoc]) == [
        "xã Tân Hưng (UBND huyện Cái Nước, MAU-0502)",
        "xã Tân Hùng (MAU-0702)",
        "xã Hòa Mỹ",
    ]
