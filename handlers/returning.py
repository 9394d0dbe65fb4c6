"""Returning a report by field: which questions, why each, then all of it at once. The dialogue "return".

Its state: ``{"name": "return", "obligation": 7, "version": 1, "state": "filed", "reasons": {"c07@17": "Còn thiếu…"},
"ask": ["c11@17"]}``: what has its reason, and what still waits for one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from handlers import acceptance, answering, opened
from handlers.deadline import the_report
from handlers.filed import Filed, load
from handlers.findings import slot_words
from handlers.messages import Choice
from handlers.reasons import read_reason
from handlers.shown import answer_words, part_words
from handlers.turn import Turn
from reporting.interview import Slot
from reporting.obligation import State
from reporting.text import fold
from storage import audit, obligations, remarks

Args = Mapping[str, Any]
_NUMBERS = re.compile(r"(?:cau |so |question )?\d{1,3}(?:[\s,;.&+]+(?:va |and |cau )?\d{1,3})*\.?")
_WITH_REASON = re.compile(r"\s*(?:câu|cau|question)?\s*(\d{1,3})\s*[:.)–-]\s*(.*[^\W\d_].*)", re.IGNORECASE)
OFFERED = 4
"""Questions with something odd, offered to be picked."""
DROPPED = 6
"""Of the list, offered to be dropped again."""
Wanted = tuple[int, str | None]
"""The number of a question, and why, where that was typed with it."""


def begin(turn: Turn, args: Args) -> None:
    """Trả lại: what is to be looked at again?"""
    filed = load(turn, args["obligation"])
    if filed is None or opened.is_stale(filed, args):
        return
    turn.open("return", **filed.seen, reasons={}, ask=[])
    _which(filed)


def show(turn: Turn) -> None:
    """Where it stands: a reason to type, the list, or the picking."""
    if (filed := _current(turn)) is None:
        return
    if _open(turn)["ask"]:
        return _why(filed)
    return _list(filed) if _open(turn)["reasons"] else _which(filed)


def hear(turn: Turn, text: str) -> str | None:
    """A reason while one is asked; else numbers of questions, or "7: còn thiếu 1 tin", also several lines of that."""
    if (filed := _current(turn)) is None:
        return None
    dialogue = _open(turn)
    if fold(text) in turn.desk.typed:
        return turn.words("return.still_open")
    lines = [_WITH_REASON.fullmatch(line) for line in text.splitlines() if line.strip()]
    if all(lines) and len(lines) > bool(dialogue["ask"]):
        _pick(filed, [(int(said[1]), said[2]) for said in lines if said])
    elif dialogue["ask"]:
        _add(turn, dialogue["ask"][:1], text)
        show(turn)
    elif _NUMBERS.fullmatch(fold(text)):
        _pick(filed, [(int(number), None) for number in re.findall(r"\d+", text)])
    else:
        turn.tell("return.not_understood")
        show(turn)
    return None


def add(turn: Turn, args: Args) -> None:
    """Thêm nội dung."""
    if (filed := _current(turn)) is not None:
        _which(filed)


def parts(turn: Turn, args: Args) -> None:
    """Chọn theo phần…: where there are several communes first which one, then its sections."""
    if (filed := _current(turn)) is None:
        return
    zones, place = filed.walk.zones, args.get("place", 1 if len(filed.walk.zones) == 1 else 0)
    turn.tell("return.which_part" if place or not zones else "return.which_place")
    names = enumerate(zones, 1) if not place and len(zones) > 1 else ()
    communes = [Choice(zone.name, "return.parts", {"place": number}) for number, zone in names]
    own = {place, 0} if len(zones) == 1 else {place}
    sections = [
        Choice(part_words(turn.words, slots), "return.part", {"keys": [slot.key for slot in slots]})
        for slots in filed.walk.parts()
        if slots[0].zone_index in own
    ]
    turn.offer(*communes, *sections, Choice(turn.words("report.choice.back"), "return.add"), numbered=False)


def part(turn: Turn, args: Args) -> None:
    """A section: its questions."""
    if (filed := _current(turn)) is None:
        return
    slots = [slot for slot in filed.walk.shown if slot.key in args["keys"]]
    turn.tell("return.which_of", part=part_words(turn.words, slots))
    turn.offer(*(_slot_choice(filed, slot) for slot in slots), _back(turn), numbered=False)


def pick(turn: Turn, args: Args) -> None:
    """One question: its reason is asked next."""
    if (filed := _current(turn)) is None:
        return
    _add(turn, [key for key in args["keys"] if key in filed.walk], None)
    show(turn)


def check_again(turn: Turn, args: Args) -> None:
    """Đề nghị kiểm tra lại: a reason in one tap."""
    if _current(turn) is not None and args["key"] in _open(turn)["ask"]:
        _add(turn, [args["key"]], turn.words("return.check_again"))
        show(turn)


def remove(turn: Turn, args: Args) -> None:
    """Bỏ một nội dung."""
    if _current(turn) is None:
        return
    dialogue = _open(turn)
    dialogue["reasons"].pop(args["key"], None)
    dialogue["ask"] = [key for key in dialogue["ask"] if key != args["key"]]
    show(turn)


def cancel(turn: Turn, args: Args) -> None:
    """Không trả lại."""
    turn.open(None)
    turn.tell("return.cancelled")
    turn.go("accept.open", obligation=args["obligation"])


def send(turn: Turn, args: Args) -> None:
    """Gửi: the report is the unit's again, and its officers are told what is wanted."""
    dialogue = turn.dialogue or {}
    reasons: dict[str, str] = dialogue.get("reasons", {}) if dialogue.get("name") == "return" else {}
    filed = _current(turn)
    if filed is None or not reasons:
        return
    turn.open(None)
    one = filed.obligation
    obligations.note_review(turn.tx, one.id, State.RETURNED, turn.me.person_id, turn.now)
    remarks.add(turn.tx, one.id, one.version, reasons, turn.me.person_id, turn.now)
    audit.record(
        turn.tx, turn.now, turn.me.person_id, "report.returned", obligation=one, version=one.version, keys=[*reasons]
    )
    reached = answering.tell_officers(filed, reasons)
    report = the_report(turn.words, filed.plan, one)
    turn.tell("return.done", n=len(reasons), report=report, unit=filed.unit.name)
    told = ", ".join(member.name for member in reached)
    turn.say(turn.words("return.told", names=told) if told else turn.words("return.nobody_told"))
    acceptance.go_on(turn)


