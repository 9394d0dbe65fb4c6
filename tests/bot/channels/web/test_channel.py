from __future__ import annotations

import socket
from datetime import UTC, datetime

import pytest

from bot.channels.web.channel import listen
from tests.bot.channels.web.conftest import Stage
from tests.bot.channels.web.visitor import Visitor

# --- the stage ----------------------------------------------------------------------------------------------------


async def test_outside_the_demo_there_are_no_personas_and_no_clock(visitor: Visitor) -> None:
    assert (await visitor.ask("GET", "/api/personas"))[:2] == (200, [])
    assert await visitor.problem("GET", "/api/clock") == (404, "no_clock")
    assert await visitor.problem("POST", "/api/clock", json={"now": "2026-05-22"}) == (404, "no_clock")
    assert await visitor.problem("POST", "/api/sessions", json={"persona": "leader"}) == (404, "no_such_persona")


async def test_a_guest_of_the_demo_is_a_persona(guest: Visitor, stage: Stage) -> None:
    assert (await guest.ask("GET", "/api/personas"))[:2] == (
        200,
        [{"id": "leader", "label": "Lãnh đạo tỉnh", "role": "leader", "unit": "tỉnh Cà Mau"}],
    )
    await guest.begin(persona="leader")
    assert stage.entered == ["leader"]
    assert await guest.problem("POST", "/api/sessions", json={"persona": "nobody"}) == (404, "no_such_persona")


@pytest.mark.parametrize(
    ("reply", "meant"),
    [
        ("2026-05-22T08:00:00+07:00", datetime(2026, 5, 22, 1, tzinfo=UTC)),
        ("2026-05-22T01:00:00Z", datetime(2026, 5, 22, 1, tzinfo=UTC)),
        ("2026-05-22T08:00", datetime(2026, 5, 22, 1, tzinfo=UTC)),
        ("2026-05-22", datetime(2026, 5, 22, 1, tzinfo=UTC)),
    ],
)
async def test_the_clock_is_moved_to_vietnams_time_unless_said_otherwise(
    guest: Visitor, stage: Stage, reply: str, meant: datetime
) -> None:
    status, answer, _ = await guest.ask("POST", "/api/clock", json={"now": reply})
    assert (status, stage.moved) == (200, [meant])
    assert answer == {"now": "2026-05-19T09:42:00+07:00"}


@pytest.mark.parametrize("instant", [None, "", "22/5/2026", 5, "9999-12-31"])
async def test_no_instant(guest: Visitor, stage: Stage, instant: object) -> None:
    assert await guest.problem("POST", "/api/clock", json={"now": instant}) == (400, "bad_instant")
    assert stage.moved == []


async def test_a_guest_may_write_as_fast_as_a_program_does(no_refill: None, guest: Visitor) -> None:
    await guest.begin(persona="leader")
    assert {await guest.say(text=str(n)) for n in range(201)} == {200}


# --- around everything --------------------------------------------------------------------------------------------


async def test_another_sites_page_may_not_post(visitor: Visitor) -> None:
    own = str(visitor.http._base_url).rstrip("/")
    assert (await visitor.ask("POST", "/api/sessions", json={}, headers={"Origin": own}))[0] == 200
    for origin in ("https://example.org", "null", "http://127.0.0.1"):
        answer = await visitor.problem("POST", "/api/sessions", json={}, headers={"Origin": origin})
        assert answer == (403, "foreign_page")


@pytest.mark.parametrize(
    ("site", "status"), [("same-origin", 200), ("none", 200), ("same-site", 403), ("cross-site", 403)]
)
async def test_a_browser_says_itself_whose_page_it_is(visitor: Visitor, site: str, status: int) -> None:
    headers = {"Sec-Fetch-Site": site, "Origin": "https://baocao.example"}
    assert (await visitor.ask("POST", "/api/sessions", json={}, headers=headers))[0] == status


@pytest.mark.parametrize("path", ["/", "/api/personas", "/nothing", "/app.js"])
async def test_every_answer_carries_the_security_headers(visitor: Visitor, path: str) -> None:
    _, _, headers = await visitor.ask("GET", path)
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"


async def test_problems_are_worded_in_the_language_asked_for(visitor: Visitor) -> None:
    words = {}
    for language in ("vi", "en", "fr"):
        headers = {"X-Language": language, "Accept-Language": "en-GB"}
        _, answer, _ = await visitor.ask("GET", "/api/messages", headers=headers)
        words[language] = answer["message"]
    assert words["vi"] == words["fr"] != words["en"]


async def test_the_wrong_way_is_said_plainly(visitor: Visitor) -> None:
    assert await visitor.problem("GET", "/api/nothing") == (404, "nothing_here")
    assert await visitor.problem("PUT", "/api/messages") == (405, "wrong_method")


def test_no_answer_waits_for_the_client_to_acknowledge_its_first_part() -> None:
    with listen("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        listener.setblocking(True)
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
