"""The signed report as photograph or PDF: attached by the officer, seen by whoever may see the report.

The dialog "filing.attachments" lists the attached files and takes more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from handlers.filing.state import AttachmentsState, ReviewState, SignedDocumentState
from handlers.reports import locks
from handlers.reports.access import open_for_change
from handlers.reports.attachment_text import list_lines, see_buttons, size_words
from handlers.text.report_names import full_report_name, report_name
from handlers.turn.context import Turn
from handlers.turn.features import HANDLED, NotUnderstood, Reply
from handlers.turn.messages import MAX_FILE, Button, File
from reporting.permissions import can_open_receipt
from reporting.roles import FILES
from reporting.workbook.file_type import MIMES, safe_name
from storage.audit import audit
from storage.messaging import attachments
from storage.reports import attached_documents, obligations
from storage.reports.attached_documents import AttachedDocument
from storage.reports.obligations import Obligation
from storage.units import units

Args = Mapping[str, Any]
MOST = 5
"""Files attached to one report."""
LISTED = 8
"""Reports offered for a file."""


def on_file(turn: Turn, file: File) -> bool:
    """Takes a photograph or PDF, known by its content: for the report of the open dialog, else for one submitted."""
    if not isinstance(file.parsed, str) or file.parsed not in MIMES:
        return False
    if turn.me.role not in FILES:
        turn.add_message("filing.attachments.not_your_role")
        return True
    named = File(safe_name(file.name, file.parsed), MIMES[file.parsed], file.content)
    if isinstance(turn.dialog, ReviewState | SignedDocumentState | AttachmentsState):
        _attach(turn, turn.dialog.obligation, named)
    else:
        _find_report(turn, named)
    return True


def _find_report(turn: Turn, file: File) -> None:
    """Attaches it to the submitted report that is not locked; asks which of several; says why the newest is locked."""
    reports = obligations.of_unit(turn.tx, turn.me.unit.id)
    submitted = [report for report in reports if report.version or report.on_paper]
    unlocked = [report for report in submitted if locks.lock_reason(turn, report) is None]
    if len(unlocked) == 1:
        _attach(turn, unlocked[0].id, file)
    elif unlocked:
        _ask_which(turn, unlocked[-LISTED:][::-1], file)
    elif submitted and (reason := locks.lock_reason(turn, submitted[-1])) is not None:
        locks.refuse_locked(turn, submitted[-1], reason)
    else:
        turn.add_message("filing.attachments.none_sent")


def _ask_which(turn: Turn, reports: Sequence[Obligation], file: File) -> None:
    """Asks which report the file is for; it is stored until then."""
    file_id = turn.services.random_codes.token()
    attachments.add(turn.tx, file_id, turn.conversation.id, file.name, file.mime, file.content, turn.now)
    turn.add_message("filing.attachments.which", name=file.name)
    buttons = [
        Button(
            report_name(turn.words, turn.plans.get(turn.tx, report.plan_id), report),
            "filing.attach_file",
            {"obligation": report.id, "file": file_id},
        )
        for report in reports
    ]
    none = Button(turn.words("filing.attachments.choice.none"), "filing.discard_file", {"file": file_id})
    turn.set_buttons(*buttons, none)


def attach_file(turn: Turn, args: Args) -> None:
    """Attaches the stored file to the report that was chosen."""
    waiting = attachments.get(turn.tx, args["file"])
    if waiting is None:
        return turn.add_message("turn.file_lost")
    _attach(turn, args["obligation"], File(waiting.name, waiting.mime, waiting.content))
    attachments.remove(turn.tx, waiting.id)


def discard_file(turn: Turn, args: Args) -> None:
    """Không đính kèm."""
    attachments.remove(turn.tx, args["file"])
    turn.add_message("filing.attachments.discarded")


def _attach(turn: Turn, obligation_id: int, file: File) -> None:
    if (obligation := open_for_change(turn, obligation_id)) is None:
        return
    documents = attached_documents.of_report(turn.tx, obligation.id)
    report = full_report_name(turn.words, turn.plans.get(turn.tx, obligation.plan_id), obligation)
    if any(other.sha256 == hashlib.sha256(file.content).hexdigest() for other in documents):
        turn.add_message("filing.attachments.again", report=report)
    elif len(documents) >= MOST:
        turn.add_message("filing.attachments.full", report=report, most=MOST)
    else:
        new = _store(turn, obligation, file)
        turn.add_message(
            "filing.attachments.attached",
            name=new.name,
            size=size_words(turn.words, new),
            sha=new.sha256[:12],
            report=report,
            n=len(documents) + 1,
            most=MOST,
        )
    _set_buttons_after(turn, obligation)


def _store(turn: Turn, obligation: Obligation, file: File) -> AttachedDocument:
    token, person = turn.services.random_codes.token(), turn.me.person_id
    new = attached_documents.add(turn.tx, token, obligation.id, file.name, file.mime, file.content, person, turn.now)
    _record(turn, "evidence.attached", obligation, new)
    return new


def _record(turn: Turn, action: str, obligation: Obligation, document: AttachedDocument) -> None:
    person, name, sha = turn.me.person_id, document.name, document.sha256
    audit.record(turn.tx, turn.now, person, action, obligation=obligation, name=name, sha256=sha)


def _set_buttons_after(turn: Turn, obligation: Obligation) -> None:
    """After a file: the buttons of the list where it is open, the way to it where no dialog is open."""
    if turn.dialog_as(AttachmentsState):
        _set_buttons(turn, obligation)
    elif turn.dialog is None:
        label = turn.words("filing.attachments.choice.list")
        turn.set_buttons(Button(label, "filing.edit_attachments", {"obligation": obligation.id}))


def edit_attachments(turn: Turn, args: Args) -> None:
    """Đính kèm bản ký: the attached files, and that more may be sent now."""
    if (obligation := open_for_change(turn, args["obligation"])) is None:
        return
    turn.start_dialog(AttachmentsState(obligation=obligation.id))
    documents = attached_documents.of_report(turn.tx, obligation.id)
    _add_list(turn, obligation, documents)
    if len(documents) < MOST:
        turn.add_message("filing.attachments.send_now", limit=MAX_FILE // 2**20, most=MOST)
        turn.want_file()
    _set_buttons(turn, obligation)


def _add_list(turn: Turn, obligation: Obligation, documents: Sequence[AttachedDocument]) -> None:
    report = full_report_name(turn.words, turn.plans.get(turn.tx, obligation.plan_id), obligation)
    title = turn.words(
        "filing.attachments.list" if documents else "filing.attachments.list_none", n=len(documents), report=report
    )
    turn.add_text("\n".join([title, *list_lines(turn.words, documents)]))


def _set_buttons(turn: Turn, obligation: Obligation) -> None:
    words, documents = turn.words, attached_documents.of_report(turn.tx, obligation.id)
    removing = [
        Button(words("filing.attachments.choice.remove", number=n), "filing.remove_attachment", {"file": document.id})
        for n, document in enumerate(documents, 1)
    ]
    report = {"obligation": obligation.id}
    done = Button(words("filing.attachments.choice.done"), "filing.finish_attachments", report, ("xong", "done"))
    turn.set_buttons(*removing, *see_buttons(words, documents), done, numbered=True)


def prompt(turn: Turn, state: AttachmentsState) -> None:
    edit_attachments(turn, {"obligation": state.obligation})


def on_text(turn: Turn, state: AttachmentsState, text: str) -> Reply:
    """Only a file is taken here."""
    if (obligation := open_for_change(turn, state.obligation)) is None:
        turn.start_dialog(None)
        return HANDLED
    _set_buttons(turn, obligation)
    return NotUnderstood(turn.words("filing.attachments.not_a_file"))


def finish_attachments(turn: Turn, args: Args) -> None:
    """Xong: back to the report."""
    turn.run_action("filing.open", obligation=args["obligation"])


def remove_attachment(turn: Turn, args: Args) -> None:
    """Gỡ tệp 1: as long as the report can be changed."""
    document = attached_documents.get(turn.tx, args["file"])
    if document is None:
        return turn.add_message("filing.attachments.gone")
    if (obligation := open_for_change(turn, document.obligation_id)) is None:
        return
    attached_documents.remove(turn.tx, document.id, turn.now)
    _record(turn, "evidence.removed", obligation, document)
    turn.add_message("filing.attachments.removed", name=document.name)
    edit_attachments(turn, {"obligation": obligation.id})


def list_attachments(turn: Turn, args: Args) -> None:
    """The files attached to a report, for whoever may see it; a single one is sent at once."""
    obligation = obligations.get(turn.tx, args["obligation"])
    if obligation is None or not can_open_receipt(turn.me, units.get(turn.tx, obligation.unit_id)):
        return turn.add_message("reports.not_here")
    documents = attached_documents.of_report(turn.tx, obligation.id)
    if len(documents) == 1:
        return _send(turn, documents[0])
    _add_list(turn, obligation, documents)
    if documents:
        turn.set_buttons(*see_buttons(turn.words, documents))


def send_attachment(turn: Turn, args: Args) -> None:
    """One file, for whoever may see its report."""
    document = attached_documents.get(turn.tx, args["file"])
    obligation = obligations.get(turn.tx, document.obligation_id) if document else None
    if document is None or obligation is None or not can_open_receipt(turn.me, units.get(turn.tx, obligation.unit_id)):
        return turn.add_message("filing.attachments.gone")
    _send(turn, document)


def _send(turn: Turn, document: AttachedDocument) -> None:
    turn.add_text("\n".join(list_lines(turn.words, [document], numbered=False)))
    turn.attach(File(document.name, document.mime, attached_documents.content(turn.tx, document.id)))
