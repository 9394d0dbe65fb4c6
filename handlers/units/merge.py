"""``/hopnhat``: a coordinator merges units below into another and decides who takes over their open reports.

What is missing is asked for; nothing is written before the last yes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import partial

from pydantic import Field

from handlers.turn.context import Turn
from handlers.turn.dialog_state import DialogState
from handlers.turn.features import HANDLED, Args, NotUnderstood, Reply
from handlers.turn.messages import Button
from handlers.turn.notify import notify_person
from handlers.units.merge_text import carried_words, member_words, owed_words
from locales import Words, words
from reporting.form_entry.date_input import read_date_input
from reporting.imports.unit_names import find_units
from reporting.permissions import can_merge_units
from storage.lifecycle.report_transfer import CarriedReport, ReportHeir
from storage.lifecycle.unit_merge import (
    MergeResult,
    MergeUnanswered,
    StaffTransfer,
    UnitMerger,
    UnitTreeInvalid,
    merge,
)
from storage.people.people import Member
from storage.units import units
from storage.units.units import Unit

LINES = 12
"""Reports and people listed in one message."""
_BETWEEN = re.compile(r"[;,\n]+")


class MergeState(DialogState):
    """What is known of the merger: units by code, the day it takes effect, who takes over, what becomes of the people.

    ``inherit``: code of an ending unit → what happens to its open reports.
    """

    dialog = "units.merge"
    ending: list[str] | None = None
    into: str | None = None
    on: date | None = None
    inherit: dict[str, ReportHeir] = Field(default_factory=dict)
    staff: StaffTransfer | None = None

    @property
    def missing(self) -> str | None:
        """The first part that is still to be asked for."""
        return next((name for name in ("ending", "into", "on") if getattr(self, name) is None), None)

    def units(self) -> list[str]:
        """The codes of all units concerned."""
        return [*(self.ending or ()), *([self.into] if self.into else ())]


def command(turn: Turn, rest: str) -> None:
    """``/hopnhat``, ``/hopnhat X1, X2``."""
    state = MergeState()
    if rest:
        _read_ending(turn, state, rest)
    prompt(turn, state)


def on_text(turn: Turn, state: MergeState, text: str) -> Reply:
    readers = {"ending": _read_ending, "into": _read_into, "on": _read_day}
    if state.missing is None:
        return NotUnderstood(turn.words("units.merge.not_read"))
    readers[state.missing](turn, state, text)
    prompt(turn, state)
    return HANDLED


def answer(turn: Turn, args: Args) -> None:
    """Who takes over what one unit owes; what becomes of the people."""
    state = turn.dialog_as(MergeState) or MergeState()
    state.inherit |= args.get("heirs", {})
    state.staff = args.get("staff", state.staff)
    prompt(turn, state)


def leave(turn: Turn, args: Args) -> None:
    turn.start_dialog(None)
    turn.show_menu()


def confirm(turn: Turn, args: Args) -> None:
    """Đúng, hợp nhất."""
    state = turn.dialog_as(MergeState)
    if state is None or state.missing or not _may(turn, state):
        return prompt(turn, MergeState())
    done = _attempt(turn, state, stay=True)
    if not isinstance(done, MergeResult):
        return prompt(turn, state)
    _notify_staff(turn, state, done)
    turn.start_dialog(None)
    turn.add_message("units.merge.done", old=", ".join(unit.name for unit in done.ending), new=done.into.name)
    turn.set_buttons(Button(turn.words("menu.status"), "monitoring.show_status"))


def _notify_staff(turn: Turn, state: MergeState, done: MergeResult) -> None:
    """Notifies everybody whose unit ends."""
    on, key = _day(state), f"units.merge.told.{state.staff}"

    def text(say: Words, member: Member) -> str:
        role = say(f"text.role.{member.role}")
        line = say("units.merge.told", old=member.unit.name, new=done.into.name, day=say.day(on))
        return f"{line}\n{say(key, role=role, old=member.unit.name, new=done.into.name)}"

    for member in done.people:
        if member.person_id != turn.me.person_id:
            once = f"merged:{member.membership_id}:{on}"
            notify_person(turn.tx, member.person_id, partial(text, member=member), key=once, now=turn.now)


def _day(state: MergeState) -> date:
    assert state.on is not None, "asked for before"
    return state.on


def _attempt(turn: Turn, state: MergeState, *, stay: bool) -> MergeResult | MergeUnanswered | UnitTreeInvalid:
    """Merges as far as it is decided; rolled back unless it is to ``stay`` and nothing was missing."""
    ending, new, on = tuple(state.ending or ()), state.into or "", _day(state)
    into = units.by_code(turn.tx, new)
    why = words("vi")("units.merge.why", unit=into.name if into else new, day=turn.words.day(on))
    merger = UnitMerger(ending, new, on, state.inherit, state.staff, why)
    trial = turn.tx.begin_nested()
    try:
        merged = merge(turn.tx, turn.plans, merger, turn.services.calendar, turn.now, turn.me.person_id)
    except (MergeUnanswered, UnitTreeInvalid) as wanting:
        trial.rollback()
        return wanting
    trial.commit() if stay else trial.rollback()
    return merged


def prompt(turn: Turn, state: MergeState) -> None:
    """Asks for what is missing next; with nothing missing, shows what would be done."""
    turn.start_dialog(state)
    if missing := state.missing:
        turn.add_message(f"units.merge.ask_{missing}")
        return turn.set_buttons(_leave_button(turn), numbered=False)
    if not _may(turn, state):
        turn.add_message("units.merge.out_of_reach")
        return leave(turn, {})
    match _attempt(turn, state, stay=False):
        case MergeUnanswered() as unanswered:
            _ask(turn, state, unanswered)
        case UnitTreeInvalid():
            turn.add_message("units.merge.unfit_here")
            prompt(turn, MergeState())
        case merged:
            _preview(turn, state, merged)


def _ask(turn: Turn, state: MergeState, unanswered: MergeUnanswered) -> None:
    """Asks about one unit's reports, then which of two units hands its own over, then about the people."""
    if unanswered.owed:
        return _ask_heir(turn, state, unanswered.owed)
    if unanswered.contested:
        return _ask_which(turn, unanswered.contested)
    people = [f"• {member_words(turn.words, member)}" for member in unanswered.people[:LINES]]
    turn.add_message("units.merge.ask_staff", people="\n".join(people))
    answers = (
        Button(turn.words(f"units.merge.choice.{staff}"), "units.answer_merge", {"staff": staff})
        for staff in ("move", "keep", "end")
    )
    turn.set_buttons(*answers, _leave_button(turn), numbered=True)


