from __future__ import annotations

import asyncio
import io
from collections import Counter
from datetime import timedelta

import aiohttp
import pytest

from bot.channels.web import channel, requests
from storage.database.store import Store, StoreUnavailable
from storage.messaging import outbox, web_sessions
from tests.bot.channels.web.visitor import Parrot, Visitor, opened

# --- sessions -----------------------------------------------------------------------------------------------------


async def test_a_session_begins_with_a_turn_so_that_the_page_is_not_empty(visitor: Visitor, parrot: Parrot) -> None:
    await visitor.begin(code="7KQ4-M2XD")
    assert [message["text"] for message in await visitor.hears()] == ["/start 7KQ4-M2XD"]
    assert parrot.heard[0].at == parrot.now


async def test_the_stored_session_does_not_hold_the_token(visitor: Visitor, parrot: Parrot, store: Store) -> None:
    token = await visitor.begin()
    rows = await store.read(lambda tx: tx.exec_driver_sql("SELECT token_hash, address FROM web_session").all())
    assert token not in str(rows)


async def test_nobody_is_served_without_a_valid_token(visitor: Visitor) -> None:
    for authorization in ("", "Bearer nobody", "Basic nobody", "Bearer"):
        for method, path in (("GET", "/api/messages"), ("POST", "/api/messages"), ("GET", "/api/files/x")):
            headers = {"Authorization": authorization}
            assert await visitor.problem(method, path, headers=headers) == (401, "unauthorized")


async def test_a_session_in_use_is_noted_once_a_day(visitor: Visitor, parrot: Parrot, store: Store) -> None:
    token, begun = await visitor.begin(), parrot.now
    for later, noted in ((timedelta(hours=23), begun), (timedelta(days=1), begun + timedelta(days=1))):
        parrot.now = begun + later
        await visitor.hears()
        session = await store.read(lambda tx: web_sessions.find(tx, token))
        assert session is not None
        assert session.used_at == noted


async def test_what_is_no_longer_kept_is_not_shown_empty(visitor: Visitor, parrot: Parrot, store: Store) -> None:
    await visitor.begin()
    await store.write(lambda tx: parrot.say(tx, parrot.heard[0].address, outbox.EMPTIED))  # type: ignore[arg-type]
    assert [message["text"] for message in await visitor.hears()] == ["/start "]


async def test_a_closed_session_is_over(visitor: Visitor) -> None:
    await visitor.begin()
    assert (await visitor.ask("DELETE", "/api/sessions"))[0] == 200
    assert await visitor.problem("GET", "/api/messages") == (401, "unauthorized")


async def test_two_sessions_do_not_hear_each_other(visitor: Visitor) -> None:
    other = Visitor(visitor.http)
    await visitor.begin()
    await other.begin()
    await visitor.say(text="bí mật", id="1")
    assert len(await visitor.hears()) == 2
    assert len(await other.hears()) == 1


# --- messages -----------------------------------------------------------------------------------------------------


async def test_what_is_said_is_heard_in_the_order_of_growing_ids(visitor: Visitor) -> None:
    await visitor.begin()
    for text in ("12", "13", "14"):
        assert await visitor.say(text=text) == 200
    messages = await visitor.hears()
    assert [message["text"] for message in messages] == ["/start ", "12", "13", "14"]
    ids = [message["id"] for message in messages]
    assert ids == sorted(set(ids))
    assert await visitor.hears(after=ids[1]) == messages[2:]
    assert messages[0] == {
        "id": ids[0],
        "text": "/start ",
        "choices": [{"id": "1.0", "label": "Bắt đầu"}, {"id": "1.1", "label": "Để sau"}],
        "attachments": [],
    }


async def test_a_choice(visitor: Visitor, parrot: Parrot) -> None:
    await visitor.begin()
    await visitor.say(choice="1.0")
    assert parrot.heard[-1].button_token == "1.0"


