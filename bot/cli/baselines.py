"""``baocao baselines``: imports and lists figures of earlier periods, used as the base of comparisons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Connection

from bot.cli.common import console, errors, fail, read_store, with_store
from bot.cli.units import read_table
from bot.clock import Clock
from locales import Words, words
from reporting.figures.lineage import EarlierPeriod
from reporting.imports.baseline_rows import BaselineLine, BaselineRows, read
from reporting.imports.unit_list import UnitListProblem
from reporting.imports.unit_names import find_units
from storage.audit import audit
from storage.figures import baselines
from storage.figures.baselines import BaselineFigure
from storage.plans.files import load_fields
from storage.units import units
from storage.units.units import Unit

SHOWN = 40
"""Changes listed at most."""
app = typer.Typer(no_args_is_help=True)


@dataclass(frozen=True)
class BaselineImport:
    """The result of an import: numbers of figures added and changed, lines for the operator, problems by row."""

    added: int
    changed: int
    lines: Sequence[str]
    problems: Sequence[UnitListProblem]


@app.command("import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(help="Tệp .csv (UTF-8) hoặc .xlsx có các cột đơn vị, số liệu, kỳ, giá trị", metavar="TỆP"),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ cho biết những gì sẽ thay đổi, không ghi")] = False,
) -> None:
    """Nhập số liệu gốc; nhập lại thì thay số cũ; có lỗi thì không ghi gì."""
    say, cells, now = words("vi"), read_table(words("vi"), file), Clock().now()
    done = with_store(lambda tx: import_cells(tx, say, cells, now, dry_run=dry_run))
    for problem in done.problems:
        errors.print(say("cli.baselines.row", row=problem.row, problem=problem_words(say, problem)), markup=False)
    if done.problems:
        fail(say("cli.baselines.refused", n=len(done.problems)))
    for line in done.lines:
        console.print(line, markup=False)
    nothing = not done.added and not done.changed
    console.print(say("cli.baselines.nothing" if nothing else "cli.baselines.dry" if dry_run else "cli.baselines.done"))


@app.command("list")
def list_(
    unit: Annotated[str | None, typer.Option(metavar="ĐƠN-VỊ", help="Chỉ đơn vị này: mã hoặc tên")] = None,
    period: Annotated[str | None, typer.Option(metavar="KỲ", help="Chỉ kỳ này, ví dụ 2023-Y hoặc 2023-H1")] = None,
) -> None:
    """Số liệu gốc đã nhập, theo kỳ và đơn vị."""
    say = words("vi")
    for line in read_store(lambda tx: listing(tx, say, unit, period)) or [say("cli.baselines.empty")]:
        console.print(line, markup=False)


def import_cells(tx: Connection, say: Words, cells: list[list[str]], now: datetime, *, dry_run: bool) -> BaselineImport:
    """Reads the rows of a file; writes them if there is no problem and no ``dry_run``."""
    all_units = units.all_units(tx)
    baseline_rows = read(cells, all_units, load_fields())
    if baseline_rows.problems:
        return BaselineImport(0, 0, (), baseline_rows.problems)
    stored = {row[:3]: row.value for row in baselines.all_figures(tx)}
    rows = [BaselineFigure(*line[1:]) for line in baseline_rows.lines]
    added = sum(row[:3] not in stored for row in rows)
    changed = [row for row in rows if stored.get(row[:3], row.value) != row.value]
    if not dry_run and (added or changed):
        baselines.put(tx, rows, now)
        audit.record(tx, now, None, "baseline.imported", added=added, changed=len(changed))
    named = {unit.id: unit for unit in all_units}
    lines = [*_differences(say, named, changed, stored), *_counts(say, baseline_rows, added, len(changed))]
    return BaselineImport(added, len(changed), [*lines, *_territory_notes(tx, say, named, baseline_rows.lines)], ())


def _differences(
    say: Words,
    named: Mapping[int, Unit],
    changed: Sequence[BaselineFigure],
    stored: Mapping[tuple[int, str, str], int],
) -> Iterator[str]:
    for row in changed[:SHOWN]:
        yield say(
            "cli.baselines.changed",
            unit=named[row.unit_id].name,
            field=row.field,
            period=row.period,
            before=say.number(stored[row[:3]]),
            after=say.number(row.value),
        )
    if len(changed) > SHOWN:
        yield say("cli.baselines.more", n=len(changed) - SHOWN)


def _counts(say: Words, rows: BaselineRows, added: int, changed: int) -> Iterator[str]:
    unchanged = len(rows.lines) - added - changed
    yield say("cli.baselines.plan", added=added, changed=changed, unchanged=unchanged)
    if rows.blank:
        yield say("cli.baselines.blank", n=rows.blank)


def _territory_notes(
    tx: Connection, say: Words, named: Mapping[int, Unit], lines: Sequence[BaselineLine]
) -> Iterator[str]:
    """Notes on units merged or split since the period: how their imported figures are used."""
    territories = baselines.territories(tx)
    for unit, period in dict.fromkeys((line.unit, line.period) for line in lines):
        then = EarlierPeriod(period, territories, {})
        for part, into in _splits(then, unit):
            yield say("cli.baselines.split", part=named[part].name, unit=named[into].name, period=period)
        if (parts := then.merged_since(unit)) and territories[unit].existed_on(then.day):
            names = ", ".join(named[part].name for part in parts)
            yield say("cli.baselines.merged", unit=named[unit].name, parts=names, period=period)


def _splits(then: EarlierPeriod, unit: int) -> Iterator[tuple[int, int]]:
    """(part, unit): parts of a split without own figures, and the unit that therefore has no figure."""
    yield from ((unit, into) for into in sorted(then.successors(unit)) if unit in then.split(into))
    if then.territories[unit].existed_on(then.day):
        yield from ((part, unit) for part in then.split(unit))


def listing(tx: Connection, say: Words, typed: str | None, period: str | None) -> list[str]:
    """A line for each unit and period: "2023-Y  MAU-05  UBND huyện Cái Nước: c01 120, c02 90"."""
    all_units = units.all_units(tx)
    wanted = {unit.id for unit in find_units(all_units, typed)} if typed else None
    if wanted == set():
        fail(say("cli.baselines.unknown_unit", typed=typed))
    named = {unit.id: unit for unit in all_units}
    rows = (
        row
        for row in baselines.all_figures(tx)
        if period in (None, row.period) and (not wanted or row.unit_id in wanted)
    )
    return [
        say(
            "cli.baselines.line",
            period=at,
            code=named[unit_id].code,
            unit=named[unit_id].name,
            figures=", ".join(f"{row.field} {say.number(row.value)}" for row in group),
        )
        for (at, unit_id), group in groupby(rows, key=lambda row: (row.period, row.unit_id))
    ]


def problem_words(say: Words, problem: UnitListProblem) -> str:
    """The text for a row that is refused."""
    params = dict(problem.params)
    if "column" in params:
        params["column"] = say(f"cli.baselines.column.{params['column']}")
    return say(f"cli.baselines.problem.{problem.code}", **params)
