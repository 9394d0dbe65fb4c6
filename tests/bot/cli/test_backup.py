"""``baocao backup`` and ``baocao restore``, as an administrator types them."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import update
from typer.testing import CliRunner

from bot.cli import app
from bot.cli.common import with_store
from storage.database.schema import audit
from storage.operations import backup
from storage.people import people
from tests.chat import file_report
from tests.province import Province


@pytest.fixture
def here(ca_mau: Province, now: datetime, tmp_path: Path) -> Path:
    """A province with one report filed, and a folder for backups."""
    with_store(lambda tx: file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, {"c01": 12}, now))
    return tmp_path


def baocao(*typed: str) -> Result:
    return CliRunner().invoke(app, list(typed))


def restored_into(file: Path, monkeypatch: pytest.MonkeyPatch, *more: str) -> Result:
    monkeypatch.setenv("BAOCAO_DATABASE_URL", f"sqlite:///{file.parent / 'mới.db'}")
    return baocao("restore", str(file), *more)


def test_there_and_back(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = baocao("backup", str(here / "a.zip"))
    assert result.exit_code == 0
    assert re.search(r"Đã sao lưu \d+ dòng vào .*a\.zip \(.* kB\)", result.output)
    assert re.search(r"Nhật ký trong bản sao: 1 dòng, niêm phong [0-9a-f]{64}", result.output)
    assert with_store(backup.last_backup) is not None

    result = restored_into(here / "a.zip", monkeypatch)
    assert result.exit_code == 0
    assert re.search(r"Bản sao lúc .*: tệp nguyên vẹn\.", result.output)
    assert "Việc cuối cùng có trong bản sao: 09:42 ngày 19/5/2026." in result.output
    assert "Báo cáo nộp sau cùng có trong bản sao: CM26-6T-" in result.output
    assert re.search(r"Mọi việc sau \d\d:\d\d ngày [\d/]+ không có ở đây", result.output)
    assert "Nhật ký nguyên vẹn: 1 dòng" in result.output
    assert "UBND huyện Cái Nước" in baocao("audit", "list").output


def test_a_folder_gets_a_file_named_by_the_hour(here: Path) -> None:
    baocao("backup", str(here))

    assert re.fullmatch(r"baocao-\d{8}-\d{6}\.zip", next(here.iterdir()).name)


def test_a_folder_that_is_not_there_yet_is_made(here: Path) -> None:
    """Else the first day's backup would take the folder's name, and the second day's be refused."""
    result = baocao("backup", f"{here}/sao-lưu/2026/")

    assert result.exit_code == 0, result.output
    assert re.fullmatch(r"baocao-\d{8}-\d{6}\.zip", next((here / "sao-lưu" / "2026").iterdir()).name)


def test_nothing_is_written_over(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    baocao("backup", str(here / "a.zip"))
    again = baocao("backup", str(here / "a.zip"))
    assert again.exit_code == 1
    assert "bản sao không bao giờ ghi đè tệp khác" in again.output

    into_the_old = baocao("restore", str(here / "a.zip"))
    assert into_the_old.exit_code == 1
    assert "Cơ sở dữ liệu đã có dữ liệu" in into_the_old.output


def test_only_looking(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    baocao("backup", str(here / "a.zip"))

    result = restored_into(here / "a.zip", monkeypatch, "--check")

    assert result.exit_code == 0
    assert "tệp nguyên vẹn" in result.output
    assert not (here / "mới.db").exists()


def test_what_is_no_backup_is_said_to_be_none(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "a.zip").write_bytes(b"PK nothing of the kind")

    result = restored_into(here / "a.zip", monkeypatch)
    assert result.exit_code == 1
    assert "không phải bản sao của baocao backup" in result.output
    assert "Không đọc được" in restored_into(here / "không-có.zip", monkeypatch).output
    assert "Không ghi được" in baocao("backup", str(here / "không-có" / "a.zip")).output


def test_a_log_tampered_with_before_the_backup_is_restored_and_told(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    baocao("backup", str(here / "a.zip"))
    with_store(lambda tx: tx.execute(update(audit).where(audit.c.number == 1).values(person_id=None)).rowcount)
    baocao("backup", str(here / "b.zip"))

    result = restored_into(here / "b.zip", monkeypatch)

    assert result.exit_code == 1
    assert "Dữ liệu đã khôi phục, nhưng nhật ký trong bản sao đã bị sửa" in result.output
    assert "Dòng 1: nội dung không còn như khi niêm phong" in result.output
    assert with_store(lambda tx: people.name_of(tx, 1)) == "Cán bộ mẫu Một"