async def test_a_message_sent_again_is_taken_once(visitor: Visitor) -> None:
    await visitor.begin()
    assert [await visitor.say(text="12", id="tin-7") for _ in range(3)] == [200, 200, 200]
    assert [message["text"] for message in await visitor.hears()] == ["/start ", "12"]


async def test_the_same_id_in_another_session_is_another_message(visitor: Visitor) -> None:
    other = Visitor(visitor.http)
    for other_visitor in (visitor, other):
        await other_visitor.begin()
        await other_visitor.say(text="12", id=1)
        assert len(await other_visitor.hears()) == 2


async def test_without_an_id_every_message_counts(visitor: Visitor) -> None:
    await visitor.begin()
    await visitor.say(text="12")
    await visitor.say(text="12")
    assert len(await visitor.hears()) == 3


async def test_a_waiting_poll_hears_at_once(visitor: Visitor) -> None:
    await visitor.begin()
    first = (await visitor.hears())[-1]["id"]
    poll = asyncio.create_task(visitor.hears(after=first, wait=30))
    await visitor.say(text="12")
    assert [message["text"] for message in await asyncio.wait_for(poll, 5)] == ["12"]


async def test_a_poll_that_does_not_wait_answers_with_nothing(visitor: Visitor) -> None:
    await visitor.begin()
    first = (await visitor.hears())[-1]["id"]
    assert await visitor.hears(after=first) == []


async def test_what_another_process_says_is_heard_too(
    parrot: Parrot, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel, "LOOK", 0.01)
    async with opened(parrot) as address, aiohttp.ClientSession(address) as http:
        visitor = Visitor(http)
        await visitor.begin()
        first = (await visitor.hears())[-1]["id"]
        poll = asyncio.create_task(visitor.hears(after=first, wait=30))
        await store.write(lambda tx: parrot.say(tx, parrot.heard[0].address, {"text": "Nhắc hạn"}))
        assert [message["text"] for message in await asyncio.wait_for(poll, 10)] == ["Nhắc hạn"]


async def test_stopping_sends_waiting_polls_home(parrot: Parrot) -> None:
    async with opened(parrot) as address, aiohttp.ClientSession(address) as http:
        visitor = Visitor(http)
        await visitor.begin()
        first = (await visitor.hears())[-1]["id"]
        poll = asyncio.create_task(visitor.hears(after=first, wait=55))
        assert parrot.channel
        await asyncio.wait_for(parrot.channel.stop(), 5)
        assert await poll == []


async def test_nothing_is_acknowledged_that_is_not_stored(visitor: Visitor, parrot: Parrot) -> None:
    await visitor.begin()
    parrot.trouble = StoreUnavailable("disk full")
    status, answer, headers = await visitor.ask("POST", "/api/messages", json={"text": "12", "id": "a"})
    assert (status, answer["error"], headers["Retry-After"]) == (503, "unavailable", "2")
    parrot.trouble = None
    assert await visitor.say(text="12", id="a") == 200
    assert [message["text"] for message in await visitor.hears()] == ["/start ", "12"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("12", (400, "bad_json")),
        ("{", (400, "bad_json")),
        ("{}", (400, "empty_message")),
        ('{"text": 12}', (400, "bad_text")),
        ('{"text": "a\\u0000b"}', (400, "bad_text")),
        ('{"text": "\\ud800"}', (400, "bad_json")),
        ('{"text": "12", "id": ""}', (400, "bad_id")),
        ('{"text": "12", "id": {"a": 1}}', (400, "bad_id")),
        ('{"text": "12", "id": true}', (400, "bad_id")),
        (f'{{"text": "12", "id": "{"x" * 65}"}}', (400, "bad_id")),
        (f'{{"text": "{"ă" * 9000}"}}', (413, "too_long")),
    ],
)
async def test_what_cannot_be_taken_is_answered_with_a_reason(
    visitor: Visitor, parrot: Parrot, body: str, expected: tuple[int, str]
) -> None:
    await visitor.begin()
    assert await visitor.problem("POST", "/api/messages", data=body) == expected
    assert len(parrot.heard) == 1


