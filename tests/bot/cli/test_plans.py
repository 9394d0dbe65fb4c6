"""``baocao plans`` as an administrator uses it."""

import json
from pathlib import Path
from typing import NoReturn

import pytest
from typer.testing import CliRunner, Result

from bot.cli.plans import app, say
from handlers.plans.text import gap_line, problem_line
from locales import LANGUAGES, words
from reporting.planning.adoption import plan_gaps
from storage.plans.files import PLANS, load_plan, shipped_plans

KEYS = ["plan", "report", "period", "level", "window", "wording", "rule", "last_day", "last_working_day", "in_force"]


def baocao(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_the_deadlines_of_a_year_as_json() -> None:
    rows = json.loads(baocao("deadlines", "ca-mau-2017", "--year", "2026", "--json").stdout)
    assert [list(row) for row in rows] == [KEYS, KEYS]
    assert rows[0] == {
        "plan": "ca-mau-2017",
        "report": "six-months",
        "period": "2026-H1",
        "level": None,
        "window": {"from": "2025-11-16", "until": "2026-05-15"},
        "wording": "gửi trước ngày 25/5",
        "rule": "before",
        "last_day": "2026-05-24",
        "last_working_day": "2026-05-22",
        "in_force": False,
    }


@pytest.mark.parametrize("plan_id", shipped_plans())
def test_every_plan_has_its_deadlines_as_json(plan_id: str) -> None:
    for year in (2017, 2024, 2030):
        rows = json.loads(baocao("deadlines", plan_id, "--year", str(year), "--json").stdout)
        assert len(rows) == len(load_plan(plan_id).reports)
        assert all(list(row) == KEYS for row in rows)


def test_the_deadlines_for_people_name_the_last_day() -> None:
    shown = baocao("deadlines", "ca-mau-2017", "--year", "2026").stdout
    assert "gửi trước ngày 25/5 · hạn cuối: hết ngày 24/5/2026 (Chủ Nhật) · ngày làm việc cuối cùng: 22/5/2026" in shown
    assert "chưa cấu hình" in baocao("deadlines", "dak-lak-2017", "--year", "2018").stdout
    assert "256/QĐ-BCĐ" in baocao("deadlines", "ninh-thuan-2022", "--year", "2022").stdout


def test_the_list_names_all_five() -> None:
    shown = baocao("list").stdout
    assert all(plan_id in shown for plan_id in shipped_plans())


@pytest.mark.parametrize("plan_id", shipped_plans())
def test_a_plan_can_be_shown_with_what_is_not_set(plan_id: str) -> None:
    result = baocao("show", plan_id)
    assert result.exit_code == 0
    plan = load_plan(plan_id)
    assert plan.title in result.stdout
    assert all(f"  {target.id} " in result.stdout for target in plan.targets)
    assert ("chưa cấu hình" in result.stdout) == (plan_id != "ca-mau-2017")


def test_checking_without_a_name_checks_them_all() -> None:
    result = baocao("check")
    assert result.exit_code == 0
    assert result.stdout.count("hợp lệ") == 5


def test_checking_a_broken_file_names_file_line_and_what_was_expected(tmp_path: Path) -> None:
    text = (PLANS / "ca-mau-2017.yaml").read_text(encoding="utf-8")
    path = tmp_path / "ca-mau-2026.yaml"
    path.write_text(text.replace("due: {before: 25/5}", "due: {before: 31/4}"), encoding="utf-8")
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "due: {before: 25/5}" in row)
    result = baocao("check", str(path), "dong-thap-2024")
    assert result.exit_code == 1
    assert f"ca-mau-2026.yaml, dòng {line}: 31/4: không phải năm nào cũng có ngày này." in result.stderr
    assert "dong-thap-2024: hợp lệ." in result.stdout


@pytest.mark.parametrize("text", ["", "- 1", "chỉ là chữ", "id: 2017-02-30", "a: !!x 1"])
def test_a_file_that_is_no_plan_is_answered_in_words(text: str, tmp_path: Path) -> None:
    path = tmp_path / "hong.yaml"
    path.write_text(text, encoding="utf-8")
    result = baocao("check", str(path))
    assert result.exit_code == 1
    assert "hong.yaml, dòng 1: " in result.stderr
    assert isinstance(result.exception, SystemExit)


def test_a_file_nobody_may_read_is_answered_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "kin.yaml"
    path.write_text("id: kin", encoding="utf-8")

    def closed(*_: object, **__: object) -> NoReturn:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", closed)
    result = baocao("check", str(path))
    assert result.exit_code == 1
    assert "kin.yaml: Permission denied" in result.stderr


