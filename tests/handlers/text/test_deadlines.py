"""How a deadline is said: the plan's words, an extension, an hour."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection

from handlers.text.deadlines import deadline_words
from locales import words
from storage.reports import obligations
from storage.reports.obligations import Obligation
from tests import province
from tests.province import CALENDAR, Province

HOUR_SET = datetime(2026, 5, 22, 9, tzinfo=UTC)
"""16:00 in Vietnam on Friday 22 May."""


@pytest.fixture
def ca_mau(tx: Connection, now: datetime) -> Province:
    return province.build(tx, now)


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
