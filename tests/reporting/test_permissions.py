"""Who may do what, role by role: in one's own unit, below it, above it and beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from reporting import permissions
from reporting.permissions import Actor, UnitNode
from reporting.roles import Role

TODAY = date(2026, 5, 19)


@dataclass(frozen=True)
class Unit:
    id: int
    parent_id: int | None
    path: str
    until: date | None = None

    def exists_on(self, day: date) -> bool:
        return self.until is None or day <= self.until


@dataclass(frozen=True)
class Somebody:
    role: Role
    unit: Unit
    person_id: int = 1
    membership_id: int = 10


PROVINCE = Unit(1, None, "/1/")
DISTRICT = Unit(2, 1, "/1/2/")
COMMUNE = Unit(3, 2, "/1/2/3/")
OTHER = Unit(22, 1, "/1/22/")
"""Its path begins with the letters of the district's: "/1/2" is no ancestor of "/1/22/"."""
PLACES = {"above": PROVINCE, "own": DISTRICT, "below": COMMUNE, "beside": OTHER}

Act = Callable[[Actor, UnitNode], bool]
ACTS: dict[str, tuple[Act, dict[str, str]]] = {
    # act, and for each role the places (seen from the district) where it may
    "file": (lambda me, unit: permissions.can_file(me, unit.id), {"reporter": "own"}),
    "oversee": (
        permissions.can_oversee,
        {"coordinator": "own below", "leader": "own below", "admin": "own below"},
    ),
    "act": (permissions.can_act_on, {"coordinator": "own below", "admin": "own below"}),
    "see": (
        permissions.can_see,
        {"reporter": "own", "coordinator": "own below", "leader": "own below", "admin": "own below"},
    ),
    "review, somebody above": (
        lambda me, unit: permissions.can_review(me, unit, has_reviewer_above=True),
        {"coordinator": "below", "admin": "below"},
    ),
    "review, nobody above": (
        lambda me, unit: permissions.can_review(me, unit, has_reviewer_above=False),
        {"coordinator": "own below", "admin": "own below"},
    ),
    "decide an extension": (permissions.can_decide_extension, {"coordinator": "below"}),
    "decide an extension asked for oneself": (
        lambda me, unit: permissions.can_decide_extension(me, unit, asked_by=me.person_id),
        {},
    ),
    "decide an extension a colleague asked for": (
        lambda me, unit: permissions.can_decide_extension(me, unit, asked_by=2),
        {"coordinator": "below"},
    ),
    "make the document of one unit": (
        lambda me, unit: permissions.can_make_document(me, unit, of_one_unit=True),
        {"reporter": "own", "coordinator": "own below", "leader": "own below", "admin": "own below"},
    ),
    "make a consolidated document": (
        lambda me, unit: permissions.can_make_document(me, unit, of_one_unit=False),
        {"coordinator": "own below", "leader": "own below", "admin": "own below"},
    ),
    "invite an officer": (
        lambda me, unit: permissions.can_invite(me, unit, Role.REPORTER, TODAY),
        {"coordinator": "own below", "admin": "own below"},
    ),
    "invite an administrator": (
        lambda me, unit: permissions.can_invite(me, unit, Role.ADMIN, TODAY),
        {"admin": "own below"},
    ),
    "withdraw a code": (
        lambda me, unit: permissions.can_revoke_invitation(me, unit, Role.REPORTER, hands_over=None),
        {"coordinator": "own below", "admin": "own below"},
    ),
    "decide on zones": (permissions.can_decide_zones, {"coordinator": "own below"}),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("place", PLACES)
def test_who_may_where(act: str, role: Role, place: str) -> None:
    may, where = ACTS[act]
    assert may(Somebody(role, DISTRICT), PLACES[place]) == (place in where.get(role, "").split())


def test_the_province_decides_about_its_own_report() -> None:
    assert permissions.can_decide_extension(Somebody(Role.COORDINATOR, PROVINCE), PROVINCE)


def test_nobody_is_invited_into_a_unit_that_has_ended() -> None:
    ended = Unit(4, 2, "/1/2/4/", until=date(2026, 5, 18))
    assert not permissions.can_invite(Somebody(Role.ADMIN, DISTRICT), ended, Role.REPORTER, TODAY)


def test_who_hands_over_may_withdraw_the_code_whatever_the_role() -> None:
    me = Somebody(Role.LEADER, DISTRICT)
    assert permissions.can_revoke_invitation(me, DISTRICT, Role.LEADER, hands_over=me.membership_id)
    assert not permissions.can_revoke_invitation(me, DISTRICT, Role.LEADER, hands_over=99)


@pytest.mark.parametrize(
    ("me", "other", "may"),
    [
        (Somebody(Role.COORDINATOR, DISTRICT), Somebody(Role.REPORTER, COMMUNE, person_id=2), True),
        (Somebody(Role.COORDINATOR, DISTRICT), Somebody(Role.COORDINATOR, DISTRICT, person_id=2), True),
        (Somebody(Role.COORDINATOR, DISTRICT), Somebody(Role.REPORTER, COMMUNE), False),  # oneself
        (Somebody(Role.COORDINATOR, DISTRICT), Somebody(Role.ADMIN, DISTRICT, person_id=2), False),
        (Somebody(Role.COORDINATOR, DISTRICT), Somebody(Role.REPORTER, OTHER, person_id=2), False),
        (Somebody(Role.COORDINATOR, DISTRICT), Somebody(Role.COORDINATOR, PROVINCE, person_id=2), False),
        (Somebody(Role.LEADER, PROVINCE), Somebody(Role.REPORTER, COMMUNE, person_id=2), False),
        (Somebody(Role.ADMIN, PROVINCE), Somebody(Role.ADMIN, DISTRICT, person_id=2), True),
    ],
)
def test_whose_role_may_be_revoked(me: Somebody, other: Somebody, may: bool) -> None:
    assert permissions.can_revoke_role(me, other) == may


@pytest.mark.parametrize(
    ("role", "unit", "may"),
    [
        (Role.ADMIN, DISTRICT, True),
        (Role.COORDINATOR, PROVINCE, True),
        (Role.COORDINATOR, DISTRICT, False),
        (Role.LEADER, PROVINCE, False),
        (Role.REPORTER, PROVINCE, False),
    ],
)
def test_who_manages_plans(role: Role, unit: Unit, may: bool) -> None:
    assert permissions.can_manage_plans(Somebody(role, unit)) == may


@pytest.mark.parametrize("role", Role)
def test_units_are_merged_only_below_one_s_own(role: Role) -> None:
    me, able = Somebody(role, PROVINCE), role in (Role.COORDINATOR, Role.ADMIN)
    assert permissions.can_merge_units(me, {"A", "B"}, ["A", "B"]) == able
    assert not permissions.can_merge_units(me, {"A", "B"}, ["A", "C"])


@pytest.mark.parametrize("role", Role)
def test_who_requests_reports(role: Role) -> None:
    assert permissions.can_request_reports(Somebody(role, DISTRICT)) == (role == Role.COORDINATOR)