def test_an_adopted_plan_is_named_by_its_id_like_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAOCAO_PLANS_DIR", str(tmp_path))
    assert baocao("adopt", "ca-mau-2017", "--as", "ca-mau-2026", "--years", "2026").exit_code == 0
    assert (tmp_path / "ca-mau-2026.yaml").is_file()
    assert "ca-mau-2026: hợp lệ." in baocao("check", "ca-mau-2026").stdout
    assert "ca-mau-2026: hợp lệ." in baocao("check").stdout
    assert "ca-mau-2026 · " in baocao("list").stdout
    rows = json.loads(baocao("deadlines", "ca-mau-2026", "--year", "2026", "--json").stdout)
    assert [(row["plan"], row["in_force"]) for row in rows] == [("ca-mau-2026", True)] * 2
    assert baocao("adopt", "ca-mau-2026", "--as", "ca-mau-2028", "--years", "2028").exit_code == 0


def test_deadlines_stand_by_date_a_level_s_before_its_parent_s(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    due = "due: {before: 25/5}"
    text = (PLANS / "ca-mau-2017.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace(due, f"{due}\n    levels: {{commune: {{working_days_before: 3}}}}"), encoding="utf-8")
    rows = json.loads(baocao("deadlines", str(path), "--year", "2026", "--json").stdout)
    assert [(row["level"], row["last_day"]) for row in rows] == [
        ("commune", "2026-05-20"),
        (None, "2026-05-24"),
        (None, "2026-11-24"),
    ]


@pytest.mark.parametrize(
    "command", [["show"], ["deadlines", "--year", "2026"], ["adopt", "--as", "x", "--years", "2026"]]
)
def test_an_unknown_plan_is_answered_with_the_known_ones(command: list[str]) -> None:
    result = baocao(command[0], "ca-mau", *command[1:])
    assert result.exit_code == 1
    assert "Không có kế hoạch hoặc tệp ca-mau." in result.stderr
    assert "ca-mau-2017" in result.stderr
    assert "Traceback" not in result.output


def test_adopting_lists_what_must_be_filled_in(tmp_path: Path) -> None:
    result = baocao("adopt", "dak-lak-2017", "--as", "dak-lak-2026", "--years", "2026-2027", "--dir", str(tmp_path))
    assert result.exit_code == 0
    must, should = result.stdout.split("Nên xem lại:")
    assert "Báo cáo quý I: hạn gửi (due)" in must
    assert "DL-1" in must
    assert "issued" in should
    live = load_plan(tmp_path / "dak-lak-2026.yaml")
    assert live.years == (2026, 2027)


def test_adopting_cà_mau_leaves_nothing_mandatory(tmp_path: Path) -> None:
    result = baocao("adopt", "ca-mau-2017", "--as", "ca-mau-2026", "--years", "2026", "--dir", str(tmp_path))
    assert "Không còn nội dung bắt buộc nào để trống." in result.stdout
    again = baocao("adopt", "ca-mau-2017", "--as", "ca-mau-2026", "--years", "2026", "--dir", str(tmp_path))
    assert again.exit_code == 1
    assert "không ghi đè" in again.stderr


@pytest.mark.parametrize(
    ("new_id", "years"),
    [
        ("ca-mau-2017", "2026"),
        ("../x", "2026"),
        ("Cà Mau", "2026"),
        ("x", "26"),
        ("x", "2027-2026"),
        ("fields", "2026"),
        ("x" * 61, "2026"),
    ],
)
def test_an_id_or_years_that_will_not_do_are_refused(new_id: str, years: str, tmp_path: Path) -> None:
    result = baocao("adopt", "ca-mau-2017", "--as", new_id, "--years", years, "--dir", str(tmp_path))
    assert result.exit_code == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("plan_id", shipped_plans())
def test_every_gap_has_words(plan_id: str, language: str) -> None:
    for gap in plan_gaps(load_plan(plan_id)):
        assert gap_line(words(language), gap)


def test_days_in_problems_are_written_as_people_read_them() -> None:
    from datetime import date

    from storage.plans.files import PlanProblem

    problem = PlanProblem("x.yaml", 3, "term_ends_early", {"start": date(2026, 1, 1), "until": date(2025, 1, 1)})
    assert problem_line(say, problem) == "x.yaml, dòng 3: hết hiệu lực ngày 1/1/2025, trước ngày bắt đầu 1/1/2026."
    assert say.language == "vi"
