"""What the screens of /diaban have in common: the year and commune they show, criteria sheets, texts and buttons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from handlers.reports.access import unit_in_scope
from handlers.text.unit_labels import unit_labels
from handlers.turn.context import Turn
from handlers.turn.features import Args
from handlers.turn.messages import Button
from handlers.turn.pagination import Page
from locales import Words
from reporting.figures.zone_cap import most_allowed
from reporting.form_entry.answer_input import Answer
from reporting.form_entry.interview import FormEntry
from reporting.integrity.document_number import DocumentNumber
from reporting.permissions import can_decide_zones, can_edit_zones
from reporting.plan.plan import Plan, UnitKind, ZoneRules
from reporting.planning.criteria import fields_of, form_entry_of, form_of
from storage.plans import plans
from storage.units import selected_zones
from storage.units.units import Unit
from storage.zones import criteria, outcomes
from storage.zones.decisions import communes, deciding_unit
from storage.zones.outcomes import ZoneOutcomeRecord


@dataclass(frozen=True)
class ZoneYear:
    """One year of a plan, as a member sees it.

    ``may_edit``: whether the member may enter something: a coordinator, while the plan is in use.
    """

    plan: Plan
    year: int
    may_edit: bool = False

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
        """Whether the member decides on a unit's communes: the plan names the district or the province."""
        return self.may_edit and can_decide_zones(turn.me, deciding_unit(turn.tx, self.plan, unit))


def zone_plans(turn: Turn) -> list[Plan]:
    """The plans with communes under transformation: those in use, then those closed."""
    known_plans = (turn.plans.get(turn.tx, plan_status.id) for plan_status in plans.plan_statuses(turn.tx))
    return [plan for plan in known_plans if plan.zones is not None and plan.under is None and plan.years]


def load_year(turn: Turn, args: Args) -> ZoneYear | None:
    """The plan and year that ``args`` names, else the first plan and the year nearest to today.

    ``None`` where no plan has communes under transformation.
    """
    known_plans = zone_plans(turn)
    plan = next((plan for plan in known_plans if plan.id == args.get("plan")), known_plans[0] if known_plans else None)
    if plan is None:
        return None
    year = args.get("year")
    if year not in plan.years:
        year = min(plan.years, key=lambda plan_year: (abs(plan_year - turn.today.year), plan_year))
    active = {active_plan.id for active_plan in turn.plans.active(turn.tx)}
    return ZoneYear(plan, year, can_edit_zones(turn.me) and plan.id in active)


def load_commune(turn: Turn, args: Args) -> tuple[ZoneYear, Unit] | None:
    """The year and a commune of the member's units; ``None``, with a message and the menu, for any other."""
    zone_year = load_year(turn, args)
    commune = unit_in_scope(turn, args["unit"]) if "unit" in args else None
    if zone_year is not None and commune is not None and commune.kind == UnitKind.COMMUNE:
        return zone_year, commune
    _refuse(turn, "zones.not_here")
    return None


def load_commune_to_decide(turn: Turn, args: Args) -> tuple[ZoneYear, Unit] | None:
    """The same, where the member decides on the commune; ``None``, with a message and the commune's page, otherwise."""
    loaded = load_commune(turn, args)
    if loaded is None or loaded[0].may_decide(turn, loaded[1]):
        return loaded
    turn.start_dialog(None)
    turn.add_message("zones.not_yours")
    turn.run_action("zones.show_commune", **loaded[0].args_of(loaded[1]))
    return None


def load_year_to_act(turn: Turn, args: Args) -> ZoneYear | None:
    """The year, where the member may enter something of it; ``None``, with a message and the menu, otherwise."""
    zone_year = load_year(turn, args)
    if zone_year is not None and zone_year.may_edit:
        return zone_year
    _refuse(turn, "zones.only_coordinators")
    return None


def _refuse(turn: Turn, key: str) -> None:
    turn.start_dialog(None)
    turn.add_message(key)
    turn.show_menu()


def communes_in_scope(turn: Turn) -> list[Unit]:
    """The communes of the member's unit that exist today."""
    return communes(turn.tx, turn.me.unit, turn.today)


def candidates(turn: Turn, zone_year: ZoneYear) -> list[Unit]:
    """The communes of the member's unit that may be chosen: those transformed in an earlier year have left the list."""
    return candidates_of(turn.tx, zone_year, turn.me.unit, turn.today)


def candidates_of(tx: Connection, zone_year: ZoneYear, unit: Unit, today: date) -> list[Unit]:
    """The same for any unit."""
    transformed = outcomes.transformed(tx, zone_year.plan.id, zone_year.year)
    return [commune for commune in communes(tx, unit, today) if commune.id not in transformed]


