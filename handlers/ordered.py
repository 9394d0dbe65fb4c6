"""A file that a turn ordered, from the order to its content; ``bot.making`` calls these in this order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from handlers.turn import Desk, Errand, Render
from locales import words
from storage import attachments, audit, conversations, file_orders, memberships, outbox
from storage.outbox import Parcel


def prepare(tx: Connection, file_id: str, desk: Desk, now: datetime) -> Render | bool:
    """What renders the file, everything it needs read; True where it is made, False where it will never be.

    Whether the person may have it is asked again: a role may have been taken away since it was ordered.
    """
    order = file_orders.get(tx, file_id)
    if order is None:
        found = attachments.get(tx, file_id)
        return found is None or bool(found.content)  # one no longer kept is the channel's to speak of
    known = memberships.get(tx, order.membership_id)
    if known.ended_at is not None:
        return False
    maker = desk.makers[order.recipe["kind"]]
    return maker(Errand(tx, desk, known.member, order.recipe, now)) or False


def finish(tx: Connection, file_id: str, content: bytes, now: datetime) -> None:
    """Keeps what was rendered, and notes who got it; nothing where somebody else has made it meanwhile."""
    order = file_orders.get(tx, file_id)
    if order is None or not file_orders.settle(tx, file_id):
        return
    sha256 = attachments.fill(tx, file_id, content)
    member = memberships.get(tx, order.membership_id).member
    about = {name: value for name, value in order.recipe.items() if name not in ("plan", "unit")}
    audit.record(
        tx,
        now,
        member.person_id,
        "document.made",
        unit_id=order.recipe.get("unit"),
        plan_id=order.recipe.get("plan"),
        sha256=sha256,
        **about,
    )


def give_up(tx: Connection, parcel: Parcel, now: datetime) -> Mapping[str, Any]:
    """The message goes without its files, and another one says so; returns its payload."""
    for file in parcel.payload["files"]:
        file_orders.settle(tx, file["id"])
    payload = {name: value for name, value in parcel.payload.items() if name != "files"}
    outbox.rewrite(tx, parcel, payload)
    conversation = conversations.get(tx, parcel.conversation_id)
    if conversation is not None:
        outbox.add(tx, conversation, {"text": words(conversation.language)("papers.failed")}, now=now)
    return payload
