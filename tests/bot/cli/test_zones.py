"""``baocao zones``."""

from datetime import datetime

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.cli import zones as cli
from bot.cli.common import with_store
from storage import obligations, zones
from tests import province
from tests.province import Province

PLAN = "ca-mau-mau"


@pytest.fixture
def built(database_url: str, monkeypatch: pytest.MonkeyPatch, now: datetime) -> Province:
    monkeypatch.setenv("BAOCAO_DATABASE_URL", database_url)
    return with_store(lambda tx: province.build(tx, now))


def zones_command(*words: str) -> Result:
    return CliRunner().invoke(cli.app, list(words))


def select(*communes: str, year: int = 2026, plan: str = PLAN, override: str | None = "Chọn thử") -> Result:
    reason = ["--override", override] if override else []
    return zones_command("select", *communes, "--plan", plan, "--year", str(year), *reason)


def selected(year: int = 2026) -> list[str]:
    return [unit.code for unit in with_store(lambda tx: zones.selected(tx, PLAN, year))]


def test_communes_are_chosen_by_code_or_by_a_name_without_diacritics(built: Province) -> None:
    result = select("MAU-0503", "tt nam can")

    assert result.exit_code == 0, result.output
    assert selected() == ["MAU-0503", "MAU-0701"]
    assert "Đã chọn 2 địa bàn chuyển hóa năm 2026; 4 báo cáo phải nộp mới." in result.output


def test_choosing_again_replaces_and_the_untouched_reports_go(built: Province) -> None:
    select("MAU-0503")

    assert selected() == ["MAU-0503"]
    assert with_store(lambda tx: obligations.of_unit(tx, built.tan_hung.id)) == []
    assert len(with_store(lambda tx: obligations.of_unit(tx, built.hoa_my.id))) == 2


def test_beyond_the_cap_nothing_is_written_without_a_reason(built: Province) -> None:
    result = select("MAU-0503", override=None)

    assert result.exit_code == 1
    assert "Cà Mau: chọn 1 địa bàn, quá mức tối đa 0 (15% của 4 đơn vị cấp xã; kế hoạch, mục II.2.a)." in result.output
    assert "--override" in result.output
    assert selected() == ["MAU-0501", "MAU-0502"]


def test_the_reason_is_kept_and_shown(built: Province) -> None:
    result = select("MAU-0503", override="Theo Thông báo 12/TB")

    assert "quá mức tối đa" in result.output
    listed = zones_command("list").output
    assert f"{PLAN} · năm 2026: 1 địa bàn chuyển hóa" in listed
    assert "MAU-0503  xã Hòa Mỹ" in listed
    assert "lý do: Theo Thông báo 12/TB" in listed


def test_within_the_cap_no_reason_is_asked_for(built: Province) -> None:
    with_store(lambda tx: province.many_communes(tx, built.nam_can, 20, first=1000))

    result = select("MAU-0501", "MAU-0502", "MAU-0503", override=None)

    assert result.exit_code == 0, result.output
    assert "quá mức" not in result.output


def test_a_name_two_communes_share_is_asked_about(built: Province) -> None:
    result = select("thi tran")

    assert result.exit_code == 1
    assert "MAU-0501  thị trấn Cái Nước" in result.output
    assert "MAU-0701  thị trấn Năm Căn" in result.output
    assert selected() == ["MAU-0501", "MAU-0502"]


@pytest.mark.parametrize(
    ("commune", "plan", "year", "said"),
    [
        ("Bến Nghé", PLAN, 2026, 'Không tìm thấy đơn vị cấp xã "Bến Nghé"'),
        ("huyen cai nuoc", PLAN, 2026, "Không tìm thấy đơn vị cấp xã"),
        ("MAU-0503", "ca-mau-2017", 2026, "Đang thực hiện: ca-mau-mau."),
        ("MAU-0503", PLAN, 2031, "các năm báo cáo: 2026"),
    ],
)
def test_what_cannot_be_chosen_is_refused_in_words(
    built: Province, commune: str, plan: str, year: int, said: str
) -> None:
    result = select(commune, plan=plan, year=year)

    assert result.exit_code == 1
    assert said in result.output
    assert selected() == ["MAU-0501", "MAU-0502"]


def test_the_list_can_be_narrowed(built: Province) -> None:
    assert "MAU-0501" in zones_command("list", "--plan", PLAN, "--year", "2026").output
    assert "Không có kế hoạch" in zones_command("list", "--year", "2031").output


def test_a_year_without_communes_is_said_so_in_plain_words(built: Province) -> None:
    unsaid = zones_command("select", "--plan", PLAN, "--year", "2026")
    both = zones_command("select", "MAU-0501", "--none", "--plan", PLAN, "--year", "2026")
    assert (unsaid.exit_code, both.exit_code) == (2, 2)
    assert "--none" in unsaid.output
    assert selected() == ["MAU-0501", "MAU-0502"]

    result = zones_command("select", "--none", "--plan", PLAN, "--year", "2026")

    assert result.exit_code == 0, result.output
    assert "Đã chọn 0 địa bàn chuyển hóa năm 2026" in result.output
    assert selected() == []
    assert with_store(lambda tx: obligations.of_unit(tx, built.tan_hung.id)) == []
