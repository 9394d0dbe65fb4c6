"""``baocao plans activate``."""

from datetime import datetime
from pathlib import Path

import pytest
from click.testing import Result
from typer import Typer
from typer.testing import CliRunner

from bot.cli.common import with_store
from bot.cli.plans_activate import activate
from reporting.deadlines.obligation import ReportState
from reporting.plan.plan import UnitKind
from storage.plans import adoption
from storage.plans.plans import PlanCache
from storage.reports import obligations
from storage.units import units

app = Typer()
app.command("activate")(activate)


@pytest.fixture
def live(configured_database: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The folder of adopted plans, with Cà Mau's of 2026 in it, and an empty database."""
    monkeypatch.setenv("BAOCAO_PLANS_DIR", str(tmp_path))
    adoption.adopt("ca-mau-2017", "ca-mau-2026", [2026], tmp_path, header="Bản thử", mark="CẦN ĐIỀN")
    return tmp_path


def activating(plan: str | Path) -> Result:
    return CliRunner().invoke(app, [str(plan)])


def test_an_adopted_plan_is_put_to_use_and_the_units_owe_its_reports(live: Path, now: datetime) -> None:
    with_store(lambda tx: units.add(tx, code="MAU", name="tỉnh Cà Mau", kind=UnitKind.PROVINCE, parent=None))
    with_store(
        lambda tx: units.add(tx, code="MAU-05", name="huyện", kind=UnitKind.DISTRICT, parent=units.by_code(tx, "MAU"))
    )

    result = activating("ca-mau-2026")

    assert result.exit_code == 0, result.output
    assert "Kế hoạch ca-mau-2026 đang thực hiện (bản 1)." in result.output
    assert "Tạo mới 2 báo cáo phải nộp" in result.output
    assert "baocao zones select XÃ… --plan ca-mau-2026 --year 2026" in result.output
    owed = with_store(lambda tx: obligations.of_unit(tx, 2))
    assert [obligation.period for obligation in owed] == ["2026-H1", "2026-Y"]


def test_a_file_may_be_named_and_doing_it_twice_changes_nothing(live: Path) -> None:
    activating(live / "ca-mau-2026.yaml")
    result = activating(live / "ca-mau-2026.yaml")

    assert "(bản 1)" in result.output
    assert "Tạo mới 0 báo cáo" in result.output


def test_a_text_nobody_adopted_is_refused_with_what_is_missing(live: Path) -> None:
    result = activating("ca-mau-2017")

    assert result.exit_code == 1
    assert "Chưa kích hoạt kế hoạch ca-mau-2017: còn thiếu 1 nội dung bắt buộc" in result.output
    assert with_store(lambda tx: PlanCache().active(tx)) == []


def test_every_mandatory_gap_is_named(live: Path) -> None:
    adoption.adopt("dak-lak-2017", "dak-lak-2026", [2026], live, header="Bản thử", mark="CẦN ĐIỀN")

    result = activating("dak-lak-2026")

    assert result.exit_code == 1
    lines = [line for line in result.output.splitlines() if line.startswith("  - ")]
    assert len(lines) >= 8  # four reports without window and deadline
    assert with_store(lambda tx: PlanCache().active(tx)) == []


def test_an_unknown_plan_is_said_so(live: Path) -> None:
    result = activating("khong-co")

    assert result.exit_code == 1
    assert "khong-co" in result.output
    assert "Traceback" not in result.output


def test_a_revision_without_a_report_that_was_sent_is_refused_whole(live: Path, now: datetime) -> None:
    with_store(lambda tx: units.add(tx, code="MAU", name="tỉnh Cà Mau", kind=UnitKind.PROVINCE, parent=None))
    with_store(
        lambda tx: units.add(tx, code="H", name="huyện", kind=UnitKind.DISTRICT, parent=units.by_code(tx, "MAU"))
    )
    activating("ca-mau-2026")
    file = live / "ca-mau-2026.yaml"
    start, end = "  - id: six-months", "  - id: year"
    text = file.read_text(encoding="utf-8")
    file.write_text(text[: text.index(start)] + text[text.index(end) :], encoding="utf-8")
    half_year = with_store(lambda tx: obligations.of_unit(tx, 2))[0]
    with_store(lambda tx: obligations.set_state(tx, half_year.id, ReportState.FILED, version=1, filed_at=now))

    refused = activating("ca-mau-2026")

    assert refused.exit_code == 1
    assert "báo cáo six-months, mẫu district: đã có đơn vị soạn hoặc nộp" in refused.output
    [plan] = with_store(lambda tx: PlanCache().active(tx))
    assert [report.id for report in plan.reports] == ["six-months", "year"]

    with_store(lambda tx: obligations.set_state(tx, half_year.id, ReportState.NOT_BEGUN, version=0))
    assert "(bản 2)" in activating("ca-mau-2026").output  # nobody has begun it: it goes
    assert [obligation.period for obligation in with_store(lambda tx: obligations.of_unit(tx, 2))] == ["2026-Y"]


def test_units_named_that_nobody_knows_are_told_and_nothing_is_changed(live: Path) -> None:
    file = live / "ca-mau-2026.yaml"
    content = file.read_text("utf-8")
    file.write_text(content.replace("{kind: department,", "{kind: department, only: [MAU-SXX],", 1), "utf-8")

    result = activating("ca-mau-2026")

    assert result.exit_code == 1
    assert "không có đơn vị nào mang mã MAU-SXX" in result.output
    assert "Chưa kích hoạt kế hoạch ca-mau-2026: 1 chỗ nêu trên chưa khớp" in result.output
    assert with_store(lambda tx: PlanCache().active(tx)) == []


def test_what_was_overdue_before_it_was_asked_for_is_excused_where_wished(
    live: Path, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    """A plan of 2024 put to use later: nobody is to be reminded of a deadline that was long over."""
    adoption.adopt("ca-mau-2017", "cu", [2024], live, header="Bản thử", mark="CẦN ĐIỀN")
    with_store(lambda tx: units.add(tx, code="MAU", name="tỉnh Cà Mau", kind=UnitKind.PROVINCE, parent=None))
    with_store(
        lambda tx: units.add(tx, code="H", name="huyện", kind=UnitKind.DISTRICT, parent=units.by_code(tx, "MAU"))
    )

    output = activating("cu").output
    assert "  - 6 tháng năm 2024 · Chuyển hóa địa bàn\n  - Năm 2024 · Chuyển hóa địa bàn\n" in output
    assert "2 báo cáo đã quá hạn từ trước khi được giao" in output
    assert "baocao plans activate cu --excuse-past" in output

    half_year, _ = with_store(lambda tx: obligations.of_unit(tx, 2))
    with_store(lambda tx: obligations.set_state(tx, half_year.id, ReportState.DRAFTING))
    done = CliRunner().invoke(app, ["cu", "--excuse-past"])
    assert "Đã miễn 1 báo cáo quá hạn từ trước." in done.output
    states = [obligation.state for obligation in with_store(lambda tx: obligations.of_unit(tx, 2))]
    assert states == [ReportState.DRAFTING, ReportState.EXCUSED]
    assert "quá hạn" not in activating("cu").output
