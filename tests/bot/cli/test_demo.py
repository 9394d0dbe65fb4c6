from __future__ import annotations

import asyncio
import signal
import socket
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.cli.demo import printable_url

run = CliRunner()


def test_seed_only_fills_says_what_is_in_it_and_stops(tmp_path: Path) -> None:
    file = tmp_path / "mau.db"
    done = run.invoke(app, ["demo", "--seed-only", "--db", str(file), "--today", "2026-05-19", "--communes", "30"])
    assert done.exit_code == 0, done.output
    assert "9 đơn vị cấp huyện, 72 đơn vị cấp xã (10 địa bàn chuyển hóa)" in done.output
    assert str(file) in done.output


def test_seeding_goes_into_postgresql_too(database_url: str) -> None:
    done = run.invoke(app, ["demo", "--seed-only", "--db", database_url, "--today", "2026-05-19"])
    assert done.exit_code == 0, done.output
    assert "37 báo cáo đã nộp" in done.output


def test_a_database_with_other_data_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "that.db"
    units = tmp_path / "units.csv"
    units.write_text("mã,tên,loại\n96,tỉnh Cà Mau,tỉnh\n", encoding="utf-8")
    monkeypatch.setenv("BAOCAO_DATABASE_URL", f"sqlite:///{file}")
    assert run.invoke(app, ["units", "import", str(units)]).exit_code == 0
    done = run.invoke(app, ["demo", "--seed-only", "--db", str(file)])
    assert done.exit_code == 1
    assert "--db" in done.output


def test_a_taken_port_is_said_plainly(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run.invoke(app, ["demo", "--port", str(port), "--db", str(tmp_path / "mau.db")])
    assert done.exit_code == 1
    assert "--port" in done.output
    assert "Traceback" not in done.output


def test_a_bad_address_is_said_plainly() -> None:
    done = run.invoke(app, ["demo", "--seed-only", "--db", "mysql://nobody:secret@nowhere/x"])
    assert done.exit_code == 1
    assert "--db" in done.output
    assert "secret" not in done.output


@pytest.mark.parametrize("content", [None, "hello"])
def test_a_file_that_cannot_be_opened_is_said_plainly(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "nowhere" / "mau.db"
    if content is not None:
        file.parent.mkdir()
        file.write_text(content)
    done = run.invoke(app, ["demo", "--seed-only", "--db", str(file)])
    assert done.exit_code == 1
    assert "--db" in done.output
    assert "BAOCAO_DATABASE_URL" not in done.output


def test_no_password_is_ever_shown() -> None:
    assert "secret" not in printable_url("postgresql://nobody:secret@nowhere/x")
    assert printable_url("sqlite:////srv/mau.db") == "/srv/mau.db"


async def test_the_demo_prints_its_address_and_stops_when_told(tmp_path: Path) -> None:
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", "from bot.cli import app; app()"),
        *("demo", "--port", "0", "--db", str(tmp_path / "mau.db"), "--today", "2026-05-19"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert program.stdout
    first = await asyncio.wait_for(program.stdout.readline(), 30)
    assert b"http://127.0.0.1:" in first
    program.send_signal(signal.SIGTERM)
    output, trouble = await asyncio.wait_for(program.communicate(), 30)
    assert (program.returncode, trouble) == (0, b"")
    assert "ngày 19/5/2026" in output.decode()
