"""Whatever is sent and tapped, in any order: never an error, never an accepted answer lost."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from handlers.registry import build_services
from handlers.turn.services import Links, Services
from reporting.form_entry.answer_input import Answer
from storage.reports import submissions
from tests import province
from tests.chat import Chat, owed
from tests.conftest import CountingCodes
from tests.databases import SqliteDatabases
from tests.province import CALENDAR, Person

NOW = datetime(2026, 5, 19, 2, 42, tzinfo=UTC)
SAYS = "Đã ghi nhận", "Bỏ qua", "Mã biên nhận", "Đã bỏ các thay đổi"
"""What a message says if it changed an answer."""

typed = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "12 10 9 2 2", "25 24 23", "9 0 320 320 2", "không; có; có", "1.5", "1 234", "kps", "nt", "80%", "TỐI MẬT",
            "6: 25\n7=24\n99: 1", "1. Công tác lãnh đạo, chỉ đạo: đã họp\nBà Trần Thị Mẫu", "05/BC-UBND 18/5", "7",
            "nộp báo cáo", "quay lại", "tình trạng", "/baocao", "/huy", "/tinhtrang", "/start", "có", "không", "bỏ qua",
        ]
    ),
    st.lists(st.integers(0, 40), min_size=1, max_size=6).map(lambda numbers: " ".join(map(str, numbers))),
)  # fmt: skip
taps = st.integers(0, 12)
moves = st.lists(st.tuples(st.booleans(), st.one_of(typed, taps)), min_size=10, max_size=20)
"""Long ones, since each begins with a province of its own, which costs as much as two moves."""


@settings(max_examples=15)
@given(moves=moves)
def test_two_colleagues_send_anything(sqlite_databases: SqliteDatabases, moves: list[tuple[bool, str | int]]) -> None:
    with sqlite_databases.scratch.connect() as tx:
        tx.begin()
        ca_mau = province.build(tx, NOW)
        services = build_services(CountingCodes(), CALENDAR, Links())
        chats = [talking(tx, services, person) for person in (ca_mau.officer, ca_mau.colleague)]
        for other, move in moves:
            before = stored(tx, ca_mau.officer)
            text = do(chats[other], move)
            after = stored(tx, ca_mau.officer)
            erased = "Đã xóa các câu trả lời" in text
            assert erased or before.keys() <= after.keys()
            changed = {key for key in after if before.get(key) != after[key]}
            assert erased or not changed or any(words in text for words in (*SAYS, "Văn bản đã ký"))
        for version in submissions.versions(tx, owed(tx, ca_mau.officer).id):
            assert version.is_intact
        tx.rollback()


def talking(tx: Connection, services: Services, person: Person) -> Chat:
    """At the first question."""
    chat = Chat(tx, services, NOW, person.address)
    chat.say("/baocao")
    chat.tap("Bắt đầu")
    return chat


def do(chat: Chat, move: str | int) -> str:
    if isinstance(move, str):
        return chat.say(move or ".")
    labels = chat.choices
    return chat.tap(labels[move % len(labels)]) if labels else chat.say("/baocao")


def stored(tx: Connection, person: Person) -> dict[str, Answer]:
    return {key: written.answer for key, written in submissions.answers(tx, owed(tx, person).id).items()}
