"""The model of the demo's data file ``data/ca-mau.yaml``."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from ruamel.yaml import YAML

from reporting.plan.model import Model
from reporting.plan.schedule import DayOfYear
from reporting.roles import Role
from storage.people.subscriptions import SubscriptionKind

FILE = Path(__file__).parent / "data" / "ca-mau.yaml"


class SamplePlan(Model):
    from_: str = Field(alias="from")
    id: str
    title: str
    communes_before: int
    """Working days before the plan's last day."""


class SampleUnit(Model):
    code: str
    name: str


class SampleDistrict(Model):
    """``last_year``: days after the deadline of its two reports; ``this_year``: the day its six-month report was filed.

    ``answered``: number of answers in its draft, if it has not filed.
    """

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    communes: tuple[str, ...]
    zones: tuple[str, ...] = ()
    last_year: tuple[int, int]
    this_year: DayOfYear | None = None
    answered: int = 0
    accepted: bool = False
    situation: str | None = None

    def coded(self) -> list[SampleUnit]:
        """The district's communes with codes, "MAU-0501" for the first of MAU-05."""
        return [SampleUnit(code=f"{self.code}{number:02}", name=name) for number, name in enumerate(self.communes, 1)]

    @property
    def zone_codes(self) -> list[str]:
        """The codes of its communes under transformation."""
        return [commune.code for commune in self.coded() if commune.name in self.zones]


class SamplePersona(Model):
    id: str
    name: str
    role: Role
    unit: str
    receives: tuple[SubscriptionKind, ...] = ()


class FigureRule(Model):
    """How a figure is drawn: from a range, or as a percentage of another figure; at most the figure ``within``."""

    from_: int = Field(default=0, alias="from")
    to: int = 0
    of: str | None = None
    percent: tuple[int, int] = (100, 100)
    year: tuple[int, int] | None = None
    """The percentage in the annual report, if that is not the sum of two halves."""
    within: str | None = None
    stock: bool = False


class Sample(Model):
    plan: SamplePlan
    province: SampleUnit
    districts: tuple[SampleDistrict, ...]
    personas: tuple[SamplePersona, ...]
    officer: str
    commune_officer: str
    commune: str
    figures: dict[str, FigureRule]
    answers: dict[str, bool]
    situation: str
    fixed: dict[str, dict[str, int]]
    fixed_this_year: dict[str, dict[str, int]]


def load() -> Sample:
    """Reads the data file."""
    return Sample.model_validate(YAML(typ="safe").load(FILE))
