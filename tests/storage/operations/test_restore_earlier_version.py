"""A backup of version 0.2 (tables 0003), made in the middle of six conversations, restored into today's program.

It was written by that version: the officer at question 2, a coordinator about to return a report, a leader at the
board, a colleague asking for more time, a district's coordinator at the zones, somebody changing their name.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from handlers.registry import build_services
from handlers.turn.services import Links
from storage.database.connect import open_connection
from storage.operations import restore
from tests.chat import Chat
from tests.conftest import CountingCodes
from tests.databases import Databases
from tests.province import CALENDAR

BACKUP = Path(__file__).parent / "data" / "backup-0003.zip"
NOW = datetime(2026, 5, 19, 3, tzinfo=UTC)


@pytest.fixture(scope="module", params=["sqlite_databases", "postgres_databases"], ids=["sqlite", "postgresql"])
def restored_url(request: pytest.FixtureRequest) -> Iterator[str]:
    databases: Databases = request.getfixturevalue(request.param)
    with databases.fresh() as url:
        restore.restore(url, BACKUP, NOW)
        yield url


@pytest.fixture
def restored(restored_url: str) -> Iterator[Connection]:
    """The restored database; what a test does there is rolled back."""
    with open_connection(restored_url) as sql:
        undo = sql.begin_nested()
        yield sql
        undo.rollback()


def chat(tx: Connection, address: str) -> Chat:
    return Chat(tx, build_services(CountingCodes(), CALENDAR, Links()), NOW, address)


@pytest.mark.parametrize(
    ("address", "typed", "answer"),
    [
        ("officer", "3", "✓ Đã ghi nhận tại thị trấn Cái Nước: 2."),
        ("coordinator", "1: còn thiếu số liệu", "báo cáo này có câu 1–26"),
        ("colleague", "chờ số liệu của xã Tân Hưng", "Đã gửi đề nghị gia hạn"),
        ("leader", "năm căn", "Có 2 đơn vị có tên như"),
        ("district", "tân hưng", "xã Tân Hưng"),
        ("nam-can", "Trần Thị Mẫu", "Trần Thị Mẫu"),
    ],
)
def test_an_open_dialog_goes_on(restored: Connection, address: str, typed: str, answer: str) -> None:
    assert answer in chat(restored, address).say(typed)


@pytest.mark.parametrize("address", ["officer", "coordinator", "colleague", "leader", "district", "nam-can"])
def test_a_button_of_before_is_answered_with_where_things_stand(restored: Connection, address: str) -> None:
    phone = chat(restored, address)
    phone.answer = {"text": "", "choices": [{"id": "1.0", "label": "nút cũ"}]}

    assert "Lựa chọn này thuộc câu đã qua" in phone.tap("nút cũ")
    assert phone.choices
