"""Which tests run which line of `reporting/` and `handlers/`, measured once and kept in a file until a file changes."""

from __future__ import annotations

import functools
import gc
import hashlib
import importlib
import json
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest
from coverage import Coverage

FOLDERS = ("handlers", "reporting")
FAST = ["-k", "not postgres and not simulation", "-m", "not browser and not crash"]
"""What is measured: tests on SQLite, without a browser, processes that are killed, or the simulation."""
QUIET = ["-q", "-p", "no:xdist", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
"""PostgreSQL's fixtures need xdist; pytest's plugins were imported before it could rewrite their assertions."""
CACHE = Path(".mutants.json")
SOURCES = (".py", ".yaml", ".po", ".toml")
MOST_SECONDS = 10
SHORT_SECONDS = 5
"""How much processor time the tests of a mutant may take together, as measured with the tracer: see ``first``."""
CHEAPEST = 30
"""How many tests of a line are run by cost; the order of the others is random, always the same."""
CASES = 5
"""How many cases of a parametrised test are run before other tests have their turn."""


@dataclass(frozen=True)
class LineTests:
    """Tests are numbers here, places in ``tests``."""

    key: str
    tests: list[str]
    seconds: list[float]
    """How much processor time each test takes, with the tracer."""
    sizes: list[int]
    """How many lines of ``FOLDERS`` each test runs."""
    lines: dict[str, dict[str, list[int]]]
    """Path → line → tests."""
    imports: list[str]
    """The modules outside the project that the tests import."""

    def of(self, path: str, lines: Iterable[int]) -> list[int]:
        """The tests that run any of the lines: the cheapest in order, then the others mixed, which differ more."""
        file_lines = self.lines.get(path, {})
        numbers = self.in_order({number for line in lines for number in file_lines.get(str(line), ())})
        others = numbers[CHEAPEST:]
        random.Random(0).shuffle(others)
        return numbers[:CHEAPEST] + others

    def others(self, numbers: list[int]) -> list[int]:
        """The other tests of the same files, in order: a fixture or a cache may have run the line for them."""
        files = {file_of(self.tests[number]) for number in numbers}
        return self.in_order({number for number, test in enumerate(self.tests) if file_of(test) in files} - {*numbers})

    def in_order(self, numbers: set[int]) -> list[int]:
        """Short and specific tests first; five cases of a function, then other functions before the sixth."""
        cheapest = sorted(numbers, key=lambda number: (self.seconds[number] * self.sizes[number], self.tests[number]))
        rounds: dict[int, int] = {}
        counts: defaultdict[str, int] = defaultdict(int)
        for number in cheapest:
            function = self.tests[number].partition("[")[0]
            rounds[number] = counts[function] // CASES
            counts[function] += 1
        return sorted(cheapest, key=lambda number: rounds[number])

    def first(self, numbers: list[int], most: int) -> list[int]:
        """At least one test, and as many as allowed: ``most``, more where they take no ``SHORT_SECONDS`` together."""
        total, chosen = 0.0, []
        for number in numbers:
            limit = MOST_SECONDS if len(chosen) < most else SHORT_SECONDS
            if not chosen or total + self.seconds[number] <= limit:
                total += self.seconds[number]
                chosen.append(number)
        return chosen


def file_of(test: str) -> str:
    return test.partition("::")[0]


class Recorder:
    """A pytest plugin that writes ``CACHE``. The compiled tracer of coverage.py makes the tests take 1.8 times as long.

    The context is the test; while a file of tests is imported, it is that file.
    """

    def __init__(self, key: str) -> None:
        self.key = key
        self.coverage = Coverage(data_file=None, source=list(FOLDERS), config_file=False, messages=False)
        self.coverage.start()
        for path in (path for folder in FOLDERS for path in sorted(Path(folder).rglob("*.py"))):
            importlib.import_module(".".join(path.with_suffix("").parts).removesuffix(".__init__"))
        self.caches: list[functools._lru_cache_wrapper] = []
        self.file = ""
        self.seconds: dict[str, float] = {}
        self.failed: set[str] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> Iterator[None]:
        self.coverage.switch_context(collector.nodeid if isinstance(collector, pytest.Module) else "")
        return (yield)

    def pytest_collection_finish(self) -> None:
        caches = [value for value in gc.get_objects() if isinstance(value, functools._lru_cache_wrapper)]
        self.caches = [cache for cache in caches if Path(cache.__module__.partition(".")[0]).is_dir()]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Empties the project's caches for each file, else only the first file of all would run the lines."""
        if file_of(item.nodeid) != self.file:
            self.file = file_of(item.nodeid)
            for cache in self.caches:
                cache.cache_clear()
        self.coverage.switch_context(item.nodeid)
        before = time.process_time()
        result = yield
        self.seconds[item.nodeid] = round(time.process_time() - before, 4)
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if not report.passed:
            self.failed.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        self.coverage.stop()
        tests = [test for test in self.seconds if test not in self.failed]
        numbers: defaultdict[str, list[int]] = defaultdict(list)
        for number, test in enumerate(tests):
            numbers[test].append(number)
            numbers[file_of(test)].append(number)
        data, lines = self.coverage.get_data(), {}
        for file in sorted(data.measured_files()):
            contexts = data.contexts_by_lineno(file)
            lines[str(Path(file).relative_to(Path.cwd()))] = {
                str(line): sorted({number for name in names for number in numbers[name]})
                for line, names in contexts.items()
            }
        counts = Counter(number for by_line in lines.values() for line in by_line.values() for number in line)
        sizes = [counts[number] for number in range(len(tests))]
        seconds = [self.seconds[test] for test in tests]
        CACHE.write_text(json.dumps(asdict(LineTests(self.key, tests, seconds, sizes, lines, libraries()))))


def libraries() -> list[str]:
    """The imported modules that are none of the project's, in the order in which they were imported.

    The order matters: `_asyncio` before `asyncio` leaves half of asyncio without its compiled functions.
    """
    root = str(Path.cwd())
    files = {name: getattr(module, "__file__", None) or "" for name, module in sys.modules.items()}
    return [name for name, file in files.items() if "__" not in name and not is_under(file, root)]


def is_under(file: str, root: str) -> bool:
    return file.startswith(root + "/") and "site-packages" not in file


def fingerprint() -> str:
    """Changes with every file that tests could read."""
    folders = [path for path in Path().iterdir() if path.is_dir() and not path.name.startswith(".")]
    paths = sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in SOURCES)
    digest = hashlib.sha256()
    for path in [*paths, Path("pyproject.toml")]:
        digest.update(str(path).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def load() -> LineTests | None:
    """What the last ``measure`` wrote; None if a file has changed since."""
    if not CACHE.exists():
        return None
    line_tests = LineTests(**json.loads(CACHE.read_text()))
    return line_tests if line_tests.key == fingerprint() else None


def measure() -> int:
    """Runs the tests and writes ``CACHE``; for a process of its own, because it imports the project."""
    return int(pytest.main([*FAST, *QUIET, "--tb=short"], plugins=[Recorder(fingerprint())]))
