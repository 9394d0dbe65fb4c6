"""What comes in through the channel, over real HTTP, from the emulated Bot API."""

from __future__ import annotations

import asyncio

import pytest

from bot.channels import ChannelStopped
from bot.channels.telegram.channel import TelegramChannel
from handlers.turn.messages import MAX_FILE
from tests.bot.channels.telegram.telegram_office import BREAKDOWNS, Office, a_channel, running
from tests.emulators.telegram_api import TelegramApi
from tests.emulators.telegram_faults import Fault


async def test_a_message_comes_in(api: TelegramApi, office: Office, channel: TelegramChannel) -> None:
    officer = api.person("Cán bộ mẫu")
    update = officer.say("/baocao")
    incoming = (await office.has(1))[0]
    assert (incoming.channel, incoming.address, incoming.event_id) == ("telegram", str(officer.id), str(update))
    assert (incoming.text, incoming.sender, incoming.language) == ("/baocao", "Cán bộ mẫu", None)


async def test_nothing_is_acknowledged_before_it_is_taken(
    api: TelegramApi, office: Office, channel: TelegramChannel
) -> None:
    officer = api.person()
    committed = office.wait_for["12"] = asyncio.Event()
    first = officer.say("12")
    await api.asked("getUpdates", "ok")
    assert api.unconfirmed == [first]
    committed.set()
    await office.has(1)
    second = officer.say("13")
    await office.has(2)
    assert api.unconfirmed == [second]


async def test_what_the_store_does_not_take_stays_with_telegram_and_comes_again_in_order(
    api: TelegramApi, office: Office, channel: TelegramChannel
) -> None:
    office.refuse = 3
    officer = api.person()
    updates = [officer.say(text) for text in ("a", "b", "c")]
    taken = await office.has(3)
    assert [incoming.text for incoming in taken] == ["a", "b", "c"]
    assert set(updates) >= set(api.unconfirmed)


async def test_one_chat_in_order_another_not_held_up(
    api: TelegramApi, office: Office, channel: TelegramChannel
) -> None:
    slow, quick = api.person(), api.person()
    go_on = office.wait_for["một"] = asyncio.Event()
    api.fail("getUpdates", *[Fault.BAD_GATEWAY] * 3)  # so that all three come in one batch
    for person, text in ((slow, "một"), (slow, "hai"), (quick, "ba")):
        person.say(text)
    assert [incoming.text for incoming in await office.has(1)] == ["ba"]
    go_on.set()
    assert [incoming.text for incoming in await office.has(3)] == ["ba", "một", "hai"]


async def test_updates_out_of_order_and_many_times(api: TelegramApi, office: Office, channel: TelegramChannel) -> None:
    api.stutter = 3
    officer = api.person()
    api.fail("getUpdates", *[Fault.BAD_GATEWAY] * 3)
    updates = [officer.say(text) for text in ("một", "hai", "ba")]
    events = [int(incoming.event_id) for incoming in await office.has(9)]
    assert sorted(set(events)) == updates
    assert events == sorted(events)


async def test_a_restart_from_offset_0_hands_everything_over_again(api: TelegramApi, office: Office) -> None:
    officer = api.person()
    updates = [officer.say(text) for text in ("một", "hai")]
    for restart in (1, 2):
        async with running(a_channel(api.base_url), office):
            await office.has(2 * restart)
            await api.asked("getUpdates", n=2 * restart)
        api.replay()
    assert [int(incoming.event_id) for incoming in office.taken] == updates * 2  # the store knows them by their ids


async def test_after_an_empty_batch_no_offset_is_named(
    api: TelegramApi, office: Office, channel: TelegramChannel
) -> None:
    """Telegram may number the next update below the last one."""
    api.person().say("một")
    await office.has(1)
    polls = await api.asked("getUpdates", n=2)
    assert "offset" in polls[-1].asked
    api.end_poll()
    polls = await api.asked("getUpdates", n=len(polls) + 1)
    assert "offset" not in polls[-1].asked


