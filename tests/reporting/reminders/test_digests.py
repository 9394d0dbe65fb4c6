"""Which digests are due: at most one for a person, role and reminder time, however often the clock runs."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reporting.deadlines.calendar import TIME_ZONE, Calendar, local_day
from reporting.plan.plan import EscalationPolicy
from reporting.reminders.digests import Digest, PendingReminder, due_digests
from reporting.reminders.nudge_limits import is_waking
from reporting.reminders.recipients import RecipientRole
from reporting.reminders.schedule import ReminderPlan

CALENDAR = Calendar()
SUNDAY = date(2026, 5, 24)


def at(day: int, hour: int = 8, month: int = 5) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=TIME_ZONE).astimezone(UTC)


def owed(
    obligation_id: int = 1,
    last_day: date = SUNDAY,
    *,
    person: int = 7,
    role: RecipientRole = RecipientRole.OFFICER,
    since: datetime | None = None,
    answered_at: datetime | None = None,
) -> PendingReminder:
    plan = ReminderPlan(last_day - timedelta(days=30), last_day, EscalationPolicy())
    return PendingReminder(role, person, obligation_id, plan, since=since, answered_at=answered_at)


def keys(reminders: list[PendingReminder], now: datetime) -> list[str]:
    return [digest.key for digest in due_digests(reminders, now, CALENDAR)]


def test_the_key_names_the_newest_time_not_today() -> None:
    assert keys([owed()], at(8)) == []
    assert keys([owed()], at(11)) == keys([owed()], at(15)) == ["reminder:officer:2026-05-11T07:7"]
    assert keys([owed()], at(20)) == ["reminder:officer:2026-05-20T07:7"]


def test_on_a_day_off_nothing_unless_it_is_a_last_day() -> None:
    assert keys([owed()], at(23)) == []
    assert keys([owed()], at(24)) == ["reminder:officer:2026-05-24T07:7"]


def test_one_digest_for_everything_a_person_owes_the_most_urgent_first() -> None:
    reminders = [owed(1, date(2026, 5, 25)), owed(2, date(2026, 5, 22)), owed(3, date(2026, 7, 1))]

    (digest,) = due_digests(reminders, at(20), CALENDAR)

    assert digest.obligation_ids == (2, 1)  # the third has not reached its first reminder step


def test_each_role_has_its_own() -> None:
    reminders = [owed(role=role) for role in RecipientRole]

    assert [digest.role for digest in due_digests(reminders, at(27), CALENDAR)] == [
        RecipientRole.COORDINATOR,
        RecipientRole.LEADER,
        RecipientRole.OFFICER,
    ]


def test_times_before_a_role_was_granted_do_not_count_but_everything_owed_is_listed() -> None:
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
    assert due_digests([owed(role=RecipientRole.COORDINATOR)], at(20), CALENDAR, {7: date(2026, 5, 21)})


def test_an_idle_draft_has_a_digest_of_its_own() -> None:
    reminders = [owed(1, answered_at=at(12)), owed(2, date(2026, 5, 25))]

    (digest,) = due_digests(reminders, at(15), CALENDAR)

    assert digest == Digest(RecipientRole.OFFICER, 7, digest.reminder_time, (1,), idle_draft_only=True)
    assert str(digest.reminder_time) == "2026-05-15T07"
    (next_step,) = due_digests(reminders, at(18), CALENDAR)
    assert (next_step.idle_draft_only, next_step.obligation_ids) == (False, (1, 2))


LAST_DAYS = st.dates(date(2026, 3, 1), date(2027, 3, 1))
INSTANTS = st.datetimes(datetime(2026, 2, 1), datetime(2027, 3, 31), timezones=st.just(UTC))


@st.composite
def open_reports(draw: st.DrawFn) -> list[tuple[PendingReminder, datetime | None]]:
    """Reminders with the instant at which each report is filed, if ever."""
    return [
        (
            owed(
                obligation_id,
                draw(LAST_DAYS),
                person=draw(st.integers(1, 3)),
                role=draw(st.sampled_from(RecipientRole)),
                answered_at=draw(st.none() | INSTANTS),
            ),
            draw(st.none() | INSTANTS),
        )
        for obligation_id in range(1, draw(st.integers(1, 6)) + 1)
    ]


def digests_by_key(
    reports: list[tuple[PendingReminder, datetime | None]], instants: list[datetime]
) -> dict[str, tuple[datetime, Digest]]:
    """The digests that are due when the clock runs at these instants: by key, each with the first instant."""
    digests: dict[str, tuple[datetime, Digest]] = {}
    for now in sorted(instants):
        if is_waking(now):
            still_open = [reminder for reminder, filed in reports if filed is None or filed > now]
            still_open = [
                reminder for reminder in still_open if reminder.answered_at is None or reminder.answered_at <= now
            ]
            for digest in due_digests(still_open, now, CALENDAR):
                digests.setdefault(digest.key, (now, digest))
    return digests


@given(reports=open_reports(), instants=st.lists(INSTANTS, max_size=40))
def test_however_often_the_clock_runs_each_time_gives_one_digest_of_what_is_owed(
    reports: list[tuple[PendingReminder, datetime | None]], instants: list[datetime]
) -> None:
    filed = {reminder.obligation_id: when for reminder, when in reports}
    last_days = {reminder.plan.last_day for reminder, _ in reports}

    digests = digests_by_key(reports, instants)

    for now, digest in digests.values():
        assert digest.reminder_time.at <= now
        assert digest.obligation_ids
        assert all((when := filed[obligation_id]) is None or when > now for obligation_id in digest.obligation_ids)
        assert CALENDAR.is_working(local_day(now)) or local_day(now) in last_days


HOURLY = [datetime(2026, 4, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in range(24 * 75)]


@given(
    last_days=st.lists(st.dates(date(2026, 4, 10), date(2026, 6, 10)), min_size=1, max_size=4),
    role=st.sampled_from(RecipientRole),
    chosen=st.sets(st.integers(0, len(HOURLY) - 1), max_size=60),
)
def test_a_clock_that_runs_less_often_gives_no_other_digests(
    last_days: list[date], role: RecipientRole, chosen: set[int]
) -> None:
    reports: list[tuple[PendingReminder, datetime | None]] = [
        (owed(obligation_id, day, role=role), None) for obligation_id, day in enumerate(last_days, 1)
    ]

    always, sometimes = digests_by_key(reports, HOURLY), digests_by_key(reports, [HOURLY[place] for place in chosen])

    assert set(sometimes) <= set(always)
    days = [(local_day(now), digest.reminder_time.hour) for now, digest in always.values()]
    assert len(days) == len(set(days))  # a day has a morning and a noon at most
    mornings = [day for day, _ in days]
    assert all(mornings.count(day) == 1 or day in last_days for day in mornings)
