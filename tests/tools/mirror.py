"""`python -m tests.tools.mirror`: every module has a test file of its name, or a line below with another one.

``handlers/review/accept.py`` is tested in ``tests/handlers/review/test_accept.py``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "handlers", "storage", "reporting")
COVERED_BY: dict[str, str] = {}
"""Module without a test file of its name → the test file that covers it."""


def modules() -> Iterator[Path]:
    """Every module but ``__init__``, the migrations and what only declares a dialog's state."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            relative = path.relative_to(ROOT)
            if path.stem not in ("__init__", "state", "__main__") and "migrations" not in relative.parts:
                yield relative


def test_file(module: Path) -> Path:
    return Path("tests") / module.parent / f"test_{module.name}"


def problems() -> list[str]:
    without = {str(module): module for module in modules() if not (ROOT / test_file(module)).exists()}
    found = [
        f"{name}: neither {test_file(module)} nor a line here"
        for name, module in without.items()
        if name not in COVERED_BY
    ]
    found += [
        f"{name}: has a test file of its own, or is gone; its line goes" for name in COVERED_BY if name not in without
    ]
    found += [f"{name}: {covering} is gone" for name, covering in COVERED_BY.items() if not (ROOT / covering).exists()]
    return found


if __name__ == "__main__":
    if found := problems():
        sys.exit("\n".join(found))
    print(f"{sum(1 for _ in modules())} modules, {len(COVERED_BY)} of them covered by a test file of another name")
