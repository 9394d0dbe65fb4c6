"""How communes (địa bàn) are chosen for transformation each year, and when one counts as transformed."""

from typing import Literal

from reporting.plan.model import Citation, Model, Percent

CriterionKind = Literal["count", "yes_no", "description"]


class Criterion(Model):
    """``{id: A1, title: Số vụ phạm pháp hình sự xảy ra, kind: count, unit: vụ}``. The texts set no threshold."""

    id: str
    title: str
    kind: CriterionKind
    unit: str | None = None
    field: str | None = None
    """The count of the reports that says the same (B1 is c40)."""
    parts: tuple["Criterion", ...] = ()
    """The answers of an item that asks for two (B4: người nghiện; người sử dụng)."""
    not_through_chat: bool = False


class CriteriaGroup(Model):
    id: str
    title: str
    items: tuple[Criterion, ...]


class ZoneCap(Model):
    """The most that may be selected ("không vượt quá 15%"): the floor of a share of a district's or the province's."""

    percent: Percent
    of: Literal["district", "province"]
    source: Citation
    derived: str | None = None


class SuccessRule(Model):
    """So many percent of the targets, and the gate, which a person confirms."""

    at_least_percent: Percent
    counted_by: Literal["points", "atomic", "merged"] = "points"
    gate: str
    source: Citation
    derived: str | None = None


class ZoneRules(Model):
    """The yearly selection: its criteria, its cap, and the success rule."""

    duration_months: int
    decided_by: Literal["district", "province"] = "province"
    """Whose steering committee decides on the communes and their outcome, where the unit list has that level."""
    criteria: tuple[CriteriaGroup, ...]
    cap: ZoneCap
    success: SuccessRule
    source: Citation
