"""An officer on Telegram who files a commune's report, question by question, and remembers what was confirmed."""

from __future__ import annotations

import re

from tests.emulators.telegram_people import Message, Person

QUESTIONS = 18
PATIENCE = 60.0
"""Seconds for an answer: the program may be killed and started again several times meanwhile."""


class Officer:
    """``given``: question number → the value of the answer, once the bot has gone on to the next question."""

    def __init__(self, person: Person, code: str) -> None:
        self.person, self._code = person, code
        self.given: dict[int, int | bool | str] = {}
        self.receipt = ""

    async def file_a_report(self) -> None:
        await self._enrol()
        question = await self._tap("Bắt đầu", "Câu 1/18 ·")
        for number in range(1, QUESTIONS + 1):
            typed, value = self._answer(question)
            self.person.say(typed)
            question = await self._hears(f"Câu {number + 1}/18 ·" if number < QUESTIONS else "Xem lại ·")
            self.given[number] = value
        receipt = await self._tap("Nộp báo cáo", "Mã biên nhận: ")
        match = re.search(r"Mã biên nhận: (\S+)", receipt.text)
        assert match
        self.receipt = match[1]

    async def asks_for_the_receipt(self) -> Message:
        """After this answer nothing older is on its way to this person."""
        self.person.say(f"/tinhtrang {self.receipt}")
        return await self._hears(f"Biên nhận {self.receipt}")  # the receipt itself may be said twice after a kill

    async def _enrol(self) -> None:
        self.person.say(f"/start {self._code}")
        await self._hears("Đúng đơn vị và vai trò này không?")
        await self._tap("Đúng, xác nhận", "báo cáo phải nộp")

    def _answer(self, question: Message) -> tuple[str, int | bool | str]:
        """What is typed and what it is worth: the largest figure shown beside it, a yes, or a remark of one's own."""
        question_text = question.text.rpartition("\n\n")[2]  # above it stands what was recorded before
        if "Có" in question.buttons:
            return "có", True
        if "Nhận xét" in question_text:
            return (remark := f"Nhận xét của {self.person.name}"), remark
        figure = max(
            int(figure_text.replace(".", ""))
            for figure_text in re.findall(r"(?:năm trước|năm 20\d\d): ([\d.]+)", question_text)
        )
        return str(figure), figure

    async def _tap(self, label: str, then: str) -> Message:
        self.person.tap(label)
        return await self._hears(then)

    async def _hears(self, text: str) -> Message:
        return await self.person.hears(text, PATIENCE)
