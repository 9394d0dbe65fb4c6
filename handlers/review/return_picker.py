"""Which questions of a report are to be looked at again: by number, by section, by commune."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.reports.check_text import slot_words
from handlers.reports.submission import Submission
from handlers.review.return_state import NumberedRemark, add_remarks, back_button, current_submission, return_state
from handlers.text.answers import format_answer, part_words
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from handlers.turn.pagination import page_buttons
from reporting.form_entry.interview import QuestionSlot
from reporting.imports.unit_names import find_units
from storage.units import units

Args = Mapping[str, Any]
OFFERED = 4
"""Questions with something odd, offered at once."""
COMMUNES = 8
"""On one page."""


def ask_questions(filed: Submission) -> None:
    """The question: what is to be looked at again?"""
    turn = filed.turn
    turn.add_message("review.return.which", unit=filed.unit.name, total=filed.entry.total)
    picked = {*return_state(turn)["reasons"], *return_state(turn)["ask"]}
    odd = dict.fromkeys(finding.key for finding in filed.findings)
    offered = [filed.entry[key] for key in odd if key not in picked][:OFFERED]
    by_section = Button(
        turn.words("review.return.choice.parts"), "review.list_sections", synonyms=("chon phan", "phan")
    )
    turn.set_buttons(*(_slot_choice(filed, slot) for slot in offered), by_section, back_button(turn), numbered=False)


def list_sections(turn: Turn, args: Args) -> None:
    """Chọn theo phần…: where there are several communes first which one (``place``), then its sections."""
    if (filed := current_submission(turn)) is None:
        return
    zones, page = filed.entry.zones, args.get("page", 0)
    place = args.get("place", 1 if len(zones) == 1 else 0)
    turn.add_message("review.return.which_part" if place or not zones else "review.return.which_place")
    names = [(number, zone.name) for number, zone in enumerate(zones, 1)] if not place else []
    communes = [Button(name, "review.list_sections", {"place": number}) for number, name in _page(names, page)]
    own = {place, 0} if len(zones) == 1 else {place}
    sections = [
        Button(part_words(turn.words, slots), "review.show_section", {"keys": [slot.key for slot in slots]})
        for slots in filed.entry.parts()
        if slots[0].zone_index in own
    ]
    pages = page_buttons(turn, "review.list_sections", page, _pages(names))
    away = Button(turn.words("text.choice.back"), "review.add_remark")
    turn.set_buttons(*communes, *pages, *sections, away, numbered=False)


def show_section(turn: Turn, args: Args) -> None:
    """A section: its questions."""
    if (filed := current_submission(turn)) is None:
        return
    slots = [slot for slot in filed.entry.asked if slot.key in args["keys"]]
    turn.add_message("review.return.which_of", part=part_words(turn.words, slots))
    turn.set_buttons(*(_slot_choice(filed, slot) for slot in slots), back_button(turn), numbered=False)


def pick_question(turn: Turn, args: Args) -> None:
    """One question: its reason is asked next."""
    if (filed := current_submission(turn)) is None:
        return
    add_remarks(turn, [key for key in args["keys"] if key in filed.entry], None)
    turn.run_action("review.list_remarks")


def pick_numbers(filed: Submission, wanted: Sequence[NumberedRemark]) -> None:
    """The questions of these numbers; of one asked about several communes, which of them is asked."""
    turn = filed.turn
    slots = {number: _numbered(filed, number) for number, _ in wanted}
    if wrong := [number for number, question_slots in slots.items() if not question_slots]:
        turn.add_message("review.return.no_such", numbers=", ".join(map(str, wrong)), total=filed.entry.total)
    left = [(number, reason) for number, reason in wanted if slots[number]]
    while left and len(slots[left[0][0]]) == 1:
        number, reason = left.pop(0)
        add_remarks(turn, [slots[number][0].key], reason)
    return_state(turn)["left"] = [list(pair) for pair in left]
    turn.run_action("review.list_remarks")


def ask_zone(filed: Submission, page: int = 0) -> None:
    """Of which commune the first number left is meant."""
    turn, words = filed.turn, filed.turn.words
    slots = _numbered(filed, return_state(turn)["left"][0][0])
    turn.add_message("review.return.which_zone", number=slots[0].number, name=slots[0].question.name)
    named = [(slot, slot.zone.name if slot.zone else "") for slot in slots]
    buttons = []
    for slot, name in _page(named, page):
        value = format_answer(words, slot.question, filed.entry.answer(slot))
        buttons.append(Button(f"{name}: {value}", "review.choose_zone", {"keys": [slot.key]}))
    every = Button(
        words("review.return.choice.every_zone", n=len(slots)),
        "review.choose_zone",
        {"keys": [slot.key for slot in slots]},
        synonyms=("tat ca", "ca hai"),
    )
    turn.set_buttons(
        *buttons, *page_buttons(turn, "review.list_zones", page, _pages(named)), every, back_button(turn), numbered=True
    )


def list_zones(turn: Turn, args: Args) -> None:
    """Another page of communes."""
    if (filed := current_submission(turn)) is not None and return_state(turn)["left"]:
        ask_zone(filed, args["page"])


def choose_zone(turn: Turn, args: Args) -> None:
    """The commune a number was meant for; then the other numbers."""
    if (filed := current_submission(turn)) is None or not return_state(turn)["left"]:
        return
    (_, reason), *rest = return_state(turn)["left"]
    add_remarks(turn, [key for key in args["keys"] if key in filed.entry], reason)
    pick_numbers(filed, [(number, why) for number, why in rest])


def key_of_zone(filed: Submission, text: str) -> str | None:
    """The key that a commune's name, however typed, means for the first number left."""
    slots = _numbered(filed, return_state(filed.turn)["left"][0][0])
    matching_units = find_units([units.get(filed.turn.tx, slot.zone.id) for slot in slots if slot.zone], text)
    return next(
        (slot.key for slot in slots if len(matching_units) == 1 and slot.zone and slot.zone.id == matching_units[0].id),
        None,
    )


def _numbered(filed: Submission, number: int) -> list[QuestionSlot]:
    return [slot for slot in filed.entry.asked if slot.number == number]


def _slot_choice(filed: Submission, slot: QuestionSlot) -> Button:
    return Button(slot_words(filed.turn.words, slot, filed.unit.id), "review.pick_question", {"keys": [slot.key]})


def _page(rows: Sequence[Any], page: int) -> Sequence[Any]:
    return rows[page * COMMUNES : (page + 1) * COMMUNES]


def _pages(rows: Sequence[Any]) -> int:
    return -(-len(rows) // COMMUNES)
