from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.channels.telegram.updates import (
    ButtonTap,
    TelegramFileRef,
    UnsupportedChat,
    chat_of,
    file_ref,
    read_update,
    tap_of,
)
from handlers.turn.messages import MAX_FILE, File, Incoming

NOW = datetime(2026, 5, 19, 2, 42, tzinfo=UTC)
SENT = datetime(2026, 5, 19, 2, 40, tzinfo=UTC)
OFFICER = {"id": 42, "is_bot": False, "first_name": "Cán bộ", "last_name": "Mẫu", "language_code": "vi"}
PRIVATE = {"id": 42, "type": "private", "first_name": "Cán bộ"}
GROUP = {"id": -7, "type": "supergroup", "title": "Tổ công tác"}


def message(chat: dict[str, Any] = PRIVATE, sender: dict[str, Any] = OFFICER, **content: Any) -> dict[str, Any]:
    head = {"message_id": 3, "date": int(SENT.timestamp()), "chat": chat, "from": sender}
    return {"update_id": 9, "message": head | content}


def tap(chat: dict[str, Any] = PRIVATE, **content: Any) -> dict[str, Any]:
    shown = {"message_id": 3, "date": 0, "chat": chat}
    return {"update_id": 9, "callback_query": {"id": "q1", "from": OFFICER, "message": shown, "data": "12.0"} | content}


def test_a_text() -> None:
    assert read_update(message(text="12 10 9"), NOW) == Incoming(
        "telegram", "42", "9", SENT, text="12 10 9", sender="Cán bộ Mẫu"
    )


def test_a_tap_is_the_choice_it_carries() -> None:
    incoming = read_update(tap(), NOW)
    assert incoming == Incoming("telegram", "42", "9", NOW, button_token="12.0", sender="Cán bộ Mẫu")
    assert tap_of(tap()) == ButtonTap("q1", 42, 3)


def test_a_tap_on_nothing_we_sent_is_passed_over() -> None:
    nowhere = tap()
    del nowhere["callback_query"]["message"]
    assert read_update(nowhere, NOW) is None
    assert tap_of(nowhere) == ButtonTap("q1", 0, 0)


def test_a_telegram_in_english_makes_no_english_office() -> None:
    incoming = read_update(message(sender={**OFFICER, "language_code": "en"}, text="xin chào"), NOW)
    assert isinstance(incoming, Incoming)
    assert incoming.language is None


@pytest.mark.parametrize(("code", "language"), [("vi", "vi"), ("en-GB", "en"), ("fr", None), (None, None)])
def test_a_group_is_left_in_its_language_where_it_is_one_of_ours(code: str | None, language: str | None) -> None:
    sender = {**OFFICER, "language_code": code} if code else {"id": 42, "first_name": "Mẫu"}
    assert read_update(
        message(sender=sender, chat={"id": -7, "type": "group"}, text="xin chào"), NOW
    ) == UnsupportedChat(-7, language)


def test_a_short_text_file_is_to_be_fetched() -> None:
    document = {"file_id": "f1", "file_name": "bao-cao.txt", "mime_type": "text/plain", "file_size": 64 * 1024}
    incoming = read_update(message(document=document, caption="đây"), NOW)
    assert isinstance(incoming, Incoming)
    assert (incoming.text, incoming.file) == ("", File("bao-cao.txt", "text/plain", b""))
    assert file_ref(message(document=document)) == TelegramFileRef("f1", 64 * 1024, 64 * 1024)


def test_a_document_is_to_be_fetched_whatever_it_calls_itself() -> None:
    assert file_ref(message(document={"file_id": "f1", "file_size": 10})) == TelegramFileRef("f1", 10, MAX_FILE)
    assert file_ref(message(document={"file_id": "f1", "mime_type": "application/pdf"})) == TelegramFileRef(
        "f1", None, MAX_FILE
    )


def test_the_largest_size_of_a_photo_within_the_limit_is_to_be_fetched() -> None:
    sizes = [
        {"file_id": f"f{n}", "width": n * 100, "height": n * 100, "file_size": size}
        for n, size in ((1, 1000), (3, MAX_FILE), (2, 50_000), (4, MAX_FILE + 1))
    ]
    assert file_ref(message(photo=sizes)) == TelegramFileRef("f3", MAX_FILE, MAX_FILE)
    assert file_ref(message(photo=sizes[-1:])) == TelegramFileRef("f4", MAX_FILE + 1, MAX_FILE)


@pytest.mark.parametrize(
    "document",
    [
        {"mime_type": "text/plain", "file_size": 64 * 1024 + 1},
        {"mime_type": "text/plain"},
        {"mime_type": "video/mp4", "file_size": 10},
        {"mime_type": "audio/ogg", "file_size": 10},
    ],
)
def test_a_long_text_a_video_or_a_voice_is_not_fetched(document: dict[str, Any]) -> None:
    update = message(document={"file_id": "f1", **document})
    assert file_ref(update) is None
    incoming = read_update(update, NOW)
    assert isinstance(incoming, Incoming)
    assert incoming.file
    assert not incoming.file.content


@pytest.mark.parametrize(
    ("kind", "mime"),
    [("voice", "audio/ogg"), ("sticker", "image/webp"), ("contact", "text/vcard")],
)
def test_what_is_neither_text_nor_document_arrives_as_a_file_of_its_kind(kind: str, mime: str) -> None:
    incoming = read_update(message(**{kind: {"file_id": "f1"}}, caption="12 10"), NOW)
    assert isinstance(incoming, Incoming)
    assert (incoming.text, incoming.file) == ("", File(kind, mime, b""))
    assert file_ref(message(**{kind: {"file_id": "f1"}})) is None


@pytest.mark.parametrize("update", [message(text="/baocao", chat=GROUP), tap(chat=GROUP), message(chat=GROUP)])
def test_in_a_group_it_is_to_leave(update: dict[str, Any]) -> None:
    assert read_update(update, NOW) == UnsupportedChat(-7, "vi")


def joined(chat: dict[str, Any], status: str) -> dict[str, Any]:
    return {"update_id": 9, "my_chat_member": {"chat": chat, "from": OFFICER, "new_chat_member": {"status": status}}}


def test_put_into_a_group_it_is_to_leave_put_out_of_it_there_is_nothing_to_do() -> None:
    assert read_update(joined(GROUP, "member"), NOW) == UnsupportedChat(-7, "vi", added=True)
    assert read_update(joined(GROUP, "left"), NOW) is None
    assert read_update(joined(GROUP, "kicked"), NOW) is None
    assert read_update(message(chat=GROUP, left_chat_member={"id": 1}), NOW) is None


def test_a_person_who_blocks_the_bot_says_nothing() -> None:
    assert read_update(joined(PRIVATE, "kicked"), NOW) is None


@pytest.mark.parametrize(
    "update",
    [
        message(pinned_message={"message_id": 1}),
        message(text="xin chào", sender={**OFFICER, "is_bot": True}),
        {"update_id": 9, "edited_message": {"chat": PRIVATE, "text": "13"}},
        {"update_id": 9},
    ],
)
def test_what_says_nothing_is_passed_over(update: dict[str, Any]) -> None:
    assert read_update(update, NOW) is None


def test_every_update_belongs_to_a_chat() -> None:
    assert [chat_of(u) for u in (message(text="x"), tap(), joined(GROUP, "member"), {"update_id": 9})] == [
        42,
        42,
        -7,
        0,
    ]