def _ask_heir(turn: Turn, state: MergeState, owed: Sequence[CarriedReport]) -> None:
    unit, on = owed[0].unit, _day(state)
    reports = [carried for carried in owed if carried.unit == unit]
    lines = [owed_words(turn.tx, turn.words, turn.plans, carried) for carried in reports]
    turn.add_message("units.merge.ask_heir", unit=unit.name, reports="\n".join(f"• {line}" for line in lines[:LINES]))
    in_time = on > turn.today and all(carried.obligation.last_day < on for carried in reports)
    heirs = {"keep_report": "keep"} if in_time else {}
    answers = (
        Button(turn.words(f"units.merge.choice.{label}"), "units.answer_merge", {"heirs": {unit.code: heir}})
        for label, heir in (heirs | {"transfer": "transfer", "excuse": "excuse"}).items()
    )
    turn.set_buttons(*answers, _leave_button(turn), numbered=True)


def _ask_which(turn: Turn, contested: Sequence[CarriedReport]) -> None:
    """Several would hand over the same report: one does, those of the others are excused."""
    rivals = {carried.unit.code: carried.unit.name for carried in contested}
    turn.add_message("units.merge.ask_which", units=", ".join(rivals.values()))
    answers = (
        Button(name, "units.answer_merge", {"heirs": dict.fromkeys(rivals, "excuse") | {code: "transfer"}})
        for code, name in rivals.items()
    )
    turn.set_buttons(*answers, _leave_button(turn), numbered=True)


def _preview(turn: Turn, state: MergeState, merged: MergeResult) -> None:
    lines = [carried_words(turn.tx, turn.words, turn.plans, carried, merged.into) for carried in merged.carried]
    lines += [turn.words("units.merge.child", unit=child.name, new=merged.into.name) for child in merged.children]
    if merged.people and state.staff:
        lines.append(turn.words(f"units.merge.staff.{state.staff}", n=len(merged.people)))
    turn.add_message(
        "units.merge.preview",
        old=", ".join(unit.name for unit in merged.ending),
        new=merged.into.name,
        day=turn.words.day(_day(state)),
    )
    turn.add_text("\n".join(f"• {line}" for line in lines[:LINES]))
    if len(lines) > LINES:
        turn.add_message("units.merge.more", n=len(lines) - LINES)
    turn.set_buttons(
        Button(turn.words("units.merge.choice.confirm"), "units.confirm_merge", synonyms=("dong y", "co")),
        _leave_button(turn),
        numbered=True,
    )


def _reach(turn: Turn) -> list[Unit]:
    return units.below(turn.tx, turn.me.unit)


def _may(turn: Turn, state: MergeState) -> bool:
    return can_merge_units(turn.me, {unit.code for unit in _reach(turn)}, state.units())


def _unit_of(turn: Turn, typed: str) -> Unit | None:
    """The unit below that is meant; where it is not exactly one, says which there are."""
    matches = find_units(_reach(turn), typed)
    if len(matches) == 1:
        return matches[0]
    some = ", ".join(f"{unit.code} {unit.name}" for unit in matches[:LINES])
    if matches:
        turn.add_message("units.merge.which", text=typed[:60], units=some)
    else:
        turn.add_message("units.merge.no_unit", text=typed[:60])
    return None


def _read_ending(turn: Turn, state: MergeState, text: str) -> None:
    typed = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
    meant = [_unit_of(turn, part) for part in typed]
    codes = [unit.code for unit in meant if unit is not None]
    if codes and len(codes) == len(meant):
        state.ending = list(dict.fromkeys(codes))


def _read_into(turn: Turn, state: MergeState, text: str) -> None:
    unit = _unit_of(turn, text)
    if unit is not None and unit.code in (state.ending or ()):
        turn.add_message("units.merge.into_itself", unit=unit.name)
    elif unit is not None:
        state.into = unit.code


def _read_day(turn: Turn, state: MergeState, text: str) -> None:
    day = read_date_input(text, turn.today)
    if isinstance(day, str):
        turn.add_message("units.merge.bad_day", text=text[:40])
    else:
        state.on = day.day


def _leave_button(turn: Turn) -> Button:
    return Button(turn.words("units.merge.choice.leave"), "units.leave_merge", synonyms=("huy", "thoat", "cancel"))
