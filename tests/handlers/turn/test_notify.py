"""Somebody is told something outside a turn of theirs."""

from collections.abc import Sequence
from datetime import datetime

import pytest
from sqlalchemy import Connection

from handlers.turn import notify
from handlers.turn.messages import Button, Payload
from locales import Words
from storage.messaging import conversations
from storage.messaging.conversations import MOST_TOLD
from storage.messaging.outbox import BULK, OutboxMessage
from tests.handlers.conftest import ChatOf, PhoneOf
from tests.province import Person, Province


def text(say: Words) -> str:
    return say("menu.help")


def choices(say: Words) -> Sequence[Button]:
    return [Button(say("menu.status"), "monitoring.show_status")]


def tell(tx: Connection, person: Person, now: datetime, key: str = "told:1") -> OutboxMessage | None:
    return notify.notify_person(tx, person.id, text, choices, key=key, now=now)


def payload(parcel: OutboxMessage | None) -> Payload:
    assert parcel is not None
    return Payload(**parcel.payload)  # type: ignore[typeddict-item]


def test_in_the_language_of_the_person_with_a_choice_that_works(
    tx: Connection, now: datetime, ca_mau: Province, phone_of: PhoneOf
) -> None:
    coordinator = phone_of(ca_mau.coordinator)
    coordinator.say("/ngonngu")
    coordinator.tap("English")

    parcel = tell(tx, ca_mau.coordinator, now)
    coordinator.answer = payload(parcel)

    assert parcel is not None
    assert (parcel.lane, coordinator.text, coordinator.choices) == (BULK, "Help", ["Status"])
    assert coordinator.say("1").startswith("Filing status")


def test_once(tx: Connection, now: datetime, ca_mau: Province) -> None:
    first = tell(tx, ca_mau.coordinator, now)
    before = ca_mau.coordinator.conversation(tx, now)

    assert first is not None
    assert tell(tx, ca_mau.coordinator, now) is None
    assert ca_mau.coordinator.conversation(tx, now) == before


def test_a_message_without_choices_leaves_those_that_are_open(
    tx: Connection, now: datetime, ca_mau: Province, phone_of: PhoneOf
) -> None:
    coordinator = phone_of(ca_mau.coordinator)
    coordinator.say("/start")

    parcel = notify.notify_person(tx, ca_mau.coordinator.id, text, key="told:2", now=now)

    assert payload(parcel) == {"text": "Trợ giúp"}
    assert "6 tháng năm 2026" in coordinator.tap("Bảng theo dõi")


def test_beside_an_open_dialogue(tx: Connection, now: datetime, ca_mau: Province, phone_of: PhoneOf) -> None:
    coordinator = phone_of(ca_mau.coordinator)
    coordinator.say("/moi")
    question = coordinator.answer

    coordinator.answer = payload(tell(tx, ca_mau.coordinator, now))

    assert coordinator.answer["numbered"] is False
    assert "6 tháng năm 2026" in coordinator.tap("Tình trạng")
    assert coordinator.say("1") != question["text"]


def test_nobody_is_told_where_every_address_is_blocked(tx: Connection, now: datetime, ca_mau: Province) -> None:
    conversations.block(tx, ca_mau.coordinator.conversation(tx, now).id, now)

    assert tell(tx, ca_mau.coordinator, now) is None


def test_of_all_that_was_told_the_newest_buttons_work(
    tx: Connection, now: datetime, ca_mau: Province, phone_of: PhoneOf
) -> None:
    coordinator = phone_of(ca_mau.coordinator)
    payloads = [payload(tell(tx, ca_mau.coordinator, now, key=f"told:{number}")) for number in range(MOST_TOLD + 1)]
    coordinator.say("/start")

    coordinator.answer = payloads[1]
    assert "6 tháng năm 2026" in coordinator.tap("Tình trạng")
    coordinator.answer = payloads[0]
    assert coordinator.tap("Tình trạng").startswith("Lựa chọn này thuộc câu đã qua.")


@pytest.mark.parametrize("buttons", [True, False])
def test_what_was_on_the_screen_still_works_after_several_messages(
    tx: Connection, now: datetime, ca_mau: Province, chat_of: ChatOf, buttons: bool
) -> None:
    officer = chat_of(ca_mau.officer, buttons=buttons)
    officer.say("/baocao")
    screen = officer.answer
    for number in range(3):
        tell(tx, ca_mau.officer, now, key=f"told:{number}")
    if buttons:
        officer.answer = screen
        officer.tap("Bắt đầu")
    else:
        officer.say("bat dau")

    assert "Câu 1/26" in officer.text


def test_of_labels_alike_the_newest_message_s_counts(
    tx: Connection, now: datetime, ca_mau: Province, phone_of: PhoneOf
) -> None:
    coordinator = phone_of(ca_mau.coordinator)
    coordinator.say("/moi")
    for number, action in enumerate(("menu.show_guide", "monitoring.show_status")):
        button = Button("Xem ngay", action)
        notify.notify_person(
            tx, ca_mau.coordinator.id, text, lambda say, button=button: [button], key=f"told:{number}", now=now
        )

    assert "6 tháng năm 2026" in coordinator.say("xem ngay")
