"""`python -m tests.tools.mutants --seed 1 --count 200`: do the tests notice when a rule changes?

Changes one thing at a random place of `reporting/` or `handlers/` (a "mutant", see `mutations.py`), runs tests that
execute that line, and lists the changes that no test notices. The same seed on the same code gives the same mutants.

Why no library: mutmut makes all mutants (13,000 here) in a copy of the tree and cannot draw a sample with a seed;
it leaves out what is outside functions. cosmic-ray writes each mutant into the working tree and starts the whole
test command for it, without a choice of tests by coverage: with imports and database several seconds per mutant.
Here a parent process imports pytest and all libraries once and forks a child per mutant; the child compiles the
changed module in memory, imports the project with it, runs the tests and ends.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import importlib
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType

import hypothesis
import pytest

from tests.tools.line_tests import FOLDERS, QUIET, LineTests, load, measure
from tests.tools.mutations import sites

BROKEN = 70
"""The exit code of a child that could not run its tests: not the mutant's fault but ours."""
MUTANT_SIGNALS = {signal.SIGPROF, signal.SIGALRM, signal.SIGSEGV, signal.SIGABRT}
"""Out of time, or crashed; any other signal comes from outside and says nothing about the mutant."""


@dataclass(frozen=True)
class Mutant:
    path: Path
    line: int
    before: str
    after: str
    code: CodeType
    candidates: int
    """How many tests run the line."""
    tests: list[int]
    """What is run, in order: numbers in ``LineTests``."""


@dataclass(frozen=True)
class Result:
    mutant: Mutant
    caught: bool
    reason: str
    """The test that failed, or how the process ended."""


def sample(line_tests: LineTests, seed: int, count: int, most: int) -> Iterator[Mutant]:
    """Draws among all sites of all modules, then among what a site can become."""
    chance = random.Random(seed)
    places = []
    for path in sorted(path for folder in FOLDERS for path in Path(folder).rglob("*.py")):
        places += [(path, number) for number, _ in enumerate(sites(ast.parse(path.read_bytes())))]
    for path, number in chance.sample(places, min(count, len(places))):
        yield mutant(line_tests, path, number, chance.random(), most)


def mutant(line_tests: LineTests, path: Path, number: int, option: float, most: int) -> Mutant:
    """Changes site ``number`` of a module; ``option`` from 0 to below 1 says into what."""
    tree = ast.parse(path.read_bytes())
    site = sites(tree)[number]
    candidates = next((tests for lines in site.lines(tree) if (tests := line_tests.of(str(path), lines))), [])
    before = ast.unparse(tree).splitlines()
    site.replace(int(option * len(site.options)))
    after = ast.unparse(tree).splitlines()
    changes = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
    old, new = ("\n".join(side).strip() for side in zip(*changes, strict=True))
    code = compile(tree, str(path.resolve()), "exec")
    tests = line_tests.first(candidates + line_tests.others(candidates), most)
    return Mutant(path, site.node.lineno, old, new, code, len(candidates), tests)


class Selection:
    """A pytest plugin: of all collected tests only the chosen ones, in their order."""

    def __init__(self, tests: list[str]) -> None:
        self.tests = tests

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        by_id = {item.nodeid: item for item in items}
        items[:] = [by_id[test] for test in self.tests if test in by_id]


def run_tests(mutant: Mutant, line_tests: LineTests, folder: Path, unchanged: bool) -> int:
    """Imports the changed module in place of the real one and runs the tests: 0 where all of them pass.

    A signal ends the process after five times the usual processor time and 10 seconds.
    """
    os.setpgid(0, 0)
    usual = sum(line_tests.seconds[number] for number in mutant.tests)
    signal.setitimer(signal.ITIMER_PROF, 5 * usual + 10)  # whatever the load of the machine
    signal.alarm(int(20 * usual) + 120)  # for waiting without end, which costs no processor time
    output = os.open(folder / "output", os.O_WRONLY | os.O_CREAT)
    os.dup2(output, 1)
    os.dup2(output, 2)
    original = SourceFileLoader.get_code

    def get_code(loader: SourceFileLoader, name: str) -> CodeType | None:
        return mutant.code if Path(loader.path).resolve() == mutant.path.resolve() else original(loader, name)

    if not unchanged:
        SourceFileLoader.get_code = get_code
    tests = [line_tests.tests[number] for number in mutant.tests]
    files = dict.fromkeys(test.partition("::")[0] for test in tests)
    options = ["-x", "--tb=line", *QUIET, f"--basetemp={folder / 'temp'}"]
    return int(pytest.main([*options, *files], plugins=[Selection(tests)]))


