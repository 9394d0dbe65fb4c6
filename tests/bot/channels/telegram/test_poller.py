"""What polling makes of answers that no Bot API should give, and of work that takes long."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.poller import Poller
from tests.bot.channels.telegram.telegram_office import Office, a_channel, parcel, running
from tests.emulators.telegram_api import TelegramApi
from tests.emulators.telegram_faults import Fault

GOOD = {"update_id": 7, "message": {"chat": {"id": 42}, "text": "một"}}


class Played:
    """Hands out what it was given, one answer a poll; ``ended`` when there is no more."""

    def __init__(self, *answers: Any) -> None:
        self._answers = list(answers)
        self.ended = asyncio.Event()
        self.offsets: list[int | None] = []

    async def fetch(self, offset: int | None) -> Any:
        self.offsets.append(offset)
        if not self._answers:
            self.ended.set()
            await asyncio.Event().wait()
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


async def polled(played: Played) -> list[Any]:
    taken: list[Any] = []

    async def take(update: Any) -> None:
        taken.append(update["message"]["text"])

    run = asyncio.create_task(Poller(played.fetch, take, lambda: 0, 0.001).run())
    await asyncio.wait_for(played.ended.wait(), 5)
    run.cancel()
    return taken


@pytest.mark.parametrize("odd", [{"update_id": 6, "callback_query": {"message": None}}, {"update_id": 6}])
async def test_an_update_that_says_nothing_is_passed_over(odd: Any) -> None:
    played = Played([odd, GOOD])
    assert await polled(played) == ["một"]
    assert played.offsets == [None, 8]


async def test_an_error_nobody_thought_of_does_not_end_the_polling(caplog: pytest.LogCaptureFixture) -> None:
    assert await polled(Played(RuntimeError("https://api.telegram.org/bot123:token"), [GOOD])) == ["một"]
    assert "RuntimeError in fetch" in caplog.text
    assert "bot123" not in caplog.text


@pytest.mark.parametrize("result", [True, {}, "update", [1], [{"message": {}}]])
async def test_a_result_that_is_no_list_of_updates_is_asked_for_again(
    result: Any, api: TelegramApi, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = a_channel(api.base_url)
    real, odd = channel._request.post, [result]

    async def post(url: str, *args: Any, **how: Any) -> Any:
        return odd.pop() if odd and "getUpdates" in url else await real(url, *args, **how)

    monkeypatch.setattr(channel._request, "post", post)
    api.person().say("một")
    async with running(channel, office):
        await office.has(1)


async def test_leaving_a_group_holds_up_nobody(api: TelegramApi, office: Office, channel: TelegramChannel) -> None:
    channel._rate_limiter.pause(60)
    api.group().add_bot()
    api.person().say("một")
    assert (await office.has(1))[0].text == "một"


async def test_a_file_that_is_slow_to_come_holds_up_the_others_for_a_moment_only(
    api: TelegramApi, office: Office, channel: TelegramChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.channel.FETCH_SECONDS", 0.05)

    async def never(*_: object, **__: object) -> bytes:
        await asyncio.Event().wait()
        return b""

    monkeypatch.setattr("bot.channels.telegram.channel.TelegramChannel._content", never)
    api.person().send_file("tra-loi.txt", "text/plain", b"6: 25")
    file = (await office.has(1))[0].file
    assert file
    assert (file.name, file.content) == ("tra-loi.txt", b"")


async def test_while_telegram_wants_silence_a_tap_is_not_even_answered(
    api: TelegramApi, office: Office, channel: TelegramChannel
) -> None:
    officer = api.person()
    await channel.send(parcel(officer.id, choices=[{"id": "1.0", "label": "Có"}]))
    channel._rate_limiter.pause(60)
    officer.tap("Có")
    officer.say("một")
    await office.has(2)
    await api.asked("getUpdates", n=len(api.calls_of("getUpdates")))
    assert not api.calls_of("answerCallbackQuery")


async def test_a_429_to_a_courtesy_silences_messages_too(
    api: TelegramApi, office: Office, channel: TelegramChannel
) -> None:
    officer = api.person()
    await channel.send(parcel(officer.id, choices=[{"id": "1.0", "label": "Có"}]))
    api.fail("answerCallbackQuery", Fault.TOO_MANY)
    officer.tap("Có")
    await api.asked("answerCallbackQuery", "TOO_MANY")
    await asyncio.gather(*channel._background_tasks)
    assert channel._rate_limiter.is_paused
