"""``baocao doctor`` on what an administrator may have set up, and commands that say what is wrong with it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.cli.common import with_store
from storage.audit import audit
from storage.database import key_values
from storage.operations import backup
from tests.emulators.telegram_api import ME, TOKEN, TelegramApi


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("TELEGRAM_TOKEN", "LISTEN", "PUBLIC_URL"):
        monkeypatch.delenv(f"BAOCAO_{name}", raising=False)
    monkeypatch.setenv("BAOCAO_DATABASE_URL", f"sqlite:///{tmp_path / 'baocao.db'}")
    return tmp_path


def baocao(*typed: str) -> Result:
    return CliRunner().invoke(app, list(typed))


def test_a_fresh_machine_is_told_what_to_do_next(here: Path) -> None:
    result = baocao("doctor")
    assert result.exit_code == 1
    assert "Chạy: baocao migrate" in result.output
    assert baocao("migrate").exit_code == 0
    result = baocao("doctor")
    assert "✓ Cơ sở dữ liệu mở được (sqlite)" in result.output
    assert "✗ Chưa có đơn vị nào. Chạy: baocao units import" in result.output
    assert "✗ Chưa có kênh nào" in result.output


def test_the_token_is_tried_and_never_shown(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with TelegramApi() as api:
        monkeypatch.setenv("BAOCAO_TELEGRAM_BASE_URL", api.base_url)
        monkeypatch.setenv("BAOCAO_TELEGRAM_TOKEN", TOKEN)
        result = baocao("doctor")
        assert f"✓ Telegram: token đúng, bot @{ME['username']}." in result.output
        assert "✓ Đồng hồ máy đúng" in result.output
        monkeypatch.setenv("BAOCAO_TELEGRAM_TOKEN", "1:WRONG")
        result = baocao("doctor")
        assert "✗ Telegram: token bị từ chối" in result.output
        assert "WRONG" not in result.output
    result = baocao("doctor")
    assert "✗ Telegram: không kết nối được" in result.output
    assert "WRONG" not in result.output


def test_a_web_chat_without_a_public_address_still_runs(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAOCAO_LISTEN", "127.0.0.1:8080")
    assert "– Trang trò chuyện: nghe ở 127.0.0.1:8080; chưa có BAOCAO_PUBLIC_URL" in baocao("doctor").output
    monkeypatch.setenv("BAOCAO_PUBLIC_URL", "https://baocao.example.vn/")
    assert "địa chỉ công khai https://baocao.example.vn." in baocao("doctor").output


@pytest.mark.parametrize("command", [("doctor",), ("units", "list"), ("run",)])
def test_a_setting_that_cannot_be_used_is_named(
    here: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("BAOCAO_LISTEN", "8080")
    result = baocao(*command)
    assert result.exit_code == 1
    assert "BAOCAO_LISTEN: '8080': cần địa chỉ:cổng, ví dụ 127.0.0.1:8080" in result.output.replace("\n", " ")


def test_a_mistyped_database_is_explained_without_its_password(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAOCAO_DATABASE_URL", "postgres-ql://bot:secret@db/baocao")
    for command in (("units", "list"), ("migrate",), ("doctor",)):
        result = baocao(*command)
        assert result.exit_code == 1
        assert "Không mở được cơ sở dữ liệu" in result.output
        assert "secret" not in result.output


def test_running_without_a_channel_says_which_to_set(here: Path) -> None:
    result = baocao("run")
    assert result.exit_code == 1
    assert "BAOCAO_TELEGRAM_TOKEN hoặc BAOCAO_LISTEN" in result.output


def test_backups_and_the_audit_log_are_looked_at(here: Path) -> None:
    baocao("migrate")
    assert "– Chưa có bản sao lưu nào. Chạy: baocao backup" in baocao("doctor").output
    baocao("backup", str(here / "a.zip"))
    assert "✓ Sao lưu gần nhất:" in baocao("doctor").output
    baocao("backup", str(here / "b.zip"))
    assert "✓ Nhật ký nguyên vẹn: 1 dòng." in baocao("doctor").output

    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    with_store(lambda tx: key_values.put(tx, backup.LAST, {"at": long_ago.isoformat(), "rows": 1}))
    with_store(lambda tx: audit.record(tx, long_ago, None, "plan.closed"))
    output = baocao("doctor").output
    assert "– Sao lưu gần nhất: 07:00 ngày 1/1/2026, cách đây" in output
    assert "– Nhật ký có dòng từ 07:00 ngày 1/1/2026 chưa niêm phong" in output

    with_store(lambda tx: tx.execute(text("UPDATE audit SET person_id = 7")).rowcount)
    told_of_it = baocao("doctor")
    assert told_of_it.exit_code == 1
    assert "✗ Nhật ký đã bị sửa (1 chỗ). Chạy: baocao audit verify" in told_of_it.output
