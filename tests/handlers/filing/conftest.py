"""Officers in the middle of a report."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import Connection

from tests.chat import Chat, file_report
from tests.handlers.conftest import ChatOf
from tests.handlers.filing.officer_chat import SHEET, begun, with_last_year
from tests.province import Province


@pytest.fixture
def officer(officer: Chat) -> Chat:
    """At the first question of Cái Nước's six months."""
    return begun(officer)


@pytest.fixture
def commune(chat_of: ChatOf, ca_mau: Province) -> Chat:
    """At the first question of the commune's own sheet."""
    return begun(chat_of(ca_mau.commune_officer))


@pytest.fixture
def reviewed(chat_of: ChatOf, ca_mau: Province) -> Chat:
    """At the review of a complete sheet of its own."""
    chat = begun(chat_of(ca_mau.commune_officer))
    chat.told(*SHEET)
    return chat


@pytest.fixture
def annual(tx: Connection, chat_of: ChatOf, ca_mau: Province, now: datetime) -> Chat:
    """Cái Nước in November, at the first question of the year; its six months had 12 in every flow."""
    with_last_year(tx, ca_mau, now)
    flows = dict.fromkeys(("c01", "c02", "c03", "c04", "c05", "c06", "c07", "c08", "c10", "c40"), 12)
    stocks = {"c09": 12, "c11": 320, "c12": 320, "c13": 2, "c14": False, "c15": True, "c16": True}
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, flows | stocks, now)
    chat = chat_of(ca_mau.officer)
    chat.later(days=180)
    return begun(chat)