def fork(work: Callable[[], int]) -> int:
    """Does the work in a child, whose exit code is its result; → the child's id."""
    sys.stdout.flush()
    if (child := os.fork()) == 0:
        status = BROKEN
        try:
            status = work()
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(status)
    return child


def results(mutants: Iterator[Mutant], line_tests: LineTests, workers: int, unchanged: bool) -> Iterator[Result]:
    """In the order in which they end."""
    running: dict[int, tuple[Mutant, Path]] = {}
    with tempfile.TemporaryDirectory(prefix="mutants-") as top:
        for mutant in mutants:
            if not mutant.tests:
                yield Result(mutant, False, "no test runs it")
                continue
            if len(running) >= workers:
                yield wait(running)
            folder = Path(tempfile.mkdtemp(dir=top))
            child = fork(partial(run_tests, mutant, line_tests, folder, unchanged))
            running[child] = mutant, folder
        while running:
            yield wait(running)


def wait(running: dict[int, tuple[Mutant, Path]]) -> Result:
    """Waits for the next child to end, and ends what it has left behind."""
    child, status = os.wait()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    mutant, folder = running.pop(child)
    output = folder.joinpath("output").read_text(errors="replace").splitlines()
    shutil.rmtree(folder)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) in MUTANT_SIGNALS:
        return Result(mutant, True, signal.Signals(os.WTERMSIG(status)).name)
    assert os.waitstatus_to_exitcode(status) in range(BROKEN), "\n".join([f"status {status}", *output])
    failures = [line for line in output if line.startswith(("FAILED", "ERROR"))]
    return Result(mutant, status != 0, next(iter(failures or output[-1:]), ""))


def prepare() -> LineTests:
    """The tests of each line, measured now if a file has changed; then imports all libraries."""
    phases = [hypothesis.Phase.explicit, hypothesis.Phase.generate]
    hypothesis.settings.register_profile("mutants", database=None, deadline=None, derandomize=True, phases=phases)
    hypothesis.settings.load_profile("mutants")
    line_tests = load()
    if line_tests is None:
        print("measuring which tests run which lines: some minutes ...")
        os.waitpid(fork(measure), 0)
        line_tests = load()
        assert line_tests is not None, "a file changed while the tests ran"
    for name in line_tests.imports:
        with contextlib.suppress(Exception), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            importlib.import_module(name)
    return line_tests


def description(result: Result, tests: list[str]) -> str:
    """→ "handlers/queue.py:66", the line before and after, then the tests that passed or the one that failed."""
    mutant = result.mutant
    functions = Counter(tests[number].partition("[")[0] for number in mutant.tests)
    lines = [f"{mutant.path}:{mutant.line}"]
    lines += [f"  - {line.strip()}" for line in mutant.before.splitlines()]
    lines += [f"  + {line.strip()}" for line in mutant.after.splitlines()]
    if result.caught:
        return "\n".join([*lines, f"  caught: {result.reason}"])
    lines += [f"  passed: {len(mutant.tests)} tests; {mutant.candidates} run the line"]
    return "\n".join([*lines, *(f"    {name}" + f" ({count})" * (count > 1) for name, count in functions.items())])


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="do the tests notice when a rule changes?")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--tests", type=int, default=60, help="at most so many tests for each, short ones apart")
    parser.add_argument("--workers", type=int, default=2, choices=(1, 2))
    parser.add_argument("--least", type=float, default=0, help="exit with 1 if a smaller share is caught, in per cent")
    parser.add_argument("--unchanged", action="store_true", help="the same tests on the code as it is: none may fail")
    parser.add_argument("--verbose", action="store_true", help="also list what was caught, and by which test")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    line_tests = prepare()
    began, survivors, total = time.monotonic(), [], 0
    mutants = sample(line_tests, options.seed, options.count, options.tests)
    for result in results(mutants, line_tests, options.workers, options.unchanged):
        total += 1
        if not result.caught:
            survivors.append(result)
        elif options.verbose or options.unchanged:
            print(description(result, line_tests.tests), flush=True)
    for result in sorted(survivors, key=lambda result: (result.mutant.path, result.mutant.line)):
        if not options.unchanged:
            print(description(result, line_tests.tests))
    caught, minutes = total - len(survivors), (time.monotonic() - began) / 60
    share = 100 * caught / total
    print(f"seed {options.seed}: caught {caught} of {total} ({share:.1f} %) in {minutes:.1f} minutes")
    return int(share < options.least)


if __name__ == "__main__":
    sys.exit(main())
