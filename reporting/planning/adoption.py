"""What a plan still lacks before it can be put to use.

A live plan is written from one of the five texts; where the text says nothing, the office that adopts it has to.
``missing(plan)`` lists it: what is mandatory bars activation, the rest is worth a look. Đắk Lắk, which names no date::

    Gap(path=("reports", 0, "due"), mandatory=True, code="due", params={"report": "Báo cáo quý I"})
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from reporting.plan.plan import Kind, Plan, Report, Target

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Gap:
    path: Path
    mandatory: bool
    code: str
    params: Mapping[str, object] = field(default_factory=dict)


def missing(plan: Plan) -> list[Gap]:
    """Every gap, in the order of the file."""
    gaps = [
        *_identity(plan),
        *_schedule(plan),
        *(gap for index, target in enumerate(plan.targets) for gap in _target(("targets", index), target)),
    ]
    if plan.zones or any(question.not_through_chat for form in plan.forms for question in form.questions):
        gaps.append(Gap(("zones",) if plan.zones else ("forms",), False, "not_through_chat"))
    return gaps


def _identity(plan: Plan) -> Iterator[Gap]:
    if not plan.years:
        yield Gap(("years",), True, "years")
    if plan.in_force.from_ is None or plan.in_force.until is None:
        yield Gap(("in_force",), True, "in_force")
    if plan.issued.number is None or plan.issued.on is None:
        yield Gap(("issued",), False, "issued")


def _schedule(plan: Plan) -> Iterator[Gap]:
    for index, reporter in enumerate(plan.reporters):
        if reporter.kind == Kind.DISTRICT:
            yield Gap(("reporters", index), False, "district")
        if reporter.kind == Kind.PROVINCE and not any(Kind.PROVINCE in report.levels for report in plan.reports):
            yield Gap(("reporters", index), False, "own_report")
    if not plan.reports:
        yield Gap(("reports",), True, "reports", {"note": plan.schedule_note or ""})
    for index, report in enumerate(plan.reports):
        yield from _report(("reports", index), plan, report)


def _report(path: Path, plan: Plan, report: Report) -> Iterator[Gap]:
    named = {"report": report.title}
    if report.window is None:
        yield Gap((*path, "window"), True, "window", named)
    if report.due is None:
        yield Gap((*path, "due"), True, "due", named)
    below = [one for one in plan.reporters if one.kind != Kind.PROVINCE]
    if any(one.needs_level_deadline and one.kind not in report.levels for one in below):
        yield Gap((*path, "levels"), False, "level_due", named)


def _target(path: Path, target: Target) -> Iterator[Gap]:
    named = {"target": target.id, "title": target.title}
    if target.baseline == "previous_period":
        yield Gap((*path, "baseline"), True, "baseline", named)
    elif target.baseline is not None:
        yield Gap((*path, "baseline"), False, "baseline_year", named | {"year": target.baseline})
    if target.unclear:
        yield Gap((*path, "unclear"), False, "unclear", named | {"unclear": target.unclear})
