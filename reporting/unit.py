"""A unit identified by its code, as unit lists, plans and questions use it; independent of the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reporting.plan.schedule import UnitKind


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """A unit; ``parent`` and ``predecessors`` are codes, ``valid_from`` and ``valid_to`` its first and last day."""

    code: str
    name: str
    kind: UnitKind
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    predecessors: tuple[str, ...] = ()
