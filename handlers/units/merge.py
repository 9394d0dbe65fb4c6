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
    kept: DialogData = {}
    _go_on(turn, _read_ending(turn, kept, rest) if rest else kept)


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
    turn.add_message("units.merge.done", old=", ".join(one.name for one in done.ending), new=done.into.name)
    turn.set_buttons(Button(turn.words("menu.status"), "monitoring.show_status"))


def _tell_staff(turn: Turn, kept: DialogData, done: MergeResult) -> None:
    """A word to everybody whose unit ends."""
    on, key = date.fromisoformat(kept["on"]), f"units.merge.told.{kept['staff']}"

    def text(say: Words, member: Member) -> str:
        role = say(f"text.role.{member.role}")
        told = say("units.merge.told", old=member.unit.name, new=done.into.name, day=say.day(on))
        return f"{told}\n{say(key, role=role, old=member.unit.name, new=done.into.name)}"

    for member in done.people:
        if member.person_id != turn.me.person_id:
            once = f"merged:{member.membership_id}:{kept['on']}"
            notify_person(turn.tx, member.person_id, partial(text, member=member), key=once, now=turn.now)


def _attempt(turn: Turn, kept: DialogData, *, stay: bool) -> MergeResult | MergeUnanswered | UnitTreeInvalid:
    """Carries it out as far as it is known; undone again unless it is to ``stay`` and nothing was missing."""
    into, on = units.by_code(turn.tx, kept["into"]), date.fromisoformat(kept["on"])
    why = words("vi")("units.merge.why", unit=into.name if into else kept["into"], day=turn.words.day(on))
    asked = UnitMerger(tuple(kept["ending"]), kept["into"], on, kept.get("inherit", {}), kept.get("staff"), why)
    trial = turn.tx.begin_nested()
    try:
        merged = merge(turn.tx, turn.plans, asked, turn.services.calendar, turn.now, turn.me.person_id)
    except (MergeUnanswered, UnitTreeInvalid) as wanting:
        trial.rollback()
        return wanting
    trial.commit() if stay else trial.rollback()
    return merged


def _go_on(turn: Turn, kept: DialogData) -> None:
    """Asks for what is missing next; with nothing missing, shows what would be done."""
    turn.start_dialog("units.merge", **kept)
    missing = next((name for name in ("ending", "into", "on") if name not in kept), None)
    if missing is not None:
        turn.add_message(f"units.merge.ask_{missing}")
        return turn.set_buttons(_leaving(turn), numbered=False)
    if not _may(turn, [*kept["ending"], kept["into"]]):
        turn.add_message("units.merge.out_of_reach")
        return leave(turn, {})
    match _attempt(turn, kept, stay=False):
        case MergeUnanswered() as unanswered:
            _ask(turn, unanswered)
        case UnitTreeInvalid():
            turn.add_message("units.merge.unfit_here")
            _go_on(turn, {})
        case merged:
            _preview(turn, kept, merged)


def _ask(turn: Turn, unanswered: MergeUnanswered) -> None:
    """One unit's reports, then which of two units hands its own over, then the people."""
    if unanswered.owed:
        return _ask_heir(turn, unanswered.owed)
    if unanswered.contested:
        return _ask_which(turn, unanswered.contested)
    people = [f"• {member_words(turn.words, one)}" for one in unanswered.people[:LINES]]
    turn.add_message("units.merge.ask_staff", people="\n".join(people))
    ways = ("move", "keep", "end")
    answers = (Button(turn.words(f"units.merge.choice.{way}"), "units.answer_merge", {"staff": way}) for way in ways)
    turn.set_buttons(*answers, _leaving(turn), numbered=True)


def _ask_heir(turn: Turn, owed: Sequence[CarriedReport]) -> None:
    unit = owed[0].unit
    lines = [owed_words(turn.tx, turn.words, turn.plans, one) for one in owed if one.unit == unit]
    turn.add_message("units.merge.ask_heir", unit=unit.name, reports="\n".join(f"• {line}" for line in lines[:LINES]))
    on = date.fromisoformat(_kept(turn)["on"])
    in_time = on > turn.today and all(one.obligation.last_day < on for one in owed if one.unit == unit)
    heirs = {"keep_report": "keep"} if in_time else {}
    answers = (
        Button(turn.words(f"units.merge.choice.{label}"), "units.answer_merge", {"heirs": {unit.code: heir}})
        for label, heir in (heirs | {"transfer": "transfer", "excuse": "excuse"}).items()
    )
    turn.set_buttons(*answers, _leaving(turn), numbered=True)


def _ask_which(turn: Turn, contested: Sequence[CarriedReport]) -> None:
    """Several would hand over the same report: one does, the others' are excused."""
    rivals = {one.unit.code: one.unit.name for one in contested}
    turn.add_message("units.merge.ask_which", units=", ".join(rivals.values()))
    answers = (
        Button(name, "units.answer_merge", {"heirs": dict.fromkeys(rivals, "excuse") | {code: "transfer"}})
        for code, name in rivals.items()
    )
    turn.set_buttons(*answers, _leaving(turn), numbered=True)


def _preview(turn: Turn, kept: DialogData, merged: MergeResult) -> None:
    lines = [carried_words(turn.tx, turn.words, turn.plans, one, merged.into) for one in merged.carried]
    lines += [turn.words("units.merge.child", unit=one.name, new=merged.into.name) for one in merged.children]
    staff = kept.get("staff")
    if merged.people and staff:
        lines.append(turn.words(f"units.merge.staff.{staff}", n=len(merged.people)))
    turn.add_message(
        "units.merge.preview",
        old=", ".join(one.name for one in merged.ending),
        new=merged.into.name,
        day=turn.words.day(date.fromisoformat(kept["on"])),
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
    reach = {one.code for one in _reach(turn)}
    return turn.me.role in MERGE_UNITS and all(code in reach for code in codes)


def _found(turn: Turn, typed: str) -> Unit | None:
    """The one unit within reach that is meant; otherwise said which there are."""
    found = find_units(_reach(turn), typed)
    if len(found) == 1:
        return found[0]
    some = ", ".join(f"{one.code} {one.name}" for one in found[:LINES])
    if found:
        turn.add_message("units.merge.which", text=typed[:60], units=some)
    else:
        turn.add_message("units.merge.no_unit", text=typed[:60])
    return None


def _read_ending(turn: Turn, kept: DialogData, text: str) -> DialogData:
    typed = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
    found = [_found(turn, one) for one in typed]
    codes = [one.code for one in found if one is not None]
    return kept | {"ending": list(dict.fromkeys(codes))} if codes and len(codes) == len(found) else kept


def _read_into(turn: Turn, kept: DialogData, text: str) -> DialogData:
    found = _found(turn, text)
    if found is not None and found.code in kept["ending"]:
        turn.add_message("units.merge.into_itself", unit=found.name)
        return kept
    return kept | {"into": found.code} if found else kept


def _read_day(turn: Turn, kept: DialogData, text: str) -> DialogData:
    coming = read_date_input(text, turn.today)
    if isinstance(coming, str):
        turn.add_message("units.merge.bad_day", text=text[:40])
        return kept
    return kept | {"on": coming.day.isoformat()}


def _leaving(turn: Turn) -> Button:
    return Button(turn.words("units.merge.choice.leave"), "units.leave_merge", synonyms=("huy", "thoat", "cancel"))
