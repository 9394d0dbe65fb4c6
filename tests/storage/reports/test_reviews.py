"""The decision of a review."""

from datetime import date, datetime

from sqlalchemy import Connection

from reporting.deadlines.obligation import ReportState
from storage.reports import obligations, reviews
from storage.reports.obligations import Obligation
from storage.units.units import Unit
from tests import province


def owed(tx: Connection, unit: Unit) -> list[tuple[str, date]]:
    return [(obligation.period, obligation.last_day) for obligation in obligations.of_unit(tx, unit.id)]


def first(tx: Connection, unit: Unit) -> Obligation:
    return obligations.of_unit(tx, unit.id)[0]


def test_a_review_is_noted_with_who_and_when(tx: Connection, now: datetime) -> None:
    built = province.build(tx, now)
    obligation = first(tx, built.cai_nuoc)

    reviews.record_review(tx, obligation.id, ReportState.ACCEPTED, built.coordinator.id, now)

    reviewed = first(tx, built.cai_nuoc)
    assert (reviewed.state, reviewed.reviewed_by, reviewed.reviewed_at) == (
        ReportState.ACCEPTED,
        built.coordinator.id,
        now,
    )
