"""Who is reminded, and when."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.calendar import Calendar
from reporting.obligation import OWED, State
from reporting.reminders import LOOK_AHEAD_DAYS, Owed, due, is_due, is_waking, rung

CALENDAR = Calendar()
SUNDAY = date(2026, 5, 24)


def owed(obligation_id: int = 1, *, person: int = 7, state: State = State.NOT_BEGUN, last_day: date = SUNDAY) -> Owed:
    return Owed(person, obligation_id, state, last_day)


def test_three_working_days_before_a_sunday_is_wednesday() -> None:
    assert rung(SUNDAY, CALENDAR) == date(2026, 5, 20)
    assert due([owed()], date(2026, 5, 19), CALENDAR) == []
    assert [digest.key for digest in due([owed()], date(2026, 5, 20), CALENDAR)] == ["reminder:2026-05-20:7"]


def test_the_day_of_culture_is_no_working_day() -> None:
    assert rung(date(2026, 11, 24), CALENDAR) == date(2026, 11, 19)


def test_the_same_digest_until_the_last_day_and_none_afterwards() -> None:
    days = [SUNDAY - timedelta(days=left) for left in range(6, -3, -1)]
    keys = {day: [digest.key for digest in due([owed()], day, CALENDAR)] for day in days}

    said = ["reminder:2026-05-20:7"]
    assert keys == {
        date(2026, 5, 18): [],
        date(2026, 5, 19): [],
        date(2026, 5, 20): said,
        date(2026, 5, 21): said,
        date(2026, 5, 22): said,
        date(2026, 5, 23): [],  # a Saturday
        date(2026, 5, 24): said,  # a Sunday, but the last day
        date(2026, 5, 25): [],
        date(2026, 5, 26): [],
    }


@pytest.mark.parametrize("state", [State.FILED, State.ACCEPTED, State.EXCUSED])
def test_nobody_who_has_filed_is_reminded(state: State) -> None:
    assert due([owed(state=state)], date(2026, 5, 20), CALENDAR) == []


def test_one_digest_for_everything_a_person_owes_the_most_urgent_first() -> None:
    later = owed(1, last_day=date(2026, 5, 25))
    sooner = owed(2, last_day=date(2026, 5, 22))

    (digest,) = due([later, sooner], date(2026, 5, 20), CALENDAR)

    assert digest.obligation_ids == (2, 1)


def test_days_of_downtime_come_to_one_digest_under_the_newest_rung() -> None:
    ones = [owed(1, last_day=date(2026, 5, 22)), owed(2, last_day=date(2026, 5, 26))]

    (digest,) = due(ones, date(2026, 5, 22), CALENDAR)

    assert digest.obligation_ids == (1, 2)
    assert digest.rung == date(2026, 5, 21)


def test_a_report_that_falls_due_later_is_said_on_its_own_day() -> None:
    ones = [owed(1, last_day=date(2026, 5, 22)), owed(2, last_day=date(2026, 5, 25))]

    keys = [[digest.key for digest in due(ones, date(2026, 5, day), CALENDAR)] for day in (19, 20)]

    assert keys == [["reminder:2026-05-19:7"], ["reminder:2026-05-20:7"]]


def test_colleagues_are_each_told() -> None:
    digests = due([owed(1, person=9), owed(1, person=7)], date(2026, 5, 20), CALENDAR)

    assert [digest.person_id for digest in digests] == [7, 9]


@pytest.mark.parametrize(
    ("hour", "minute", "waking"), [(6, 59, False), (7, 0, True), (20, 59, True), (21, 0, False), (0, 0, False)]
)
def test_quiet_from_nine_in_the_evening_to_seven(hour: int, minute: int, waking: bool) -> None:
    in_vietnam = datetime(2026, 5, 20, hour, minute, tzinfo=UTC) - timedelta(hours=7)

    assert is_waking(in_vietnam) is waking


@given(last_day=st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_the_rung_is_a_working_day_near_enough_to_be_looked_at(last_day: date) -> None:
    day = rung(last_day, CALENDAR)

    assert CALENDAR.is_working(day)
    assert timedelta(days=3) <= last_day - day <= timedelta(days=LOOK_AHEAD_DAYS)
    assert is_due(State.DRAFTING, last_day, day, CALENDAR)


@given(
    ones=st.lists(
        st.builds(
            Owed,
            person_id=st.integers(1, 3),
            obligation_id=st.integers(1, 99),
            state=st.sampled_from(State),
            last_day=st.dates(date(2026, 5, 10), date(2026, 6, 10)),
        ),
        max_size=12,
    ),
    today=st.dates(date(2026, 5, 1), date(2026, 6, 15)),
)
def test_at_most_one_digest_a_person_and_only_what_is_owed(ones: list[Owed], today: date) -> None:
    digests = due(ones, today, CALENDAR)

    assert len({digest.person_id for digest in digests}) == len(digests)
    said = [id for digest in digests for id in digest.obligation_ids]
    assert len(said) == len([one for one in ones if is_due(one.state, one.last_day, today, CALENDAR)])
    assert {one.obligation_id for one in ones if one.state in OWED} >= set(said)
