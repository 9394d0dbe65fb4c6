"""The figures of a report by place (a commune, or the unit itself), and their sums.

Answers are stored under keys: ``c01`` for a question asked once, ``c01@17`` for one asked about the commune with id 17.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, Protocol, TypeAlias

from reporting.form_entry.answer_input import Answer
from reporting.plan.form import Form, Question


class FigurePlace(Protocol):
    """A commune under transformation."""

    @property
    def id(self) -> int: ...


NOT_ARISEN: Final = "not_arisen"
"""A yes/no question answered with "không phát sinh": neither yes, nor no, nor missing."""
FigureValue: TypeAlias = int | bool | Literal["not_arisen"] | None
Values: TypeAlias = Mapping[str, FigureValue]
"""Field → figure or yes/no answer of one place. ``None``: asked for and missing; a field that was not asked is absent.

A count answered with "không phát sinh" is 0.
"""


@dataclass(frozen=True)
class Figure:
    """The sum of one field over places; "không phát sinh" adds 0.

    ``total`` is ``None`` while no place has given the figure. ``given``: number of places that have; ``places``: number
    of places that are asked for it.
    """

    field: str
    total: int | None
    given: int
    places: int

    @property
    def complete(self) -> bool:
        return self.given == self.places


def key_of(field: str, place: FigurePlace | None = None) -> str:
    """→ ``c01``, ``c01@17``."""
    return field if place is None else f"{field}@{place.id}"


def beside(key: str, field: str) -> str:
    """The key of another field of the same place: ``c05@17``, ``c03`` → ``c03@17``."""
    _, at, place = key.partition("@")
    return f"{field}{at}{place}"


def is_visible(question: Question, key: str, answers: Mapping[str, Answer]) -> bool:
    """Whether the question's condition holds in its place; a condition without ``is`` holds for any given answer."""
    condition = question.visible_if
    if condition is None:
        return True
    answer = answers.get(beside(key, condition.field))
    if answer is None or answer.state != "given":
        return False
    return condition.is_ is None or answer.value == condition.is_


def values_of(form: Form, answers: Mapping[str, Answer], zones: Sequence[FigurePlace]) -> tuple[Values, ...]:
    """The figures of every place: one mapping per commune if the form asks by commune, else one for the unit.

    Empty if the form asks by commune and ``zones`` is empty. ``({"c01": 12, "c14": False, "c40": None}, {"c01": 3})``
    """
    values_by_place: dict[int | None, dict[str, FigureValue]] = {zone.id: {} for zone in zones} if form.repeats else {}
    for section in form.sections:
        for place in zones if section.repeat else (None,):
            for question in section.questions:
                key = key_of(question.id, place)
                if (question.is_figure or question.kind == "yes_no") and is_visible(question, key, answers):
                    values = values_by_place.setdefault(place.id if place else None, {})
                    values[question.id] = _value(question, answers.get(key))
    return tuple(values_by_place.values())


def _value(question: Question, answer: Answer | None) -> FigureValue:
    if answer is None:
        return None
    if question.is_figure:
        return answer.figure
    if answer.state == "nil":
        return NOT_ARISEN
    return answer.value if isinstance(answer.value, bool) else None


def number(value: FigureValue) -> int:
    """The value as a summand: "không phát sinh" and missing are 0, yes is 1."""
    return 0 if value is None or value == NOT_ARISEN else int(value)


def figure(field: str, places: Sequence[Values]) -> Figure:
    """The sum of a field over the places that are asked for it."""
    values = [place[field] for place in places if field in place]
    known = [number(value) for value in values if value is not None]
    return Figure(field, sum(known) if known else None, len(known), len(values))
