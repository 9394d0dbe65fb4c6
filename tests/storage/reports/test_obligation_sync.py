"""Who owes what, kept in step with the plan, the units and the communes selected."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection

from reporting.deadlines.obligation import ReportState
from reporting.form_entry.answer_input import Answer
from reporting.plan.plan import Plan, UnitKind
from storage.reports import obligation_sync, obligations, submissions
from storage.reports.obligations import Obligation
from storage.units import selected_zones, units
from storage.units.units import Unit
from tests import province
from tests.province import CALENDAR


def owed(tx: Connection, unit: Unit) -> list[tuple[str, date]]:
    return [(obligation.period, obligation.last_day) for obligation in obligations.of_unit(tx, unit.id)]


def first(tx: Connection, unit: Unit) -> Obligation:
    return obligations.of_unit(tx, unit.id)[0]


def test_every_unit_owes_what_its_kind_reports(tx: Connection, now: datetime) -> None:
    built = province.build(tx, now)

    year = [("2026-H1", date(2026, 5, 24)), ("2026-Y", date(2026, 11, 24))]
    assert owed(tx, built.cai_nuoc) == owed(tx, built.nam_can) == owed(tx, built.so_van_hoa) == year
    assert owed(tx, built.tt_cai_nuoc) == [("2026-H1", date(2026, 5, 20)), ("2026-Y", date(2026, 11, 19))]
    assert owed(tx, built.hoa_my) == []  # not under transformation
    assert owed(tx, built.tinh) == []


def test_ensuring_again_adds_nothing(tx: Connection, now: datetime) -> None:
    built = province.build(tx, now)
    before = [obligations.of_unit(tx, unit.id) for unit in units.all_units(tx)]

    assert obligation_sync.ensure(tx, built.plan, CALENDAR, now) == 0
    assert [obligations.of_unit(tx, unit.id) for unit in units.all_units(tx)] == before


def test_a_commune_selected_later_owes_from_then_on(tx: Connection, now: datetime) -> None:
    built = province.build(tx, now)
    selected_zones.select(tx, built.plan.id, 2026, [built.tt_cai_nuoc.id, built.tan_hung.id, built.hoa_my.id], now)

    assert obligation_sync.ensure(tx, built.plan, CALENDAR, now) == 2
    assert [period for period, _ in owed(tx, built.hoa_my)] == ["2026-H1", "2026-Y"]


def test_a_commune_no_longer_selected_keeps_only_what_it_has_begun(tx: Connection, now: datetime) -> None:
    built = province.build(tx, now)
    half_year = first(tx, built.tan_hung)
    submissions.put(tx, half_year.id, "c01", Answer.given(3), built.officer.id, now)
    obligations.set_state(tx, half_year.id, ReportState.DRAFTING)
    selected_zones.select(tx, built.plan.id, 2026, [built.tt_cai_nuoc.id], now)

    assert obligation_sync.ensure(tx, built.plan, CALENDAR, now) == 0
    assert [period for period, _ in owed(tx, built.tan_hung)] == ["2026-H1"]
    assert len(owed(tx, built.tt_cai_nuoc)) == 2


def test_a_removed_obligation_is_gone_without_an_error(tx: Connection, now: datetime) -> None:
    built = province.build(tx, now)
    obligation_id = first(tx, built.tan_hung).id
    selected_zones.select(tx, built.plan.id, 2026, [built.tt_cai_nuoc.id], now)
    obligation_sync.ensure(tx, built.plan, CALENDAR, now)

    assert obligations.get(tx, obligation_id) is None


def test_a_selection_for_one_year_says_nothing_of_another(tx: Connection, now: datetime) -> None:
    built = province.build(tx, now, years=[2026, 2027])
    selected_zones.select(tx, built.plan.id, 2027, [built.hoa_my.id], now)
    obligation_sync.ensure(tx, built.plan, CALENDAR, now)

    assert [period for period, _ in owed(tx, built.hoa_my)] == ["2027-H1", "2027-Y"]
    assert [period for period, _ in owed(tx, built.tan_hung)] == ["2026-H1", "2026-Y"]


def test_units_owe_only_where_they_exist_on_the_last_day(tx: Connection, now: datetime) -> None:
    built = province.build(tx, now)
    ended = units.add(
        tx, code="MAU-08", name="UBND huyện cũ", kind=UnitKind.DISTRICT, parent=built.tinh, valid_to=date(2026, 5, 24)
    )
    begun = units.add(
        tx,
        code="MAU-09",
        name="UBND huyện mới",
        kind=UnitKind.DISTRICT,
        parent=built.tinh,
        valid_from=date(2026, 5, 25),
    )
    obligation_sync.ensure(tx, built.plan, CALENDAR, now)

    assert [period for period, _ in owed(tx, ended)] == ["2026-H1"]
    assert [period for period, _ in owed(tx, begun)] == ["2026-Y"]


def test_a_changed_deadline_moves_what_is_owed_and_nothing_that_was_sent(tx: Connection, now: datetime) -> None:
    built = province.build(tx, now)
    obligations.set_state(tx, first(tx, built.tan_hung).id, ReportState.FILED, version=1, filed_at=now)

    obligation_sync.ensure(tx, province.live_plan([2026], commune_days_before=5), CALENDAR, now)

    assert first(tx, built.tt_cai_nuoc).last_day == date(2026, 5, 18)
    assert first(tx, built.tan_hung).last_day == date(2026, 5, 20)


def test_a_level_dropped_from_the_plan_owes_no_more(tx: Connection, now: datetime) -> None:
    built = province.build(tx, now)
    silent = built.plan.model_copy(
        update={"reports": tuple(report.model_copy(update={"levels": {}}) for report in built.plan.reports)}
    )

    obligation_sync.ensure(tx, silent, CALENDAR, now)

    assert owed(tx, built.tt_cai_nuoc) == []
    assert len(owed(tx, built.cai_nuoc)) == 2


def test_a_year_dropped_from_the_plan_is_owed_no_more(tx: Connection, now: datetime) -> None:
    built = province.build(tx, now, years=[2026, 2027])

    obligation_sync.ensure(tx, province.live_plan([2027]), CALENDAR, now)

    assert [period for period, _ in owed(tx, built.cai_nuoc)] == ["2027-H1", "2027-Y"]


def test_three_thousand_communes_owe_four_reports_each(tx: Connection, now: datetime) -> None:
    root = units.add(tx, code="MAU", name="tỉnh mẫu", kind=UnitKind.PROVINCE, parent=None)
    plan = province.live_plan([2026, 2027])
    province.many_communes(tx, root, 3000)
    for year in plan.years:
        selected_zones.select(tx, plan.id, year, [unit.id for unit in units.below(tx, root)], now)

    assert obligation_sync.ensure(tx, plan, CALENDAR, now) == 12_000
    assert obligation_sync.ensure(tx, plan, CALENDAR, now + timedelta(days=1)) == 0


def test_where_no_districts_are_left_the_communes_report_themselves(tx: Connection, now: datetime) -> None:
    tinh = units.add(tx, code="96", name="tỉnh Cà Mau", kind=UnitKind.PROVINCE, parent=None)
    xa = units.add(tx, code="31996", name="xã Tân Hưng", kind=UnitKind.COMMUNE, parent=tinh)
    other = units.add(tx, code="31997", name="xã Hòa Mỹ", kind=UnitKind.COMMUNE, parent=tinh)
    whole = province.live_plan([2026])
    reporters = tuple(
        reporter.model_copy(update={"needs_level_deadline": False})
        for reporter in whole.reporters
        if reporter.kind == UnitKind.COMMUNE
    )
    reports = tuple(report.model_copy(update={"levels": {}}) for report in whole.reports)
    plan = whole.model_copy(update={"reporters": reporters, "reports": reports})
    selected_zones.select(tx, plan.id, 2026, [xa.id], now)

    assert obligation_sync.ensure(tx, plan, CALENDAR, now) == 2
    assert owed(tx, xa) == [("2026-H1", date(2026, 5, 24)), ("2026-Y", date(2026, 11, 24))]
    assert owed(tx, other) == owed(tx, tinh) == []


def test_what_was_begun_under_a_report_keeps_needing_it(tx: Connection, now: datetime) -> None:
    built = province.build(tx, now)
    shorter = built.plan.model_copy(update={"reports": built.plan.reports[1:]})
    assert obligation_sync.orphans(tx, built.plan) == []

    half_year = first(tx, built.cai_nuoc)
    submissions.put(tx, half_year.id, "c01", Answer.given(3), built.officer.id, now)
    obligation_sync.ensure(tx, shorter, CALENDAR, now)

    assert obligation_sync.orphans(tx, shorter) == [("six-months", "district")]


def test_only_the_units_named_owe_and_not_those_left_out(tx: Connection, now: datetime) -> None:
    built = province.build(tx, now)
    content = built.plan.model_dump(mode="json", by_alias=True)
    for reporter in content["reporters"]:
        if reporter["kind"] == UnitKind.DISTRICT:
            reporter["only"] = ["MAU-05"]
        if reporter["kind"] == UnitKind.DEPARTMENT:
            reporter["besides"] = ["MAU-SVH"]

    obligation_sync.ensure(tx, Plan.model_validate(content), CALENDAR, now)

    assert len(owed(tx, built.cai_nuoc)) == 2
    assert owed(tx, built.nam_can) == owed(tx, built.so_van_hoa) == []


def test_an_extension_outlives_the_next_tick_and_a_later_plan_day_outlives_the_extension(
    tx: Connection, now: datetime
) -> None:
    built = province.build(tx, now)
    obligation = first(tx, built.cai_nuoc)
    obligations.extend(tx, obligation.id, date(2026, 5, 29))

    obligation_sync.ensure(tx, built.plan, CALENDAR, now)

    moved = first(tx, built.cai_nuoc)
    assert (moved.last_day, moved.plan_day, moved.is_extended) == (date(2026, 5, 29), date(2026, 5, 24), True)
    assert moved.late_from == datetime(2026, 5, 29, 17, tzinfo=UTC)
    later = built.plan.model_dump(mode="json", by_alias=True)
    later["reports"][0]["due"] = {"before": "5/6"}
    obligation_sync.ensure(tx, Plan.model_validate(later), CALENDAR, now)
    moved = first(tx, built.cai_nuoc)
    assert (moved.last_day, moved.plan_day, moved.is_extended) == (date(2026, 6, 4), date(2026, 6, 4), False)
