"""``baocao baselines``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import Workbook
from sqlalchemy import Connection, select
from typer.testing import CliRunner

from bot.cli import baselines as cli
from bot.cli import units as units_cli
from bot.cli.common import with_store
from locales import LANGUAGES, words
from reporting.imports.baseline_rows import PROBLEMS
from reporting.plan.plan import UnitKind
from storage.database.schema import audit, unit_predecessor
from storage.figures import baselines
from storage.units import units
from tests.province import Province

HEADER = "Đơn vị;Số liệu;Kỳ;Giá trị\n"


@pytest.fixture(autouse=True)
def _folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def imported(lines: str, *more: str) -> Result:
    Path("goc.csv").write_text(HEADER + lines, encoding="utf-8")
    return CliRunner().invoke(cli.app, ["import", "goc.csv", *more])


def stored() -> list[tuple[str, str, int]]:
    def work(tx: Connection) -> list[tuple[str, str, int]]:
        codes = {unit.id: unit.code for unit in units.all_units(tx)}
        return [(codes[row.unit_id], f"{row.field} {row.period}", row.value) for row in baselines.all_figures(tx)]

    return with_store(work)


def test_figures_are_tried_then_imported_then_replaced(ca_mau: Province) -> None:
    lines = "MAU;c01;2023;1.200\nUBND huyện Cái Nước;Ma túy;6 tháng 2023;12\nMAU-07;c01;2023;\n"
    tried = imported(lines, "--dry-run")
    assert "Thêm mới 2, thay đổi 0, giữ nguyên 0 số liệu." in tried.output
    assert "Bỏ qua 1 dòng chưa có giá trị." in tried.output
    assert "Chạy thử: chưa ghi gì." in tried.output
    assert stored() == []
    assert "Đã ghi." in imported(lines).output
    assert stored() == [("MAU-05", "c40 2023-H1", 12), ("MAU", "c01 2023-Y", 1200)]
    again = imported("MAU;c01;2023;1100\n")
    assert "~ tỉnh Cà Mau · c01 · 2023-Y: 1.200 → 1.100" in again.output
    assert "Tệp không làm thay đổi gì." in imported("MAU;c01;2023;1100\n").output
    done = with_store(lambda tx: list(tx.execute(select(audit.c.detail).where(audit.c.action == "baseline.imported"))))
    assert [row.detail for row in done] == [{"added": 2, "changed": 0}, {"added": 0, "changed": 1}]


def test_with_one_row_wrong_nothing_is_written(ca_mau: Province) -> None:
    result = imported("MAU;c01;2023;1200\nMAU-99;c01;2023;5\nMAU;c01;năm ngoái;5\n")
    assert result.exit_code == 1
    assert "dòng 3: không có đơn vị “MAU-99”" in result.output
    assert "dòng 4: không hiểu kỳ “năm ngoái”" in result.output
    assert "2 lỗi: chưa ghi gì." in result.output
    assert stored() == []


def test_a_name_that_may_be_several_units_is_asked_by_code(ca_mau: Province) -> None:
    assert "MAU-05 UBND huyện Cái Nước; MAU-0501 thị trấn Cái Nước" in imported("Cái Nước;c01;2023;5\n").output


def test_a_workbook_is_read_too(ca_mau: Province) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (
        ["Số liệu gốc"],
        ["Đơn vị", "Số liệu", "Kỳ", "Giá trị"],
        ["MAU", "c01", 2023, 1200],
        ["MAU", "c02", 2023, "1.100"],
    ):
        book.active.append(row)
    book.save("goc.xlsx")
    assert CliRunner().invoke(cli.app, ["import", "goc.xlsx"]).exit_code == 0
    assert stored() == [("MAU", "c01 2023-Y", 1200), ("MAU", "c02 2023-Y", 1100)]
    assert CliRunner().invoke(cli.app, ["import", "nowhere.csv"]).exit_code == 1


def test_what_was_imported_is_listed(ca_mau: Province) -> None:
    assert "Chưa có số liệu gốc nào." in CliRunner().invoke(cli.app, ["list"]).output
    imported("MAU;c01;2023;1200\nMAU;c02;2023;900\nMAU-05;c01;2023-H1;7\n")
    assert CliRunner().invoke(cli.app, ["list"]).output.splitlines() == [
        "2023-H1  MAU-05  UBND huyện Cái Nước: c01 7",
        "2023-Y  MAU  tỉnh Cà Mau: c01 1.200, c02 900",
    ]
    output = CliRunner().invoke(cli.app, ["list", "--unit", "MAU-05", "--period", "2023-H1"]).output
    assert output.splitlines() == ["2023-H1  MAU-05  UBND huyện Cái Nước: c01 7"]
    unknown = CliRunner().invoke(cli.app, ["list", "--unit", "Bạc Liêu"])
    assert (unknown.exit_code, "Không có đơn vị Bạc Liêu." in unknown.output) == (1, True)


def test_the_sample_goes_with_the_sample_of_units(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAOCAO_DATABASE_URL", database_url)
    docs = Path(__file__).parents[3] / "docs"
    assert CliRunner().invoke(units_cli.app, ["import", str(docs / "don-vi-mau.csv")]).exit_code == 0
    result = CliRunner().invoke(cli.app, ["import", str(docs / "so-lieu-goc-mau.csv")])
    assert "Thêm mới 5, thay đổi 0, giữ nguyên 0 số liệu." in result.output, result.output
    assert ("MAU-H1-03", "c01 2023-H1", 14) in stored()


def test_mergers_and_splits_since_are_said(ca_mau: Province) -> None:
    def merge(tx: Connection) -> None:
        ended = units.add(
            tx, code="CU-1", name="xã Cũ Một", kind=UnitKind.COMMUNE, parent=ca_mau.cai_nuoc, valid_to=date(2025, 6, 30)
        )
        split = units.add(
            tx, code="CU-2", name="xã Cũ Hai", kind=UnitKind.COMMUNE, parent=ca_mau.cai_nuoc, valid_to=date(2025, 6, 30)
        )
        pairs = [(ca_mau.hoa_my, ended), (ca_mau.tan_hung, split), (ca_mau.tt_nam_can, split)]
        rows = [{"unit_id": unit.id, "predecessor_id": before.id} for unit, before in pairs]
        tx.execute(unit_predecessor.insert(), rows)

    with_store(merge)
    result = imported("MAU-0503;c01;2023;5\nCU-2;c01;2023;4\n")
    assert "Lưu ý: xã Hòa Mỹ nay gồm cả xã Cũ Một." in result.output
    assert "Lưu ý: xã Cũ Hai đã chia vào nhiều đơn vị, không suy được số liệu 2023-Y của xã Tân Hưng" in result.output
    assert result.exit_code == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_has_its_words(language: str) -> None:
    assert all(f"cli.baselines.problem.{code}" in words(language) for code in PROBLEMS)
