"""A unit as lists, plans and questions know it: by code, not by a row of the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reporting.plan.schedule import UnitKind


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """A unit in terms of codes. Dates are its first and its last day."""

    code: str
    name: str
    kind: UnitKind
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    predecessors: tuple[str, ...] = ()
