"""A file that a turn ordered, from the order to its content; ``bot.delivery.file_renderer`` calls these in order."""

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
    """What renders the file, everything it needs read; True where it is made, False where it will never be.

    Whether the person may have it is asked again: a role may have been taken away since it was ordered.
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
    """Keeps what was rendered, and notes who got it; nothing where somebody else has made it meanwhile.

    A picture is not noted: its message says all it shows.
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
    """The message goes without its files, and another one says so; returns its payload."""
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
