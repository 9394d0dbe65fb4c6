from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from storage.messaging import attachments, conversations, dead_letters, inbound_events
from storage.people import people


def test_a_conversation_is_begun_once_and_kept(tx: Connection, now: datetime) -> None:
    first = conversations.lock_conversation(tx, "telegram", "17", now, "en-GB")
    first.state = {"dialogue": {"name": "report"}}
    first.set_buttons([{"label": "Có"}], numbered=True)
    first.guess_after = now
    conversations.save(tx, first, now)

    again = conversations.lock_conversation(tx, "telegram", "17", now, "vi")

    assert again == first
    assert (again.language, again.prompt, again.state["choices"]) == ("en", 1, [{"label": "Có"}])


def test_a_language_we_have_no_words_for_is_vietnamese(tx: Connection, now: datetime) -> None:
    assert conversations.lock_conversation(tx, "telegram", "1", now, "fr").language == "vi"
    assert conversations.lock_conversation(tx, "telegram", "2", now).language == "vi"


def test_who_writes_has_not_blocked_us(tx: Connection, now: datetime) -> None:
    conversation = conversations.lock_conversation(tx, "telegram", "17", now)
    assert conversations.block(tx, conversation.id, now)
    assert not conversations.block(tx, conversation.id, now + timedelta(days=1))
    blocked = conversations.get(tx, conversation.id)
    assert blocked is not None
    assert blocked.blocked_at == now
    conversations.save(tx, conversation, now)
    assert conversations.lock_conversation(tx, "telegram", "17", now).blocked_at is None


def test_the_addresses_of_a_person_the_one_last_used_first(tx: Connection, now: datetime) -> None:
    person = people.add_person(tx, "Nguyễn Văn A", now)
    for hours, channel in ((1, "web"), (3, "telegram"), (2, "zalo")):
        conversation = conversations.lock_conversation(tx, channel, "17", now)
        conversation.person_id = person
        conversations.save(tx, conversation, now + timedelta(hours=hours))
    conversations.lock_conversation(tx, "web", "somebody else", now)
    assert [each_conversation.channel for each_conversation in conversations.of_person(tx, person)] == [
        "telegram",
        "zalo",
        "web",
    ]


def test_an_event_is_taken_once(tx: Connection, now: datetime) -> None:
    assert inbound_events.first_seen(tx, "telegram", "900", now)
    assert not inbound_events.first_seen(tx, "telegram", "900", now)
    assert inbound_events.first_seen(tx, "web", "900", now)


def test_old_events_are_forgotten(tx: Connection, now: datetime) -> None:
    inbound_events.first_seen(tx, "telegram", "1", now - timedelta(days=61))
    inbound_events.first_seen(tx, "telegram", "2", now)
    assert inbound_events.forget(tx, now - timedelta(days=60)) == 1
    assert not inbound_events.first_seen(tx, "telegram", "2", now)


def test_a_file_is_fetched_by_its_id_only(tx: Connection, now: datetime) -> None:
    conversation = conversations.lock_conversation(tx, "web", "1", now)
    named = attachments.add(tx, "a" * 32, conversation.id, "mã.png", "image/png", b"\x89PNG", now)
    assert named == {"id": "a" * 32, "name": "mã.png", "mime": "image/png"}
    attachment = attachments.get(tx, "a" * 32)
    assert attachment is not None
    assert (attachment.content, attachment.conversation_id) == (b"\x89PNG", conversation.id)
    assert attachments.get(tx, "b" * 32) is None


def test_dead_letters_come_newest_first(tx: Connection, now: datetime) -> None:
    for number in ("1", "2"):
        dead_letters.add(tx, "web", "9", number, {"length": 5}, "KeyError", now)
    newest = dead_letters.newest(tx)
    assert [letter.event_id for letter in newest] == ["2", "1"]
    assert newest[0].payload == {"length": 5}
