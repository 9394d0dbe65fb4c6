"""``baocao plans close``: closes a plan; reports still owed are listed, then excused or kept open."""

from __future__ import annotations

from typing import Annotated

import typer
from sqlalchemy import Connection

from bot.cli.common import console, fail, with_store
from bot.clock import Clock
from handlers.plans.text import closing_reason, owing_line
from locales import words
from reporting.plan.plan import Plan
from storage.lifecycle import closing
from storage.lifecycle.closing import ClosingResult
from storage.plans.plans import PlanCache
from storage.reports.adhoc import OwingUnit


def close(
    plan: Annotated[str, typer.Argument(metavar="KẾ-HOẠCH", help="Mã kế hoạch đang thực hiện")],
    keep_open: Annotated[
        bool, typer.Option("--keep-open", help="Vẫn nhận báo cáo còn thiếu, không nhắc; mặc định: miễn")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Không hỏi lại")] = False,
) -> None:
    """Kết thúc kế hoạch: không tạo báo cáo mới, không nhắc; liệt kê báo cáo còn thiếu; mọi nội dung vẫn xem được."""
    say = words("vi")
    active_plan, owing = with_store(lambda tx: _load(tx, plan))
    if active_plan is None:
        fail(say("cli.plans_close.not_in_use", plan=plan))
    for owing_unit in owing:
        console.print(f"  - {owing_line(say, active_plan, owing_unit)}", markup=False)
    if not yes:
        typer.confirm(say("cli.plans_close.sure", plan=plan, n=len(owing)), abort=True)
    now = Clock().now()
    done = with_store(
        lambda tx: closing.close(tx, plan, closing_reason(now), now, None, keep_open=keep_open)
    ) or ClosingResult(0, 0)
    console.print(say("cli.plans_close.done", plan=plan, excused=done.excused, kept=done.kept), markup=False)


def _load(tx: Connection, plan_id: str) -> tuple[Plan | None, list[OwingUnit]]:
    active_plan = next((plan for plan in PlanCache().active(tx) if plan.id == plan_id), None)
    return active_plan, closing.owed_reports(tx, plan_id) if active_plan else []
