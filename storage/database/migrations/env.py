"""Run by Alembic: the migrations take place in the caller's transaction."""

from typing import Any, Literal

from alembic import context

from storage.database.schema import Instant, JsonText, metadata


def render(kind: str, item: Any, _: object) -> str | Literal[False]:
    """A migration is history: our own types stand in it as what they were in the database."""
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
