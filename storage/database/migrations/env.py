"""Executed by Alembic: runs the migrations in the transaction of the caller."""

from typing import Any, Literal

from alembic import context

from storage.database.schema import Instant, JsonText, metadata


def render(kind: str, item: Any, _: object) -> str | Literal[False]:
    """The text of a column type in a generated migration: our own types are written as the database types they use."""
    if isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    return "sa.Text()" if isinstance(item, JsonText) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=render,
    transactional_ddl=True,
    compare_server_default=False,
)
with context.begin_transaction():
    context.run_migrations()
