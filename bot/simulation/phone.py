"""A simulated phone: typed texts and pressed buttons go through the real dispatcher."""

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
"""Messages within one report at most: more than any form has questions."""


class SimulatedPhone:
    """The phone of one person at one instant; ``state`` is the conversation's state after the last message."""

    def __init__(self, tx: Connection, services: Services, person: SimulatedPerson, now: datetime) -> None:
        self._tx, self._services, self._now, self._address = tx, services, now, person.address
        self._count = 0
        self.state: Mapping[str, Any] = {}
        self.prompt = 0
        self._load_state()

    def say(self, text: str) -> None:
        """Sends a text."""
        self._send(text=text)

    def choose(self, action: str, **args: Any) -> bool:
        """Presses the button with this action and these arguments; returns False if there is none."""
        for index, button in enumerate(self.state.get("choices", [])):
            if button["action"] == action and args.items() <= button["args"].items():
                self._send(button_token=f"{self.prompt}.{index}")
                return True
        return False

    @property
    def at(self) -> str | None:
        """The key of the open question, or of the answer to explain; ``None`` outside the interview."""
        return (
            self._dialogue.get("at")
            if self._dialogue.get("name") in ("filing.interview", "filing.explanation")
            else None
        )

    @property
    def is_explaining(self) -> bool:
        """Whether the bot waits for the explanation of an answer."""
        return self._dialogue.get("name") == "filing.explanation"

    @property
    def _dialogue(self) -> Mapping[str, Any]:
        return self.state.get("dialogue") or {}

    def _send(self, **content: Any) -> None:
        self._count += 1
        event = f"{self._now.isoformat()}-{self._address}-{self._count}"
        handle_incoming(
            self._tx, Incoming(CHANNEL, self._address, event, self._now, **content), self._now, self._services
        )
        self._load_state()

    def _load_state(self) -> None:
        conversation = conversations.lock_conversation(self._tx, CHANNEL, self._address, self._now)
        self.state, self.prompt = conversation.state, conversation.prompt


def open_report(phone: SimulatedPhone, obligation_id: int) -> bool:
    """Sends /baocao and opens the report; returns False if it is not offered."""
    phone.say("/baocao")
    if phone.choose("filing.open", obligation=obligation_id):
        return True
    return any(button["args"].get("obligation") == obligation_id for button in phone.state.get("choices", []))


def file_nothing_arose(phone: SimulatedPhone, obligation_id: int) -> bool:
    """Files a nil report ("Không phát sinh cả kỳ") with two buttons; returns False if that is not offered."""
    return phone.choose("filing.ask_nil", obligation=obligation_id) and phone.choose("filing.submit_nil")


def begin(phone: SimulatedPhone, obligation_id: int) -> None:
    """Gives the first answer of a report and leaves the interview."""
    if phone.choose("filing.begin", obligation=obligation_id):
        _answer(phone)
        phone.choose("filing.leave")


def fill_in(phone: SimulatedPhone, obligation_id: int) -> bool:
    """Answers all open questions and remarks and submits; returns False if the report could not be submitted."""
    if not phone.choose("filing.answer_remarks", obligation=obligation_id):
        phone.choose("filing.begin", obligation=obligation_id)
    for _ in range(LONGEST):
        if phone.at is None:
            break
        _answer(phone)
    return phone.choose("filing.submit")


def _answer(phone: SimulatedPhone) -> None:
    """Explains a remark, skips an optional question, answers "không phát sinh", or takes the first answer offered."""
    if phone.is_explaining or phone.choose("filing.explain_answer"):
        return phone.say("Đã kiểm tra, số liệu đúng")
    if phone.choose("filing.skip_section") or phone.choose("filing.skip") or phone.choose("filing.keep_answer"):
        return
    before = phone.at
    phone.say("khong phat sinh")
    if phone.at == before:
        phone.choose("filing.answer")
