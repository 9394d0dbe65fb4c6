"""Sends an outbox message with calls to Telegram, and translates Telegram's errors to results."""

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
"""Bytes; a larger image is sent as a document."""
PHOTOS = ("image/png", "image/jpeg")
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
UPLOAD_SECONDS = 120.0
TRY_AGAIN = 0.5
"""Seconds before the next try after a network error; the outbox sender doubles them with every attempt."""
NOBODY_THERE = ("chat not found", "user not found", "user is deactivated", "peer_id_invalid", "bot can't initiate")

SendStep = Callable[[], Awaitable[Message]]
LoadAttachment = Callable[[str], Awaitable[Attachment | None]]


class Sender:
    """Sends outbox messages; each Telegram message takes one slot of the rate limiter.

    ``load`` returns an attachment by its id.
    """

    def __init__(self, bot: Bot, rate_limiter: RateLimiter, load: LoadAttachment) -> None:
        self._bot, self._rate_limiter, self._load = bot, rate_limiter, load
        self._sent_counts: dict[int, int] = {}
        """Outbox id → Telegram messages sent before an error; the next try continues after them."""

    async def send(self, message: OutboxMessage) -> SendResult:
        """Sends all parts of a message; ``MessageSent`` has the id of the last one."""
        last: Message | None = None
        try:
            for number, step in enumerate(self._steps(message), 1):
                if number > self._sent_counts.get(message.id, 0):
                    await self._rate_limiter.wait_for_slot(message.lane, message.address)
                    last = await step()
                    self._sent_counts[message.id] = number
        except TelegramError as error:
            result = send_result(error)
            if isinstance(error, TooManyRequests):
                self._rate_limiter.pause(error.seconds)
            if isinstance(result, RetryLater):
                return result
        else:
            result = MessageSent(str(last.message_id) if last else None)
        self._sent_counts.pop(message.id, None)
        return result

    def _steps(self, message: OutboxMessage) -> Iterator[SendStep]:
        """The text in parts, the buttons under the last one, then the files."""
        chat = int(message.address)
        parts = split(message.payload["text"], TEXT_LIMIT)
        buttons = keyboard(message.payload.get("choices", []))
        for number, part in enumerate(parts, 1):
            yield partial(self._send_text, chat, part, buttons if number == len(parts) else None)
        for file in message.payload.get("files", []):
            yield partial(self._send_file, chat, file["id"])

    async def _send_text(self, chat: int, text: str, buttons: InlineKeyboardMarkup | None) -> Message:
        return await self._bot.send_message(chat, text, reply_markup=buttons, link_preview_options=NO_PREVIEW)

    async def _send_file(self, chat: int, file_id: str) -> Message:
        file = await self._load(file_id)
        if file is None:
            raise BadRequest("the attachment is not kept any more")
        return await send_file(self._bot, chat, file)


async def send_file(bot: Bot, chat: int, file: Attachment) -> Message:
    """Sends an image as a photo if Telegram accepts it, anything else as a document."""
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
    """The result for an error of Telegram.

    403 or an unknown chat: the address is gone. Another 400: the message is refused. 429: the whole channel pauses.
    Anything else (network, 5xx, an incomplete response): tried again.
    """
    if isinstance(error, TooManyRequests):
        return RetryLater(error.seconds, whole_channel=True)
    if is_address_gone(error):
        return AddressGone(str(error))
    if isinstance(error, BadRequest):
        return MessageRejected(str(error))
    return RetryLater(TRY_AGAIN, whole_channel=False)


def is_address_gone(error: TelegramError) -> bool:
    """Whether the chat no longer exists or its person has blocked the bot."""
    text = str(error).lower()
    return isinstance(error, Forbidden) or (isinstance(error, BadRequest) and any(x in text for x in NOBODY_THERE))
