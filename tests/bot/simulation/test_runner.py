"""A year in virtual time: every rule of the reminders is kept, and a restart changes nothing of what is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.simulation.message_log import SentReminder
from bot.simulation.province import NoDeadlines
from bot.simulation.result import count
from bot.simulation.runner import SimulatedYear, run
from bot.simulation.scenario import SimulatedAct
from reporting.deadlines.obligation import ReportState
from storage.database.connect import migrate, open_store
from storage.plans.files import load_plan
from tests.databases import Databases

pytestmark = pytest.mark.simulation

CA_MAU, DONG_THAP = "ca-mau-2017", "dong-thap-2024"


async def season_of(url: str, plan: str, size: int, seed: int, restarts: int = 0) -> SimulatedYear:
    return await run(partial(open_store, url), load_plan(plan), size, 2026, seed, restarts)


def heard(season: SimulatedYear) -> list[tuple[str, int, str]]:
    return sorted((reminder.key, reminder.person_id, reminder.text) for reminder in season.reminders)


async def test_a_year_of_two_hundred_units(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'season.db'}"
    migrate(url)

    season = await season_of(url, CA_MAU, 200, seed=1)

    tally = count(season)
    assert tally.faults == ()
    assert len(season.final_reports) == 400
    assert set(tally.states) <= {ReportState.FILED, ReportState.ACCEPTED, ReportState.EXCUSED}
    assert {part for part, _ in tally.by_person} == {"officer", "coordinator", "leader"}
    returned = {event.obligation_id for event in season.events if event.act is SimulatedAct.RETURN}
    assert {obligation.state for obligation in season.final_reports if obligation.id in returned} <= {
        ReportState.FILED,
        ReportState.ACCEPTED,
    }


async def test_restarts_at_random_points_change_nothing_of_what_is_said(databases: Databases) -> None:
    with databases.fresh() as first, databases.fresh() as second:
        straight = await season_of(first, CA_MAU, 10, seed=5)
        restarted = await season_of(second, CA_MAU, 10, seed=5, restarts=30)

    assert len(straight.reminders) > 100
    assert heard(straight) == heard(restarted)
    assert count(restarted).faults == ()


async def test_four_reports_a_year_overlap(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'season.db'}"
    migrate(url)

    season = await season_of(url, DONG_THAP, 10, seed=2)

    assert count(season).faults == ()
    assert {obligation.period for obligation in season.final_reports} == {"2026-Q1", "2026-H1", "2026-Q3", "2026-Y"}


async def test_what_breaks_a_rule_is_found(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'season.db'}"
    migrate(url)
    season = await season_of(url, CA_MAU, 10, seed=3)
    reminder = next(sent_reminder for sent_reminder in season.reminders if sent_reminder.part == "officer")

    def faults(*more: SentReminder, without: str = "") -> int:
        reminders = tuple(sent_reminder for sent_reminder in season.reminders if sent_reminder.part != without)
        return len(count(replace(season, reminders=(*reminders, *more))).faults)

    assert faults() == 0
    assert faults(replace(reminder, untrue=("2026-H1",))) > 0
    assert faults(replace(reminder, key=reminder.key + "9"), replace(reminder, key=reminder.key + "8")) > 0
    assert faults(replace(reminder, person_id=0, at=datetime(2026, 5, 20, 15, tzinfo=UTC))) == 1  # ten in the evening
    assert faults(replace(reminder, person_id=0, at=datetime(2026, 5, 2, 3, tzinfo=UTC))) == 1  # a Saturday
    assert faults(without="leader") > 0
    owed = replace(season.final_reports[0], state=ReportState.DRAFTING)
    assert count(replace(season, final_reports=(owed, *season.final_reports[1:]))).faults != ()


async def test_a_plan_without_dates_cannot_be_simulated(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'season.db'}"
    migrate(url)

    with pytest.raises(NoDeadlines):
        await season_of(url, "ninh-thuan-2022", 5, seed=1)


def test_the_command_prints_the_steps_and_the_people() -> None:
    done = CliRunner().invoke(app, ["simulate", "--plan", CA_MAU, "--units", "8", "--seed", "2", "--year", "2026"])

    assert done.exit_code == 0, done.output
    assert "Ngày làm việc so với hạn" in done.output
    assert "Mọi quy tắc nhắc đều được giữ." in done.output


def test_the_command_says_which_plan_has_no_deadline() -> None:
    done = CliRunner().invoke(app, ["simulate", "--plan", "ninh-thuan-2022", "--units", "8"])

    assert done.exit_code == 1
    assert "chưa có hạn nộp nào" in done.output
