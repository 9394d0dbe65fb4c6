"""The number and date of the signed paper behind a report: optional, one message; the dialogue "paper"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.reports import attachment_text
from handlers.reports.draft import Draft, current_draft, load
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from reporting.integrity.document_number import DATE_KEY, NUMBER_KEY, read_paper
from reporting.secrecy import secrecy_marking
from reporting.text import fold
from storage.reports import submissions

Args = Mapping[str, Any]


def ask_signed_document(turn: Turn, args: Args) -> None:
    if (draft := load(turn, args["obligation"])) is not None:
        _ask(draft)


def prompt(turn: Turn) -> None:
    if (draft := current_draft(turn)) is not None:
        _ask(draft)


def _ask(draft: Draft) -> None:
    turn = draft.turn
    turn.start_dialog("filing.signed_document", obligation=draft.id)
    turn.add_message("filing.review.paper_ask", day=turn.words.day(turn.today))
    _offer(draft)


def _offer(draft: Draft) -> None:
    turn = draft.turn
    without = [
        Button(turn.words("filing.review.choice.no_paper"), "filing.remove_signed_document", {"obligation": draft.id})
    ]
    back = Button(turn.words("text.choice.back"), "filing.show_review", {"obligation": draft.id})
    file = attachment_text.attach_button(turn.words, draft.id)
    turn.set_buttons(*(without if NUMBER_KEY in draft.working_copy else ()), file, back, numbered=False)


def on_text(turn: Turn, text: str) -> str | None:
    if (draft := current_draft(turn)) is None:
        return None
    if (secret := secrecy_marking(text)) is not None:
        turn.add_message("text.secret", marking=secret)
        _ask(draft)
        return None
    paper = read_paper(text, turn.today)
    if paper is None:
        if fold(text) not in turn.registry.typed_commands:
            _offer(draft)
        return turn.words("filing.review.paper_not_read", day=turn.words.day(turn.today))
    draft.save_answers(paper.answers())
    turn.run_action("filing.show_review", obligation=draft.id)
    return None


def remove_signed_document(turn: Turn, args: Args) -> None:
    """Bỏ số, ký hiệu."""
    if (draft := load(turn, args["obligation"])) is None:
        return
    submissions.erase(turn.tx, draft.id, (NUMBER_KEY, DATE_KEY))
    turn.run_action("filing.show_review", obligation=draft.id)
