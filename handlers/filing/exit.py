"""Leaving a report: it is kept as it stands, or its working answers are erased."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.filing.answer_feedback import add_authors
from handlers.filing.state import ReportDialogState
from handlers.reports.access import open_draft
from handlers.text.answers import place_words, question_text
from handlers.turn.context import Turn
from handlers.turn.messages import Button

Args = Mapping[str, Any]


def leave(turn: Turn, args: Args) -> None:
    """Lưu và thoát at the question ``key``: closes the interview, says where it stands and how to resume it."""
    if (draft := open_draft(turn, args["obligation"])) is None:
        return
    entry, slot = draft.entry, draft.slot_at(args["key"])
    turn.start_dialog(None)
    turn.add_message("filing.left", answered=entry.answered_count, total=entry.question_count)
    if slot is not None:
        place = place_words(turn.words, slot, entry, turn.me.unit.id)
        turn.add_message("filing.left_at", place=f"{place} · {question_text(slot)}")
    turn.add_message("filing.how_to_resume")
    turn.set_buttons(Button(turn.words("reports.choice.resume"), "filing.begin", {"obligation": draft.id}))


def ask_erase(turn: Turn, state: ReportDialogState) -> None:
    """/huy in an open report: asks before the working answers are erased."""
    if (draft := open_draft(turn, state.obligation)) is None:
        return
    if not draft.working_copy:
        turn.add_message("filing.closed")
        return turn.run_action("filing.list_reports")
    key = "filing.cancel_filed" if draft.obligation.version else "filing.cancel"
    turn.add_message(key, answered=draft.entry.answered_count)
    add_authors(draft)
    words, report = turn.words, {"obligation": draft.id}
    turn.set_buttons(
        Button(words("filing.choice.erase"), "filing.erase", report, ("co", "dung", "yes")),
        Button(words("filing.choice.go_on"), "filing.begin", report, ("khong", "ko", "no")),
        numbered=True,
    )


def erase(turn: Turn, args: Args) -> None:
    """Erases the working answers; of a submitted report they become those submitted last."""
    if (draft := open_draft(turn, args["obligation"])) is None:
        return
    draft.discard_changes()
    turn.start_dialog(None)
    turn.add_message("filing.erased_to_filed" if draft.obligation.version else "filing.erased")
    turn.run_action("filing.list_reports")
