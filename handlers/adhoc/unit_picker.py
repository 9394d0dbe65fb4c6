"""Which units a report is requested from: all of a level, or picked by buttons, typed codes and names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.adhoc.state import AdhocRequestState
from handlers.adhoc.steps import step_buttons
from handlers.text.unit_labels import unit_labels
from handlers.turn.context import Turn
from handlers.turn.features import Args
from handlers.turn.messages import Button
from handlers.turn.pagination import Page
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


def reachable_units(turn: Turn, state: AdhocRequestState) -> list[Unit]:
    """The units below that exist today and may be asked, the upper levels first."""
    below = units.below(turn.tx, turn.me.unit, on=turn.today)
    if state.own_form:
        able = kinds_with_form(turn.plans.get(turn.tx, state.plan))
        below = [unit for unit in below if unit.kind in able]
    return sorted(below, key=lambda unit: (list(UnitKind).index(unit.kind), unit.code))


def chosen_units(turn: Turn, state: AdhocRequestState) -> list[Unit]:
    """The units chosen that may still be asked."""
    reachable = reachable_units(turn, state)
    if state.level is not None:
        return [unit for unit in reachable if unit.kind == state.level]
    return [unit for unit in reachable if unit.id in state.units]


def ask_units(turn: Turn, state: AdhocRequestState) -> None:
    """Asks for all units of a level, or shows a page of units to pick from."""
    everyone = reachable_units(turn, state)
    if state.picking:
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


def apply_choice(turn: Turn, state: AdhocRequestState, args: Args) -> None:
    """A button about units: a level, one unit more or less, done, another page, all units again."""
    if "level" in args:
        state.level, state.chosen = args["level"], True
        return
    state.level, state.picking = None, True
    if "unit" in args:
        _toggle(state, args["unit"])
    elif args.get("done") and chosen_units(turn, state):
        state.chosen = True
    else:
        state.page = args.get("page", 0)
        state.unclear = [] if args.get("all") else state.unclear


def _toggle(state: AdhocRequestState, unit_id: int) -> None:
    """One unit more or less; with a unit more, the first name that may mean several is settled."""
    if unit_id in state.units:
        state.units.remove(unit_id)
        return
    state.units.append(unit_id)
    if state.unclear:
        state.unclear, state.page = state.unclear[1:], 0


def read_units(turn: Turn, state: AdhocRequestState, text: str) -> None:
    """Codes and names, between commas or a line each; what may mean several units is shown to choose from."""
    everyone = reachable_units(turn, state)
    unclear: list[str] = []
    unknown: list[str] = []
    for typed in filter(None, (part.strip() for part in _BETWEEN.split(text))):
        matches = find_units(everyone, typed)
        if len(matches) == 1:
            state.units += [matches[0].id] if matches[0].id not in state.units else []
        else:
            (unclear if matches else unknown).append(typed[:60])
    if unknown:
        turn.add_message("adhoc.unknown_units", text=", ".join(unknown)[:200])
    state.picking, state.unclear, state.page = True, unclear, 0


def names(say: Words, some: Sequence[Unit]) -> str:
    """ "UBND huyện Cái Nước, UBND huyện Năm Căn … và 7 đơn vị khác"."""
    listed = ", ".join(unit.name for unit in some[:NAMES])
    more = len(some) - NAMES
    return f"{listed} {say('text.and_more_units', n=more)}" if more > 0 else listed


def _page(turn: Turn, state: AdhocRequestState, everyone: Sequence[Unit]) -> None:
    text = next(iter(state.unclear), "")
    matches = find_units(everyone, text) if text else list(everyone)
    labelled = list(zip(matches, unit_labels(matches, everyone), strict=True))
    page = Page.of(labelled, {"page": state.page}, PAGE)
    picked = [unit for unit in everyone if unit.id in state.units]
    if picked:
        turn.add_message("adhoc.picked", n=len(picked), units=names(turn.words, picked))
    if text:
        turn.add_message("adhoc.unclear_unit", text=text)
    else:
        turn.add_message("adhoc.pick", page=page.number + 1, pages=page.pages)
    turn.set_buttons(
        *(_pick_button(turn, unit, label, unit.id in state.units) for unit, label in page.items),
        *page.buttons(turn, "adhoc.choose_units"),
        *_whole(turn, text),
        *_done(turn, len(picked)),
        *step_buttons(turn),
        numbered=True,
    )


def _pick_button(turn: Turn, unit: Unit, label: str, taken: bool) -> Button:
    shown = turn.words("adhoc.choice.taken", unit=label) if taken else label
    return Button(shown, "adhoc.choose_units", {"unit": unit.id})


def _whole(turn: Turn, text: str) -> list[Button]:
    """From the units a typed name may mean back to all of them."""
    return [Button(turn.words("adhoc.choice.all_units"), "adhoc.choose_units", {"all": True})] if text else []


def _done(turn: Turn, n: int) -> list[Button]:
    return [Button(turn.words("adhoc.choice.done", n=n), "adhoc.choose_units", {"done": True})] if n else []
