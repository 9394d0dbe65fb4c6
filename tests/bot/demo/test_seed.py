from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection

from bot.demo import sample
from bot.demo.figures import figures, share
from bot.demo.seed import NotADemo, inventory, seed, seeded_personas
from handlers.turn.services import RandomCodes
from reporting.deadlines.calendar import last_instant, parse_period
from reporting.deadlines.obligation import ReportState
from reporting.plan.plan import UnitKind
from reporting.roles import Role
from storage.people import people
from storage.plans.files import load_calendar
from storage.reports import obligations, submissions
from storage.reports.obligations import Obligation
from storage.units import selected_zones, units

SAMPLE = sample.load()
CALENDAR = load_calendar()
MORNING = datetime(2026, 5, 19, 1, tzinfo=UTC)


def plant(tx: Connection, random_codes: RandomCodes, now: datetime = MORNING, communes: int = 0) -> None:
    seed(tx, SAMPLE, now, CALENDAR, random_codes, communes)


def owed(tx: Connection, code: str, period: str) -> Obligation:
    unit = units.by_code(tx, code)
    assert unit
    return next(obligation for obligation in obligations.of_unit(tx, unit.id) if obligation.period == period)


def all_owed(tx: Connection) -> list[Obligation]:
    return [obligation for unit in units.all_units(tx) for obligation in obligations.of_unit(tx, unit.id)]


def test_a_visitor_meets_the_six_month_report_open(tx: Connection, random_codes: RandomCodes) -> None:
    plant(tx, random_codes)
    states = {district.name: owed(tx, district.code, "2026-H1").state for district in SAMPLE.districts}
    assert [*states.values()].count(ReportState.FILED) == 4
    assert states["UBND huyện Thới Bình"] == ReportState.ACCEPTED
    assert states["UBND huyện Cái Nước"] == ReportState.NOT_BEGUN
    assert states["UBND huyện Ngọc Hiển"] == ReportState.DRAFTING
    assert len(submissions.answers(tx, owed(tx, "MAU-09", "2026-H1").id)) == 9
    assert owed(tx, "MAU-05", "2026-H1").last_day == date(2026, 5, 24)


def test_communes_have_their_deadline_before_their_district(tx: Connection, random_codes: RandomCodes) -> None:
    plant(tx, random_codes)
    assert owed(tx, "MAU-0501", "2026-H1").last_day == date(2026, 5, 20)


def test_last_year_is_filed_whole_some_in_time_and_some_late(tx: Connection, random_codes: RandomCodes) -> None:
    plant(tx, random_codes)
    last_year = [obligation for obligation in all_owed(tx) if parse_period(obligation.period).year == 2025]
    assert len(last_year) == 2 * (9 + 6)
    assert {obligation.state for obligation in last_year} == {ReportState.ACCEPTED}
    late = [
        obligation
        for obligation in last_year
        if obligation.filed_at and obligation.filed_at >= last_instant(obligation.last_day)
    ]
    assert 0 < len(late) < len(last_year) / 3


def test_every_sample_report_is_marked_and_verifies(tx: Connection, random_codes: RandomCodes) -> None:
    plant(tx, random_codes)
    versions = [version for obligation in all_owed(tx) for version in submissions.versions(tx, obligation.id)]
    assert len(versions) == 37
    assert all(version.sample and version.is_intact for version in versions)
    assert all(version.filed_at < MORNING for version in versions)


def test_the_figures_of_last_year_stand_beside_the_questions(tx: Connection, random_codes: RandomCodes) -> None:
    plant(tx, random_codes)
    town = units.by_code(tx, "MAU-0501")
    assert town
    for code in ("MAU-05", "MAU-0501"):
        assert submissions.previous(tx, owed(tx, code, "2026-H1"))[f"c01@{town.id}"] == 14


def test_no_more_communes_are_chosen_than_the_plan_allows(tx: Connection, random_codes: RandomCodes) -> None:
    plant(tx, random_codes, communes=200)
    communes = [unit for unit in units.all_units(tx) if unit.kind is UnitKind.COMMUNE]
    assert len(communes) == 242
    assert len(selected_zones.selected(tx, SAMPLE.plan.id, 2026)) == 242 * 15 // 100


def test_seeding_again_changes_nothing(tx: Connection, random_codes: RandomCodes) -> None:
    plant(tx, random_codes)
    before = inventory(tx, SAMPLE.plan.id)
    plant(tx, random_codes, datetime(2027, 3, 1, tzinfo=UTC), communes=50)
    assert inventory(tx, SAMPLE.plan.id) == before
    assert before["sent"] + before["owed"] == len(all_owed(tx))


def test_nothing_is_planted_among_real_data(tx: Connection, random_codes: RandomCodes) -> None:
    units.add(tx, code="96", name="tỉnh Cà Mau", kind=UnitKind.PROVINCE, parent=None)
    with pytest.raises(NotADemo):
        plant(tx, random_codes)
    assert seeded_personas(tx) == {}


def test_the_personas_are_who_they_say(tx: Connection, random_codes: RandomCodes) -> None:
    plant(tx, random_codes)
    matching_members = {
        persona_id: people.memberships(tx, persona.person_id) for persona_id, persona in seeded_personas(tx).items()
    }
    assert {
        persona_id: (members[0].role, members[0].unit.name) for persona_id, members in matching_members.items()
    } == {
        "district-officer": (Role.REPORTER, "UBND huyện Cái Nước"),
        "commune-officer": (Role.REPORTER, "thị trấn Cái Nước"),
        "coordinator": (Role.COORDINATOR, "tỉnh Cà Mau"),
        "leader": (Role.LEADER, "tỉnh Cà Mau"),
    }


def test_nothing_is_filed_after_today(tx: Connection, random_codes: RandomCodes) -> None:
    plant(tx, random_codes, datetime(2026, 3, 2, 1, tzinfo=UTC))
    assert {obligation.state for obligation in all_owed(tx) if obligation.period == "2026-H1"} == {
        ReportState.NOT_BEGUN,
        ReportState.DRAFTING,
    }


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027])
def test_made_up_figures_make_sense(year: int) -> None:
    for code in (f"MAU-{n:04}" for n in range(1, 200)):
        half, whole = (figures(SAMPLE, code, year, kind, {}) for kind in ("H1", "Y"))
        for field_id, rule in SAMPLE.figures.items():
            assert half[field_id] == whole[field_id] if rule.stock else half[field_id] <= whole[field_id]
            for year_figures in (half, whole):
                assert 0 <= year_figures[field_id] <= year_figures.get(rule.of or "", year_figures[field_id])
                assert year_figures[field_id] <= year_figures.get(rule.within or "", year_figures[field_id])


def test_made_up_figures_are_the_same_every_time() -> None:
    assert figures(SAMPLE, "MAU-0501", 2026, "Y", {}) == figures(SAMPLE, "MAU-0501", 2026, "Y", {})


def test_a_share_is_rounded_and_never_more_than_the_whole() -> None:
    assert [share(10, 95), share(3, 50), share(7, 100), share(0, 50)] == [10, 2, 7, 0]
