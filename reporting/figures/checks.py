"""Checks of a report's figures: an error prevents sending, a warning has to be confirmed once by the officer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from reporting.figures.figures import beside
from reporting.figures.rollup import FigureSum, Mismatch, mismatches
from reporting.form_entry.answer_input import Answer
from reporting.form_entry.answer_input.bounds import range_error
from reporting.form_entry.interview import FormEntry, Zone
from reporting.plan.form import Form, Question, Relation

RISE_OR_FALL_FACTOR = 2
"""A figure gets a warning if it is more than 2 times the previous one, or less than half of it,
and differs from it by at least ``RISE_OR_FALL_LEAST``."""
RISE_OR_FALL_LEAST = 5
VANISHED_FROM = 10
"""A figure of 0 gets a warning if the previous one was at least this."""

_INTEGER = re.compile(r"-?\d+")
FINDINGS: Mapping[str, tuple[str, ...]] = {
    "missing": (),
    "too_big": ("value", "max"),
    "too_small": ("value", "min"),
    "part_exceeds_whole": ("part", "whole"),
    "older_cases": ("part", "whole"),  # more cases solved than prosecuted: cases of an earlier period?
    "nil_with_parts": ("part",),  # the whole is "không phát sinh", but a part of it is not 0
    "rose": ("before", "now"),
    "fell": ("before", "now"),
    "vanished": ("before", "now"),
    "below_interim": ("interim", "now"),  # the figure of the year is smaller than that of its first six months
    "differs_from_children": ("below", "now", "counted", "asked"),  # not equal to the sum of the units below
    "differs_from_child": ("below", "now"),  # not equal to the figure of the only unit below that is asked
    "answers_otherwise": ("below", "now"),  # yes where the commune answers no, or the reverse
}
"""Code of a finding → the names of its params. The catalogue entry ``checks.<code>`` may use them."""


@dataclass(frozen=True)
class Finding:
    """One error or warning about the answer under ``key`` (``c03@42``).

    ``others``: keys of the answers it was compared with. ``wants_reason``: the officer has to give a reason when
    confirming it. ``id`` contains the figures, so that a confirmation is void once one of them changes:
    ``older_cases:c03,c02:3,2``.
    """

    code: str
    severity: Literal["error", "warning"]
    key: str
    others: tuple[str, ...] = ()
    params: Mapping[str, int] = field(default_factory=dict)
    wants_reason: bool = False

    @property
    def id(self) -> str:
        values = ",".join(str(value) for value in self.params.values())
        return f"{self.code}:{','.join((self.key, *self.others))}:{values}"


def finding_of_id(finding_id: str) -> Finding | None:
    """The warning with this id, as a stored confirmation names it; ``None`` if its code is not in ``FINDINGS``.

    >>> finding_of_id("older_cases:c03,c02:3,2").params
    {'part': 3, 'whole': 2}
    """
    code, _, rest = finding_id.partition(":")
    keys, _, values = rest.rpartition(":")
    names, numbers = FINDINGS.get(code), [value for value in values.split(",") if value]
    if names is None or len(names) != len(numbers) or not all(_INTEGER.fullmatch(value) for value in numbers):
        return None
    key, *others = keys.split(",")
    params = {name: int(value) for name, value in zip(names, numbers, strict=True)}
    return Finding(code, "warning", key, tuple(others), params)


def check(
    form: Form,
    relations: Sequence[Relation],
    answers: Mapping[str, Answer],
    zones: Sequence[Zone],
    previous: Mapping[str, int] | None = None,
    floor: Mapping[str, int] | None = None,
    below: Mapping[str, FigureSum] | None = None,
) -> list[Finding]:
    """All findings of a report: errors, then warnings, both in the order of the form.

    ``previous``: key → the figure of the previous report of the same kind; ``floor``: key → the figure of the report
    on the first six months of the same year, which the figure of the year cannot be smaller than (stocks excepted);
    ``below``: key → the sum of the units below.
    """
    entry = FormEntry(form, zones, answers)
    findings: list[Finding] = []
    for slot in entry.visible:
        answer = entry.answer(slot)
        if answer is None or answer.state == "skipped":
            if slot.question.required:
                findings.append(Finding("missing", "error", slot.key))
            continue
        findings += _of_figure(slot.question, slot.key, answer, previous or {}, floor or {})
        findings += _of_parts(slot.question.id, slot.key, relations, answers)
        findings += map(_of_mismatch, mismatches({slot.key: answer}, _only(slot.key, below or {})))
    return sorted(findings, key=lambda finding: finding.severity != "error")


def _of_figure(
    question: Question, key: str, answer: Answer, previous: Mapping[str, int], floor: Mapping[str, int]
) -> Iterator[Finding]:
    now = answer.figure
    if now is None or not question.is_figure:
        return
    if answer.state == "given" and (bound := range_error(question, now)) is not None:
        limits = {name: value for name, value in bound.params.items() if isinstance(value, int)}
        yield Finding(bound.code, "error", key, params={"value": now, **limits})
    if key in previous and (code := _moved(previous[key], now)) is not None:
        yield Finding(code, "warning", key, params={"before": previous[key], "now": now})
    if not question.stock and now < floor.get(key, 0):
        yield Finding("below_interim", "warning", key, params={"interim": floor[key], "now": now}, wants_reason=True)


def _only(key: str, below: Mapping[str, FigureSum]) -> Mapping[str, FigureSum]:
    return {key: below[key]} if key in below else {}


def _of_mismatch(mismatch: Mismatch) -> Finding:
    stated, figures = mismatch.stated, mismatch.below
    assert figures.answer is not None
    params = {"below": int(figures.answer.value or 0), "now": int(stated.value or 0)}
    if isinstance(stated.value, bool):
        code = "answers_otherwise"
    elif figures.asked == 1:
        code = "differs_from_child"
    else:
        code = "differs_from_children"
        params |= {"counted": figures.counted, "asked": figures.asked}
    return Finding(code, "warning", mismatch.key, params=params, wants_reason=mismatch.wants_reason)


def _moved(before: int, now: int) -> str | None:
    if now == 0:
        return "vanished" if before >= VANISHED_FROM else None
    if abs(now - before) < RISE_OR_FALL_LEAST:
        return None
    if now > RISE_OR_FALL_FACTOR * before:
        return "rose"
    return "fell" if before > RISE_OR_FALL_FACTOR * now else None


def _of_parts(
    field_id: str, key: str, relations: Sequence[Relation], answers: Mapping[str, Answer]
) -> Iterator[Finding]:
    """A finding for each part that is larger than its whole in the same place: ``c05@42`` and ``c03@42``."""
    for relation in (relation for relation in relations if relation.part == field_id):
        other = beside(key, relation.whole)
        part, whole = answers.get(key), answers.get(other)
        if part is None or whole is None or part.figure is None or whole.figure is None:
            continue
        if part.figure <= whole.figure:
            continue
        figures = {"part": part.figure, "whole": whole.figure}
        if relation.older_cases:
            yield Finding("older_cases", "warning", key, (other,), figures)
        elif whole.state == "nil":
            yield Finding("nil_with_parts", "error", key, (other,), {"part": part.figure})
        else:
            yield Finding("part_exceeds_whole", "error", key, (other,), figures)
