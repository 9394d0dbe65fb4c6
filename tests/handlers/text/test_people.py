"""How people and channels are named."""

from __future__ import annotations

from sqlalchemy import Connection

from handlers.text.people import channel_name, member_names
from locales import words
from storage.people import memberships
from tests.province import Province


def test_channels() -> None:
    assert [channel_name(words("vi"), channel) for channel in ("telegram", "web", "fax")] == [
        "Telegram",
        "trang trò chuyện",
        "fax",
    ]


def test_members_with_their_units(tx: Connection, ca_mau: Province) -> None:
    members = [memberships.get(tx, person.membership_id).member for person in (ca_mau.coordinator, ca_mau.leader)]

    assert member_names(words("vi"), members) == "Đầu mối mẫu (tỉnh Cà Mau), Lãnh đạo mẫu (tỉnh Cà Mau)"
    assert member_names(words("vi"), []).startswith("chưa có ai khác")
