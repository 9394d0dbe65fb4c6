"""``baocao zones``."""

from datetime import datetime

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.cli import zones as cli
from bot.cli.common import with_store
from storage.reports import obligations
from storage.units import selected_zones
from tests import province
from tests.chat import file_report
from tests.province import Province
from tests.reporting.figures.test_zone_success import ALL_MET

PLAN = "ca-mau-mau"


def zones_command(*words: str) -> Result:
    return CliRunner().invoke(cli.app, list(words))


def select(*communes: str, year: int = 2026, plan: str = PLAN, override: str | None = "Chọn thử") -> Result:
    reason = ["--override", override] if override else []
    return zones_command("select", *communes, "--plan", plan, "--year", str(year), *reason)


def selected(year: int = 2026) -> list[str]:
    return [unit.code for unit in with_store(lambda tx: selected_zones.selected(tx, PLAN, year))]


def test_communes_are_chosen_by_code_or_by_a_name_without_diacritics(ca_mau: Province) -> None:
    result = select("MAU-0503", "tt nam can")

    assert result.exit_code == 0, result.output
    assert selected() == ["MAU-0503", "MAU-0701"]
    assert "Đã chọn 2 địa bàn chuyển hóa năm 2026; 4 báo cáo phải nộp mới." in result.output


def test_choosing_again_replaces_and_the_untouched_reports_go(ca_mau: Province) -> None:
    select("MAU-0503")

    assert selected() == ["MAU-0503"]
    assert with_store(lambda tx: obligations.of_unit(tx, ca_mau.tan_hung.id)) == []
    assert len(with_store(lambda tx: obligations.of_unit(tx, ca_mau.hoa_my.id))) == 2


def test_beyond_the_cap_nothing_is_written_without_a_reason(ca_mau: Province) -> None:
    result = select("MAU-0503", override=None)

    assert result.exit_code == 1
    assert "Cà Mau: chọn 1 địa bàn, quá mức tối đa 0 (15% của 4 đơn vị cấp xã; kế hoạch, mục II.2.a)." in result.output
    assert "--override" in result.output
    assert selected() == ["MAU-0501", "MAU-0502"]


def test_the_reason_is_kept_and_shown(ca_mau: Province) -> None:
    result = select("MAU-0503", override="Theo Thông báo 12/TB")

    assert "quá mức tối đa" in result.output
    listed = zones_command("list").output
    assert f"{PLAN} · năm 2026: 1 địa bàn chuyển hóa" in listed
    assert "MAU-0503  xã Hòa Mỹ" in listed
    assert "lý do: Theo Thông báo 12/TB" in listed


def test_within_the_cap_no_reason_is_asked_for(ca_mau: Province) -> None:
    with_store(lambda tx: province.many_communes(tx, ca_mau.nam_can, 20, first=1000))

    result = select("MAU-0501", "MAU-0502", "MAU-0503", override=None)

    assert result.exit_code == 0, result.output
    assert "quá mức" not in result.output


def test_a_name_two_communes_share_is_asked_about(ca_mau: Province) -> None:
    result = select("thi tran")

    assert result.exit_code == 1
    assert "MAU-0501  thị trấn Cái Nước" in result.output
    assert "MAU-0701  thị trấn Năm Căn" in result.output
    assert selected() == ["MAU-0501", "MAU-0502"]


@pytest.mark.parametrize(
    ("commune", "plan", "year", "message"),
    [
        ("Bến Nghé", PLAN, 2026, 'Không tìm thấy đơn vị cấp xã "Bến Nghé"'),
        ("huyen cai nuoc", PLAN, 2026, "Không tìm thấy đơn vị cấp xã"),
        ("MAU-0503", "ca-mau-2017", 2026, "Đang thực hiện: ca-mau-mau."),
        ("MAU-0503", PLAN, 2031, "các năm báo cáo: 2026"),
    ],
)
def test_what_cannot_be_chosen_is_refused_in_words(
    ca_mau: Province, commune: str, plan: str, year: int, message: str
) -> None:
    result = select(commune, plan=plan, year=year)

    assert result.exit_code == 1
    assert message in result.output
    assert selected() == ["MAU-0501", "MAU-0502"]


def test_the_list_can_be_narrowed(ca_mau: Province) -> None:
    assert "MAU-0501" in zones_command("list", "--plan", PLAN, "--year", "2026").output
    assert "Không có kế hoạch" in zones_command("list", "--year", "2031").output


def test_a_year_without_communes_is_said_so_in_plain_words(ca_mau: Province) -> None:
    unsaid = zones_command("select", "--plan", PLAN, "--year", "2026")
    both = zones_command("select", "MAU-0501", "--none", "--plan", PLAN, "--year", "2026")
    assert (unsaid.exit_code, both.exit_code) == (2, 2)
    assert "--none" in unsaid.output
    assert selected() == ["MAU-0501", "MAU-0502"]

    result = zones_command("select", "--none", "--plan", PLAN, "--year", "2026")

    assert result.exit_code == 0, result.output
    assert "Đã chọn 0 địa bàn chuyển hóa năm 2026" in result.output
    assert selected() == []
    assert with_store(lambda tx: obligations.of_unit(tx, ca_mau.tan_hung.id)) == []


