"""The web channel: chat page and HTTP interface, served by uvicorn in the program's own event loop."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from bot.channels.web import chat_page, signed_links
from bot.channels.web.api import DemoControls, Receive, WebApi
from bot.channels.web.link_pages import LinkPages
from bot.channels.web.long_polls import LongPolls
from bot.channels.web.requests import ApiError, SecurityMiddleware, explain
from bot.channels.web.signed_links import SignedLinks
from bot.delivery.outbox_sender import MessageSent, SendResult
from handlers.turn.services import RandomCodes
from storage.database.store import Store, StoreUnavailable
from storage.messaging import web_sessions
from storage.messaging.outbox import OutboxMessage

log = logging.getLogger(__name__)
LOOK = 1.5
"""Seconds between two reads for messages of another process."""


class WebServer(uvicorn.Server):
    """A uvicorn server that leaves signal handling to the program."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class WebChannel:
    """Serves ``host:port`` (port 0: any free one). ``demo_controls`` is ``None`` outside the demo.

    ``links``, set by ``start``, creates links to files for channels that carry none.
    """

    name = "web"

    def __init__(
        self,
        store: Store,
        *,
        host: str,
        port: int,
        now: Callable[[], datetime],
        random_codes: RandomCodes,
        demo_controls: DemoControls | None = None,
        public_url: str | None = None,
    ) -> None:
        self._public_url = public_url
        self._store, self._host, self._now, self._random_codes, self._demo_controls = (
            store,
            host,
            now,
            random_codes,
            demo_controls,
        )
        self.port = port
        self._long_polls = LongPolls()
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def address(self) -> str:
        """→ "http://127.0.0.1:8080"."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self.port}"

    async def start(self, receive: Receive) -> None:
        """Starts the server. Raises ``OSError`` if the port is in use."""
        listener = listen(self._host, self.port)
        self.port = listener.getsockname()[1]
        key = await self._store.write(lambda tx: signed_links.secret(tx, self._random_codes))
        self.links = SignedLinks(key, self._public_url or self.address, self._now)
        config = uvicorn.Config(
            self._application(receive),
            loop="none",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=3,
        )
        logging.getLogger("uvicorn.access").disabled = True  # paths contain signed links
        self._server = WebServer(config)
        self._tasks = [
            asyncio.create_task(self._server.serve(sockets=[listener])),
            asyncio.create_task(self._poll_database()),
        ]

    async def stop(self) -> None:
        """Answers the waiting long polls and stops the server."""
        if not self._tasks:
            return
        serving, polling = self._tasks
        self._long_polls.close()
        self._server.should_exit = True
        polling.cancel()
        await serving
        with suppress(asyncio.CancelledError):
            await polling

    async def send(self, message: OutboxMessage) -> SendResult:
        """Wakes the long poll of the address: the page fetches the message itself."""
        self._long_polls.wake([message.address])
        return MessageSent(None)

    def _application(self, receive: Receive) -> Starlette:
        api = WebApi(self._store, self._long_polls, receive, self._now, self._random_codes, self._demo_controls)
        pages = LinkPages(self._store, self.links, receive, self._now, self._random_codes)
        return Starlette(
            routes=[*chat_page.routes(demo=self._demo_controls is not None), *api.routes(), *pages.routes()],
            middleware=[Middleware(SecurityMiddleware)],
            exception_handlers={
                ApiError: explain,
                StoreUnavailable: unavailable,
                400: bad_form,
                404: not_found,
                405: wrong_method,
                500: server_error,
            },
        )

    async def _poll_database(self) -> None:
        """Wakes long polls for messages of another process.

        The last 100 ids are read again, because messages are not committed in order of their ids.
        """
        seen: set[int] = set()
        newest = 0
        while True:
            await asyncio.sleep(LOOK)
            if not self._long_polls.addresses:
                continue
            with suppress(StoreUnavailable):
                after = newest - 100
                texts = await self._store.read(partial(web_sessions.message_addresses, after=after))
                self._long_polls.wake(address for id, address in texts.items() if id not in seen)
                seen, newest = set(texts), max(texts, default=newest)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket with TCP_NODELAY, which accepted connections inherit.

    asyncio's own loop does not set it on such a socket; then each response written in two parts, head and body, waits
    40 ms for the client's acknowledgement.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, port), family=family, backlog=1024)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.setblocking(False)
    return listener


def unavailable(request: Request, error: Exception) -> Response:
    return explain(request, ApiError(503, "unavailable", retry_after=2))


def bad_form(request: Request, error: Exception) -> Response:
    return explain(request, ApiError(400, "bad_form"))


def not_found(request: Request, error: Exception) -> Response:
    return explain(request, ApiError(404, "nothing_here"))


def wrong_method(request: Request, error: Exception) -> Response:
    return explain(request, ApiError(405, "wrong_method"))


def server_error(request: Request, error: Exception) -> Response:
    return explain(request, ApiError(500, "failed"))