@pytest.mark.parametrize("fault", [*BREAKDOWNS, Fault.CONFLICT, Fault.UNPARSEABLE, Fault.UNAUTHORIZED])
async def test_polling_survives(fault: Fault, api: TelegramApi, office: Office) -> None:
    api.fail("getUpdates", fault, fault)
    officer = api.person()
    officer.say("vẫn nhận được")
    async with running(a_channel(api.base_url), office):
        assert (await office.has(1))[0].text == "vẫn nhận được"


async def test_a_second_poller_is_named_in_the_log(
    api: TelegramApi, office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    api.fail("getUpdates", Fault.CONFLICT)
    api.person().say("một")
    async with running(a_channel(api.base_url), office):
        await office.has(1)
    assert "Another program fetches this bot's updates" in caplog.text


async def test_two_pollers_both_go_on_and_every_message_is_taken(api: TelegramApi, office: Office) -> None:
    officer = api.person()
    async with running(a_channel(api.base_url), office), running(a_channel(api.base_url), office):
        for n in range(5):
            officer.say(str(n))
            async with asyncio.timeout(10):
                while str(n) not in [incoming.text for incoming in office.taken]:
                    await office.has(len(office.taken) + 1)


async def test_a_refused_token_stops_with_plain_words(api: TelegramApi, office: Office) -> None:
    async with running(a_channel(api.base_url, token="999:wrong"), office) as run:
        with pytest.raises(ChannelStopped, match="BAOCAO_TELEGRAM_TOKEN") as stopped:
            await asyncio.wait_for(run, 10)
    assert "999:wrong" not in str(stopped.value)


async def test_a_token_revoked_while_running_stops_too(api: TelegramApi, office: Office) -> None:
    channel = a_channel(api.base_url)
    async with running(channel, office) as run:
        api.person().say("một")
        await office.has(1)
        api.fail("getUpdates", Fault.UNAUTHORIZED)
        api.fail("getMe", Fault.UNAUTHORIZED)
        api.person().say("hai")
        with pytest.raises(ChannelStopped):
            await asyncio.wait_for(run, 10)


async def test_no_network_at_start_is_waited_out(api: TelegramApi, office: Office) -> None:
    api.fail("getMe", Fault.CUT_BEFORE, Fault.BAD_GATEWAY, Fault.HTML)
    names: list[str | None] = []
    api.person().say("một")
    async with running(a_channel(api.base_url, introduced=names.append), office):
        await office.has(1)
    assert names == ["baocao_mau_bot"]


async def test_nobody_answers_at_start(office: Office, unused_tcp_port: int) -> None:
    async with running(a_channel(f"http://127.0.0.1:{unused_tcp_port}"), office):
        with TelegramApi(unused_tcp_port) as api:
            api.person().say("một")
            await office.has(1)


async def test_while_too_many_replies_wait_nothing_more_is_fetched(api: TelegramApi, office: Office) -> None:
    waiting = [5000]
    looked = asyncio.Event()

    def backlog() -> int:
        looked.set()
        return waiting[0]

    api.person().say("một")
    async with running(a_channel(api.base_url, backlog), office):
        await asyncio.wait_for(looked.wait(), 10)
        assert not api.calls_of("getUpdates")
        waiting[0] = 0
        await office.has(1)


async def test_a_stop_is_clean_and_quick(api: TelegramApi, office: Office) -> None:
    channel = a_channel(api.base_url)
    await channel.start(office.receive)
    run = asyncio.create_task(channel.run())
    api.person().say("một")
    await office.has(1)
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(run, 2)
    await asyncio.wait_for(channel.stop(), 2)


async def test_the_menu_in_both_languages(api: TelegramApi, office: Office, channel: TelegramChannel) -> None:
    api.person().say("một")
    await office.has(1)
    vi, en = [{"command": "baocao", "description": text} for text in ("Báo cáo phải nộp", "Reports owed")]
    assert api.menus == {"": [vi], "vi": [vi], "en": [en]}
    assert all(call.asked["scope"] == {"type": "all_private_chats"} for call in api.calls_of("setMyCommands"))


async def test_a_bot_api_that_lacks_the_courtesies_still_serves(api: TelegramApi, office: Office) -> None:
    api.fail("deleteWebhook", Fault.NO_SUCH_METHOD)
    api.fail("setMyCommands", Fault.NO_SUCH_METHOD)
    async with running(a_channel(api.base_url), office):
        api.person().say("một")
        await office.has(1)
    assert not api.menus


async def test_a_text_file_arrives_with_its_content(api: TelegramApi, office: Office, channel: TelegramChannel) -> None:
    api.fail("download", Fault.BAD_GATEWAY)
    api.person().send_file("tra-loi.txt", "text/plain", b"6: 25\n7: 24")
    file = (await office.has(1))[0].file
    assert file
    assert file.content.decode() == "6: 25\n7: 24"


async def test_a_file_that_cannot_be_fetched_arrives_empty(
    api: TelegramApi, office: Office, channel: TelegramChannel
) -> None:
    api.fail("getFile", *[Fault.BAD_GATEWAY] * 3)
    api.person().send_file("tra-loi.txt", "text/plain", b"6: 25")
    file = (await office.has(1))[0].file
    assert file
    assert (file.name, file.content, file.missing) == ("tra-loi.txt", b"", "lost")


async def test_a_spreadsheet_and_a_photo_arrive_whole_and_captions_are_passed_over(
    api: TelegramApi, office: Office, channel: TelegramChannel
) -> None:
    sheet, photo = b"PK\x03\x04" + bytes(200_000), b"\xff\xd8\xff" + bytes(300_000) + b"\xff\xd9"
    officer = api.person()
    officer.send_file("bieu-mau.xlsx", "application/octet-stream", sheet, caption="đây ạ")
    officer.send_photo(photo[:1000], photo, caption="bản ký")
    taken = await office.has(2)
    assert [(incoming.text, incoming.file.name, incoming.file.content) for incoming in taken if incoming.file] == [
        ("", "bieu-mau.xlsx", sheet),
        ("", "photo", photo),
    ]


@pytest.mark.parametrize("with_size", [True, False])
async def test_a_file_too_large_is_not_fetched(
    api: TelegramApi, office: Office, channel: TelegramChannel, with_size: bool
) -> None:
    """Where the message does not tell its size, Telegram does before the content is asked for."""
    api.person().send_file("phim.pdf", "application/pdf", bytes(MAX_FILE + 1), with_size=with_size)
    file = (await office.has(1))[0].file
    assert file
    assert (file.content, file.missing) == (b"", "too_big")
    assert api.downloads == 0


async def test_a_file_telegram_itself_holds_back_is_too_large(
    api: TelegramApi, office: Office, channel: TelegramChannel
) -> None:
    api.person().send_file("phim.pdf", "application/pdf", bytes(21 * 1024 * 1024), with_size=False)
    file = (await office.has(1))[0].file
    assert file
    assert file.missing == "too_big"


async def test_in_a_group_it_says_so_once_and_leaves(
    api: TelegramApi, office: Office, channel: TelegramChannel
) -> None:
    group = api.group()
    group.add_bot()
    group.say("/baocao")
    await group.hears("chỉ phục vụ trong cuộc trò chuyện riêng")
    api.person().say("một")
    assert [incoming.text for incoming in await office.has(1)] == ["một"]
    await api.asked("leaveChat", "ok")
    assert not group.has_bot
    assert len(group.messages) == 1


async def test_in_an_english_group(api: TelegramApi, office: Office, channel: TelegramChannel) -> None:
    group = api.group(language="en")
    group.add_bot()
    await group.hears("private chats only")
