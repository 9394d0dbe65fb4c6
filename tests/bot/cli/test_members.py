"""``baocao members``, ``baocao invite-all`` and ``baocao plans close``, run as an administrator runs them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import load_workbook
from typer.testing import CliRunner

from bot.cli import app
from bot.cli.common import with_store
from reporting.deadlines.obligation import ReportState
from reporting.roles import Role
from storage.people import invitations, memberships
from storage.reports import obligations
from tests.handlers.members.test_handover import actions
from tests.province import Province

LIST = "Mã đơn vị;Vai trò;Họ tên\nMAU-0502;Cán bộ báo cáo;Cán bộ mẫu\nMAU;Quản trị hệ thống;\n"


@pytest.fixture(autouse=True)
def _office(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, now: datetime) -> None:
    """A folder of its own, a public address, no token; the clock stands still."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BAOCAO_PUBLIC_URL", "https://baocao.example.vn")
    monkeypatch.delenv("BAOCAO_TELEGRAM_TOKEN", raising=False)
    monkeypatch.setattr("bot.clock.Clock.now", lambda self: now)


def baocao(*typed: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in typed])


def test_the_list_names_everybody_and_the_units_without_officers(ca_mau: Province) -> None:
    lines = baocao("members", "list").output.splitlines()
    line = f"{ca_mau.coordinator.membership_id}  MAU tỉnh Cà Mau · Đầu mối mẫu · Đầu mối tổng hợp · từ 19/5/2026 · "
    assert lines[0] == f"{line}nhắn gần nhất 19/5/2026"
    assert lines[-3:] == [
        "Chưa có cán bộ báo cáo: 2 đơn vị",
        "  MAU-SVH  Sở Văn hóa, Thể thao và Du lịch",
        "  MAU-0502  xã Tân Hưng",
    ]


def test_one_unit_with_what_lies_below(ca_mau: Province) -> None:
    assert len(baocao("members", "list", "--unit", "MAU-07").output.splitlines()) == 1
    assert "Không có đơn vị" in baocao("members", "list", "--unit", "xyz").output


def test_revoking(ca_mau: Province) -> None:
    done = baocao("members", "revoke", ca_mau.officer.membership_id)
    assert (done.exit_code, done.output) == (
        0,
        "Đã thu hồi vai trò Cán bộ báo cáo tại UBND huyện Cái Nước của Cán bộ mẫu Một.\n",
    )
    again = baocao("members", "revoke", ca_mau.officer.membership_id)
    assert again.exit_code == 1
    assert "hoặc vai trò đã kết thúc" in again.output


def test_the_last_coordinator_only_by_force(ca_mau: Province) -> None:
    number = ca_mau.coordinator.membership_id
    refused = baocao("members", "revoke", number)
    assert refused.exit_code == 1
    assert "đầu mối tổng hợp duy nhất của tỉnh Cà Mau" in refused.output
    assert baocao("members", "revoke", number, "--force").exit_code == 0
    assert with_store(lambda tx: memberships.get(tx, number).ended_at) is not None


def test_codes_for_a_whole_list(ca_mau: Province, tmp_path: Path, now: datetime) -> None:
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    done = baocao("invite-all", "list.csv", "--out", "codes.xlsx")
    assert (done.exit_code, done.output.split(",")[0]) == (0, "Đã cấp 2 mã")
    rows = list(load_workbook(tmp_path / "codes.xlsx").worksheets[0].iter_rows(values_only=True))
    assert [row[:4] for row in rows[1:]] == [
        ("MAU-0502", "xã Tân Hưng", "Cán bộ báo cáo", "Cán bộ mẫu"),
        ("MAU", "tỉnh Cà Mau", "Quản trị hệ thống", None),
    ]
    code = str(rows[1][4])
    assert rows[1][5] == f"https://baocao.example.vn/?start={code}"
    invitation = with_store(lambda tx: invitations.by_code(tx, code))
    assert invitation
    assert (invitation.unit.code, invitation.role) == ("MAU-0502", Role.REPORTER)
    assert "đã có" in baocao("invite-all", "list.csv", "--out", "codes.xlsx").output
    assert "thu hồi 2 mã cũ" in baocao("invite-all", "list.csv", "--out", "new.xlsx", "--revoke-earlier").output
    again = with_store(lambda tx: invitations.by_code(tx, code))
    assert again
    assert again.refusal(now) == "revoked"


def test_nothing_is_half_done(ca_mau: Province, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(LIST + "MAU-99;Lãnh đạo;\n", encoding="utf-8")
    refused = baocao("invite-all", "list.csv", "--out", "codes.xlsx")
    assert refused.exit_code == 1
    assert 'Dòng 4: không có đơn vị mã "MAU-99"' in refused.output
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    unwritable = baocao("invite-all", "list.csv", "--out", "no-such-folder/codes.xlsx")
    assert unwritable.exit_code == 1
    assert "Chưa cấp mã nào." in unwritable.output
    assert "invitation.issued" not in with_store(actions)


def test_closing_a_plan(ca_mau: Province) -> None:
    declined = CliRunner().invoke(app, ["plans", "close", "ca-mau-mau"], input="n\n")
    assert declined.exit_code == 1
    done = baocao("plans", "close", "ca-mau-mau", "--yes")
    assert "UBND huyện Năm Căn: 6 tháng năm 2026 · Chuyển hóa địa bàn, hạn cuối 24/5/2026" in done.output
    assert "Đã kết thúc kế hoạch ca-mau-mau. Được miễn: 10 báo cáo" in done.output
    states = with_store(lambda tx: {obligation.state for obligation in obligations.of_unit(tx, ca_mau.cai_nuoc.id)})
    assert states == {ReportState.EXCUSED}
    assert "không đang thực hiện" in baocao("plans", "close", "ca-mau-mau", "--yes").output
