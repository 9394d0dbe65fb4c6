"""``baocao audit``."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import Connection, delete, update
from typer.testing import CliRunner

from bot.cli import app
from bot.cli.common import with_store
from locales import LANGUAGES, words
from storage.audit import audit
from storage.database.schema import audit as table
from tests.chat import file_report
from tests.province import Province


@pytest.fixture
def receipt(ca_mau: Province, now: datetime) -> str:
    """Two districts have filed their six months; the receipt of the first."""

    def filed(tx: Connection) -> str:
        first = file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, {"c01": 12}, now)
        file_report(tx, ca_mau, ca_mau.nam_can_officer, "six-months", 2026, {"c01": 3}, now)
        audit.record(tx, now, None, "somebody.knows", plan_id=ca_mau.plan.id)
        while audit.seal(tx, 10):
            pass
        return first.receipt

    return with_store(filed)


def auditing(*args: str) -> Result:
    return CliRunner().invoke(app, ["audit", *args])


def behind_our_back(change: object) -> None:
    with_store(lambda tx: tx.execute(change).rowcount)  # type: ignore[call-overload]


def test_the_log_tells_who_did_what_to_which_report(receipt: str) -> None:
    lines = auditing("list").output.splitlines()

    assert lines[0] == (
        "1  09:42 ngày 19/5/2026  Cán bộ mẫu Một: nộp báo cáo · 6 tháng năm 2026 · Chuyển hóa địa bàn · "
        f"UBND huyện Cái Nước (receipt={receipt}, version=1)"
    )
    assert "UBND huyện Năm Căn" in lines[1]
    assert lines[2] == "3  09:42 ngày 19/5/2026  Hệ thống: somebody.knows · ca-mau-mau"


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        ((), [1, 2, 3]),
        (("--unit", "MAU-07"), [2]),
        (("--unit", "MAU"), [1, 2]),
        (("--report", "six-months"), [1, 2]),
        (("--report", "six-months", "--unit", "MAU-05"), [1]),
        (("--since", "2026-05-19"), [1, 2, 3]),
        (("--since", "2026-05-20"), []),
        (("--limit", "1"), [3]),
    ],
)
def test_only_what_was_asked_for(receipt: str, wanted: tuple[str, ...], numbers: list[int]) -> None:
    assert [entry["number"] for entry in json.loads(auditing("list", "--json", *wanted).output)] == numbers


def test_one_report_by_its_receipt(receipt: str) -> None:
    assert [entry["number"] for entry in json.loads(auditing("list", "--json", "--report", receipt).output)] == [1]


def test_nothing_found_and_no_such_unit_are_told_apart(receipt: str) -> None:
    nothing, nobody = auditing("list", "--report", "annual"), auditing("list", "--unit", "MAU-99")

    assert (nothing.exit_code, nobody.exit_code) == (0, 1)
    assert "Không có dòng nhật ký nào" in nothing.output
    assert "Không có đơn vị mang mã MAU-99" in nobody.output


def test_a_log_that_is_whole(receipt: str) -> None:
    result = auditing("verify")

    assert result.exit_code == 0
    assert "Nhật ký nguyên vẹn: 3 dòng" in result.output


def test_each_wrong_row_is_named_with_what_is_wrong(receipt: str) -> None:
    behind_our_back(update(table).where(table.c.number == 2).values(person_id=None))
    result = auditing("verify")
    assert result.exit_code == 1
    assert "Dòng 2: nội dung không còn như khi niêm phong: đã bị sửa" in result.output

    behind_our_back(delete(table).where(table.c.number == 1))
    assert "Dòng 1: đã bị xóa." in auditing("verify").output


def test_the_end_cut_off_shows_against_what_was_noted(receipt: str) -> None:
    noted = json.loads(auditing("verify", "--json").output)
    behind_our_back(delete(table).where(table.c.number >= 2))
    with_store(
        lambda tx: audit.key_values.put(tx, audit.HEAD, {"count": 1, "seal": next(audit.sealed_records(tx)).seal})
    )

    assert auditing("verify").exit_code == 0
    result = auditing("verify", "--head", noted["seal"].upper(), "--count", str(noted["count"]))
    assert result.exit_code == 1
    assert "Dòng 2 đến 3: phần cuối của nhật ký đã bị cắt mất." in result.output


def test_a_head_without_its_count_says_nothing(receipt: str) -> None:
    result = auditing("verify", "--head", "ab")

    assert result.exit_code == 2
    assert "--head và --count đi cùng nhau" in result.output


def test_what_is_not_sealed_yet_is_said(receipt: str, now: datetime) -> None:
    with_store(lambda tx: audit.record(tx, now, None, "plan.closed"))

    assert "1 dòng mới chưa niêm phong" in auditing("verify").output
    assert json.loads(auditing("verify", "--json").output)["unsealed"] == 1


ROOT = Path(__file__).parents[3]
ACTION = re.compile(r"[a-z]+\.[a-z_]+")


def recorded() -> set[str]:
    """Every action that the code notes: named where it is recorded, or handed down to there."""
    actions: set[str] = set()
    for package in ("bot", "handlers", "storage"):
        for path in (ROOT / package).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            if "audit.record(" not in text:
                continue
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in ("audit.record", "_note", "_end"):
                    actions |= actions_in(node.args)
                elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "action":
                    actions |= actions_in([node.value])
    return actions


def actions_in(nodes: Iterable[ast.AST]) -> set[str]:
    """Only of what is spelled out there, not of calls within."""
    constants = (each_node for node in nodes if not isinstance(node, ast.Call) for each_node in ast.walk(node))
    return {
        node.value
        for node in constants
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and ACTION.fullmatch(node.value)
    }


def test_whatever_is_noted_has_words() -> None:
    actions = recorded()

    assert {"report.filed", "report.received_on_paper", "membership.revoked", "person.left"} <= actions
    for language in LANGUAGES:
        say = words(language)
        assert [action for action in sorted(actions) if f"cli.audit.action.{action}" not in say] == []
