"""The demo over real HTTP: the whole program behind the web channel, on both databases."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

import aiohttp
import pytest

from bot.clock import MovableClock
from bot.demo import sample
from bot.demo.app import Demo, prepare
from storage.database.store import Store
from storage.reports import submissions
from tests.bot.channels.web.visitor import Visitor

SAMPLE = sample.load()
ANSWERS = ("12 vu, 10, 9, 2, 2", "9 9 8", "44 1 3130 3130 3", "khong; co; co", "bo qua", "2")


class Guest(Visitor):
    """A visitor who hears everything new, and taps what it offers."""

    after = 0
    choices: tuple[dict[str, str], ...] = ()

    async def be(self, persona: str) -> str:
        await self.begin(persona=persona)
        return await self.new()

    async def new(self) -> str:
        texts = []
        for message in await self.hears(self.after, 5):
            self.after, self.choices = message["id"], tuple(message["choices"]) or self.choices
            texts.append(message["text"])
        return "\n---\n".join(texts)

    async def tell(self, text: str) -> str:
        assert await self.say(text=text) == 200
        return await self.new()

    async def tap(self, label: str) -> str:
        (choice,) = (choice["id"] for choice in self.choices if choice["label"] == label)
        assert await self.say(choice=choice) == 200
        return await self.new()

    async def move(self, now: str) -> None:
        assert (await self.ask("POST", "/api/clock", json={"now": now}))[0] == 200


@asynccontextmanager
async def running(store: Store, today: date | None = date(2026, 5, 19)) -> AsyncIterator[Demo]:
    clock = MovableClock()
    await prepare(store, SAMPLE, clock, today, 0)
    demo = await Demo.on(store, SAMPLE, clock, "127.0.0.1", 0)
    try:
        await demo.start()
        yield demo
    finally:
        await demo.stop()


@pytest.fixture
async def demo(store: Store) -> AsyncIterator[Demo]:
    async with running(store) as demo:
        yield demo


@pytest.fixture
async def http(demo: Demo) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(demo.web.address) as http:
        yield http


async def file_report(guest: Guest) -> str:
    await guest.tell("/baocao")
    await guest.tap("Bắt đầu")
    for answer in ANSWERS:
        await guest.tell(answer)
    return await guest.tap("Nộp báo cáo")


async def test_a_persona_is_greeted_and_files_a_report(http: aiohttp.ClientSession, store: Store) -> None:
    guest = Guest(http)
    assert "1 báo cáo phải nộp" in await guest.be("commune-officer")
    receipt = re.search(r"Mã biên nhận: (\S+)", await file_report(guest))
    assert receipt
    code = receipt[1]
    version = await store.read(lambda tx: submissions.version_by_receipt(tx, code))
    assert version
    assert version.is_intact
    assert not version.sample


async def test_the_same_person_goes_on_in_another_session(http: aiohttp.ClientSession) -> None:
    first, second = Guest(http), Guest(http)
    await first.be("district-officer")
    await first.tell("/baocao")
    await first.tap("Bắt đầu")
    await first.tell("12 10 9 2 2")
    await second.be("district-officer")
    assert "đã trả lời 5/" in await second.tell("/baocao")
    assert "Câu 6/26" in await second.tap("Làm tiếp")


async def test_moving_the_date_brings_the_reminder_and_then_the_lateness(http: aiohttp.ClientSession) -> None:
    guest = Guest(http)
    await guest.be("commune-officer")
    await guest.move("2026-05-20T08:00")
    assert "chưa nộp" in await guest.new()
    await guest.move("2026-05-22T08:00")
    assert "trễ hạn" in await file_report(guest)


async def test_the_coordinator_sees_the_names_of_those_who_have_not_filed(http: aiohttp.ClientSession) -> None:
    guest = Guest(http)
    await guest.be("coordinator")
    text = await guest.tell("tinh trang")
    assert "đã nộp 5/9" in text
    for district in ("Cái Nước", "Năm Căn", "Phú Tân", "Ngọc Hiển"):
        assert f"UBND huyện {district}" in text


async def test_personas(http: aiohttp.ClientSession) -> None:
    _, personas, _ = await Guest(http).ask("GET", "/api/personas")
    assert [(persona["id"], persona["role"], persona["unit"]) for persona in personas] == [
        ("district-officer", "reporter", "UBND huyện Cái Nước"),
        ("commune-officer", "reporter", "thị trấn Cái Nước"),
        ("coordinator", "coordinator", "tỉnh Cà Mau"),
        ("leader", "leader", "tỉnh Cà Mau"),
    ]


async def test_a_restart_loses_nothing_and_goes_on_from_the_same_day(store: Store) -> None:
    async with running(store) as demo, aiohttp.ClientSession(demo.web.address) as http:
        guest = Guest(http)
        await guest.be("district-officer")
        await guest.tell("/baocao")
        await guest.tap("Bắt đầu")
        await guest.tell("12 10 9 2 2")
        await guest.move("2026-05-21T10:00")
    async with running(store, today=None) as demo, aiohttp.ClientSession(demo.web.address) as http:
        again = Guest(http)
        again.headers = guest.headers
        _, clock, _ = await again.ask("GET", "/api/clock")
        assert clock["now"].startswith("2026-05-21T10:0")
        assert [message["text"] for message in await again.hears() if "Câu 6/26" in message["text"]]
        again.after = (await again.hears())[-1]["id"]
        assert "Câu 9/26" in await again.tell("25 24 23")


async def test_without_a_word_it_is_the_19th_of_may(store: Store) -> None:
    clock = MovableClock()
    await prepare(store, SAMPLE, clock, None, 0)
    assert (clock.now().month, clock.now().day, clock.now().hour) == (5, 19, 1)
