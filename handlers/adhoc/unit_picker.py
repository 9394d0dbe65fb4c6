"""Which units a report is asked of: all of a level, or picked by taps, pages, typed codes and names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from handlers.adhoc.steps import step_buttons
from handlers.text.unit_labels import unit_labels
from handlers.turn.context import DialogData, Turn
from handlers.turn.messages import Button
from handlers.turn.pagination import page_buttons
from locales import Words
from reporting.imports.unit_names import find_units
from reporting.plan.plan import UnitKind
from reporting.planning.adhoc_plan import kinds_with_form
from storage.units import units
from storage.units.units import Unit

PAGE = 6
NAMES = 6
"""Units named before the rest is counted."""
_BETWEEN = re.compile(r"[;,\n]+")


def reachable_units(turn: Turn, state: DialogData) -> list[Unit]:
    """The units below that exist today and may be asked, the upper levels first."""
    below = units.below(turn.tx, turn.me.unit, on=turn.today)
    if state["own_form"]:
        able = kinds_with_form(turn.plans.get(turn.tx, state["plan"]))
        below = [unit for unit in below if unit.kind in able]
    return sorted(below, key=lambda unit: (list(UnitKind).index(unit.kind), unit.code))


def chosen_units(turn: Turn, state: DialogData) -> list[Unit]:
    """The units chosen that may still be asked."""
    if "level" in state:
        return [unit for unit in reachable_units(turn, state) if unit.kind == state["level"]]
    wanted = set(state.get("units", ()))
    return [unit for unit in reachable_units(turn, state) if unit.id in wanted]


def ask_units(turn: Turn, state: DialogData) -> None:
    """All of a level, or a page of units each of which can be taken or left."""
    everyone = reachable_units(turn, state)
    if state.get("picking"):
        return _page(turn, state, everyone)
    levels = [kind for kind in UnitKind if any(unit.kind == kind for unit in everyone)]
    turn.add_message("adhoc.ask_units" if everyone else "adhoc.none_below")
    turn.set_buttons(
        *(
            Button(
                turn.words(
                    "adhoc.choice.level",
                    level=turn.words(f"text.level.{kind}"),
                    n=sum(unit.kind == kind for unit in everyone),
                ),
                "adhoc.choose_units",
                {"level": kind.value},
            )
            for kind in levels
        ),
        *([Button(turn.words("adhoc.choice.pick"), "adhoc.choose_units", {"page": 0})] if everyone else []),
        *step_buttons(turn),
        numbered=True,
    )


def apply_choice(turn: Turn, state: DialogData, args: Mapping[str, Any]) -> DialogData:
    """What a choice makes of what is known."""
    if "level" in args:
        return state | {"level": args["level"], "chosen": True}
    state = {key: value for key, value in state.items() if key != "level"} | {"picking": True}
    if "unit" in args:
        return state | _toggled(state, args["unit"])
    if args.get("done") and chosen_units(turn, state):
        return state | {"chosen": True}
    return state | {"page": args.get("page", 0)} | ({"unclear": []} if args.get("all") else {})


def _toggled(state: DialogData, unit: int) -> DialogData:
    """One unit more or less; with it the first name that was not clear is settled."""
    held, unclear = list(state.get("units", ())), list(state.get("unclear", ()))
    if unit in held:
        return {"units": [id for id in held if id != unit]}
    return {"units": [*held, unit], "unclear": unclear[1:]} | ({"page": 0} if unclear else {})


def read_units(turn: Turn, state: DialogData, text: str) -> DialogData:
    """Codes and names, between commas or a line each; what may mean several units is shown to choose from."""
    everyone = reachable_units(turn, state)
    held: list[int] = list(state.get("units", ()))
    unclear: list[str] = []
    unknown: list[str] = []
    for typed in filter(None, (part.strip() for part in _BETWEEN.split(text))):
        matching_units = find_units(everyone, typed)
        if len(matching_units) == 1:
            held += [matching_units[0].id] if matching_units[0].id not in held else []
        else:
            (unclear if matching_units else unknown).append(typed[:60])
    if unknown:
        turn.add_message("adhoc.unknown_units", text=", ".join(unknown)[:200])
    return {"picking": True, "units": held, "unclear": unclear, "page": 0}


def names(say: Words, some: Sequence[Unit]) -> str:
    """ "UBND huyện Cái Nước, UBND huyện Năm Căn … và 7 đơn vị khác"."""
    listed = ", ".join(unit.name for unit in some[:NAMES])
    more = len(some) - NAMES
    return f"{listed} {say('text.and_more_units', n=more)}" if more > 0 else listed


def _page(turn: Turn, state: DialogData, everyone: Sequence[Unit]) -> None:
    text, taken = next(iter(state.get("unclear", ())), ""), set(state.get("units", ()))
    matching_units = find_units(everyone, text) if text else list(everyone)
    pages = max(-(-len(matching_units) // PAGE), 1)
    page = min(max(state.get("page", 0), 0), pages - 1)
    picked = [unit for unit in everyone if unit.id in taken]
    if picked:
        turn.add_message("adhoc.picked", n=len(picked), units=names(turn.words, picked))
    if text:
        turn.add_message("adhoc.unclear_unit", text=text)
    else:
        turn.add_message("adhoc.pick", page=page + 1, pages=pages)
    shown = list(zip(matching_units, unit_labels(matching_units, everyone), strict=True))[
        page * PAGE : (page + 1) * PAGE
    ]
    turn.set_buttons(
        *(_choice(turn, unit, label, unit.id in taken) for unit, label in shown),
        *page_buttons(turn, "adhoc.choose_units", page, pages),
        *_whole(turn, text),
        *_done(turn, len(picked)),
        *step_buttons(turn),
        numbered=True,
    )


def _choice(turn: Turn, unit: Unit, label: str, taken: bool) -> Button:
    shown = turn.words("adhoc.choice.taken", unit=label) if taken else label
    return Button(shown, "adhoc.choose_units", {"unit": unit.id})


def _whole(turn: Turn, text: str) -> list[Button]:
    """Back from the units a name may mean to all of them."""
    return [Button(turn.words("adhoc.choice.all_units"), "adhoc.choose_units", {"all": True})] if text else []


def _done(turn: Turn, n: int) -> list[Button]:
    return [Button(turn.words("adhoc.choice.done", n=n), "adhoc.choose_units", {"done": True})] if n else []
