"""A plan as text, for ``baocao plans list``, ``show`` and ``deadlines``."""

from collections.abc import Iterator

from handlers.plans.text import gap_line
from locales import Words
from reporting.deadlines.calendar import Deadline
from reporting.plan.plan import DeadlineRule, Form, LevelDeadlineRule, Plan, Report, Target, UnitKind
from reporting.planning.adoption import plan_gaps


def page(say: Words, plan: Plan) -> Iterator[str]:
    """The lines of ``baocao plans show``."""
    yield from _identity(say, plan)
    yield ""
    yield from _reports(say, plan)
    if plan.duties:
        yield ""
        yield say("cli.plans.show.duties")
        for duty in plan.duties:
            yield f"  - {duty.title}{f' · {duty.when}' if duty.when else ''} ({duty.source.at})"
    yield ""
    yield say("cli.plans.show.targets", n=len(plan.targets))
    for target in plan.targets:
        yield f"  {target.id:<7} {_target(say, target)} ({target.source.at})"
    yield from _zones(say, plan)
    yield ""
    yield say("cli.plans.show.forms")
    for form in plan.forms:
        yield f"  {_form(say, form)}"
    gaps = [gap for gap in plan_gaps(plan) if gap.mandatory]
    if gaps:
        yield ""
        yield say("cli.plans.must")
        for gap in gaps:
            yield f"  - {gap_line(say, gap)}"


def _identity(say: Words, plan: Plan) -> Iterator[str]:
    none = say("cli.plans.not_set")
    term, issued = plan.in_force, plan.issued
    yield f"{plan.id} · {plan.title}"
    yield say(
        "cli.plans.show.issued",
        by=issued.by,
        number=issued.number or none,
        on=say.day(issued.on) if issued.on else none,
    )
    yield say(
        "cli.plans.show.term",
        start=say.day(term.from_) if term.from_ else none,
        until=say.day(term.until) if term.until else none,
    )
    for document in plan.carries_out:
        yield say("cli.plans.show.carries_out", number=document.number, on=say.day(document.on), title=document.title)
    chain = plan.chain
    yield say("cli.plans.show.chain", who=chain.who, to=chain.to, through=chain.through or none, at=chain.source.at)


def _reports(say: Words, plan: Plan) -> Iterator[str]:
    yield say("cli.plans.show.reports")
    if plan.schedule_note:
        yield f"  {plan.schedule_note}"
    if not plan.reports:
        yield f"  {say('cli.plans.not_set')}"
    for report in plan.reports:
        yield f"  {report.id:<12} {_report(say, report)}"


def _report(say: Words, report: Report) -> str:
    window = f"{report.window.from_} - {report.window.until}" if report.window else say("cli.plans.not_set")
    line = say(
        "cli.plans.show.report", title=report.title, window=window, due=_due(say, report.due), at=report.source.at
    )
    return "; ".join([line, *(_level(say, kind, level) for kind, level in report.levels.items())])


def _due(say: Words, due: DeadlineRule | None) -> str:
    return say(f"cli.plans.due.{due.rule}", day=due.day) if due else say("cli.plans.not_set")


def _level(say: Words, kind: UnitKind, level: LevelDeadlineRule) -> str:
    when = _due(say, level.due) if level.due else say("cli.plans.days_before", n=level.working_days_before)
    return f"{say(f'plans.kind.{kind}')}: {when}"


def _target(say: Words, target: Target) -> str:
    """→ "Tỷ lệ điều tra, khám phá các loại tội phạm: >= 80% (c03/c02)"."""
    counts = f"{target.ratio.of}/{target.ratio.to}" if target.ratio else " + ".join(target.fields)
    strive = f" [{say('cli.plans.strive')}]" if target.strive else ""
    return f"{target.title}: {_bound(say, target)} ({counts}){strive}"


def _bound(say: Words, target: Target) -> str:
    """→ ">= 5% (đến 10%) so với 2023"; a text if the target has no number."""
    if target.comparator is None:
        return say(f"cli.plans.test.{target.test}")
    unit = "%" if target.unit == "%" else f" {target.unit}"
    bound = f"{target.comparator} {target.value}{unit}"
    if target.or_comparator:
        bound = say("cli.plans.or", one=bound, other=f"{target.or_comparator} {target.value}{unit}")
    if target.upto:
        bound = say("cli.plans.upto", bound=bound, upto=f"{target.upto}{unit}")
    if target.baseline is None:
        return bound
    baseline = say("cli.plans.not_set") if target.baseline == "previous_period" else str(target.baseline)
    return f"{bound} {say('cli.plans.baseline', baseline=baseline)}"


def _zones(say: Words, plan: Plan) -> Iterator[str]:
    zones = plan.zones
    if zones is None:
        return
    yield ""
    yield say(f"cli.plans.show.cap_{zones.cap.of}", percent=zones.cap.percent, at=zones.cap.source.at)
    yield say("cli.plans.show.success", percent=zones.success.at_least_percent, at=zones.success.source.at)
    yield say("cli.plans.show.criteria", n=sum(len(group.items) for group in zones.criteria))


def _form(say: Words, form: Form) -> str:
    sections = "; ".join(section.title for section in form.sections)
    return say("cli.plans.show.form", kind=say(f"plans.kind.{form.reporter}"), n=len(form.questions), sections=sections)


def list_line(say: Words, plan: Plan) -> str:
    """→ "ca-mau-2017 · Chuyển hóa địa bàn · Cà Mau · đến 31/12/2020 · H1, Y"."""
    until = say.day(plan.in_force.until) if plan.in_force.until else say("cli.plans.not_set")
    reports = ", ".join(report.period for report in plan.reports) or say("cli.plans.not_set")
    return say(
        "cli.plans.list", id=plan.id, title=plan.short_title, province=plan.province, until=until, reports=reports
    )


def deadline_line(say: Words, title: str, row: Deadline) -> str:
    """One deadline: period, report, level, window, the plan's wording, last day and last working day."""
    none = say("cli.plans.not_set")
    window = f"{say.day(row.window.from_)} - {say.day(row.window.until)}" if row.window else none
    parts = [row.period, title, *([say(f"plans.kind.{row.level}")] if row.level else [])]
    parts.append(say("cli.plans.deadline.window", window=window))
    if row.last_day is None or row.last_working_day is None:
        return " · ".join([*parts, say("cli.plans.deadline.due", due=none)])
    if row.wording:
        parts.append(row.wording)
    parts.append(say("cli.plans.deadline.last_day", day=say.day(row.last_day), weekday=say.weekday(row.last_day)))
    parts.append(say("cli.plans.deadline.last_working_day", day=say.day(row.last_working_day)))
    parts.append(
        say(
            {True: "cli.plans.in_force", False: "cli.plans.not_in_force", None: "cli.plans.unknown_force"}[row.in_force]
        )
    )
    return " · ".join(parts)
