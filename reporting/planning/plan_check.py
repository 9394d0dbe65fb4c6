"""Checks of a plan that is valid by its models: unknown ids, ids used twice, impossible deadlines.

A fault has the path of the value, such as ``("targets", 3, "ratio", "of")``, a code, and the params of its message.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from reporting.deadlines.calendar import DAY, Calendar, deadline_for, last_day, level_last_day, span
from reporting.plan.plan import Field, Form, Plan, Question, Report, Target, UnitKind

PlanPath = tuple[str | int, ...]
_NUMERIC = ("ratio", "reduction", "increase", "at_least")


@dataclass(frozen=True)
class PlanFault:
    path: PlanPath
    code: str
    params: Mapping[str, object] = field(default_factory=dict)


def faults(plan: Plan, fields: Mapping[str, Field], calendar: Calendar) -> list[PlanFault]:
    """All faults of a plan, in the order of the main parts of its file. ``fields``: the dictionary by id."""
    return [
        *_repeated(plan),
        *_term(plan),
        *schedule_faults(plan, calendar),
        *_targets(plan, fields),
        *_criteria(plan, fields),
        *_forms(plan),
    ]


def _twice(path: PlanPath, ids: Sequence[str], key: str = "id") -> Iterator[PlanFault]:
    counts = Counter(ids)
    seen: set[str] = set()
    for index, name in enumerate(ids):
        if counts[name] > 1 and name in seen:
            yield PlanFault((*path, index, key), "repeated", {"id": name})
        seen.add(name)


def _repeated(plan: Plan) -> Iterator[PlanFault]:
    yield from _twice(("reporters",), [reporter.kind for reporter in plan.reporters], "kind")
    yield from _twice(("reports",), [report.id for report in plan.reports])
    yield from _twice(("reports",), [report.period for report in plan.reports], "period")
    yield from _twice(("duties",), [duty.id for duty in plan.duties])
    yield from _twice(("targets",), [target.id for target in plan.targets])
    yield from _twice(("headings",), [heading.id for heading in plan.headings])
    yield from _twice(("forms",), [form.id for form in plan.forms])


def _term(plan: Plan) -> Iterator[PlanFault]:
    start = plan.in_force.from_ or plan.in_force.not_before
    if start and plan.in_force.until and plan.in_force.until < start:
        yield PlanFault(("in_force", "until"), "term_ends_early", {"start": start, "until": plan.in_force.until})


def years_of(plan: Plan) -> tuple[int, ...]:
    """The years of an adopted plan; else the years of its term; empty if the term is not known."""
    term = plan.in_force
    start = term.from_ or term.not_before
    if plan.years or start is None or term.until is None:
        return plan.years
    return tuple(range(start.year, term.until.year + 1))


def schedule_faults(plan: Plan, calendar: Calendar) -> Iterator[PlanFault]:
    """Faults in the windows and deadlines, for each report in the first year that has any."""
    for index, report in enumerate(plan.reports):
        path: PlanPath = ("reports", index)
        for kind in report.levels:
            if kind not in {reporter.kind for reporter in plan.reporters}:
                yield PlanFault((*path, "levels", kind), "unknown_reporter", {"id": kind})
        for year in years_of(plan):
            plan_faults = list(_deadline_faults(path, plan, report, year, calendar))
            yield from plan_faults
            if plan_faults:
                break


def _deadline_faults(path: PlanPath, plan: Plan, report: Report, year: int, calendar: Calendar) -> Iterator[PlanFault]:
    window, own = span(report, year), last_day(report.due, year)
    if window and window.until < window.from_:
        yield PlanFault((*path, "window"), "window_backwards", {"start": window.from_, "until": window.until})
        return
    if window and own:
        yield from _after_closing((*path, "due"), window.until, own, calendar)
    for kind, level in report.levels.items():
        last = level_last_day(level, own, year, calendar)
        latest = _latest(plan, report, kind, year, calendar)
        if last and kind is UnitKind.PROVINCE:
            yield from _after_the_others((*path, "levels", kind), plan, report, year, last, calendar)
        elif last and latest and last > latest:
            yield PlanFault((*path, "levels", kind), "level_after_parent", {"last": last, "latest": latest})
        elif last and window:
            yield from _after_closing((*path, "levels", kind), window.until, last, calendar)


def _after_the_others(
    path: PlanPath, plan: Plan, report: Report, year: int, last: date, calendar: Calendar
) -> Iterator[PlanFault]:
    """A fault if the province's own report is due before or with those of the others, from which it is made."""
    others = {reporter.kind for reporter in plan.reporters} - {UnitKind.PROVINCE}
    days = [deadline_for(plan, report, year, kind, calendar).last_day for kind in others]
    if (latest := max((day for day in days if day), default=None)) and last <= latest:
        yield PlanFault(path, "level_before_children", {"last": last, "latest": latest})


