"""What ``baocao run`` writes into its log, and what never stands there."""

from __future__ import annotations

import logging

import pytest

from bot.cli.run import start_logging


@pytest.mark.parametrize(
    "name", ["sqlalchemy.engine.Engine", "aiosqlite", "psycopg.pool", "telegram.Bot", "telegram.ext", "aiohttp.client"]
)
def test_libraries_stay_silent_even_where_everything_is_logged(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging.getLogger(), "level", logging.DEBUG)
    start_logging()
    assert not logging.getLogger(name).isEnabledFor(logging.INFO)
