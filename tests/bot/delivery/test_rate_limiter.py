"""On a clock of its own: the loop's time jumps to whatever is awaited next."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from bot.delivery.rate_limiter import BULK, REPLY, RateLimiter


class QuickLoop(asyncio.SelectorEventLoop):
    """Never waits: time moves to the next timer as soon as nothing else is to be done."""

    def __init__(self) -> None:
        super().__init__()
        self._passed = 0.0

    def time(self) -> float:
        return self._passed

    def _run_once(self) -> None:
        if not self._ready and self._scheduled:  # type: ignore[attr-defined]
            self._passed = max(self._passed, self._scheduled[0].when())  # type: ignore[attr-defined]
        super()._run_once()  # type: ignore[misc]


Body = Callable[[], Coroutine[Any, Any, None]]


def quick(body: Body) -> None:
    with asyncio.Runner(loop_factory=QuickLoop) as runner:
        runner.run(body())


class Sends:
    """Asks for slots and notes when each was given."""

    def __init__(self, pacer: RateLimiter) -> None:
        self.pacer, self.at = pacer, []  # type: tuple[RateLimiter, list[tuple[float, str]]]

    async def send(self, chat: str, lane: int = REPLY) -> None:
        await self.pacer.wait_for_slot(lane, chat)
        self.at.append((asyncio.get_running_loop().time(), chat))

    def times(self, chat: str | None = None) -> list[float]:
        return [at for at, to in self.at if chat in (None, to)]

    def worst_second(self) -> int:
        times = self.times()
        return max(sum(start <= at < start + 1 for at in times) for start in times)


def test_many_chats_get_an_even_pace_from_the_start() -> None:
    async def body() -> None:
        sends = Sends(RateLimiter(rate=29))
        await asyncio.gather(*(sends.send(f"c{i}") for i in range(100)))
        assert sends.worst_second() <= 30
        assert 3.2 < sends.times()[-1] < 3.6

    quick(body)


def test_bulk_leaves_room_and_replies_go_first() -> None:
    async def body() -> None:
        sends = Sends(RateLimiter(rate=29, bulk_rate=25))
        bulk = [asyncio.create_task(sends.send(f"b{i}", BULK)) for i in range(250)]
        await asyncio.sleep(2)
        before = asyncio.get_running_loop().time()
        await sends.send("officer")
        assert asyncio.get_running_loop().time() - before < 0.1
        await asyncio.gather(*bulk)
        assert 9.5 < sends.times()[-1] < 10.5

    quick(body)


def test_one_chat_gets_three_at_once_then_one_a_second() -> None:
    async def body() -> None:
        sends = Sends(RateLimiter(rate=29))
        await asyncio.gather(*(sends.send("c") for _ in range(6)))
        assert [round(at) for at in sends.times("c")] == [0, 0, 0, 1, 2, 3]
        await asyncio.sleep(60)
        start = asyncio.get_running_loop().time()
        await asyncio.gather(*(sends.send("c") for _ in range(4)))
        assert [round(at - start) for at in sends.times("c")[6:]] == [0, 0, 0, 1]

    quick(body)


def test_a_slow_chat_does_not_hold_the_others() -> None:
    async def body() -> None:
        sends = Sends(RateLimiter(rate=29))
        await asyncio.gather(*(sends.send("slow") for _ in range(10)), sends.send("quick"))
        assert sends.times("quick")[0] < 0.5

    quick(body)


def test_after_a_429_there_is_silence_then_replies_before_bulk() -> None:
    async def body() -> None:
        pacer = RateLimiter(rate=29)
        sends = Sends(pacer)
        pacer.pause(10)
        await asyncio.gather(*(sends.send(f"b{i}", BULK) for i in range(5)), sends.send("officer"))
        assert sends.times()[0] >= 10
        assert sends.at[0][1] == "officer"

    quick(body)


def test_rate_zero_is_no_limit() -> None:
    async def body() -> None:
        sends = Sends(RateLimiter(0, 0, 0))
        await asyncio.gather(*(sends.send("c", lane) for lane in (REPLY, BULK) * 500))
        assert sends.times()[-1] == 0

    quick(body)


def test_who_gives_up_waiting_costs_no_slot() -> None:
    async def body() -> None:
        sends = Sends(RateLimiter(rate=1))
        first, second, third = (asyncio.create_task(sends.send(c)) for c in ("a", "b", "c"))
        await first
        second.cancel()
        await third
        assert sends.times("c")[0] == pytest.approx(1, abs=0.6)
        assert not sends.times("b")

    quick(body)


def test_a_courtesy_never_makes_a_reply_wait() -> None:
    async def body() -> None:
        pacer = RateLimiter(rate=29)
        sends = Sends(pacer)
        assert pacer.take_spare_slot("c")
        await asyncio.sleep(0.1)
        assert pacer.take_spare_slot("c")
        await asyncio.sleep(0.1)
        assert not pacer.take_spare_slot("c")
        await sends.send("c")
        assert sends.times("c")[0] == pytest.approx(0.2)
        pacer.pause(5)
        assert not pacer.take_spare_slot("d")

    quick(body)
