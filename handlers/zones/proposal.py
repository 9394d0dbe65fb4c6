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
    found = load_year(turn, args)
    if found is None:
        return turn.run_action("zones.home")
    there = _proposed(turn, found)
    turn.start_dialog("zones.proposal", **found.args)
    turn.add_message("zones.proposal", year=found.year, unit=turn.me.unit.name)
    turn.add_text("\n".join([*_lines(turn, found, there), *cap_lines(turn, found, there)]))
    if found.may_edit:
        turn.add_message("zones.how_to_propose")
    labels = unit_labels(there, there)
    opens = "zones.show_proposed" if found.may_edit else "zones.show_commune"
    page, pages, shown = page_of(there, args.get("page", 0))
    turn.set_buttons(
        *(Button(label, opens, found.args_of(one)) for label, one in zip(labels[shown], there[shown], strict=True)),
        *page_buttons(turn, "zones.show_proposal", page, pages, **found.args),
        *_ways(turn, found, there),
        numbered=True,
    )


def prompt(turn: Turn) -> None:
    show(turn, turn.dialogue or {})


def on_text(turn: Turn, text: str) -> str | None:
    """Names, one a line: added at the end of the list in this order."""
    if fold(text) in turn.registry.typed_commands:
        return ""
    found = load_year(turn, turn.dialogue or {})
    if found is None or not found.may_edit:
        return home.on_text(turn, text)
    decisions.lock_plan(turn.tx, found.plan.id)
    able, there = candidates(turn, found), _proposed(turn, found)
    added: list[Unit] = []
    for line in filter(None, map(clean, text.split("\n"))):
        meant = find_units(able, line.strip())
        if len(meant) == 1 and meant[0] not in [*there, *added]:
            added.append(meant[0])
        else:
            _not_added(turn, found, line.strip(), meant)
    if added:
        _keep(turn, found, [*there, *added])
        turn.add_message("zones.proposed", units=", ".join(one.name for one in added))
    show(turn, found.args)
    return None


def show_proposed(turn: Turn, args: Args) -> None:
    """What can be done with a commune of the list."""
    found = load_year_to_act(turn, args)
    if found is None:
        return
    there = _proposed(turn, found)
    at = next((place for place, unit in enumerate(there) if unit.id == args["unit"]), None)
    if at is None:
        return show(turn, found.args)
    turn.add_message("zones.proposal_place", unit=there[at].name, place=at + 1, n=len(there))
    ways = (("up", at > 0), ("down", at < len(there) - 1), ("out", True))
    moves = (
        Button(turn.words(f"zones.choice.{to}"), "zones.move_proposed", found.args_of(there[at], to=to))
        for to, can in ways
        if can
    )
    turn.set_buttons(
        *moves,
        Button(turn.words("zones.choice.sheet", year=found.year), "zones.show_sheet", found.args_of(there[at])),
        Button(turn.words("zones.choice.proposal"), "zones.show_proposal", found.args),
        numbered=True,
    )


def move_proposed(turn: Turn, args: Args) -> None:
    """Up, down, or out of the list."""
    found = load_year_to_act(turn, args)
    if found is None:
        return
    decisions.lock_plan(turn.tx, found.plan.id)
    there = _proposed(turn, found)
    at = next((place for place, unit in enumerate(there) if unit.id == args["unit"]), None)
    if at is not None:
        unit = there.pop(at)
        if args["to"] != "out":
            there.insert(max(at + (1 if args["to"] == "down" else -1), 0), unit)
        _keep(turn, found, there)
    show(turn, found.args)


def add_proposed(turn: Turn, args: Args) -> None:
    """Adds a commune, or shows those that can be added, a page of them."""
    found = load_year_to_act(turn, args)
    if found is None:
        return
    decisions.lock_plan(turn.tx, found.plan.id)
    there = _proposed(turn, found)
    able = [one for one in candidates(turn, found) if one not in there]
    if chosen := [one for one in able if one.id == args.get("unit")]:
        _keep(turn, found, [*there, *chosen])
        return show(turn, found.args)
    page, pages, shown = page_of(able, args.get("page", 0))
    turn.start_dialog("zones.proposal", **found.args)
    turn.add_message("zones.which_to_add")
    add_page_line(turn, page, pages)
    labels = unit_labels(able, able)[shown]
    turn.set_buttons(
        *(
            Button(label, "zones.add_proposed", found.args_of(one))
            for label, one in zip(labels, able[shown], strict=True)
        ),
        *page_buttons(turn, "zones.add_proposed", page, pages, **found.args),
        Button(turn.words("zones.choice.proposal"), "zones.show_proposal", found.args),
        numbered=True,
    )


def _proposed(turn: Turn, found: ZoneYear) -> list[Unit]:
    able = {one.id for one in candidates(turn, found)}
    listed = decisions.proposed_communes(turn.tx, found.plan.id, found.year, turn.me.unit)
    return [one for one in listed if one.id in able]


def _keep(turn: Turn, found: ZoneYear, communes: Sequence[Unit]) -> None:
    me, plan = turn.me, found.plan.id
    decisions.propose(turn.tx, plan, found.year, me.unit, communes, me.person_id, turn.now)
    audit.record(
        turn.tx,
        turn.now,
        me.person_id,
        "zones.proposed",
        unit_id=me.unit.id,
        plan_id=plan,
        year=found.year,
        communes=[one.code for one in communes],
    )


def _not_added(turn: Turn, found: ZoneYear, line: str, meant: Sequence[Unit]) -> None:
    words, shown = turn.words, line[:60]
    if not meant:
        left = outcomes.transformed(turn.tx, found.plan.id, found.year)
        gone = [
            one for one in find_units(decisions.communes(turn.tx, turn.me.unit, turn.today), line) if one.id in left
        ]
        key = "zones.already_transformed" if gone else "zones.not_found"
        turn.add_text(words(key, text=gone[0].name if gone else shown))
    elif len(meant) == 1:
        turn.add_message("zones.proposed_already", unit=meant[0].name)
    else:
        turn.add_message("zones.several", text=shown, units=", ".join(one.name for one in meant[:5]))


def _lines(turn: Turn, found: ZoneYear, there: Sequence[Unit]) -> Iterator[str]:
    words = turn.words
    if not there:
        yield words("zones.none_proposed")
        return
    filled, form = load_sheets(turn, found, there).by_unit, form_of(found.rules)
    over = outcomes.carried_over(turn.tx, found.plan.id, found.year)
    for number, one in enumerate(there, 1):
        walk = form_entry_of(form, [one], filled)
        line = words(
            "zones.sheet_line", number=number, unit=one.name, done=walk.answered_count, size=walk.question_count
        )
        yield words("zones.goes_on", line=line, year=found.year - 1) if one.id in over else line


def _ways(turn: Turn, found: ZoneYear, there: Sequence[Unit]) -> Iterator[Button]:
    words = turn.words
    if found.may_edit:
        yield Button(words("zones.choice.add"), "zones.add_proposed", found.args)
    if there:
        yield Button(words("zones.choice.compare"), "zones.compare_sheets", found.args)
    deciders = {unit.id: unit for unit in (deciding_unit(turn.tx, found.plan, one) for one in there)}
    for unit in deciders.values():
        if found.may_decide(turn, unit):
            label = (
                words("zones.choice.decide") if len(deciders) == 1 else words("zones.choice.decide_of", unit=unit.name)
            )
            yield Button(label, "zones.begin_decision", {**found.args, "decider": unit.id})
    yield home_button(turn, found)
