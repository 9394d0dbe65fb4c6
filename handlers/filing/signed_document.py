"""Number and date of the signed document behind a report: optional, asked in the dialog "filing.signed_document"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.filing.state import SignedDocumentState
from handlers.reports import attachment_text
from handlers.reports.access import open_draft
from handlers.reports.draft import Draft
from handlers.turn.context import Turn
from handlers.turn.features import HANDLED, NotUnderstood, Reply
from handlers.turn.messages import Button
from reporting.integrity.document_number import DATE_KEY, NUMBER_KEY, read_paper
from storage.reports import submissions

Args = Mapping[str, Any]


def ask_signed_document(turn: Turn, args: Args) -> None:
    """Số, ký hiệu văn bản."""
    if (draft := open_draft(turn, args["obligation"])) is not None:
        turn.start_dialog(SignedDocumentState(obligation=draft.id))
        turn.add_message("filing.review.paper_ask", day=turn.words.day(turn.today))
        _set_buttons(draft)


def prompt(turn: Turn, state: SignedDocumentState) -> None:
    ask_signed_document(turn, {"obligation": state.obligation})


def _set_buttons(draft: Draft) -> None:
    words, report = draft.turn.words, {"obligation": draft.id}
    without = Button(words("filing.review.choice.no_paper"), "filing.remove_signed_document", report)
    file = attachment_text.attach_button(words, draft.id)
    back = Button(words("text.choice.back"), "filing.show_review", report)
    draft.turn.set_buttons(*([without] if NUMBER_KEY in draft.working_copy else []), file, back)


def on_text(turn: Turn, state: SignedDocumentState, text: str) -> Reply:
    """ "05/BC-UBND 18/5"."""
    if (draft := open_draft(turn, state.obligation)) is None:
        return HANDLED
    if (document := read_paper(text, turn.today)) is None:
        _set_buttons(draft)
        return NotUnderstood(turn.words("filing.review.paper_not_read", day=turn.words.day(turn.today)))
    draft.save_answers(document.answers())
    turn.run_action("filing.show_review", obligation=draft.id)
    return HANDLED


def remove_signed_document(turn: Turn, args: Args) -> None:
    """Bỏ số, ký hiệu."""
    if (draft := open_draft(turn, args["obligation"])) is None:
        return
    submissions.erase(turn.tx, draft.id, (NUMBER_KEY, DATE_KEY))
    turn.run_action("filing.show_review", obligation=draft.id)
