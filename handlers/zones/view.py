"""The communes under transformation of a plan in a year: what the screens of ``/diaban`` have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from handlers.reports.oversight import unit_in_scope
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from locales import Words
from reporting.figures.zone_cap import most_allowed
from reporting.form_entry.answer_input import Answer
from reporting.integrity.document_number import DocumentNumber
from reporting.plan.plan import Plan, UnitKind, ZoneRules
from reporting.planning.criteria import fields_of
from reporting.roles import DECIDE_EXTENSIONS
from storage.plans import plans
from storage.units import selected_zones, units
from storage.units.units import Unit
from storage.zones import criteria, outcomes
from storage.zones.decisions import communes, deciding_unit
from storage.zones.outcomes import ZoneOutcomeRecord

Args = Mapping[str, Any]


@dataclass(frozen=True)
class ZoneYear:
    """A plan's year, as somebody sees it in the hat worn."""

    plan: Plan
    year: int
    may_edit: bool
    """Whether they may enter something: a coordinator, under a plan in use."""

    @property
    def args(self) -> dict[str, Any]:
        return {"plan": self.plan.id, "year": self.year}

    @property
    def rules(self) -> ZoneRules:
        assert self.plan.zones is not None
        return self.plan.zones

    def args_of(self, commune: Unit, **more: Any) -> dict[str, Any]:
        return {**self.args, "unit": commune.id, **more}

    def may_decide(self, turn: Turn, unit: Unit) -> bool:
        """Whether they decide on a unit's communes: its district's coordinators, or the province's, by the plan."""
        return self.may_edit and turn.me.unit.covers(deciding_unit(turn.tx, self.plan, unit))


def zone_plans(turn: Turn) -> list[Plan]:
    """The plans with communes under transformation: those in use, then those closed."""
    matching_plans = (turn.plans.get(turn.tx, plan_status.id) for plan_status in plans.plan_statuses(turn.tx))
    return [plan for plan in matching_plans if plan.zones is not None and plan.under is None and plan.years]


def load_year(turn: Turn, args: Args) -> ZoneYear | None:
    """What a choice means today: the plan and year it names, else the first plan and the year that runs."""
    existing_plans = zone_plans(turn)
    plan = next(
        (each_plan for each_plan in existing_plans if each_plan.id == args.get("plan")),
        existing_plans[0] if existing_plans else None,
    )
    if plan is None:
        return None
    year = args.get("year")
    if year not in plan.years:
        year = min(plan.years, key=lambda one: (abs(one - turn.today.year), one))
    active = {active_plan.id for active_plan in turn.plans.active(turn.tx)}
    return ZoneYear(plan, year, turn.me.role in DECIDE_EXTENSIONS and plan.id in active)


def load_commune(turn: Turn, args: Args) -> tuple[ZoneYear, Unit] | None:
    """The year and a commune of it, where both are one's to see; otherwise says so and shows the year."""
    zone_year = load_year(turn, args)
    commune = unit_in_scope(turn, args["unit"]) if "unit" in args else None
    if zone_year is None or commune is None or commune.kind != UnitKind.COMMUNE:
        turn.start_dialog(None)
        turn.add_message("zones.not_here")
        turn.show_menu()
        return None
    return zone_year, commune


def load_commune_to_decide(turn: Turn, args: Args) -> tuple[ZoneYear, Unit] | None:
    """The same, for those who decide on the commune."""
    found = load_commune(turn, args)
    if found is None or found[0].may_decide(turn, found[1]):
        return found
    turn.start_dialog(None)
    turn.add_message("zones.not_yours")
    turn.run_action("zones.show_commune", **found[0].args_of(found[1]))
    return None


def load_year_to_act(turn: Turn, args: Args) -> ZoneYear | None:
    """The year, for those who may enter something of it."""
    zone_year = load_year(turn, args)
    if zone_year is not None and zone_year.may_edit:
        return zone_year
    turn.start_dialog(None)
    turn.add_message("zones.only_coordinators")
    turn.show_menu()
    return None


def communes_in_scope(turn: Turn) -> list[Unit]:
    """The communes of one's unit that exist today."""
    return communes(turn.tx, turn.me.unit, turn.today)


