"""Number (số, ký hiệu) and date of the signed document of a report, and how they are read from a typed message."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reporting.form_entry.answer_input import AmbiguousAnswer, Answer, AnswerReading, ClearAnswer, read
from reporting.plan.form import Question
from reporting.text import clean

NUMBER_KEY, DATE_KEY = "paper.number", "paper.date"
"""The keys of the two values among the answers of a draft."""

_DATE = Question(id=DATE_KEY, kind="date", label="")
_NUMBER = re.compile(r"(?:số\s*:?\s*)?(\d{1,6}\s*/\s*[^\s,;]{2,40})", re.IGNORECASE)
_PAPER = re.compile(_NUMBER.pattern + r"[\s,;]+(?:ngày\s*:?\s*)?(.{3,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """``DocumentNumber("05/BC-UBND", date(2026, 5, 20))``."""

    number: str
    on: date

    def answers(self) -> dict[str, Answer]:
        return {NUMBER_KEY: Answer.given(self.number), DATE_KEY: Answer.given(self.on.isoformat())}


def read_paper(text: str, today: date) -> DocumentNumber | None:
    """ "05/BC-UBND 20/5/2026" or "Số: 05/BC-UBND, ngày 20 tháng 5 năm 2026"; ``None`` for anything else."""
    match = _PAPER.fullmatch(clean(text).strip())
    if not match:
        return None
    on = read_day(match[2], today)
    return DocumentNumber(re.sub(r"\s", "", match[1]), on) if on else None


def read_number(text: str) -> str | None:
    """ "Số: 05 / BC-UBND" → "05/BC-UBND"; ``None`` for anything else."""
    match = _NUMBER.fullmatch(clean(text).strip())
    return re.sub(r"\s", "", match[1]) if match else None


def read_day(text: str, today: date) -> date | None:
    """The day in a text, "20/5" or "hôm qua"; without a year, the year nearest to today. ``None`` for anything else."""
    return _date(read(_DATE, text, today))


def _date(reading: AnswerReading) -> date | None:
    """The day that was read, also if it looks unlikely (tomorrow); of two possible years the nearer."""
    match reading:
        case ClearAnswer(answer=Answer(state="given", value=str(day))):
            return date.fromisoformat(day)
        case AmbiguousAnswer(candidates=(*_, Answer(value=str(day)))):
            return date.fromisoformat(day)
    return None


def paper_in(answers: Mapping[str, Answer]) -> DocumentNumber | None:
    """The number and date among the stored answers; ``None`` if one of them is missing."""
    number, on = answers.get(NUMBER_KEY), answers.get(DATE_KEY)
    if number is None or on is None or number.value is None or on.value is None:
        return None
    return DocumentNumber(str(number.value), date.fromisoformat(str(on.value)))
