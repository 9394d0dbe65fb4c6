"""The communes proposed for a year, in the order that people give: the plans have no weights, so nothing is scored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handlers.turn.context import Turn
from handlers.turn.features import HANDLED, Args, Reply
from handlers.turn.messages import Button
from handlers.turn.pagination import Page, add_page_line
from handlers.zones import home
from handlers.zones.state import ZoneProposalState
from handlers.zones.view import (
    ZoneYear,
    candidates,
    cap_lines,
    commune_buttons,
    communes_in_scope,
    home_button,
    load_year,
    load_year_to_act,
    sheet_lines,
)
from reporting.imports.unit_names import find_units
from reporting.text import clean
from storage.units.units import Unit
from storage.zones import decisions, outcomes
from storage.zones.decisions import deciding_unit


def show(turn: Turn, args: Args) -> None:
    """The list as it stands, and what can be done with it."""
    zone_year = load_year(turn, args)
    if zone_year is None:
        return turn.run_action("zones.home")
    units = _proposed(turn, zone_year)
    page = Page.of(units, args)
    turn.start_dialog(ZoneProposalState(**zone_year.args))
    turn.add_message("zones.proposal", year=zone_year.year, unit=turn.me.unit.name)
    turn.add_text("\n".join([*_lines(turn, zone_year, units), *cap_lines(turn, zone_year, units)]))
    if zone_year.may_edit:
        turn.add_message("zones.how_to_propose")
    action = "zones.show_proposed" if zone_year.may_edit else "zones.show_commune"
    return turn.set_buttons(
        *commune_buttons(zone_year, page, units, units, action),
        *page.buttons(turn, "zones.show_proposal", **zone_year.args),
        *_buttons(turn, zone_year, units),
        numbered=True,
    )


def prompt(turn: Turn, state: ZoneProposalState) -> None:
    show(turn, state.args)


def on_text(turn: Turn, state: ZoneProposalState, text: str) -> Reply:
    """Names, one a line: added at the end of the list in this order."""
    zone_year = load_year(turn, state.args)
    if zone_year is None or not zone_year.may_edit:
        return home.open_commune(turn, state.args, text)
    decisions.lock_plan(turn.tx, zone_year.plan.id)
    possible, units = candidates(turn, zone_year), _proposed(turn, zone_year)
    added: list[Unit] = []
    for line in filter(None, (clean(line).strip() for line in text.split("\n"))):
        matches = find_units(possible, line)
        if len(matches) == 1 and matches[0] not in [*units, *added]:
            added.append(matches[0])
        else:
            turn.add_text(_not_added(turn, zone_year, line, matches))
    if added:
        _store(turn, zone_year, [*units, *added])
        turn.add_message("zones.proposed", units=", ".join(unit.name for unit in added))
    show(turn, zone_year.args)
    return HANDLED


def show_proposed(turn: Turn, args: Args) -> None:
    """What can be done with a commune of the list."""
    if (zone_year := load_year_to_act(turn, args)) is None:
        return
    units = _proposed(turn, zone_year)
    place = _place(units, args)
    if place is None:
        return show(turn, zone_year.args)
    unit = units[place]
    turn.add_message("zones.proposal_place", unit=unit.name, place=place + 1, n=len(units))
    moves = (("up", place > 0), ("down", place < len(units) - 1), ("out", True))
    turn.set_buttons(
        *(
            Button(turn.words(f"zones.choice.{to}"), "zones.move_proposed", zone_year.args_of(unit, to=to))
            for to, is_possible in moves
            if is_possible
        ),
        Button(turn.words("zones.choice.sheet", year=zone_year.year), "zones.show_sheet", zone_year.args_of(unit)),
        Button(turn.words("zones.choice.proposal"), "zones.show_proposal", zone_year.args),
        numbered=True,
    )


def move_proposed(turn: Turn, args: Args) -> None:
    """Moves a commune up or down, or removes it: ``args["to"]`` is "up", "down" or "out"."""
    if (zone_year := load_year_to_act(turn, args)) is None:
        return
    decisions.lock_plan(turn.tx, zone_year.plan.id)
    units = _proposed(turn, zone_year)
    if (place := _place(units, args)) is not None:
        unit = units.pop(place)
        if args["to"] != "out":
            units.insert(max(place + (1 if args["to"] == "down" else -1), 0), unit)
        _store(turn, zone_year, units)
    show(turn, zone_year.args)


def add_proposed(turn: Turn, args: Args) -> None:
    """Adds the commune ``args["unit"]``; without one, shows a page of those that can be added."""
    if (zone_year := load_year_to_act(turn, args)) is None:
        return
    decisions.lock_plan(turn.tx, zone_year.plan.id)
    units = _proposed(turn, zone_year)
    addable = [unit for unit in candidates(turn, zone_year) if unit not in units]
    if (place := _place(addable, args)) is not None:
        _store(turn, zone_year, [*units, addable[place]])
        return show(turn, zone_year.args)
    page = Page.of(addable, args)
    turn.start_dialog(ZoneProposalState(**zone_year.args))
    turn.add_message("zones.which_to_add")
    add_page_line(turn, page.number, page.pages)
    turn.set_buttons(
        *commune_buttons(zone_year, page, addable, addable, "zones.add_proposed"),
        *page.buttons(turn, "zones.add_proposed", **zone_year.args),
        Button(turn.words("zones.choice.proposal"), "zones.show_proposal", zone_year.args),
        numbered=True,
    )


def _place(units: Sequence[Unit], args: Args) -> int | None:
    """Where the commune ``args["unit"]`` stands in a list, from 0; ``None`` where it does not."""
    return next((place for place, unit in enumerate(units) if unit.id == args.get("unit")), None)


def _proposed(turn: Turn, zone_year: ZoneYear) -> list[Unit]:
    possible = {unit.id for unit in candidates(turn, zone_year)}
    proposed = decisions.proposed_communes(turn.tx, zone_year.plan.id, zone_year.year, turn.me.unit)
    return [unit for unit in proposed if unit.id in possible]


def _store(turn: Turn, zone_year: ZoneYear, communes: Sequence[Unit]) -> None:
    me = turn.me
    decisions.propose(turn.tx, zone_year.plan.id, zone_year.year, me.unit, communes, me.person_id, turn.now)


def _not_added(turn: Turn, zone_year: ZoneYear, line: str, matches: Sequence[Unit]) -> str:
    """Why a line adds no commune: the name of none, of a transformed one, of one on the list, of several."""
    words, shown = turn.words, line[:60]
    if len(matches) == 1:
        return words("zones.proposed_already", unit=matches[0].name)
    if matches:
        return words("zones.several", text=shown, units=", ".join(unit.name for unit in matches[:5]))
    transformed = outcomes.transformed(turn.tx, zone_year.plan.id, zone_year.year)
    if named := [unit for unit in find_units(communes_in_scope(turn), line) if unit.id in transformed]:
        return words("zones.already_transformed", text=named[0].name)
    return words("zones.not_found", text=shown)


def _lines(turn: Turn, zone_year: ZoneYear, units: Sequence[Unit]) -> Iterator[str]:
    if not units:
        yield turn.words("zones.none_proposed")
    carried_over = outcomes.carried_over(turn.tx, zone_year.plan.id, zone_year.year)
    for unit, line in zip(units, sheet_lines(turn, zone_year, units), strict=True):
        is_carried_over = unit.id in carried_over
        yield turn.words("zones.goes_on", line=line, year=zone_year.year - 1) if is_carried_over else line


def _buttons(turn: Turn, zone_year: ZoneYear, units: Sequence[Unit]) -> Iterator[Button]:
    words = turn.words
    if zone_year.may_edit:
        yield Button(words("zones.choice.add"), "zones.add_proposed", zone_year.args)
    if units:
        yield Button(words("zones.choice.compare"), "zones.compare_sheets", zone_year.args)
    deciders = {decider.id: decider for decider in (deciding_unit(turn.tx, zone_year.plan, unit) for unit in units)}
    for decider in deciders.values():
        if zone_year.may_decide(turn, decider):
            of_several = len(deciders) > 1
            label = words("zones.choice.decide_of", unit=decider.name) if of_several else words("zones.choice.decide")
            yield Button(label, "zones.begin_decision", {**zone_year.args, "decider": decider.id})
    yield home_button(turn, zone_year)
