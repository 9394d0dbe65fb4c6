"""Who may do what: one function for each act, decided from a member's role and unit alone.

``handlers.reports.access`` loads what an act concerns, asks here and refuses. Roles that a whole command or action
needs are checked by the dispatcher before; the functions here are asked again with the unit at hand.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Protocol

from reporting.roles import DECIDE_EXTENSIONS, EDIT_ZONES, FILES, INVITES, MERGE_UNITS, OVERSEES, REVIEWS, Role


class UnitNode(Protocol):
    """A unit as permissions see it: ``path`` names its ancestors and itself by id, "/1/5/17/"."""

    @property
    def id(self) -> int: ...
    @property
    def parent_id(self) -> int | None: ...
    @property
    def path(self) -> str: ...
    def exists_on(self, day: date) -> bool: ...


class Actor(Protocol):
    """A member: a person in one role of one unit."""

    @property
    def person_id(self) -> int: ...
    @property
    def membership_id(self) -> int: ...
    @property
    def role(self) -> Role: ...
    @property
    def unit(self) -> UnitNode: ...


def covers(above: UnitNode, unit: UnitNode) -> bool:
    """Whether ``unit`` is ``above`` or below it."""
    return unit.path.startswith(above.path)


def can_file(member: Actor, unit_id: int) -> bool:
    """Fill in and submit the reports of a unit: its own officers."""
    return member.role in FILES and member.unit.id == unit_id


def can_oversee(member: Actor, unit: UnitNode) -> bool:
    """See how a unit's reports stand: coordinators, leaders and administrators of the unit or above it."""
    return member.role in OVERSEES and covers(member.unit, unit)


def can_act_on(member: Actor, unit: UnitNode) -> bool:
    """Excuse a unit from a report, record one received on paper: coordinators and administrators, not leaders."""
    return member.role in REVIEWS and can_oversee(member, unit)


def can_see(member: Actor, unit: UnitNode) -> bool:
    """See what a unit submitted: its own officers, and whoever oversees it."""
    return can_file(member, unit.id) or can_oversee(member, unit)


def can_review(member: Actor, unit: UnitNode, *, has_reviewer_above: bool) -> bool:
    """Accept, return and unlock a unit's reports: coordinators and administrators above it.

    A unit's own only where no unit above has a coordinator (``has_reviewer_above``).
    """
    if member.role not in REVIEWS or not covers(member.unit, unit):
        return False
    return member.unit.id != unit.id or not has_reviewer_above


def can_decide_extension(member: Actor, unit: UnitNode, asked_by: int | None = None) -> bool:
    """Grant or refuse more time: a coordinator above the unit who did not ask for it (``asked_by``: person id).

    The province's own report is decided in the province.
    """
    above = covers(member.unit, unit) and (member.unit.id != unit.id or unit.parent_id is None)
    return above and member.role in DECIDE_EXTENSIONS and member.person_id != asked_by


def can_request_reports(member: Actor) -> bool:
    """Request a report once from units below: coordinators (/dotxuat)."""
    return member.role in DECIDE_EXTENSIONS


def can_make_document(member: Actor, unit: UnitNode, *, of_one_unit: bool) -> bool:
    """Have a document made: an officer the own unit's report, whoever oversees units every document of these.

    ``of_one_unit``: the document is one unit's own report, not a consolidated one, annex or letter.
    """
    if member.role in FILES:
        return of_one_unit and member.unit.id == unit.id
    return can_oversee(member, unit)


def can_invite(member: Actor, unit: UnitNode, role: Role, today: date) -> bool:
    """Hand out a code for a role in a unit that exists today, within one's own units."""
    return role in INVITES.get(member.role, ()) and covers(member.unit, unit) and unit.exists_on(today)


def can_revoke_invitation(member: Actor, unit: UnitNode, role: Role, hands_over: int | None) -> bool:
    """Withdraw a code: whoever may hand out such a one, or who hands over their own role with it.

    ``hands_over``: the membership id that the code hands over.
    """
    return (role in INVITES.get(member.role, ()) and covers(member.unit, unit)) or hands_over == member.membership_id


def can_revoke_role(member: Actor, other: Actor) -> bool:
    """Take away somebody else's role within one's own units."""
    within = covers(member.unit, other.unit)
    return within and other.person_id != member.person_id and other.role in INVITES.get(member.role, ())


def can_manage_plans(member: Actor) -> bool:
    """Activate and close plans: administrators, and the coordinators of the whole."""
    return member.role == Role.ADMIN or (member.role == Role.COORDINATOR and member.unit.parent_id is None)


def can_merge_units(member: Actor, reachable: Collection[str], codes: Collection[str]) -> bool:
    """Merge units: coordinators and administrators, where every unit (by code) lies below theirs (``reachable``)."""
    return member.role in MERGE_UNITS and all(code in reachable for code in codes)


def can_decide_zones(member: Actor, deciding_unit: UnitNode) -> bool:
    """Decide on the communes under transformation that ``deciding_unit`` answers for, by the plan."""
    return can_edit_zones(member) and covers(member.unit, deciding_unit)


def can_edit_zones(member: Actor) -> bool:
    """Fill in criteria sheets and propose communes for transformation: coordinators, within their own units."""
    return member.role in EDIT_ZONES


def can_open_receipt(member: Actor, unit: UnitNode) -> bool:
    """Open a unit's receipt by its code, and the files attached to that report: members of the unit or above it."""
    return covers(member.unit, unit)


def can_nudge(member: Actor, unit: UnitNode) -> bool:
    """Have a unit's officers reminded of a report: whoever oversees the unit, leaders too (the buttons of a digest)."""
    return can_oversee(member, unit)
