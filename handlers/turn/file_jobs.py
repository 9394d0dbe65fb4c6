"""Files made after their turn: from the stored job to the content. ``bot.delivery.file_renderer`` calls these."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from handlers.turn.features import Renderer
from handlers.turn.messages import PICTURE
from handlers.turn.services import FileJobContext, Services
from locales import words
from storage.audit import audit
from storage.messaging import attachments, conversations, file_jobs, outbox
from storage.messaging.outbox import OutboxMessage
from storage.people import memberships


def prepare(tx: Connection, file_id: str, services: Services, now: datetime) -> Renderer | bool:
    """Reads everything the file needs and returns what renders it; True where it exists, False where it cannot be made.

    Whether the person may have it is checked again: the role may have been revoked since.
    """
    order = file_jobs.get(tx, file_id)
    if order is None:
        attachment = attachments.get(tx, file_id)
        return attachment is None or bool(attachment.content)  # one no longer kept is the channel's to speak of
    known = memberships.get(tx, order.membership_id)
    if known.ended_at is not None:
        return False
    maker = services.registry.document_builders[order.params["kind"]]
    return maker(FileJobContext(tx, services, known.member, order.params, now)) or False


def finish(tx: Connection, file_id: str, content: bytes, now: datetime) -> None:
    """Stores what was rendered and notes in the audit log who got it; does nothing where the job is closed already.

    A chart is not noted: its message says all it shows.
    """
    order = file_jobs.get(tx, file_id)
    if order is None or not file_jobs.close_job(tx, file_id):
        return
    sha256 = attachments.fill(tx, file_id, content)
    if order.params["kind"] == PICTURE:
        return
    member = memberships.get(tx, order.membership_id).member
    about = {name: value for name, value in order.params.items() if name not in ("plan", "unit")}
    audit.record(
        tx,
        now,
        member.person_id,
        "document.made",
        unit_id=order.params.get("unit"),
        plan_id=order.params.get("plan"),
        sha256=sha256,
        **about,
    )


def give_up(tx: Connection, parcel: OutboxMessage, now: datetime) -> Mapping[str, Any]:
    """Sends the message without its files, and another message that says so; returns the payload without files."""
    orders = [file_jobs.get(tx, file["id"]) for file in parcel.payload["files"]]
    for order in orders:
        if order is not None:
            file_jobs.close_job(tx, order.attachment_id)
    payload = {name: value for name, value in parcel.payload.items() if name != "files"}
    outbox.rewrite(tx, parcel, payload)
    conversation = conversations.get(tx, parcel.conversation_id)
    if conversation is not None:
        pictures = all(order is None or order.params["kind"] == PICTURE for order in orders)
        key = "turn.file_job.chart_failed" if pictures else "turn.file_job.document_failed"
        outbox.add(tx, conversation, {"text": words(conversation.language)(key)}, now=now)
    return payload
