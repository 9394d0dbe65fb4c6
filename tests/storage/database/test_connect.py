from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect, text

from storage.database import key_values
from storage.database.connect import InvalidDatabaseUrl, migrate, open_connection, open_store, parse
from storage.database.store import StoreUnavailable


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://bot:s3cret:with@x@db.example/baocao",
        "mysql://bot:s3cret@db.example/baocao",
        "bot:s3cret@db.example",
        "postgresql://bot:s3cret@db.example:port/baocao",
        "sqlite://",
        "sqlite:///:memory:",
        "",
    ],
)
def test_an_address_that_cannot_be_used_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(InvalidDatabaseUrl) as refused:
        parse(address)
    assert "s3cret" not in str(refused.value)
    assert "x@db" not in str(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize("scheme", ["sqlite", "sqlite+aiosqlite"])
async def test_a_file_is_opened_under_either_name(scheme: str, tmp_path: Path) -> None:
    url = f"{scheme}:///{tmp_path / 'bot.db'}"
    migrate(url)
    store = await open_store(url)
    try:
        await store.write(lambda tx: key_values.put(tx, "here", True))
        assert await store.read(lambda tx: key_values.get(tx, "here"))
    finally:
        await store.close()


async def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'nowhere' / 'bot.db'}"
    with pytest.raises(StoreUnavailable, match="unable to open"):
        migrate(url)
    with pytest.raises(StoreUnavailable, match="unable to open"):
        await open_store(url)


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("just some notes, long enough to look at " * 20)
    with pytest.raises(StoreUnavailable, match="not a database"):
        await open_store(f"sqlite:///{tmp_path / 'notes.db'}")


async def test_a_server_that_is_not_there_and_no_password_in_the_error() -> None:
    url = "postgresql://bot:s3cret@127.0.0.1:1/baocao"
    store = await open_store(url)
    try:
        with pytest.raises(StoreUnavailable) as failed:
            await store.read(lambda tx: None)
    finally:
        await store.close()
    assert "s3cret" not in str(failed.value)
    assert "refused" in str(failed.value)
    with pytest.raises(StoreUnavailable, match="refused"):
        migrate(url)


def test_a_change_of_tables_that_fails_changes_nothing(database_url: str) -> None:
    def fails(sql: Connection) -> None:
        key_values.put(sql, "half", "done")
        sql.execute(text("CREATE TABLE half_done (id INTEGER)"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), open_connection(database_url) as sql:
        fails(sql)
    with open_connection(database_url) as sql:
        assert key_values.get(sql, "half") is None
        assert "half_done" not in inspect(sql).get_table_names()


def test_whoever_changes_tables_is_alone_with_them(database_url: str) -> None:
    order: list[str] = []

    def second() -> None:
        with open_connection(database_url):
            order.append("second")

    with ThreadPoolExecutor(1) as threads:
        with open_connection(database_url):
            later = threads.submit(second)
            wait([later], timeout=0.3)
            order.append("first")
        later.result(10)
    assert order == ["first", "second"]
