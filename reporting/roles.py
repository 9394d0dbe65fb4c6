"""Roles, and what each may do."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    REPORTER = "reporter"
    COORDINATOR = "coordinator"
    LEADER = "leader"
    ADMIN = "admin"


FILES = frozenset({Role.REPORTER})
"""Who answers questions and sends the unit's reports."""
OVERSEES = frozenset({Role.COORDINATOR, Role.LEADER, Role.ADMIN})
"""Who sees how the units below stand."""
REVIEWS = frozenset({Role.COORDINATOR, Role.ADMIN})
"""Who accepts, returns and unlocks the reports of the units below."""
DECIDE_EXTENSIONS = frozenset({Role.COORDINATOR})
"""Who grants or refuses more time for a report of the units below."""
EDIT_ZONES = frozenset({Role.COORDINATOR})
"""Who fills in criteria sheets, proposes communes for transformation and decides on them."""
MERGE_UNITS = frozenset({Role.COORDINATOR, Role.ADMIN})
INVITES = {
    Role.COORDINATOR: frozenset({Role.REPORTER, Role.COORDINATOR, Role.LEADER}),
    Role.ADMIN: frozenset(Role),
}
"""Which roles a role may hand out within its subtree."""
