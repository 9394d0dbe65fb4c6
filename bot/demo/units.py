"""The units of the sample province by the plan it is a sample of: for trying things where no unit is known yet."""

from __future__ import annotations

from bot.demo.sample import load
from reporting.imports.unit_list import Entry
from reporting.plan.schedule import Kind


def demo_units(plan_id: str) -> tuple[Entry, ...]:
    """The sample's units, parents first; none for a plan it is no sample of."""
    sample = load()
    if plan_id not in (sample.plan.from_, sample.plan.id):
        return ()
    province = sample.province
    found = [Entry(province.code, province.name, Kind.PROVINCE)]
    for district in sample.districts:
        found.append(Entry(district.code, district.name, Kind.DISTRICT, province.code, district.aliases))
        found += [Entry(one.code, one.name, Kind.COMMUNE, district.code) for one in district.coded()]
    return tuple(found)
