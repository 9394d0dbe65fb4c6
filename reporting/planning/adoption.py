"""The gaps that have to be filled before a plan can be activated.

A live plan is written from one of the five plan texts; the office that adopts it has to add what the text does not say.
A mandatory gap prevents activation, the others are advice. Đắk Lắk, which gives no date::

    PlanGap(path=("reports", 0, "due"), mandatory=True, code="due", params={"report": "Báo cáo quý I"})
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from reporting.plan.plan import Plan, Report, Target, UnitKind

PlanPath = tuple[str | int, ...]


@dataclass(frozen=True)
class PlanGap:
    path: PlanPath
    mandatory: bool
    code: str
    params: Mapping[str, object] = field(default_factory=dict)


def plan_gaps(plan: Plan) -> list[PlanGap]:
    """All gaps of a plan, in the order of its file."""
    gaps = [
        *_identity(plan),
        *_schedule(plan),
        *(gap for index, target in enumerate(plan.targets) for gap in _target(("targets", index), target)),
    ]
    if plan.zones or any(question.not_through_chat for form in plan.forms for question in form.questions):
        gaps.append(PlanGap(("zones",) if plan.zones else ("forms",), False, "not_through_chat"))
    return gaps


def _identity(plan: Plan) -> Iterator[PlanGap]:
    if not plan.years:
        yield PlanGap(("years",), True, "years")
    if plan.in_force.from_ is None or plan.in_force.until is None:
        yield PlanGap(("in_force",), True, "in_force")
    if plan.issued.number is None or plan.issued.on is None:
        yield PlanGap(("issued",), False, "issued")


def _schedule(plan: Plan) -> Iterator[PlanGap]:
    for index, reporter in enumerate(plan.reporters):
        if reporter.kind == UnitKind.DISTRICT:
            yield PlanGap(("reporters", index), False, "district")
        if reporter.kind == UnitKind.PROVINCE and not any(
            UnitKind.PROVINCE in report.levels for report in plan.reports
        ):
            yield PlanGap(("reporters", index), False, "own_report")
    if not plan.reports:
        yield PlanGap(("reports",), True, "reports", {"note": plan.schedule_note or ""})
    for index, report in enumerate(plan.reports):
        yield from _report(("reports", index), plan, report)


def _report(path: PlanPath, plan: Plan, report: Report) -> Iterator[PlanGap]:
    params = {"report": report.title}
    if report.window is None:
        yield PlanGap((*path, "window"), True, "window", params)
    if report.due is None:
        yield PlanGap((*path, "due"), True, "due", params)
    below = [reporter for reporter in plan.reporters if reporter.kind != UnitKind.PROVINCE]
    if any(reporter.needs_level_deadline and reporter.kind not in report.levels for reporter in below):
        yield PlanGap((*path, "levels"), False, "level_due", params)


def _target(path: PlanPath, target: Target) -> Iterator[PlanGap]:
    params = {"target": target.id, "title": target.title}
    if target.baseline == "previous_period":
        yield PlanGap((*path, "baseline"), True, "baseline", params)
    elif target.baseline is not None:
        yield PlanGap((*path, "baseline"), False, "baseline_year", params | {"year": target.baseline})
    if target.unclear:
        yield PlanGap((*path, "unclear"), False, "unclear", params | {"unclear": target.unclear})
