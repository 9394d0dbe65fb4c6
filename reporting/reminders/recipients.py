"""Who is reminded of a unit's report: its officers, the coordinator over it, and leaders when it is late."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from reporting.plan.plan import EscalationPolicy
from reporting.roles import FILES, Role


class RecipientRole(StrEnum):
    """The role in which a person is reminded; each has its own digest. Stored in outbox keys."""

    OFFICER = "officer"
    COORDINATOR = "coordinator"
    LEADER = "leader"


@dataclass(frozen=True, slots=True)
class RoleHolder:
    """A person who can be reached, in one role of one unit; ``since``: when the role was granted."""

    unit_id: int
    role: Role
    person_id: int
    membership_id: int
    since: datetime


class Recipients:
    """Who holds which role in which unit. ``unit_ids``: from the root down to the unit that owes the report."""

    def __init__(self, holders: Iterable[RoleHolder]) -> None:
        self._holders: dict[tuple[Role, int], list[RoleHolder]] = {}
        for holder in holders:
            self._holders.setdefault((holder.role, holder.unit_id), []).append(holder)

    def officers(self, unit_ids: Sequence[int]) -> Sequence[RoleHolder]:
        """The officers of the unit itself."""
        return [holder for role in sorted(FILES) for holder in self._holders.get((role, unit_ids[-1]), ())]

    def coordinators(self, unit_ids: Sequence[int]) -> Sequence[RoleHolder]:
        """The coordinators of the nearest unit above that has any; where none has, the unit's own."""
        return self._nearest(Role.COORDINATOR, unit_ids[:-1]) or self._nearest(Role.COORDINATOR, unit_ids[-1:])

    def leaders(self, unit_ids: Sequence[int], policy: EscalationPolicy) -> Iterator[tuple[int, RoleHolder]]:
        """Each leader with the step: the working day late on which they are reminded first.

        First the unit's own leaders, later those of the receiving unit (the nearest above that has any). Where the unit
        has no leader, those of the receiving unit take the earlier step: every late unit has a leader who is told.
        """
        own, above = self._nearest(Role.LEADER, unit_ids[-1:]), self._nearest(Role.LEADER, unit_ids[:-1])
        yield from ((policy.leader, holder) for holder in own)
        yield from ((policy.receiver if own else policy.leader, holder) for holder in above)

    def _nearest(self, role: Role, unit_ids: Sequence[int]) -> Sequence[RoleHolder]:
        by_unit = (self._holders.get((role, unit_id)) for unit_id in reversed(unit_ids))
        return next((holders for holders in by_unit if holders), ())
