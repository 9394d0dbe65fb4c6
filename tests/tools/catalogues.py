"""`python -m tests.tools.catalogues`: both languages have the same keys and placeholders; the code uses no other."""

from __future__ import annotations

import ast
import re
import string
import sys
from collections.abc import Iterator
from pathlib import Path

from locales import LANGUAGES, CatalogueText, catalogue

ROOT = Path(__file__).parents[2]
CODE = ("bot", "handlers", "storage", "reporting")
KEY = re.compile(r"[a-z_]+\.[a-z0-9_.]+")
CALLS = ("words", "say", "add_message")
"""What is called with a key: ``words("filing.progress")``, ``turn.add_message("filing.progress")``."""


def placeholders(message: CatalogueText) -> set[str]:
    texts = message if isinstance(message, tuple) else (message,)
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}


def key_of(node: ast.AST) -> str | None:
    """The key a call asks for: ``words("report.progress")``, ``turn.add_message("report.progress")``."""
    if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
        return None
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    key = node.args[0].value
    return key if called in CALLS and isinstance(key, str) and KEY.fullmatch(key) else None


def used() -> Iterator[tuple[str, str]]:
    """(key, file) of every key written out in the code."""
    for package in CODE:
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if key := key_of(node):
                    yield key, str(path.relative_to(ROOT))


def mentioned() -> tuple[set[str], tuple[str, ...]]:
    """Every string written out in the code, and what f-strings begin with: ``f"text.role.{role}"`` → "text.role."."""
    strings: set[str] = set()
    beginnings: set[str] = set()
    for package in CODE:
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    strings.add(node.value)
                elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                    beginnings.add(str(node.values[0].value))
    return strings, tuple(beginning for beginning in beginnings if "." in beginning)


def problems() -> list[str]:
    vi, *others = (catalogue(language) for language in LANGUAGES)
    problem_lines = []
    for language, other in zip(LANGUAGES[1:], others, strict=True):
        problem_lines += [f"{language}: thiếu {key}" for key in sorted(vi.keys() - other.keys())]
        problem_lines += [f"vi: thiếu {key}" for key in sorted(other.keys() - vi.keys())]
        problem_lines += [
            f"{language}: {key} có {sorted(placeholders(other[key]))}, bản vi có {sorted(placeholders(vi[key]))}"
            for key in sorted(vi.keys() & other.keys())
            if placeholders(vi[key]) != placeholders(other[key])
        ]
    problem_lines += [
        f"{language}: {key} trống" for language in LANGUAGES for key, text in catalogue(language).items() if not text
    ]
    problem_lines += [f"{path}: {key} không có trong danh mục" for key, path in used() if key not in vi]
    strings, beginnings = mentioned()
    descriptions = {f"{key.partition('.')[0]}.command.{key.rpartition('.')[2]}" for key in vi if ".command." in key}
    unused = vi.keys() - strings - descriptions
    problem_lines += [f"vi: không nơi nào dùng {key}" for key in sorted(unused) if not key.startswith(beginnings)]
    problem_lines += [
        f"{path.name}: {key} không bắt đầu bằng tên danh mục"
        for path in sorted((ROOT / "locales" / LANGUAGES[0]).glob("*.po"))
        for key in re.findall(r'^msgid "([^"]+)"', path.read_text(encoding="utf-8"), re.MULTILINE)
        if key.partition(".")[0] != path.stem
    ]
    return problem_lines


if __name__ == "__main__":
    if found := problems():
        sys.exit("\n".join(found))
    print(f"{len(catalogue('vi'))} thông báo, đủ cả {', '.join(LANGUAGES)}")
