"""The picture in the README, from the running demo: ``python -m tests.tools.screenshot``."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import date
from pathlib import Path

from playwright.async_api import async_playwright

from bot import demo_sample
from bot.clock import MovableClock
from bot.demo import Demo, prepare
from storage.opening import migrate, open_store
from tests.browser.conftest import CHROMIUM, FLAGS

PICTURE = Path(__file__).parents[2] / "docs" / "anh-chay-thu.png"


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/demo.db"
        migrate(url)
        store = await open_store(url)
        sample, clock = demo_sample.load(), MovableClock()
        await prepare(store, sample, clock, date(2026, 5, 19), 0)
        demo = await Demo.on(store, sample, clock, "127.0.0.1", 0)
        try:
            await demo.start()
            await take(demo.web.address)
        finally:
            await demo.stop()
            await store.close()


async def take(address: str) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        page = await browser.new_page(
            viewport={"width": 400, "height": 800},
            device_scale_factor=1.5,
            has_touch=True,
            is_mobile=True,
            locale="vi-VN",
        )
        await page.goto(address)
        await page.locator("[data-persona=district-officer]").tap()
        for label in ("Báo cáo phải nộp", "Bắt đầu"):
            await page.locator(".choices:not(.old)").get_by_role("button", name=label, exact=True).tap()
        await page.locator(".where").wait_for()
        await page.wait_for_timeout(500)
        await page.screenshot(path=PICTURE)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
