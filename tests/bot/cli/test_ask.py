"""``baocao ask``: what other programs read, with a database and without."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app

KEYS = {"intent", "subject", "units", "level", "period", "against", "top"}


def asked(text: str, *more: str) -> dict[str, Any]:
    common = ["--plan", "ca-mau-2017", "--as", "leader", "--today", "2026-05-21", "--json"]
    result = CliRunner().invoke(app, ["ask", text, *common, *more])
    assert result.exit_code == 0, result.output
    data: dict[str, Any] = json.loads(result.stdout)
    return data


@pytest.fixture(autouse=True)
def _empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAOCAO_DATABASE_URL", f"sqlite:///{tmp_path / 'baocao.db'}")
    monkeypatch.chdir(tmp_path)


def test_a_question_is_a_query() -> None:
    data = asked("bao nhieu vu ma tuy 6 thang dau nam o huyen Nam Can")
    assert data["reading"] == "Hiểu là: số vụ phạm tội về ma túy · 6 tháng năm 2026 · UBND huyện Năm Căn"
    assert data["query"].keys() == KEYS
    assert data["query"] | {"level": None} == {
        "intent": "count",
        "subject": "c40",
        "units": ["MAU-07"],
        "level": None,
        "period": "2026-H1",
        "against": None,
        "top": None,
    }


def test_without_figures_there_is_a_reason_instead_of_an_answer() -> None:
    data = asked("huyện nào chưa nộp")
    assert data["answer"] is None
    assert data["reason"] == "Chưa có số liệu: kế hoạch này chưa được thực hiện trong cơ sở dữ liệu đang dùng."


@pytest.mark.parametrize("text", ["tỷ lệ khám phá đạt chưa", "chỉ tiêu nào chưa đạt", "tóm tắt", "xã nào chưa nộp"])
def test_a_plan_that_is_not_in_use_has_nothing_that_did_not_arise(text: str) -> None:
    data = asked(text)

    assert data["answer"] is None
    assert data["reason"].startswith("Chưa có số liệu")


def test_the_plan_answers_without_figures() -> None:
    assert "Trước ngày 25/11" in asked("hạn báo cáo năm")["answer"]


def test_other_readings_are_told_with_their_scores() -> None:
    data = asked("Cái Nước nộp chưa")
    other = data["alternatives"][0]
    assert other["query"]["units"] == ["MAU-0501"]
    assert 0 < other["score"] <= 1
    assert data["doubt"] == "unit"


def test_within_a_unit_others_are_unknown() -> None:
    assert asked("huyện Năm Căn nộp chưa", "--unit", "MAU-05")["query"]["units"] == []


def test_a_day_that_is_none() -> None:
    result = CliRunner().invoke(app, ["ask", "x", "--plan", "ca-mau-2017", "--as", "leader", "--today", "mai"])
    assert result.exit_code == 1
