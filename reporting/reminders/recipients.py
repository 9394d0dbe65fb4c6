"""Who hears of a unit's report: its officers, the coordinator over it, and the leaders when it is late."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from reporting.plan.plan import EscalationPolicy
from reporting.roles import FILES, Role


class RecipientRole(StrEnum):
    """What somebody is told as; each has its own digest."""

    OFFICER = "officer"
    COORDINATOR = "coordinator"
    LEADER = "leader"


@dataclass(frozen=True, slots=True)
class RoleHolder:
    """Somebody who can be reached, in one role of one unit, since an instant."""

    unit_id: int
    role: Role
    person_id: int
    membership_id: int
    since: datetime


class Recipients:
    """Who holds which role in which unit."""

    def __init__(self, posts: Iterable[RoleHolder]) -> None:
        self._held: dict[tuple[Role, int], list[RoleHolder]] = {}
        for post in posts:
            self._held.setdefault((post.role, post.unit_id), []).append(post)

    def officers(self, line: Sequence[int]) -> Sequence[RoleHolder]:
        """``line``: the ids of the units from the root down to the one that owes the report."""
        return [post for role in sorted(FILES) for post in self._held.get((role, line[-1]), ())]

    def coordinators(self, line: Sequence[int]) -> Sequence[RoleHolder]:
        """Those of the nearest unit above that has any; where none has, the unit's own."""
        return self._nearest(Role.COORDINATOR, line[:-1]) or self._nearest(Role.COORDINATOR, line[-1:])

    def leaders(self, line: Sequence[int], ladder: EscalationPolicy) -> Iterator[tuple[int, RoleHolder]]:
        """Each with the working day late from which they hear of it.

        The unit's own first, those of the receiving unit (the nearest above that has any) later; where the unit has
        none of its own, the receiving unit's at once: no late unit is without a leader who knows.
        """
        own, above = self._nearest(Role.LEADER, line[-1:]), self._nearest(Role.LEADER, line[:-1])
        yield from ((ladder.leader, post) for post in own)
        yield from ((ladder.receiver if own else ladder.leader, post) for post in above)

    def _nearest(self, role: Role, line: Sequence[int]) -> Sequence[RoleHolder]:
        holders = (self._held.get((role, unit_id)) for unit_id in reversed(line))
        return next((posts for posts in holders if posts), ())
