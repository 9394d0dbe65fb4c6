"""Choosing the questions of a report that are to be checked again: by number, by section, by commune."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.review.return_draft import ReturnDraft, needs_open_return
from handlers.review.state import NumberedRemark
from handlers.text.answers import format_answer, part_words
from handlers.turn.features import Args
from handlers.turn.messages import Button
from handlers.turn.pagination import Page
from reporting.imports.unit_names import find_units
from storage.units import units

OFFERED = 4
"""Questions with a warning, offered at once."""


def ask_questions(draft: ReturnDraft) -> None:
    """Asks which questions are to be checked again, and offers those with a warning."""
    turn, entry = draft.turn, draft.submission.entry
    turn.add_message("review.return.which", unit=draft.submission.unit.name, total=entry.total)
    picked = {*draft.state.reasons, *draft.state.ask}
    keys = dict.fromkeys(finding.key for finding in draft.submission.findings)
    offered = [entry[key] for key in keys if key not in picked][:OFFERED]
    by_section = Button(
        turn.words("review.return.choice.parts"), "review.list_sections", synonyms=("chon phan", "phan")
    )
    turn.set_buttons(*map(draft.slot_button, offered), by_section, draft.back_button(), numbered=False)


@needs_open_return
def list_sections(draft: ReturnDraft, args: Args) -> None:
    """Chọn theo phần…: where there are several communes first which one (``place``), then its sections."""
    turn, entry = draft.turn, draft.submission.entry
    place = args.get("place", 1 if len(entry.zones) == 1 else 0)
    turn.add_message("review.return.which_part" if place or not entry.zones else "review.return.which_place")
    communes = Page.of([*enumerate(entry.zones, 1)] if not place else [], args)
    zone_indices = {place, 0} if len(entry.zones) == 1 else {place}
    turn.set_buttons(
        *(Button(zone.name, "review.list_sections", {"place": number}) for number, zone in communes.items),
        *communes.buttons(turn, "review.list_sections"),
        *(
            Button(part_words(turn.words, slots), "review.show_section", {"keys": [slot.key for slot in slots]})
            for slots in entry.parts()
            if slots[0].zone_index in zone_indices
        ),
        Button(turn.words("text.choice.back"), "review.add_remark"),
        numbered=False,
    )


@needs_open_return
def show_section(draft: ReturnDraft, args: Args) -> None:
    """The questions of a section."""
    slots = [slot for slot in draft.submission.entry.asked if slot.key in args["keys"]]
    draft.turn.add_message("review.return.which_of", part=part_words(draft.turn.words, slots))
    draft.turn.set_buttons(*map(draft.slot_button, slots), draft.back_button(), numbered=False)


@needs_open_return
def pick_question(draft: ReturnDraft, args: Args) -> None:
    """Picks one question; its remark is asked next."""
    draft.add_remarks(args["keys"], None)
    draft.turn.run_action("review.list_remarks")


def pick_numbers(draft: ReturnDraft, remarks: Sequence[NumberedRemark]) -> None:
    """Picks the questions with these numbers; where one is asked about several communes, asks which."""
    turn, slots = draft.turn, {number: draft.slots_of_number(number) for number, _ in remarks}
    if wrong := [number for number, slots_of_number in slots.items() if not slots_of_number]:
        numbers = ", ".join(map(str, wrong))
        turn.add_message("review.return.no_such", numbers=numbers, total=draft.submission.entry.total)
    left = [(number, reason) for number, reason in remarks if slots[number]]
    while left and len(slots[left[0][0]]) == 1:
        number, reason = left.pop(0)
        draft.add_remarks([slots[number][0].key], reason)
    draft.state.left = left
    turn.run_action("review.list_remarks")


def ask_zone(draft: ReturnDraft, args: Args) -> None:
    """Asks for which commune the first number left is meant; ``args["page"]`` of the communes."""
    turn, words = draft.turn, draft.turn.words
    slots = draft.slots_of_number(draft.state.left[0][0])
    turn.add_message("review.return.which_zone", number=slots[0].number, name=slots[0].question.name)
    page = Page.of(slots, args)
    buttons = []
    for slot in page.items:
        value = format_answer(words, slot.question, draft.submission.entry.answer(slot))
        label = f"{slot.zone.name if slot.zone else ''}: {value}"
        buttons.append(Button(label, "review.choose_zone", {"keys": [slot.key]}))
    every = Button(
        words("review.return.choice.every_zone", n=len(slots)),
        "review.choose_zone",
        {"keys": [slot.key for slot in slots]},
        synonyms=("tat ca", "ca hai"),
    )
    turn.set_buttons(*buttons, *page.buttons(turn, "review.list_zones"), every, draft.back_button(), numbered=True)


@needs_open_return
def list_zones(draft: ReturnDraft, args: Args) -> None:
    """Another page of communes."""
    if draft.state.left:
        ask_zone(draft, args)


@needs_open_return
def choose_zone(draft: ReturnDraft, args: Args) -> None:
    """The commune for the first number left; the numbers after it are next."""
    if not draft.state.left:
        return
    (_, reason), *left = draft.state.left
    draft.add_remarks(args["keys"], reason)
    pick_numbers(draft, left)


def key_of_zone(draft: ReturnDraft, text: str) -> str | None:
    """The key of the first number left for the commune that ``text`` names; ``None`` where it names none or several."""
    slots = draft.slots_of_number(draft.state.left[0][0])
    communes = find_units([units.get(draft.turn.tx, slot.zone.id) for slot in slots if slot.zone], text)
    if len(communes) != 1:
        return None
    return next((slot.key for slot in slots if slot.zone and slot.zone.id == communes[0].id), None)
