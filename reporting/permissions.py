"""Permissions: one function for each act, which decides from a member's role and unit.

``handlers.reports.access`` loads the report or unit, calls a function of this module, and refuses the act. The roles
that a command or action requires are checked by the dispatcher before; these functions also check the unit.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Protocol

from reporting.roles import DECIDE_EXTENSIONS, EDIT_ZONES, FILES, INVITES, MERGE_UNITS, OVERSEES, REVIEWS, Role


class UnitNode(Protocol):
    """The attributes of a unit that permissions need. ``path``: ids of its ancestors and its own, "/1/5/17/"."""

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
    """See the status of a unit's reports: coordinators, leaders and administrators of the unit or a unit above it."""
    return member.role in OVERSEES and covers(member.unit, unit)


def can_act_on(member: Actor, unit: UnitNode) -> bool:
    """Excuse a unit from a report, record one received on paper: coordinators and administrators, not leaders."""
    return member.role in REVIEWS and can_oversee(member, unit)


def can_see(member: Actor, unit: UnitNode) -> bool:
    """See what a unit submitted: its own officers, and whoever oversees it."""
    return can_file(member, unit.id) or can_oversee(member, unit)


def can_review(member: Actor, unit: UnitNode, *, has_reviewer_above: bool) -> bool:
    """Accept, return and unlock a unit's reports: coordinators and administrators of a unit above it.

    Those of the unit itself only if no unit above it has a coordinator (``has_reviewer_above`` is False).
    """
    if member.role not in REVIEWS or not covers(member.unit, unit):
        return False
    return member.unit.id != unit.id or not has_reviewer_above


def can_decide_extension(member: Actor, unit: UnitNode, asked_by: int | None = None) -> bool:
    """Grant or refuse an extension: a coordinator of a unit above who did not request it (``asked_by``: person id).

    For the province's own report: a coordinator of the province.
    """
    above = covers(member.unit, unit) and (member.unit.id != unit.id or unit.parent_id is None)
    return above and member.role in DECIDE_EXTENSIONS and member.person_id != asked_by


def can_request_reports(member: Actor) -> bool:
    """Request a single report from units below (/dotxuat): coordinators."""
    return member.role in DECIDE_EXTENSIONS


def can_make_document(member: Actor, unit: UnitNode, *, of_one_unit: bool) -> bool:
    """Create a document: officers the report of their own unit; those who oversee a unit every document about it.

    ``of_one_unit``: the document is the report of one unit, not a consolidated report, an annex or a letter.
    """
    if member.role in FILES:
        return of_one_unit and member.unit.id == unit.id
    return can_oversee(member, unit)


def can_invite(member: Actor, unit: UnitNode, role: Role, today: date) -> bool:
    """Create an invitation to a role in a unit that exists today and is the member's own or below it."""
    return role in INVITES.get(member.role, ()) and covers(member.unit, unit) and unit.exists_on(today)


def can_revoke_invitation(member: Actor, unit: UnitNode, role: Role, hands_over: int | None) -> bool:
    """Revoke an invitation: members who may create such an invitation, or whose own role it hands over.

    ``hands_over``: the membership id that the invitation hands over; ``None`` for other invitations.
    """
    return (role in INVITES.get(member.role, ()) and covers(member.unit, unit)) or hands_over == member.membership_id


def can_revoke_role(member: Actor, other: Actor) -> bool:
    """Revoke another person's role in the member's own unit or a unit below it."""
    within = covers(member.unit, other.unit)
    return within and other.person_id != member.person_id and other.role in INVITES.get(member.role, ())


def can_manage_plans(member: Actor) -> bool:
    """Activate and close plans: administrators, and coordinators of the province (the unit without a parent)."""
    return member.role == Role.ADMIN or (member.role == Role.COORDINATOR and member.unit.parent_id is None)


def can_merge_units(member: Actor, reachable: Collection[str], codes: Collection[str]) -> bool:
    """Merge units: coordinators and administrators, if every code in ``codes`` is in ``reachable``.

    ``reachable``: the codes of the member's unit and the units below it.
    """
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
