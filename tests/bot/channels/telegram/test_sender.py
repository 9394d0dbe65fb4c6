"""What goes out through the channel, over real HTTP, to the emulated Bot API; and that the token stays where it is."""

from __future__ import annotations

import logging

import pytest
from telegram.error import NetworkError

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.http_request import AiohttpRequest
from bot.delivery.send_result import AddressGone, MessageRejected, MessageSent, RetryLater
from tests.bot.channels.telegram.telegram_office import BREAKDOWNS, FILES, NOW, Office, a_channel, parcel, running
from tests.emulators.telegram_api import TOKEN, TelegramApi
from tests.emulators.telegram_faults import Fault


async def test_choices_are_buttons_and_a_tap_comes_back(
    api: TelegramApi, office: Office, channel: TelegramChannel
) -> None:
    officer = api.person()
    choices = [{"id": "12.0", "label": "Bắt đầu"}, {"id": "12.1", "label": "Để sau"}]
    sent = await channel.send(parcel(officer.id, "Bắt đầu báo cáo?", choices=choices))
    shown = await officer.hears("Bắt đầu báo cáo?")
    assert sent == MessageSent(str(shown.id))
    assert shown.buttons == {"Bắt đầu": "12.0", "Để sau": "12.1"}
    officer.tap("Để sau")
    incoming = (await office.has(1))[0]
    assert (incoming.button_token, incoming.at) == ("12.1", NOW)
    await api.asked("editMessageReplyMarkup", "ok")
    assert not shown.buttons
    assert len(api.calls_of("answerCallbackQuery", "ok")) == 1


async def test_a_tap_that_cannot_be_answered_is_taken_all_the_same(
    api: TelegramApi, office: Office, channel: TelegramChannel
) -> None:
    api.fail("answerCallbackQuery", Fault.UNPARSEABLE)
    officer = api.person()
    await channel.send(parcel(officer.id, choices=[{"id": "1.0", "label": "Có"}]))
    officer.tap("Có")
    assert (await office.has(1))[0].button_token == "1.0"


async def test_a_long_text_goes_in_parts_with_the_buttons_under_the_last(
    api: TelegramApi, channel: TelegramChannel
) -> None:
    officer = api.person()
    paragraphs = ["a" * 3000, "b" * 3000, "c" * 500]
    choices = [{"id": "1.0", "label": "Quay lại"}]
    await channel.send(parcel(officer.id, "\n\n".join(paragraphs), choices=choices))
    assert officer.texts == [paragraphs[0], "\n\n".join(paragraphs[1:])]
    assert [list(message.buttons) for message in officer.messages] == [[], ["Quay lại"]]


async def test_links_show_no_preview(api: TelegramApi, channel: TelegramChannel) -> None:
    await channel.send(parcel(api.person().id, "https://t.me/baocao_mau_bot?start=7KQ4-M2XD"))
    assert api.calls_of("sendMessage")[0].asked["link_preview_options"] == {"is_disabled": True}


async def test_files_go_as_photo_or_document(api: TelegramApi, channel: TelegramChannel) -> None:
    officer = api.person()
    files = [{"id": file_id, "name": "", "mime": ""} for file_id in FILES]
    assert isinstance(await channel.send(parcel(officer.id, "Mã mời", files=files)), MessageSent)
    assert [message.kind for message in officer.messages] == ["text", "photo", "document", "document"]
    assert officer.messages[1].file == FILES["qr"].content
    assert officer.messages[2].file_name == "biểu mẫu.xlsx"


async def test_an_image_that_telegram_takes_for_no_photo_goes_as_a_document(
    api: TelegramApi, channel: TelegramChannel
) -> None:
    api.fail("sendPhoto", Fault.UNPARSEABLE)
    officer = api.person()
    assert isinstance(await channel.send(parcel(officer.id, files=[{"id": "qr"}])), MessageSent)
    assert [message.kind for message in officer.messages] == ["text", "document"]


async def test_a_file_that_is_not_kept_any_more_is_refused(api: TelegramApi, channel: TelegramChannel) -> None:
    assert isinstance(await channel.send(parcel(api.person().id, files=[{"id": "gone"}])), MessageRejected)


