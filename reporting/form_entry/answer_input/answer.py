"""The stored value of one question, and the three ways a typed text can be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Self, TypeAlias

from reporting.secrecy import personal_data

AnswerState: TypeAlias = Literal["given", "nil", "skipped", "off_channel"]
AnswerValue: TypeAlias = int | bool | str


@dataclass(frozen=True)
class Answer:
    """The answer to one question. A question without an ``Answer`` is missing: neither 0 nor "không phát sinh".

    ``given`` carries a count, đồng, yes/no, text, option id or ISO date (``Answer.given(0)`` is a zero); ``nil`` is
    "không phát sinh"; ``skipped`` an optional question left out on purpose; ``off_channel`` "gửi bằng văn bản".
    """

    state: AnswerState
    value: AnswerValue | None = None

    def __post_init__(self) -> None:
        if (self.state == "given") != (self.value is not None):
            raise ValueError(f"{self.state} does not go with the value {self.value!r}")

    @classmethod
    def given(cls, value: AnswerValue) -> Self:
        return cls("given", value)

    @property
    def figure(self) -> int | None:
        """What it adds to a sum: the number, 0 for "không phát sinh", ``None`` for anything that is no number."""
        if self.state == "nil":
            return 0
        return self.value if isinstance(self.value, int) and not isinstance(self.value, bool) else None

    @property
    def personal_data(self) -> list[str]:
        """What in a text looks like a person's data ("name", "phone"); empty for any other answer."""
        return personal_data(self.value) if isinstance(self.value, str) else []

    def to_json(self) -> dict[str, AnswerValue]:
        """``{"state": "given", "value": 12}``, ``{"state": "nil"}``."""
        return {"state": self.state} if self.value is None else {"state": self.state, "value": self.value}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(stored["state"], stored.get("value"))


NIL = Answer("nil")
SKIPPED = Answer("skipped")
OFF_CHANNEL = Answer("off_channel")


@dataclass(frozen=True)
class ClearAnswer:
    answer: Answer


@dataclass(frozen=True)
class AmbiguousAnswer:
    """A text with several readings. ``alternative_text`` spells it as several answers: "1 234" may be "1; 234"."""

    candidates: tuple[Answer, ...]
    code: str
    params: Mapping[str, int | str] = field(default_factory=dict)
    alternative_text: str | None = None


@dataclass(frozen=True)
class RejectedAnswer:
    code: str
    params: Mapping[str, int | str] = field(default_factory=dict)


AnswerReading: TypeAlias = ClearAnswer | AmbiguousAnswer | RejectedAnswer

DOUBTS: Mapping[str, str] = {
    "grouping": "1.5 · 1,234 · 1 234",
    "other_unit": "12 người, where vụ is asked",
    "extra_words": "12 vụ trộm cắp",
    "scale": "5k, for a count",
    "sum": "3+4",
    "meant": "x for yes, chưa có for 0",
    "money_unit": "350: đồng, nghìn or triệu?",
    "amount": "1,234 tỷ · 1 tỷ 50",
    "which_year": "12/6, in May",
    "unlikely_date": "a day to come, or long ago",
}
"""Why a text is ambiguous → examples. The message ``text.doubtful.<code>`` has the parameters raw and unit."""

REFUSALS: Mapping[str, tuple[str, ...]] = {
    "not_a_number": (),
    "not_money": (),
    "not_a_zero": (),  # blank, "-", "x"
    "as_above": (),  # như trên, nt
    "percent": (),  # "80%" where a number is asked
    "two_counts": ("first", "second"),  # 12/15
    "decimal": (),  # 1.234,5
    "negative": (),
    "approximate": (),  # khoảng 12
    "bound": (),  # >10, hơn 10
    "range": ("low", "high"),  # 10-12
    "several_numbers": (),
    "unclear_list": (),  # 12-10-9
    "too_big": ("max",),
    "too_small": ("min",),
    "not_yes_no": (),
    "not_an_option": ("max",),
    "not_a_date": (),
    "no_such_date": (),  # 12/15, 30/2
    "empty": (),
    "too_long": ("max", "got"),
    "secret": ("marking",),
    "too_many": ("asked", "got"),  # more values than questions
    "unknown_number": ("key",),  # a line for a question that the form does not have
    "not_asked": ("key",),  # … or does not ask here
    "no_key": (),  # a line without a number among "mã: giá trị" lines
}
"""Why a text is rejected → the parameters of the message ``text.refused.<code>``."""
