"""Who checks a unit's reports: the coordinators nearest above it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from reporting.roles import REVIEWS, Role
from storage.people import people
from storage.people.people import Member
from storage.units.units import Unit


def nearest_reviewers(tx: Connection, unit: Unit) -> list[Member]:
    """The coordinators of the nearest unit above that has some; of the topmost unit its own. May be empty."""
    overseers = people.overseers(tx, unit, {Role.COORDINATOR})
    above = [overseer for overseer in overseers if overseer.unit.id != unit.id] or overseers
    return [member for member in above if member.unit.id == above[0].unit.id]


def may_review(tx: Connection, me: Member, unit: Unit) -> bool:
    """Whether this coordinator or administrator may accept, return and unlock the unit's reports.

    Anybody above it may; a unit's own only where nobody is above.
    """
    if me.role not in REVIEWS or not me.unit.covers(unit):
        return False
    return me.unit.id != unit.id or all(member.unit.id == unit.id for member in nearest_reviewers(tx, unit))


def other_reviewers(tx: Connection, unit: Unit, besides: Iterable[int] = ()) -> list[Member]:
    """Everybody who may, the nearest first, without the people ``besides``."""
    without = set(besides)
    overseers = people.overseers(tx, unit, REVIEWS)
    allowed = (
        overseer for overseer in overseers if overseer.person_id not in without and may_review(tx, overseer, unit)
    )
    return list({member.person_id: member for member in reversed(list(allowed))}.values())[::-1]
