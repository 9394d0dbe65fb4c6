"""Working days, periods, and the deadlines of a plan in a given year.

Days are days in Vietnam (Asia/Ho_Chi_Minh); instants are UTC. A deadline that falls on a day off is not moved: it is
shown together with the last working day before it. Cà Mau's six months of 2026, "trước ngày 25/5"::

    Deadline(plan="ca-mau-2017", report="six-months", period="2026-H1", rule="before",
             last_day=date(2026, 5, 24), last_working_day=date(2026, 5, 22), …)
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple, get_args
from zoneinfo import ZoneInfo

import holidays

from reporting.plan.plan import DeadlineRule, LevelDeadlineRule, PeriodKind, Plan, Report, UnitKind

TIME_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DAY = timedelta(days=1)
_MONTHS: dict[PeriodKind, tuple[int, int]] = {"Q1": (1, 3), "Q2": (4, 6), "H1": (1, 6), "Q3": (7, 9), "Q4": (10, 12)}
"""The first and last month of the periods that are not a year."""
PERIOD_KINDS: tuple[PeriodKind, ...] = get_args(PeriodKind)


class Period(NamedTuple):
    year: int
    kind: PeriodKind


class DateRange(NamedTuple):
    """The days a report covers, both ends included."""

    from_: date
    until: date


@dataclass(frozen=True, slots=True)
class Deadline:
    """The deadline of one report in one year.

    ``level``: the kind of unit whose own deadline this is; ``None`` for the deadline of the plan. ``last_day``: the
    last day on time; ``None`` if the plan sets none. ``in_force``: whether the plan is in force on that day.
    """

    plan: str
    report: str
    period: str
    level: UnitKind | None
    window: DateRange | None
    wording: str | None
    rule: Literal["before", "by"] | None
    last_day: date | None
    last_working_day: date | None
    in_force: bool | None


@lru_cache(maxsize=64)
def _public(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Vietnam's public holidays of a year, and the weekend days that are working days in exchange for a day off."""
    table = holidays.country_holidays("VN", years=year)
    return frozenset(table), frozenset(day for day in table.weekend_workdays if day.year == year)


@dataclass(frozen=True)
class Calendar:
    """Working days: the public holidays of Vietnam, with the office's own days off and working days added."""

    days_off: frozenset[date] = frozenset()
    working_days: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        if day in self.days_off:
            return False
        public, worked = _public(day.year)
        return day in self.working_days or day in worked or (day.weekday() < 5 and day not in public)

    def opens_a_week(self, day: date) -> bool:
        """Whether ``day`` is the first working day of its week: a Monday, or a later day if Monday is a day off."""
        return self.is_working(day) and not any(self.is_working(day - DAY * n) for n in range(1, day.weekday() + 1))

    def last_working_day_on_or_before(self, day: date) -> date:
        while not self.is_working(day):
            day -= DAY
        return day

    def working_days_before(self, day: date, count: int) -> date:
        """The ``count``-th working day before ``day``, not counting ``day``: three before a Sunday is Wednesday."""
        for _ in range(count):
            day = self.last_working_day_on_or_before(day - DAY)
        return day

    def working_days_between(self, after: date, until: date) -> int:
        """The number of working days after ``after`` up to and including ``until``: "còn 2 ngày làm việc"."""
        return sum(self.is_working(after + DAY * n) for n in range(1, (until - after).days + 1))


def deadlines(plan: Plan, year: int, calendar: Calendar) -> list[Deadline]:
    """All deadlines of a year, whether or not the plan is in force then: one for each report and each of its levels.

    Sorted by last day; those without one come last, in the order of the plan.
    """
    rows = [row for report in plan.reports for row in _rows(plan, report, year, calendar)]
    return sorted(rows, key=lambda row: row.last_day or date.max)


