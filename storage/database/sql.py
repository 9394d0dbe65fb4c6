"""Statements that both databases understand: build them once, as module constants.

SQLAlchemy's PostgreSQL ``INSERT … ON CONFLICT`` compiles on SQLite as it stands (tests/storage/database/test_sql.py).
"""

from __future__ import annotations

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import Insert, insert


def insert_or_ignore(table: Table, *conflict: str) -> Insert:
    """Inserts unless a row stands in the way: of the columns ``conflict``, else of any unique constraint.

    With ``.returning(…)`` the result is empty where a row stood.
    """
    return insert(table).on_conflict_do_nothing(index_elements=conflict or None)


def upsert(table: Table, conflict: tuple[str, ...], columns: tuple[str, ...]) -> Insert:
    """Inserts, or gives the standing row (found by ``conflict``) the new values of ``columns``.

    >>> PUT = upsert(setting, ("key",), ("value",))
    >>> tx.execute(PUT, {"key": "replica", "value": 1})
    """
    statement = insert(table)
    return statement.on_conflict_do_update(
        index_elements=conflict, set_={name: statement.excluded[name] for name in columns}
    )