def recall(turn: Turn, args: Args) -> None:
    """Rút lại đề nghị: the report waits as it was sent."""
    filed = load(turn, args["obligation"])
    if filed is None or opened.is_stale(filed, args):
        return
    one = filed.obligation
    obligations.note_review(turn.tx, one.id, State.FILED, turn.me.person_id, turn.now)
    remarks.settle(turn.tx, one.id, turn.now)
    audit.record(turn.tx, turn.now, turn.me.person_id, "report.recalled", obligation=one, version=one.version)
    answering.tell_recalled(filed)
    turn.tell("return.recalled")
    turn.go("accept.open", obligation=one.id)


def _open(turn: Turn) -> dict[str, Any]:
    assert turn.dialogue is not None
    return turn.dialogue


def _current(turn: Turn) -> Filed | None:
    """The report of the dialogue as it was when that began; where it changed, that is said and the dialogue over."""
    dialogue = turn.dialogue
    if dialogue is None or dialogue["name"] != "return":
        turn.tell("return.not_open")
        turn.go("accept.queue")
        return None
    filed = load(turn, dialogue["obligation"])
    if filed is None:
        turn.open(None)
        return None
    if any(filed.seen[name] != dialogue[name] for name in filed.seen):
        lost = dict(dialogue)
        turn.open(None)
        opened.is_stale(filed, lost)
        return None
    return filed


def _which(filed: Filed) -> None:
    turn = filed.turn
    turn.tell("return.which", unit=filed.unit.name, total=filed.walk.total)
    picked = {*_open(turn)["reasons"], *_open(turn)["ask"]}
    odd = dict.fromkeys(finding.key for finding in filed.findings)
    offered = [filed.walk[key] for key in odd if key not in picked][:OFFERED]
    parts = Choice(turn.words("return.choice.parts"), "return.parts", says=("chon phan", "phan"))
    turn.offer(*(_slot_choice(filed, slot) for slot in offered), parts, _back(turn), numbered=False)


def _slot_choice(filed: Filed, slot: Slot) -> Choice:
    return Choice(slot_words(filed.turn.words, slot, filed.unit.id), "return.pick", {"keys": [slot.key]})


def _back(turn: Turn) -> Choice:
    dialogue = _open(turn)
    if dialogue["reasons"]:
        return Choice(turn.words("return.choice.list"), "return.list", says=("quay lai",))
    return Choice(turn.words("return.choice.cancel"), "return.cancel", {"obligation": dialogue["obligation"]})


