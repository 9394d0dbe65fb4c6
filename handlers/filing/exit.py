"""Leaving a report: saved as it stands, or its working answers erased."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.filing.answer_feedback import add_authors
from handlers.reports.draft import current_draft, load
from handlers.text.answers import place_words, question_text
from handlers.turn.context import Turn
from handlers.turn.messages import Button

Args = Mapping[str, Any]


def leave(turn: Turn, args: Args) -> None:
    """Lưu và thoát: says where it stands and how to go on."""
    if (draft := current_draft(turn)) is None:
        return
    walk, slot = draft.entry, draft.open_slot()
    turn.start_dialog(None)
    turn.add_message("filing.left", answered=walk.answered_count, total=walk.question_count)
    if slot is not None:
        place = place_words(turn.words, slot, walk, turn.me.unit.id)
        turn.add_message("filing.left_at", place=f"{place} · {question_text(slot)}")
    turn.add_message("filing.how_to_resume")
    turn.set_buttons(Button(turn.words("reports.choice.resume"), "filing.begin", {"obligation": draft.id}))


def ask_erase(turn: Turn) -> None:
    """/huy in the open report: asks before it erases the working answers."""
    if (draft := current_draft(turn)) is None:
        return
    if not draft.working_copy:
        turn.add_message("filing.closed")
        return turn.run_action("filing.list_reports")
    turn.add_message(
        "filing.cancel_filed" if draft.obligation.version else "filing.cancel", answered=draft.entry.answered_count
    )
    add_authors(draft)
    turn.set_buttons(
        Button(
            turn.words("filing.choice.erase"), "filing.erase", {"obligation": draft.id}, synonyms=("co", "dung", "yes")
        ),
        Button(
            turn.words("filing.choice.go_on"), "filing.begin", {"obligation": draft.id}, synonyms=("khong", "ko", "no")
        ),
        numbered=True,
    )


def erase(turn: Turn, args: Args) -> None:
    """The working answers go; after a sending they are again those that were sent."""
    if (draft := load(turn, args["obligation"])) is None:
        return
    draft.discard_changes()
    turn.start_dialog(None)
    turn.add_message("filing.erased_to_filed" if draft.obligation.version else "filing.erased")
    turn.run_action("filing.list_reports")
