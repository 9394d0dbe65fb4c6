"""How late a report is, in words."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from handlers.text.lateness import deadline_column, late_by, late_words
from locales import words
from reporting.deadlines.obligation import ReportState
from reporting.status.lateness import Lateness, StatusInput


@pytest.mark.parametrize(
    ("lateness", "expected"),
    [(Lateness(0), "dưới 1 giờ"), (Lateness(0, 1), "1 giờ"), (Lateness(0, 23), "23 giờ"), (Lateness(2), "2 ngày")],
)
def test_the_amount(lateness: Lateness, expected: str) -> None:
    assert late_by(words("vi"), lateness) == expected
    assert late_words(words("vi"), lateness) == f"trễ hạn {expected}"


def test_what_is_in_time() -> None:
    assert late_words(words("vi"), None) == "đúng hạn"


def test_in_english() -> None:
    assert [late_words(words("en"), lateness) for lateness in (Lateness(1), Lateness(2), Lateness(0), None)] == [
        "1 day late",
        "2 days late",
        "under an hour late",
        "in time",
    ]


@pytest.mark.parametrize(
    ("state", "filed_after", "expected"),
    [
        (ReportState.FILED, -1, "đúng hạn"),
        (ReportState.FILED, 3, "trễ hạn 3 giờ"),
        (ReportState.RETURNED, -1, "đúng hạn"),
        (ReportState.RETURNED, 3, "trễ hạn 3 giờ"),
        (ReportState.NOT_BEGUN, None, "quá hạn 5 giờ"),
        (ReportState.EXCUSED, None, ""),
        (ReportState.EXCUSED, 3, ""),
    ],
)
def test_the_column_against_the_deadline(
    now: datetime, state: ReportState, filed_after: int | None, expected: str
) -> None:
    filed_at = None if filed_after is None else now + timedelta(hours=filed_after)

    assert deadline_column(words("vi"), StatusInput(state, now, filed_at), now + timedelta(hours=5)) == expected


def test_the_column_before_the_deadline(now: datetime) -> None:
    report = StatusInput(ReportState.DRAFTING, now, None)

    assert deadline_column(words("vi"), report, now - timedelta(hours=1)) == ""
    assert deadline_column(words("vi"), report, now - timedelta(hours=1), not_due="chưa đến hạn") == "chưa đến hạn"
