from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from storage.database import migrations
from storage.database.connect import at_head, migrate, open_connection
from storage.database.schema import metadata


def tables(sql: Connection) -> set[str]:
    return set(inspect(sql).get_table_names()) - {"alembic_version"}


def test_up_and_down_and_up_again(database_url: str) -> None:
    with open_connection(database_url) as sql:
        migrations.downgrade(sql, "base")
        assert tables(sql) == set()
        assert not migrations.at_head(sql)
    migrate(database_url)
    assert at_head(database_url)
    with open_connection(database_url) as sql:
        assert tables(sql) == set(metadata.tables)


def test_the_migrations_make_the_tables_that_the_program_knows(database_url: str) -> None:
    with open_connection(database_url) as sql:
        assert compare_metadata(MigrationContext.configure(sql, opts={"compare_type": True}), metadata) == []


def test_migrating_twice_changes_nothing(database_url: str) -> None:
    with open_connection(database_url) as sql:
        sql.execute(text("INSERT INTO setting (key, value) VALUES ('kept', '1')"))
    migrate(database_url)
    with open_connection(database_url) as sql:
        assert sql.execute(text("SELECT value FROM setting")).scalar_one() == "1"


def test_a_database_of_a_newer_program_is_not_ours(database_url: str) -> None:
    with open_connection(database_url) as sql:
        sql.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert not at_head(database_url)


def test_the_waiting_rows_of_the_outbox_have_indexes_of_their_own(database_url: str) -> None:
    """Partial ones: the sent rows, nearly all of them, are in neither."""
    with open_connection(database_url) as sql:
        options = {index["name"]: index["dialect_options"] for index in inspect(sql).get_indexes("outbox")}
    for name in ("ix_outbox_waiting", "ix_outbox_waiting_of"):
        assert any(key.endswith("_where") and "waiting" in str(value) for key, value in options[str(name)].items())


def test_an_id_of_the_outbox_never_comes_again(database_url: str) -> None:
    """An open page waits for what comes after the last id it has seen."""
    with open_connection(database_url) as sql:
        sql.execute(
            text(
                "INSERT INTO conversation (channel, address, state, created_at, updated_at) VALUES"
                " ('web', 'a', '{}', '2026-05-19 02:42:00', '2026-05-19 02:42:00')"
            )
        )
        add = text(
            "INSERT INTO outbox (conversation_id, channel, address, lane, payload, next_at, created_at) VALUES"
            " (1, 'web', 'a', 0, '{}', '2026-05-19 02:42:00', '2026-05-19 02:42:00') RETURNING id"
        )
        newest = sql.execute(add).scalar_one()
        sql.execute(text("DELETE FROM outbox"))
        assert sql.execute(add).scalar_one() > newest
