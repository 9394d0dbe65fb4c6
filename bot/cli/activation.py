"""``baocao plans activate``: a plan with nothing mandatory missing is put to use, and the units owe its reports."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, NamedTuple

import typer
from sqlalchemy import Connection

from bot.cli.common import configured, console, errors, fail, with_store
from bot.cli.plan_page import gap_line
from bot.cli.plans import read
from bot.clock import Clock
from locales import words
from reporting.adoption import missing
from reporting.plan import Plan
from storage import obligations, plans
from storage.plan_files import load_calendar


class Activated(NamedTuple):
    revision: int
    created: int
    """How many obligations are new."""


def activate(
    file: Annotated[
        str, typer.Argument(metavar="FILE_OR_ID", help="Tệp YAML, hoặc mã kế hoạch trong thư mục các kế hoạch đã nhận")
    ],
) -> None:
    """Đưa kế hoạch vào thực hiện: từ chối nếu còn thiếu nội dung bắt buộc; tạo các báo cáo mà đơn vị phải nộp."""
    say, now = words("vi"), Clock().now()
    plan = read(locate(file, configured().plans_dir))
    gaps = [gap for gap in missing(plan) if gap.mandatory]
    if gaps:
        for gap in gaps:
            errors.print(f"  - {gap_line(say, gap)}", markup=False)
        fail(say("cli_activation.refused", plan=plan.id, n=len(gaps)))
    done = with_store(lambda tx: put_to_use(tx, plan, now))
    console.print(say("cli_activation.done", plan=plan.id, revision=done.revision), markup=False)
    console.print(say("cli_activation.created", n=done.created), markup=False)
    if plan.zones:
        console.print(say("cli_activation.zones", plan=plan.id, year=plan.years[0]), markup=False)


def locate(file: str, folder: Path) -> str:
    """``ca-mau-2026`` is ``plans-live/ca-mau-2026.yaml`` where that stands; anything else is taken as it is."""
    adopted = folder / f"{file}.yaml"
    return str(adopted) if adopted.is_file() else file


def put_to_use(tx: Connection, plan: Plan, now: datetime) -> Activated:
    revision = plans.activate(tx, plan, now)
    return Activated(revision, obligations.ensure(tx, plan, load_calendar(), now))
