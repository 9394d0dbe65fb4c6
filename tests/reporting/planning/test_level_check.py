"""A plan's deadlines against the tree of units, in provinces of two and of three levels."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.deadlines.calendar import Calendar
from reporting.deadlines.obligation import dues
from reporting.plan.plan import Plan, UnitKind
from reporting.planning.level_check import level_faults
from reporting.unit import UnitRecord
from tests.province import live_plan, two_level_plan

CALENDAR = Calendar()
TWO = {
    "P": UnitRecord("P", "tỉnh mẫu", UnitKind.PROVINCE),
    "S": UnitRecord("S", "sở mẫu", UnitKind.DEPARTMENT, "P"),
    "X": UnitRecord("X", "xã mẫu", UnitKind.COMMUNE, "P"),
}
THREE = TWO | {
    "H": UnitRecord("H", "huyện mẫu", UnitKind.DISTRICT, "P"),
    "X": UnitRecord("X", "xã mẫu", UnitKind.COMMUNE, "H"),
}


def changed(plan: Plan, levels: dict[str, Any], reporters: dict[str, dict[str, Any]] | None = None) -> Plan:
    """The plan with these levels in every report, and more said of its reporters."""
    content = plan.model_dump(mode="json", by_alias=True)
    for report in content["reports"]:
        report["levels"] = levels
    for reporter in content["reporters"]:
        reporter |= (reporters or {}).get(reporter["kind"], {})
    return Plan.model_validate(content)


def codes(plan: Plan, tree: dict[str, UnitRecord]) -> list[str]:
    return [fault.code for fault in level_faults(plan, tree, CALENDAR)]


def test_both_provinces_of_the_tests_are_sound() -> None:
    assert codes(live_plan(), THREE) == []
    assert codes(two_level_plan(), TWO) == []


def test_a_commune_due_with_its_district_is_told_for_each_report() -> None:
    plan = changed(live_plan(), {}, {"commune": {"needs_level_deadline": False}})

    faults = level_faults(plan, THREE, CALENDAR)

    assert [(fault.code, fault.params["period"]) for fault in faults] == [
        ("level_not_before", "2026-H1"),
        ("level_not_before", "2026-Y"),
    ]
    assert codes(plan, TWO) == [], "under the province, which reports to nobody here, the plan's own day is right"


@pytest.mark.parametrize(
    ("reporter", "code"),
    [
        ({"only": ["X"]}, None),
        ({"only": ["không có"]}, "unknown_unit"),
        ({"besides": ["không có"]}, "unknown_unit"),
        ({"besides": ["S"]}, "unit_of_another_kind"),
    ],
)
def test_units_named_one_by_one(reporter: dict[str, Any], code: str | None) -> None:
    plan = changed(two_level_plan(), {"commune": {"working_days_before": 3}}, {"commune": reporter})

    assert codes(plan, TWO) == ([code] if code else [])


@given(st.integers(1, 12))
def test_whatever_is_accepted_is_in_order(days: int) -> None:
    plan = changed(live_plan(), {"commune": {"working_days_before": days}})
    if codes(plan, THREE):
        return
    last = {(due.period, due.kind): due.last_day for due in dues(plan, CALENDAR)}
    for period in ("2026-H1", "2026-Y"):
        assert last[period, UnitKind.COMMUNE] < last[period, UnitKind.DISTRICT]


def test_too_many_days_before_falls_onto_the_closing() -> None:
    assert set(codes(changed(live_plan(), {"commune": {"working_days_before": 9}}), THREE)) == {"due_before_closing"}
