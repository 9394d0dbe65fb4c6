"""The demo in a headless Chromium, or a plain word why not."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, async_playwright

from bot.clock import MovableClock
from bot.demo import sample as demo_sample
from bot.demo.app import Demo, prepare
from storage.database.connect import migrate, open_store
from storage.database.store import Store

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE = {"width": 360, "height": 740}


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """SQLite: what a database makes of a turn is tested elsewhere."""
    url = f"sqlite:///{tmp_path / 'demo.db'}"
    migrate(url)
    store = await open_store(url)
    try:
        yield store
    finally:
        await store.close()


@pytest.fixture
async def demo(store: Store) -> AsyncIterator[Demo]:
    """The demo on the morning of 19 May 2026, on a port of its own."""
    sample, clock = demo_sample.load(), MovableClock()
    await prepare(store, sample, clock, date(2026, 5, 19), 0)
    running = await Demo.on(store, sample, clock, "127.0.0.1", 0)
    try:
        await running.start()
        yield running
    finally:
        await running.stop()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no browser: looked for chromium, chromium-browser and google-chrome")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        await browser.close()


@pytest.fixture
async def phone(browser: Browser, demo: Demo) -> AsyncIterator[BrowserContext]:
    """A narrow phone that is tapped."""
    context = await browser.new_context(
        base_url=demo.web.address,
        viewport=PHONE,
        has_touch=True,
        is_mobile=True,
        locale="en-US",  # an English telephone, a Vietnamese office
    )
    context.set_default_timeout(10_000)
    yield context
    await context.close()


def is_a_fault(message: ConsoleMessage) -> bool:
    """The browser's own notes about a network that a test has cut are none."""
    return message.type == "error" and "net::ERR_" not in message.text


@pytest.fixture
async def page(phone: BrowserContext) -> AsyncIterator[Page]:
    """A page in which nothing may go wrong unseen."""
    page = await phone.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if is_a_fault(message) else None)
    yield page
    assert errors == []
