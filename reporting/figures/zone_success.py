"""Whether a commune counts as transformed after its year: the share of targets it met, of those that arose there.

Bà Rịa - Vũng Tàu and Cà Mau II.4: "Địa bàn đạt 80% các chỉ tiêu … trở lên". What counts as one target is set in the
plan's data (``SuccessRule.counted_by``): a point with everything it asks for, an atomic test, or a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from reporting.figures.figures import Values
from reporting.figures.target_evaluation import TargetEvaluation, Verdict, evaluate
from reporting.plan.target import Target
from reporting.plan.zone_rules import SuccessRule

ZoneOutcome: TypeAlias = Literal["recognised", "not_recognised", "carried_over"]
OUTCOMES: Final[tuple[ZoneOutcome, ...]] = ("recognised", "not_recognised", "carried_over")


@dataclass(frozen=True)
class CountedTarget:
    """What is counted as one target: ``CountedTarget("a", (CM-a1, CM-a2, CM-a3, CM-a4))``."""

    name: str
    results: tuple[TargetEvaluation, ...]

    @property
    def verdict(self) -> Verdict:
        """Met when all of its tests that arose are met; one failed test makes it ``not_met``, whatever is missing."""
        verdicts = {result.verdict for result in self.results}
        order: tuple[Verdict, ...] = ("not_met", "missing", "unclear", "met")
        return next((verdict for verdict in order if verdict in verdicts), "not_arisen")


@dataclass(frozen=True)
class ZoneScore:
    """The targets of one commune's year: "đạt 4/5, không phát sinh 0"."""

    counted: tuple[CountedTarget, ...]
    at_least_percent: int

    def of(self, *verdicts: Verdict) -> tuple[CountedTarget, ...]:
        return tuple(counted_target for counted_target in self.counted if counted_target.verdict in verdicts)

    @property
    def met(self) -> int:
        return len(self.of("met"))

    @property
    def arisen(self) -> int:
        """The targets that ``met`` is a share of: those that arose, and those without figures yet."""
        return len(self.counted) - self.not_arisen

    @property
    def not_arisen(self) -> int:
        return len(self.of("not_arisen"))

    @property
    def unknown(self) -> int:
        """The targets that cannot be evaluated: figures are missing or unclear."""
        return len(self.of("missing", "unclear"))

    @property
    def is_enough(self) -> bool | None:
        """Whether the share is reached, computed in integers; ``None`` while figures are missing or nothing arose."""
        if self.unknown or not self.arisen:
            return None
        return self.met * 100 >= self.at_least_percent * self.arisen


def score(success: SuccessRule, targets: Iterable[Target], figures: Values) -> ZoneScore:
    """Evaluates the plan's targets for one commune.

    ``figures``: what was reported about the commune over its year, by field; a field not in it is missing.
    """
    plan_targets = [target for target in targets if target.level == "target" and target.scope == "selected_zones"]
    groups: dict[str, list[TargetEvaluation]] = {}
    for result in evaluate(plan_targets, [figures]):
        groups.setdefault(_name(success, result.target), []).append(result)
    return ZoneScore(
        tuple(CountedTarget(name, tuple(results)) for name, results in groups.items()), success.at_least_percent
    )


def _name(success: SuccessRule, target: Target) -> str:
    """The name under which the target is counted: targets with the same name are one."""
    if success.counted_by == "points" and target.point:
        return target.point
    if success.counted_by == "merged" and target.point and target.areas_percent:
        return target.point  # one sentence: "100% các địa bàn … ít nhất 01 mô hình …; xây dựng … nội quy"
    return target.id


def allowed_outcomes(score: ZoneScore, gate: bool | None) -> Sequence[ZoneOutcome]:
    """What a person may decide: ``recognised`` only with enough targets met and the plan's condition confirmed.

    ``gate``: whether the condition holds; ``None`` where nobody has answered that.
    """
    return OUTCOMES if score.is_enough and gate else OUTCOMES[1:]
