"""The check that tests mirror the packages, tried on a small project."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools import mirror

MODULE, OWN_TEST = "handlers/review/accept.py", "tests/handlers/review/test_accept.py"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one module and no tests."""
    monkeypatch.setattr(mirror, "ROOT", tmp_path)
    monkeypatch.setattr(mirror, "COVERED_BY", {})
    write(tmp_path, "handlers/__init__.py", "handlers/review/__init__.py", MODULE)
    return tmp_path


def write(project: Path, *names: str) -> None:
    for name in names:
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).touch()


def test_a_module_without_a_test_file_is_named(project: Path) -> None:
    assert mirror.problems() == [f"{MODULE}: neither {OWN_TEST} nor a line here"]


def test_a_test_file_of_its_name_is_enough(project: Path) -> None:
    write(project, OWN_TEST)
    assert mirror.problems() == []


def test_a_line_with_another_test_file_is_enough(project: Path) -> None:
    write(project, "tests/handlers/review/test_queue.py")
    mirror.COVERED_BY[MODULE] = "tests/handlers/review/test_queue.py"
    assert mirror.problems() == []


def test_a_line_whose_test_file_is_gone_is_named(project: Path) -> None:
    mirror.COVERED_BY[MODULE] = "tests/handlers/review/test_queue.py"
    assert mirror.problems() == [f"{MODULE}: tests/handlers/review/test_queue.py is gone"]


@pytest.mark.parametrize("name", [MODULE, "handlers/review/gone.py"])
def test_a_line_that_is_not_needed_is_named(project: Path, name: str) -> None:
    write(project, OWN_TEST)
    mirror.COVERED_BY[name] = OWN_TEST
    assert mirror.problems() == [f"{name}: has a test file of its own, or is gone; its line goes"]


def test_the_project_has_no_problems() -> None:
    assert mirror.problems() == []
