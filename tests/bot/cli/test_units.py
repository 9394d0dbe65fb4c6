"""``baocao units`` and ``baocao invite``, run as an administrator runs them."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import typer
from sqlalchemy import Connection
from typer.testing import CliRunner, Result

from bot.cli import invite, units
from bot.cli.common import with_store
from locales import LANGUAGES, words
from reporting.imports.unit_list import PROBLEMS
from reporting.plan.schedule import UnitKind
from reporting.unit import UnitRecord
from storage.people.invitations import by_code
from storage.plans import plans
from storage.reports import obligation_sync, obligations
from storage.units import units as storage_units
from tests.province import CALENDAR, live_plan

NOW = datetime(2026, 5, 19, 2, tzinfo=UTC)

app = typer.Typer()
app.add_typer(units.app, name="units")
app.command("invite")(invite.invite)

LIST = """Mã;Tên;Loại;Mã cấp trên
96;tỉnh Cà Mau;tỉnh;
964;UBND huyện Cái Nước;huyện;96
31996;thị trấn Cái Nước;thị trấn;964
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own with a list and an empty database."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BAOCAO_DATABASE_URL", f"sqlite:///{tmp_path / 'baocao.db'}")
    for name in ("BAOCAO_TELEGRAM_TOKEN", "BAOCAO_PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    return tmp_path


def baocao(*typed: str) -> Result:
    return CliRunner().invoke(app, list(typed))


def test_a_list_is_tried_then_imported_then_nothing_changes(here: Path) -> None:
    tried = baocao("units", "import", "list.csv", "--dry-run")
    assert tried.exit_code == 0
    assert "+ 964 UBND huyện Cái Nước (dưới 96)" in tried.output
    assert "Chạy thử: chưa ghi gì." in tried.output
    assert "Chưa có đơn vị nào." in baocao("units", "list").output
    assert "Thêm mới 3, thay đổi 0, giữ nguyên 0 đơn vị." in baocao("units", "import", "list.csv").output
    assert "Danh sách không làm thay đổi gì." in baocao("units", "import", "list.csv").output
    assert baocao("units", "list").output.splitlines() == [
        "96  tỉnh Cà Mau · cấp tỉnh",
        "  964  UBND huyện Cái Nước · cấp huyện",
        "    31996  thị trấn Cái Nước · cấp xã",
    ]


def test_a_change_is_shown_field_by_field(here: Path) -> None:
    baocao("units", "import", "list.csv")
    (here / "new.csv").write_text("code,name,parent\n31996,xã Cái Nước,96\n", encoding="utf-8")
    output = baocao("units", "import", "new.csv").output
    assert "tên: thị trấn Cái Nước → xã Cái Nước" in output
    assert "mã cấp trên: 964 → 96" in output
    assert "2 đơn vị không có trong danh sách được để nguyên." in output
    assert "  31996  xã Cái Nước · cấp xã" in baocao("units", "list").output.splitlines()


def test_one_bad_row_and_nothing_is_written(here: Path) -> None:
    (here / "list.csv").write_text(LIST + "5;xã Lạc;xã;999\n6;xã Hai;khu phố;96\n", encoding="utf-8")
    refused = baocao("units", "import", "list.csv")
    assert refused.exit_code == 1
    assert 'Dòng 6: chưa rõ loại "khu phố".' in refused.output
    assert "Không nhập được: 1 lỗi. Chưa ghi gì." in refused.output
    assert "Chưa có đơn vị nào." in baocao("units", "list").output


@pytest.mark.parametrize("header", ["Mã;Tên;Loại;Mã cấp trên;Cấp trên", "code;name;type;parent;parent unit"])
def test_a_column_there_twice_is_named_as_people_know_it(here: Path, header: str) -> None:
    (here / "list.csv").write_text(header + "\n96;tỉnh Cà Mau;tỉnh;;\n", encoding="utf-8")
    refused = baocao("units", "import", "list.csv")
    assert refused.exit_code == 1
    assert "Dòng 1: cột mã cấp trên có hai lần" in refused.output


@pytest.mark.parametrize(
    ("name", "message"), [("none.csv", "Không mở được tệp"), ("list.pdf", "phải là .csv hoặc .xlsx")]
)
def test_a_file_that_cannot_be_read(here: Path, name: str, message: str) -> None:
    (here / "list.pdf").write_bytes(b"%PDF")
    refused = baocao("units", "import", name)
    assert (refused.exit_code, message in refused.output) == (1, True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_field_and_kind_has_its_words(language: str) -> None:
    keys = [f"problem.{code}" for code in PROBLEMS]
    keys += [f"field.{field.name}" for field in fields(UnitRecord)] + [f"kind.{kind}" for kind in UnitKind]
    assert [key for key in keys if f"cli.units.{key}" not in words(language)] == []


def test_an_invitation_for_scripts(here: Path) -> None:
    baocao("units", "import", "list.csv")
    before = datetime.now(UTC)
    made = baocao("invite", "964", "--role", "coordinator", "--days", "3", "--json")
    invitation = json.loads(made.stdout)
    assert set(invitation) == {"code", "link", "expires"}
    assert invitation["link"] is None
    left = datetime.fromisoformat(invitation["expires"]) - before
    assert timedelta(days=3, seconds=-2) < left < timedelta(days=3, minutes=1)


def test_the_code_is_the_one_kept(here: Path) -> None:
    baocao("units", "import", "list.csv")
    made = baocao("invite", "thi tran cai nuoc", "--role", "reporter", "--uses", "2", "--json")
    invitation = with_store(lambda tx: by_code(tx, json.loads(made.stdout)["code"]))
    assert invitation
    assert (invitation.unit.code, invitation.role, invitation.uses_left) == ("31996", "reporter", 2)


def test_an_invitation_for_people(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAOCAO_PUBLIC_URL", "https://baocao.example.vn/")
    baocao("units", "import", "list.csv")
    output = baocao("invite", "h. cái nước", "--role", "reporter").output
    assert "UBND huyện Cái Nước · Cán bộ báo cáo" in output
    assert "Liên kết: https://baocao.example.vn/?start=" in output
    assert "█" in output


def test_a_unit_that_may_be_several_is_asked_for_again(here: Path) -> None:
    baocao("units", "import", "list.csv")
    result = baocao("invite", "cai nuoc", "--role", "reporter")
    assert result.exit_code == 1
    assert "964  UBND huyện Cái Nước" in result.output
    assert "31996  thị trấn Cái Nước" in result.output
    missing = baocao("invite", "dam doi", "--role", "reporter")
    assert (missing.exit_code, "baocao units list" in missing.output) == (1, True)


def test_a_name_a_unit_of_the_past_shares_means_the_one_of_today(here: Path) -> None:
    merged = """Mã;Tên;Loại;Mã cấp trên;Hiệu lực đến
96;tỉnh Cà Mau;tỉnh;;
31995;xã Tân Hưng;xã;96;30/6/2025
31996;Xã Tân Hưng;xã;96;
"""
    (here / "list.csv").write_text(merged, encoding="utf-8")
    baocao("units", "import", "list.csv")
    invited = baocao("invite", "tan hung", "--role", "reporter")
    assert (invited.exit_code, "Xã Tân Hưng · " in invited.output) == (0, True)


def test_the_qr_code_is_one_that_phones_read(here: Path) -> None:
    baocao("units", "import", "list.csv")
    code = baocao("invite", "964", "--role", "reporter").output.partition("█")[2]
    assert len(code.splitlines()) > 12, "a Micro QR code is smaller"


def test_nobody_is_invited_into_a_unit_that_has_ended(here: Path) -> None:
    ended = LIST.replace("cấp trên\n", "cấp trên;Hiệu lực đến\n").replace("huyện;96", "huyện;96;30/6/2025")
    (here / "list.csv").write_text(ended, encoding="utf-8")
    baocao("units", "import", "list.csv")
    refused = baocao("invite", "964", "--role", "reporter")
    assert (refused.exit_code, "hiện không hoạt động" in refused.output) == (1, True)


def test_a_role_nobody_has_is_refused(here: Path) -> None:
    assert baocao("invite", "964", "--role", "boss").exit_code == 2


def test_units_added_while_a_plan_runs_owe_its_reports_at_once(here: Path) -> None:
    baocao("units", "import", "list.csv")
    owed = with_store(
        lambda tx: plans.activate(tx, live_plan(), NOW) and obligation_sync.ensure(tx, live_plan(), CALENDAR, NOW)
    )
    assert owed > 0
    (here / "more.csv").write_text(LIST + "965;UBND huyện Năm Căn;huyện;96\n", encoding="utf-8")
    assert "Thêm mới 1" in baocao("units", "import", "more.csv").output

    def reports(tx: Connection) -> int:
        unit = storage_units.by_code(tx, "965")
        assert unit is not None
        return len(obligations.of_unit(tx, unit.id))

    assert with_store(reports) == len(live_plan().reports)
