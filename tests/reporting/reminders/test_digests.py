"""Which digests are due: at most one a person, part and moment, however the clock ticks."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.deadlines.calendar import TIME_ZONE, Calendar, local_day
from reporting.plan.plan import EscalationPolicy
from reporting.reminders.digests import Digest, PendingReminder, due_digests, is_waking
from reporting.reminders.recipients import RecipientRole
from reporting.reminders.schedule import ReminderPlan

CALENDAR = Calendar()
SUNDAY = date(2026, 5, 24)


def at(day: int, hour: int = 8, month: int = 5) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=TIME_ZONE).astimezone(UTC)


def owed(
    id: int = 1,
    last_day: date = SUNDAY,
    *,
    person: int = 7,
    part: RecipientRole = RecipientRole.OFFICER,
    since: datetime | None = None,
    answered_at: datetime | None = None,
) -> PendingReminder:
    course = ReminderPlan(last_day - timedelta(days=30), last_day, EscalationPolicy())
    return PendingReminder(part, person, id, course, since=since, answered_at=answered_at)


def keys(reminders: list[PendingReminder], now: datetime) -> list[str]:
    return [digest.key for digest in due_digests(reminders, now, CALENDAR)]


def test_the_key_names_the_newest_moment_not_today() -> None:
    assert keys([owed()], at(8)) == []
    assert keys([owed()], at(11)) == keys([owed()], at(15)) == ["reminder:officer:2026-05-11T07:7"]
    assert keys([owed()], at(20)) == ["reminder:officer:2026-05-20T07:7"]


def test_on_a_day_off_nothing_unless_it_is_a_last_day() -> None:
    assert keys([owed()], at(23)) == []
    assert keys([owed()], at(24)) == ["reminder:officer:2026-05-24T07:7"]


def test_one_digest_for_everything_a_person_owes_the_most_urgent_first() -> None:
    reminders = [owed(1, date(2026, 5, 25)), owed(2, date(2026, 5, 22)), owed(3, date(2026, 7, 1))]

    (digest,) = due_digests(reminders, at(20), CALENDAR)

    assert digest.obligation_ids == (2, 1)  # the third has not come to its first rung


def test_each_part_has_its_own() -> None:
    reminders = [owed(part=part) for part in RecipientRole]

    assert [digest.role for digest in due_digests(reminders, at(27), CALENDAR)] == [
        RecipientRole.COORDINATOR,
        RecipientRole.LEADER,
        RecipientRole.OFFICER,
    ]


def test_moments_before_somebody_came_are_none_of_theirs_but_what_is_owed_is_listed() -> None:
    reminders = [owed(1, since=at(20)), owed(2, date(2026, 5, 26), since=at(20))]

    assert due_digests(reminders, at(20), CALENDAR) == []
    (digest,) = due_digests(reminders, at(21), CALENDAR)  # three working days before Tuesday the 26th
    assert digest.obligation_ids == (1, 2)


def test_snoozed() -> None:
    reminders, until = [owed()], {7: date(2026, 5, 21)}

    assert due_digests(reminders, at(20), CALENDAR, until) == []
    assert [digest.key for digest in due_digests(reminders, at(21), CALENDAR, until)] == [
        "reminder:officer:2026-05-21T07:7"
    ]
    assert [digest.key for digest in due_digests(reminders, at(22), CALENDAR, until)] == [
        "reminder:officer:2026-05-22T07:7"
    ]


def test_snoozed_into_a_weekend() -> None:
    reminders, until = [owed(last_day=date(2026, 5, 27))], {7: date(2026, 5, 23)}

    assert due_digests(reminders, at(23), CALENDAR, until) == []
    assert [digest.key for digest in due_digests(reminders, at(25), CALENDAR, until)] == [
        "reminder:officer:2026-05-25T07:7"
    ]


def test_a_snooze_is_the_officer_s_alone() -> None:
    assert due_digests([owed(part=RecipientRole.COORDINATOR)], at(20), CALENDAR, {7: date(2026, 5, 21)})


def test_a_draft_left_lying_is_spoken_of_gently_and_alone() -> None:
    reminders = [owed(1, answered_at=at(12)), owed(2, date(2026, 5, 25))]

    (digest,) = due_digests(reminders, at(15), CALENDAR)

    assert digest == Digest(RecipientRole.OFFICER, 7, digest.reminder_time, (1,), idle_draft_only=True)
    assert str(digest.reminder_time) == "2026-05-15T07"
    (next_rung,) = due_digests(reminders, at(18), CALENDAR)
    assert (next_rung.idle_draft_only, next_rung.obligation_ids) == (False, (1, 2))


@pytest.mark.parametrize(
    ("hour", "minute", "waking"), [(6, 59, False), (7, 0, True), (20, 59, True), (21, 0, False), (0, 0, False)]
)
def test_quiet_from_nine_in_the_evening_to_seven(hour: int, minute: int, waking: bool) -> None:
    assert is_waking(datetime(2026, 5, 20, hour, minute, tzinfo=TIME_ZONE)) is waking


LAST_DAYS = st.dates(date(2026, 3, 1), date(2027, 3, 1))
INSTANTS = st.datetimes(datetime(2026, 2, 1), datetime(2027, 3, 31), timezones=st.just(UTC))


@st.composite
def reports(draw: st.DrawFn) -> list[tuple[PendingReminder, datetime | None]]:
    """Reports with the instant each comes in, if ever."""
    return [
        (
            owed(
                id,
                draw(LAST_DAYS),
                person=draw(st.integers(1, 3)),
                part=draw(st.sampled_from(RecipientRole)),
                answered_at=draw(st.none() | INSTANTS),
            ),
            draw(st.none() | INSTANTS),
        )
        for id in range(1, draw(st.integers(1, 6)) + 1)
    ]


def ticked(
    ones: list[tuple[PendingReminder, datetime | None]], instants: list[datetime]
) -> dict[str, tuple[datetime, Digest]]:
    """What is said, by key, by ticks at these instants."""
    said: dict[str, tuple[datetime, Digest]] = {}
    for now in sorted(instants):
        if is_waking(now):
            open_ = [reminder for reminder, filed in ones if filed is None or filed > now]
            open_ = [reminder for reminder in open_ if reminder.answered_at is None or reminder.answered_at <= now]
            for digest in due_digests(open_, now, CALENDAR):
                said.setdefault(digest.key, (now, digest))
    return said


@given(ones=reports(), instants=st.lists(INSTANTS, max_size=40))
def test_whatever_the_ticks_each_moment_is_said_once_and_only_what_is_owed(
    ones: list[tuple[PendingReminder, datetime | None]], instants: list[datetime]
) -> None:
    filed = {reminder.obligation_id: when for reminder, when in ones}
    last_days = {reminder.plan.last_day for reminder, _ in ones}

    said = ticked(ones, instants)

    for now, digest in said.values():
        assert digest.reminder_time.at <= now
        assert digest.obligation_ids
        assert all((when := filed[obligation_id]) is None or when > now for obligation_id in digest.obligation_ids)
        assert CALENDAR.is_working(local_day(now)) or local_day(now) in last_days


HOURLY = [datetime(2026, 4, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in range(24 * 75)]


@given(
    last_days=st.lists(st.dates(date(2026, 4, 10), date(2026, 6, 10)), min_size=1, max_size=4),
    part=st.sampled_from(RecipientRole),
    chosen=st.sets(st.integers(0, len(HOURLY) - 1), max_size=60),
)
def test_fewer_ticks_say_the_same_or_less_never_more(
    last_days: list[date], part: RecipientRole, chosen: set[int]
) -> None:
    ones: list[tuple[PendingReminder, datetime | None]] = [
        (owed(id, day, part=part), None) for id, day in enumerate(last_days, 1)
    ]

    always, sometimes = ticked(ones, HOURLY), ticked(ones, [HOURLY[place] for place in chosen])

    assert set(sometimes) <= set(always)
    days = [(local_day(now), digest.reminder_time.hour) for now, digest in always.values()]
    assert len(days) == len(set(days))  # a day has a morning and a noon at most
    mornings = [day for day, _ in days]
    assert all(mornings.count(day) == 1 or day in last_days for day in mornings)
