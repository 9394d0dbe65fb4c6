"""The migrations of the tables, run by Alembic on a given connection; there is no alembic.ini."""

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
    """The revision of the tables; ``None`` for an empty database."""
    return MigrationContext.configure(sql).get_current_revision()


def is_known(revision: str) -> bool:
    """Whether a revision is known; False for one of a newer version of the program."""
    script = ScriptDirectory.from_config(configuration())
    return any(known.revision == revision for known in script.walk_revisions())


def at_head(sql: Connection) -> bool:
    """Whether the tables have the newest revision known; False for an empty database too."""
    script = ScriptDirectory.from_config(configuration())
    return set(MigrationContext.configure(sql).get_current_heads()) == set(script.get_heads())
