"""Which questions of a report are to be looked at again: by number, by section, by commune."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.reports.check_text import slot_words
from handlers.reports.submission import Submission
from handlers.review.return_state import NumberedRemark, add, back, current, state
from handlers.text.answers import answer_words, part_words
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from handlers.turn.pagination import turning
from reporting.form_entry.interview import QuestionSlot
from reporting.imports.unit_names import find
from storage.units import units

Args = Mapping[str, Any]
OFFERED = 4
"""Questions with something odd, offered at once."""
COMMUNES = 8
"""On one page."""


def which(filed: Submission) -> None:
    """The question: what is to be looked at again?"""
    turn = filed.turn
    turn.add_message("review.return.which", unit=filed.unit.name, total=filed.walk.total)
    picked = {*state(turn)["reasons"], *state(turn)["ask"]}
    odd = dict.fromkeys(finding.key for finding in filed.findings)
    offered = [filed.walk[key] for key in odd if key not in picked][:OFFERED]
    by_section = Button(turn.words("review.return.choice.parts"), "review.list_sections", says=("chon phan", "phan"))
    turn.set_buttons(*(_slot_choice(filed, slot) for slot in offered), by_section, back(turn), numbered=False)


def parts(turn: Turn, args: Args) -> None:
    """Chọn theo phần…: where there are several communes first which one (``place``), then its sections."""
    if (filed := current(turn)) is None:
        return
    zones, page = filed.walk.zones, args.get("page", 0)
    place = args.get("place", 1 if len(zones) == 1 else 0)
    turn.add_message("review.return.which_part" if place or not zones else "review.return.which_place")
    names = [(number, zone.name) for number, zone in enumerate(zones, 1)] if not place else []
    communes = [Button(name, "review.list_sections", {"place": number}) for number, name in _page(names, page)]
    own = {place, 0} if len(zones) == 1 else {place}
    sections = [
        Button(part_words(turn.words, slots), "review.show_section", {"keys": [slot.key for slot in slots]})
        for slots in filed.walk.parts()
        if slots[0].zone_index in own
    ]
    pages = turning(turn, "review.list_sections", page, _pages(names))
    away = Button(turn.words("text.choice.back"), "review.add_remark")
    turn.set_buttons(*communes, *pages, *sections, away, numbered=False)


def part(turn: Turn, args: Args) -> None:
    """A section: its questions."""
    if (filed := current(turn)) is None:
        return
    slots = [slot for slot in filed.walk.asked if slot.key in args["keys"]]
    turn.add_message("review.return.which_of", part=part_words(turn.words, slots))
    turn.set_buttons(*(_slot_choice(filed, slot) for slot in slots), back(turn), numbered=False)


def pick(turn: Turn, args: Args) -> None:
    """One question: its reason is asked next."""
    if (filed := current(turn)) is None:
        return
    add(turn, [key for key in args["keys"] if key in filed.walk], None)
    turn.run_action("review.list_remarks")


def numbers(filed: Submission, wanted: Sequence[NumberedRemark]) -> None:
    """The questions of these numbers; of one asked about several communes, which of them is asked."""
    turn = filed.turn
    slots = {number: _numbered(filed, number) for number, _ in wanted}
    if wrong := [number for number, found in slots.items() if not found]:
        turn.add_message("review.return.no_such", numbers=", ".join(map(str, wrong)), total=filed.walk.total)
    left = [(number, reason) for number, reason in wanted if slots[number]]
    while left and len(slots[left[0][0]]) == 1:
        number, reason = left.pop(0)
        add(turn, [slots[number][0].key], reason)
    state(turn)["left"] = [list(one) for one in left]
    turn.run_action("review.list_remarks")


def which_zone(filed: Submission, page: int = 0) -> None:
    """Of which commune the first number left is meant."""
    turn, words = filed.turn, filed.turn.words
    slots = _numbered(filed, state(turn)["left"][0][0])
    turn.add_message("review.return.which_zone", number=slots[0].number, name=slots[0].question.name)
    named = [(slot, slot.zone.name if slot.zone else "") for slot in slots]
    each = []
    for slot, name in _page(named, page):
        value = answer_words(words, slot.question, filed.walk.answer(slot))
        each.append(Button(f"{name}: {value}", "review.choose_zone", {"keys": [slot.key]}))
    every = Button(
        words("review.return.choice.every_zone", n=len(slots)),
        "review.choose_zone",
        {"keys": [slot.key for slot in slots]},
        says=("tat ca", "ca hai"),
    )
    turn.set_buttons(*each, *turning(turn, "review.list_zones", page, _pages(named)), every, back(turn))


def zones(turn: Turn, args: Args) -> None:
    """Another page of communes."""
    if (filed := current(turn)) is not None and state(turn)["left"]:
        which_zone(filed, args["page"])


def zone(turn: Turn, args: Args) -> None:
    """The commune a number was meant for; then the other numbers."""
    if (filed := current(turn)) is None or not state(turn)["left"]:
        return
    (_, reason), *rest = state(turn)["left"]
    add(turn, [key for key in args["keys"] if key in filed.walk], reason)
    numbers(filed, [(number, why) for number, why in rest])


def named_zone(filed: Submission, text: str) -> str | None:
    """The key that a commune's name, however typed, means for the first number left."""
    slots = _numbered(filed, state(filed.turn)["left"][0][0])
    found = find([units.get(filed.turn.tx, slot.zone.id) for slot in slots if slot.zone], text)
    return next((slot.key for slot in slots if len(found) == 1 and slot.zone and slot.zone.id == found[0].id), None)


def _numbered(filed: Submission, number: int) -> list[QuestionSlot]:
    return [slot for slot in filed.walk.asked if slot.number == number]


def _slot_choice(filed: Submission, slot: QuestionSlot) -> Button:
    return Button(slot_words(filed.turn.words, slot, filed.unit.id), "review.pick_question", {"keys": [slot.key]})


def _page(rows: Sequence[Any], page: int) -> Sequence[Any]:
    return rows[page * COMMUNES : (page + 1) * COMMUNES]


def _pages(rows: Sequence[Any]) -> int:
    return -(-len(rows) // COMMUNES)
