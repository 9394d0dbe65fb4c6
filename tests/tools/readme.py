"""`python -m tests.tools.readme [--write]`: the README's list of commands and settings is what the program has."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main
from typer.core import TyperGroup

from bot.cli import app
from bot.settings import Settings

README = Path(__file__).parents[2] / "README.md"


def commands(command: Any, name: str = "baocao") -> Iterator[str]:
    """→ "| `baocao plans deadlines KẾ-HOẠCH --year NĂM [--json]` | In mọi kỳ báo cáo … |"."""
    if isinstance(command, TyperGroup):
        for child, below in command.commands.items():
            if not below.hidden:
                yield from commands(below, f"{name} {child}")
    else:
        words = map(word, sorted(command.params, key=lambda param: param.param_type_name != "argument"))
        yield f"| `{' '.join([name, *words])}` | {(command.help or '').strip().partition(chr(10))[0]} |"


def word(parameter: Any) -> str:
    """→ "KẾ-HOẠCH", "--year NĂM", "[--json]", "[TỆP…]"."""
    shown: str = parameter.metavar or parameter.name.upper()
    if parameter.param_type_name == "option":
        shown = parameter.opts[0] if parameter.is_flag else f"{parameter.opts[0]} {shown}"
    return shown if parameter.required or shown.startswith("[") else f"[{shown}]"


def settings() -> Iterator[str]:
    for name, field in Settings.model_fields.items():
        default = field.get_default()
        shown = "" if default is None else str(getattr(default, "get_secret_value", lambda d=default: d)())
        yield f"| `BAOCAO_{name.upper()}` | {f'`{shown}`' if shown else '—'} | {field.description} |"


def blocks() -> dict[str, str]:
    return {
        "commands": "\n".join(["| Lệnh | Việc |", "| --- | --- |", *commands(typer.main.get_command(app))]),
        "settings": "\n".join(["| Biến | Mặc định | Ý nghĩa |", "| --- | --- | --- |", *settings()]),
    }


def written(text: str) -> str:
    """The README with each block between its two marks as the program has it."""
    for name, body in blocks().items():
        start, end = f"<!-- {name}: made by `make readme` -->", f"<!-- end {name} -->"
        before, _, rest = text.partition(start)
        _, separator, after = rest.partition(end)
        if not separator:
            raise SystemExit(f"README.md: the marks of {name!r} are missing")
        text = f"{before}{start}\n{body}\n{end}{after}"
    return text


if __name__ == "__main__":
    text = README.read_text(encoding="utf-8")
    if "--write" in sys.argv:
        README.write_text(written(text), encoding="utf-8")
    elif text != written(text):
        sys.exit("README.md is behind the program: run `make readme`")
