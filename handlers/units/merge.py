"""``/hopnhat``: a coordinator merges units below into another, answering who takes over what they still owe.

The dialogue "merging" keeps what is known: ``{"name": "merging", "ending": ["X1"], "into": "X9", "on": "2026-07-01",
"inherit": {"X1": "transfer"}, "staff": "move"}``. What is missing is asked for; nothing is written before the last yes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from handlers.turn.context import DialogData, Turn
from handlers.turn.messages import Button
from handlers.turn.notify import notify_person
from handlers.units.merge_text import carried_words, member_words, owed_words
from locales import Words, words
from reporting.form_entry.date_input import read_date_input
from reporting.imports.unit_names import find_units
from reporting.roles import MERGE_UNITS
from reporting.text import fold
from storage.lifecycle.unit_merge import CarriedReport, MergeResult, MergeUnanswered, UnitMerger, UnitTreeInvalid, merge
from storage.people.people import Member
from storage.units import units
from storage.units.units import Unit

Args = Mapping[str, Any]
LINES = 12
"""Reports and people listed in one message."""
_BETWEEN = re.compile(r"[;,\n]+")


def command(turn: Turn, rest: str) -> None:
    """``/hopnhat``, ``/hopnhat X1, X2``."""
    state: DialogData = {}
    _go_on(turn, _read_ending(turn, state, rest) if rest else state)


def on_text(turn: Turn, text: str) -> str | None:
    kept = _kept(turn)
    if fold(text) in turn.registry.typed_commands:
        return turn.words("units.merge.not_read")
    readers = {"ending": _read_ending, "into": _read_into, "on": _read_day}
    missing = next((name for name in readers if name not in kept), None)
    if missing is None:
        return turn.words("units.merge.not_read")
    _go_on(turn, readers[missing](turn, kept, text))
    return None


def show(turn: Turn) -> None:
    _go_on(turn, _kept(turn))


def answer(turn: Turn, args: Args) -> None:
    """Who takes over what one unit owes; what becomes of the people."""
    kept = _kept(turn)
    if "heirs" in args:
        kept["inherit"] = {**kept.get("inherit", {}), **args["heirs"]}
    if "staff" in args:
        kept["staff"] = args["staff"]
    _go_on(turn, kept)


def leave(turn: Turn, args: Args) -> None:
    turn.start_dialog(None)
    turn.show_menu()


def confirm(turn: Turn, args: Args) -> None:
    """Đúng, hợp nhất."""
    kept = _kept(turn)
    if not {"ending", "into", "on"} <= kept.keys() or not _may(turn, [*kept["ending"], kept["into"]]):
        return _go_on(turn, {})
    done = _attempt(turn, kept, stay=True)
    if not isinstance(done, MergeResult):
        return _go_on(turn, kept)
    _tell_staff(turn, kept, done)
    turn.start_dialog(None)
    turn.add_message("units.merge.done", old=", ".join(unit.name for unit in done.ending), new=done.into.name)
    turn.set_buttons(Button(turn.words("menu.status"), "monitoring.show_status"))


def _tell_staff(turn: Turn, state: DialogData, done: MergeResult) -> None:
    """A word to everybody whose unit ends."""
    on, key = date.fromisoformat(state["on"]), f"units.merge.told.{state['staff']}"

    def text(say: Words, member: Member) -> str:
        role = say(f"text.role.{member.role}")
        told = say("units.merge.told", old=member.unit.name, new=done.into.name, day=say.day(on))
        return f"{told}\n{say(key, role=role, old=member.unit.name, new=done.into.name)}"

    for member in done.people:
        if member.person_id != turn.me.person_id:
            once = f"merged:{member.membership_id}:{state['on']}"
            notify_person(turn.tx, member.person_id, partial(text, member=member), key=once, now=turn.now)


def _attempt(turn: Turn, state: DialogData, *, stay: bool) -> MergeResult | MergeUnanswered | UnitTreeInvalid:
    """Carries it out as far as it is known; undone again unless it is to ``stay`` and nothing was missing."""
    into, on = units.by_code(turn.tx, state["into"]), date.fromisoformat(state["on"])
    why = words("vi")("units.merge.why", unit=into.name if into else state["into"], day=turn.words.day(on))
    merger = UnitMerger(tuple(state["ending"]), state["into"], on, state.get("inherit", {}), state.get("staff"), why)
    trial = turn.tx.begin_nested()
    try:
        merged = merge(turn.tx, turn.plans, merger, turn.services.calendar, turn.now, turn.me.person_id)
    except (MergeUnanswered, UnitTreeInvalid) as wanting:
        trial.rollback()
        return wanting
    trial.commit() if stay else trial.rollback()
    return merged


def _go_on(turn: Turn, state: DialogData) -> None:
    """Asks for what is missing next; with nothing missing, shows what would be done."""
    turn.start_dialog("units.merge", **state)
    missing = next((name for name in ("ending", "into", "on") if name not in state), None)
    if missing is not None:
        turn.add_message(f"units.merge.ask_{missing}")
        return turn.set_buttons(_leaving(turn), numbered=False)
    if not _may(turn, [*state["ending"], state["into"]]):
        turn.add_message("units.merge.out_of_reach")
        return leave(turn, {})
    match _attempt(turn, state, stay=False):
        case MergeUnanswered() as unanswered:
            _ask(turn, unanswered)
        case UnitTreeInvalid():
            turn.add_message("units.merge.unfit_here")
            _go_on(turn, {})
        case merged:
            _preview(turn, state, merged)


def _ask(turn: Turn, unanswered: MergeUnanswered) -> None:
    """One unit's reports, then which of two units hands its own over, then the people."""
    if unanswered.owed:
        return _ask_heir(turn, unanswered.owed)
    if unanswered.contested:
        return _ask_which(turn, unanswered.contested)
    people = [f"• {member_words(turn.words, member)}" for member in unanswered.people[:LINES]]
    turn.add_message("units.merge.ask_staff", people="\n".join(people))
    ways = ("move", "keep", "end")
    answers = (Button(turn.words(f"units.merge.choice.{way}"), "units.answer_merge", {"staff": way}) for way in ways)
    turn.set_buttons(*answers, _leaving(turn), numbered=True)


