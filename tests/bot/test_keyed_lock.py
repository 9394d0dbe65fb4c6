import asyncio

from bot.keyed_lock import KeyedLock


async def test_one_conversation_keeps_its_order_and_others_do_not_wait():
    lanes, log = KeyedLock(), []
    gate = asyncio.Event()

    async def work(key: str, name: str, wait: bool = False) -> None:
        async with lanes.hold(key):
            if wait:
                await gate.wait()
            log.append(name)

    tasks = [asyncio.create_task(work("an", "an 1", wait=True))]
    tasks += [asyncio.create_task(work("an", f"an {i}")) for i in (2, 3)]
    other = asyncio.create_task(work("bình", "bình 1"))
    await other
    assert log == ["bình 1"]
    gate.set()
    await asyncio.gather(*tasks)
    assert log == ["bình 1", "an 1", "an 2", "an 3"]
    assert len(lanes) == 0


async def test_a_waiter_that_gives_up_does_not_block_the_next():
    lanes, log = KeyedLock(), []
    gate = asyncio.Event()

    async def work(name: str) -> None:
        async with lanes.hold("an"):
            await gate.wait()
            log.append(name)

    first, second, third = (asyncio.create_task(work(name)) for name in ("1", "2", "3"))
    await asyncio.sleep(0)
    second.cancel()
    gate.set()
    await asyncio.gather(first, second, third, return_exceptions=True)
    assert log == ["1", "3"]
    assert len(lanes) == 0
