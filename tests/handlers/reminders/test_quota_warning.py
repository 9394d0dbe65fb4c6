"""A channel that carries only so many messages a month."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from bot.scheduled_jobs import tick
from handlers.registry import build_services
from handlers.turn.services import Links, RandomCodes, Services
from reporting.deadlines.calendar import month_of
from reporting.roles import Role
from storage.database.schema import outbox as rows
from storage.database.store import Store
from storage.messaging import conversations, message_counts, outbox
from storage.messaging.outbox import DeliveredMessage
from storage.reports import obligations
from tests import province
from tests.chat import Chat
from tests.handlers.reminders.steps import take
from tests.province import CALENDAR, Province

MORNING = datetime(2026, 5, 22, 1, tzinfo=UTC)
"""Six people are to be reminded: four officers, the coordinator, the leader."""
LAST_MONTH = datetime(2026, 4, 30, 16, 59, tzinfo=UTC)
LIMIT = 10


@pytest.fixture
def services(random_codes: RandomCodes) -> Services:
    """The people of the province write on a channel named "test"."""
    return build_services(random_codes, CALENDAR, Links(), {"test": LIMIT})


def send(tx: Connection, count: int, at: datetime) -> None:
    """So many replies, sent."""
    to = conversations.lock_conversation(tx, "test", "somebody", at)
    sent = [outbox.add(tx, to, {"text": "…"}, now=at) for _ in range(count)]
    outbox.mark_sent(tx, [DeliveredMessage(message.id, None, at) for message in sent if message])


@pytest.fixture
async def here(store: Store) -> Province:
    def build(tx: Connection) -> Province:
        here = province.build(tx, datetime(2026, 4, 1, tzinfo=UTC))
        province.enrol(tx, MORNING, here.nam_can, Role.COORDINATOR, "district")
        send(tx, 50, LAST_MONTH)
        return here

    return await store.write(build)


async def heard(store: Store, address: str) -> list[str]:
    statement = (
        select(rows.c.payload).where(rows.c.address == address, rows.c.key.startswith("quota:")).order_by(rows.c.id)
    )
    return [payload["text"] for payload in await store.read(lambda tx: list(tx.scalars(statement)))]


async def reminded(store: Store) -> int:
    statement = select(rows.c.id).where(rows.c.key.startswith("reminder:"))
    return len(await store.read(lambda tx: list(tx.scalars(statement))))


async def test_at_four_fifths_the_coordinator_at_the_top_is_told_once_a_month(
    store: Store, services: Services, here: Province
) -> None:
    await store.write(lambda tx: send(tx, 1, MORNING))
    await tick(store, services, MORNING)  # with the six reminders 7 of 10
    assert await heard(store, "coordinator") == []

    await store.write(lambda tx: send(tx, 1, MORNING))
    await tick(store, services, MORNING + timedelta(minutes=1))
    await tick(store, services, MORNING + timedelta(minutes=2))

    (text,) = await heard(store, "coordinator")
    assert text.startswith("Kênh Test đã dùng 8/10 tin của tháng này (80%).")
    assert await heard(store, "district") == []


async def test_at_the_limit_reminders_stop_and_the_coordinator_learns_whom_that_leaves(
    store: Store, services: Services, here: Province
) -> None:
    await store.write(lambda tx: send(tx, LIMIT, MORNING))

    await tick(store, services, MORNING)
    await tick(store, services, MORNING + timedelta(hours=1))

    assert await reminded(store) == 0
    numbers, left_out = await heard(store, "coordinator")
    assert "đã dùng 10/10 tin" in numbers
    assert left_out == (
        "Kênh Test đã hết 10 tin của tháng này, nên 3 đơn vị chưa được nhắc tự động: UBND huyện Cái Nước,"
        " UBND huyện Năm Căn, thị trấn Cái Nước. Đề nghị liên hệ trực tiếp."
    )
    await tick(store, services, MORNING + timedelta(days=3))
    assert len(await heard(store, "coordinator")) == 3  # the names again, with those of that day


async def test_the_last_ones_go_to_whoever_comes_first_and_never_past_the_limit(
    store: Store, services: Services, here: Province
) -> None:
    await store.write(lambda tx: send(tx, LIMIT - 2, MORNING))

    await tick(store, services, MORNING)

    assert await reminded(store) == 2


async def test_with_the_new_month_they_go_on(store: Store, services: Services, here: Province) -> None:
    await store.write(lambda tx: send(tx, LIMIT, MORNING))

    await tick(store, services, datetime(2026, 6, 1, 1, tzinfo=UTC))

    assert await reminded(store) > 0


async def test_where_another_channel_takes_it_it_goes_there(store: Store, services: Services, here: Province) -> None:
    def elsewhere(tx: Connection) -> None:
        older = conversations.lock_conversation(tx, "web", "nam-can-web", LAST_MONTH)
        older.person_id = here.nam_can_officer.id
        conversations.save(tx, older, LAST_MONTH)
        send(tx, LIMIT, MORNING)

    await store.write(elsewhere)

    messages = await tick(store, services, MORNING)

    assert "nam-can-web" in {message.address for message in messages}
    assert "Năm Căn" not in (await heard(store, "coordinator"))[-1]


async def test_replies_go_on_and_a_nudge_says_whom_it_cannot_reach(
    store: Store, services: Services, here: Province
) -> None:
    await store.write(lambda tx: send(tx, LIMIT, MORNING))

    def turns(tx: Connection) -> tuple[str, str]:
        answer = Chat(tx, services, MORNING, "nam-can").say("/baocao")
        obligation = obligations.of_unit(tx, here.nam_can.id)[0]
        return answer, take(
            tx, services, here.coordinator, MORNING, "reminders.nudge_unit", obligation=obligation.id
        ).text

    answer, nudged = await store.write(turns)

    assert "6 tháng năm 2026" in answer
    assert nudged.startswith("1 đơn vị chưa có cán bộ nhận được tin nhắn")


async def test_a_month_is_vietnam_s(store: Store, here: Province) -> None:
    begin, end = month_of(MORNING)

    assert (begin, end) == (datetime(2026, 4, 30, 17, tzinfo=UTC), datetime(2026, 5, 31, 17, tzinfo=UTC))
    assert await store.read(lambda tx: message_counts.messages_used(tx, "test", begin, end)) == 0
    assert await store.read(lambda tx: message_counts.messages_used(tx, "test", *month_of(LAST_MONTH))) == 50


async def test_a_message_below_four_fifths_nobody_is_told(
    store: Store, random_codes: RandomCodes, here: Province
) -> None:
    services = build_services(random_codes, CALENDAR, Links(), {"test": 100})
    await store.write(lambda tx: send(tx, 73, MORNING))
    await tick(store, services, MORNING)  # with the six reminders 79 of 100

    await tick(store, services, MORNING + timedelta(minutes=1))
    assert await heard(store, "coordinator") == []

    await store.write(lambda tx: send(tx, 1, MORNING))
    await tick(store, services, MORNING + timedelta(minutes=2))
    (text,) = await heard(store, "coordinator")
    assert "80/100 tin" in text
