"""The signed report as photograph or PDF: attached by the officer, seen by whoever may see the report.

The dialogue "evidence" lists what is attached and takes more: ``{"name": "evidence", "obligation": 7}``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from handlers.reports import locks
from handlers.reports.access import open_for_change
from handlers.reports.attachment_text import list_lines, see_buttons, size_words
from handlers.text.report_names import full_report_name, report_name
from handlers.turn.context import Turn
from handlers.turn.messages import MAX_FILE, Button, File
from reporting.permissions import can_open_receipt
from reporting.roles import FILES
from reporting.text import fold
from reporting.workbook.file_type import MIMES, safe_name
from storage.audit import audit
from storage.messaging import attachments
from storage.reports import attached_documents, obligations
from storage.reports.attached_documents import AttachedDocument
from storage.reports.obligations import Obligation
from storage.units import units

Args = Mapping[str, Any]
MOST = 5
"""Files to a report."""
LISTED = 8
OWN_DIALOGS = frozenset({"filing.review", "filing.signed_document", "filing.attachments"})
"""Dialogues about one report in which a file is for that report."""


def on_file(turn: Turn, file: File) -> bool:
    """A photograph or PDF; which it is, its content has told."""
    if not isinstance(file.parsed, str) or file.parsed not in MIMES:
        return False
    if turn.me.role not in FILES:
        turn.add_message("filing.attachments.not_your_role")
        return True
    name, mime = safe_name(file.name, file.parsed), MIMES[file.parsed]
    stored_file = File(name, mime, file.content)
    if turn.dialogue and turn.dialogue["name"] in OWN_DIALOGS:
        _attach(turn, turn.dialogue["obligation"], stored_file)
        return True
    _find_report(turn, stored_file)
    return True


def _find_report(turn: Turn, file: File) -> None:
    """The one that was sent and is open; among several it is asked; where all are locked, why the newest is."""
    sent = [obligation for obligation in obligations.of_unit(turn.tx, turn.me.unit.id) if _is_in(obligation)]
    free = [obligation for obligation in sent if locks.lock_reason(turn, obligation) is None]
    if len(free) == 1:
        _attach(turn, free[0].id, file)
    elif free:
        _ask_which(turn, free[-LISTED:][::-1], file)
    elif sent and (reason := locks.lock_reason(turn, sent[-1])) is not None:
        locks.refuse_locked(turn, sent[-1], reason)
    else:
        turn.add_message("filing.attachments.none_sent")


def _is_in(obligation: Obligation) -> bool:
    return obligation.version > 0 or obligation.on_paper


def _ask_which(turn: Turn, sent: Sequence[Obligation], file: File) -> None:
    """The file waits beside the question."""
    file_id = turn.services.random_codes.token()
    attachments.add(turn.tx, file_id, turn.conversation.id, file.name, file.mime, file.content, turn.now)
    turn.add_message("filing.attachments.which", name=file.name)
    choices = [
        Button(
            report_name(turn.words, turn.plans.get(turn.tx, obligation.plan_id), obligation),
            "filing.attach_file",
            {"obligation": obligation.id, "file": file_id},
        )
        for obligation in sent
    ]
    nowhere = Button(turn.words("filing.attachments.choice.none"), "filing.discard_file", {"file": file_id})
    turn.set_buttons(*choices, nowhere)


def attach_file(turn: Turn, args: Args) -> None:
    """The report the file was meant for."""
    waiting = attachments.get(turn.tx, args["file"])
    if waiting is None:
        return turn.add_message("turn.file_lost")
    _attach(turn, args["obligation"], File(waiting.name, waiting.mime, waiting.content))
    attachments.remove(turn.tx, waiting.id)


def discard_file(turn: Turn, args: Args) -> None:
    attachments.remove(turn.tx, args["file"])
    turn.add_message("filing.attachments.discarded")


def _attach(turn: Turn, obligation_id: int, file: File) -> None:
    if (obligation := open_for_change(turn, obligation_id)) is None:
        return
    documents = attached_documents.of_report(turn.tx, obligation.id)
    sha = hashlib.sha256(file.content).hexdigest()
    report = full_report_name(turn.words, turn.plans.get(turn.tx, obligation.plan_id), obligation)
    if any(other.sha256 == sha for other in documents):
        turn.add_message("filing.attachments.again", report=report)
    elif len(documents) >= MOST:
        turn.add_message("filing.attachments.full", report=report, most=MOST)
    else:
        new = attached_documents.add(
            turn.tx,
            turn.services.random_codes.token(),
            obligation.id,
            file.name,
            file.mime,
            file.content,
            turn.me.person_id,
            turn.now,
        )
        audit.record(
            turn.tx, turn.now, turn.me.person_id, "evidence.attached", obligation=obligation, name=new.name, sha256=sha
        )
        size, short = size_words(turn.words, new), sha[:12]
        turn.add_message(
            "filing.attachments.attached",
            name=new.name,
            size=size,
            sha=short,
            report=report,
            n=len(documents) + 1,
            most=MOST,
        )
    _offer_after(turn, obligation)


def _offer_after(turn: Turn, obligation: Obligation) -> None:
    """In the list its choices; in another dialogue what was open stays open; else the way to the list."""
    if turn.dialogue is None:
        turn.set_buttons(
            Button(
                turn.words("filing.attachments.choice.list"), "filing.edit_attachments", {"obligation": obligation.id}
            )
        )
    elif turn.dialogue["name"] == "filing.attachments":
        _offer(turn, obligation)


def edit_attachments(turn: Turn, args: Args) -> None:
    """Đính kèm bản ký: what is there, and that more may be sent now."""
    if (obligation := open_for_change(turn, args["obligation"])) is None:
        return
    turn.start_dialog("filing.attachments", obligation=obligation.id)
    documents = attached_documents.of_report(turn.tx, obligation.id)
    _tell_list(turn, obligation, documents)
    if len(documents) < MOST:
        turn.add_message("filing.attachments.send_now", limit=MAX_FILE // 2**20, most=MOST)
        turn.want_file()
    _offer(turn, obligation)


def _tell_list(turn: Turn, obligation: Obligation, documents: Sequence[AttachedDocument]) -> None:
    report = full_report_name(turn.words, turn.plans.get(turn.tx, obligation.plan_id), obligation)
    title = turn.words(
        "filing.attachments.list" if documents else "filing.attachments.list_none", n=len(documents), report=report
    )
    turn.add_text("\n".join([title, *list_lines(turn.words, documents)]))


def _offer(turn: Turn, obligation: Obligation) -> None:
    documents = attached_documents.of_report(turn.tx, obligation.id)
    removing = [
        Button(
            turn.words("filing.attachments.choice.remove", number=number),
            "filing.remove_attachment",
            {"file": document.id},
        )
        for number, document in enumerate(documents, 1)
    ]
    done = Button(
        turn.words("filing.attachments.choice.done"),
        "filing.finish_attachments",
        {"obligation": obligation.id},
        synonyms=("xong", "done"),
    )
    turn.set_buttons(*removing, *see_buttons(turn.words, documents), done, numbered=True)


def prompt(turn: Turn) -> None:
    edit_attachments(turn, {"obligation": (turn.dialogue or {}).get("obligation", 0)})


def on_text(turn: Turn, text: str) -> str | None:
    """Only a file is taken here; a typed command is one."""
    obligation = open_for_change(turn, (turn.dialogue or {}).get("obligation", 0))
    if obligation is None:
        turn.start_dialog(None)
        return None
    if fold(text) not in turn.registry.typed_commands:
        _offer(turn, obligation)
    return turn.words("filing.attachments.not_a_file")


def finish_attachments(turn: Turn, args: Args) -> None:
    """Xong: back to the report."""
    turn.run_action("filing.open", obligation=args["obligation"])


def remove_attachment(turn: Turn, args: Args) -> None:
    """Gỡ một tệp, until the report is accepted."""
    document = attached_documents.get(turn.tx, args["file"])
    if document is None:
        return turn.add_message("filing.attachments.gone")
    if (obligation := open_for_change(turn, document.obligation_id)) is None:
        return
    attached_documents.remove(turn.tx, document.id, turn.now)
    audit.record(
        turn.tx,
        turn.now,
        turn.me.person_id,
        "evidence.removed",
        obligation=obligation,
        name=document.name,
        sha256=document.sha256,
    )
    turn.add_message("filing.attachments.removed", name=document.name)
    edit_attachments(turn, {"obligation": obligation.id})


def list_attachments(turn: Turn, args: Args) -> None:
    """What is attached to a report, for whoever may see it; a single file at once."""
    obligation = obligations.get(turn.tx, args["obligation"])
    if obligation is None or not can_open_receipt(turn.me, units.get(turn.tx, obligation.unit_id)):
        return turn.add_message("reports.not_here")
    documents = attached_documents.of_report(turn.tx, obligation.id)
    if len(documents) == 1:
        return _send(turn, documents[0])
    _tell_list(turn, obligation, documents)
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