@pytest.mark.parametrize("query", ["after=-1", "after=x", "after=1.5", "after=" + "9" * 30])
async def test_a_bad_number_is_said(visitor: Visitor, query: str) -> None:
    await visitor.begin()
    assert await visitor.problem("GET", f"/api/messages?{query}") == (400, "bad_number")


@pytest.mark.parametrize("wait", ["-1", "x", "", "1e9", "nan", "1,5", "9" * 30])
async def test_a_bad_wait_is_said(visitor: Visitor, wait: str) -> None:
    await visitor.begin()
    assert await visitor.problem("GET", f"/api/messages?wait={wait}") == (400, "bad_seconds")


async def test_a_wait_may_be_part_of_a_second(visitor: Visitor) -> None:
    await visitor.begin()
    first = (await visitor.hears())[-1]["id"]
    assert (await visitor.ask("GET", f"/api/messages?after={first}&wait=0.05"))[:2] == (200, [])


async def test_who_writes_too_fast_is_asked_to_wait(no_refill: None, visitor: Visitor, parrot: Parrot) -> None:
    await visitor.begin()
    statuses = await asyncio.gather(*(visitor.say(text=str(n)) for n in range(230)))
    assert Counter(statuses) == {200: 200, 429: 30}
    assert len(parrot.heard) == 1 + 200


# --- files --------------------------------------------------------------------------------------------------------


def form(name: str, content: bytes, mime: str, **fields: str) -> aiohttp.FormData:
    data = aiohttp.FormData(fields, quote_fields=False)
    data.add_field("file", io.BytesIO(content), filename=name, content_type=mime)
    return data


async def test_a_file_comes_in_whole(visitor: Visitor, parrot: Parrot) -> None:
    await visitor.begin()
    data = form("số liệu.txt", b"6: 25", "text/plain", id="f1")
    status, _, _ = await visitor.ask("POST", "/api/messages", data=data)
    file = parrot.heard[-1].file
    assert status == 200
    assert file
    assert (file.name, file.mime, file.content) == ("số liệu.txt", "text/plain", b"6: 25")


async def test_a_file_too_big_is_refused_with_words(visitor: Visitor, parrot: Parrot) -> None:
    await visitor.begin()
    data = form("a.txt", b"x" * (requests.MAX_FILE + 1), "text/plain")
    assert await visitor.problem("POST", "/api/messages", data=data) == (413, "file_too_big")
    assert len(parrot.heard) == 1


async def test_who_sends_far_too_much_hears_why(visitor: Visitor) -> None:
    await visitor.begin()
    much = b"x" * (4 * requests.MAX_FILE)
    for data in (form("a.txt", much, "text/plain"), io.BytesIO(much)):
        assert await visitor.problem("POST", "/api/messages", data=data) == (413, "file_too_big")


async def test_a_form_that_cannot_be_read(visitor: Visitor) -> None:
    await visitor.begin()
    for content_type in ("multipart/form-data", "multipart/form-data; boundary=x"):
        answer = await visitor.problem("POST", "/api/messages", data=b"nothing", headers={"Content-Type": content_type})
        assert answer == (400, "bad_form")


async def test_an_image_goes_out_to_its_own_conversation_only(visitor: Visitor) -> None:
    other = Visitor(visitor.http)
    await visitor.begin()
    await other.begin()
    await visitor.say(text="/hinh")
    (attachment,) = (await visitor.hears())[-1]["attachments"]
    assert (attachment["name"], attachment["mime"]) == ("mã.png", "image/png")
    status, content, headers = await visitor.ask("GET", attachment["url"])
    assert (status, content, headers["Content-Type"]) == (200, b"PNG", "image/png")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert await other.problem("GET", attachment["url"]) == (404, "no_such_file")
