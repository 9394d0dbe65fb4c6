"""At which times officers, coordinators and leaders are reminded of a report."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.deadlines.calendar import DAY, TIME_ZONE, Calendar
from reporting.plan.plan import EscalationPolicy
from reporting.reminders import schedule
from reporting.reminders.schedule import LOOK_AHEAD_DAYS, ReminderHour, ReminderPlan, ReminderTime

CALENDAR = Calendar()
SUNDAY = date(2026, 5, 24)
POLICIES = st.builds(
    EscalationPolicy,
    before=st.lists(st.integers(1, 30), max_size=5).map(tuple),
    every_late=st.integers(1, 7),
    leader=st.integers(1, 5),
    receiver=st.integers(1, 10),
    coordinator=st.lists(st.integers(1, 10), max_size=3).map(tuple),
)
PLANS = st.builds(
    lambda last_day, open_for, policy: ReminderPlan(last_day - timedelta(days=open_for), last_day, policy),
    last_day=st.dates(date(2025, 12, 1), date(2028, 1, 31)),
    open_for=st.integers(0, 60),
    policy=POLICIES,
)


def plan(last_day: date = SUNDAY, hour: datetime | None = None, opens: date | None = None) -> ReminderPlan:
    return ReminderPlan(opens or last_day - timedelta(days=30), last_day, EscalationPolicy(), hour)


def officer(reminder_plan: ReminderPlan, until: date) -> list[str]:
    return [str(reminder_time) for reminder_time in schedule.officer_times(reminder_plan, CALENDAR, until)]


def test_ca_mau_s_six_months_whose_last_day_is_a_sunday() -> None:
    assert officer(plan(), date(2026, 5, 27)) == [
        "2026-05-11T07",
        "2026-05-18T07",
        "2026-05-20T07",
        "2026-05-22T07",
        "2026-05-24T07",
        "2026-05-25T07",
        "2026-05-26T07",
        "2026-05-27T07",
    ]


def test_ca_mau_s_year_whose_last_day_is_the_day_of_culture() -> None:
    assert officer(plan(date(2026, 11, 24)), date(2026, 11, 26)) == [
        "2026-11-10T07",
        "2026-11-17T07",
        "2026-11-19T07",
        "2026-11-23T07",
        "2026-11-24T07",
        "2026-11-25T07",
        "2026-11-26T07",
    ]


def test_a_last_day_within_tet_2027() -> None:
    days = officer(plan(date(2027, 2, 8)), date(2027, 2, 15))

    off = {str(date(2027, 2, day)) for day in range(4, 13) if not CALENDAR.is_working(date(2027, 2, day))}
    assert off
    assert [day[:10] for day in days if day[:10] in off] == ["2027-02-08"]
    last_working = CALENDAR.last_working_day_on_or_before(date(2027, 2, 8))
    assert f"{last_working}T07" in days


def test_the_last_working_day_before_a_day_off_is_used_whatever_the_policy_says() -> None:
    reminder_plan = replace(plan(), policy=EscalationPolicy(before=(5,)))

    assert officer(reminder_plan, SUNDAY) == ["2026-05-18T07", "2026-05-22T07", "2026-05-24T07"]


def test_on_an_hour_of_the_last_day_at_noon_too_and_late_from_that_hour() -> None:
    friday = date(2026, 5, 22)
    hour = datetime(2026, 5, 22, 16, tzinfo=TIME_ZONE)

    assert officer(plan(friday, hour), date(2026, 5, 25))[-3:] == ["2026-05-22T07", "2026-05-22T12", "2026-05-25T07"]
    assert officer(plan(friday, hour.replace(hour=10)), friday)[-1:] == ["2026-05-22T07"]
    assert plan(friday, hour).late_from == hour


def test_nothing_before_it_opens() -> None:
    assert officer(plan(opens=date(2026, 5, 19)), SUNDAY) == ["2026-05-20T07", "2026-05-22T07", "2026-05-24T07"]


def test_a_returned_report_is_late_only_after_that_day() -> None:
    reminder_plan = replace(plan(), returned_on=date(2026, 6, 3))

    assert officer(reminder_plan, date(2026, 6, 5))[-3:] == ["2026-05-24T07", "2026-06-04T07", "2026-06-05T07"]


def test_the_coordinator_three_and_one_working_days_before_at_noon_the_morning_after_then_weekly() -> None:
    times = [str(reminder_time) for reminder_time in schedule.coordinator_times(plan(), CALENDAR, date(2026, 6, 10))]

    assert times == [
        "2026-05-20T07",
        "2026-05-22T07",
        "2026-05-24T12",
        "2026-05-25T07",
        "2026-06-01T07",
        "2026-06-08T07",
    ]


def test_leaders_on_the_first_and_third_working_day_late_then_weekly() -> None:
    until = date(2026, 6, 10)

    own = [str(reminder_time.day) for reminder_time in schedule.leader_times(plan(), CALENDAR, until, 1)]
    receiving = [str(reminder_time.day) for reminder_time in schedule.leader_times(plan(), CALENDAR, until, 3)]

    assert own == ["2026-05-25", "2026-06-01", "2026-06-08"]
    assert receiving == ["2026-05-27", "2026-06-01", "2026-06-08"]
    assert schedule.leader_times(plan(), CALENDAR, date(2026, 5, 26), 3) == ()


def test_a_week_without_a_working_day_is_passed_over() -> None:
    late = plan(date(2027, 1, 20))

    days = [reminder_time.day for reminder_time in schedule.leader_times(late, CALENDAR, date(2027, 3, 1), 1)]

    assert len({day.isocalendar()[:2] for day in days}) == len(days)
    assert all(CALENDAR.is_working(day) for day in days)


@pytest.mark.parametrize(
    ("answered", "reminded"),
    [
        (datetime(2026, 5, 4, 15, tzinfo=TIME_ZONE), "2026-05-07T07"),  # Monday: Tuesday and Wednesday go by
        (datetime(2026, 5, 7, 8, tzinfo=TIME_ZONE), None),  # Thursday: the first step, on Monday, comes before Tuesday
        (datetime(2026, 5, 2, 8, tzinfo=TIME_ZONE), "2026-05-06T07"),  # a Saturday
    ],
)
def test_an_idle_draft(answered: datetime, reminded: str | None) -> None:
    times = schedule.officer_times(plan(), CALENDAR, SUNDAY)
    reminder_time = schedule.idle_draft_time(answered.astimezone(UTC), times, CALENDAR)

    assert (reminder_time and str(reminder_time)) == reminded


def test_the_newest_time_that_has_come() -> None:
    times = schedule.officer_times(plan(), CALENDAR, SUNDAY)

    assert schedule.newest_time(times, datetime(2026, 5, 10, tzinfo=UTC)) is None
    assert schedule.newest_time(times, ReminderTime(date(2026, 5, 20), ReminderHour.MORNING).at) == times[2]
    assert schedule.newest_time(times, times[2].at - timedelta(seconds=1)) == times[1]


@given(reminder_plan=PLANS, after=st.integers(0, 40), step=st.integers(1, 5))
def test_never_on_a_day_off_but_the_last_day_and_never_before_it_opens(
    reminder_plan: ReminderPlan, after: int, step: int
) -> None:
    until = reminder_plan.last_day + timedelta(days=after)
    everybody = (
        schedule.officer_times(reminder_plan, CALENDAR, until),
        schedule.coordinator_times(reminder_plan, CALENDAR, until),
        schedule.leader_times(reminder_plan, CALENDAR, until, step),
    )
    for times in everybody:
        assert list(times) == sorted(set(times))
        for reminder_time in times:
            assert reminder_plan.opens <= reminder_time.day <= until
            assert reminder_time.day == reminder_plan.last_day or CALENDAR.is_working(reminder_time.day)
            assert reminder_time.day != reminder_plan.last_day or reminder_time.hour in {
                ReminderHour.MORNING,
                ReminderHour.NOON,
            }
            assert reminder_plan.last_day - reminder_time.day <= timedelta(days=LOOK_AHEAD_DAYS)


@given(reminder_plan=PLANS, after=st.integers(0, 40))
def test_officers_are_reminded_on_the_last_day_and_on_the_last_working_day_before_it(
    reminder_plan: ReminderPlan, after: int
) -> None:
    mornings = {
        reminder_time.day
        for reminder_time in schedule.officer_times(
            reminder_plan, CALENDAR, reminder_plan.last_day + timedelta(days=after)
        )
    }

    assert reminder_plan.last_day in mornings
    before = CALENDAR.last_working_day_on_or_before(reminder_plan.last_day - DAY)
    assert CALENDAR.is_working(reminder_plan.last_day) or before < reminder_plan.opens or before in mornings


@given(reminder_plan=PLANS, after=st.integers(0, 60), more=st.integers(1, 60))
def test_looking_further_changes_nothing_that_has_been(reminder_plan: ReminderPlan, after: int, more: int) -> None:
    until = reminder_plan.last_day + timedelta(days=after)
    for times_of in (schedule.officer_times, schedule.coordinator_times, lambda *of: schedule.leader_times(*of, 2)):
        later = times_of(reminder_plan, CALENDAR, until + timedelta(days=more))
        assert times_of(reminder_plan, CALENDAR, until) == tuple(
            reminder_time for reminder_time in later if reminder_time.day <= until
        )


def test_a_long_holiday_before_the_leader_s_day_adds_no_weekly_reminder() -> None:
    """Tết 2028 lies between the first and the fifth working day late: looking one day further takes nothing back."""
    long_holiday = ReminderPlan(date(2028, 1, 18), date(2028, 1, 18), EscalationPolicy(leader=5))

    mornings = {
        reminder_time.day for reminder_time in schedule.coordinator_times(long_holiday, CALENDAR, date(2028, 1, 31))
    }
    later = {
        reminder_time.day for reminder_time in schedule.coordinator_times(long_holiday, CALENDAR, date(2028, 2, 1))
    }
    assert later - mornings == {date(2028, 2, 1)}
    assert mornings <= later


def test_late_for_weeks_the_officers_are_reminded_daily_and_then_weekly() -> None:
    reminder_plan = replace(plan(), policy=EscalationPolicy(weekly_after=5))

    late = officer(reminder_plan, date(2026, 6, 20))[-7:]

    assert late == [*(f"2026-05-{day}T07" for day in (25, 26, 27, 28, 29)), "2026-06-08T07", "2026-06-15T07"]