def _ask_heir(turn: Turn, owed: Sequence[CarriedReport]) -> None:
    unit = owed[0].unit
    lines = [
        owed_words(turn.tx, turn.words, turn.plans, carried_report)
        for carried_report in owed
        if carried_report.unit == unit
    ]
    turn.add_message("units.merge.ask_heir", unit=unit.name, reports="\n".join(f"• {line}" for line in lines[:LINES]))
    on = date.fromisoformat(_kept(turn)["on"])
    in_time = on > turn.today and all(
        carried_report.obligation.last_day < on for carried_report in owed if carried_report.unit == unit
    )
    heirs = {"keep_report": "keep"} if in_time else {}
    answers = (
        Button(turn.words(f"units.merge.choice.{label}"), "units.answer_merge", {"heirs": {unit.code: heir}})
        for label, heir in (heirs | {"transfer": "transfer", "excuse": "excuse"}).items()
    )
    turn.set_buttons(*answers, _leaving(turn), numbered=True)


def _ask_which(turn: Turn, contested: Sequence[CarriedReport]) -> None:
    """Several would hand over the same report: one does, the others' are excused."""
    rivals = {carried_report.unit.code: carried_report.unit.name for carried_report in contested}
    turn.add_message("units.merge.ask_which", units=", ".join(rivals.values()))
    answers = (
        Button(name, "units.answer_merge", {"heirs": dict.fromkeys(rivals, "excuse") | {code: "transfer"}})
        for code, name in rivals.items()
    )
    turn.set_buttons(*answers, _leaving(turn), numbered=True)


def _preview(turn: Turn, state: DialogData, merged: MergeResult) -> None:
    lines = [
        carried_words(turn.tx, turn.words, turn.plans, carried_report, merged.into) for carried_report in merged.carried
    ]
    lines += [turn.words("units.merge.child", unit=child.name, new=merged.into.name) for child in merged.children]
    staff = state.get("staff")
    if merged.people and staff:
        lines.append(turn.words(f"units.merge.staff.{staff}", n=len(merged.people)))
    turn.add_message(
        "units.merge.preview",
        old=", ".join(unit.name for unit in merged.ending),
        new=merged.into.name,
        day=turn.words.day(date.fromisoformat(state["on"])),
    )
    turn.add_text("\n".join(f"• {line}" for line in lines[:LINES]))
    if len(lines) > LINES:
        turn.add_message("units.merge.more", n=len(lines) - LINES)
    turn.set_buttons(
        Button(turn.words("units.merge.choice.confirm"), "units.confirm_merge", synonyms=("dong y", "co")),
        _leaving(turn),
        numbered=True,
    )


def _kept(turn: Turn) -> DialogData:
    dialogue = turn.dialogue or {}
    return (
        {key: value for key, value in dialogue.items() if key != "name"}
        if dialogue.get("name") == "units.merge"
        else {}
    )


def _reach(turn: Turn) -> list[Unit]:
    return units.below(turn.tx, turn.me.unit)


def _may(turn: Turn, codes: Sequence[str]) -> bool:
    """Whether all of these lie below the unit, for somebody whose role it is."""
    reach = {unit.code for unit in _reach(turn)}
    return turn.me.role in MERGE_UNITS and all(code in reach for code in codes)


def _found(turn: Turn, typed: str) -> Unit | None:
    """The one unit within reach that is meant; otherwise said which there are."""
    matching_units = find_units(_reach(turn), typed)
    if len(matching_units) == 1:
        return matching_units[0]
    some = ", ".join(f"{unit.code} {unit.name}" for unit in matching_units[:LINES])
    if matching_units:
        turn.add_message("units.merge.which", text=typed[:60], units=some)
    else:
        turn.add_message("units.merge.no_unit", text=typed[:60])
    return None


def _read_ending(turn: Turn, state: DialogData, text: str) -> DialogData:
    typed = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
    typed_units = [_found(turn, one) for one in typed]
    codes = [unit.code for unit in typed_units if unit is not None]
    return state | {"ending": list(dict.fromkeys(codes))} if codes and len(codes) == len(typed_units) else state


def _read_into(turn: Turn, state: DialogData, text: str) -> DialogData:
    unit = _found(turn, text)
    if unit is not None and unit.code in state["ending"]:
        turn.add_message("units.merge.into_itself", unit=unit.name)
        return state
    return state | {"into": unit.code} if unit else state


def _read_day(turn: Turn, state: DialogData, text: str) -> DialogData:
    coming = read_date_input(text, turn.today)
    if isinstance(coming, str):
        turn.add_message("units.merge.bad_day", text=text[:40])
        return state
    return state | {"on": coming.day.isoformat()}


def _leaving(turn: Turn) -> Button:
    return Button(turn.words("units.merge.choice.leave"), "units.leave_merge", synonyms=("huy", "thoat", "cancel"))
