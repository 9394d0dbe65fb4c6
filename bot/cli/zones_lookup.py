"""Finds plan, year and commune for ``baocao zones``, and words what was not found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer
from sqlalchemy import Connection

from locales import Words
from reporting.imports.unit_names import find_units
from reporting.plan.plan import Plan, UnitKind, ZoneRules
from storage.plans.plans import PlanCache
from storage.units import units
from storage.units.units import Unit

PlanOption = Annotated[str, typer.Option("--plan", metavar="PLAN", help="Mã kế hoạch đang thực hiện")]
YearOption = Annotated[int, typer.Option("--year", help="Năm báo cáo")]
CommuneArgument = Annotated[str, typer.Argument(metavar="COMMUNE", help="Mã hoặc tên đơn vị cấp xã")]


class ZoneCommandError(Exception):
    """The command cannot be carried out; the argument is the text for the operator."""


def plan_of(tx: Connection, say: Words, plan_id: str, year: int) -> Plan:
    """The active plan with zones and this year. Raises ``ZoneCommandError``."""
    active = {plan.id: plan for plan in PlanCache().active(tx)}
    if plan_id not in active:
        raise ZoneCommandError(
            say("cli.zones.unknown_plan", plan=plan_id, known=", ".join(active) or say("cli.zones.none"))
        )
    plan = active[plan_id]
    if plan.zones is None:
        raise ZoneCommandError(say("cli.zones.no_zones", plan=plan_id))
    if year not in plan.years:
        raise ZoneCommandError(say("cli.zones.other_year", year=year, years=", ".join(map(str, plan.years))))
    return plan


def rules_of(plan: Plan) -> ZoneRules:
    """The zone rules of a plan that ``plan_of`` returned."""
    assert plan.zones is not None
    return plan.zones


def communes_on(tx: Connection, day: date) -> list[Unit]:
    """The communes that exist on a day."""
    return [unit for unit in units.all_units(tx) if unit.kind == UnitKind.COMMUNE and unit.exists_on(day)]


def commune_of(say: Words, communes: Sequence[Unit], typed: str) -> Unit:
    """The commune with this code or name. Raises ``ZoneCommandError`` for none or several."""
    matching_units = find_units(communes, typed)
    if not matching_units:
        raise ZoneCommandError(say("cli.zones.unknown_commune", typed=typed))
    if len(matching_units) > 1:
        which = "\n".join(f"  {unit.code}  {unit.name}" for unit in matching_units)
        raise ZoneCommandError(say("cli.zones.several_communes", typed=typed, which=which))
    return matching_units[0]
