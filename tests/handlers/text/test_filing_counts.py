"""Of how many units a report was submitted, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from handlers.text.filing_counts import filed_count, not_counted, short_count
from locales import words
from reporting.deadlines.obligation import ReportState
from reporting.plan.plan import UnitKind
from reporting.status.filing import FilingStatus
from reporting.status.lateness import StatusInput


@dataclass(frozen=True)
class CountedUnit:
    status_input: StatusInput


@pytest.fixture
def status(now: datetime) -> FilingStatus[CountedUnit]:
    """Of nine units six have submitted it, one of them late; two are missing, one is returned; a tenth is excused."""

    def reports() -> Iterator[StatusInput]:
        for hours in (-2, -2, -2, -2, -2, 3):
            yield StatusInput(ReportState.FILED, now, now + timedelta(hours=hours))
        yield StatusInput(ReportState.RETURNED, now, now + timedelta(hours=3))
        yield StatusInput(ReportState.DRAFTING, now, None)
        yield StatusInput(ReportState.NOT_BEGUN, now, None)
        yield StatusInput(ReportState.EXCUSED, now, None)

    return FilingStatus.of([CountedUnit(report) for report in reports()], now + timedelta(hours=4))


def test_how_many_of_how_many(status: FilingStatus[CountedUnit]) -> None:
    assert filed_count(words("vi"), UnitKind.DISTRICT, status) == (
        "Cấp huyện: đã nộp 6/9 đơn vị, trong đó nộp trễ 1; được trả lại 1; được miễn 1"
    )
    assert short_count(words("vi"), UnitKind.DISTRICT, status) == "cấp huyện 6/9"
    assert not_counted(words("vi"), status) == "; được trả lại 1; được miễn 1"


def test_what_there_is_none_of_is_left_out(now: datetime) -> None:
    in_time = StatusInput(ReportState.ACCEPTED, now, now - timedelta(hours=1))

    status = FilingStatus.of([CountedUnit(in_time)], now)

    assert filed_count(words("vi"), UnitKind.COMMUNE, status) == "Cấp xã: đã nộp 1/1 đơn vị"
    assert not_counted(words("vi"), status) == ""


def test_in_english(status: FilingStatus[CountedUnit]) -> None:
    assert filed_count(words("en"), UnitKind.DISTRICT, status) == (
        "Districts: 6/9 units have filed, 1 of them late; 1 sent back; 1 excused"
    )
