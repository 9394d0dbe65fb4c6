"""A message did not reach somebody: the coordinator hears of it."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from handlers.reminders.undeliverable import GONE, REFUSED, notify_coordinators
from reporting.roles import Role
from storage.messaging import conversations, outbox
from storage.messaging.outbox import OutboxMessage
from tests import province
from tests.province import Person, Province


def lost(tx: Connection, person: Person, now: datetime) -> OutboxMessage:
    """A message to somebody who has just blocked us."""
    conversation = person.conversation(tx, now)
    message = outbox.add(tx, conversation, {"text": "…"}, now=now)
    conversations.block(tx, conversation.id, now)
    assert message is not None
    return message


def test_the_coordinator_over_the_unit_is_told(tx: Connection, now: datetime, ca_mau: Province) -> None:
    (note,) = notify_coordinators(tx, lost(tx, ca_mau.officer, now), GONE, now)

    assert note.address == "coordinator"
    assert "Tin gửi Cán bộ mẫu Một (UBND huyện Cái Nước) không tới được" in note.payload["text"]


def test_a_message_the_platform_refuses_is_told_in_other_words_and_not_repeated(
    tx: Connection, now: datetime, ca_mau: Province
) -> None:
    message = outbox.add(tx, ca_mau.officer.conversation(tx, now), {"text": "Câu 7 trong 36"}, now=now)
    assert message is not None

    (note,) = notify_coordinators(tx, message, REFUSED, now)

    assert note.address == "coordinator"
    assert "Một tin gửi Cán bộ mẫu Một (UBND huyện Cái Nước) không gửi được" in note.payload["text"]
    assert "Câu 7" not in note.payload["text"]
    assert "chặn" not in note.payload["text"]


def test_many_refused_on_one_day_are_told_once_and_a_block_besides(
    tx: Connection, now: datetime, ca_mau: Province
) -> None:
    first, second = lost(tx, ca_mau.officer, now), lost(tx, ca_mau.officer, now)

    assert [len(notify_coordinators(tx, message, REFUSED, now)) for message in (first, second)] == [1, 0]
    assert len(notify_coordinators(tx, second, GONE, now)) == 1
    assert len(notify_coordinators(tx, second, REFUSED, now + timedelta(days=1))) == 1


def test_once_a_day(tx: Connection, now: datetime, ca_mau: Province) -> None:
    message = lost(tx, ca_mau.officer, now)
    notify_coordinators(tx, message, GONE, now)

    assert notify_coordinators(tx, message, GONE, now + timedelta(hours=2)) == []
    assert len(notify_coordinators(tx, message, GONE, now + timedelta(days=1))) == 1


def test_every_coordinator_above_is_told_and_no_other(tx: Connection, now: datetime, ca_mau: Province) -> None:
    province.enrol(tx, now, ca_mau.cai_nuoc, Role.COORDINATOR, "district")
    province.enrol(tx, now, ca_mau.nam_can, Role.COORDINATOR, "other-district")

    notes = notify_coordinators(tx, lost(tx, ca_mau.officer, now), GONE, now)

    assert {note.address for note in notes} == {"coordinator", "district"}


def test_a_coordinator_who_blocked_us_cannot_be_told_about_it(tx: Connection, now: datetime, ca_mau: Province) -> None:
    assert notify_coordinators(tx, lost(tx, ca_mau.coordinator, now), GONE, now) == []


def test_a_stranger_concerns_nobody(tx: Connection, now: datetime, ca_mau: Province) -> None:
    stranger = conversations.lock_conversation(tx, "test", "stranger", now)
    message = outbox.add(tx, stranger, {"text": "…"}, now=now)
    assert message is not None

    assert notify_coordinators(tx, message, GONE, now) == []
