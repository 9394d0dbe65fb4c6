from __future__ import annotations

from sqlalchemy import Connection, func, select

from storage.database import key_values
from storage.database.schema import setting
from storage.database.sql import insert_or_ignore

SET_ONCE = insert_or_ignore(setting, "key")


def test_an_insert_gives_way_to_the_row_that_stands(tx: Connection) -> None:
    assert tx.execute(SET_ONCE.returning(setting.c.key), {"key": "colour", "value": "red"}).all() == [("colour",)]
    assert tx.execute(SET_ONCE.returning(setting.c.key), {"key": "colour", "value": "blue"}).all() == []
    assert key_values.get(tx, "colour") == "red"


def test_a_setting_put_again_is_changed_not_doubled(tx: Connection) -> None:
    key_values.put(tx, "scale", {"n": 1})
    key_values.put(tx, "scale", {"n": 2})
    assert key_values.get(tx, "scale") == {"n": 2}
    assert tx.execute(select(func.count()).select_from(setting)).scalar_one() == 1


def test_a_setting_nobody_put_is_what_the_asker_says(tx: Connection) -> None:
    assert key_values.get(tx, "nothing") is None
    assert key_values.get(tx, "nothing", 3) == 3
