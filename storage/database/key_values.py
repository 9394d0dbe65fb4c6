"""Small values that the program stores about itself, by key (table ``setting``)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, bindparam, select

from storage.database.schema import setting
from storage.database.sql import insert_or_ignore, upsert

SECRET = ".secret"  # noqa: S105
"""Ending of the keys of secrets of this installation: they are in no backup, and are generated again if missing."""
_GET = select(setting.c.value).where(setting.c.key == bindparam("key"))
_ADD = insert_or_ignore(setting, "key")
_PUT = upsert(setting, ("key",), ("value",))


def get(tx: Connection, key: str, default: Any = None) -> Any:
    """The value stored under ``key``, or ``default``."""
    row = tx.execute(_GET, {"key": key}).first()
    return default if row is None else row.value


def put(tx: Connection, key: str, value: Any) -> None:
    tx.execute(_PUT, {"key": key, "value": value})


def get_or_put(tx: Connection, key: str, value: Any) -> Any:
    """The value stored under ``key``; if there is none, ``value`` is stored first.

    Two transactions at the same time get the same value.
    """
    tx.execute(_ADD, {"key": key, "value": value})
    return get(tx, key)
