"""A phone in somebody's hand: what they say and choose goes through the real turn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.simulation.province import CHANNEL, SimulatedPerson
from handlers.turn.dispatch import handle_incoming
from handlers.turn.messages import Incoming
from handlers.turn.services import Services
from storage.messaging import conversations

LONGEST = 2_000
"""Messages within one report: more than any form has questions."""


class SimulatedPhone:
    """One person at one instant; ``state`` is the conversation's after the last message."""

    def __init__(self, tx: Connection, services: Services, somebody: SimulatedPerson, now: datetime) -> None:
        self._tx, self._services, self._now, self._address = tx, services, now, somebody.address
        self._count = 0
        self.state: Mapping[str, Any] = {}
        self.prompt = 0
        self._look()

    def say(self, text: str) -> None:
        self._send(text=text)

    def choose(self, action: str, **args: Any) -> bool:
        """Takes the open choice that means ``action`` with these args; False where there is none."""
        for place, choice in enumerate(self.state.get("choices", [])):
            if choice["action"] == action and args.items() <= choice["args"].items():
                self._send(button_token=f"{self.prompt}.{place}")
                return True
        return False

    @property
    def at(self) -> str | None:
        """The key of the question that is open, or whose answer wants explaining."""
        return (
            self._dialogue.get("at")
            if self._dialogue.get("name") in ("filing.interview", "filing.explanation")
            else None
        )

    @property
    def is_explaining(self) -> bool:
        return self._dialogue.get("name") == "filing.explanation"

    @property
    def _dialogue(self) -> Mapping[str, Any]:
        return self.state.get("dialogue") or {}

    def _send(self, **said: Any) -> None:
        self._count += 1
        event = f"{self._now.isoformat()}-{self._address}-{self._count}"
        handle_incoming(self._tx, Incoming(CHANNEL, self._address, event, self._now, **said), self._now, self._services)
        self._look()

    def _look(self) -> None:
        talk = conversations.lock_conversation(self._tx, CHANNEL, self._address, self._now)
        self.state, self.prompt = talk.state, talk.prompt


def open_report(phone: SimulatedPhone, obligation_id: int) -> bool:
    """/baocao and the report among those at hand; False where it is not."""
    phone.say("/baocao")
    if phone.choose("filing.open", obligation=obligation_id):
        return True
    return any(choice["args"].get("obligation") == obligation_id for choice in phone.state.get("choices", []))


def file_nothing_arose(phone: SimulatedPhone, obligation_id: int) -> bool:
    """Không phát sinh cả kỳ, in two taps."""
    return phone.choose("filing.ask_nil", obligation=obligation_id) and phone.choose("filing.submit_nil")


def begin(phone: SimulatedPhone, obligation_id: int) -> None:
    """The first answer of a report, and out."""
    if phone.choose("filing.begin", obligation=obligation_id):
        _answer(phone)
        phone.choose("filing.leave")


def fill_in(phone: SimulatedPhone, obligation_id: int) -> bool:
    """Answers whatever is open or was remarked upon, and sends; False where the report did not get through."""
    if not phone.choose("filing.answer_remarks", obligation=obligation_id):
        phone.choose("filing.begin", obligation=obligation_id)
    for _ in range(LONGEST):
        if phone.at is None:
            break
        _answer(phone)
    return phone.choose("filing.submit")


def _answer(phone: SimulatedPhone) -> None:
    """Explains what was returned; leaves out what may be; else "không phát sinh", else any answer."""
    if phone.is_explaining or phone.choose("filing.explain_answer"):
        return phone.say("Đã kiểm tra, số liệu đúng")
    if phone.choose("filing.skip_section") or phone.choose("filing.skip") or phone.choose("filing.keep_answer"):
        return
    before = phone.at
    phone.say("khong phat sinh")
    if phone.at == before:
        phone.choose("filing.answer")
