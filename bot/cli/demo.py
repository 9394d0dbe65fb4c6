"""``baocao demo``: a sample province with four roles in the browser."""

from __future__ import annotations

import logging
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import make_url

from bot.cli.common import console, fail
from bot.cli.run import on_loop, stop_sign
from bot.clock import MovableClock
from bot.demo import sample as demo_sample
from bot.demo.app import Demo, prepare
from bot.demo.sample import Sample
from bot.demo.seed import NotADemo, inventory
from locales import words
from storage.database.connect import InvalidDatabaseUrl, migrate, open_store
from storage.database.store import Store, StoreUnavailable

say = words("vi")


def demo(
    port: Annotated[int, typer.Option(help="Cổng của trang; 0: cổng trống bất kỳ.", min=0, max=65535)] = 8080,
    host: Annotated[str, typer.Option(help="Địa chỉ máy để nghe.")] = "127.0.0.1",
    db: Annotated[
        str, typer.Option(metavar="TỆP", help="Tệp dữ liệu, được giữ lại cho lần sau; hoặc postgresql://…")
    ] = "baocao-demo.db",
    today: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            metavar="YYYY-MM-DD",
            help="Ngày giả định; mặc định 19/5 năm nay, hoặc đi tiếp từ lần trước.",
        ),
    ] = None,
    communes: Annotated[int, typer.Option(help="Thêm bấy nhiêu xã đánh số.", min=0, max=5000)] = 0,
    seed_only: Annotated[bool, typer.Option("--seed-only", help="Chỉ tạo dữ liệu mẫu rồi dừng.")] = False,
) -> None:
    """Chạy thử trên trình duyệt với dữ liệu mẫu của tỉnh Cà Mau: chọn vai, gửi báo cáo, đổi ngày."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    url = db if "://" in db else f"sqlite:///{Path(db).absolute()}"
    try:
        migrate(url)
        on_loop(run(url, host, port, today.date() if today else None, communes, seed_only))
    except NotADemo:
        fail(say("demo.not_a_demo", database=printable_url(url)))
    except (InvalidDatabaseUrl, StoreUnavailable) as error:
        fail(say("demo.bad_address", reason=error))
    except OSError as error:
        fail(say("demo.cannot_listen", host=host, port=port, reason=error.strerror))


async def run(url: str, host: str, port: int, today: date | None, communes: int, seed_only: bool) -> None:
    """Prepares the demo's database and serves it until stopped; with ``seed_only`` it only prints what it contains."""
    sample, clock = demo_sample.load(), MovableClock()
    store = await open_store(url)
    try:
        await prepare(store, sample, clock, today, communes)
        if seed_only:
            await tell_inventory(store, sample, url)
        else:
            await serve(await Demo.on(store, sample, clock, host, port), clock, url)
    finally:
        await store.close()


async def tell_inventory(store: Store, sample: Sample, url: str) -> None:
    """Prints what the demo's database contains."""
    counts = await store.read(lambda tx: inventory(tx, sample.plan.id))
    console.print(say("demo.inventory", database=printable_url(url), **counts), markup=False)


async def serve(running: Demo, clock: MovableClock, url: str) -> None:
    """Runs the demo until SIGINT or SIGTERM."""
    stop = stop_sign()
    try:
        await running.start()
        console.print(say("demo.open", address=running.web.address), markup=False)
        console.print(say("demo.today", moment=say.moment(clock.now())), markup=False)
        console.print(say("demo.stop", database=printable_url(url)), markup=False)
        await stop.wait()
    finally:
        await running.stop()


def printable_url(url: str) -> str:
    """The database for output: a file's path, or the URL without password."""
    address = make_url(url)
    return str(address.database) if address.drivername.startswith("sqlite") else address.render_as_string()
