"""Leaving a report: saved as it stands, or its working answers erased."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.filing.answer_feedback import tell_authors
from handlers.reports.draft import current, load
from handlers.text.answers import asks, place_words
from handlers.turn.context import Turn
from handlers.turn.messages import Choice

Args = Mapping[str, Any]


def leave(turn: Turn, args: Args) -> None:
    """Lưu và thoát: says where it stands and how to go on."""
    if (draft := current(turn)) is None:
        return
    walk, slot = draft.walk, draft.at()
    turn.open(None)
    turn.tell("report.left", answered=walk.done, total=walk.size)
    if slot is not None:
        place = place_words(turn.words, slot, walk, turn.me.unit.id)
        turn.tell("report.left_at", place=f"{place} · {asks(slot)}")
    turn.tell("report.how_to_resume")
    turn.offer(Choice(turn.words("report.choice.resume"), "report.begin", {"obligation": draft.id}))


def give_up(turn: Turn) -> None:
    """/huy in the open report: asks before it erases the working answers."""
    if (draft := current(turn)) is None:
        return
    if not draft.written:
        turn.tell("report.closed")
        return turn.go("report.list")
    turn.tell("report.cancel_filed" if draft.obligation.version else "report.cancel", answered=draft.walk.done)
    tell_authors(draft)
    turn.offer(
        Choice(turn.words("report.choice.erase"), "report.erase", {"obligation": draft.id}, says=("co", "dung", "yes")),
        Choice(turn.words("report.choice.go_on"), "report.begin", {"obligation": draft.id}, says=("khong", "ko", "no")),
    )


def erase(turn: Turn, args: Args) -> None:
    """The working answers go; after a sending they are again those that were sent."""
    if (draft := load(turn, args["obligation"])) is None:
        return
    draft.reset()
    turn.open(None)
    turn.tell("report.erased_to_filed" if draft.obligation.version else "report.erased")
    turn.go("report.list")
