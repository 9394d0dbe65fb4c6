"""A number typed under a list means the button of that number, also where the list belongs to an open dialog."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from storage.messaging import conversations
from tests import province
from tests.chat import Chat, file_report
from tests.handlers.conftest import ChatOf
from tests.handlers.documents.documents import ONE, ask_for
from tests.province import Province


def open_stored(chat: Chat, dialog: dict[str, object]) -> None:
    """Opens a dialog as an older version may have stored it."""
    conversation = conversations.lock_conversation(chat.tx, chat.channel, chat.address, chat.now)
    conversation.state = {"dialogue": dialog, "choices": []}
    conversations.save(chat.tx, conversation, chat.now)


def test_the_communes_that_a_text_may_mean(tx: Connection, ca_mau: Province, chat_of: ChatOf) -> None:
    province.many_communes(tx, ca_mau.nam_can, 10, first=1_000_000)
    chat = chat_of(ca_mau.coordinator)
    chat.say("/diaban xa mau")
    (first, *_) = chat.choices

    assert first.split(":")[0] in chat.say("1")


def test_the_units_whose_document_can_be_made(tx: Connection, now: datetime, ca_mau: Province, chat_of: ChatOf) -> None:
    for officer in (ca_mau.officer, ca_mau.nam_can_officer):
        file_report(tx, ca_mau, officer, "six-months", 2026, {}, now - timedelta(hours=1))
    chat = chat_of(ca_mau.coordinator)
    ask_for(chat, ONE)
    chat.say("huyen")
    assert len(chat.choices) > 2

    assert "Không tìm thấy" not in chat.say("1")


def test_the_review_screen_after_a_text_it_did_not_understand(ca_mau: Province, chat_of: ChatOf) -> None:
    chat = chat_of(ca_mau.nam_can_officer)
    chat.told("/baocao", "Bắt đầu", "Bỏ qua cả phần")
    before = chat.choices
    chat.say("tạm như vậy đã nhé")

    assert chat.choices == before
    assert chat.answer["numbered"]


def test_a_dialog_that_cannot_be_read_any_more_is_closed(ca_mau: Province, chat_of: ChatOf) -> None:
    for dialog in ({"name": "filing.interview"}, {"name": "gone.dialog", "x": 1}):
        chat = chat_of(ca_mau.officer)
        open_stored(chat, dialog)

        chat.say("/start")

        assert chat.answer["numbered"], "a number means a button of the menu again"