def deadline_for(plan: Plan, report: Report, year: int, kind: UnitKind, calendar: Calendar) -> Deadline:
    """The deadline that applies to a kind of unit: that of its level, otherwise that of the plan."""
    own, *levels = _rows(plan, report, year, calendar)
    return next((row for row in levels if row.level == kind), own)


def _rows(plan: Plan, report: Report, year: int, calendar: Calendar) -> Iterator[Deadline]:
    own = last_day(report.due, year)
    yield _row(plan, report, year, calendar, None, report.due, own)
    for kind, level in report.levels.items():
        yield _row(plan, report, year, calendar, kind, level.due, level_last_day(level, own, year, calendar))


def _row(
    plan: Plan,
    report: Report,
    year: int,
    calendar: Calendar,
    level: UnitKind | None,
    due: DeadlineRule | None,
    last: date | None,
) -> Deadline:
    return Deadline(
        plan=plan.id,
        report=report.id,
        period=period_key(year, report.period),
        level=level,
        window=span(report, year),
        wording=report.wording if level is None else None,
        rule=due.rule if due else "by" if last else None,
        last_day=last,
        last_working_day=calendar.last_working_day_on_or_before(last) if last else None,
        in_force=plan.in_force.contains(last) if last else None,
    )


def last_day(due: DeadlineRule | None, year: int) -> date | None:
    """The last day on which a report is on time: "trước ngày 25/5" is 24/5, "chậm nhất ngày 25/5" is 25/5.

    ``None`` without a rule.
    """
    if due is None:
        return None
    day = due.day.in_year(year)
    return day - DAY if due.rule == "before" else day


def level_last_day(level: LevelDeadlineRule, own: date | None, year: int, calendar: Calendar) -> date | None:
    """The last day of a level; if it is given in working days, counted back from the plan's last day (``own``).

    ``None`` if that one is not known.
    """
    if level.working_days_before is None:
        return last_day(level.due, year)
    return calendar.working_days_before(own, level.working_days_before) if own else None


def span(report: Report, year: int) -> DateRange | None:
    """The days a report covers in a year; Cà Mau's six months of 2026: 16/11/2025 to 15/5/2026. ``None``: no window."""
    window = report.window
    return DateRange(window.from_.in_year(year), window.until.in_year(year)) if window else None


def period_key(year: int, kind: PeriodKind) -> str:
    """→ "2026-H1"."""
    return f"{year}-{kind}"


def parse_period(key: str) -> Period:
    """The year and kind of "2026-H1": (2026, "H1"). Raises ValueError for anything else."""
    year, _, name = key.partition("-")
    for kind in PERIOD_KINDS:
        if kind == name and len(year) == 4 and year.isascii() and year.isdigit():
            return Period(int(year), kind)
    raise ValueError(f"{key!r} is no period such as 2026-H1")


def previous_same_kind(key: str) -> str:
    """The period of the same kind a year before: "2026-H1" → "2025-H1". Raises ValueError for an invalid key."""
    period = parse_period(key)
    return period_key(period.year - 1, period.kind)


def calendar_span(period: str) -> DateRange:
    """The days of the calendar that a period names: "2023-H1" → 1/1/2023 to 30/6/2023.

    Quarters and the first half year; every other kind of period is the year.
    """
    year, kind = parse_period(period)
    first_month, last_month = _MONTHS.get(kind, (1, 12))
    return DateRange(date(year, first_month, 1), date(year, last_month, monthrange(year, last_month)[1]))


def last_instant(last: date) -> datetime:
    """The instant from which a report is late: midnight after the last day, in Vietnam, as UTC."""
    return datetime.combine(last + DAY, time(), tzinfo=TIME_ZONE).astimezone(UTC)


def local_day(instant: datetime) -> date:
    """The day in Vietnam at an instant."""
    return instant.astimezone(TIME_ZONE).date()


def month_of(instant: datetime) -> tuple[datetime, datetime]:
    """The instants at which the month in Vietnam begins and ends, as UTC."""
    first = local_day(instant).replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return last_instant(first - DAY), last_instant(following - DAY)
