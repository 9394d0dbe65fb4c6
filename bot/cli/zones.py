"""``baocao zones``: selects and lists the communes (địa bàn) under transformation in a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import typer
from sqlalchemy import Connection

from bot.cli import zones_records
from bot.cli.common import console, errors, fail, with_store
from bot.cli.zones_lookup import PlanOption, YearOption, ZoneCommandError, commune_of, communes_on, plan_of, rules_of
from bot.clock import Clock
from locales import Words, words
from reporting.deadlines.calendar import local_day
from reporting.figures.zone_cap import CapExcess
from reporting.integrity.document_number import DocumentNumber, read_paper
from reporting.plan.plan import Plan
from storage.plans.files import load_calendar
from storage.plans.plans import PlanCache
from storage.units import selected_zones, units
from storage.units.units import Unit
from storage.zones import decisions
from storage.zones import outcomes as zones_outcomes

app = typer.Typer(help="Địa bàn chuyển hóa của từng năm: chọn, danh sách.", no_args_is_help=True)

CommunesArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="COMMUNE…", help="Mã đơn vị cấp xã, hoặc tên nếu chỉ có một đơn vị như vậy"),
]
NoneOption = Annotated[bool, typer.Option("--none", help="Năm này không có địa bàn nào; bỏ danh sách đã chọn")]
OverrideOption = Annotated[
    str | None, typer.Option("--override", metavar="REASON", help="Lý do chọn quá mức tối đa của kế hoạch")
]


DecisionOption = Annotated[
    str | None,
    typer.Option("--decision", metavar="NUMBER-DATE", help='Số và ngày quyết định: "45/QĐ-BCĐ ngày 15/1/2026"'),
]
app.command("outcome")(zones_records.outcome)
app.command("relapse")(zones_records.relapse)
app.command("criteria")(zones_records.criteria_)


@dataclass(frozen=True)
class ZoneSelection:
    """The result of a selection."""

    communes: list[Unit]
    excesses: list[str]
    """The text for each unit in which the cap is exceeded."""
    created: int | None
    """Number of new obligations; ``None`` if nothing was written because ``--override`` is required."""


@app.command("select")
def select(
    plan: PlanOption,
    year: YearOption,
    commune: CommunesArgument = None,
    none: NoneOption = False,
    override: OverrideOption = None,
    decision: DecisionOption = None,
) -> None:
    """Chọn địa bàn chuyển hóa của một năm, kèm số và ngày quyết định; chọn lại thì thay danh sách cũ."""
    say, now = words("vi"), Clock().now()
    if bool(commune) == none:
        fail(say("cli.zones.which"), code=2)
    reason = override.strip() if override else None
    try:
        made = with_store(lambda tx: choose(tx, say, commune or [], plan, year, reason, decision, now))
    except ZoneCommandError as error:
        fail(str(error))
    for line in made.excesses:
        errors.print(line, style="yellow", markup=False)
    if made.created is None:
        fail(say("cli.zones.override_wanted"))
    for unit in made.communes:
        console.print(f"{unit.code}  {unit.name}", markup=False)
    console.print(say("cli.zones.selected", n=len(made.communes), year=year, created=made.created), markup=False)


@app.command("list")
def list_(
    plan: Annotated[str | None, typer.Option("--plan", metavar="PLAN", help="Chỉ kế hoạch này")] = None,
    year: Annotated[int | None, typer.Option("--year", help="Chỉ năm này")] = None,
) -> None:
    """Địa bàn chuyển hóa đã chọn, theo kế hoạch và năm."""
    say = words("vi")
    lines = with_store(lambda tx: listing(tx, say, plan, year))
    for line in lines or [say("cli.zones.no_plan")]:
        console.print(line, markup=False)


def choose(
    tx: Connection,
    say: Words,
    typed: list[str],
    plan_id: str,
    year: int,
    reason: str | None,
    decision: str | None,
    now: datetime,
) -> ZoneSelection:
    """Checks the cap, stores the selection and creates the reports owed. Raises ``ZoneCommandError``."""
    plan = plan_of(tx, say, plan_id, year)
    decisions.lock_plan(tx, plan.id)
    paper = _paper(say, decision, now)
    on = paper.on if paper else local_day(now)
    communes = communes_on(tx, on)
    chosen = sorted({commune_of(say, communes, text) for text in typed}, key=lambda unit: unit.code)
    transformed = zones_outcomes.transformed(tx, plan.id, year)
    if already_transformed := [unit.name for unit in chosen if unit.id in transformed]:
        raise ZoneCommandError(say("cli.zones.transformed", units=", ".join(already_transformed)))
    decider = _decider(tx, say, plan, chosen, paper)
    excess_lines = [
        _excess(tx, say, plan, excess) for excess in decisions.cap_excesses(tx, plan, year, decider, chosen, on)
    ]
    if excess_lines and not reason:
        return ZoneSelection(chosen, excess_lines, None)
    why = reason if excess_lines else None
    created = decisions.decide(
        tx, plan, year, decider, chosen, paper, over_cap=why, person_id=None, calendar=load_calendar(), now=now
    )
    return ZoneSelection(chosen, excess_lines, created)


def _paper(say: Words, decision: str | None, now: datetime) -> DocumentNumber | None:
    if decision is None:
        return None
    today = local_day(now)
    paper = read_paper(decision, today)
    if paper is None or paper.on > today:
        raise ZoneCommandError(say("cli.zones.which_decision", typed=decision))
    return paper


def _decider(tx: Connection, say: Words, plan: Plan, chosen: list[Unit], paper: DocumentNumber | None) -> Unit:
    """The unit whose selection is replaced: the deciding unit; without a document the top unit (the whole year)."""
    root = next(unit for unit in units.all_units(tx) if unit.parent_id is None)
    if paper is None or not chosen:
        return root
    deciders = {unit.id: unit for unit in (decisions.deciding_unit(tx, plan, unit) for unit in chosen)}
    if len(deciders) > 1:
        raise ZoneCommandError(
            say("cli.zones.several_deciders", units=", ".join(unit.name for unit in deciders.values()))
        )
    return next(iter(deciders.values()))


def listing(tx: Connection, say: Words, plan_id: str | None, year: int | None) -> list[str]:
    """A heading for each plan and year, followed by its communes."""
    lines: list[str] = []
    for plan in PlanCache().active(tx):
        if plan.zones is None or plan_id not in (None, plan.id):
            continue
        for plan_year in plan.years:
            if year in (None, plan_year):
                lines += _of_year(tx, say, plan, plan_year)
    return lines


def _of_year(tx: Connection, say: Words, plan: Plan, year: int) -> list[str]:
    chosen = selected_zones.selected(tx, plan.id, year)
    reason = selected_zones.over_cap(tx, plan.id, year)
    outcomes = zones_outcomes.of_year(tx, plan.id, year)
    root = next(unit for unit in units.all_units(tx) if unit.parent_id is None)
    made = decisions.decisions(tx, plan.id, year, root)
    return [
        say("cli.zones.heading", plan=plan.id, year=year, n=len(chosen)),
        *(f"  {_paper_words(say, decision.paper)} ({decision.unit.name})" for decision in made),
        *(f"  {unit.code}  {unit.name}{_outcome_words(say, outcomes.get(unit.id))}" for unit in chosen),
        *([say("cli.zones.over_cap", reason=reason)] if reason else []),
    ]


def _paper_words(say: Words, paper: DocumentNumber) -> str:
    return say("zones.decision", number=paper.number, day=say.day(paper.on))


def _outcome_words(say: Words, record: zones_outcomes.ZoneOutcomeRecord | None) -> str:
    if record is None:
        return ""
    text = say(f"zones.outcome.{record.outcome}", year=record.year + 1)
    return f": {text}; {say('zones.relapsed', day=say.day(record.relapsed_on))}" if record.relapsed_on else f": {text}"


def _excess(tx: Connection, say: Words, plan: Plan, excess: CapExcess) -> str:
    cap = rules_of(plan).cap
    return say(
        "cli.zones.excess",
        where=plan.province if excess.parent is None else units.get(tx, excess.parent).name,
        chosen=excess.chosen,
        allowed=excess.allowed,
        percent=cap.percent,
        communes=excess.communes,
        at=cap.source.at,
    )
