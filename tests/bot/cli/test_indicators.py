"""``baocao indicators evaluate``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.cli import app
from storage.plans.files import load_plan, shipped_plans


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BAOCAO_PLANS_DIR", str(tmp_path / "plans-live"))
    return tmp_path


def run(plan: str, values: object, baseline: object = None, *more: str) -> Result:
    Path("values.json").write_text(values if isinstance(values, str) else json.dumps(values), encoding="utf-8-sig")
    given = ["--plan", plan, "--values", "values.json", *more]
    if baseline is not None:
        Path("baseline.json").write_text(json.dumps(baseline), encoding="utf-8")
        given += ["--baseline", "baseline.json"]
    return CliRunner().invoke(app, ["indicators", "evaluate", *given])


def judged(plan: str, values: object, baseline: object = None) -> dict[str, Any]:
    result = run(plan, values, baseline, "--json")
    assert result.exit_code == 0, result.output
    return {entry["id"]: entry for entry in json.loads(result.stdout)}


def test_a_sheet_is_judged_before_it_is_sent() -> None:
    assert judged("ca-mau-2017", {"c02": 10, "c03": 9})["CM-a2"] == {
        "id": "CM-a2",
        "num": 9,
        "den": 10,
        "shown": "90,0%",
        "target": "từ 80% trở lên",
        "verdict": "met",
    }


@pytest.mark.parametrize("plan_id", shipped_plans())
def test_every_target_is_listed_in_the_plan_s_order(plan_id: str) -> None:
    results = judged(plan_id, {})
    assert list(results) == [target.id for target in load_plan(plan_id).targets]
    assert {(result["verdict"], result["num"], result["den"], result["shown"]) for result in results.values()} == {
        ("missing", None, None, None)
    }


def test_a_baseline_stands_under_its_year() -> None:
    results = judged("ninh-thuan-2022", {"c01": 114, "c34": 3}, {"2019": {"c01": 120}, "2021": {"c34": 3}})
    assert (results["NT-1"]["num"], results["NT-1"]["den"], results["NT-1"]["shown"]) == (6, 120, "5,0%")
    assert results["NT-1"]["target"] == "giảm từ 5% trở lên so với năm 2019"
    assert [results[target_id]["verdict"] for target_id in ("NT-1", "NT-4")] == ["met", "not_met"]


def test_where_the_text_names_no_year_the_baseline_is_the_period_before() -> None:
    values = {"c01": 97, "c35": 10, "c36": 9, "c39": 10, "c41": 9}
    results = judged("dak-lak-2017", values, {"previous_period": {"c01": 100, "c35": 10, "c36": 5}})
    assert {name: result["verdict"] for name, result in results.items()} == {
        "DL-1": "met",
        "DL-2": "unclear",
        "DL-3": "missing",
        "DL-4": "unclear",
    }
    assert results["DL-1"]["target"] == "phấn đấu giảm từ 3% đến 5% so với giai đoạn trước"
    assert results["DL-2"]["shown"] == "50,0% → 90,0%"
    assert results["DL-4"]["target"] == "trên 90% trở lên"


def test_yes_no_and_what_did_not_arise() -> None:
    values = {"c14": False, "c15": "nil", "c16": True, "c16n": "Đã kiện toàn", "c06": "nil", "c07": "nil", "c13": 2}
    results = judged("ba-ria-vung-tau-2017", values)
    shown = {
        name: (results[name]["shown"], results[name]["verdict"]) for name in ("BV-1", "BV-8", "BV-6", "BV-4", "BV-7")
    }
    assert shown == {
        "BV-1": ("Không", "met"),
        "BV-8": (None, "not_arisen"),
        "BV-6": ("Có; nhận xét: Đã kiện toàn", "met"),
        "BV-4": (None, "not_arisen"),
        "BV-7": ("2 mô hình", "met"),
    }


def test_a_bare_percentage_says_how_it_is_read() -> None:
    assert judged("dong-thap-2024", {"a03": 20, "a04": 17})["DT-16"]["target"] == "85% (hiểu là từ 85% trở lên)"


def test_without_json_it_is_a_table_with_what_is_open_beneath() -> None:
    result = run("dak-lak-2017", {"c35": 10, "c36": 9, "c39": 10, "c41": 9}, {"previous_period": {"c35": 10, "c36": 5}})
    assert "DL-2  chưa rõ" in result.output
    assert "50,0% → 90,0% (tăng 40,0 điểm phần trăm; tăng 80,0% so với tỷ lệ cũ)" in result.output
    assert "Lưu ý DL-4: “đạt trên 90% trở lên” có hai cách hiểu" in result.output
    assert "Đạt 0, chưa đạt 0, không phát sinh 0, thiếu số liệu 2, chưa rõ 2." in result.output


def test_an_adopted_plan_and_a_file_are_found(folder: Path) -> None:
    adopted = CliRunner().invoke(app, ["plans", "adopt", "ca-mau-2017", "--as", "ca-mau-2026", "--years", "2026"])
    assert adopted.exit_code == 0, adopted.output
    for plan in ("ca-mau-2026", str(folder / "plans-live" / "ca-mau-2026.yaml")):
        assert judged(plan, {"c02": 10, "c03": 8})["CM-a2"]["verdict"] == "met"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            {"c02": "10"},
            'c02: cần số nguyên từ 0, ví dụ 12; chưa có thì null; không phát sinh thì "nil" (đang ghi "10")',
        ),
        ({"c02": 1.5}, "c02: cần số nguyên từ 0"),
        ({"c02": -1}, "c02: cần số nguyên từ 0"),
        ({"c02": True}, "c02: cần số nguyên từ 0"),
        ({"c14": 0}, "c14: cần true (có), false (không)"),
        ({"c16n": 3}, "c16n: cần chữ trong dấu ngoặc kép"),
        ([1], "Cần mã số liệu kèm giá trị. Ví dụ: "),
        ("{c02: 10}", "Tệp values.json không đúng dạng JSON (dòng 1)"),
        ('{"c02": 10, "c02": 9}', "c02: ghi hai lần"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_judged(values: object, message: str) -> None:
    result = run("ca-mau-2017", values, None, "--json")
    assert result.exit_code == 1
    assert message in result.output
    assert "verdict" not in result.output


def test_a_field_nobody_knows_is_said_and_left_out() -> None:
    result = run("ca-mau-2017", {"c2": 10, "c02": 10.0, "c03": 9}, None, "--json")
    assert result.exit_code == 0
    assert "c2: kế hoạch không có số liệu này, bỏ qua" in result.stderr
    assert json.loads(result.stdout)[3]["verdict"] == "met"


def test_files_and_plans_that_are_not_there(folder: Path) -> None:
    assert run("ca-mau-2071", {}).exit_code == 1
    missing = ["indicators", "evaluate", "--plan", "ca-mau-2017", "--values", "nowhere.json"]
    assert "Không đọc được tệp nowhere.json." in CliRunner().invoke(app, missing).output
    (folder / "values.json").write_bytes('{"c16n": "đã"}'.encode("utf-16"))
    assert "UTF-8" in CliRunner().invoke(app, [*missing[:-1], "values.json"]).output


def test_a_baseline_no_target_reads_is_said() -> None:
    result = run("dak-lak-2017", {"c01": 95}, {"2016": {"c01": 100}})
    assert result.exit_code == 0
    assert "2016: không chỉ tiêu nào so với mốc này, bỏ qua; kế hoạch so với: previous_period" in result.stderr


def test_a_plan_without_baselines_says_so() -> None:
    assert "2019: kế hoạch không có chỉ tiêu nào so với số liệu gốc" in run("ca-mau-2017", {}, {"2019": {}}).stderr
