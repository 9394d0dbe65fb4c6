"""Shared by the commands: settings, access to the store, error messages."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import NoReturn, TypeVar

import typer
from pydantic import ValidationError
from rich.console import Console
from sqlalchemy import Connection

from bot.settings import Settings
from storage.database.connect import InvalidDatabaseUrl, migrate, open_store
from storage.database.store import Store, StoreUnavailable

T = TypeVar("T")
console = Console(highlight=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, soft_wrap=True)


def fail(message: str, code: int = 1) -> NoReturn:
    """Prints an error message and ends the command with exit code ``code``."""
    errors.print(message, style="red", markup=False)
    raise typer.Exit(code)


def load_settings() -> Settings:
    """The settings; ends the command with an error message if one is not valid."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = [f"BAOCAO_{'.'.join(map(str, detail['loc'])).upper()}: {detail['msg']}" for detail in error.errors()]
        fail("\n".join(wrong).replace("Value error, ", ""))


def with_store(work: Callable[[Connection], T], database_url: str | None = None) -> T:
    """Runs ``work`` in one write transaction on the configured database, which is migrated first."""
    return on_store(lambda store: store.write(work), database_url)


def read_store(work: Callable[[Connection], T]) -> T:
    """Runs ``work`` in one read transaction; a running bot can write at the same time."""
    return on_store(lambda store: store.read(work))


def on_store(use: Callable[[Store], Awaitable[T]], database_url: str | None = None) -> T:
    """Migrates and opens the configured database, awaits ``use`` with it, and closes it."""
    url = database_url or load_settings().database_url.get_secret_value()

    async def run() -> T:
        store = await open_store(url)
        try:
            return await use(store)
        finally:
            await store.close()

    try:
        migrate(url)
        return asyncio.run(run())
    except (StoreUnavailable, InvalidDatabaseUrl) as error:
        fail(database_words(error))


def database_words(error: StoreUnavailable | InvalidDatabaseUrl) -> str:
    """The error message for a database that cannot be opened."""
    return f"Không mở được cơ sở dữ liệu: {error}. Kiểm tra BAOCAO_DATABASE_URL hoặc chạy `baocao doctor`."
