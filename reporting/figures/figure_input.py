"""Reading of figures given by field in a file: ``{"c02": 10, "c14": false, "c03": "nil", "c05": null}``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from reporting.figures.figures import NOT_ARISEN, FigureValue, Values

NIL = "nil"
_TEXTS = ("short_text", "long_text")


class FigureProblem(NamedTuple):
    """A figure that cannot be read.

    ``code``: ``unknown`` if the field is not known, else the kind of value expected: ``count``, ``yes_no``, ``text``.
    """

    field: str
    code: str
    value: object


@dataclass(frozen=True)
class FigureInput:
    values: Values = field(default_factory=dict)
    """``None`` is missing."""
    texts: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[FigureProblem, ...] = ()


class _InvalidFigure(Exception):
    pass


def read_figures(given: Mapping[str, object], kinds: Mapping[str, str]) -> FigureInput:
    """The figures of one place. ``kinds``: field → ``form.QuestionKind``; dates and choices are ignored."""
    values: dict[str, FigureValue] = {}
    texts: dict[str, str] = {}
    problems = []
    for name, value in given.items():
        kind = kinds.get(name)
        try:
            if kind in ("count", "money"):
                values[name] = _count(value)
            elif kind == "yes_no":
                values[name] = _yes_no(value)
            elif kind in _TEXTS and value is not None:
                texts[name] = _text(value)
            elif kind is None:
                problems.append(FigureProblem(name, "unknown", value))
        except _InvalidFigure:
            code = "text" if kind in _TEXTS else "yes_no" if kind == "yes_no" else "count"
            problems.append(FigureProblem(name, code, value))
    return FigureInput(values, texts, tuple(problems))


def _count(value: object) -> int | None:
    """A count as an integer: "nil" is 0, 12.0 is 12. ``None`` if it is missing. Raises ``_InvalidFigure``."""
    if value is None or value == NIL:
        return None if value is None else 0
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise _InvalidFigure
    return value


def _yes_no(value: object) -> FigureValue:
    if value is None or isinstance(value, bool):
        return value
    if value == NIL:
        return NOT_ARISEN
    raise _InvalidFigure


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _InvalidFigure
    return value.strip()
