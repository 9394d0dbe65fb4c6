"""A target (chỉ tiêu) of a plan as data: fields, comparator, value and source.

An extract of a plan::

    - id: CM-a2
      point: a
      title: Tỷ lệ điều tra, khám phá các loại tội phạm
      scope: selected_zones
      test: ratio
      ratio: {of: c03, to: c02}
      comparator: ">="
      value: 80
      source: {at: I.2.a, quote: tỷ lệ điều tra, khám phá các loại tội phạm đạt từ 80% trở lên}
"""

from typing import Literal

from pydantic import Field

from reporting.plan.model import Citation, Model, Percent

Scope = Literal["selected_zones", "all"]
Comparator = Literal[">=", ">", "<", "<=", "="]
TargetTest = Literal["ratio", "reduction", "increase", "none", "yes", "at_least", "qualitative"]
"""ratio: of/to · reduction: fall against a baseline, as a share of it · increase: rise against a baseline ·
none: the yes/no field must be no · yes: must be yes · at_least: a count per area · qualitative: judged by a person."""


class Ratio(Model):
    """``{of: c03, to: c02}``: Σ of ÷ Σ to, judged by ``num*100`` against ``value*den``."""

    of: str
    to: str


class Target(Model):
    """One atomic target: "từ 80% trở lên" is ``comparator: ">="``, ``value: 80``."""

    id: str
    point: str | None = None
    """The point or bullet of the plan it belongs to, for counting success by points ("a", "b"…)."""
    title: str
    level: Literal["target", "programme"] = "target"
    scope: Scope
    test: TargetTest
    comparator: Comparator | None = None
    or_comparator: Comparator | None = None
    """The second comparator if the text contradicts itself ("trên 90% trở lên"); if the two results differ, the verdict
    is "unclear"."""
    value: int | None = Field(default=None, ge=0)
    upto: int | None = None
    """Upper end of a range ("từ 5% đến 10%"); a result above it is not a failure (DERIVED)."""
    areas_percent: Percent | None = None
    """The percentage of the selected communes that must meet it ("100% các địa bàn … ít nhất 01 mô hình")."""
    unit: str = "%"
    ratio: Ratio | None = None
    fields: tuple[str, ...] = ()
    """The fields that a test without a ratio reads (added for a reduction)."""
    baseline: int | Literal["previous_period"] | None = None
    bare: bool = False
    """The text gives a percentage with no comparator; read as >= (DERIVED)."""
    strive: bool = False
    """"phấn đấu"."""
    unclear: str | None = None
    """A question about the text that its issuer has to answer."""
    derived: str | None = None
    """Our interpretation, where the text does not say it."""
    source: Citation

    @property
    def reads(self) -> tuple[str, ...]:
        """Every field that it is judged from: ``("c03", "c02")``."""
        return (self.ratio.of, self.ratio.to) if self.ratio else self.fields
