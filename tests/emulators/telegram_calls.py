"""A call of the bot: what it asks, and what the Bot API would refuse of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


@dataclass
class Call:
    """One request of the bot, and how it ended: "ok", the code of an error, or the name of a fault."""

    method: str
    at: float
    asked: dict[str, Any]
    ended: str = ""


@dataclass
class Refusal(Exception):
    """An error that the Bot API answers with."""

    code: int
    description: str
    parameters: dict[str, object] = field(default_factory=dict)


async def arguments(request: web.Request) -> dict[str, Any]:
    """From the address, a JSON body or a form; files as (name, content)."""
    params: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        return params | dict(await request.json())
    for name, value in (await request.post()).items():
        params[name] = (value.filename, value.file.read()) if isinstance(value, web.FileField) else value
    return params


def buttons(markup: Any) -> dict[str, str]:
    """Label → callback data; refuses what Telegram refuses."""
    rows = (json.loads(markup) if isinstance(markup, str) else markup or {}).get("inline_keyboard", [])
    flat = [button for row in rows for button in row]
    if len(flat) > 100 or any(not row or len(row) > 8 for row in rows):
        raise Refusal(400, "Bad Request: reply markup is too long")
    if any(not 1 <= len(button["callback_data"].encode()) <= 64 for button in flat):
        raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")
    return {button["text"]: button["callback_data"] for button in flat}
