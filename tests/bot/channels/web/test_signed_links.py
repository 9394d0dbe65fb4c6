"""Signed links, over real HTTP: nothing is served without a true signature, nor after its time."""

from __future__ import annotations

import asyncio
import io
import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from bot.channels.web.signed_links import LIVES, LinkExpired, SignedLinks, secret
from handlers.turn.messages import MAX_FILE
from handlers.turn.services import RandomCodes
from storage.database.store import Store, StoreUnavailable
from storage.messaging import attachments, conversations
from storage.messaging.attachments import Attachment
from tests.bot.channels.web.visitor import Parrot, Visitor

PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
async def file(store: Store, parrot: Parrot, visitor: Visitor) -> str:
    """The id of a file for somebody on another channel."""

    def work(tx: Connection) -> str:
        conversation = conversations.lock_conversation(tx, "zalo", "nguoi-dung-mau", parrot.now)
        attachments.add(tx, "f" * 32, conversation.id, "biểu mẫu.xlsx", "application/x-mau", b"PK", parrot.now)
        return "f" * 32

    return await store.write(work)


@pytest.fixture
async def upload(store: Store, parrot: Parrot, visitor: Visitor) -> str:
    """The path where the same person hands in a file."""
    conversation = await store.write(
        lambda tx: conversations.lock_conversation(tx, "zalo", "nguoi-dung-mau", parrot.now)
    )
    return path(links(parrot).upload(conversation.id))


def links(parrot: Parrot) -> SignedLinks:
    assert parrot.channel
    return parrot.channel.links