async def test_429_is_silence_for_everybody(api: TelegramApi, channel: TelegramChannel) -> None:
    officer = api.person()
    api.silence(0.5)
    assert await channel.send(parcel(officer.id)) == RetryLater(1.0, whole_channel=True)
    assert not officer.messages


@pytest.mark.parametrize("fault", BREAKDOWNS)
async def test_what_passes_is_tried_again_and_said_at_most_once_more(
    fault: Fault, api: TelegramApi, channel: TelegramChannel
) -> None:
    officer = api.person()
    api.fail("sendMessage", fault)
    first = await channel.send(parcel(officer.id))
    assert isinstance(first, RetryLater)
    assert not first.whole_channel
    assert isinstance(await channel.send(parcel(officer.id)), MessageSent)
    assert len(officer.messages) <= (2 if fault in (Fault.CUT_AFTER, Fault.LOST_AFTER, Fault.TRUNCATED) else 1)


async def test_after_an_error_in_the_middle_it_goes_on_there(api: TelegramApi, channel: TelegramChannel) -> None:
    officer = api.person()
    long = parcel(officer.id, "\n\n".join(letter * 4000 for letter in "abc"))
    api.fail("sendMessage", Fault.UNPARSEABLE)
    assert isinstance(await channel.send(parcel(officer.id, message_id=9)), MessageRejected)
    api.window.per_second = 2
    assert await channel.send(long) == RetryLater(1.0, whole_channel=True)
    api.window.per_second = 0
    assert isinstance(await channel.send(long), MessageSent)
    assert [text[0] for text in officer.texts] == ["a", "b", "c"]


async def test_who_blocked_the_bot_or_is_not_there_is_gone(api: TelegramApi, channel: TelegramChannel) -> None:
    officer = api.person()
    officer.block()
    assert await channel.send(parcel(officer.id)) == AddressGone("Forbidden: bot was blocked by the user")
    assert isinstance(await channel.send(parcel(987654)), AddressGone)


async def test_what_telegram_cannot_read_is_refused(api: TelegramApi, channel: TelegramChannel) -> None:
    api.fail("sendMessage", Fault.UNPARSEABLE)
    assert await channel.send(parcel(api.person().id)) == MessageRejected("Can't parse entities")


async def test_the_token_reaches_no_log_and_no_error(
    api: TelegramApi, office: Office, caplog: pytest.LogCaptureFixture, unused_tcp_port: int
) -> None:
    caplog.set_level(logging.DEBUG)
    api.fail("getMe", *BREAKDOWNS)
    api.fail("getUpdates", *BREAKDOWNS, Fault.CONFLICT)
    api.fail("download", Fault.BAD_GATEWAY)
    officer = api.person()
    officer.send_file("a.txt", "text/plain", b"1")
    channel = a_channel(api.base_url)
    outcomes: list[object] = []
    async with running(channel, office):
        await office.has(1)
        for fault in (*BREAKDOWNS, Fault.UNPARSEABLE, Fault.UNAUTHORIZED):
            api.fail("sendMessage", fault)
            outcomes.append(await channel.send(parcel(officer.id)))
    nobody = a_channel(f"http://127.0.0.1:{unused_tcp_port}")
    async with running(nobody, office):
        outcomes.append(await nobody.send(parcel(1)))
    assert len(caplog.records) > 10
    assert TOKEN not in caplog.text
    assert TOKEN not in repr(outcomes)


async def test_errors_of_the_transport_carry_no_address() -> None:
    request = AiohttpRequest()
    await request.initialize()
    try:
        for url in (f"http://127.0.0.1:1/bot{TOKEN}/getMe", f"http://[bad/bot{TOKEN}/getMe", f"nonsense://{TOKEN}"):
            with pytest.raises(NetworkError) as raised:
                await request.post(url)
            assert TOKEN not in str(raised.value)
            assert TOKEN not in repr(raised.value.__cause__)
    finally:
        await request.shutdown()
