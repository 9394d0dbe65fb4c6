from __future__ import annotations

from sqlalchemy import Connection, func, select

from storage import settings
from storage.sql import insert_or_ignore
from storage.tables import setting

SET_ONCE = insert_or_ignore(setting, "key")


def test_an_insert_gives_way_to_the_row_that_stands(tx: Connection) -> None:
    assert tx.execute(SET_ONCE.returning(setting.c.key), {"key": "colour", "value": "red"}).all() == [("colour",)]
    assert tx.execute(SET_ONCE.returning(setting.c.key), {"key": "colour", "value": "blue"}).all() == []
    assert settings.get(tx, "colour") == "red"


def test_a_setting_put_again_is_changed_not_doubled(tx: Connection) -> None:
    settings.put(tx, "scale", {"n": 1})
    settings.put(tx, "scale", {"n": 2})
    assert settings.get(tx, "scale") == {"n": 2}
    assert tx.execute(select(func.count()).select_from(setting)).scalar_one() == 1


def test_a_setting_nobody_put_is_what_the_asker_says(tx: Connection) -> None:
    assert settings.get(tx, "nothing") is None
    assert settings.get(tx, "nothing", 3) == 3
