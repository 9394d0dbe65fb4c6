"""``baocao zones``: which communes (địa bàn) are under transformation in a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import typer
from sqlalchemy import Connection

from bot.cli.common import console, errors, fail, with_store
from bot.clock import Clock
from locales import Words, words
from reporting.calendar import local_day
from reporting.plan import Kind, Plan
from reporting.unit_names import find
from reporting.zone_cap import Excess, excesses
from storage import obligations, units, zones
from storage.plan_files import load_calendar
from storage.plans import Shelf
from storage.units import Unit

app = typer.Typer(help="Địa bàn chuyển hóa của từng năm: chọn, danh sách.", no_args_is_help=True)

CommunesArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="COMMUNE…", help="Mã đơn vị cấp xã, hoặc tên nếu chỉ có một đơn vị như vậy"),
]
NoneOption = Annotated[bool, typer.Option("--none", help="Năm này không có địa bàn nào; bỏ danh sách đã chọn")]
PlanOption = Annotated[str, typer.Option("--plan", metavar="PLAN", help="Mã kế hoạch đang thực hiện")]
YearOption = Annotated[int, typer.Option("--year", help="Năm báo cáo")]
OverrideOption = Annotated[
    str | None, typer.Option("--override", metavar="REASON", help="Lý do chọn quá mức tối đa của kế hoạch")
]


class Refused(Exception):
    """The choice cannot be made; the argument says why, in words."""


@dataclass(frozen=True)
class Selection:
    communes: list[Unit]
    excesses: list[str]
    """Each place where the cap is exceeded, in words."""
    created: int | None
    """New obligations; ``None`` where nothing was written because a reason is wanted."""


@app.command("select")
def select(
    plan: PlanOption,
    year: YearOption,
    commune: CommunesArgument = None,
    none: NoneOption = False,
    override: OverrideOption = None,
) -> None:
    """Chọn địa bàn chuyển hóa của một năm; chọn lại thì thay danh sách cũ."""
    say, now = words("vi"), Clock().now()
    if bool(commune) == none:
        fail(say("cli_zones.which"), code=2)
    reason = override.strip() if override else None
    try:
        made = with_store(lambda tx: choose(tx, say, commune or [], plan, year, reason, now))
    except Refused as refused:
        fail(str(refused))
    for line in made.excesses:
        errors.print(line, style="yellow", markup=False)
    if made.created is None:
        fail(say("cli_zones.override_wanted"))
    for one in made.communes:
        console.print(f"{one.code}  {one.name}", markup=False)
    console.print(say("cli_zones.selected", n=len(made.communes), year=year, created=made.created), markup=False)


@app.command("list")
def list_(
    plan: Annotated[str | None, typer.Option("--plan", metavar="PLAN", help="Chỉ kế hoạch này")] = None,
    year: Annotated[int | None, typer.Option("--year", help="Chỉ năm này")] = None,
) -> None:
    """Địa bàn chuyển hóa đã chọn, theo kế hoạch và năm."""
    say = words("vi")
    lines = with_store(lambda tx: listing(tx, say, plan, year))
    for line in lines or [say("cli_zones.no_plan")]:
        console.print(line, markup=False)


def choose(
    tx: Connection, say: Words, typed: list[str], plan_id: str, year: int, reason: str | None, now: datetime
) -> Selection:
    """Finds the communes, looks at the cap, writes the choice and what follows from it. Raises ``Refused``."""
    plan = _plan(tx, say, plan_id, year)
    today = local_day(now)
    communes = [one for one in units.all_units(tx) if one.kind == Kind.COMMUNE and one.exists_on(today)]
    chosen = sorted({_commune(say, communes, text) for text in typed}, key=lambda one: one.code)
    beyond = _excesses(tx, say, plan, communes, chosen)
    if beyond and not reason:
        return Selection(chosen, beyond, None)
    zones.select(tx, plan.id, year, [one.id for one in chosen], now, over_cap=reason if beyond else None)
    return Selection(chosen, beyond, obligations.ensure(tx, plan, load_calendar(), now))


def listing(tx: Connection, say: Words, plan_id: str | None, year: int | None) -> list[str]:
    """A heading for each plan and year, and its communes beneath."""
    lines: list[str] = []
    for plan in Shelf().active(tx):
        if plan.zones is None or plan_id not in (None, plan.id):
            continue
        for one in plan.years:
            if year in (None, one):
                lines += _of_year(tx, say, plan, one)
    return lines


def _of_year(tx: Connection, say: Words, plan: Plan, year: int) -> list[str]:
    chosen = zones.selected(tx, plan.id, year)
    reason = zones.over_cap(tx, plan.id, year)
    return [
        say("cli_zones.heading", plan=plan.id, year=year, n=len(chosen)),
        *(f"  {one.code}  {one.name}" for one in chosen),
        *([say("cli_zones.over_cap", reason=reason)] if reason else []),
    ]


def _plan(tx: Connection, say: Words, plan_id: str, year: int) -> Plan:
    active = {plan.id: plan for plan in Shelf().active(tx)}
    if plan_id not in active:
        raise Refused(say("cli_zones.unknown_plan", plan=plan_id, known=", ".join(active) or say("cli_zones.none")))
    plan = active[plan_id]
    if plan.zones is None:
        raise Refused(say("cli_zones.no_zones", plan=plan_id))
    if year not in plan.years:
        raise Refused(say("cli_zones.other_year", year=year, years=", ".join(map(str, plan.years))))
    return plan


def _commune(say: Words, communes: list[Unit], typed: str) -> Unit:
    found = find(communes, typed)
    if not found:
        raise Refused(say("cli_zones.unknown_commune", typed=typed))
    if len(found) > 1:
        which = "\n".join(f"  {one.code}  {one.name}" for one in found)
        raise Refused(say("cli_zones.several_communes", typed=typed, which=which))
    return found[0]


def _excesses(tx: Connection, say: Words, plan: Plan, communes: list[Unit], chosen: list[Unit]) -> list[str]:
    assert plan.zones is not None
    cap = plan.zones.cap
    beyond = excesses(cap, [one.parent_id for one in communes], [one.parent_id for one in chosen])
    return [_excess(tx, say, plan, one) for one in beyond]


def _excess(tx: Connection, say: Words, plan: Plan, one: Excess) -> str:
    assert plan.zones is not None
    return say(
        "cli_zones.excess",
        where=plan.province if one.parent is None else units.get(tx, one.parent).name,
        chosen=one.chosen,
        allowed=one.allowed,
        percent=plan.zones.cap.percent,
        communes=one.communes,
        at=plan.zones.cap.source.at,
    )
