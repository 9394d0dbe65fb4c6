"""What the tests of the board do several times."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, event

from storage.messaging import conversations
from tests.chat import Chat
from tests.province import Person

REPORT = "6 tháng năm 2026 · Chuyển hóa địa bàn"


@contextmanager
def counting(tx: Connection) -> Iterator[list[str]]:
    """The SQL statements executed inside the block."""
    statements: list[str] = []

    def note(conn: object, cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(tx, "before_cursor_execute", note)
    yield statements
    event.remove(tx, "before_cursor_execute", note)


def open_board(chat: Chat) -> str:
    chat.say("/theodoi")
    return chat.tap(REPORT)


def open_own_report(chat: Chat, unit: str) -> str:
    """The page of a district's own report, found on the board by the name of the unit."""
    open_board(chat)
    chat.say(unit)
    return chat.tap("Báo cáo của chính đơn vị")


def hand_over_buttons(chat: Chat, giver: Person, taker: Person) -> None:
    """The open buttons of one person are open for another, as after a change of roles; the chat is the taker's."""
    of_giver = giver.conversation(chat.tx, chat.now)
    of_taker = taker.conversation(chat.tx, chat.now)
    of_taker.state, of_taker.prompt = of_giver.state, of_giver.prompt
    conversations.save(chat.tx, of_taker, chat.now)
    chat.address = taker.address
