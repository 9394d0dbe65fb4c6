"""To any question of the report: by its section, or by its number ("sửa câu 7").

The dialog "filing.question_choice" asks which question to correct.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from handlers.filing import workbook_template
from handlers.filing.question_prompt import open_interview
from handlers.filing.state import QuestionChoiceState, ReturnTo
from handlers.reports.access import open_draft
from handlers.reports.draft import Draft
from handlers.text.answers import format_answer, part_words
from handlers.turn.context import Turn
from handlers.turn.features import HANDLED, NotUnderstood, Reply
from handlers.turn.messages import Button
from reporting.form_entry.interview import QuestionSlot
from reporting.text import fold

Args = Mapping[str, Any]
_NUMBER = re.compile(r"(?:sua (?:lai )?)?(?:cau |so )?(\d{1,3})\.?")
_NAMED = re.compile(r"(?:sua|nhap|tra loi) (?:lai )?cau (\d{1,3})\.?|correct question (\d{1,3})")


def goto(turn: Turn, args: Args) -> None:
    """Opens the question ``key``, or the next one to answer where it is asked no longer.

    ``then``: where its answer leads back to.
    """
    if (draft := open_draft(turn, args["obligation"])) is None:
        return
    key = args["key"]
    open_interview(draft, draft.entry[key] if key in draft.entry else draft.entry.next_open(), then=args.get("then"))


def list_sections(turn: Turn, args: Args) -> None:
    """Đến phần…: the sections with how far each is answered, the review, the spreadsheet, and back to ``key``."""
    if (draft := open_draft(turn, args["obligation"])) is None:
        return
    words = turn.words
    turn.add_message("filing.parts", answered=draft.entry.answered_count, total=draft.entry.question_count)
    sections = []
    for part in draft.entry.parts():
        unanswered = [slot for slot in part if slot.key not in draft.entry.answers]
        done, place = len(part) - len(unanswered), _section_label(draft, part)
        label = words("filing.choice.part", place=place, done=done, count=len(part))
        sections.append(_goto_button(draft, [*unanswered, part[0]][0].key, label))
    review = Button(words("filing.choice.review"), "filing.show_review", {"obligation": draft.id}, ("xem lai",))
    stay = _goto_button(draft, args["key"], words("filing.choice.stay"))
    turn.set_buttons(*sections, review, workbook_template.workbook_button(draft), stay, numbered=True)


def choose_question(turn: Turn, args: Args) -> None:
    """Sửa câu…, Sửa một số: asks which question; ``then``: where its answer leads back to."""
    if (draft := open_draft(turn, args["obligation"])) is not None:
        _ask(draft, args.get("then"))


def prompt(turn: Turn, state: QuestionChoiceState) -> None:
    if (draft := open_draft(turn, state.obligation)) is not None:
        _ask(draft, state.then)


def on_text(turn: Turn, state: QuestionChoiceState, text: str) -> Reply:
    """The number of a question; asked about several communes, which of them."""
    if (draft := open_draft(turn, state.obligation)) is None:
        return HANDLED
    if match := _NUMBER.fullmatch(fold(text)):
        open_by_number(draft, int(match[1]), state.then)
        return HANDLED
    _set_section_buttons(draft, state.then)
    return NotUnderstood(turn.words("filing.review.which", total=draft.entry.total))


def number_to_correct(text: str) -> int | None:
    """The number in "sửa câu 7", typed wherever a report is open; ``None`` for any other text."""
    match = _NAMED.fullmatch(fold(text))
    return int(match[1] or match[2]) if match else None


def open_by_number(draft: Draft, number: int, then: ReturnTo | None, at: str = "") -> None:
    """Opens the question of that number: of the commune that the open question ``at`` is about, else of one chosen."""
    turn = draft.turn
    slots = [slot for slot in draft.entry.asked if slot.number == number]
    here = draft.entry[at].zone_index if at in draft.entry else None
    near = [slot for slot in slots if slot.zone_index in (0, here)] or slots
    if not slots:
        turn.add_message("filing.review.no_such_question", number=number, total=draft.entry.total)
        _ask(draft, then)
    elif len(near) == 1:
        open_interview(draft, near[0], then=then)
    else:
        turn.start_dialog(QuestionChoiceState(obligation=draft.id, then=then))
        turn.add_message("filing.review.which_zone", number=number, name=slots[0].question.name)
        communes = [_goto_button(draft, slot.key, _commune_label(draft, slot), then) for slot in slots]
        turn.set_buttons(*communes, _back_button(draft, then), numbered=True)


def _ask(draft: Draft, then: ReturnTo | None) -> None:
    draft.turn.start_dialog(QuestionChoiceState(obligation=draft.id, then=then))
    draft.turn.add_message("filing.review.which", total=draft.entry.total)
    _set_section_buttons(draft, then)


def _set_section_buttons(draft: Draft, then: ReturnTo | None) -> None:
    sections = [_goto_button(draft, part[0].key, _section_label(draft, part), then) for part in draft.entry.parts()]
    draft.turn.set_buttons(*sections, _back_button(draft, then), numbered=False)


def _section_label(draft: Draft, part: Sequence[QuestionSlot]) -> str:
    """ "xã Tân Hưng · Tin báo, tố giác (câu 6–8)"; the commune only where there are several."""
    zone = f"{part[0].zone.name} · " if part[0].zone and len(draft.zones) > 1 else ""
    return zone + part_words(draft.turn.words, draft.entry.section(part[0]))


def _commune_label(draft: Draft, slot: QuestionSlot) -> str:
    """ "xã Tân Hưng: 12"."""
    assert slot.zone is not None
    return f"{slot.zone.name}: {format_answer(draft.turn.words, slot.question, draft.entry.answer(slot))}"


def _goto_button(draft: Draft, key: str, label: str, then: ReturnTo | None = None) -> Button:
    return Button(label, "filing.goto", {"obligation": draft.id, "key": key, "then": then})


def _back_button(draft: Draft, then: ReturnTo | None) -> Button:
    action = "filing.show_review" if then == "review" else "filing.begin"
    return Button(draft.turn.words("text.choice.back"), action, {"obligation": draft.id})
