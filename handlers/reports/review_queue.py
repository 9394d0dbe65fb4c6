"""The reports that wait for a coordinator's decision."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.turn.context import Turn
from reporting.roles import Role
from storage.people import people
from storage.reports import review_queue
from storage.reports.review_queue import ReportToReview


def reported_directly(turn: Turn, found: Sequence[ReportToReview]) -> list[ReportToReview]:
    """Those of the units that report here: no coordinator stands between."""
    here = turn.me.unit
    coordinated = review_queue.units_with_coordinator(turn.tx, here) - {here.id}
    above = [one for one in people.overseers(turn.tx, here, {Role.COORDINATOR}) if one.unit.id != here.id]
    return [
        one
        for one in found
        if (not above if one.unit.id == here.id else coordinated.isdisjoint(one.unit.ancestors[:-1]))
    ]


def waiting_reports(turn: Turn) -> list[ReportToReview]:
    """What waits for this person, in order."""
    return reported_directly(turn, review_queue.reports_to_review(turn.tx, turn.me.unit))
