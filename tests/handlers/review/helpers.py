"""What the tests about deciding on reports do again and again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from reporting.deadlines.obligation import ReportState
from reporting.roles import Role
from storage.reports import obligations
from storage.reports.obligations import Obligation
from tests import province
from tests.chat import Chat
from tests.province import Person, Province


def opened(chat: Chat) -> Chat:
    """A coordinator opens Cái Nước's report from the queue."""
    chat.say("/duyet")
    chat.tap("UBND huyện Cái Nước")
    return chat


def begun(chat: Chat) -> Chat:
    """A coordinator begins to return Cái Nước's report."""
    opened(chat).tap("Trả lại để bổ sung, chỉnh sửa")
    return chat


def answering(chat: Chat) -> Chat:
    """An officer opens the report that was returned with two remarks."""
    chat.receive()
    chat.tap("Trả lời 2 nội dung này")
    return chat


def state(tx: Connection, report: Obligation) -> ReportState:
    """The state of the report now."""
    obligation = obligations.get(tx, report.id)
    assert obligation is not None
    return obligation.state


def second_coordinator(tx: Connection, ca_mau: Province, now: datetime) -> Person:
    return province.enrol(tx, now, ca_mau.tinh, Role.COORDINATOR, "second", "Đầu mối mẫu Hai")
