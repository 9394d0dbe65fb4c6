"""The schedule of a plan as data: periods covered, deadlines, reminders and term.

An extract of a plan::

    - id: six-months
      title: Báo cáo 6 tháng
      period: H1
      window: {from: 16/11 năm trước, until: 15/5}
      due: {before: 25/5}              # strictly: the last day is 24/5
      source: {at: IV.3.a, quote: gửi trước ngày 25/5}
"""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator
from pydantic_core import PydanticCustomError

from reporting.plan.model import Citation, Id, Model


class DayMonth(Model):
    """A day of the reporting year, or of the year before: ``25/5``, ``16/11 năm trước``."""

    day: int = Field(ge=1, le=31)
    month: int = Field(ge=1, le=12)
    years_before: int = Field(default=0, ge=0, le=1)

    def in_year(self, year: int) -> date:
        return date(year - self.years_before, self.month, self.day)

    def __str__(self) -> str:
        return f"{self.day}/{self.month}" + (" năm trước" if self.years_before else "")


_DAY_MONTH = re.compile(r"(\d{1,2})/(\d{1,2})(\s+năm trước)?")


def _day_month(value: Any) -> Any:
    if isinstance(value, DayMonth):
        return value
    match = _DAY_MONTH.fullmatch(str(value).strip())
    if not match:
        raise PydanticCustomError("day_month", "{value}: not a day and month", {"value": str(value)})
    day, month = int(match[1]), int(match[2])
    try:
        date(2023, month, day)  # 29/2 and 31/4 are no yearly dates
    except ValueError as error:
        raise PydanticCustomError("no_yearly_day", "{value}: not in every year", {"value": str(value)}) from error
    return {"day": day, "month": month, "years_before": int(bool(match[3]))}


DayOfYear = Annotated[DayMonth, BeforeValidator(_day_month), PlainSerializer(str, return_type=str)]


class Window(Model):
    """The days the figures cover, both ends included."""

    from_: DayOfYear = Field(alias="from")
    until: DayOfYear


class DeadlineRule(Model):
    """``{before: 25/5}`` (on time until the end of 24/5) or ``{by: 25/5}`` (until the end of 25/5). Exactly one."""

    before: DayOfYear | None = None
    by: DayOfYear | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.before is None) == (self.by is None):
            raise PydanticCustomError("before_or_by", "exactly one of before and by")
        return self

    @property
    def rule(self) -> Literal["before", "by"]:
        return "before" if self.before is not None else "by"

    @property
    def day(self) -> DayMonth:
        day = self.before or self.by
        assert day is not None
        return day


class LevelDeadlineRule(Model):
    """The deadline of one level (kind of unit): a rule, or a number of working days before the plan's last day.

    Nghị định 09/2019 Art. 8(5) requires a deadline for each level. Exactly one of the two is set.
    """

    due: DeadlineRule | None = None
    working_days_before: int | None = Field(default=None, ge=1, le=30)

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.due is None) == (self.working_days_before is None):
            raise PydanticCustomError("due_or_days", "exactly one of due and working_days_before")
        return self


class EscalationPolicy(Model):
    """When reminders about a report that is still owed are sent, in working days: ``{before: [10, 5, 3, 1]}``.

    In addition the officers are always reminded on the last day, and on the last working day before it if the last day
    is a day off.
    """

    before: tuple[Annotated[int, Field(ge=1, le=30)], ...] = (10, 5, 3, 1)
    """Reminders to the officers: this many working days before the last day."""
    every_late: int = Field(default=1, ge=1, le=30)
    """Reminders to the officers after the last day: once in this many working days."""
    weekly_after: int = Field(default=20, ge=1, le=260)
    """Working days late after which the officers are reminded only once a week."""
    leader: int = Field(default=1, ge=1, le=30)
    """Working days late from which the late unit's leader and the coordinator are notified."""
    receiver: int = Field(default=3, ge=1, le=60)
    """Working days late from which the leader of the receiving unit is notified."""
    coordinator: tuple[Annotated[int, Field(ge=1, le=30)], ...] = (3, 1)
    """The digest for coordinators: this many working days before the last day, at noon of the last day, and the morning
    after it."""


class UnitKind(StrEnum):
    """The kinds of unit; a district is optional since 1/7/2025."""

    PROVINCE = "province"
    DEPARTMENT = "department"
    DISTRICT = "district"
    COMMUNE = "commune"


PeriodKind = Literal["Q1", "H1", "Q2", "Q3", "Q4", "Y", "AD", "IR", "FR"]
"""Quarters, half-year, year; requested once: ad-hoc report, interim review (sơ kết), final review (tổng kết)."""


class Report(Model):
    """One kind of periodic report: period, days covered (``window``), deadline, deadlines by level, and its source."""

    id: Id
    title: str
    period: PeriodKind
    window: Window | None = None
    due: DeadlineRule | None = None
    levels: dict[UnitKind, LevelDeadlineRule] = Field(default_factory=dict)
    source: Citation

    @property
    def wording(self) -> str | None:
        """The deadline in the words of the plan; ``None`` if it sets none."""
        return self.source.quote if self.due else None


class Duty(Model):
    """A duty other than a periodic report: an implementation plan, ad-hoc reports, interim and final reviews."""

    id: str
    title: str
    kind: Literal["one_off", "ad_hoc", "interim_review", "final_review", "upward"]
    who: str | None = None
    when: str | None = None
    source: Citation


class PlanTerm(Model):
    """The first and the last day on which a plan is in force.

    ``from`` is null if the text does not give the first day; ``not_before`` is then the earliest day possible.
    """

    from_: date | None = Field(default=None, alias="from")
    not_before: date | None = None
    until: date | None = None
    source: Citation | None = None

    def contains(self, day: date) -> bool | None:
        """Whether the plan is in force on ``day``; ``None`` if the text does not say."""
        if self.until is not None and day > self.until:
            return False
        start = self.from_ or self.not_before
        if start is not None and day < start:
            return False
        return True if self.from_ is not None and self.until is not None else None
