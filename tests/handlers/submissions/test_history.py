"""The history of a report."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from reporting.roles import Role
from storage.reports import submissions
from storage.reports.obligations import Obligation
from tests import province
from tests.chat import FIGURES, file_report
from tests.handlers.conftest import ChatOf
from tests.province import Province


def test_any_two_versions_are_compared(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, now: datetime
) -> None:
    for number in (3, 4):
        at = now + timedelta(minutes=number)
        file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, dict(FIGURES) | {"c01": number}, at)
    chat = chat_of(ca_mau.officer)
    chat.say("/baocao")
    chat.tap("Lịch sử")
    assert chat.choices[:3] == ["So bản 2 và bản 3", "So bản 1 và bản 2", "So hai bản khác…"]
    chat.tap("So hai bản khác…")
    chat.tap(next(label for label in chat.choices if label.startswith("Phiên bản 3")))
    reply = chat.tap(next(label for label in chat.choices if label.startswith("Phiên bản 1")))

    assert "Phiên bản 1 (08:42 ngày 19/5/2026) → phiên bản 3 (09:46 ngày 19/5/2026): 2 thay đổi" in reply
    assert "• Câu 1. Xảy ra · thị trấn Cái Nước: 2 → 4" in reply


def test_the_history_is_for_the_unit_and_those_above(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, now: datetime
) -> None:
    code = submissions.versions(tx, sent.id)[0].receipt
    other = province.enrol(tx, now, ca_mau.nam_can, Role.LEADER, "elsewhere")
    leader = chat_of(ca_mau.leader)
    leader.say(f"/tinhtrang {code}")

    assert "nộp phiên bản 1" in leader.tap("Lịch sử")
    reply = chat_of(other).press("submissions.show_history", obligation=sent.id)
    assert reply.startswith("Không xem được lịch sử của báo cáo này")
