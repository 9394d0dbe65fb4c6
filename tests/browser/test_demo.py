from __future__ import annotations

import re

import pytest
from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from bot.demo.app import Demo

pytestmark = pytest.mark.browser
ZONE_SHEET = ("12 vu, 10, 9, 2, 2", "9 9 8", "44 1 3130 3130 3", "khong; co; co")


class Chat:
    """Speaks and taps as a visitor does."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.heard = page.locator(".bot:not(.typing)")

    @property
    def last(self) -> Locator:
        return self.heard.last

    async def be(self, persona: str) -> None:
        await self.page.goto("/")
        await self.page.locator(f"[data-persona={persona}]").tap()
        await expect(self.heard).to_have_count(1)

    def choice(self, label: str) -> Locator:
        return self.page.locator(".choices:not(.old)").get_by_role("button", name=label, exact=True)

    async def tap(self, label: str) -> None:
        before = await self.heard.count()
        await self.choice(label).tap()
        await expect(self.heard).to_have_count(before + 1)

    async def say(self, text: str) -> None:
        before = await self.heard.count()
        await self.page.locator("#text").fill(text)
        await self.page.locator("#send").tap()
        await expect(self.heard).to_have_count(before + 1)


@pytest.fixture
def chat(page: Page) -> Chat:
    return Chat(page)


async def wider_than_the_screen(page: Page) -> bool:
    wide: bool = await page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return wide


async def colours(page: Page, *selectors: str) -> list[str]:
    """The background colours as the browser computed them."""
    script = "(selectors) => selectors.map((s) => getComputedStyle(document.querySelector(s)).backgroundColor)"
    values: list[str] = await page.evaluate(script, list(selectors))
    return values


async def test_an_officer_files_a_report_by_tapping_and_typing(chat: Chat) -> None:
    await chat.be("commune-officer")
    await chat.tap("Báo cáo phải nộp")
    await chat.tap("Bắt đầu")
    await expect(chat.last).to_contain_text("Cùng kỳ năm trước: 14")
    await expect(chat.last.locator(".where")).to_contain_text("Câu 1/18")
    for message in ZONE_SHEET:
        await chat.say(message)
        assert not await wider_than_the_screen(chat.page)
    await chat.tap("Bỏ qua")
    await chat.say("2")
    await expect(chat.last).to_contain_text("Xem lại")
    await chat.tap("Nộp báo cáo")
    await expect(chat.last).to_contain_text(re.compile(r"Mã biên nhận: CM26-6T-\w{5}"))
    await expect(chat.last).to_contain_text("trước hạn")


async def test_a_reload_shows_the_conversation_as_it_was(chat: Chat) -> None:
    await chat.be("district-officer")
    await chat.tap("Báo cáo phải nộp")
    await chat.tap("Bắt đầu")
    await chat.say("12")
    before = await chat.page.locator("#log .bubble").all_inner_texts()
    await chat.page.reload()
    await expect(chat.page.locator("#log .bubble")).to_have_count(len(before))
    assert await chat.page.locator("#log .bubble").all_inner_texts() == before
    await chat.say("10")
    await expect(chat.last).to_contain_text("Câu 3/26")


async def test_only_the_newest_choices_can_be_tapped(chat: Chat) -> None:
    await chat.be("district-officer")
    await chat.tap("Báo cáo phải nộp")
    old = chat.page.locator(".choices.old button")
    await expect(old).not_to_have_count(0)
    assert all([await button.is_disabled() for button in await old.all()])
    await expect(chat.choice("Bắt đầu")).to_be_enabled()


async def test_what_is_written_without_a_network_is_sent_later_and_once(chat: Chat, phone: BrowserContext) -> None:
    await chat.be("district-officer")
    await chat.tap("Báo cáo phải nộp")
    await chat.tap("Bắt đầu")
    before = await chat.heard.count()
    await phone.route("**/api/messages*", lambda route: route.abort())
    await chat.page.locator("#text").fill("12")
    await chat.page.locator("#send").tap()
    await expect(chat.page.locator(".me.waiting")).to_contain_text("sẽ tự gửi lại")
    await expect(chat.page.locator(".typing")).to_have_count(0)
    await chat.page.reload()
    await expect(chat.page.locator("#status")).to_contain_text("đang kết nối lại")
    await phone.unroute("**/api/messages*")
    await expect(chat.heard).to_have_count(before + 1)
    await expect(chat.last).to_contain_text("Câu 2/26")
    await expect(chat.page.locator("#status")).to_be_empty()
    await expect(chat.page.locator(".me")).to_have_count(3)


async def test_the_date_is_moved_and_brings_the_reminder(chat: Chat) -> None:
    await chat.be("district-officer")
    await expect(chat.page.locator("#stage")).to_contain_text("Dữ liệu mẫu, địa giới trước 1/7/2025")
    await expect(chat.page.locator("#stage")).to_contain_text("Ngày giả định (chỉ có trong bản chạy thử)")
    await expect(chat.page.locator("#time")).to_have_text(re.compile("Thứ Ba, 19/5/2026"))
    await chat.page.locator("#tomorrow").tap()
    await expect(chat.page.locator("#time")).to_have_text(re.compile("Thứ Tư, 20/5/2026"))
    await expect(chat.last).to_contain_text("chưa nộp")
    await chat.page.locator("#clock summary").tap()
    await chat.page.locator("#when").fill("2026-05-25T09:30")
    await chat.page.locator("#move button").tap()
    await expect(chat.page.locator("#time")).to_have_text(re.compile("Thứ Hai, 25/5/2026 · 09:30"))


async def test_a_leader_sees_who_has_not_filed_and_a_visitor_may_change_roles(chat: Chat) -> None:
    await chat.be("leader")
    await chat.tap("Tình trạng")
    await expect(chat.last).to_contain_text("đã nộp 5/9 đơn vị")
    await expect(chat.last).to_contain_text("UBND huyện Ngọc Hiển")
    await chat.page.get_by_role("button", name="Đổi vai").tap()
    await chat.page.locator("[data-persona=district-officer]").tap()
    await expect(chat.page.locator("#me")).to_contain_text("UBND huyện Cái Nước")
    await expect(chat.heard).to_have_count(1)


async def test_a_coordinator_invites_a_new_officer(chat: Chat, phone: BrowserContext) -> None:
    await chat.be("coordinator")
    await chat.say("/moi")
    await chat.say("cai nuoc")
    await chat.tap("UBND huyện Cái Nước")
    await chat.tap("Cán bộ báo cáo")
    picture = chat.last.locator("img")
    await expect(picture).to_have_js_property("complete", True)
    assert await picture.evaluate("(image) => image.naturalWidth") > 100
    link = await chat.last.get_by_role("link").get_attribute("href")
    newcomer = Chat(await phone.new_page())
    await newcomer.page.goto(link or "")
    await newcomer.page.get_by_label("Họ và tên").fill("Cán bộ mẫu Mười")
    await newcomer.page.get_by_role("button", name="Bắt đầu").tap()
    await expect(newcomer.last).to_contain_text("UBND huyện Cái Nước")
    await newcomer.tap("Đúng, xác nhận")
    await expect(newcomer.last).to_contain_text("6 tháng năm 2026")


async def test_the_keyboard_alone_is_enough(browser: Browser, demo: Demo) -> None:
    page = await browser.new_page(base_url=demo.web.address, locale="vi-VN")
    await page.goto("/")
    await page.locator("#personas button").first.wait_for()
    await page.keyboard.press("Tab")
    await expect(page.locator("[data-persona=district-officer]")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("textbox", name="Nội dung tin")).to_be_focused()
    await page.locator(".choices button").first.wait_for()
    for _ in range(20):
        await page.keyboard.press("Shift+Tab")
        if await page.evaluate("document.activeElement.textContent") == "Báo cáo phải nộp":
            break
    await page.keyboard.press("Enter")
    await expect(page.locator(".bot").last).to_contain_text("6 tháng năm 2026")
    await expect(page.get_by_role("textbox", name="Nội dung tin")).to_be_focused()
    await page.keyboard.type("bat dau")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.press("Backspace")
    await page.keyboard.press("Enter")
    await expect(page.locator(".bot").last).to_contain_text("Câu 1/26")
    await page.close()


async def test_what_a_screen_reader_finds(chat: Chat) -> None:
    await chat.be("district-officer")
    log = chat.page.get_by_role("log", name="Nội dung trò chuyện")
    await expect(log).to_have_attribute("aria-live", "polite")
    await expect(chat.last).to_contain_text("Hệ thống:")
    await expect(chat.page.get_by_role("group", name="Lựa chọn")).to_have_count(1)
    unnamed = await chat.page.evaluate(
        "[...document.querySelectorAll('button, input, textarea')].filter((e) =>"
        " !e.textContent.trim() && !e.ariaLabel && !e.labels?.length).map((e) => e.outerHTML)"
    )
    assert unnamed == []
    assert await chat.page.evaluate("document.documentElement.lang") == "vi"


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_light_and_dark_are_both_readable(browser: Browser, demo: Demo, scheme: str) -> None:
    page = await browser.new_page(base_url=demo.web.address, color_scheme=scheme, locale="vi-VN")  # type: ignore[arg-type]
    await page.goto("/")
    await page.locator("[data-persona=leader]").click()
    await page.locator(".choices button").first.wait_for()
    assert await page.evaluate(CONTRAST) == []
    (ground,) = await colours(page, "main")
    assert (sum(map(int, re.findall(r"\d+", ground)[:3])) > 384) == (scheme == "light")
    await page.close()


CONTRAST = """
() => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (e) => {
    for (; e; e = e.parentElement) {
      const colour = numbers(getComputedStyle(e).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const texts = [...document.querySelectorAll("#chat *")].filter((e) => !e.disabled && e.offsetParent
    && [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()));
  return texts.map((e) => {
    const [a, b] = [light(numbers(getComputedStyle(e).color)), light(ground(e))];
    return [e.className || e.id || e.tagName, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)];
  }).filter(([, contrast]) => contrast < 4.5);
}
"""
"""Every text of the chat whose contrast with its ground is below 4.5 : 1."""


@pytest.mark.parametrize(("width", "height"), [(640, 450), (360, 400), (320, 320)])
async def test_zoomed_in_there_is_still_room_for_what_is_said(chat: Chat, width: int, height: int) -> None:
    await chat.page.set_viewport_size({"width": width, "height": height})
    await chat.be("district-officer")
    room = await chat.page.locator("#log").evaluate("(log) => log.clientHeight")
    assert room > 0.4 * height
    assert not await wider_than_the_screen(chat.page)


async def test_the_page_speaks_english_too(chat: Chat) -> None:
    await chat.page.goto("/")
    await chat.page.get_by_role("link", name="English").tap()
    await expect(chat.page.get_by_role("heading", name="Choose a role to try")).to_be_visible()
    await chat.page.locator("[data-persona=leader]").tap()
    await expect(chat.page.locator("#time")).to_have_text(re.compile("Tuesday, 19/0?5/2026"))
    await expect(chat.last).to_contain_text("Leader")
