"""``baocao units merge``."""

from __future__ import annotations

from datetime import date

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.cli import app
from bot.cli.common import with_store
from reporting.deadlines.obligation import ReportState
from storage.reports import obligations
from storage.units import importer
from tests.province import Province


def merge(*options: str) -> Result:
    return CliRunner().invoke(app, ["units", "merge", "MAU-0501", "--into", "MAU-0503", "--on", "1/7/2026", *options])


def ends() -> date | None:
    return with_store(importer.entries)["MAU-0501"].valid_to


def test_what_wants_an_answer_is_listed_and_nothing_is_changed(ca_mau: Province) -> None:
    refused = merge()

    assert refused.exit_code == 1
    assert "MAU-0501 thị trấn Cái Nước · Báo cáo 6 tháng năm 2026 · Chuyển hóa địa bàn: chưa bắt đầu" in refused.output
    assert "Cán bộ mẫu Bốn · Cán bộ báo cáo · thị trấn Cái Nước" in refused.output
    assert "--inherit MÃ=transfer" in refused.output
    assert ends() is None


def test_a_trial_says_everything_and_writes_nothing(ca_mau: Province) -> None:
    tried = merge("--inherit", "MAU-0501=transfer", "--officers", "move", "--dry-run")

    assert tried.exit_code == 0, tried.output
    assert "xã Hòa Mỹ tiếp nhận" in tried.output
    assert "Chạy thử: chưa ghi gì." in tried.output
    assert ends() is None


def test_merged(ca_mau: Province) -> None:
    done = merge("--inherit", "MAU-0501=excuse", "--officers", "end")

    assert done.exit_code == 0, done.output
    assert "Đã hợp nhất thị trấn Cái Nước vào xã Hòa Mỹ." in done.output
    assert ends() == date(2026, 6, 30)
    owed = with_store(lambda tx: obligations.of_unit(tx, ca_mau.tt_cai_nuoc.id))
    assert {(obligation.state, obligation.excused_why) for obligation in owed} == {
        (ReportState.EXCUSED, "Hợp nhất vào xã Hòa Mỹ từ ngày 1/7/2026")
    }


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--inherit", "MAU-0501=perhaps"), "cần dạng MÃ=transfer"),
        (("--inherit", "MAU-0502=excuse"), "với mã của một đơn vị kết thúc"),
        (("--on", "hôm nào đó"), "chưa rõ là ngày nào"),
        (("--into", "MAU-9999"), "Không có đơn vị nào mang mã MAU-9999"),
    ],
)
def test_what_cannot_be_is_told(ca_mau: Province, options: tuple[str, ...], why: str) -> None:
    result = merge(*options)

    assert result.exit_code != 0
    assert why in result.output
    assert ends() is None
