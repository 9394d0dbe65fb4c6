"""The communes under transformation."""

from datetime import datetime

from sqlalchemy import Connection

from storage.units import selected_zones
from tests import province


def test_selected_by_year_and_place(tx: Connection, now: datetime) -> None:
    built = province.build(tx, now)
    plan_id = built.plan.id
    selected_zones.select(tx, plan_id, 2026, [built.tt_nam_can.id, built.tan_hung.id, built.tt_cai_nuoc.id], now)

    assert selected_zones.selected(tx, plan_id, 2026) == [built.tt_cai_nuoc, built.tan_hung, built.tt_nam_can]
    assert selected_zones.selected(tx, plan_id, 2026, within=built.cai_nuoc) == [built.tt_cai_nuoc, built.tan_hung]
    assert selected_zones.selected(tx, plan_id, 2026, within=built.tan_hung) == [built.tan_hung]
    assert selected_zones.selected(tx, plan_id, 2026, within=built.so_van_hoa) == []
    assert selected_zones.selected(tx, plan_id, 2027) == []


def test_selecting_again_replaces(tx: Connection, now: datetime) -> None:
    built = province.build(tx, now)
    selected_zones.select(tx, built.plan.id, 2026, [built.hoa_my.id, built.hoa_my.id], now)
    assert selected_zones.selected(tx, built.plan.id, 2026) == [built.hoa_my]

    selected_zones.select(tx, built.plan.id, 2026, [], now)
    assert selected_zones.selected(tx, built.plan.id, 2026) == []


def test_why_the_cap_was_exceeded_is_kept_with_the_selection(tx: Connection, now: datetime) -> None:
    built = province.build(tx, now)
    selected_zones.select(tx, built.plan.id, 2026, [built.hoa_my.id], now, over_cap="Theo Thông báo 12/TB")
    assert selected_zones.over_cap(tx, built.plan.id, 2026) == "Theo Thông báo 12/TB"

    selected_zones.select(tx, built.plan.id, 2026, [built.hoa_my.id], now)
    assert selected_zones.over_cap(tx, built.plan.id, 2026) is None