def test_the_decision_is_kept_with_its_number_and_date(ca_mau: Province) -> None:
    result = zones_command(
        *("select", "MAU-0503", "--plan", PLAN, "--year", "2026", "--override", "Theo Thông báo 12/TB"),
        *("--decision", "Số 45/QĐ-BCĐ ngày 15/1/2026"),
    )

    assert result.exit_code == 0, result.output
    assert "  Quyết định số 45/QĐ-BCĐ ngày 15/1/2026 (tỉnh Cà Mau)" in zones_command("list").output


@pytest.mark.parametrize("decision", ["theo quyết định", "45/QĐ-BCĐ ngày 15/1/2099"])
def test_a_decision_that_cannot_be_read_writes_nothing(ca_mau: Province, decision: str) -> None:
    result = zones_command("select", "MAU-0503", "--plan", PLAN, "--year", "2026", "--decision", decision)

    assert result.exit_code == 1
    assert "--decision" in result.output
    assert selected() == ["MAU-0501", "MAU-0502"]


def outcome(result: str, *more: str, commune: str = "tan hung", note: str = "Theo biên bản kiểm tra") -> Result:
    return zones_command(
        "outcome", commune, "--plan", PLAN, "--year", "2026", "--result", result, "--note", note, *more
    )


def test_a_commune_is_recognised_only_with_its_figures_and_the_gate(ca_mau: Province, now: datetime) -> None:
    without = outcome("recognised", "--gate")
    assert without.exit_code == 1
    assert "Chưa công nhận được xã Tân Hưng: đạt 0/5" in without.output
    with_store(lambda tx: file_report(tx, ca_mau, ca_mau.officer, "year", 2026, dict(ALL_MET), now))  # type: ignore[arg-type]
    assert outcome("recognised").exit_code == 1
    assert outcome("recognised", "--no-gate").exit_code == 1

    done = outcome("recognised", "--gate")

    assert done.exit_code == 0, done.output
    assert "MAU-0502  xã Tân Hưng: công nhận chuyển hóa thành công (đạt 5/5, không phát sinh 0)" in done.output
    assert "xã Tân Hưng: công nhận chuyển hóa thành công" in zones_command("list").output
    assert zones_command("select", "MAU-0502", "--plan", PLAN, "--year", "2026", "--override", "Thử").exit_code == 0


def test_what_is_no_outcome_is_refused(ca_mau: Province) -> None:
    assert outcome("done").exit_code == 2
    assert outcome("carried_over", note="TỐI MẬT").exit_code == 1
    assert "Không tìm thấy" in outcome("carried_over", commune="hoa my").output
    assert outcome("carried_over").exit_code == 0


def relapse(on: str) -> Result:
    return zones_command(
        "relapse", "MAU-0502", "--plan", PLAN, "--year", "2026", "--on", on, "--note", "Tụ điểm trở lại"
    )


def test_a_relapse_follows_a_recognition(ca_mau: Province, now: datetime) -> None:
    assert "chưa được công nhận" in relapse("10/5/2026").output
    with_store(lambda tx: file_report(tx, ca_mau, ca_mau.officer, "year", 2026, dict(ALL_MET), now))  # type: ignore[arg-type]
    outcome("recognised", "--gate")

    assert relapse("20/3/2024").exit_code == 1
    assert relapse("10/5/2026").exit_code == 0
    assert "tái phức tạp từ 10/5/2026" in zones_command("list").output


def sheet(*given: str) -> Result:
    sets = [word for setting in given for word in ("--set", setting)]
    return zones_command("criteria", "hoa my", "--plan", PLAN, "--year", "2026", *sets)


def test_what_came_on_paper_is_entered_and_shown_here(ca_mau: Province) -> None:
    result = sheet("A4: 3", "d1: có", "A1: 1.234")

    assert result.exit_code == 0, result.output
    assert "A4. Số đối tượng sưu tra về hình sự: 3" in result.output
    assert "A1. Số vụ phạm pháp hình sự xảy ra: 1.234" in sheet().output
    assert "B1. Số vụ phạm tội về ma túy: –" in sheet().output


@pytest.mark.parametrize("wrong", ["X9: 3", "A1: 80%", "B5: TỐI MẬT", "B5: ông Trần Văn Mẫu, sinh năm 1980"])
def test_an_item_that_is_wrong_writes_nothing(ca_mau: Province, wrong: str) -> None:
    assert sheet("A2: 5", wrong).exit_code == 1
    assert "A2." in sheet().output
    assert "5" not in sheet().output.split("A2.")[1].split("\n")[0]
