"""``baocao plans activate``: activates a plan without mandatory gaps and creates the reports that units owe."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.common import console, errors, fail, with_store
from bot.cli.plans import read
from bot.clock import Clock
from handlers.plans.text import fault_line, gap_line
from handlers.text.report_names import report_name
from locales import words
from storage.lifecycle import overdue_at_activation
from storage.lifecycle.activation import PlanIncomplete, PlanMisfit, PlanOrphansReports, activate_plan
from storage.plans.files import load_calendar
from storage.units import selected_zones


def activate(
    file: Annotated[
        str, typer.Argument(metavar="FILE_OR_ID", help="Tệp YAML, hoặc mã kế hoạch trong thư mục các kế hoạch đã nhận")
    ],
    excuse_past: Annotated[
        bool, typer.Option("--excuse-past", help="Miễn các báo cáo đã quá hạn từ trước khi được giao, chưa ai soạn")
    ] = False,
) -> None:
    """Đưa kế hoạch vào thực hiện: từ chối nếu còn thiếu nội dung bắt buộc; tạo các báo cáo mà đơn vị phải nộp."""
    say, now = words("vi"), Clock().now()
    plan = read(file)
    try:
        done = with_store(lambda tx: activate_plan(tx, plan, load_calendar(), now))
    except PlanIncomplete as error:
        for gap in error.gaps:
            errors.print(f"  - {gap_line(say, gap)}", markup=False)
        fail(say("cli.plans_activate.refused", plan=plan.id, n=len(error.gaps)))
    except PlanMisfit as error:
        for fault in error.faults:
            errors.print(f"  - {fault_line(say, fault)}", markup=False)
        fail(say("cli.plans_activate.misfit", plan=plan.id, n=len(error.faults)))
    except PlanOrphansReports as error:
        for report_and_form in error.needed:
            errors.print(
                f"  - {say('plans.needed', report=report_and_form.report_id, form=report_and_form.form_id)}",
                markup=False,
            )
        fail(say("cli.plans_activate.orphans", plan=plan.id))
    console.print(say("cli.plans_activate.done", plan=plan.id, revision=done.revision), markup=False)
    console.print(say("cli.plans_activate.created", n=done.created), markup=False)
    if done.past and excuse_past:
        n = with_store(lambda tx: overdue_at_activation.excuse(tx, plan.id, say("plans.past_reason"), now, None))
        console.print(say("plans.past_excused", n=n), markup=False)
    elif done.past:
        overdue = with_store(lambda tx: overdue_at_activation.of_plan(tx, plan.id))
        for report in sorted({report_name(say, plan, obligation) for obligation in overdue}):
            console.print(f"  - {report}", markup=False)
        console.print(say("cli.plans_activate.past", n=done.past, plan=plan.id), markup=False)
    if plan.zones and not with_store(lambda tx: selected_zones.selected(tx, plan.id, plan.years[0])):
        console.print(say("cli.plans_activate.zones", plan=plan.id, year=plan.years[0]), markup=False)
