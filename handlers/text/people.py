"""How people and channels are named."""

from __future__ import annotations

from collections.abc import Iterable

from locales import Words
from storage.people.people import Member


def channel_name(words: Words, channel: str) -> str:
    """ "telegram" → "Telegram", "web" → "trang trò chuyện"; a channel without a text is named as it is stored."""
    key = f"text.channel.{channel}"
    return words(key) if key in words else channel


def member_names(words: Words, members: Iterable[Member]) -> str:
    """ "Đầu mối mẫu (tỉnh Cà Mau), …"; says so where there is nobody."""
    listed = ", ".join(f"{member.name} ({member.unit.name})" for member in members)
    return listed or words("text.nobody_else")
