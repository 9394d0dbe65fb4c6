"""One version number: the package, the changelog and ``baocao --version`` agree."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

from typer.testing import CliRunner

from bot.cli import app

ROOT = Path(__file__).parents[3]
HEADING = re.compile(r"^## (\d+\.\d+\.\d+) — (?:chưa phát hành|\d{1,2}/\d{1,2}/\d{4})$", re.M)


def headings() -> list[str]:
    """The versions in CHANGELOG.md, newest first: "## 0.2.0 — chưa phát hành", "## 0.1.0 — 30/6/2026"."""
    return HEADING.findall((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))


def test_the_package_has_the_newest_version_of_the_changelog() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert project["version"] == headings()[0]


def test_the_changelog_has_its_newest_version_first() -> None:
    numbers = [tuple(map(int, heading.split("."))) for heading in headings()]

    assert numbers == sorted(set(numbers), reverse=True)
    assert len(numbers) == (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").count("\n## ")


def test_the_command_prints_the_version_that_is_installed() -> None:
    ended = CliRunner().invoke(app, ["--version"])

    assert (ended.exit_code, ended.output) == (0, f"{version('baocao')}\n")
