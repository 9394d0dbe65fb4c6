"""Text about plans: what a file lacks or gets wrong, counts of reports, the reason reports are excused with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from handlers.text.report_names import report_name
from locales import Words, words
from reporting.deadlines.calendar import local_day
from reporting.deadlines.obligation import OWED, ReportState
from reporting.plan.plan import Plan
from reporting.planning.adoption import PlanGap
from reporting.planning.plan_check import PlanFault
from storage.plans.files import PlanProblem
from storage.reports.adhoc import OwingUnit


def gap_line(say: Words, gap: PlanGap) -> str:
    return say(f"plans.gap.{gap.code}", **gap.params)


def problem_line(say: Words, problem: PlanProblem) -> str:
    """→ "ca-mau-2026.yaml, dòng 40: …"."""
    what = say(f"plans.problem.{problem.code}", **_shown(say, problem.params))
    return say("plans.at_line", file=problem.file, line=problem.line, what=what) if problem.line else what


def fault_line(say: Words, fault: PlanFault) -> str:
    """The same of a plan that is not in a file: "xã: hạn cuối …"."""
    params = _shown(say, fault.params)
    if "kind" in params:
        params["kind"] = say(f"plans.kind.{params['kind']}")
    return say(f"plans.problem.{fault.code}", **params)


def _shown(say: Words, params: Mapping[str, object]) -> dict[str, object]:
    """The parameters with days written as 24/5/2026."""
    return {key: say.day(value) if isinstance(value, date) else value for key, value in params.items()}


def years(plan: Plan) -> str:
    """ "2026-2027"."""
    first, last = min(plan.years), max(plan.years)
    return str(first) if first == last else f"{first}-{last}"


def counts_line(say: Words, counts: Mapping[ReportState, int]) -> str:
    """ "Còn phải nộp 4 · đã nộp 3 · đã duyệt 2 · được miễn 1"; what there is none of is left out."""
    owed = sum(counts.get(state, 0) for state in OWED)
    shown = (
        ("owed", owed),
        ("filed", counts.get(ReportState.FILED, 0)),
        ("accepted", counts.get(ReportState.ACCEPTED, 0)),
        ("excused", counts.get(ReportState.EXCUSED, 0)),
    )
    return " · ".join(say(f"plans.count.{name}", n=n) for name, n in shown if n) or say("plans.count.none")


def owing_line(say: Words, plan: Plan, owing_unit: OwingUnit) -> str:
    """ "UBND huyện Năm Căn: 6 tháng năm 2026 · Chuyển hóa địa bàn, hạn cuối 24/5/2026"."""
    report = report_name(say, plan, owing_unit.obligation)
    return say("plans.owing", unit=owing_unit.unit.name, report=report, day=say.day(owing_unit.obligation.last_day))


def closing_reason(now: datetime) -> str:
    """The reason stored with reports that the end of a plan excuses."""
    say = words("vi")
    return say("plans.closing_reason", day=say.day(local_day(now)))
