"""The roles of members, and the groups of roles that permissions are given to."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    REPORTER = "reporter"
    COORDINATOR = "coordinator"
    LEADER = "leader"
    ADMIN = "admin"


FILES = frozenset({Role.REPORTER})
"""Fill in and send the reports of their unit."""
OVERSEES = frozenset({Role.COORDINATOR, Role.LEADER, Role.ADMIN})
"""See the reporting status of the units below."""
REVIEWS = frozenset({Role.COORDINATOR, Role.ADMIN})
"""Accept, return and unlock the reports of the units below."""
DECIDE_EXTENSIONS = frozenset({Role.COORDINATOR})
"""Grant or refuse an extension for a report of the units below."""
EDIT_ZONES = frozenset({Role.COORDINATOR})
"""Fill in criteria sheets, propose communes for transformation and decide on them."""
MERGE_UNITS = frozenset({Role.COORDINATOR, Role.ADMIN})
"""Merge units below their own."""
INVITES = {
    Role.COORDINATOR: frozenset({Role.REPORTER, Role.COORDINATOR, Role.LEADER}),
    Role.ADMIN: frozenset(Role),
}
"""Role → the roles it may invite people to, in its own unit and the units below."""
