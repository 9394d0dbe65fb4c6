"""The narrative texts of the newest versions of several reports, read in one statement."""

from __future__ import annotations

from collections.abc import Collection

import orjson
from sqlalchemy import Connection, and_, bindparam, select

from storage.database.schema import obligation, report_version

NEWEST = 60
"""At most this many reports are read, those sent last first."""
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
    """Obligation id → question id → text (without texts about communes); the reports sent last come first."""
    if not obligation_ids:
        return {}
    rows = tx.execute(_CONTENTS, {"ids": sorted(obligation_ids)})
    return {obligation_id: _texts(content) for obligation_id, content in rows}


def _texts(content: str) -> dict[str, str]:
    answers = orjson.loads(content)["answers"].get("", {})
    return {
        question_id: answer["value"] for question_id, answer in answers.items() if isinstance(answer.get("value"), str)
    }
