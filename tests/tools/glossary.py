"""`python -m tests.tools.glossary`: the names of code in the documents exist in the code.

In `docs/glossary.md` the column "In the code" is checked, in the other documents everything between backticks that has
the form of a name of this project. Recognised are paths (`bot/demo/data/ca-mau.yaml`, `chart_*.py`), dotted names
(`reporting.plan.plan.Plan`, `plan.Plan`, `Plan.form`), action ids (`filing.open`), keys of
the catalogues, `baocao` commands, settings and, in the glossary, single names (`Plan`, `valid_from`).
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import typer.main
from typer.core import TyperGroup

from bot.cli import app
from bot.settings import Settings
from handlers.registry import FEATURES, build_registry
from locales import catalogue
from storage.database.schema import metadata

ROOT = Path(__file__).parents[2]
GLOSSARY = ROOT / "docs" / "glossary.md"
DOCUMENTS = (
    *sorted((ROOT / "docs" / "decisions").glob("*.md")),
    *(ROOT / "docs" / name for name in ("architecture.md", "operations.md", "web-channel.md")),
    ROOT / "CONTRIBUTING.md",
)
PACKAGES = ("bot", "handlers", "storage", "reporting", "locales")
FOLDERS = (*PACKAGES, "plans", "tests", "docs")
CAPABILITIES = {feature.name for feature in FEATURES}
FILE = re.compile(r"[\w*<>…/.-]+\.(py|po|yaml|md|toml|zip|csv)|[\w-]+(/[\w.*<>…-]*)+")
NAME = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*(\(.*\))?")
OTHER_LIBRARIES = ("np", "orjson", "asyncio", "pytest")


class Names:
    """Every name the code defines: modules, what stands in them, members of classes, tables, columns, action ids."""

    def __init__(self) -> None:
        self.files = [str(path.relative_to(ROOT)) for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
        self.files += [path.name for path in ROOT.iterdir()]
        self.dotted: set[str] = set()
        self.words: set[str] = set()
        for package in PACKAGES:
            for path in sorted((ROOT / package).rglob("*.py")):
                module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
                self._add(module)
                tree = ast.parse(path.read_text(encoding="utf-8"))
                for name in defined(tree):
                    self._add(f"{module}.{name}")
                if path.stem == "__init__":  # what a package offers under its own name
                    for name in imported(tree):
                        self._add(f"{module}.{name}")
                self.words |= set(texts(tree))
        for table in metadata.tables.values():
            self._add(table.name)
            for column in table.columns:
                self._add(f"{table.name}.{column.name}")
        registry = build_registry()
        self.dotted |= {*registry.actions, *registry.dialogs, *catalogue("vi")}
        self.commands = set(commands(typer.main.get_command(app)))
        self.settings = {f"BAOCAO_{name.upper()}" for name in Settings.model_fields}

    def _add(self, dotted: str) -> None:
        """A name and its endings: "a.b.C.d", "b.C.d", "C.d", "d"."""
        parts = dotted.split(".")
        self.dotted |= {".".join(parts[start:]) for start in range(len(parts))}

    def has(self, token: str) -> bool:
        """Whether the code knows what stands between backticks. True for what does not look like a name."""
        token = token.strip()
        if token.startswith("baocao "):
            return token in self.commands or any(
                token.startswith(known.removesuffix("…")) for known in self.commands if known.endswith("…")
            )
        if token.startswith("BAOCAO_"):
            name = re.split("[=…]", token)[0]
            return name in self.settings or (
                token.endswith("…") and any(known.startswith(name) for known in self.settings)
            )
        if FILE.fullmatch(token):
            return self.has_file(token)
        if not NAME.fullmatch(token):
            return True
        dotted = token.partition("(")[0]
        return dotted in self.dotted or dotted in self.words or dotted.partition(".")[0] in OTHER_LIBRARIES

    def has_file(self, token: str) -> bool:
        pattern = re.sub(r"<\w+>|…", "*", token.rstrip("/"))
        return any(fnmatch(file, pattern) or fnmatch(file, f"*/{pattern}") for file in self.files)


def texts(tree: ast.AST) -> Iterator[str]:
    """Every string written out in the code: kinds, states and keys that are stored."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def imported(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            yield from (alias.asname or alias.name for alias in node.names)


def defined(tree: ast.AST, owner: str = "") -> Iterator[str]:
    """Names bound at the top of a module or class: functions, classes with their members, variables."""
    for node in getattr(tree, "body", []):
        match node:
            case ast.ClassDef(name=name):
                yield owner + name
                yield from defined(node, f"{owner}{name}.")
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield owner + name
                yield from (owner + attribute.attr for attribute in assigned(node))
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield owner + name
            case ast.Assign(targets=targets):
                yield from (owner + target.id for target in targets if isinstance(target, ast.Name))


def assigned(function: ast.AST) -> Iterator[ast.Attribute]:
    """The attributes a method sets: ``self.name = …``."""
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node


def commands(command: Any, name: str = "baocao") -> Iterator[str]:
    """→ "baocao plans", "baocao plans adopt …": only a command without commands below it has arguments."""
    yield name
    if not isinstance(command, TyperGroup):
        yield f"{name} …"
    else:
        for child, below in command.commands.items():
            yield from commands(below, f"{name} {child}")


def tokens(path: Path) -> Iterator[tuple[int, str]]:
    """(line, text between backticks); of the glossary only those in the third column; code blocks are left out."""
    is_block = False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("```"):
            is_block = not is_block
        if is_block:
            continue
        cell = line.rpartition(" | ")[2] if path == GLOSSARY and line.startswith("|") else line
        if path != GLOSSARY or line.startswith("|"):
            for token in re.findall(r"`([^`]+)`", cell):
                yield number, token


def looks_like_ours(token: str) -> bool:
    """In running text only what names this project for certain: a path with its package, a dotted name, a command."""
    first = re.split(r"[./]", token)[0]
    is_dotted = "." in token and (first in CAPABILITIES or first[:1].isupper())
    return first in FOLDERS or token.startswith(("baocao ", "BAOCAO_")) or is_dotted or token.endswith((".py", ".po"))


def problems() -> list[str]:
    """``docs/glossary.md:12: reporting.plan.plan.Plam`` for every name that does not exist."""
    names = Names()
    return [
        f"{path.relative_to(ROOT)}:{number}: {token}"
        for path in (GLOSSARY, *DOCUMENTS)
        for number, token in tokens(path)
        if (path == GLOSSARY or looks_like_ours(token)) and not names.has(token)
    ]


if __name__ == "__main__":
    if unknown := problems():
        sys.exit("\n".join(["names that are not in the code:", *unknown]))
    print("every name in the documents is in the code")
