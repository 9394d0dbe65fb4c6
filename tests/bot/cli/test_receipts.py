"""``baocao receipts verify``."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from click.testing import Result
from sqlalchemy import text
from typer.testing import CliRunner

from bot.cli import receipts
from bot.cli.common import with_store
from tests.chat import file_report
from tests.province import Province


@pytest.fixture
def code(ca_mau: Province, now: datetime) -> str:
    """The receipt of Cái Nước's six months."""
    return with_store(lambda tx: file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, {"c01": 12}, now).receipt)


def verifying(*args: str) -> Result:
    return CliRunner().invoke(receipts.app, ["verify", *args])


def test_a_receipt_whose_content_is_unchanged_holds(code: str) -> None:
    result = verifying(code.lower())

    assert result.exit_code == 0
    assert "Báo cáo 6 tháng năm 2026 · Chuyển hóa địa bàn · UBND huyện Cái Nước" in result.output
    assert "Khớp" in result.output


def test_content_changed_behind_our_back_does_not_match(code: str) -> None:
    with_store(lambda tx: tx.execute(text("UPDATE report_version SET content = replace(content, '12', '21')")).rowcount)
    result = verifying(code)

    assert result.exit_code == 1
    assert "KHÔNG KHỚP" in result.output


def test_a_code_nobody_was_given(code: str) -> None:
    result = verifying("CM26-6T-XXXXX")

    assert result.exit_code == 1
    assert "Không có biên nhận CM26-6T-XXXXX" in result.output


def test_for_scripts(code: str) -> None:
    data = json.loads(verifying(code, "--json").output)

    assert (data["receipt"], data["version"], data["intact"], data["nil"]) == (code, 1, True, False)
