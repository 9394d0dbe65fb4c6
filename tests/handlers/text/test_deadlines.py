"""How a deadline is said: the plan's words, an extension, an hour."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection

from handlers.text.deadlines import (
    deadline_words,
    last_date,
    last_date_words,
    representative,
    time_left_words,
)
from locales import words
from reporting.deadlines.obligation import ReportState
from storage.reports import obligations
from storage.reports.obligations import Obligation
from tests.province import CALENDAR, Province

HOUR_SET = datetime(2026, 5, 22, 9, tzinfo=UTC)
"""16:00 in Vietnam on Friday 22 May."""


@pytest.fixture
def owed(tx: Connection, ca_mau: Province) -> Obligation:
    return obligations.of_unit(tx, ca_mau.cai_nuoc.id)[0]


def test_an_extension_is_said_with_the_day_before_it(owed: Obligation, ca_mau: Province, now: datetime) -> None:
    extended = replace(owed, last_day=date(2026, 5, 29))

    assert deadline_words(words("vi"), ca_mau.plan, extended, now, CALENDAR) == (
        "Gia hạn đến hết thứ Sáu 29/5 (trước gia hạn: hết Chủ nhật 24/5) · còn 10 ngày"
    )


@pytest.mark.parametrize(
    ("at", "left"),
    [
        (HOUR_SET - timedelta(days=3), "còn 3 ngày"),
        (HOUR_SET - timedelta(hours=3), "hôm nay là ngày cuối, còn 3 giờ"),
        (HOUR_SET - timedelta(minutes=1), "hôm nay là ngày cuối, còn dưới 1 giờ"),
        (HOUR_SET, "trễ hạn dưới 1 giờ"),
        (HOUR_SET + timedelta(hours=2, minutes=59), "trễ hạn 2 giờ"),
        (HOUR_SET + timedelta(hours=9), "trễ hạn 9 giờ"),
        (HOUR_SET + timedelta(hours=30), "trễ hạn 1 ngày"),
    ],
)
def test_an_hour_of_the_last_day_counts(owed: Obligation, ca_mau: Province, at: datetime, left: str) -> None:
    obligation = replace(owed, last_day=date(2026, 5, 22), plan_day=date(2026, 5, 22), due_at=HOUR_SET)

    assert (
        deadline_words(words("vi"), ca_mau.plan, obligation, at, CALENDAR) == f"Hạn cuối: 16:00 thứ Sáu 22/5 · {left}"
    )


def test_in_english(owed: Obligation, ca_mau: Province, now: datetime) -> None:
    obligation = replace(owed, last_day=date(2026, 5, 19), plan_day=date(2026, 5, 19), due_at=now + timedelta(hours=1))

    assert deadline_words(words("en"), ca_mau.plan, obligation, now, CALENDAR) == (
        "Due at 10:42 on Tuesday 19/5 · today is the last day, 1 hour left"
    )


@pytest.mark.parametrize(
    ("state", "filed", "left"),
    [
        (ReportState.FILED, HOUR_SET - timedelta(hours=1), "đúng hạn"),
        (ReportState.FILED, HOUR_SET + timedelta(hours=2), "trễ hạn 2 giờ"),
        (ReportState.RETURNED, HOUR_SET - timedelta(hours=1), "đúng hạn"),
        (ReportState.RETURNED, HOUR_SET + timedelta(hours=2), "trễ hạn 2 giờ"),
        (ReportState.DRAFTING, None, "trễ hạn 4 giờ"),
    ],
)
def test_once_its_time_is_over_the_first_submission_counts(
    owed: Obligation, state: ReportState, filed: datetime | None, left: str
) -> None:
    report = replace(owed, last_day=date(2026, 5, 22), due_at=HOUR_SET, state=state, filed_at=filed)

    assert time_left_words(words("vi"), report, HOUR_SET + timedelta(hours=4)) == left


@pytest.mark.parametrize(
    ("at", "left"),
    [
        (datetime(2026, 5, 23, 16, 59, tzinfo=UTC), "còn 1 ngày"),
        (datetime(2026, 5, 23, 17, tzinfo=UTC), "hôm nay là ngày cuối"),
        (datetime(2026, 5, 24, 16, 59, tzinfo=UTC), "hôm nay là ngày cuối"),
        (datetime(2026, 5, 24, 17, tzinfo=UTC), "trễ hạn dưới 1 giờ"),
    ],
)
def test_a_whole_last_day(owed: Obligation, at: datetime, left: str) -> None:
    assert time_left_words(words("vi"), owed, at) == left


def test_the_deadline_as_a_date(owed: Obligation) -> None:
    with_hour = replace(owed, last_day=date(2026, 5, 22), due_at=HOUR_SET)

    assert last_date(words("vi"), owed) == "24/5/2026"
    assert last_date_words(words("vi"), owed) == "hết ngày 24/5/2026"
    assert last_date(words("vi"), with_hour) == last_date_words(words("vi"), with_hour) == "16:00 ngày 22/5/2026"


def test_the_usual_deadline_is_one_that_was_not_extended(owed: Obligation) -> None:
    extended = replace(owed, last_day=date(2026, 5, 29))

    assert representative([extended, owed]) == owed
    assert representative([extended]) == extended
