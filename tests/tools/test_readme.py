"""What the README says is what the program has, and what it shows can be typed as it stands."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
import typer.main
from typer.testing import CliRunner

from bot.cli import app
from tests.tools.readme import README, commands, written

TEXT = README.read_text(encoding="utf-8")


def test_every_command_stands_in_the_table_with_what_it_takes() -> None:
    table = list(commands(typer.main.get_command(app)))
    assert any(line.startswith("| `baocao plans adopt KẾ-HOẠCH --as MÃ-MỚI --years NĂM [--dir") for line in table)
    assert any(line.startswith("| `baocao units import FILE [--dry-run]` | ") for line in table)


def test_the_tables_are_up_to_date() -> None:
    assert written(TEXT) == TEXT


def test_the_installation_can_be_typed_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(README.parent / "docs", tmp_path / "docs")
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"^```sh\n(.*?)^```", TEXT, re.M | re.S)
    lines = [shlex.split(line, comments=True) for block in blocks for line in block.splitlines()]
    typed = [line[1:] for line in lines if line[:1] == ["baocao"] and line[1] not in ("run", "doctor")]
    assert len(typed) == 7
    for words in typed:
        done = CliRunner().invoke(app, words)
        assert done.exit_code == 0, f"baocao {' '.join(words)}: {done.output}"
