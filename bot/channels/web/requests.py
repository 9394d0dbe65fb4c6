"""Reads requests to the web channel, words its errors, and adds security headers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time
from typing import Any
from urllib.parse import quote

import orjson
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from handlers.turn.messages import MAX_FILE, File
from locales import LANGUAGES, Words, words
from reporting.deadlines.calendar import TIME_ZONE
from storage.messaging.attachments import Attachment

MAX_TEXT = 16 * 1024
MAX_BODY = MAX_FILE + 64 * 1024
MAX_WAIT = 55
IMAGES = ("image/png", "image/jpeg", "image/gif", "image/webp")
LISTENING = 5 * MAX_BODY
"""Bytes read of a body that is too long: a browser that is cut off while sending shows no response."""
MORNING = time(8)
SIGNED = "/gui/"
"""Paths whose signature replaces the check of the origin: old phones send forms without origin, or with "null"."""
_SECONDS = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")


class ApiError(Exception):
    """An error response: HTTP status and code; its text is ``web.problem.<code>``. ``retry_after``: seconds."""

    def __init__(self, status: int, code: str, *, retry_after: int = 0, **values: object) -> None:
        super().__init__(code)
        self.status, self.code, self.retry_after, self.values = status, code, retry_after, values


class OrjsonResponse(Response):
    """A JSON response."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        return orjson.dumps(content)


def explain(request: Request, problem: Exception) -> Response:
    """The response: ``{"error": "unauthorized", "message": "Phiên này không còn hiệu lực. …"}``."""
    assert isinstance(problem, ApiError)
    message = words_for(request)(f"web.problem.{problem.code}", **problem.values)
    headers = {"Retry-After": str(problem.retry_after)} if problem.retry_after else None
    return OrjsonResponse({"error": problem.code, "message": message}, problem.status, headers)


def words_for(request: Request) -> Words:
    """The texts in the language chosen on the page, else Vietnamese."""
    return words(language_of(request) or "vi")


def language_of(request: Request) -> str | None:
    """The language chosen on the page (``X-Language``), or ``None``.

    The browser's own language is not used: many Vietnamese offices have browsers set to English.
    """
    requested = request.headers.get("x-language", "").lower()
    return requested if requested in LANGUAGES else None


def bearer(request: Request) -> str:
    """The token of the Authorization header. Raises ApiError 401."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise ApiError(401, "unauthorized")
    return token.strip()


def number(request: Request, name: str, *, most: int) -> int:
    """A whole number of the query, at most ``most``; 0 if it is absent. Raises ApiError 400."""
    text = request.query_params.get(name, "0")
    if not text.isdecimal() or len(text) > 18:
        raise ApiError(400, "bad_number", name=name)
    return min(int(text), most)


def seconds(request: Request, name: str, *, most: float) -> float:
    """Seconds of the query, "25" or "0.5", at most ``most``; 0 if absent. Raises ApiError 400."""
    text = request.query_params.get(name, "0")
    if not _SECONDS.fullmatch(text):
        raise ApiError(400, "bad_seconds", name=name)
    return min(float(text), most)


async def json_object(request: Request) -> dict[str, Any]:
    """The JSON object of the body; ``{}`` for an empty body. Raises ApiError 400."""
    try:
        content = orjson.loads(await request.body() or b"{}")
    except orjson.JSONDecodeError as error:
        raise ApiError(400, "bad_json") from error
    if not isinstance(content, dict):
        raise ApiError(400, "bad_json")
    return content


async def content_of(request: Request) -> dict[str, Any]:
    """The fields of a JSON or multipart body; an uploaded file is a ``handlers.turn.messages.File``."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await json_object(request)
    async with request.form(max_files=1, max_fields=4) as form:
        return {name: await file_of(value) if isinstance(value, UploadFile) else value for name, value in form.items()}


def text_of(content: Mapping[str, Any], name: str, *, most: int) -> str | None:
    """A text of the body of at most ``most`` bytes; ``None`` if absent. Raises ApiError 400 or 413."""
    value = content.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ApiError(400, "bad_text", name=name)
    if len(value.encode(errors="surrogatepass")) > most:
        raise ApiError(413, "too_long", limit=most // 1024)
    if any("\ud800" <= letter <= "\udfff" for letter in value) or "\0" in value:
        raise ApiError(400, "bad_text", name=name)
    return value


async def file_of(upload: UploadFile) -> File:
    """The uploaded file, its name without folders. Raises ApiError 413."""
    content = await upload.read()
    if len(content) > MAX_FILE:
        raise ApiError(413, "file_too_big", limit=MAX_FILE // 2**20)
    name = (upload.filename or "tep").replace("\\", "/").rpartition("/")[2].replace("\0", "")[-200:]
    return File(name, (upload.content_type or "application/octet-stream")[:100], content)


def file_headers(file: Attachment, cache: str) -> dict[str, str]:
    """The headers of a file: images are shown by the browser, everything else is downloaded."""
    shown = "inline" if file.mime in IMAGES else "attachment"
    return {"Content-Disposition": f"{shown}; filename*=UTF-8''{quote(file.name)}", "Cache-Control": cache}


def instant(content: Mapping[str, Any], name: str) -> datetime:
    """Reads "2026-05-22T08:00", or a day (08:00 of it); without a zone in Vietnam's time. Raises ApiError 400."""
    text = str(content.get(name))
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ApiError(400, "bad_instant") from error
    if len(text) <= len("2026-05-22"):
        moment = datetime.combine(moment, MORNING)
    if not 2000 <= moment.year <= 2099:
        raise ApiError(400, "bad_instant")
    return moment if moment.tzinfo else moment.replace(tzinfo=TIME_ZONE)


class SecurityMiddleware:
    """For all routes: security headers, no posts from other sites, no body above the limit."""

    POLICY = (
        b"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        b"img-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    FORM_POLICY = b"default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    """For the pages of signed links: no script, a form that posts to the same site."""
    HEADERS = (
        (b"x-content-type-options", b"nosniff"),
        (b"x-frame-options", b"DENY"),
        (b"referrer-policy", b"no-referrer"),
        (b"cross-origin-resource-policy", b"same-origin"),
        (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    )

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        is_signed = scope["path"].startswith(SIGNED)
        read = 0

        async def limited() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read <= MAX_BODY:
                return message
            while message.get("more_body") and read <= LISTENING:
                message = await receive()
                read += len(message.get("body", b""))
            raise ApiError(413, "file_too_big", limit=MAX_FILE // 2**20)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                policy = self.FORM_POLICY if is_signed else self.POLICY
                message["headers"] = [*message["headers"], (b"content-security-policy", policy), *self.HEADERS]
            await send(message)

        if scope["method"] not in ("GET", "HEAD") and not is_signed and is_foreign(Request(scope)):
            refusal = explain(Request(scope), ApiError(403, "foreign_page"))
            return await refusal(scope, receive, guarded)
        await self._app(scope, limited, guarded)


def is_foreign(request: Request) -> bool:
    """Whether a page of another site sent the request, by the headers of browsers; programs send neither."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is not None and origin.partition("://")[2] != request.headers.get("host")