def path(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def form(content: bytes, name: str = "ban-ky.pdf", **fields: str) -> aiohttp.FormData:
    data = aiohttp.FormData(fields, quote_fields=False)
    data.add_field("file", io.BytesIO(content), filename=name, content_type="application/octet-stream")
    return data


async def test_a_file_is_fetched_by_whoever_holds_the_link(visitor: Visitor, parrot: Parrot, file: str) -> None:
    url = links(parrot).download(file)
    assert parrot.channel
    assert url.startswith(parrot.channel.address)
    status, content, headers = await visitor.ask("GET", path(url))
    assert (status, content, headers["Content-Type"]) == (200, b"PK", "application/x-mau")
    assert headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''bi%E1")
    assert headers["Cache-Control"] == "private, no-store"


async def test_nothing_is_served_after_a_day(visitor: Visitor, parrot: Parrot, file: str, upload: str) -> None:
    download = path(links(parrot).download(file))
    parrot.now += LIVES - timedelta(seconds=1)
    assert (await visitor.ask("GET", download))[0] == 200
    parrot.now += timedelta(seconds=1)
    for method, where in (("GET", download), ("GET", upload), ("POST", upload)):
        status, page, _ = await visitor.ask(method, where, **({"data": form(PDF)} if method == "POST" else {}))
        assert status == 410
        assert "đã hết hạn" in page.decode()
    assert not parrot.heard


async def test_no_link_opens_anything_else(visitor: Visitor, parrot: Parrot, file: str, upload: str) -> None:
    download = path(links(parrot).download(file))
    token, other = download.rpartition("/")[2], upload.rpartition("/")[2]
    later = ".".join((token.split(".")[0], "ffffffffff", token.split(".")[2]))
    for where in (
        f"/gui/{token}", f"/tep/{other}", f"/tep/{token[:-1]}", f"/tep/{later}", f"/tep/{'g' + token[1:]}", "/gui/1",
        f"/tep/{file}", "/tep/%FF.%00.x",
    ):  # fmt: skip
        assert (await visitor.ask("GET", where))[0] == 404
    assert not parrot.heard


async def test_a_file_that_is_not_kept_any_more(visitor: Visitor, parrot: Parrot, file: str, store: Store) -> None:
    await store.write(lambda tx: attachments.remove(tx, file))
    assert (await visitor.ask("GET", path(links(parrot).download(file))))[0] == 410


async def test_the_form_hands_a_file_to_its_conversation(visitor: Visitor, parrot: Parrot, upload: str) -> None:
    status, page, headers = await visitor.ask("GET", upload)
    shown = page.decode()
    assert status == 200
    assert "<script" not in shown
    assert "form-action 'self'" in headers["Content-Security-Policy"]
    assert "script-src" not in headers["Content-Security-Policy"]
    nonce = re.search(r'name="id" value="([^"]+)"', shown)
    assert nonce
    for _ in range(2):  # sent twice, as a page loaded again does: taken once
        data = form(PDF, id=nonce[1])
        status, page, _ = await visitor.ask("POST", upload, data=data, headers={"Origin": "null"})
        assert status == 200
        assert "Đã nhận tệp" in page.decode()
    (incoming,) = parrot.heard
    assert (incoming.channel, incoming.address, incoming.text) == ("zalo", "nguoi-dung-mau", "")
    assert incoming.file
    assert (incoming.file.name, incoming.file.content) == ("ban-ky.pdf", PDF)


@pytest.mark.parametrize(
    ("data", "status", "says"),
    [
        (lambda: form(b""), 400, "Chưa có tệp nào"),
        (lambda: {"id": "x"}, 400, "Chưa có tệp nào"),
        (lambda: b"{", 400, "Chưa có tệp nào"),
        (lambda: form(bytes(MAX_FILE + 1)), 413, "lớn quá 10 MB"),
        (lambda: form(bytes(2 * MAX_FILE)), 413, "lớn quá 10 MB"),
    ],
)
async def test_what_is_no_file_is_said_and_may_be_sent_again(
    visitor: Visitor, parrot: Parrot, upload: str, data: object, status: int, says: str
) -> None:
    returned_status, page, _ = await visitor.ask("POST", upload, data=data())  # type: ignore[operator]
    assert returned_status == status
    assert says in page.decode()
    assert "<form" in page.decode()
    assert not parrot.heard


async def test_where_the_store_takes_nothing_the_form_stays(visitor: Visitor, parrot: Parrot, upload: str) -> None:
    parrot.trouble = StoreUnavailable("disk full")
    status, page, _ = await visitor.ask("POST", upload, data=form(PDF))
    assert (status, "<form" in page.decode()) == (503, True)


async def test_too_many_files_in_a_short_time(no_refill: None, visitor: Visitor, upload: str) -> None:
    statuses = [(await visitor.ask("POST", upload, data=form(PDF + bytes([n]))))[0] for n in range(22)]
    assert statuses == [200] * 20 + [429] * 2


async def test_no_link_gets_into_a_log(
    visitor: Visitor, parrot: Parrot, file: str, upload: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    download = path(links(parrot).download(file))
    await visitor.ask("GET", download)
    await visitor.ask("POST", upload, data=form(PDF))
    written = [record.getMessage() for record in caplog.records if not record.name.startswith("aiohttp")]
    assert not [line for line in written if download in line or upload in line]


async def test_the_secret_is_made_once(store: Store, random_codes: RandomCodes) -> None:
    first = await store.write(lambda tx: secret(tx, random_codes))
    assert len(first) >= 64
    assert await store.write(lambda tx: secret(tx, random_codes)) == first


class Watch:
    """A clock that stands still."""

    at = datetime(2026, 5, 19, 2, 42, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_no_made_up_token_opens_anything(token: str) -> None:
    now = Watch()
    ours = SignedLinks("a" * 64, "https://mau", now)
    assert ours.opens("tep", token) is None
    assert ours.opens("tep", path(SignedLinks("b" * 64, "https://mau", now).download("f1")).rpartition("/")[2]) is None


def test_a_link_opens_what_it_was_made_for_until_it_ends() -> None:
    now = Watch()
    ours = SignedLinks("a" * 64, "https://mau", now)
    token = ours.download("f-_1").rpartition("/")[2]
    assert ours.opens("tep", token) == "f-_1"
    now.at += LIVES
    with pytest.raises(LinkExpired):
        ours.opens("tep", token)


async def test_a_file_still_being_made_is_waited_for(
    visitor: Visitor, parrot: Parrot, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, read = asyncio.Event(), store.read

    async def look(work: Callable[[Connection], Any]) -> Any:
        result = await read(work)
        if isinstance(result, Attachment) and not result.content:
            looked.set()
        return result

    def order(tx: Connection) -> None:
        conversation = conversations.lock_conversation(tx, "zalo", "nguoi-dung-mau", parrot.now)
        attachments.add(tx, "e" * 32, conversation.id, "bao-cao.docx", "application/x-mau", b"", parrot.now)

    await store.write(order)
    monkeypatch.setattr(store, "read", look)
    fetching = asyncio.create_task(visitor.ask("GET", path(links(parrot).download("e" * 32))))
    await asyncio.wait_for(looked.wait(), 10)
    assert not fetching.done()
    await store.write(lambda tx: attachments.fill(tx, "e" * 32, b"PK"))

    status, content, _ = await fetching
    assert (status, content) == (200, b"PK")


async def test_but_not_for_ever(
    visitor: Visitor, parrot: Parrot, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.file_download.LOOK", 0.01)
    monkeypatch.setattr("bot.channels.file_download.PATIENCE", 0.02)

    def order(tx: Connection) -> None:
        conversation = conversations.lock_conversation(tx, "zalo", "nguoi-dung-mau", parrot.now)
        attachments.add(tx, "d" * 32, conversation.id, "bao-cao.docx", "application/x-mau", b"", parrot.now)

    await store.write(order)
    status, _, headers = await visitor.ask("GET", path(links(parrot).download("d" * 32)))
    assert status == 503
    assert headers["Retry-After"] == "2"
