"""The pictures in the README, from the running demo: ``python -m tests.tools.screenshot``."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import date
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from bot.clock import MovableClock
from bot.demo import sample as demo_sample
from bot.demo.app import Demo, prepare
from storage.database.connect import migrate, open_store
from tests.browser.conftest import CHROMIUM, FLAGS

DOCS = Path(__file__).parents[2] / "docs"


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
        page = await as_persona(browser, address, "district-officer", "Báo cáo phải nộp", "Bắt đầu")
        await page.locator(".where").wait_for()
        await page.wait_for_timeout(500)
        await page.screenshot(path=DOCS / "anh-chay-thu.png")
        page = await as_persona(browser, address, "leader", "Tóm tắt tình hình", height=1360, scale=1)
        await page.get_by_text("Tóm tắt ·").last.wait_for()
        await page.wait_for_timeout(500)
        await page.screenshot(path=DOCS / "anh-tom-tat.png")
        await browser.close()


async def as_persona(
    browser: Browser, address: str, persona: str, *labels: str, height: int = 800, scale: float = 1.5
) -> Page:
    """The page of somebody who tapped these choices."""
    page = await browser.new_page(
        viewport={"width": 400, "height": height},
        device_scale_factor=scale,
        has_touch=True,
        is_mobile=True,
        locale="vi-VN",
    )
    await page.goto(address)
    await page.locator(f"[data-persona={persona}]").tap()
    for label in labels:
        await page.locator(".choices:not(.old)").get_by_role("button", name=label, exact=True).tap()
    return page


if __name__ == "__main__":
    asyncio.run(main())
