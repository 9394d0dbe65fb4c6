"""The changes that `make mutants` makes, each on one line of code."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools.line_tests import LineTests
from tests.tools.mutants import mutant
from tests.tools.mutations import sites

IN_A_FUNCTION = [
    ("late < 3", ["late <= 3", "late >= 3", "late < 4", "late < 2"]),
    ("late >= limit", ["late > limit", "late < limit"]),
    ("state == OWED", ["state != OWED"]),
    ("unit in units", ["unit not in units"]),
    ("report is None", ["report is not None"]),
    ("filed and late", ["filed or late"]),
    ("not filed", ["filed"]),
    ("days + rest", ["days - rest"]),
    ("amount * rate", ["amount // rate"]),
    ("amount / total", ["amount * total"]),
    ("x = 'xã ' + name", ["x = 'xã '", "x = name"]),
    ("old | new", ["old", "new"]),
    ("count += late", ["count -= late"]),
    ("min(days, last)", ["max(days, last)"]),
    ("any(reports)", ["all(reports)"]),
    ("len(units)", ["len(units) + 1"]),
    ("sorted(units)", ["sorted(units, reverse=True)"]),
    ("units[:most]", ["units[most:]"]),
    ("x = sorted(units, reverse=True)", ["x = sorted(units, reverse=False)"]),
    ("x = 1 if filed else n", ["x = 2 if filed else n", "x = 0 if filed else n", "x = 1 if not filed else n"]),
    ("x = [unit for unit in units if unit.owes]", ["x = [unit for unit in units if not unit.owes]"]),
    ("turn.say('đã nộp')", ["pass"]),
]

RETURNS = [
    ("str | None", "return name", ["return None"]),
    ("bool", "return is_late(report)", ["return not is_late(report)"]),
    ("bool", "return True", ["return False"]),
    ("str", "return name", ["return ''"]),
    ("tuple[Report, ...]", "return reports", ["return ()"]),
    ("None", "return turn.go(page)", ["return None"]),
    ("Report", "return report", []),
    ("None", "return None", []),
]

ALONE = [
    '"""A module has 1 docstring."""',
    "Value = Literal[1, 2]",
    "Value = int | str",
    "Value: TypeAlias = 'int | str'",
    "if TYPE_CHECKING:\n    import handlers",
    "def f() -> Literal[1]: ...",
    "assert late < 3",
    "logger.info('late', 3)",
    "class A:\n    def __repr__(self) -> str:\n        return f'{self.id + 1}'",
    "@dataclass(frozen=True, order=True)\nclass A: ...",
    "x = zip(units, reports, strict=True)",
]


def changed(source: str) -> list[str]:
    """Every module that the source can become."""
    modules = []
    for number, site in enumerate(sites(ast.parse(source))):
        for option in range(len(site.options)):
            tree = ast.parse(source)
            sites(tree)[number].replace(option)
            compile(tree, "changed", "exec")
            modules.append(ast.unparse(tree))
    return modules


@pytest.mark.parametrize(("line", "expected"), IN_A_FUNCTION)
def test_a_line_becomes(line: str, expected: list[str]) -> None:
    lines = [module.splitlines()[-1].strip() for module in changed(f"def f():\n    {line}")]
    if line.endswith(")") and not line.startswith(("x =", "turn")):  # a call alone on its line can go as well
        expected = ["pass", *expected]
    assert sorted(lines) == sorted(expected)


@pytest.mark.parametrize(("annotation", "line", "expected"), RETURNS)
def test_what_is_returned_becomes_another_value_of_its_type(annotation: str, line: str, expected: list[str]) -> None:
    lines = [module.splitlines()[-1].strip() for module in changed(f"def f() -> {annotation}:\n    {line}")]
    assert lines == expected


@pytest.mark.parametrize("source", ALONE)
def test_left_alone(source: str) -> None:
    assert changed(source) == []


def test_a_condition_is_turned_around() -> None:
    assert changed("def f():\n    if filed:\n        pass") == ["def f():\n    if not filed:\n        pass"]


def test_default_values_change() -> None:
    heads = [module.splitlines()[0] for module in changed("def f(most=10, *, name='xã', all=False): ...")]
    assert heads == [
        "def f(most=10, *, name='xã*', all=False):",
        "def f(most=10, *, name='xã', all=True):",
        "def f(most=11, *, name='xã', all=False):",
        "def f(most=9, *, name='xã', all=False):",
    ]


MODULE = """
MOST = 3

