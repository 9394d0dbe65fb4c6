"""Translates Telegram's updates to ``Incoming``. Read from plain JSON: building the library's objects takes longer
than a turn.

``{"update_id": 7, "message": {"message_id": 3, "date": 1790000000, "chat": {"id": 42, "type": "private"},
"from": {"id": 42, "first_name": "Mẫu", "language_code": "vi"}, "text": "12 10 9"}}``
becomes ``Incoming("telegram", "42", "7", …, text="12 10 9", sender="Mẫu")``. The language of the person's Telegram is
not used for conversations: they are Vietnamese until the person sends /ngonngu.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from handlers.turn.messages import MAX_FILE, File, Incoming
from locales import LANGUAGES

NAME = "telegram"
TEXT_FILE_LIMIT = 64 * 1024
"""Bytes; a longer text file is not fetched."""
JsonObject = Mapping[str, Any]
KINDS = {
    "photo": "image/jpeg",
    "video": "video/mp4",
    "video_note": "video/mp4",
    "animation": "video/mp4",
    "voice": "audio/ogg",
    "audio": "audio/mpeg",
    "sticker": "image/webp",
    "contact": "text/vcard",
    "location": "application/geo+json",
    "poll": "application/octet-stream",
}
"""What people may send besides text and documents, with its media type. Only photos are fetched."""


@dataclass(frozen=True, slots=True)
class UnsupportedChat:
    """An update from a group or channel. The bot works only in private chats; it writes so and leaves."""

    chat: int
    language: str | None = None
    added: bool = False
    """Whether the update says that the bot was added just now."""


@dataclass(frozen=True, slots=True)
class TelegramFileRef:
    """A file on Telegram's servers: its id, its size if known and the largest size to fetch, in bytes."""

    file_id: str
    size: int | None
    limit: int


@dataclass(frozen=True, slots=True)
class ButtonTap:
    """A pressed button: the id of the callback query to answer, and the message with the button."""

    query: str
    chat: int
    message: int


def read_update(update: JsonObject, now: datetime) -> Incoming | UnsupportedChat | None:
    """Translates an update; ``None`` if it is ignored. ``now`` is the time of a pressed button, which has none."""
    if message := update.get("message"):
        return read_message(update, message)
    if query := update.get("callback_query"):
        return read_tap(update, query, now)
    if member := update.get("my_chat_member"):
        return read_join(member)
    return None


def read_message(update: JsonObject, message: JsonObject) -> Incoming | UnsupportedChat | None:
    """Translates a text or file; ``None`` for messages of bots and for kinds that are not supported."""
    chat, sender = message["chat"], message.get("from", {})
    if chat["type"] != "private":
        return None if "left_chat_member" in message else UnsupportedChat(chat["id"], language(sender))
    file = attached_file(message)
    text = "" if file else message.get("text", "")
    if sender.get("is_bot") or not (text or file):
        return None
    return Incoming(
        NAME,
        str(chat["id"]),
        str(update["update_id"]),
        datetime.fromtimestamp(message["date"], UTC),
        text=text,
        file=file,
        sender=full_name(sender),
    )


def read_tap(update: JsonObject, query: JsonObject, now: datetime) -> Incoming | UnsupportedChat | None:
    """Translates a pressed button."""
    chat, sender = (query.get("message") or {}).get("chat"), query["from"]
    if chat is None or "data" not in query:
        return None
    if chat["type"] != "private":
        return UnsupportedChat(chat["id"], language(sender))
    return Incoming(
        NAME,
        str(chat["id"]),
        str(update["update_id"]),
        now,
        button_token=query["data"],
        sender=full_name(sender),
    )


def read_join(member: JsonObject) -> UnsupportedChat | None:
    """Reads that the bot was added to a group; ``None`` in private chats (a block is noticed when sending fails)."""
    if member["chat"]["type"] == "private" or member["new_chat_member"]["status"] in ("left", "kicked"):
        return None
    return UnsupportedChat(member["chat"]["id"], language(member.get("from", {})), added=True)


def attached_file(message: JsonObject) -> File | None:
    """The file of a message without its content, or ``None``."""
    if document := message.get("document"):
        return File(document.get("file_name", "document"), document.get("mime_type", "application/octet-stream"), b"")
    return next((File(kind, mime, b"") for kind, mime in KINDS.items() if kind in message), None)


def file_ref(update: JsonObject) -> TelegramFileRef | None:
    """The file to fetch for a message: a document, or the largest size of a photo within the limit.

    ``None`` for long text files, videos, voice messages and stickers: they are not fetched.
    """
    message = update.get("message", {})
    if sizes := message.get("photo"):
        fitting = [size for size in sizes if size.get("file_size", 0) <= MAX_FILE] or sizes[:1]
        best = max(fitting, key=lambda size: int(size.get("width", 0)) * int(size.get("height", 0)))
        return TelegramFileRef(best["file_id"], best.get("file_size"), MAX_FILE)
    document = message.get("document")
    if not document or document.get("mime_type", "").startswith(("video/", "audio/")):
        return None
    is_text = document.get("mime_type", "").startswith("text/plain")
    if is_text and document.get("file_size", TEXT_FILE_LIMIT + 1) > TEXT_FILE_LIMIT:
        return None
    return TelegramFileRef(document["file_id"], document.get("file_size"), TEXT_FILE_LIMIT if is_text else MAX_FILE)


def tap_of(update: JsonObject) -> ButtonTap | None:
    """The pressed button of an update, or ``None``."""
    query = update.get("callback_query")
    if not query:
        return None
    message = query.get("message") or {}
    return ButtonTap(query["id"], message.get("chat", {}).get("id", 0), message.get("message_id", 0))


def chat_of(update: JsonObject) -> int:
    """The chat an update belongs to; 0 if it belongs to none."""
    part = update.get("message") or update.get("my_chat_member") or (update.get("callback_query") or {}).get("message")
    chat: int = (part or {}).get("chat", {}).get("id", 0)
    return chat


def full_name(sender: JsonObject) -> str:
    return " ".join(part for part in (sender.get("first_name"), sender.get("last_name")) if part)


def language(sender: JsonObject) -> str | None:
    """The person's language, if it is one of ``LANGUAGES``."""
    code: str = sender.get("language_code", "").split("-")[0]
    return code if code in LANGUAGES else None
