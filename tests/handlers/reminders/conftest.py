"""People and units that several tests of reminders start from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from storage.reports import obligations
from tests.handlers.conftest import PhoneOf
from tests.handlers.reminders.steps import FRIDAY, STEP
from tests.phone import Phone
from tests.province import Province


@pytest.fixture
def now() -> datetime:
    """Early in May, when no report of Cà Mau is close to its last day."""
    return datetime(2026, 5, 1, 2, tzinfo=UTC)


@pytest.fixture
def officer(phone_of: PhoneOf, ca_mau: Province) -> Phone:
    phone = phone_of(ca_mau.officer)
    phone.now = STEP
    return phone


@pytest.fixture
def only_districts(tx: Connection, ca_mau: Province) -> Province:
    """Only the districts owe a report: those of the communes were received on paper, the department is excused."""
    for commune in (ca_mau.tt_cai_nuoc, ca_mau.tan_hung):
        obligations.receive_on_paper(tx, obligations.of_unit(tx, commune.id)[0].id, FRIDAY - timedelta(days=5))
    obligations.excuse(tx, obligations.of_unit(tx, ca_mau.so_van_hoa.id)[0].id, "không có địa bàn")
    return ca_mau