def late(days: int, limit: int = 30) -> bool:
    return days > limit

def early(days: int) -> bool:
    return days < MOST
"""


def line_tests(lines: dict[str, list[int]], seconds: list[float], tests: list[str]) -> LineTests:
    return LineTests("key", tests, seconds, [1] * len(tests), {"rule.py": lines}, [])


def lines_that_matter(number: int) -> list[set[int]]:
    tree = ast.parse(MODULE)
    return list(sites(tree)[number].lines(tree))


def test_a_constant_concerns_the_functions_that_name_it() -> None:
    assert lines_that_matter(0) == [{2}, {2}, {8}, {2, 4, 5, 7, 8}]


def test_a_default_value_concerns_its_function() -> None:
    assert lines_that_matter(1) == [{4}, {4}, {5}]


def test_what_a_function_runs_concerns_nobody_else() -> None:
    assert lines_that_matter(2) == [{5}, {5}]


def test_the_shortest_tests_first_and_no_function_with_many_cases_pushes_out_the_others() -> None:
    tests = [*(f"test_case[{number}]" for number in range(8)), "test_slow"]
    table = line_tests({"5": list(range(8)), "6": [8]}, [0.1] * 8 + [9.0], tests)
    assert [tests[number] for number in table.of("rule.py", [5, 6])] == [*tests[:5], "test_slow", *tests[5:8]]
    assert table.of("rule.py", [7]) == []


def test_beyond_the_wanted_number_only_what_takes_little_time() -> None:
    table = line_tests({}, [3.0, 1.5, 9.0, 0.1, 11.0], ["test_a", "test_b", "test_c", "test_d", "test_e"])
    assert table.first([0, 1, 2, 3, 4], 1) == [0, 1, 3]
    assert table.first([2, 1, 3], 1) == [2]
    assert table.first([2, 1, 3], 3) == [2, 3]
    assert table.first([4], 1) == [4]


def test_a_mutant_names_its_line_what_changed_and_its_tests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("rule.py").write_text(MODULE)
    boundary = mutant(line_tests({"5": [0]}, [0.1], ["test_late"]), Path("rule.py"), 2, 0.0, 60)
    assert (boundary.line, boundary.before, boundary.after) == (5, "return days > limit", "return days >= limit")
    assert boundary.tests == [0]
    assert Path("rule.py").read_text() == MODULE


TESTS = """
from rule import early, late

def test_late():
    assert late(31)

def test_early():
    assert early(2) and not early(3)
"""

RUN = """
from pathlib import Path
from tests.tools.line_tests import LineTests
from tests.tools.mutants import mutant, results

tests = ["test_rule.py::test_late", "test_rule.py::test_early"]
line_tests = LineTests("key", tests, [0.1, 0.1], [1, 1], {"rule.py": {"5": [0], "8": [1]}}, [])
for unchanged in (False, True):
    mutants = (mutant(line_tests, Path("rule.py"), site, 0.0, 60) for site in (2, 3))
    for result in results(mutants, line_tests, 1, unchanged):
        print(result.caught, result.mutant.after, result.reason)
"""


def test_the_tests_run_on_the_changed_module_and_its_file_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "rule.py").write_text(MODULE)
    (tmp_path / "test_rule.py").write_text(TESTS)
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    run = subprocess.run([sys.executable, "-c", RUN], cwd=tmp_path, env=environment, capture_output=True, text=True)
    lines = [re.sub(r" - .*| [\d.]+s$", "", line) for line in run.stdout.splitlines()]
    assert lines == [
        "False return days >= limit 2 passed in",
        "True return days <= MOST FAILED test_rule.py::test_early",
        "False return days >= limit 2 passed in",
        "False return days <= MOST 2 passed in",
    ], run.stderr
    assert (tmp_path / "rule.py").read_text() == MODULE
