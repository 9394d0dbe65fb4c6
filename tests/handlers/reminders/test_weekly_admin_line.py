"""The line of Monday morning: who gets it, what it says, when."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Connection

from handlers.reminders import weekly_admin_line
from locales import words
from reporting.deadlines.calendar import TIME_ZONE, Calendar
from reporting.integrity.audit_chain import START, ChainHead
from reporting.roles import Role
from storage.database import key_values
from storage.messaging import dead_letters, inbound_events, outbox
from storage.operations import weekly_stats
from storage.operations.weekly_stats import WeekStats
from tests import province
from tests.chat import file_report


def at(day: date, hour: int = 8) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=TIME_ZONE)


MONDAY = date(2026, 5, 18)
LAST_WEEK = date(2026, 5, 11)


def test_the_figures_are_of_the_seven_days_before(tx: Connection) -> None:
    here = province.build(tx, at(date(2026, 4, 1)))
    talk = here.officer.conversation(tx, at(LAST_WEEK))
    for days in (-8, -7, -1, 0):
        then = at(MONDAY + timedelta(days=days))
        inbound_events.first_seen(tx, "test", str(days), then)
        inbound_events.first_seen(tx, "test", f"{days} again", then)
        message = outbox.add(tx, talk, {"text": "…"}, now=then)
        assert message is not None
        if days == -7:
            outbox.park(tx, message, "chat not found")
        else:
            outbox.mark_sent(tx, [outbox.DeliveredMessage(message.id, None, then)])
    dead_letters.add(tx, "test", "officer", "1", {}, "KeyError", at(date(2026, 5, 17), 23))
    file_report(tx, here, here.officer, "six-months", 2026, {"c01": 1}, at(date(2026, 5, 12)))
    file_report(tx, here, here.nam_can_officer, "six-months", 2026, {"c01": 2}, at(MONDAY))

    week = weekly_admin_line.week_to_report(tx, Calendar(), at(MONDAY))

    assert week == WeekStats(LAST_WEEK, 4, 1, 1, 1, 1, START, None)
    assert weekly_stats.week_stats(tx, LAST_WEEK) == week


@pytest.mark.parametrize(
    ("day", "opens"),
    [
        (MONDAY, True),
        (date(2026, 5, 19), False),
        (date(2026, 5, 24), False),
        (date(2026, 2, 16), False),  # Tết, all week
        (date(2026, 2, 20), False),
        (date(2026, 4, 27), False),  # Giỗ Tổ, made up for: the holiday fell on a Sunday
        (date(2026, 4, 28), True),
    ],
)
def test_the_first_working_day_of_a_week(tx: Connection, day: date, opens: bool) -> None:
    assert Calendar().opens_a_week(day) is opens
    assert (weekly_admin_line.week_to_report(tx, Calendar(), at(day)) is not None) is opens


def test_administrators_where_there_are_any_else_the_coordinators_of_the_whole(tx: Connection, now: datetime) -> None:
    here = province.build(tx, now)
    province.enrol(tx, now, here.cai_nuoc, Role.COORDINATOR, "cai-nuoc")
    assert weekly_admin_line.recipient_ids(tx) == [here.coordinator.id]

    person = province.enrol(tx, now, here.tinh, Role.ADMIN, "admin")
    province.people.grant(tx, person.id, here.nam_can.id, Role.ADMIN, None, now)
    assert weekly_admin_line.recipient_ids(tx) == [person.id]


def test_once_told_nothing_is_looked_up_again(tx: Connection) -> None:
    week = weekly_admin_line.week_to_report(tx, Calendar(), at(MONDAY))
    assert week is not None
    weekly_admin_line.queue_line(tx, week, at(MONDAY))

    assert weekly_admin_line.week_to_report(tx, Calendar(), at(MONDAY, 9)) is None
    assert key_values.get(tx, weekly_admin_line.LAST_WEEK_KEY) == "2026-05-11"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_it_says(language: str) -> None:
    head = ChainHead(1520, "3f6c91ab02cd77ee" + "0" * 48)
    text = weekly_admin_line.text(
        words(language), WeekStats(LAST_WEEK, 1234, 2345, 45, 3, 0, head, at(date(2026, 5, 15))), at(MONDAY)
    )

    assert (
        text.splitlines()
        == {
            "vi": [
                "Hệ thống tuần qua (11/5–17/5/2026)",
                "• 1.234 tin đến, 2.345 tin gửi đi, 45 báo cáo được nộp.",
                "• 3 tin không gửi được, 0 tin đến xử lý lỗi.",
                "• Sao lưu gần nhất: 08:00 ngày 15/5/2026 (cách đây 3 ngày).",
                "• Nhật ký: 1.520 dòng, niêm phong 3f6c91ab02cd77ee.",
                "",
                "Đề nghị giữ lại tin này: số dòng và niêm phong cho biết về sau nhật ký có bị sửa hay không.",
            ],
            "en": [
                "The system last week (11/5–17/5/2026)",
                "• Messages received: 1,234, sent: 2,345; reports filed: 45.",
                "• Messages that reached nobody: 3; that could not be worked on: 0.",
                "• Last backup: 08:00 on 15/5/2026 (3 days ago).",
                "• Audit log: 1,520 rows, seal 3f6c91ab02cd77ee.",
                "",
                "Please keep this message: the count and the seal tell later whether the log was changed.",
            ],
        }[language]
    )


def test_without_a_backup_it_says_so(now: datetime) -> None:
    text = weekly_admin_line.text(words("vi"), WeekStats(LAST_WEEK, 0, 0, 0, 0, 0, START, None), now)

    assert text.endswith("• Chưa có bản sao lưu nào. Người cài đặt chạy: baocao backup")


@pytest.mark.parametrize(
    ("past", "expected"),
    [(timedelta(minutes=59), "dưới 1 giờ"), (timedelta(hours=47.5), "47 giờ"), (timedelta(days=2), "2 ngày")],
)
def test_how_long_ago(past: timedelta, expected: str) -> None:
    assert weekly_admin_line.age(words("vi"), past) == expected
