"""Sửa câu…: which answer, by its number or its section; the dialogue "correct"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from handlers.reports.draft import Draft, current_draft, load
from handlers.text.answers import format_answer, part_words
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from reporting.form_entry.interview import QuestionSlot
from reporting.text import fold

Args = Mapping[str, Any]
_NUMBER = re.compile(r"(?:sua (?:lai )?)?(?:cau |so )?(\d{1,3})\.?")
_NAMED = re.compile(r"(?:sua|nhap|tra loi) (?:lai )?cau (\d{1,3})\.?|correct question (\d{1,3})")


def choose_question(turn: Turn, args: Args) -> None:
    if (draft := load(turn, args["obligation"])) is not None:
        _ask(draft)


def prompt(turn: Turn) -> None:
    if (draft := current_draft(turn)) is not None:
        _ask(draft)


def choose_question_here(turn: Turn, args: Args) -> None:
    """Sửa một số, from within the interview."""
    if (draft := current_draft(turn)) is not None:
        _ask(draft, then=None)


def _ask(draft: Draft, then: str | None = "review") -> None:
    turn = draft.turn
    turn.start_dialog("filing.question_choice", obligation=draft.id, then=then)
    turn.add_message("filing.review.which", total=draft.entry.total)
    _offer(draft, then)


def _offer(draft: Draft, then: str | None) -> None:
    parts = [_choice(draft, part[0], _part_label(draft, part), then) for part in draft.entry.parts()]
    draft.turn.set_buttons(*parts, _away(draft, then), numbered=False)


def _part_label(draft: Draft, part: tuple[QuestionSlot, ...]) -> str:
    zone = f"{part[0].zone.name} · " if part[0].zone and len(draft.zones) > 1 else ""
    return zone + part_words(draft.turn.words, draft.entry.section(part[0]))


def _choice(draft: Draft, slot: QuestionSlot, label: str, then: str | None) -> Button:
    return Button(label, "filing.goto", {"obligation": draft.id, "key": slot.key, "then": then})


def _away(draft: Draft, then: str | None) -> Button:
    action = "filing.show_review" if then == "review" else "filing.begin"
    return Button(draft.turn.words("text.choice.back"), action, {"obligation": draft.id})


def on_text(turn: Turn, text: str) -> str | None:
    """The number of a question; asked about several communes, which of them."""
    draft = current_draft(turn)
    if draft is None or turn.dialogue is None:
        return None
    match, then = _NUMBER.fullmatch(fold(text)), turn.dialogue.get("then")
    if not match:
        if fold(text) not in turn.registry.typed_commands:
            _offer(draft, then)
        return turn.words("filing.review.which", total=draft.entry.total)
    open_question(draft, int(match[1]), then)
    return None


def number_to_correct(text: str) -> int | None:
    """The number in "sửa câu 7", said wherever a report is open."""
    match = _NAMED.fullmatch(fold(text))
    return int(match[1] or match[2]) if match else None


def open_question(draft: Draft, number: int, then: str | None) -> None:
    """Opens the question of that number: of the commune one is at, else of the one chosen."""
    turn = draft.turn
    slots = [slot for slot in draft.entry.asked if slot.number == number]
    at = (turn.dialogue or {}).get("at")
    here = next((slot.zone_index for slot in draft.entry.slots if slot.key == at), None)
    near = [slot for slot in slots if slot.zone_index in (0, here)]
    if not slots:
        turn.add_message("filing.review.no_such_question", number=number, total=draft.entry.total)
        _ask(draft, then)
    elif len(near or slots) == 1:
        turn.run_action("filing.goto", obligation=draft.id, key=(near or slots)[0].key, then=then)
    else:
        _which_zone(draft, slots, then)


def _which_zone(draft: Draft, slots: list[QuestionSlot], then: str | None) -> None:
    turn = draft.turn
    turn.start_dialog("filing.question_choice", obligation=draft.id, then=then)
    turn.add_message("filing.review.which_zone", number=slots[0].number, name=slots[0].question.name)
    turn.set_buttons(
        *(_choice(draft, slot, _zone_label(draft, slot), then) for slot in slots), _away(draft, then), numbered=True
    )


def _zone_label(draft: Draft, slot: QuestionSlot) -> str:
    assert slot.zone is not None
    return f"{slot.zone.name}: {format_answer(draft.turn.words, slot.question, draft.entry.answer(slot))}"
