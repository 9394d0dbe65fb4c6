"""The HTTP client under python-telegram-bot: aiohttp and orjson need a third of the time of the default client."""

from __future__ import annotations

import logging
from io import BytesIO
from typing import Any

import aiohttp
import orjson
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

Timeout = Any
"""Seconds, None (no limit), or NOT_GIVEN."""
NOT_GIVEN: Timeout = BaseRequest.DEFAULT_NONE
CONNECTIONS = 128
JSON = {"Content-Type": "application/json"}


class TooManyRequests(TelegramError):
    """Telegram asks for silence (429) for so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Too Many Requests: retry after {seconds:g}")
        self.seconds = seconds


class AiohttpRequest(BaseRequest):
    """One connection pool for all calls. Its errors contain no address, because the address contains the token.

    ``read_timeout`` and ``connect_timeout`` are in seconds.
    """

    def __init__(self, read_timeout: float = 15.0, connect_timeout: float = 10.0) -> None:
        self._read_timeout, self._connect_timeout = read_timeout, connect_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return self._read_timeout

    async def initialize(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=30),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The response as a dict. Raises TelegramError if it is no JSON object."""
        answer = parse_object(payload)
        if answer is None:
            raise TelegramError("Invalid server response")
        return answer

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Timeout = NOT_GIVEN,
        write_timeout: Timeout = NOT_GIVEN,
        connect_timeout: Timeout = NOT_GIVEN,
        pool_timeout: Timeout = NOT_GIVEN,
    ) -> tuple[int, bytes]:
        """The status and body of the response. Raises TooManyRequests, TimedOut, NetworkError."""
        if self._session is None:
            raise NetworkError("The connection to Telegram is closed")
        seconds = self._read_timeout if read_timeout is NOT_GIVEN else read_timeout
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=self._connect_timeout, sock_read=seconds)
        try:
            async with self._session.request(method, url, timeout=timeout, **body(request_data)) as answer:
                status, content = answer.status, await answer.read()
        except TimeoutError:
            raise TimedOut from None
        except Exception as error:  # its text may contain the address or the message
            raise NetworkError(type(error).__name__) from None
        if method == "GET" and status == 200:
            return status, content
        return check_response(status, content)


def body(request_data: RequestData | None) -> dict[str, Any]:
    """The request's body: JSON, or a multipart form if a file is sent."""
    if request_data is None:
        return {}
    if not request_data.contains_files:
        return {"data": orjson.dumps(request_data.parameters), "headers": JSON}
    form = aiohttp.FormData(quote_fields=False)
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (file_name, content, mime) in request_data.multipart_data.items():
        stream = BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, stream, filename=file_name, content_type=mime)
    return {"data": form}


def check_response(status: int, content: bytes) -> tuple[int, bytes]:
    """The status as the body gives it (a proxy may answer 200 to everything), and the body, "{}" if it is no JSON.

    Raises TooManyRequests for 429.
    """
    if status == 200 and content.startswith(b'{"ok":true'):
        return status, content
    answer = parse_object(content)
    fields = answer or {}
    if status == 200 and not (fields.get("ok") and "result" in fields):
        status = int(fields.get("error_code", 502))
    if status == 429:
        raise TooManyRequests(float((fields.get("parameters") or {}).get("retry_after", 1)))
    return status, content if answer is not None else b"{}"


def parse_object(content: bytes) -> dict[str, Any] | None:
    """The JSON object, or ``None`` for anything else."""
    try:
        answer = orjson.loads(content)
    except orjson.JSONDecodeError:
        return None
    return answer if isinstance(answer, dict) else None


def keep_token_out_of_logs() -> None:
    """Raises the log level of libraries that log addresses below WARNING."""
    for name in ("telegram", "aiohttp", "httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
