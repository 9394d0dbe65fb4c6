"""The communes proposed for a year, in an order that people give: nothing is scored, the plans have no weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handlers.text.unit_labels import unit_labels
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from handlers.turn.pagination import add_page_line, page_buttons, page_of
from handlers.zones import home
from handlers.zones.view import (
    Args,
    ZoneYear,
    candidates,
    cap_lines,
    home_button,
    load_sheets,
    load_year,
    load_year_to_act,
)
from reporting.imports.unit_names import find_units
from reporting.planning.criteria import form_entry_of, form_of
from reporting.text import clean, fold
from storage.audit import audit
from storage.units.units import Unit
from storage.zones import decisions, outcomes
from storage.zones.decisions import deciding_unit


def show(turn: Turn, args: Args) -> None:
    """The list as it stands, and what can be done with it."""
    zone_year = load_year(turn, args)
    if zone_year is None:
        return turn.run_action("zones.home")
    units = _proposed(turn, zone_year)
    turn.start_dialog("zones.proposal", **zone_year.args)
    turn.add_message("zones.proposal", year=zone_year.year, unit=turn.me.unit.name)
    turn.add_text("\n".join([*_lines(turn, zone_year, units), *cap_lines(turn, zone_year, units)]))
    if zone_year.may_edit:
        turn.add_message("zones.how_to_propose")
    labels = unit_labels(units, units)
    opens = "zones.show_proposed" if zone_year.may_edit else "zones.show_commune"
    page, pages, shown = page_of(units, args.get("page", 0))
    turn.set_buttons(
        *(
            Button(label, opens, zone_year.args_of(unit))
            for label, unit in zip(labels[shown], units[shown], strict=True)
        ),
        *page_buttons(turn, "zones.show_proposal", page, pages, **zone_year.args),
        *_ways(turn, zone_year, units),
        numbered=True,
    )


def prompt(turn: Turn) -> None:
    show(turn, turn.dialogue or {})


def on_text(turn: Turn, text: str) -> str | None:
    """Names, one a line: added at the end of the list in this order."""
    if fold(text) in turn.registry.typed_commands:
        return ""
    zone_year = load_year(turn, turn.dialogue or {})
    if zone_year is None or not zone_year.may_edit:
        return home.on_text(turn, text)
    decisions.lock_plan(turn.tx, zone_year.plan.id)
    able, units = candidates(turn, zone_year), _proposed(turn, zone_year)
    added: list[Unit] = []
    for line in filter(None, map(clean, text.split("\n"))):
        meant = find_units(able, line.strip())
        if len(meant) == 1 and meant[0] not in [*units, *added]:
            added.append(meant[0])
        else:
            _not_added(turn, zone_year, line.strip(), meant)
    if added:
        _keep(turn, zone_year, [*units, *added])
        turn.add_message("zones.proposed", units=", ".join(unit.name for unit in added))
    show(turn, zone_year.args)
    return None


def show_proposed(turn: Turn, args: Args) -> None:
    """What can be done with a commune of the list."""
    zone_year = load_year_to_act(turn, args)
    if zone_year is None:
        return
    units = _proposed(turn, zone_year)
    at = next((place for place, unit in enumerate(units) if unit.id == args["unit"]), None)
    if at is None:
        return show(turn, zone_year.args)
    turn.add_message("zones.proposal_place", unit=units[at].name, place=at + 1, n=len(units))
    ways = (("up", at > 0), ("down", at < len(units) - 1), ("out", True))
    moves = (
        Button(turn.words(f"zones.choice.{to}"), "zones.move_proposed", zone_year.args_of(units[at], to=to))
        for to, can in ways
        if can
    )
    turn.set_buttons(
        *moves,
        Button(turn.words("zones.choice.sheet", year=zone_year.year), "zones.show_sheet", zone_year.args_of(units[at])),
        Button(turn.words("zones.choice.proposal"), "zones.show_proposal", zone_year.args),
        numbered=True,
    )


def move_proposed(turn: Turn, args: Args) -> None:
    """Up, down, or out of the list."""
    zone_year = load_year_to_act(turn, args)
    if zone_year is None:
        return
    decisions.lock_plan(turn.tx, zone_year.plan.id)
    units = _proposed(turn, zone_year)
    at = next((place for place, unit in enumerate(units) if unit.id == args["unit"]), None)
    if at is not None:
        unit = units.pop(at)
        if args["to"] != "out":
            units.insert(max(at + (1 if args["to"] == "down" else -1), 0), unit)
        _keep(turn, zone_year, units)
    show(turn, zone_year.args)


def add_proposed(turn: Turn, args: Args) -> None:
    """Adds a commune, or shows those that can be added, a page of them."""
    zone_year = load_year_to_act(turn, args)
    if zone_year is None:
        return
    decisions.lock_plan(turn.tx, zone_year.plan.id)
    units = _proposed(turn, zone_year)
    able = [unit for unit in candidates(turn, zone_year) if unit not in units]
    if chosen := [unit for unit in able if unit.id == args.get("unit")]:
        _keep(turn, zone_year, [*units, *chosen])
        return show(turn, zone_year.args)
    page, pages, shown = page_of(able, args.get("page", 0))
    turn.start_dialog("zones.proposal", **zone_year.args)
    turn.add_message("zones.which_to_add")
    add_page_line(turn, page, pages)
    labels = unit_labels(able, able)[shown]
    turn.set_buttons(
        *(
            Button(label, "zones.add_proposed", zone_year.args_of(unit))
            for label, unit in zip(labels, able[shown], strict=True)
        ),
        *page_buttons(turn, "zones.add_proposed", page, pages, **zone_year.args),
        Button(turn.words("zones.choice.proposal"), "zones.show_proposal", zone_year.args),
        numbered=True,
    )


def _proposed(turn: Turn, zone_year: ZoneYear) -> list[Unit]:
    able = {unit.id for unit in candidates(turn, zone_year)}
    listed = decisions.proposed_communes(turn.tx, zone_year.plan.id, zone_year.year, turn.me.unit)
    return [unit for unit in listed if unit.id in able]


def _keep(turn: Turn, zone_year: ZoneYear, communes: Sequence[Unit]) -> None:
    me, plan = turn.me, zone_year.plan.id
    decisions.propose(turn.tx, plan, zone_year.year, me.unit, communes, me.person_id, turn.now)
    audit.record(
        turn.tx,
        turn.now,
        me.person_id,
        "zones.proposed",
        unit_id=me.unit.id,
        plan_id=plan,
        year=zone_year.year,
        communes=[commune.code for commune in communes],
    )


def _not_added(turn: Turn, zone_year: ZoneYear, line: str, meant: Sequence[Unit]) -> None:
    words, shown = turn.words, line[:60]
    if not meant:
        left = outcomes.transformed(turn.tx, zone_year.plan.id, zone_year.year)
        gone = [
            unit for unit in find_units(decisions.communes(turn.tx, turn.me.unit, turn.today), line) if unit.id in left
        ]
        key = "zones.already_transformed" if gone else "zones.not_found"
        turn.add_text(words(key, text=gone[0].name if gone else shown))
    elif len(meant) == 1:
        turn.add_message("zones.proposed_already", unit=meant[0].name)
    else:
        turn.add_message("zones.several", text=shown, units=", ".join(unit.name for unit in meant[:5]))


def _lines(turn: Turn, zone_year: ZoneYear, units: Sequence[Unit]) -> Iterator[str]:
    words = turn.words
    if not units:
        yield words("zones.none_proposed")
        return
    filled, form = load_sheets(turn, zone_year, units).by_unit, form_of(zone_year.rules)
    over = outcomes.carried_over(turn.tx, zone_year.plan.id, zone_year.year)
    for number, unit in enumerate(units, 1):
        walk = form_entry_of(form, [unit], filled)
        line = words(
            "zones.sheet_line", number=number, unit=unit.name, done=walk.answered_count, size=walk.question_count
        )
        yield words("zones.goes_on", line=line, year=zone_year.year - 1) if unit.id in over else line


def _ways(turn: Turn, zone_year: ZoneYear, units: Sequence[Unit]) -> Iterator[Button]:
    words = turn.words
    if zone_year.may_edit:
        yield Button(words("zones.choice.add"), "zones.add_proposed", zone_year.args)
    if units:
        yield Button(words("zones.choice.compare"), "zones.compare_sheets", zone_year.args)
    deciders = {unit.id: unit for unit in (deciding_unit(turn.tx, zone_year.plan, each_unit) for each_unit in units)}
    for unit in deciders.values():
        if zone_year.may_decide(turn, unit):
            label = (
                words("zones.choice.decide") if len(deciders) == 1 else words("zones.choice.decide_of", unit=unit.name)
            )
            yield Button(label, "zones.begin_decision", {**zone_year.args, "decider": unit.id})
    yield home_button(turn, zone_year)
