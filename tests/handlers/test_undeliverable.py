"""Somebody blocked the bot: the coordinator hears of it."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from handlers.turn import Desk
from handlers.undeliverable import notify_gone
from reporting.people import Role
from storage import conversations, outbox
from storage.outbox import Parcel
from tests import province
from tests.province import Person, Province


def lost(tx: Connection, person: Person, now: datetime) -> Parcel:
    """A message to somebody who has just blocked us."""
    conversation = person.conversation(tx, now)
    parcel = outbox.add(tx, conversation, {"text": "…"}, now=now)
    conversations.block(tx, conversation.id, now)
    assert parcel is not None
    return parcel


def test_the_coordinator_over_the_unit_is_told(tx: Connection, now: datetime, desk: Desk, ca_mau: Province) -> None:
    (note,) = notify_gone(tx, lost(tx, ca_mau.officer, now), desk, now)

    assert note.address == "coordinator"
    assert "Tin gửi Cán bộ mẫu Một (UBND huyện Cái Nước) không tới được" in note.payload["text"]


def test_once_a_day(tx: Connection, now: datetime, desk: Desk, ca_mau: Province) -> None:
    parcel = lost(tx, ca_mau.officer, now)
    notify_gone(tx, parcel, desk, now)

    assert notify_gone(tx, parcel, desk, now + timedelta(hours=2)) == []
    assert len(notify_gone(tx, parcel, desk, now + timedelta(days=1))) == 1


def test_every_coordinator_above_is_told_and_no_other(
    tx: Connection, now: datetime, desk: Desk, ca_mau: Province
) -> None:
    province.enrol(tx, now, ca_mau.cai_nuoc, Role.COORDINATOR, "district")
    province.enrol(tx, now, ca_mau.nam_can, Role.COORDINATOR, "other-district")

    notes = notify_gone(tx, lost(tx, ca_mau.officer, now), desk, now)

    assert {note.address for note in notes} == {"coordinator", "district"}


def test_a_coordinator_who_blocked_us_cannot_be_told_about_it(
    tx: Connection, now: datetime, desk: Desk, ca_mau: Province
) -> None:
    assert notify_gone(tx, lost(tx, ca_mau.coordinator, now), desk, now) == []


def test_a_stranger_concerns_nobody(tx: Connection, now: datetime, desk: Desk, ca_mau: Province) -> None:
    stranger = conversations.hold(tx, "test", "stranger", now)
    parcel = outbox.add(tx, stranger, {"text": "…"}, now=now)
    assert parcel is not None

    assert notify_gone(tx, parcel, desk, now) == []