def candidates(turn: Turn, zone_year: ZoneYear) -> list[Unit]:
    """Those of them that may be chosen: communes transformed before have left the list."""
    return candidates_of(turn.tx, zone_year.plan, zone_year.year, turn.me.unit, turn.today)


def candidates_of(tx: Connection, plan: Plan, year: int, within: Unit, today: date) -> list[Unit]:
    """The same of any unit."""
    left = outcomes.transformed(tx, plan.id, year)
    return [commune for commune in communes(tx, within, today) if commune.id not in left]


@dataclass(frozen=True)
class CriteriaSheets:
    """The criteria of communes: what was entered, and what the reports say where nobody entered anything."""

    entered: Mapping[int, Mapping[str, Answer]]
    reported: Mapping[int, Mapping[str, Answer]]

    def of(self, commune: Unit) -> dict[str, Answer]:
        return {**self.reported.get(commune.id, {}), **self.entered.get(commune.id, {})}

    @property
    def by_unit(self) -> dict[int, dict[str, Answer]]:
        ids = {*self.entered, *self.reported}
        return {id: {**self.reported.get(id, {}), **self.entered.get(id, {})} for id in ids}


def load_sheets(turn: Turn, zone_year: ZoneYear, communes: Iterable[Unit]) -> CriteriaSheets:
    return load_sheets_of(turn.tx, zone_year.plan, zone_year.year, communes)


def load_sheets_of(tx: Connection, plan: Plan, year: int, communes: Iterable[Unit]) -> CriteriaSheets:
    """The sheets of some communes in a year."""
    assert plan.zones is not None
    ids = [commune.id for commune in communes]
    entered = criteria.entered_values(tx, plan.id, year, ids)
    return CriteriaSheets(entered, criteria.reported_values(tx, plan.id, year, ids, fields_of(plan.zones)))


def cap_lines(turn: Turn, zone_year: ZoneYear, chosen: Sequence[Unit], reason: str | None = None) -> Iterator[str]:
    """ "Mức tối đa: 2 (15% của 19 đơn vị cấp xã)" of one's unit, where the cap is the unit's.

    ``reason``: why more were chosen, where that is known.
    """
    if reason:
        yield turn.words("zones.over_cap_why", reason=reason)
    cap, own = zone_year.rules.cap, turn.me.unit
    is_whole = own.parent_id is None if cap.of == "province" else own.kind == UnitKind.DISTRICT
    if not is_whole:
        return
    count = len(communes_in_scope(turn))
    allowed = most_allowed(cap, count)
    yield turn.words("zones.cap", allowed=allowed, percent=cap.percent, communes=count)
    if len(chosen) > allowed and not reason:
        yield turn.words("zones.over_cap", n=len(chosen) - allowed)


def paper_words(words: Words, paper: DocumentNumber) -> str:
    """ "Quyết định số 45/QĐ-BCĐ ngày 15/1/2026"."""
    return words("zones.decision", number=paper.number, day=words.day(paper.on))


def outcome_words(words: Words, record: ZoneOutcomeRecord | None) -> str:
    """ "công nhận", "công nhận; tái phức tạp từ 20/3/2027", "chưa đánh giá"."""
    if record is None:
        return words("zones.outcome.none")
    text = words(f"zones.outcome.{record.outcome}", year=record.year + 1)
    return f"{text}; {words('zones.relapsed', day=words.day(record.relapsed_on))}" if record.relapsed_on else text


def home_button(turn: Turn, zone_year: ZoneYear) -> Button:
    return Button(turn.words("zones.choice.home", year=zone_year.year), "zones.home", zone_year.args)


def is_selected(turn: Turn, zone_year: ZoneYear, commune: Unit) -> bool:
    return bool(selected_zones.selected(turn.tx, zone_year.plan.id, zone_year.year, within=commune))


def district_of(turn: Turn, commune: Unit) -> Unit | None:
    """The district, where the commune has one."""
    parent = units.get(turn.tx, commune.parent_id) if commune.parent_id else None
    return parent if parent and parent.kind == UnitKind.DISTRICT else None
