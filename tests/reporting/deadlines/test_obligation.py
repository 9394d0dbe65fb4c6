"""Which reports a plan asks for, and when an officer sees them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.deadlines.calendar import Calendar
from reporting.deadlines.obligation import OWED, ReportState, dues, is_listed, opens
from reporting.plan.plan import Plan, UnitKind
from storage.plans.files import load_plan
from tests.province import live_plan

CALENDAR = Calendar()
LAST_DAY, CLOSES = date(2026, 5, 24), date(2026, 5, 15)


def test_each_kind_of_unit_owes_both_reports_of_a_year() -> None:
    due_reports = {(due.kind, due.period): due for due in dues(live_plan([2026]), CALENDAR)}

    assert set(due_reports) == {
        (kind, period) for kind in ("department", "district", "commune") for period in ("2026-H1", "2026-Y")
    }
    assert due_reports[UnitKind.DISTRICT, "2026-H1"].last_day == date(2026, 5, 24)
    assert due_reports[UnitKind.DISTRICT, "2026-H1"].closes == date(2026, 5, 15)
    assert due_reports[UnitKind.DISTRICT, "2026-Y"].last_day == date(2026, 11, 24)
    assert not due_reports[UnitKind.DISTRICT, "2026-H1"].only_selected_zones


def test_a_commune_owes_three_working_days_earlier_and_only_under_transformation() -> None:
    communes = [due for due in dues(live_plan([2026]), CALENDAR) if due.kind == UnitKind.COMMUNE]

    assert [due.last_day for due in communes] == [date(2026, 5, 20), date(2026, 11, 19)]
    assert all(due.only_selected_zones for due in communes)


def test_communes_owe_nothing_where_no_deadline_was_set_for_them() -> None:
    plan = load_plan("ca-mau-2017").model_copy(update={"years": (2026,)})

    assert {due.kind for due in dues(plan, CALENDAR)} == {UnitKind.DEPARTMENT, UnitKind.DISTRICT}


@pytest.mark.parametrize("plan_id", ["ninh-thuan-2022", "dak-lak-2017"])
def test_a_plan_without_dates_asks_for_nothing(plan_id: str) -> None:
    plan: Plan = load_plan(plan_id).model_copy(update={"years": (2026,)})

    assert dues(plan, CALENDAR) == []


def test_the_five_texts_ask_for_nothing_until_a_year_is_set() -> None:
    assert dues(load_plan("ca-mau-2017"), CALENDAR) == []


def test_listed_from_fifteen_days_before_the_figures_close() -> None:
    assert not is_listed(ReportState.NOT_BEGUN, opens(LAST_DAY, CLOSES), LAST_DAY, date(2026, 4, 29))
    assert is_listed(ReportState.NOT_BEGUN, opens(LAST_DAY, CLOSES), LAST_DAY, date(2026, 4, 30))


def test_listed_from_thirty_days_before_the_last_day_where_nothing_closes() -> None:
    assert not is_listed(ReportState.NOT_BEGUN, opens(LAST_DAY, None), LAST_DAY, date(2026, 4, 23))
    assert is_listed(ReportState.NOT_BEGUN, opens(LAST_DAY, None), LAST_DAY, date(2026, 4, 24))


@pytest.mark.parametrize("state", sorted(OWED))
def test_what_is_owed_stays_listed_however_late(state: ReportState) -> None:
    assert is_listed(state, opens(LAST_DAY, CLOSES), LAST_DAY, date(2027, 5, 24))


@pytest.mark.parametrize("state", [ReportState.FILED, ReportState.ACCEPTED])
def test_what_was_sent_is_listed_until_its_last_day_has_passed(state: ReportState) -> None:
    assert is_listed(state, opens(LAST_DAY, CLOSES), LAST_DAY, LAST_DAY)
    assert not is_listed(state, opens(LAST_DAY, CLOSES), LAST_DAY, LAST_DAY + timedelta(days=1))


def test_an_excused_unit_sees_nothing() -> None:
    assert not is_listed(ReportState.EXCUSED, opens(LAST_DAY, CLOSES), LAST_DAY, LAST_DAY)


@given(state=st.sampled_from(ReportState), today=st.dates(date(2026, 1, 1), date(2027, 12, 31)), closes=st.booleans())
def test_a_late_report_is_never_hidden(state: ReportState, today: date, closes: bool) -> None:
    first = opens(LAST_DAY, CLOSES if closes else None)
    if state in OWED and today > LAST_DAY:
        assert is_listed(state, first, LAST_DAY, today)
    if is_listed(state, first, LAST_DAY, today):
        assert today >= first
