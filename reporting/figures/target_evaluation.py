"""Verdicts on targets: figures are added up, and the sums compared as integers with the operator of the plan."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from reporting.figures.figures import NOT_ARISEN, FigureValue, Values, number
from reporting.plan.target import Comparator, Target

Verdict: TypeAlias = Literal["met", "not_met", "not_arisen", "missing", "unclear"]

COMPARE: Mapping[Comparator, Callable[[int, int], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
}


@dataclass(frozen=True)
class TargetEvaluation:
    """The evaluation of one target.

    ``num``/``den``: the two sums of a rate; for a target asked of each place, the number of places that meet it and of
    those that answered. ``counted``: the number of places, out of ``places``, whose figures are known: a rate leaves
    out a place where one of its two counts is missing.
    """

    target: Target
    num: int | None
    den: int | None
    verdict: Verdict
    counted: int
    places: int
    value: FigureValue = None
    """The answer itself, if there is only one place."""
    before: tuple[int, int] | None = None
    """(num, den) of the earlier period, for a target that asks for a rise."""

    @property
    def id(self) -> str:
        return self.target.id


def evaluate(
    targets: Sequence[Target],
    places: Sequence[Values],
    baselines: Mapping[str, Values] | None = None,
) -> list[TargetEvaluation]:
    """The evaluation of every target over ``places`` (see ``figures.values_of``); without places "không phát sinh".

    ``baselines``: ``str(target.baseline)`` → sums of the same places in that period (``{"2023": {"c01": 120}}``).
    """
    return [_judge(target, places, (baselines or {}).get(str(target.baseline), {})) for target in targets]


def _judge(target: Target, places: Sequence[Values], baseline: Values) -> TargetEvaluation:
    concerned = _concerned(target, places)
    if not places:
        return TargetEvaluation(target, 0, 0, "not_arisen", 0, 0)
    if not concerned or not target.reads:
        return TargetEvaluation(target, None, None, "missing", 0, len(places))
    known = [place for place in concerned if is_known(target, place)]
    match target.test:
        case "ratio":
            return _ratio(target, known, concerned)
        case "reduction":
            return _reduction(target, known, len(concerned), baseline)
        case "increase":
            return _increase(target, known, len(concerned), baseline)
        case _:
            return _in_each_place(target, known, len(concerned))


def _concerned(target: Target, places: Sequence[Values]) -> Sequence[Values]:
    """The places that are asked for all fields of the target.

    If there is none (one agency reports the part and another the whole): the places asked for any of them.
    """
    asked_all = [place for place in places if all(field in place for field in target.reads)]
    return asked_all or [place for place in places if any(field in place for field in target.reads)]


def is_known(target: Target, place: Values) -> bool:
    """Whether a place has answered every field of the target that it is asked for, and is asked for at least one."""
    values = [place[field] for field in target.reads if field in place]
    return bool(values) and None not in values


def _ratio(target: Target, known: Sequence[Values], concerned: Sequence[Values]) -> TargetEvaluation:
    """A rate. If its two counts come from different places, every one of these has to have answered."""
    assert target.ratio is not None
    separate = not all(field in place for place in concerned for field in target.reads)
    incomplete = separate and (len(known) < len(concerned) or not _is_said(target, known))
    if not known or incomplete:
        return TargetEvaluation(target, None, None, "missing", len(known), len(concerned))
    num, den = _sum(known, target.ratio.of), _sum(known, target.ratio.to)
    return TargetEvaluation(target, num, den, verdict_of(target, num, den), len(known), len(concerned))


def _is_said(target: Target, known: Sequence[Values]) -> bool:
    return all(any(field in place for place in known) for field in target.reads)


def _increase(target: Target, known: Sequence[Values], places: int, baseline: Values) -> TargetEvaluation:
    """A rise against the baseline: a rate that has not risen is "not_met", one that has risen is "unclear".

    The plan does not say whether the rise is in percentage points or relative to the earlier rate (Đắk Lắk).
    """
    before = [baseline.get(field) for field in target.reads]
    if len(known) < places or None in before or not _is_said(target, known):
        return TargetEvaluation(target, None, None, "missing", len(known), places)
    if target.ratio is None:
        return TargetEvaluation(target, None, None, "unclear", places, places)
    num, den = _sum(known, target.ratio.of), _sum(known, target.ratio.to)
    earlier = number(baseline[target.ratio.of]), number(baseline[target.ratio.to])
    verdict: Verdict = "unclear" if num * earlier[1] > earlier[0] * den else "not_met"
    if not den or not earlier[1]:
        verdict = "not_arisen"
    return TargetEvaluation(target, num, den, verdict, places, places, before=earlier)


def _reduction(target: Target, known: Sequence[Values], places: int, baseline: Values) -> TargetEvaluation:
    """num = baseline − now, den = baseline; the places are those of the baseline, so none may be missing now."""
    before = [baseline.get(field) for field in target.reads]
    if len(known) < places or None in before or not _is_said(target, known):
        return TargetEvaluation(target, None, None, "missing", len(known), places)
    den = sum(number(value) for value in before)
    num = den - sum(_sum(known, field) for field in target.reads)
    return TargetEvaluation(target, num, den, verdict_of(target, num, den), places, places)


def _in_each_place(target: Target, known: Sequence[Values], places: int) -> TargetEvaluation:
    """A yes, a no or a count asked of each place; "missing" while the places without answer could change the verdict.

    A place that answered "không phát sinh" is not counted.
    """
    if not known or not all(field in place for place in known for field in target.reads):
        return TargetEvaluation(target, None, None, "missing", 0, places)
    answers = [[place[field] for field in target.reads if place[field] != NOT_ARISEN] for place in known]
    arisen = [values for values in answers if values]
    met = sum(all(_holds(target, value) for value in values) for values in arisen)
    missing = places - len(known)
    needed = (target.areas_percent or 100) * (len(arisen) + missing)
    verdict: Verdict = "missing"
    if not arisen and not missing:
        verdict = "not_arisen"
    elif met * 100 >= needed:
        verdict = "met"
    elif (met + missing) * 100 < needed:
        verdict = "not_met"
    value = arisen[0][0] if places == 1 and arisen and len(arisen[0]) == 1 else None
    return TargetEvaluation(target, met, len(arisen), verdict, len(known), places, value)


def _holds(target: Target, value: FigureValue) -> bool:
    if target.test == "none":
        return not value
    if target.test == "at_least":
        return number(value) >= (target.value or 1)
    return bool(value)


def verdict_of(target: Target, num: int, den: int) -> Verdict:
    """``num/den`` compared with the target's percentage in integers; "unclear" if its two readings disagree (DL-4)."""
    if den == 0:
        return "not_arisen"
    if target.value is None:
        return "unclear"
    readings = {COMPARE[target.comparator or ">="](num * 100, target.value * den)}
    if target.or_comparator is not None:
        readings.add(COMPARE[target.or_comparator](num * 100, target.value * den))
    if len(readings) > 1:
        return "unclear"
    return "met" if True in readings else "not_met"


def _sum(places: Sequence[Values], field: str) -> int:
    return sum(number(place[field]) for place in places if field in place)


def tenths(num: int, den: int) -> int:
    """``num/den`` in tenths of a percent, rounded half away from zero: 24, 25 → 960. ``den`` must be positive."""
    size = (abs(num) * 2000 + den) // (2 * den)
    return size if num >= 0 else -size


def format_rate(num: int, den: int, mark: str = ",") -> str:
    """ "96,0%" for 24/25, with the decimal mark given.

    For display only, not for verdicts: 7496/10000 shows 75,0% and still fails "trên 75%".
    """
    rate = tenths(num, den)
    return f"{'−' if rate < 0 else ''}{abs(rate) // 10}{mark}{abs(rate) % 10}%"
