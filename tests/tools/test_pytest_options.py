"""Ways to run the tests: without pytest-xdist, and without PostgreSQL."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TESTS = """
def test_both(databases): pass
def test_transaction(tx): pass
def test_sqlite(sqlite_databases): pass
def test_postgres(postgres_databases): pass
def test_neither(now): pass
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A test file with one test for each way to use a database."""
    file = tmp_path / "test_sample.py"
    file.write_text(TESTS, encoding="utf-8")
    return file


def run(*options: str | Path) -> subprocess.CompletedProcess[str]:
    """pytest in a process of its own, with the fixtures and the settings of this project."""
    command = [sys.executable, "-m", "pytest", "-q", "-c", ROOT / "pyproject.toml", "-p", "tests.conftest", *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)


def test_without_xdist_every_fixture_of_the_databases_is_there(file: Path) -> None:
    """``--setup-plan`` looks every fixture up and starts none."""
    ended = run("-p", "no:xdist", "--setup-plan", file)

    assert "error" not in ended.stdout, ended.stdout
    assert "SETUP    S postgres_databases" in ended.stdout


def test_with_sqlite_only_nothing_needs_a_server(file: Path) -> None:
    ended = run("--sqlite-only", "--collect-only", file)

    collected = [line.partition("::")[2] for line in ended.stdout.splitlines() if "::" in line]
    assert collected == ["test_both[sqlite]", "test_transaction[sqlite]", "test_sqlite", "test_neither"], ended.stdout
    assert "4/7 tests collected (3 deselected)" in ended.stdout
