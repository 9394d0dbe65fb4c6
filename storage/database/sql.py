"""Statements for both databases. Build them once, as module constants.

SQLAlchemy's PostgreSQL ``INSERT … ON CONFLICT`` compiles for SQLite too (tests/storage/database/test_sql.py).
"""

from __future__ import annotations

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import Insert, insert


def insert_or_ignore(table: Table, *conflict: str) -> Insert:
    """An INSERT that does nothing if a row with the same ``conflict`` columns exists (default: any unique constraint).

    With ``.returning(…)`` the result is then empty.
    """
    return insert(table).on_conflict_do_nothing(index_elements=conflict or None)


def upsert(table: Table, conflict: tuple[str, ...], columns: tuple[str, ...]) -> Insert:
    """An INSERT that updates ``columns`` of the row with the same ``conflict`` columns if there is one.

    >>> PUT = upsert(setting, ("key",), ("value",))
    >>> tx.execute(PUT, {"key": "replica", "value": 1})
    """
    statement = insert(table)
    return statement.on_conflict_do_update(
        index_elements=conflict, set_={name: statement.excluded[name] for name in columns}
    )
