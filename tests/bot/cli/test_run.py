"""``baocao run`` where the database cannot be had: plain words, no traceback, exit code 1."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection
from typer.testing import CliRunner

from bot.cli import app
from bot.cli.common import with_store
from storage.database.connect import migrate
from storage.messaging import conversations, outbox
from storage.messaging.outbox import OutboxClaim

TOLD = "Không mở được cơ sở dữ liệu"


def run_where_files_end_at(most: int, url: str) -> subprocess.CompletedProcess[str]:
    """The program itself; no file grows beyond ``most`` bytes, as on a full disk."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BAOCAO_")}
    return subprocess.run(
        [sys.executable, "-c", "from bot.cli import app; app()", "run"],
        env=environment | {"BAOCAO_DATABASE_URL": url, "BAOCAO_LISTEN": "127.0.0.1:0"},
        preexec_fn=partial(resource.setrlimit, resource.RLIMIT_FSIZE, (most, most)),
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("url", ["sqlite:///{here}/none/baocao.db", "sqlite:///{here}/list.csv", "sqlite:///{here}"])
def test_a_file_that_cannot_be_opened(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "list.csv").write_text("Mã;Tên\n" * 100, encoding="utf-8")
    monkeypatch.setenv("BAOCAO_DATABASE_URL", url.format(here=tmp_path))
    monkeypatch.setenv("BAOCAO_LISTEN", "127.0.0.1:0")
    ended = CliRunner().invoke(app, ["run"])
    assert (ended.exit_code, type(ended.exception)) == (1, SystemExit)
    assert TOLD in ended.output


def test_a_disk_that_fills_up_while_the_tables_are_made(tmp_path: Path) -> None:
    ended = run_where_files_end_at(65_536, f"sqlite:///{tmp_path / 'baocao.db'}")
    assert (ended.returncode, TOLD in ended.stderr) == (1, True)
    assert "Traceback" not in ended.stderr


def test_a_full_disk_when_an_earlier_run_left_messages(tmp_path: Path, now: datetime) -> None:
    url = f"sqlite:///{tmp_path / 'baocao.db'}"
    migrate(url)

    def leave(tx: Connection) -> None:
        for number in range(100):
            to = conversations.lock_conversation(tx, "web", str(number), now)
            claim = OutboxClaim("earlier", now + timedelta(days=1))
            outbox.add(tx, to, {"text": "x" * 1000}, now=now, claim=claim)

    with_store(leave, url)
    ended = run_where_files_end_at(32_768, url)
    assert (ended.returncode, TOLD in ended.stderr) == (1, True), ended.stderr
    assert "Traceback" not in ended.stderr
