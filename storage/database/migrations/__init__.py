"""The history of the tables, applied by Alembic over a connection of ours; no alembic.ini."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def configuration(sql: Connection | None = None) -> Config:
    config = Config(attributes={"connection": sql})
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config


def upgrade(sql: Connection, to: str = "head") -> None:
    command.upgrade(configuration(sql), to)


def downgrade(sql: Connection, to: str) -> None:
    command.downgrade(configuration(sql), to)


def revision(sql: Connection) -> str | None:
    """The revision of the tables; None where there are none of ours."""
    return MigrationContext.configure(sql).get_current_revision()


def is_known(revision: str) -> bool:
    """False for one of a newer program."""
    script = ScriptDirectory.from_config(configuration())
    return any(other_revision.revision == revision for other_revision in script.walk_revisions())


def at_head(sql: Connection) -> bool:
    """False for an empty database, one of an older program, and one of a newer."""
    script = ScriptDirectory.from_config(configuration())
    return set(MigrationContext.configure(sql).get_current_heads()) == set(script.get_heads())
