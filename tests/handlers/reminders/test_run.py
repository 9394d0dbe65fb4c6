"""The digests of the clock: each is sent once, to whom it concerns, and withdrawn when the report is filed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from handlers.reminders import run
from handlers.turn.services import Services
from reporting.roles import Role
from storage.database.schema import outbox as outbox_table
from storage.messaging import conversations
from storage.people import people
from storage.reports import obligations
from tests.handlers.reminders.steps import (
    OFFICERS,
    STEP,
    file,
    remind,
)
from tests.phone import Phone
from tests.province import Province


def test_a_second_tick_adds_nothing(tx: Connection, services: Services, ca_mau: Province) -> None:
    first = remind(tx, services)

    assert remind(tx, services, STEP + timedelta(minutes=1)) == {}
    assert set(remind(tx, services, STEP + timedelta(days=1))) == {"commune"}  # late by now
    assert len(first) == 4


def test_two_replicas_at_once_say_it_once(tx: Connection, services: Services, ca_mau: Province) -> None:
    whom = run.digests_to_send(tx, services, STEP)
    first = run.queue_digests(tx, whom, services, STEP).messages
    before = conversations.lock_conversation(tx, "test", "officer", STEP)

    assert len(first) == len(whom)
    assert run.queue_digests(tx, whom, services, STEP).messages == []
    assert conversations.lock_conversation(tx, "test", "officer", STEP) == before  # its choices still open the report


def test_between_two_steps_nobody_who_was_told_is_told_again(
    tx: Connection, services: Services, ca_mau: Province
) -> None:
    remind(tx, services)

    assert set(remind(tx, services, STEP + timedelta(days=1))) == {"commune"}  # whose last day was the 20th


def test_after_days_of_downtime_one_that_is_still_true(tx: Connection, services: Services, ca_mau: Province) -> None:
    messages = remind(tx, services, datetime(2026, 5, 22, 2, tzinfo=UTC))

    assert set(messages) == OFFICERS
    assert "còn 2 ngày (hôm nay là ngày làm việc cuối cùng)" in messages["officer"].payload["text"]
    assert "hết thứ Tư 20/5 · trễ hạn 2 ngày" in messages["commune"].payload["text"]


def test_it_goes_where_the_person_wrote_last_unless_blocked(
    tx: Connection, services: Services, ca_mau: Province
) -> None:
    other = conversations.lock_conversation(tx, "web", "elsewhere", STEP)
    other.person_id = ca_mau.officer.id
    conversations.save(tx, other, STEP)
    messages = remind(tx, services)
    assert "elsewhere" in messages
    assert "officer" not in messages


def test_an_address_that_blocked_us_is_passed_over(tx: Connection, services: Services, ca_mau: Province) -> None:
    blocked = conversations.lock_conversation(tx, "test", "officer", STEP)
    conversations.block(tx, blocked.id, STEP)

    assert set(remind(tx, services)) == {"colleague", "commune", "nam-can"}


def test_whoever_left_the_unit_is_not_told(tx: Connection, services: Services, ca_mau: Province) -> None:
    people.revoke(tx, ca_mau.colleague.membership_id, STEP)

    assert "colleague" not in remind(tx, services)


def test_filing_takes_back_what_was_not_yet_sent(tx: Connection, services: Services, ca_mau: Province) -> None:
    remind(tx, services)

    file(tx, ca_mau.cai_nuoc, ca_mau.officer, STEP)

    assert set(tx.scalars(select(outbox_table.c.address))) == {"nam-can", "commune"}  # the coordinator is told anew
    assert remind(tx, services) == {}


def test_what_a_colleague_still_owes_elsewhere_is_said_anew(
    tx: Connection, services: Services, ca_mau: Province
) -> None:
    people.grant(tx, ca_mau.officer.id, ca_mau.nam_can.id, Role.REPORTER, None, STEP - timedelta(days=1))
    remind(tx, services)

    file(tx, ca_mau.cai_nuoc, ca_mau.colleague, STEP)
    messages = remind(tx, services)

    assert set(messages) == {"officer"}
    assert messages["officer"].payload["text"].startswith("1 báo cáo của đơn vị chưa nộp")


def test_somebody_new_is_not_reminded_of_what_they_were_just_shown(
    tx: Connection, services: Services, ca_mau: Province
) -> None:
    for person in (ca_mau.officer, ca_mau.colleague):
        people.revoke(tx, person.membership_id, STEP)
    people.grant(tx, ca_mau.colleague.id, ca_mau.cai_nuoc.id, Role.REPORTER, None, STEP)

    assert "colleague" not in remind(tx, services, STEP + timedelta(minutes=1))
    assert "colleague" in remind(tx, services, STEP + timedelta(days=2))  # the last working day


def test_an_extension_moves_the_reminders(tx: Connection, services: Services, ca_mau: Province) -> None:
    (obligation,) = (
        each_obligation
        for each_obligation in obligations.of_unit(tx, ca_mau.nam_can.id)
        if each_obligation.report_id == "six-months"
    )
    remind(tx, services)
    obligations.extend(
        tx, obligation.id, date(2026, 6, 5)
    )  # the message in line is taken back: its deadline is no longer so

    assert "nam-can" not in set(tx.scalars(select(outbox_table.c.address)))
    late = remind(tx, services, datetime(2026, 5, 25, 0, tzinfo=UTC))
    assert "nam-can" in late  # its ten working days before are over
    assert "Gia hạn đến hết thứ Sáu 5/6" in late["nam-can"].payload["text"]
    assert "nam-can" not in remind(tx, services, datetime(2026, 5, 26, 0, tzinfo=UTC))
    assert "nam-can" in remind(tx, services, datetime(2026, 5, 29, 0, tzinfo=UTC))


@pytest.mark.parametrize("reason", ["excused", "on paper"])
def test_whoever_owes_no_more_is_left_in_peace(
    tx: Connection, services: Services, ca_mau: Province, reason: str
) -> None:
    remind(tx, services)
    obligation = obligations.of_unit(tx, ca_mau.nam_can.id)[0]
    if reason == "excused":
        obligations.excuse(tx, obligation.id, "sáp nhập")
    else:
        obligations.receive_on_paper(tx, obligation.id, STEP)

    assert "nam-can" not in set(tx.scalars(select(outbox_table.c.address)))
    assert "nam-can" not in remind(tx, services, STEP + timedelta(days=5))


def test_a_draft_left_lying_is_spoken_of_once_to_whoever_wrote_in_it(
    tx: Connection, services: Services, ca_mau: Province, officer: Phone
) -> None:
    november = datetime(2026, 11, 4, 3, tzinfo=UTC)  # Wednesday; the first reminder step for 24/11 is on the 10th
    file(tx, ca_mau.cai_nuoc, ca_mau.officer, STEP)
    officer.now = november
    officer.say("/baocao")
    officer.tap("Bắt đầu")
    officer.say("12")

    messages = [remind(tx, services, november + timedelta(days=days)) for days in range(1, 6)]

    gentle = [messages["officer"].payload["text"] for messages in messages if "officer" in messages]
    assert [day for day, messages in enumerate(messages, 1) if "officer" in messages] == [
        5
    ]  # Thursday and Friday went by
    assert gentle[0].startswith("1 báo cáo đang soạn dở")
    assert not any("colleague" in messages for messages in messages)