@dataclass(frozen=True)
class CriteriaSheets:
    """The criteria of communes by unit id: what was entered, and what the reports say where nothing was entered."""

    entered: Mapping[int, Mapping[str, Answer]]
    reported: Mapping[int, Mapping[str, Answer]]

    @property
    def by_unit(self) -> dict[int, dict[str, Answer]]:
        ids = {*self.entered, *self.reported}
        return {unit_id: {**self.reported.get(unit_id, {}), **self.entered.get(unit_id, {})} for unit_id in ids}


def load_sheets(tx: Connection, zone_year: ZoneYear, communes: Iterable[Unit]) -> CriteriaSheets:
    """The sheets of some communes in a year."""
    ids, plan, year = [commune.id for commune in communes], zone_year.plan.id, zone_year.year
    reported = criteria.reported_values(tx, plan, year, ids, fields_of(zone_year.rules))
    return CriteriaSheets(criteria.entered_values(tx, plan, year, ids), reported)


def load_entry(tx: Connection, zone_year: ZoneYear, communes: Sequence[Unit]) -> FormEntry:
    """The sheets of some communes as one form: asked, compared, drawn and read like any report."""
    return form_entry_of(form_of(zone_year.rules), communes, load_sheets(tx, zone_year, communes).by_unit)


def sheet_lines(turn: Turn, zone_year: ZoneYear, communes: Sequence[Unit]) -> Iterator[str]:
    """ "1. xã Hòa Mỹ: đã có 11/23 mục", a line for each commune."""
    form, sheets = form_of(zone_year.rules), load_sheets(turn.tx, zone_year, communes).by_unit
    for number, commune in enumerate(communes, 1):
        entry = form_entry_of(form, [commune], sheets)
        done, size = entry.answered_count, entry.question_count
        yield turn.words("zones.sheet_line", number=number, unit=commune.name, done=done, size=size)


def cap_lines(turn: Turn, zone_year: ZoneYear, chosen: Sequence[Unit], reason: str | None = None) -> Iterator[str]:
    """ "Mức tối đa: 2 (15% của 19 đơn vị cấp xã)" of the member's unit, where the plan sets the cap for such a unit.

    ``reason``: why more were chosen, where a decision says so.
    """
    if reason:
        yield turn.words("zones.over_cap_why", reason=reason)
    cap, own = zone_year.rules.cap, turn.me.unit
    has_cap = own.parent_id is None if cap.of == "province" else own.kind == UnitKind.DISTRICT
    if not has_cap:
        return
    count = len(communes_in_scope(turn))
    allowed = most_allowed(cap, count)
    yield turn.words("zones.cap", allowed=allowed, percent=cap.percent, communes=count)
    if len(chosen) > allowed and not reason:
        yield turn.words("zones.over_cap", n=len(chosen) - allowed)


def decision_words(words: Words, document: DocumentNumber) -> str:
    """ "Quyết định số 45/QĐ-BCĐ ngày 15/1/2026"."""
    return words("zones.decision", number=document.number, day=words.day(document.on))


def outcome_words(words: Words, record: ZoneOutcomeRecord | None) -> str:
    """ "công nhận", "công nhận; tái phức tạp từ 20/3/2027", "chưa đánh giá"."""
    if record is None:
        return words("zones.outcome.none")
    text = words(f"zones.outcome.{record.outcome}", year=record.year + 1)
    return f"{text}; {words('zones.relapsed', day=words.day(record.relapsed_on))}" if record.relapsed_on else text


def home_button(turn: Turn, zone_year: ZoneYear) -> Button:
    return Button(turn.words("zones.choice.home", year=zone_year.year), "zones.home", zone_year.args)


def commune_buttons(
    zone_year: ZoneYear, page: Page[Unit], listed: Sequence[Unit], scope: Sequence[Unit], action: str
) -> list[Button]:
    """A button to ``action`` for each commune of a page.

    Names are told apart within all that is ``listed`` on any page, by a unit above from ``scope`` and by the code.
    """
    labels = dict(zip((unit.id for unit in listed), unit_labels(listed, scope), strict=True))
    return [Button(labels[unit.id], action, zone_year.args_of(unit)) for unit in page.items]


def is_selected(turn: Turn, zone_year: ZoneYear, commune: Unit) -> bool:
    """Whether the commune is under transformation in the year."""
    return bool(selected_zones.selected(turn.tx, zone_year.plan.id, zone_year.year, within=commune))
