"""Who reviews a unit's reports: the coordinators and administrators above it."""

from __future__ import annotations

from sqlalchemy import Connection

from reporting.permissions import can_review
from reporting.roles import REVIEWS, Role
from storage.people import people
from storage.people.people import Member
from storage.units.units import Unit


def nearest_reviewers(tx: Connection, unit: Unit) -> list[Member]:
    """The coordinators of the nearest unit above that has some; where none has, the unit's own. May be empty."""
    coordinators = people.overseers(tx, unit, {Role.COORDINATOR})
    above = [member for member in coordinators if member.unit.id != unit.id] or coordinators
    return [member for member in above if member.unit.id == above[0].unit.id]


def may_review(tx: Connection, member: Member, unit: Unit) -> bool:
    """Whether the member may accept, return and unlock the unit's reports."""
    own = member.unit.id == unit.id  # only then does it matter who is above
    return can_review(
        member, unit, has_reviewer_above=own and _has_coordinator_above(unit, nearest_reviewers(tx, unit))
    )


def reviewers_of(tx: Connection, unit: Unit) -> list[Member]:
    """Everybody who may review the unit's reports, each person once, the nearest first."""
    overseers = people.overseers(tx, unit, REVIEWS)
    above = _has_coordinator_above(unit, overseers)
    reviewers: dict[int, Member] = {}
    for member in overseers:
        if can_review(member, unit, has_reviewer_above=above):
            reviewers.setdefault(member.person_id, member)
    return list(reviewers.values())


def _has_coordinator_above(unit: Unit, members: list[Member]) -> bool:
    return any(member.role == Role.COORDINATOR and member.unit.id != unit.id for member in members)
