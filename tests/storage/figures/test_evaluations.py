"""The figures of a report within a unit: the nearest level once, n/N, the versions, what the register says."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection, insert

from reporting.deadlines.obligation import ReportState
from reporting.figures.figure_sources import REGISTERED, TargetResult
from reporting.figures.rollup import FigureSum
from reporting.plan.plan import UnitKind
from reporting.roles import Role
from storage.database.schema import zone_outcome
from storage.figures import evaluations, rollups
from storage.reports import obligation_sync, obligations
from storage.units import selected_zones
from storage.units.units import Unit
from tests import province
from tests.chat import file_report, owed
from tests.province import Province

FIGURES = {"c01": 12, "c02": 10, "c03": 9, "c06": 25, "c07": 25, "c13": 2, "c14": False, "c15": True, "c40": 3}


def value(total: FigureSum | None) -> int | None:
    return total.answer.figure if total and total.answer else None


def judged(tx: Connection, ca_mau: Province, within: Unit, target: str) -> TargetResult:
    facts = evaluations.report_figures(tx, ca_mau.plan, "six-months", "2026-H1", within)
    return next(result for result in evaluations.results(facts) if result.id == target)


def test_a_district_and_its_communes_are_never_added_together(tx: Connection, now: datetime) -> None:
    ca_mau = province.build(tx, now)
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, FIGURES, now)
    file_report(tx, ca_mau, ca_mau.commune_officer, "six-months", 2026, {"c01": 100, "c02": 50, "c03": 1}, now)
    totals = evaluations.totals(tx, ca_mau.plan, "six-months", "2026-H1", ca_mau.tinh, ["c01", "c14", "c99"])
    assert value(totals["c01"]) == 24  # two communes, as their district reports them
    assert (totals["c01"].counted, totals["c01"].asked) == (1, 1)  # Năm Căn has no commune under transformation
    assert value(totals["c14"]) == 0
    assert "c99" not in totals
    result = judged(tx, ca_mau, ca_mau.tinh, "CM-a2")
    assert (result.num, result.den, result.verdict, result.counted, result.places) == (18, 20, "met", 2, 2)


def test_a_result_names_the_reports_it_was_made_from(tx: Connection, now: datetime) -> None:
    ca_mau = province.build(tx, now)
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, FIGURES, now)
    version = file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, FIGURES | {"c03": 7}, now)
    result = judged(tx, ca_mau, ca_mau.tinh, "CM-a2")
    assert (result.num, result.den, result.verdict, result.units) == (14, 20, "not_met", (1, 1))
    assert result.versions == {owed(tx, ca_mau.officer).id: 2}
    assert [source.receipt for source in result.sources] == [version.receipt]


def test_what_was_returned_or_not_sent_is_missing(tx: Connection, now: datetime) -> None:
    ca_mau = province.build(tx, now)
    result = judged(tx, ca_mau, ca_mau.tinh, "CM-a2")
    assert (result.verdict, result.num, result.units, result.versions) == ("missing", None, (0, 1), {})
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, FIGURES, now)
    obligations.set_state(tx, owed(tx, ca_mau.officer).id, ReportState.RETURNED)
    assert judged(tx, ca_mau, ca_mau.tinh, "CM-a2").verdict == "missing"


def test_without_communes_under_transformation_nothing_arose(tx: Connection, now: datetime) -> None:
    ca_mau = province.build(tx, now)
    result = judged(tx, ca_mau, ca_mau.nam_can, "CM-a2")
    assert (result.verdict, result.num, result.den, result.units) == ("not_arisen", 0, 0, (0, 0))


def test_only_communes_under_transformation_count_for_their_targets(tx: Connection, now: datetime) -> None:
    hai_cap = province.build_two_level(tx, now)
    selected_zones.select(tx, hai_cap.plan.id, 2026, [hai_cap.phuong_mot.id], now)
    file_report(tx, hai_cap, hai_cap.officer, "six-months", 2026, FIGURES, now)
    file_report(tx, hai_cap, hai_cap.xa_hai_officer, "six-months", 2026, FIGURES | {"c03": 0}, now)
    facts = evaluations.report_figures(tx, hai_cap.plan, "six-months", "2026-H1", hai_cap.tinh)
    result = next(target_result for target_result in evaluations.results(facts) if target_result.id == "CM-a2")
    assert (result.num, result.den, result.units) == (9, 10, (1, 1))
    assert (facts.counted, len(facts.sources)) == (2, 5)  # four communes and a department
    assert value(facts.total("c03")) == 9


def test_a_report_that_consolidates_is_no_level_of_its_own(tx: Connection, now: datetime) -> None:
    ca_mau = province.build(tx, now)
    upward = province.report_upward(tx, ca_mau, now)
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, FIGURES, now)
    facts = evaluations.report_figures(tx, ca_mau.plan, "six-months", "2026-H1", ca_mau.tinh)
    assert upward["province_officer"].role == Role.REPORTER
    assert {source.child.name for source in facts.sources} == {
        "Sở Văn hóa, Thể thao và Du lịch",
        "UBND huyện Cái Nước",
        "UBND huyện Năm Căn",
    }


def outcome(
    tx: Connection, ca_mau: Province, year: int, which: Unit, what: str, now: datetime, relapsed: date | None = None
) -> None:
    values = {"plan_id": ca_mau.plan.id, "year": year, "unit_id": which.id, "outcome": what, "at": now}
    tx.execute(insert(zone_outcome).values(values | {"relapsed_on": relapsed}))


def test_the_programme_s_targets_come_from_the_register(tx: Connection, now: datetime) -> None:
    ca_mau = province.build(tx, now)
    assert judged(tx, ca_mau, ca_mau.tinh, "CM-P1").verdict == "missing"  # two communes, neither decided
    assert judged(tx, ca_mau, ca_mau.tinh, "CM-P2").verdict == "not_arisen"
    outcome(tx, ca_mau, 2026, ca_mau.tan_hung, "not_recognised", now)
    first = judged(tx, ca_mau, ca_mau.tinh, "CM-P1")
    assert (first.verdict, first.num, first.den) == ("not_met", 0, 2)  # at most 1 of 2 is left, 50 %
    outcome(tx, ca_mau, 2026, ca_mau.tt_cai_nuoc, "recognised", now)
    outcome(tx, ca_mau, 2025, ca_mau.hoa_my, "recognised", now, date(2026, 3, 1))
    result = judged(tx, ca_mau, ca_mau.tinh, "CM-P2")
    assert (result.num, result.den, result.verdict) == (1, 2, "not_met")
    facts = evaluations.report_figures(tx, ca_mau.plan, "six-months", "2026-H1", ca_mau.tinh)
    assert {name: value(facts.total(name)) for name in REGISTERED} == {"a01": 2, "a02": 1, "a03": 2, "a04": 1}


def test_a_relapse_counts_from_its_year_on(tx: Connection, now: datetime) -> None:
    ca_mau = province.build(tx, now)
    outcome(tx, ca_mau, 2025, ca_mau.hoa_my, "recognised", now, date(2027, 3, 1))
    result = judged(tx, ca_mau, ca_mau.tinh, "CM-P2")
    assert (result.num, result.den, result.verdict) == (1, 1, "met")


def test_units_stand_in_the_order_of_their_codes(tx: Connection, now: datetime) -> None:
    ca_mau = province.build(tx, now)
    province.add(tx, "MAU-01", "thành phố Cà Mau", UnitKind.DISTRICT, ca_mau.tinh)
    obligation_sync.ensure(tx, ca_mau.plan, province.CALENDAR, now)
    facts = evaluations.report_figures(tx, ca_mau.plan, "six-months", "2026-H1", ca_mau.tinh)
    names = [source.child.name for source in facts.sources]
    assert names[:3] == ["thành phố Cà Mau", "UBND huyện Cái Nước", "UBND huyện Năm Căn"]
    assert names == [child.name for child in rollups.children(tx, ca_mau.plan, "six-months", "2026-H1", ca_mau.tinh)]
