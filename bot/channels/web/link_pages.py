"""The two pages of signed links: a file to download, and an upload form. They work without script."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from html import escape

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.file_download import wait_for_file
from bot.channels.web.requests import ApiError, content_of, file_headers
from bot.channels.web.signed_links import LinkExpired, Purpose, SignedLinks
from bot.channels.web.visitor_limit import VisitorLimit
from handlers.turn.messages import MAX_FILE, File, Incoming
from handlers.turn.services import RandomCodes
from locales import LANGUAGES, Words, words
from storage.database.store import Store, StoreUnavailable
from storage.messaging import attachments, conversations
from storage.messaging.conversations import Conversation

Receive = Callable[[Incoming], Awaitable[None]]
_NONCE = re.compile(r"[A-Za-z0-9_-]{16,64}")
PAGE = """<!doctype html>
<html lang="{language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><link rel="stylesheet" href="/link.css"></head>
<body><h1>{title}</h1>{body}</body>
</html>
"""
FORM = """<form method="post" enctype="multipart/form-data">
<input type="hidden" name="id" value="{nonce}">
<p><input type="file" name="file" required accept=".xlsx,.pdf,.jpg,.jpeg,.png,.txt"></p>
<p><button>{send}</button></p>
</form>"""


class LinkPages:
    """The routes of signed links: ``/tep/…`` (download) and ``/gui/…`` (upload)."""

    def __init__(
        self, store: Store, links: SignedLinks, receive: Receive, now: Callable[[], datetime], random_codes: RandomCodes
    ) -> None:
        self._store, self._links, self._receive = store, links, receive
        self._now, self._random_codes = now, random_codes
        self._upload_limit = VisitorLimit(burst=20, rate=0.1, elapsed=asyncio.get_running_loop().time)

    def routes(self) -> list[Route]:
        return [
            Route("/tep/{token}", self.fetch, methods=["GET"]),
            Route("/gui/{token}", self.form, methods=["GET"]),
            Route("/gui/{token}", self.hand_in, methods=["POST"]),
        ]

    async def fetch(self, request: Request) -> Response:
        """The file as a download; an image is shown."""
        file_id = self._opened("tep", request)
        if isinstance(file_id, Response):
            return file_id
        attachment = await wait_for_file(self._store, lambda tx: attachments.get(tx, file_id))
        if attachment is None:
            return page(words("vi"), "gone", 410)
        return Response(
            attachment.content, media_type=attachment.mime, headers=file_headers(attachment, "private, no-store")
        )

    async def form(self, request: Request) -> Response:
        """The upload form."""
        conversation = await self._conversation(request)
        if isinstance(conversation, Response):
            return conversation
        return page(words(conversation.language), "send", 200, self._random_codes.token())

    async def hand_in(self, request: Request) -> Response:
        """Receives the file as a message of the link's conversation; the answer is sent there.

        The form's hidden id makes a repeated upload one message.
        """
        conversation = await self._conversation(request)
        if isinstance(conversation, Response):
            return conversation
        page_words, new_nonce = words(conversation.language), self._random_codes.token()
        if self._upload_limit.take(str(conversation.id)):
            return page(page_words, "too_many", 429)
        try:
            content = await content_of(request)
        except ApiError as problem:
            return page(page_words, "too_big" if problem.status == 413 else "no_file", problem.status, new_nonce)
        file, nonce = content.get("file"), content.get("id")
        if not isinstance(file, File) or not file.content:
            return page(page_words, "no_file", 400, new_nonce)
        event = nonce if isinstance(nonce, str) and _NONCE.fullmatch(nonce) else new_nonce
        try:
            await self._receive(
                Incoming(conversation.channel, conversation.address, f"link:{event}", self._now(), file=file)
            )
        except StoreUnavailable:
            return page(page_words, "unavailable", 503, event)
        return page(page_words, "taken", 200)

    def _opened(self, purpose: Purpose, request: Request) -> str | Response:
        """The subject of the link (attachment id or conversation id), or a page that says why the link is not valid."""
        try:
            subject = self._links.opens(purpose, request.path_params["token"])
        except LinkExpired:
            return page(words("vi"), "expired", 410)
        return page(words("vi"), "unknown", 404) if subject is None else subject

    async def _conversation(self, request: Request) -> Conversation | Response:
        conversation_id = self._opened("gui", request)
        if isinstance(conversation_id, Response):
            return conversation_id
        conversation = await self._store.read(lambda tx: conversations.get(tx, int(conversation_id)))
        return page(words("vi"), "unknown", 404) if conversation is None else conversation


def page(page_words: Words, about: str, status: int, nonce: str = "") -> Response:
    """A page with the text ``web.link.<about>``; with a ``nonce``, the upload form below it."""
    body = f"<p>{escape(page_words(f'web.link.{about}', limit=MAX_FILE // 2**20))}</p>"
    if nonce:
        body += FORM.format(nonce=escape(nonce), send=escape(page_words("web.link.button")))
    assert page_words.language in LANGUAGES
    content = PAGE.format(language=page_words.language, title=escape(page_words("web.link.title")), body=body)
    return Response(content, status, {"Cache-Control": "no-store"}, "text/html")
