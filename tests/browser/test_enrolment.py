"""The page outside the demo: an invitation makes an address somebody."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from playwright.async_api import Browser, Page, expect
from sqlalchemy import Connection

from bot.app import App
from bot.channels.web.channel import WebChannel
from bot.clock import Clock
from bot.random_codes import SystemRandomCodes
from handlers.turn.services import Links
from reporting.roles import Role
from storage.database.store import Store
from storage.people import invitations
from tests import province

pytestmark = pytest.mark.browser


@pytest.fixture
async def code(store: Store) -> str:
    """An invitation to report for Cái Nước."""
    now, code = Clock().now(), SystemRandomCodes().code(8)

    def work(tx: Connection) -> None:
        built = province.build(tx, now)
        expires = now + timedelta(days=7)
        invitations.add(tx, code, built.cai_nuoc, Role.REPORTER, by=None, now=now, expires_at=expires)

    await store.write(work)
    return code


@pytest.fixture
async def web(store: Store) -> AsyncIterator[WebChannel]:
    clock = Clock()
    web = WebChannel(store, host="127.0.0.1", port=0, now=clock.now, random_codes=SystemRandomCodes())
    app = App(store, {web.name: web}, clock.now, Links())
    try:
        await web.start(app.receive)
        await app.start()
        yield web
    finally:
        await app.stop()
        await web.stop()


async def begin(page: Page, address: str) -> None:
    await page.goto(address)
    await page.get_by_role("button", name="Bắt đầu").click()
    await page.locator(".bot:not(.typing)").wait_for()


async def test_an_invitation_link_makes_an_officer(browser: Browser, web: WebChannel, code: str, store: Store) -> None:
    page = await browser.new_page(locale="vi-VN")
    await page.goto(f"{web.address}/?start={code}")
    await page.get_by_label("Họ và tên").fill("Cán bộ mẫu Chín")
    await page.get_by_role("button", name="Bắt đầu").click()
    await expect(page.locator(".bot").last).to_contain_text("UBND huyện Cái Nước")
    await page.get_by_role("button", name="Đúng, xác nhận").click()
    await expect(page.locator(".bot:not(.typing)")).to_have_count(2)
    names = await store.read(lambda tx: [name for (name,) in tx.exec_driver_sql("SELECT name FROM person")])
    assert "Cán bộ mẫu Chín" in names
    await page.close()


async def test_a_stranger_is_told_where_to_ask_and_nothing_of_the_demo(browser: Browser, web: WebChannel) -> None:
    page = await browser.new_page(locale="vi-VN")
    await begin(page, web.address)
    await expect(page.locator(".bot")).to_contain_text("/start")
    await expect(page.locator("#stage")).to_be_hidden()
    await page.locator("#text").fill("xin chào")
    await page.keyboard.press("Enter")
    await expect(page.locator(".bot:not(.typing)")).to_have_count(2)
    await page.close()


async def test_who_leaves_is_forgotten_by_the_device_and_the_server(
    browser: Browser, web: WebChannel, store: Store
) -> None:
    page = await browser.new_page(locale="vi-VN")
    await begin(page, web.address)
    page.on("dialog", lambda dialog: dialog.accept())
    async with page.expect_response("**/api/sessions"):
        await page.get_by_role("button", name="Thoát").click()
    await expect(page.get_by_label("Mã mời")).to_be_focused()
    assert await page.evaluate("localStorage.getItem('baocao.visits')") == "{}"
    sessions = await store.read(lambda tx: tx.exec_driver_sql("SELECT count(*) FROM web_session").scalar_one())
    assert sessions == 0
    await page.close()
