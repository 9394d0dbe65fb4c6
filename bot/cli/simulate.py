"""``baocao simulate``: simulates a year of a province and prints the reminders sent, and rules that were broken."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from bot.cli.common import console, errors, fail
from bot.cli.plans import read
from bot.clock import Clock
from bot.simulation.message_log import FAR
from bot.simulation.province import NoDeadlines
from bot.simulation.result import SimulationResult, count
from bot.simulation.runner import SimulatedYear, run
from locales import words
from reporting.deadlines.calendar import local_day
from storage.database.connect import migrate, open_store

SHOWN = 20
"""Faults listed at most."""


def simulate(
    plan: Annotated[str, typer.Option(help="Kế hoạch mẫu, kế hoạch đã nhận, hoặc tệp YAML", metavar="KẾ-HOẠCH")],
    units: Annotated[int, typer.Option(min=5, max=5000, help="Số đơn vị báo cáo")] = 200,
    seed: Annotated[int, typer.Option(help="Cùng số này thì cùng diễn biến")] = 1,
    year: Annotated[int | None, typer.Option(min=2000, max=2100, help="Năm mô phỏng; mặc định là năm nay")] = None,
    restarts: Annotated[int, typer.Option(min=0, max=500, help="Số lần khởi động lại giữa chừng")] = 0,
) -> None:
    """Mô phỏng một năm: đơn vị nộp sớm, trễ, sai, không nộp; in số tin nhắc và kiểm tra mọi quy tắc nhắc."""
    say, loaded_plan = words("vi"), read(plan)
    in_year = year or local_day(Clock().now()).year
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'year.db'}"
        migrate(url)
        try:
            simulated_year = asyncio.run(run(lambda: open_store(url), loaded_plan, units, in_year, seed, restarts))
        except NoDeadlines:
            fail(say("simulation.undated", plan=loaded_plan.id))
    tally = count(simulated_year)
    show(simulated_year, tally)
    if tally.faults:
        for fault in tally.faults[:SHOWN]:
            errors.print(f"  ✗ {fault}", markup=False)
        fail(say("simulation.faults", n=len(tally.faults)))
    console.print(say("simulation.kept"), markup=False)


def show(simulated_year: SimulatedYear, tally: SimulationResult) -> None:
    """Prints the numbers of the year and both tables."""
    say = words("vi")
    owed, people = len(simulated_year.final_reports), len(simulated_year.province.people)
    console.print(
        say(
            "simulation.head", reports=owed, people=people, deeds=len(simulated_year.events), ticks=simulated_year.ticks
        ),
        markup=False,
    )
    states = ", ".join(f"{say(f'simulation.state.{state}')} {n}" for state, n in sorted(tally.states.items()))
    console.print(say("simulation.states", states=states), markup=False)
    console.print(table_by_step(tally.by_step))
    console.print(table_by_person(tally.by_person))


def table_by_step(message_counts: Mapping[tuple[str, str], int]) -> Table:
    """Reminders by step (working days from the deadline) and recipient role."""
    say, parts = words("vi"), sorted({part for part, _ in message_counts})
    table = Table(say("simulation.rung"), *(say(f"simulation.part.{part}") for part in parts))
    for step in sorted({step for _, step in message_counts}, key=lambda step: int(step.replace("−", "-"))):
        is_last = step == f"+{FAR}"
        table.add_row(
            say("simulation.from", rung=step) if is_last else step,
            *(str(message_counts.get((part, step), "")) for part in parts),
        )
    return table


def table_by_person(message_counts: Mapping[tuple[str, int], int]) -> Table:
    """Reminders a person got in the year, by recipient role."""
    say = words("vi")
    table = Table(*(say(f"simulation.column.{name}") for name in ("part", "people", "messages", "mean", "most")))
    for part in sorted({part for part, _ in message_counts}):
        counts = [n for (role_part, _), n in message_counts.items() if role_part == part]
        total = sum(counts)
        mean = f"{total / len(counts):.1f}".replace(".", ",")
        table.add_row(say(f"simulation.part.{part}"), str(len(counts)), str(total), mean, str(max(counts)))
    return table
