"""A coordinator of a district, for the tests of /diaban."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import Connection

from reporting.roles import Role
from tests import province
from tests.province import Person, Province


@pytest.fixture
def district(tx: Connection, ca_mau: Province, now: datetime) -> Person:
    """A coordinator of Cái Nước."""
    return province.enrol(tx, now, ca_mau.cai_nuoc, Role.COORDINATOR, "district", "Đầu mối huyện mẫu")
