"""What can go wrong between a bot and Telegram."""

from __future__ import annotations

import math
import random
from collections import deque
from dataclasses import dataclass, field
from enum import Enum

from aiohttp import web


class Fault(Enum):
    BAD_GATEWAY = "502, a web page"
    OVERLOADED = "500, JSON"
    HTML = "200, a web page"
    TRUNCATED = "200, half an answer"
    CUT_BEFORE = "the connection ends, nothing was done"
    CUT_AFTER = "it was done, the connection ends before the answer"
    LOST_AFTER = "it was done, the answer is half of itself"
    CONFLICT = "409"
    UNAUTHORIZED = "401"
    UNPARSEABLE = "400"
    TOO_MANY = "429, silence for a minute"
    NO_SUCH_METHOD = "404"


DONE_FIRST = (Fault.CUT_AFTER, Fault.LOST_AFTER, Fault.TRUNCATED)
"""The call takes effect, only its answer suffers."""
PAGE = "<html><body><h1>502 Bad Gateway</h1>{url}</body></html>"


@dataclass
class Trouble:
    """Faults to come: by method, in order, or at random by their share of calls."""

    queued: dict[str, list[Fault]] = field(default_factory=dict)
    shares: dict[Fault, float] = field(default_factory=dict)
    dice: random.Random = field(default_factory=lambda: random.Random(1))
    random_methods: tuple[str, ...] = ("sendmessage",)

    def next(self, method: str) -> Fault | None:
        if self.queued.get(method):
            return self.queued[method].pop(0)
        if method not in self.random_methods:
            return None
        thrown = self.dice.random()
        for fault, share in self.shares.items():
            thrown -= share
            if thrown < 0:
                return fault
        return None


@dataclass
class Window:
    """The limit on messages in any second (0: none), enforced with 429 and ``retry_after`` seconds of silence."""

    per_second: int = 0
    retry_after: int = 1
    silent_until: float = 0.0
    sent: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> int:
        """Counts a message; the seconds it must wait instead, 0 where it may go."""
        while self.sent and now - self.sent[0] >= 1:
            self.sent.popleft()
        if self.per_second and len(self.sent) >= self.per_second:
            self.silent_until = max(self.silent_until, now + self.retry_after)
        if now < self.silent_until:
            return math.ceil(self.silent_until - now)
        self.sent.append(now)
        return 0


async def break_down(fault: Fault, request: web.Request, answer: bytes) -> web.StreamResponse:
    """The answer as the fault leaves it."""
    page = PAGE.format(url=request.path)  # pages of proxies name the address, and the token with it
    match fault:
        case Fault.BAD_GATEWAY:
            return web.Response(status=502, text=page, content_type="text/html")
        case Fault.HTML:
            return web.Response(text=page, content_type="text/html")
        case Fault.OVERLOADED:
            return error(500, "Internal Server Error")
        case Fault.CONFLICT:
            return error(409, "Conflict: terminated by other getUpdates request")
        case Fault.UNAUTHORIZED:
            return error(401, "Unauthorized")
        case Fault.NO_SUCH_METHOD:
            return error(404, "Not Found")
        case Fault.TOO_MANY:
            return error(429, "Too Many Requests: retry after 60", retry_after=60)
        case Fault.UNPARSEABLE:
            return error(400, "Bad Request: can't parse entities")
        case Fault.TRUNCATED:
            return web.Response(body=answer[: len(answer) // 2], content_type="application/json")
        case Fault.CUT_BEFORE | Fault.CUT_AFTER | Fault.LOST_AFTER:
            return await cut(request, answer[: len(answer) // 2] if fault is Fault.LOST_AFTER else b"")


async def cut(request: web.Request, part: bytes) -> web.StreamResponse:
    """Ends the connection, perhaps in the middle of the body."""
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    if part:
        response.content_length = len(part) * 2
        await response.prepare(request)
        await response.write(part)
    if request.transport:
        request.transport.abort() if not part else request.transport.close()
    return response


def error(code: int, description: str, **parameters: object) -> web.Response:
    body: dict[str, object] = {"ok": False, "error_code": code, "description": description}
    return web.json_response(body | ({"parameters": parameters} if parameters else {}), status=code)
