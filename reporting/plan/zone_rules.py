"""How communes (địa bàn) are chosen for transformation each year, and when one counts as transformed."""

from typing import Literal

from reporting.plan.model import Citation, Model, Percent

CriterionKind = Literal["count", "yes_no", "description"]


class Criterion(Model):
    """``{id: A1, title: Số vụ phạm pháp hình sự xảy ra, kind: count, unit: vụ}``. The plans set no thresholds."""

    id: str
    title: str
    kind: CriterionKind
    unit: str | None = None
    field: str | None = None
    """The field of the reports that counts the same: B1 is c40."""
    parts: tuple["Criterion", ...] = ()
    """The two questions of an item that asks for two answers (B4: người nghiện; người sử dụng)."""
    not_through_chat: bool = False
    """Whether it is sent on paper only ("gửi bằng văn bản"): lists of people."""


class CriteriaGroup(Model):
    """``{id: A, title: Nhóm tiêu chí về hình sự, items: […]}``."""

    id: str
    title: str
    items: tuple[Criterion, ...]


class ZoneCap(Model):
    """The most communes that may be selected ("không vượt quá 15%"): a share of the district's or the province's.

    It is rounded down. ``derived``: how it follows from the text, where the text does not say it literally.
    """

    percent: Percent
    of: Literal["district", "province"]
    source: Citation
    derived: str | None = None


class SuccessRule(Model):
    """When a commune counts as transformed: the percentage of targets met, and a condition that a person confirms.

    ``gate`` is the condition in the words of the plan. ``counted_by``: see ``reporting.figures.zone_success``.
    """

    at_least_percent: Percent
    counted_by: Literal["points", "atomic", "merged"] = "points"
    gate: str
    source: Citation
    derived: str | None = None


class ZoneRules(Model):
    """The yearly selection of communes: criteria, cap, and the rule of success."""

    duration_months: int
    decided_by: Literal["district", "province"] = "province"
    """The level whose steering committee decides on communes and their outcome; the province where there is none."""
    criteria: tuple[CriteriaGroup, ...]
    cap: ZoneCap
    success: SuccessRule
    source: Citation