def _latest(plan: Plan, report: Report, kind: UnitKind, year: int, calendar: Calendar) -> date | None:
    """The latest permitted last day of a level: that of the plan; for a commune the day before its district's."""
    if kind is UnitKind.COMMUNE and UnitKind.DISTRICT in {reporter.kind for reporter in plan.reporters}:
        above = deadline_for(plan, report, year, UnitKind.DISTRICT, calendar).last_day
        return above and above - DAY
    return last_day(report.due, year)


def _after_closing(path: PlanPath, closing: date, last: date, calendar: Calendar) -> Iterator[PlanFault]:
    """Nghị định 09/2019 Art. 8(5): at least one working day between the closing of figures and the deadline."""
    if last <= closing:
        yield PlanFault(path, "due_before_closing", {"closing": closing, "last": last})
    elif calendar.working_days_between(closing, last) < 1:
        yield PlanFault(path, "no_working_day", {"closing": closing, "last": last})


def _targets(plan: Plan, fields: Mapping[str, Field]) -> Iterator[PlanFault]:
    question_ids = {question.id for form in plan.forms for question in form.questions}
    for index, target in enumerate(plan.targets):
        path: PlanPath = ("targets", index)
        yield from _target_parts(path, plan, target)
        for name in target.reads:
            if name not in fields:
                yield PlanFault(path, "unknown_field", {"id": name})
            elif name not in question_ids and not (fields[name].from_zones and plan.zones):
                yield PlanFault(path, "field_not_asked", {"id": name})


def _target_parts(path: PlanPath, plan: Plan, target: Target) -> Iterator[PlanFault]:
    needed = {
        "comparator": target.test in _NUMERIC,
        "value": target.test in _NUMERIC,
        "ratio": target.test == "ratio",
        "baseline": target.test in ("reduction", "increase"),
    }
    for part, is_needed in needed.items():
        if is_needed and getattr(target, part) is None:
            yield PlanFault(path, "target_needs", {"id": target.id, "part": part, "test": target.test})
    if not target.reads and target.test != "qualitative":
        yield PlanFault(path, "target_needs", {"id": target.id, "part": "fields", "test": target.test})
    if target.test in ("ratio", "reduction") and target.value is not None and target.value > 100:
        yield PlanFault((*path, "value"), "range", {"key": "value", "value": target.value, "expected": 100})
    if target.upto is not None and target.value is not None and target.upto < target.value:
        yield PlanFault((*path, "upto"), "range_backwards", {"value": target.value, "upto": target.upto})
    if target.scope == "selected_zones" and plan.zones is None:
        yield PlanFault((*path, "scope"), "no_zones")


def _criteria(plan: Plan, fields: Mapping[str, Field]) -> Iterator[PlanFault]:
    seen: set[str] = set()
    for g, group in enumerate(plan.zones.criteria if plan.zones else ()):
        for i, item in enumerate(group.items):
            path: PlanPath = ("zones", "criteria", g, "items", i)
            for criterion in (item, *item.parts):
                if criterion.id in seen:
                    yield PlanFault((*path, "id"), "repeated", {"id": criterion.id})
                seen.add(criterion.id)
                if criterion.field is not None and criterion.field not in fields:
                    yield PlanFault((*path, "field"), "unknown_field", {"id": criterion.field})


def _forms(plan: Plan) -> Iterator[PlanFault]:
    owed: set[tuple[str, str]] = set()
    for index, form in enumerate(plan.forms):
        path: PlanPath = ("forms", index)
        if form.reporter not in {reporter.kind for reporter in plan.reporters}:
            yield PlanFault((*path, "reporter"), "unknown_reporter", {"id": form.reporter})
        for r, report in enumerate(form.reports):
            if report not in {known.id for known in plan.reports}:
                yield PlanFault((*path, "reports", r), "unknown_report", {"id": report})
            elif (form.reporter, report) in owed:
                yield PlanFault(path, "two_forms", {"reporter": form.reporter, "report": report})
            owed.add((form.reporter, report))
        yield from _questions(path, plan, form)


def _questions(path: PlanPath, plan: Plan, form: Form) -> Iterator[PlanFault]:
    seen: dict[str, Question] = {}
    for s, section in enumerate(form.sections):
        if section.repeat and plan.zones is None:
            yield PlanFault((*path, "sections", s, "repeat"), "no_zones")
        for q, question in enumerate(section.questions):
            question_path = (*path, "sections", s, "questions", q)
            if question.id in seen:
                yield PlanFault(question_path, "repeated", {"id": question.id})
            yield from _condition(question_path, question, seen)
            if question.kind == "choice" and not question.options:
                yield PlanFault(question_path, "no_options", {"id": question.id})
            seen[question.id] = question


def _condition(path: PlanPath, question: Question, before: Mapping[str, Question]) -> Iterator[PlanFault]:
    if question.visible_if is None:
        return
    other, value = before.get(question.visible_if.field), question.visible_if.is_
    if other is None:
        yield PlanFault(path, "condition_not_before", {"id": question.id, "field": question.visible_if.field})
    elif other.options and value not in {option.id for option in other.options}:
        yield PlanFault(path, "unknown_option", {"id": value, "field": other.id})
