"""The sample's units for a plan, used by ``baocao ask`` on a database without units."""

from __future__ import annotations

from bot.demo.sample import load
from reporting.plan.schedule import UnitKind
from reporting.unit import UnitRecord


def demo_units(plan_id: str) -> tuple[UnitRecord, ...]:
    """The sample's units, parents first; empty if the sample does not belong to the plan."""
    sample = load()
    if plan_id not in (sample.plan.from_, sample.plan.id):
        return ()
    province = sample.province
    records = [UnitRecord(province.code, province.name, UnitKind.PROVINCE)]
    for district in sample.districts:
        records.append(UnitRecord(district.code, district.name, UnitKind.DISTRICT, province.code, district.aliases))
        records += [UnitRecord(unit.code, unit.name, UnitKind.COMMUNE, district.code) for unit in district.coded()]
    return tuple(records)
