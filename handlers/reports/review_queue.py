"""The reports that wait for a coordinator's decision."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.turn.context import Turn
from reporting.roles import Role
from storage.people import people
from storage.reports import reviews
from storage.reports.reviews import ReportToReview


def reported_directly(turn: Turn, reports: Sequence[ReportToReview]) -> list[ReportToReview]:
    """The reports of the units that report to this one: without a coordinator in a unit between."""
    here = turn.me.unit
    coordinated = reviews.units_with_coordinator(turn.tx, here) - {here.id}
    above = [
        overseer for overseer in people.overseers(turn.tx, here, {Role.COORDINATOR}) if overseer.unit.id != here.id
    ]
    return [
        report
        for report in reports
        if (not above if report.unit.id == here.id else coordinated.isdisjoint(report.unit.ancestors[:-1]))
    ]


def waiting_reports(turn: Turn) -> list[ReportToReview]:
    """The reports that wait for this person, in the order of the queue."""
    return reported_directly(turn, reviews.reports_to_review(turn.tx, turn.me.unit))
