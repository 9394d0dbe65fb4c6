"""The clock that ticks."""

import asyncio

from apscheduler.events import EVENT_JOB_MAX_INSTANCES

from bot.scheduler import Scheduler


async def test_it_ticks_again_and_again_until_stopped() -> None:
    thrice, ticks = asyncio.Event(), 0

    async def tick() -> None:
        nonlocal ticks
        ticks += 1
        if ticks == 3:
            thrice.set()

    scheduler = Scheduler(tick, seconds=0.01)
    scheduler.start()
    await asyncio.wait_for(thrice.wait(), 5)
    scheduler.stop()
    stopped_at = ticks
    for _ in range(20):
        await asyncio.sleep(0)

    assert ticks == stopped_at


async def test_a_tick_that_fails_does_not_stop_the_clock() -> None:
    again, ticks = asyncio.Event(), 0

    async def tick() -> None:
        nonlocal ticks
        ticks += 1
        if ticks == 1:
            raise RuntimeError("the database was away")
        again.set()

    scheduler = Scheduler(tick, seconds=0.01)
    scheduler.start()
    await asyncio.wait_for(again.wait(), 5)
    scheduler.stop()


async def test_a_slow_tick_is_never_run_beside_itself() -> None:
    """The tick takes until the next one was due and did not run, or, against the rule, did."""
    running, most, next_due, done = 0, 0, asyncio.Event(), asyncio.Event()

    async def tick() -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        if running > 1:
            next_due.set()
        await next_due.wait()
        running -= 1
        done.set()

    scheduler = Scheduler(tick, seconds=0.01)
    scheduler._scheduler.add_listener(lambda _: next_due.set(), EVENT_JOB_MAX_INSTANCES)
    scheduler.start()
    await asyncio.wait_for(done.wait(), 5)
    scheduler.stop()

    assert most == 1


async def test_stopping_one_that_never_ran_is_no_error() -> None:
    async def tick() -> None:
        raise AssertionError("not started")

    Scheduler(tick).stop()
