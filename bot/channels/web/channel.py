"""The web channel: a page to chat on, and the HTTP surface under it, served from our own event loop."""

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
"""Seconds between two looks for what another process said."""


class WebServer(uvicorn.Server):
    """A uvicorn that leaves the signals to the program it runs in."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class WebChannel:
    """Serves ``host:port`` (port 0: any free one). ``stage`` is the demo's; without it nobody has a persona.

    ``links``, from ``start`` on, makes links to files for channels that carry none.
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
        stage: DemoControls | None = None,
        public_url: str | None = None,
    ) -> None:
        self._public_url = public_url
        self._store, self._host, self._now, self._entropy, self._stage = store, host, now, random_codes, stage
        self.port = port
        self._hub = LongPolls()
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def address(self) -> str:
        """→ "http://127.0.0.1:8080"."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self.port}"

    async def start(self, receive: Receive) -> None:
        """Listens from now on. Raises ``OSError`` where the port is taken."""
        listener = listen(self._host, self.port)
        self.port = listener.getsockname()[1]
        key = await self._store.write(lambda tx: signed_links.secret(tx, self._entropy))
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
        logging.getLogger("uvicorn.access").disabled = True  # whoever listens: a signed link is in the path
        self._server = WebServer(config)
        self._tasks = [
            asyncio.create_task(self._server.serve(sockets=[listener])),
            asyncio.create_task(self._look()),
        ]

    async def stop(self) -> None:
        """Answers the waiting polls and closes."""
        if not self._tasks:
            return
        serving, looking = self._tasks
        self._hub.close()
        self._server.should_exit = True
        looking.cancel()
        await serving
        with suppress(asyncio.CancelledError):
            await looking

    async def send(self, parcel: OutboxMessage) -> SendResult:
        """The page fetches messages itself: whoever waits for this one is woken."""
        self._hub.wake([parcel.address])
        return MessageSent(None)

    def _application(self, receive: Receive) -> Starlette:
        api = WebApi(self._store, self._hub, receive, self._now, self._entropy, self._stage)
        pages = LinkPages(self._store, self.links, receive, self._now, self._entropy)
        return Starlette(
            routes=[*chat_page.routes(demo=self._stage is not None), *api.routes(), *pages.routes()],
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

    async def _look(self) -> None:
        """Wakes those to whom another process spoke. Looks back a little: ids are not committed in their order."""
        seen: set[int] = set()
        newest = 0
        while True:
            await asyncio.sleep(LOOK)
            if not self._hub.addresses:
                continue
            with suppress(StoreUnavailable):
                after = newest - 100
                texts = await self._store.read(partial(web_sessions.message_addresses, after=after))
                self._hub.wake(address for id, address in texts.items() if id not in seen)
                seen, newest = set(texts), max(texts, default=newest)


def listen(host: str, port: int) -> socket.socket:
    """Whoever is accepted inherits TCP_NODELAY. asyncio's own loop does not set it on such a socket, and each answer
    that is written in two parts, head and body, would then wait 40 ms for the client's acknowledgement.
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
