"""A program killed while it writes: whatever it had confirmed is there."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from storage.database.connect import migrate

WRITE_FOR_EVER = """
import asyncio, itertools, os, sys
from storage import settings
from storage.database.connect import open_store

async def main():
    store, numbers = await open_store(sys.argv[1]), itertools.count()
    async def caller():
        for number in numbers:
            await store.write(lambda tx: settings.put(tx, str(number), number))
            os.write(1, b"%d\\n" % number)
    await asyncio.gather(*(caller() for _ in range(32)))

asyncio.run(main())
"""


@pytest.mark.crash
@pytest.mark.parametrize("confirmed_before", [1, 500, 1500])
def test_what_was_confirmed_survives_sigkill(confirmed_before: int, tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    migrate(f"sqlite:///{path}")
    command = [sys.executable, "-c", WRITE_FOR_EVER, f"sqlite:///{path}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        confirmed = [program.stdout.readline() for _ in range(confirmed_before)]
        program.kill()
        confirmed += program.stdout.read().splitlines(keepends=True)

    with sqlite3.connect(path) as connection:
        keys = {int(key) for (key,) in connection.execute("SELECT key FROM setting")}
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    assert {int(line) for line in confirmed if line.endswith(b"\n")} <= keys
