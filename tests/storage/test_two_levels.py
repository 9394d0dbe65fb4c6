"""A province without districts: every commune owes its own report."""

from datetime import date, datetime

from sqlalchemy import Connection

from reporting.plan.plan import UnitKind
from storage.reports import obligations
from tests import province


def test_every_commune_and_department_owes(tx: Connection, now: datetime) -> None:
    hai_cap = province.build_two_level(tx, now)
    communes = (hai_cap.phuong_mot, hai_cap.xa_hai, hai_cap.xa_ba, hai_cap.dac_khu)

    days = {unit.name: [obligation.last_day for obligation in obligations.of_unit(tx, unit.id)] for unit in communes}

    assert set(map(tuple, days.values())) == {(date(2026, 5, 20), date(2026, 11, 19))}
    assert [obligation.last_day for obligation in obligations.of_unit(tx, hai_cap.so_van_hoa.id)] == [
        date(2026, 5, 24),
        date(2026, 11, 24),
    ]
    assert {form.reporter for form in hai_cap.plan.forms} == {UnitKind.DEPARTMENT, UnitKind.COMMUNE}


def test_it_stands_beside_another_province(tx: Connection, now: datetime) -> None:
    ca_mau, hai_cap = province.build(tx, now), province.build_two_level(tx, now)

    assert not ca_mau.tinh.covers(hai_cap.xa_hai)
    assert hai_cap.tinh.covers(hai_cap.xa_hai)
