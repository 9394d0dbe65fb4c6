"""The history of a report."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from reporting.roles import Role
from storage.audit import audit
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

    assert reply.startswith("Lịch sử · Báo cáo 6 tháng năm 2026")
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


def test_the_newest_entries_of_a_long_history(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, now: datetime
) -> None:
    for number in range(13):
        audit.record(tx, now, ca_mau.officer.id, "report.unlock_asked", obligation=sent, reason=f"Lần {number:02}")

    reply = chat_of(ca_mau.officer).press("submissions.show_history", obligation=sent.id)

    assert "Lần 12" in reply
    assert "Lần 01" in reply
    assert "Lần 00" not in reply
    assert "2 việc trước đó không hiện ở đây." in reply


def test_a_version_that_does_not_exist_is_answered_with_the_history(
    ca_mau: Province, chat_of: ChatOf, sent: Obligation
) -> None:
    chat = chat_of(ca_mau.leader)

    reply = chat.press("submissions.compare_versions", obligation=sent.id, before=1, after=2)

    assert reply == chat.press("submissions.show_history", obligation=sent.id)
    assert "Xem bản 1" in chat.choices
