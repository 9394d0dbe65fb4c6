"""Small things the program remembers about itself, by key."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, bindparam, select

from storage.database.schema import setting
from storage.database.sql import insert_or_ignore, upsert

SECRET = ".secret"  # noqa: S105
"""What ends so is a secret of this installation: no backup holds it, and it is made anew where it is missing."""
_GET = select(setting.c.value).where(setting.c.key == bindparam("key"))
_ADD = insert_or_ignore(setting, "key")
_PUT = upsert(setting, ("key",), ("value",))


def get(tx: Connection, key: str, default: Any = None) -> Any:
    """The plain data kept under ``key``."""
    row = tx.execute(_GET, {"key": key}).first()
    return default if row is None else row.value


def put(tx: Connection, key: str, value: Any) -> None:
    tx.execute(_PUT, {"key": key, "value": value})


def get_or_put(tx: Connection, key: str, value: Any) -> Any:
    """What is kept under ``key``; where nothing is yet, ``value`` from now on. Two who ask at once get the same."""
    tx.execute(_ADD, {"key": key, "value": value})
    return get(tx, key)
