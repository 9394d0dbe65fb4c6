"""Targets against the baselines of their years, and against the previous report of the same kind."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import Connection

from reporting.deadlines.obligation import ReportState
from reporting.figures.figure_sources import ReportFigures, TargetResult
from reporting.plan.plan import Plan, UnitKind
from reporting.roles import Role
from storage.database.schema import obligation, unit_predecessor
from storage.figures import baselines, evaluations, target_results
from storage.figures.baselines import BaselineFigure
from storage.plans import plans
from storage.plans.files import load_plan
from storage.reports import obligation_sync, obligations
from storage.units import units
from tests import province
from tests.chat import file_report, owed
from tests.province import Person, Province

FIGURES = {"c01": 95, "c02": 100, "c03": 76, "c17": 9, "c18": 9, "c40": 7}


def build(tx: Connection, now: datetime, years: tuple[int, ...] = (2026,)) -> Province:
    """Cà Mau's units under a plan about the whole territory: Đồng Tháp's, measured against 2025."""
    ca_mau = province.build(tx, now)
    content = load_plan("dong-thap-2024").model_dump(mode="json", by_alias=True)
    for target in content["targets"]:
        target["baseline"] = target["baseline"] and 2025
    in_force = {"from": f"{min(years)}-01-01", "until": f"{max(years)}-12-31"}
    plan = Plan.model_validate(content | {"id": "mau", "years": list(years), "in_force": in_force})
    plans.activate(tx, plan, now)
    tx.execute(obligation.delete())  # what is owed under Cà Mau's
    obligation_sync.ensure(tx, plan, province.CALENDAR, now)
    return Province(**{**vars(ca_mau), "plan": plan})


def file(
    tx: Connection,
    ca_mau: Province,
    person: Person,
    now: datetime,
    report: str = "six-months",
    year: int = 2026,
    **more: int,
) -> None:
    file_report(tx, ca_mau, person, report, year, {**FIGURES, **more}, now)


@pytest.fixture
def dong_thap(tx: Connection, now: datetime) -> Province:
    return build(tx, now)


def facts(tx: Connection, ca_mau: Province, report: str = "six-months", period: str = "2026-H1") -> ReportFigures:
    return evaluations.report_figures(tx, ca_mau.plan, report, period, ca_mau.tinh)


def judged(tx: Connection, ca_mau: Province, target: str = "DT-1", **of: str) -> TargetResult:
    return next(result for result in target_results.target_results(tx, facts(tx, ca_mau, **of)) if result.id == target)


def put(tx: Connection, now: datetime, *rows: tuple[int, str, str, int]) -> None:
    baselines.put(tx, [BaselineFigure(*row) for row in rows], now)


def test_without_a_baseline_the_target_is_missing(tx: Connection, dong_thap: Province, now: datetime) -> None:
    file(tx, dong_thap, dong_thap.officer, now)
    assert judged(tx, dong_thap).verdict == "missing"


def test_a_figure_nobody_is_asked_is_missing_and_has_not_failed_to_arise(
    tx: Connection, dong_thap: Province, now: datetime
) -> None:
    put(tx, now, (dong_thap.tinh.id, "c01", "2025-H1", 100))
    of_department = evaluations.report_figures(tx, dong_thap.plan, "six-months", "2026-H1", dong_thap.so_van_hoa)
    results = {result.id: result for result in target_results.target_results(tx, of_department)}
    assert [results[target].verdict for target in ("DT-1", "DT-2", "DT-3")] == ["missing"] * 3


def test_units_that_have_no_figure_on_one_side_stand_on_neither(
    tx: Connection, dong_thap: Province, now: datetime
) -> None:
    file(tx, dong_thap, dong_thap.officer, now)
    put(tx, now, (dong_thap.cai_nuoc.id, "c01", "2025-H1", 100), (dong_thap.nam_can.id, "c01", "2025-H1", 900))
    result = judged(tx, dong_thap)
    assert (result.num, result.den, result.verdict, result.units) == (5, 100, "met", (1, 2))
    assert (result.against, result.indicative) == ("2025-H1", False)
    file(tx, dong_thap, dong_thap.nam_can_officer, now, c01=900)
    both = judged(tx, dong_thap)
    assert (both.num, both.den, both.verdict, both.units) == (5, 1000, "not_met", (2, 2))


def test_a_whole_year_beside_six_months_is_indicative(tx: Connection, dong_thap: Province, now: datetime) -> None:
    file(tx, dong_thap, dong_thap.officer, now)
    file(tx, dong_thap, dong_thap.officer, now, report="year")
    put(tx, now, (dong_thap.cai_nuoc.id, "c01", "2025-Y", 100))
    assert (judged(tx, dong_thap).against, judged(tx, dong_thap).indicative) == ("2025-Y", True)
    year = judged(tx, dong_thap, report="year", period="2026-Y")
    assert (year.verdict, year.indicative, year.against) == ("met", False, "2025-Y")
    rate = judged(tx, dong_thap, "DT-3")
    assert (rate.verdict, rate.indicative, rate.against) == ("met", False, None)


def test_what_is_known_for_the_province_only_waits_for_every_unit(
    tx: Connection, dong_thap: Province, now: datetime
) -> None:
    put(tx, now, (dong_thap.tinh.id, "c01", "2025-H1", 200))
    file(tx, dong_thap, dong_thap.officer, now)
    assert judged(tx, dong_thap).verdict == "missing"
    file(tx, dong_thap, dong_thap.nam_can_officer, now)
    result = judged(tx, dong_thap)
    assert (result.num, result.den, result.verdict, result.units) == (10, 200, "met", (2, 2))


def test_the_same_window_is_taken_where_it_covers_as_much(tx: Connection, dong_thap: Province, now: datetime) -> None:
    for person in (dong_thap.officer, dong_thap.nam_can_officer):
        file(tx, dong_thap, person, now)
    put(tx, now, (dong_thap.tinh.id, "c01", "2025-Y", 400), (dong_thap.cai_nuoc.id, "c01", "2025-H1", 100))
    assert judged(tx, dong_thap).against == "2025-Y"  # of six months only one unit of two is known
    put(tx, now, (dong_thap.nam_can.id, "c01", "2025-H1", 100))
    assert (judged(tx, dong_thap).against, judged(tx, dong_thap).den) == ("2025-H1", 200)


def test_a_whole_that_cannot_be_compared_yet_does_not_stand_in_the_way(
    tx: Connection, dong_thap: Province, now: datetime
) -> None:
    third = province.add(tx, "MAU-08", "UBND huyện Đầm Dơi", UnitKind.DISTRICT, dong_thap.tinh)
    obligation_sync.ensure(tx, dong_thap.plan, province.CALENDAR, now)
    for person in (dong_thap.officer, dong_thap.nam_can_officer):
        file(tx, dong_thap, person, now)
    put(tx, now, (dong_thap.tinh.id, "c01", "2025-Y", 600), (dong_thap.cai_nuoc.id, "c01", "2025-H1", 100))
    result = judged(tx, dong_thap)
    assert (result.against, result.num, result.den, result.units) == ("2025-H1", 5, 100, (1, 3))
    assert third.name in {source.child.name for source in result.sources}


def test_both_fields_of_a_sum_have_to_be_known_then(tx: Connection, dong_thap: Province, now: datetime) -> None:
    file(tx, dong_thap, dong_thap.officer, now)
    put(tx, now, (dong_thap.cai_nuoc.id, "c17", "2025-H1", 10))
    assert judged(tx, dong_thap, "DT-2").verdict == "missing"
    put(tx, now, (dong_thap.cai_nuoc.id, "c18", "2025-H1", 10))
    result = judged(tx, dong_thap, "DT-2")
    assert (result.num, result.den, result.verdict) == (2, 20, "met")


def test_a_unit_that_ended_counts_for_the_one_it_went_into(tx: Connection, dong_thap: Province, now: datetime) -> None:
    ended = units.add(
        tx, code="CU", name="UBND huyện Cũ", kind=UnitKind.DISTRICT, parent=dong_thap.tinh, valid_to=date(2026, 1, 31)
    )
    tx.execute(unit_predecessor.insert().values(unit_id=dong_thap.cai_nuoc.id, predecessor_id=ended.id))
    file(tx, dong_thap, dong_thap.officer, now)
    put(tx, now, (dong_thap.cai_nuoc.id, "c01", "2025-H1", 60))
    assert judged(tx, dong_thap).verdict == "missing"
    put(tx, now, (ended.id, "c01", "2025-H1", 40))
    assert (judged(tx, dong_thap).den, judged(tx, dong_thap).verdict) == (100, "met")
    tx.execute(unit_predecessor.insert().values(unit_id=dong_thap.nam_can.id, predecessor_id=ended.id))
    assert judged(tx, dong_thap).verdict == "missing"  # split between the two


def test_what_was_reported_here_is_a_baseline_too(tx: Connection, now: datetime) -> None:
    two = build(tx, now, (2025, 2026))
    file(tx, two, two.officer, now, year=2025, c01=100)
    file(tx, two, two.officer, now)
    assert (judged(tx, two).den, judged(tx, two).against) == (100, "2025-H1")
    put(tx, now, (two.cai_nuoc.id, "c01", "2025-H1", 90))
    assert judged(tx, two).den == 90  # the office's own figure goes before


def test_a_figure_moves_over_the_units_that_have_it_on_both_sides(tx: Connection, now: datetime) -> None:
    two = build(tx, now, (2025, 2026))
    for person, before in ((two.officer, 100), (two.nam_can_officer, 50)):
        file(tx, two, person, now, year=2025, c01=before)
    file(tx, two, two.officer, now)
    [change] = target_results.figure_changes(tx, facts(tx, two), ["c01"])
    assert (change.now, change.before, change.rise, change.against) == (95, 100, -5, "2025-H1")
    assert (change.places, change.left_out, change.indicative) == ((two.cai_nuoc.id,), (two.nam_can.id,), False)
    assert target_results.figure_changes(tx, facts(tx, two), ["c01"], "2019-Y") == []
    put(tx, now, (two.cai_nuoc.id, "c01", "2019-Y", 200))
    [fixed] = target_results.figure_changes(tx, facts(tx, two), ["c01", "c02"], "2019-Y")
    assert (fixed.before, fixed.indicative) == (200, True)


def test_of_the_whole_only_known_in_all_every_unit_has_to_count(
    tx: Connection, dong_thap: Province, now: datetime
) -> None:
    put(tx, now, (dong_thap.tinh.id, "c01", "2025-H1", 200))
    file(tx, dong_thap, dong_thap.officer, now)
    assert target_results.figure_changes(tx, facts(tx, dong_thap), ["c01"]) == []
    file(tx, dong_thap, dong_thap.nam_can_officer, now)
    [change] = target_results.figure_changes(tx, facts(tx, dong_thap), ["c01"])
    assert (change.now, change.before, change.left_out) == (190, 200, ())


def test_rates_move_over_the_same_units(tx: Connection, now: datetime) -> None:
    two = build(tx, now, (2025, 2026))
    file(tx, two, two.officer, now, year=2025, c03=50)
    file(tx, two, two.nam_can_officer, now, year=2025, c03=100)
    file(tx, two, two.officer, now, c03=75)
    move = next(change for change in target_results.rate_changes(tx, facts(tx, two)) if change.now.id == "DT-3")
    assert (move.before.num, move.before.den, move.now.num, move.now.den) == (50, 100, 75, 100)
    assert (move.points, move.left_out) == ((2500, 10000), ("UBND huyện Năm Căn",))


def test_a_remark_stands_beside_a_matter_of_judgement(tx: Connection, now: datetime) -> None:
    ca_mau = province.build(tx, now)
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, {"c16": True, "c16n": "Đã kiện toàn"}, now)
    results = {result.id: result for result in target_results.target_results(tx, facts(tx, ca_mau))}
    places = (ca_mau.tt_cai_nuoc.id, ca_mau.tan_hung.id)
    assert target_results.remarks(tx, results["CM-c"]) == [(place, "Đã kiện toàn") for place in places]
    assert target_results.remarks(tx, results["CM-a2"]) == []


def test_departments_that_keep_other_figures_are_not_asked(tx: Connection, dong_thap: Province, now: datetime) -> None:
    culture = province.enrol(tx, now, dong_thap.so_van_hoa, Role.REPORTER, "culture")
    police_unit = province.add(tx, "MAU-CA", "Công an Tỉnh (mẫu)", UnitKind.DEPARTMENT, dong_thap.tinh)
    obligation_sync.ensure(tx, dong_thap.plan, province.CALENDAR, now)
    police = province.enrol(tx, now, police_unit, Role.REPORTER, "police")
    assert judged(tx, dong_thap, "DT-10").verdict == "missing"
    file_report(tx, dong_thap, culture, "six-months", 2026, {"keeps": "court", "c32": 10, "c33": 9, "c57": 9}, now)
    file_report(tx, dong_thap, police, "six-months", 2026, {"keeps": "police", "c54": 10, "c55": 9}, now)
    assert (judged(tx, dong_thap, "DT-10").verdict, judged(tx, dong_thap, "DT-10").units) == ("not_met", (1, 1))
    tried = judged(tx, dong_thap, "DT-12")  # the court's 9 of the police's 10
    assert (tried.num, tried.den, tried.verdict, tried.units) == (9, 10, "met", (2, 2))
    obligations.set_state(tx, owed(tx, police).id, ReportState.RETURNED)
    assert judged(tx, dong_thap, "DT-12").verdict == "missing"
