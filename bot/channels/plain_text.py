"""Messages as plain text: buttons as numbered lines, files as links, long texts split for the platform."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from bot.channels.web.signed_links import LIVES
from handlers.turn.messages import Payload
from locales import Words

BORDERS = ("\n\n", "\n", " ")


def as_text(payload: Payload) -> str:
    """The message with its buttons as lines.

    ``{"text": "Đúng không?", "choices": [{"label": "Đúng", …}, {"label": "Không", …}]}`` becomes "Đúng không?", an
    empty line, "1. Đúng", "2. Không". With ``"numbered": False`` (a typed number is an answer): "• Quay lại".
    """
    numbered = payload.get("numbered", True)
    lines = [
        f"{number}. {choice['label']}" if numbered else f"• {choice['label']}"
        for number, choice in enumerate(payload.get("choices", []), 1)
    ]
    return "\n\n".join(part for part in (payload["text"], "\n".join(lines)) if part)


def with_links(payload: Payload, words: Words, download: Callable[[str], str], upload: Callable[[], str]) -> Payload:
    """The message for a channel that carries no files: a link for each file, and a link for uploads if one is expected.

    ``download`` returns the address of a file by its id, ``upload`` the address of the upload page of this
    conversation (``bot.channels.web.signed_links.SignedLinks``).
    """
    lines = [words("web.link.file", name=file["name"], url=download(file["id"])) for file in payload.get("files", [])]
    if payload.get("wants_file"):
        lines.append(words("web.link.upload", url=upload()))
    if not lines:
        return payload
    lines.append(words("web.link.lives", hours=LIVES // timedelta(hours=1)))
    linked: Payload = {**payload, "text": "\n\n".join(part for part in (payload["text"], "\n".join(lines)) if part)}
    linked.pop("files", None)
    linked.pop("wants_file", None)
    return linked


def split(text: str, limit: int) -> list[str]:
    """Splits a text into parts of at most ``limit`` UTF-16 units: between paragraphs, lines or words, else anywhere."""
    parts = []
    rest = text.strip()
    while rest:
        end = cut(rest, limit)
        parts.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return parts


def cut(text: str, limit: int) -> int:
    """The length of the first part, in characters."""
    end = fitting_length(text, limit)
    if end == len(text):
        return end
    for border in BORDERS:
        at = text.rfind(border, 0, end + len(border))
        if at > end // 2 or (at > 0 and border == " "):
            return at
    return end


def fitting_length(text: str, limit: int) -> int:
    """How many characters fit into ``limit`` UTF-16 units (a character beyond U+FFFF takes two)."""
    end = min(len(text), limit)
    while (over := end + sum(char > "\uffff" for char in text[:end]) - limit) > 0:
        end -= (over + 1) // 2
    return end
