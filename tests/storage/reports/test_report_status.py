"""The totals of a report, counted by the database, are those that ``FilingStatus`` counts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection

from reporting.deadlines.calendar import local_day
from reporting.deadlines.obligation import ReportState
from reporting.status.filing import FilingStatus
from storage.reports import obligations, report_status, reviews
from tests.chat import file_report, owed, report_returned
from tests.province import Province
from tests.rules.screens import moment

NOW = datetime(2026, 5, 19, 3, tzinfo=UTC)


@pytest.fixture
def half_filed(tx: Connection, ca_mau: Province) -> Province:
    """Of the five units one has filed, one is returned, one excused, two are missing; one of these has more time."""
    file_report(tx, ca_mau, ca_mau.nam_can_officer, "six-months", 2026, {}, NOW)
    report_returned(tx, ca_mau, ca_mau.officer, NOW, NOW)
    obligations.excuse(tx, obligations.of_unit(tx, ca_mau.so_van_hoa.id)[0].id, "mẫu")
    obligations.extend(tx, owed(tx, ca_mau.commune_officer).id, date(2026, 5, 27))
    return ca_mau


@pytest.mark.parametrize("at", ["20/5 23:59", "21/5 00:00", "27/5 23:59", "28/5 00:00"])
def test_the_totals_are_those_of_the_filing_status(tx: Connection, half_filed: Province, at: str) -> None:
    now = moment(at)
    (totals, *_) = report_status.running_reports(tx, half_filed.tinh, now, local_day(now))
    reports = report_status.of_report(tx, totals.plan_id, totals.report_id, totals.period, half_filed.tinh)

    status = FilingStatus.of(reports, now)

    assert (totals.count, totals.filed, totals.overdue) == (status.owing, len(status.filed), len(status.overdue))
    assert (status.owing, len(status.filed), len(status.returned), len(status.exempt)) == (4, 1, 1, 1)
    assert len(status.overdue) == {"20/5 23:59": 0, "21/5 00:00": 1, "27/5 23:59": 1, "28/5 00:00": 2}[at]


def test_a_report_accepted_counts_as_filed(tx: Connection, half_filed: Province) -> None:
    report = owed(tx, half_filed.nam_can_officer)
    reviews.record_review(tx, report.id, ReportState.ACCEPTED, half_filed.coordinator.id, NOW + timedelta(hours=1))

    (totals, *_) = report_status.running_reports(tx, half_filed.tinh, NOW, local_day(NOW))

    assert (totals.count, totals.filed) == (4, 1)
