"""The narrative texts of the newest versions, read in one statement for however many reports."""

from __future__ import annotations

from collections.abc import Collection

import orjson
from sqlalchemy import Connection, and_, bindparam, select

from storage.database.schema import obligation, report_version

NEWEST = 60
"""Of many reports only so many are read, the last sent first."""
_CONTENTS = (
    select(obligation.c.id, report_version.c.content)
    .join_from(
        obligation,
        report_version,
        and_(report_version.c.obligation_id == obligation.c.id, report_version.c.version == obligation.c.version),
    )
    .where(obligation.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(report_version.c.filed_at.desc(), obligation.c.id)
    .limit(NEWEST)
)


def newest(tx: Connection, obligation_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """Obligation id → what was written about the unit itself, by question; the last sent first."""
    if not obligation_ids:
        return {}
    rows = tx.execute(_CONTENTS, {"ids": sorted(obligation_ids)})
    return {id: _texts(content) for id, content in rows}


def _texts(content: str) -> dict[str, str]:
    said = orjson.loads(content)["answers"].get("", {})
    return {id: one["value"] for id, one in said.items() if isinstance(one.get("value"), str)}
