"""``baocao run``: runs the bot on all configured channels until SIGINT or SIGTERM."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import Callable, Coroutine
from typing import Any

from bot.app import App
from bot.channels import ChannelStopped
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.web.channel import WebChannel
from bot.cli.common import console, database_words, fail, load_settings
from bot.clock import Clock
from bot.random_codes import SystemRandomCodes
from bot.settings import Settings
from handlers.registry import command_menu
from handlers.turn.services import Links
from storage.database.connect import InvalidDatabaseUrl, migrate, open_store
from storage.database.store import Store, StoreUnavailable
from storage.messaging import attachments

LIBRARY_LOGGERS = (
    "telegram",
    "httpx",
    "httpcore",
    "aiohttp",
    "sqlalchemy",
    "aiosqlite",
    "psycopg",
    "apscheduler",
    "alembic",
)
"""Loggers that below WARNING write addresses (with Telegram's token) or database rows (with messages)."""


def run() -> None:
    """Chạy bot trên các kênh đã cấu hình; dừng bằng Ctrl+C hoặc SIGTERM."""
    settings = load_settings()
    if settings.telegram_token is None and settings.listen is None:
        fail("Chưa có kênh nào. Đặt BAOCAO_TELEGRAM_TOKEN hoặc BAOCAO_LISTEN; `baocao doctor` cho biết thêm.")
    start_logging()
    migrate_database()
    try:
        on_loop(serve(settings))
    except StoreUnavailable as error:
        fail(database_words(error))
    except (ChannelStopped, OSError) as error:
        fail(str(error))


def migrate_database() -> None:
    """Đưa cơ sở dữ liệu lên phiên bản hiện tại."""
    url = load_settings().database_url.get_secret_value()
    try:
        migrate(url)
    except (StoreUnavailable, InvalidDatabaseUrl) as error:
        fail(database_words(error))


def on_loop(program: Coroutine[Any, Any, None]) -> None:
    """Runs a coroutine on uvloop, on Windows on asyncio's own loop."""
    factory: Callable[[], asyncio.AbstractEventLoop] | None = None
    if sys.platform != "win32":
        import uvloop

        factory = uvloop.new_event_loop
    with asyncio.Runner(loop_factory=factory) as runner:
        runner.run(program)


def start_logging() -> None:
    """Logs INFO to stderr, of the libraries only warnings."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for name in LIBRARY_LOGGERS:
        logging.getLogger(name).setLevel(logging.WARNING)


async def serve(settings: Settings) -> None:
    """Opens the store, the channels and the app, and closes them in reverse order."""
    store = await open_store(settings.database_url.get_secret_value())
    try:
        await serve_on(store, settings)
    finally:
        await store.close()


async def serve_on(store: Store, settings: Settings) -> None:
    """Runs channels and app on an open store until stopped."""
    clock, links = Clock(), Links(public_url=settings.public_url)
    web = web_channel(store, settings, clock)
    telegram = telegram_channel(store, settings, clock, links, lambda: app.delivery.backlog)
    channels = {channel.name: channel for channel in (web, telegram) if channel is not None}
    limits = {"zalo": settings.zalo_monthly}
    app = App(store, channels, clock.now, links, limits, settings.plans_dir, retention=settings.retention)
    stop = stop_sign()
    try:
        for channel in channels.values():
            await channel.start(app.receive)
        await app.start()
        if web is not None:
            console.print(f"Trang trò chuyện: {web.address}")
        await until_stopped(stop, telegram)
    finally:
        await app.stop()
        for channel in channels.values():
            await channel.stop()


def stop_sign() -> asyncio.Event:
    """An event that SIGTERM and SIGINT set."""
    stop = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    return stop


async def until_stopped(stop: asyncio.Event, telegram: TelegramChannel | None) -> None:
    """Polls Telegram, if configured, until ``stop`` is set. Raises ChannelStopped if the token is refused."""
    tasks: set[asyncio.Task[Any]] = {asyncio.create_task(stop.wait())}
    if telegram is not None:
        tasks.add(asyncio.create_task(telegram.run()))
    done, running = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    for task in done:
        task.result()


def web_channel(store: Store, settings: Settings, clock: Clock) -> WebChannel | None:
    """The web channel, or ``None`` if it is not configured."""
    if settings.listen is None:
        return None
    host, _, port = settings.listen.rpartition(":")
    return WebChannel(
        store,
        host=host.strip("[]"),
        port=int(port),
        now=clock.now,
        random_codes=SystemRandomCodes(),
        public_url=settings.public_url,
    )


def telegram_channel(
    store: Store, settings: Settings, clock: Clock, links: Links, backlog: Callable[[], int]
) -> TelegramChannel | None:
    """The Telegram channel, or ``None`` if it is not configured; ``links`` gets the bot's name once it is known."""
    if settings.telegram_token is None:
        return None

    def introduced(username: str | None) -> None:
        links.telegram_bot = username

    return TelegramChannel(
        settings.telegram_token.get_secret_value(),
        base_url=settings.telegram_base_url,
        load_attachment=lambda file_id: store.read(lambda tx: attachments.get(tx, file_id)),
        menu=command_menu(),
        backlog=backlog,
        now=clock.now,
        rate=settings.telegram_rate,
        introduced=introduced,
    )