def _pick(filed: Filed, wanted: Sequence[Wanted]) -> None:
    """The questions of these numbers; of one asked about several communes, which of them."""
    turn, walk = filed.turn, filed.walk
    slots = {number: [one for one in walk.asked if one.number == number] for number, _ in wanted}
    if wrong := [number for number, found in slots.items() if not found]:
        turn.tell("return.no_such", numbers=", ".join(map(str, wrong)), total=walk.total)
    left = [(number, reason) for number, reason in wanted if slots[number]]
    while left and len(slots[left[0][0]]) == 1:
        number, reason = left.pop(0)
        _add(turn, [slots[number][0].key], reason)
    if left:
        return _zone(filed, slots[left[0][0]], left)
    show(turn)


def _add(turn: Turn, keys: Sequence[str], typed: str | None) -> None:
    """With a reason that may be kept they are done; else each waits for one."""
    dialogue = _open(turn)
    reason = read_reason(turn, typed, wanted="accept.in_words") if typed else None
    if reason:
        dialogue["reasons"] |= dict.fromkeys(keys, reason)
    waiting = [*dialogue["ask"], *(key for key in keys if key not in dialogue["ask"])]
    dialogue["ask"] = [key for key in waiting if not (reason and key in keys)]


def _zone(filed: Filed, slots: Sequence[Slot], left: Sequence[Wanted]) -> None:
    turn, words = filed.turn, filed.turn.words
    turn.tell("return.which_zone", number=slots[0].number, name=slots[0].question.name)
    args = {"left": [list(one) for one in left]}
    each = [
        Choice(
            f"{slot.zone.name if slot.zone else ''}: {answer_words(words, slot.question, filed.walk.answer(slot))}",
            "return.zone",
            args | {"keys": [slot.key]},
        )
        for slot in slots
    ]
    keys = [slot.key for slot in slots]
    every = Choice(words("return.choice.every_zone", n=len(slots)), "return.zone", args | {"keys": keys})
    turn.offer(*each, every, _back(turn))


def zone(turn: Turn, args: Args) -> None:
    """The commune a number was meant for; then the other numbers."""
    if (filed := _current(turn)) is None:
        return
    (_, reason), *rest = args["left"]
    _add(turn, [key for key in args["keys"] if key in filed.walk], reason)
    _pick(filed, [(number, why) for number, why in rest])


def _why(filed: Filed) -> None:
    """Asks for the reason of the first that lacks one."""
    turn, words = filed.turn, filed.turn.words
    slot = filed.walk[_open(turn)["ask"][0]]
    value = answer_words(words, slot.question, filed.walk.answer(slot))
    turn.tell("return.why", where=slot_words(words, slot, filed.unit.id), value=value)
    turn.offer(
        Choice(words("return.check_again"), "return.check_again", {"key": slot.key}),
        Choice(words("return.choice.not_this"), "return.remove", {"key": slot.key}),
        Choice(words("return.choice.cancel"), "return.cancel", {"obligation": filed.id}),
        numbered=False,
    )


def show_list(turn: Turn, args: Args) -> None:
    """Xem lại danh sách."""
    show(turn)


def _list(filed: Filed) -> None:
    turn, words = filed.turn, filed.turn.words
    reasons: dict[str, str] = _open(turn)["reasons"]
    slots = [slot for slot in filed.walk.slots if slot.key in reasons]
    turn.tell("return.list", n=len(slots), unit=filed.unit.name)
    turn.say("\n".join(answering.remark_words(words, filed, slot, reasons[slot.key]) for slot in slots))
    drop = (
        Choice(
            words("return.choice.remove", number=slot.number, where=_short(filed, slot)),
            "return.remove",
            {"key": slot.key},
        )
        for slot in slots[:DROPPED]
    )
    turn.offer(
        Choice(words("return.choice.send", n=len(slots)), "return.send", says=("gui", "gui tra lai", "tra lai")),
        Choice(words("return.choice.add"), "return.add", says=("them",)),
        *drop,
        Choice(words("return.choice.cancel"), "return.cancel", {"obligation": filed.id}),
        numbered=False,
    )


def _short(filed: Filed, slot: Slot) -> str:
    return f" · {slot.zone.name}" if slot.zone and len(filed.walk.zones) > 1 else ""
