"""The reports of a unit and its peers: the units of the same kind directly below the same unit."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, bindparam, select

from storage.database.schema import obligation, unit
from storage.reports import obligations
from storage.reports.obligations import Obligation
from storage.units.units import Unit

_BESIDE = (
    select(*obligations.COLUMNS)
    .join_from(obligation, unit, obligation.c.unit_id == unit.c.id)
    .where(
        unit.c.parent_id == bindparam("parent"),
        unit.c.kind == bindparam("kind"),
        obligation.c.last_day >= bindparam("since"),
        obligation.c.last_day <= bindparam("until"),
    )
)


def reports_of_peers(tx: Connection, own: Unit, since: date, until: date) -> list[Obligation]:
    """The reports of a unit and its peers with a last day from ``since`` to ``until``, both included."""
    values = {"parent": own.parent_id, "kind": own.kind.value, "since": since, "until": until}
    return [obligations.of_row(row) for row in tx.execute(_BESIDE, values)]
