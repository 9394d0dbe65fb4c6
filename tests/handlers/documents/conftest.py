"""Cà Mau after Cái Nước has filed its report."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from tests.chat import Chat, file_report
from tests.handlers.conftest import ChatOf
from tests.handlers.documents.documents import FIGURES
from tests.province import Province


@pytest.fixture
def filed(tx: Connection, ca_mau: Province, chat_of: ChatOf) -> Province:
    now = chat_of(ca_mau.officer).now
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, FIGURES, now - timedelta(hours=1))
    return ca_mau


@pytest.fixture
def coordinator(chat_of: ChatOf, filed: Province) -> Chat:
    return chat_of(filed.coordinator)
