"""How a parcel becomes calls to Telegram, and what an error of theirs means for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from functools import partial

from telegram import Bot, InlineKeyboardMarkup, InputFile, LinkPreviewOptions, Message
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.channels.plain_text import split
from bot.channels.telegram.http_request import TooManyRequests
from bot.channels.telegram.keyboard import keyboard
from bot.delivery.rate_limiter import RateLimiter
from bot.delivery.send_result import AddressGone, MessageRejected, MessageSent, RetryLater, SendResult
from storage.messaging.attachments import Attachment
from storage.messaging.outbox import OutboxMessage

TEXT_LIMIT = 4096
PHOTO_LIMIT = 10 * 1024 * 1024
"""Bytes; a larger image goes as a document."""
PHOTOS = ("image/png", "image/jpeg")
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
UPLOAD_SECONDS = 120.0
TRY_AGAIN = 0.5
"""Seconds after a network error; delivery lengthens it with every attempt."""
NOBODY_THERE = ("chat not found", "user not found", "user is deactivated", "peer_id_invalid", "bot can't initiate")

SendStep = Callable[[], Awaitable[Message]]
LoadAttachment = Callable[[str], Awaitable[Attachment | None]]


class Sender:
    """Sends parcels, one slot of the pacer a message."""

    def __init__(self, bot: Bot, pacer: RateLimiter, load: LoadAttachment) -> None:
        self._bot, self._pacer, self._load = bot, pacer, load
        self._begun: dict[int, int] = {}
        """How many messages of a parcel went out before an error: the next try goes on from there."""

    async def send(self, parcel: OutboxMessage) -> SendResult:
        """All messages of a parcel; Sent with the id of the last."""
        last: Message | None = None
        try:
            for number, step in enumerate(self._steps(parcel), 1):
                if number > self._begun.get(parcel.id, 0):
                    await self._pacer.wait_for_slot(parcel.lane, parcel.address)
                    last = await step()
                    self._begun[parcel.id] = number
        except TelegramError as error:
            result = send_result(error)
            if isinstance(error, TooManyRequests):
                self._pacer.pause(error.seconds)
            if isinstance(result, RetryLater):
                return result
        else:
            result = MessageSent(str(last.message_id) if last else None)
        self._begun.pop(parcel.id, None)
        return result

    def _steps(self, parcel: OutboxMessage) -> Iterator[SendStep]:
        """The text in parts, the buttons under the last one, then the files."""
        chat = int(parcel.address)
        parts = split(parcel.payload["text"], TEXT_LIMIT)
        buttons = keyboard(parcel.payload.get("choices", []))
        for number, part in enumerate(parts, 1):
            yield partial(self._send_text, chat, part, buttons if number == len(parts) else None)
        for file in parcel.payload.get("files", []):
            yield partial(self._send_file, chat, file["id"])

    async def _send_text(self, chat: int, text: str, buttons: InlineKeyboardMarkup | None) -> Message:
        return await self._bot.send_message(chat, text, reply_markup=buttons, link_preview_options=NO_PREVIEW)

    async def _send_file(self, chat: int, file_id: str) -> Message:
        file = await self._load(file_id)
        if file is None:
            raise BadRequest("the attachment is not kept any more")
        return await send_file(self._bot, chat, file)


async def send_file(bot: Bot, chat: int, file: Attachment) -> Message:
    """An image as a photo, where Telegram takes it as one; else a document."""
    if file.mime in PHOTOS and len(file.content) <= PHOTO_LIMIT:
        try:
            photo = InputFile(file.content, filename=file.name)
            return await bot.send_photo(chat, photo, read_timeout=UPLOAD_SECONDS)
        except BadRequest as error:
            if is_address_gone(error):
                raise
    document = InputFile(file.content, filename=file.name)
    return await bot.send_document(chat, document, read_timeout=UPLOAD_SECONDS)


def send_result(error: TelegramError) -> SendResult:
    """What becomes of a message that could not be sent.

    A 403 or a chat that is not there: the address is gone. Another 400: never with this content. 429: everybody waits.
    All else (network, 5xx, an answer cut short) passes.
    """
    if isinstance(error, TooManyRequests):
        return RetryLater(error.seconds, everyone=True)
    if is_address_gone(error):
        return AddressGone(str(error))
    if isinstance(error, BadRequest):
        return MessageRejected(str(error))
    return RetryLater(TRY_AGAIN, everyone=False)


def is_address_gone(error: TelegramError) -> bool:
    told = str(error).lower()
    return isinstance(error, Forbidden) or (isinstance(error, BadRequest) and any(x in told for x in NOBODY_THERE))
