"""``baocao units``: imports and lists the province's units."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from bot.cli.common import console, errors, fail, with_store
from bot.clock import Clock
from locales import Words, words
from reporting.imports.unit_list import UnitChange, UnitImport, UnitListProblem, plan_import
from reporting.imports.unit_rows import read
from reporting.plan.schedule import UnitKind
from reporting.unit import UnitRecord
from storage.plans.files import load_calendar
from storage.plans.plans import PlanCache
from storage.reports import obligation_sync
from storage.units import importer, units
from storage.units.files import UnreadableList, table
from storage.units.units import Unit

SHOWN = 40
"""New and changed units listed at most."""

app = typer.Typer(help="Danh sách đơn vị: nhập từ bảng tính, xem cây đơn vị.", no_args_is_help=True)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="Tệp .csv (UTF-8) hoặc .xlsx, mỗi dòng một đơn vị", metavar="FILE")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ cho biết những gì sẽ thay đổi, không ghi")] = False,
) -> None:
    """Nhập danh sách đơn vị: cập nhật theo mã, nhập lại không sinh đơn vị trùng; có lỗi thì không ghi gì."""
    say = words("vi")
    lines, problems = read(read_table(say, file))

    def work(tx: Connection) -> UnitImport:
        planned = plan_import(lines, problems, importer.entries(tx))
        if not planned.problems and not dry_run:
            importer.apply(tx, planned)
            create_obligations(tx)
        return planned

    planned = with_store(work)
    if planned.problems:
        _refuse(say, planned.problems)
    for line in _differences(say, planned):
        console.print(line, markup=False)
    nothing = not planned.added and not planned.changed
    console.print(say("cli.units.nothing" if nothing else "cli.units.dry" if dry_run else "cli.units.done"))


def create_obligations(tx: Connection) -> None:
    """Creates the reports that new units owe under active plans, at once instead of at the next daily maintenance."""
    calendar, now = load_calendar(), Clock().now()
    for plan in PlanCache().active(tx):
        obligation_sync.ensure(tx, plan, calendar, now)


@app.command("list")
def list_() -> None:
    """Cây đơn vị hiện có: mã, tên, loại, thời gian hiệu lực."""
    say = words("vi")
    all_units = with_store(units.all_units)
    if not all_units:
        console.print(say("cli.units.empty"))
    for unit in _as_tree(all_units):
        depth = len(unit.ancestors) - 1
        kind = say(f"cli.units.kind.{unit.kind}")
        console.print(f"{'  ' * depth}{unit.code}  {unit.name} · {kind}{_term(say, unit)}", markup=False)


def read_table(say: Words, file: Path) -> list[list[str]]:
    """The cells of a .csv or .xlsx file; ends the command with an error message if it cannot be read."""
    try:
        return table(file)
    except OSError:
        fail(say("cli.units.file_missing", file=file))
    except UnreadableList as unreadable:
        fail(say(f"cli.units.file_{unreadable.code}", file=file))


def _refuse(say: Words, problems: tuple[UnitListProblem, ...]) -> None:
    for problem in problems:
        errors.print(say("cli.units.row", row=problem.row, problem=problem_words(say, problem)), markup=False)
    fail(say("cli.units.refused", n=len(problems)))


def problem_words(say: Words, problem: UnitListProblem) -> str:
    """The text for a row, or a change, that is refused."""
    params = {name: _value_words(say, value) for name, value in problem.params.items()}
    if "column" in params:
        params["column"] = say(f"cli.units.field.{params['column']}")
    return say(f"cli.units.problem.{problem.code}", **params)


def _differences(say: Words, planned: UnitImport) -> list[str]:
    lines = [_added(say, entry) for entry in planned.added[:SHOWN]]
    lines += [line for change in planned.changed[:SHOWN] for line in _changed(say, change)]
    hidden = max(len(planned.added) - SHOWN, 0) + max(len(planned.changed) - SHOWN, 0)
    if hidden:
        lines.append(say("cli.units.more", n=hidden))
    counts = {"added": len(planned.added), "changed": len(planned.changed), "unchanged": planned.unchanged}
    lines.append(say("cli.units.plan", **counts))
    if planned.absent:
        lines.append(say("cli.units.absent", n=planned.absent))
    return lines


def _added(say: Words, entry: UnitRecord) -> str:
    key = "cli.units.added" if entry.parent else "cli.units.added_root"
    return say(key, code=entry.code, name=entry.name, parent=entry.parent)


def _changed(say: Words, change: UnitChange) -> list[str]:
    def shown(entry: UnitRecord, name: str) -> str:
        return _value_words(say, getattr(entry, name))

    return [say("cli.units.changed", code=change.after.code, name=change.after.name)] + [
        say(
            "cli.units.field",
            field=say(f"cli.units.field.{name}"),
            before=shown(change.before, name),
            after=shown(change.after, name),
        )
        for name in change.fields
    ]


def _value_words(say: Words, value: Any) -> str:
    """The text for a value of a unit."""
    if value is None or value == ():
        return say("cli.units.none")
    if isinstance(value, UnitKind):
        return say(f"cli.units.kind.{value}")
    if isinstance(value, date):
        return say.day(value)
    if isinstance(value, tuple):
        return "; ".join(value)
    return str(value)


def _term(say: Words, unit: Unit) -> str:
    start = [say("cli.units.period_from", start=say.day(unit.valid_from))] if unit.valid_from else []
    end = [say("cli.units.period_to", end=say.day(unit.valid_to))] if unit.valid_to else []
    return f" · {' '.join(start + end)}" if start or end else ""


def _as_tree(all_units: list[Unit]) -> list[Unit]:
    """Parents before their children, siblings by code."""
    codes = {unit.id: unit.code for unit in all_units}
    return sorted(all_units, key=lambda unit: [codes[unit_id] for unit_id in unit.ancestors])
