"""Spans of time in a question and the plan's periods they mean: "6 tháng", "năm ngoái", "quý I/2026"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from reporting.deadlines.calendar import (
    Calendar,
    calendar_span,
    last_day,
    parse_period,
    period_key,
    previous_same_kind,
    span,
)
from reporting.deadlines.obligation import opens
from reporting.plan.plan import Plan, Report
from reporting.plan.schedule import PeriodKind

Relative: TypeAlias = Literal["same", "before", "this"]
"""same: the same period a year before; before: the previous report; this: the current report."""
_QUARTERS: tuple[PeriodKind, ...] = ("Q1", "Q2", "Q3", "Q4")
_PERIODIC = frozenset({"Q1", "Q2", "H1", "Q3", "Q4", "Y"})
_YEAR = (
    r"(?:(?:cua |trong )?(?:nam )?(?P<year>(?:19|20)\d\d)"
    r"|(?:cua |trong )?(?P<word>nam (?:nay|ngoai|truoc|roi|qua|kia|vua roi)))"
)
_THAT_YEAR = r"(?! nay| ngoai| truoc| 20)"
_NUMBER = {"mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nhat": 1}
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"\b(?:{pattern})\b"), kind)
    for pattern, kind in (
        (r"(?P<code>20\d\d) (?P<of>h1|h 1|q ?[1-4]|y)", "code"),
        (rf"cung ky(?: (?:cua )?{_YEAR})?(?: (?:do|nay))?", "same"),
        (
            r"(?:bao cao |so lieu |ky )*(?:(?:0 ?)?6|sau) thang"
            rf"(?: (?:dau|thu nhat|1)(?: (?:cua )?nam)?{_THAT_YEAR})?(?:(?: dau)? {_YEAR})?",
            "H1",
        ),
        (rf"nua (?:dau )?nam(?: dau)?(?: {_YEAR})?", "H1"),
        (rf"(?:9|chin) thang(?: dau)?(?: nam{_THAT_YEAR})?(?: {_YEAR})?", "Q3"),
        (rf"quy (?P<quarter>[1-4]|mot|hai|ba|tu|bon|nhat)(?: {_YEAR})?", "quarter"),
        (r"quy (?:nay|hien tai)", "this_quarter"),
        (r"quy (?:truoc|vua roi|vua qua|roi)", "last_quarter"),
        (rf"bao cao (?:cua )?(?:ca )?{_YEAR}", "Y"),
        (
            r"(?:ca nam|bao cao nam|bao cao (?:0 ?)?(?:1|mot) nam|12 thang|(?:0 ?1|mot) nam|bao cao tong ket nam)"
            rf"(?: {_YEAR})?(?P<also> nay)?",
            "Y",
        ),
        (r"(?:tu )?dau nam (?:den|toi) (?:nay|gio)|dau nam", "this_year"),
        (r"(?:ky|dot|lan)(?: bao cao)? (?:nay|hien tai)|hien ky", "this"),
        (
            r"(?:ky|dot|lan)(?: bao cao)? (?:truoc(?: do)?|lien truoc|vua qua|vua roi|roi)"
            r"|bao cao (?:lan |ky )?(?:truoc|lien truoc|vua roi)",
            "before",
        ),
        (_YEAR, "year"),
        (r"thang (?:nay|truoc|vua roi|\d{1,2})|tuan (?:nay|truoc|vua roi)|\d{1,2} thang", "none"),
    )
)
_NOT_YET = 3
"""From this month on, "cả năm" without a year means the current year, before it the last year."""


@dataclass(frozen=True)
class PeriodMention:
    """A span of time, from character ``start`` to before ``end`` of the words joined by blanks.

    ``text``: these characters; ``kind``: ``None`` if only a year or a relative span is named.
    """

    start: int
    end: int
    text: str
    kind: PeriodKind | None = None
    year: int | None = None
    relative: Relative | None = None
    covered: bool = True
    """False if no report covers such a span: "tháng 4"."""


def find(text: str, today: date) -> list[PeriodMention]:
    """The spans of time in folded words joined by blanks, in order."""
    taken: list[PeriodMention] = []
    for pattern, kind in _PATTERNS:
        for match in pattern.finditer(text):
            if all(match.end() <= mention.start or match.start() >= mention.end for mention in taken):
                taken.append(_span(match, kind, today))
    return sorted(taken, key=lambda mention: mention.start)


def _span(match: re.Match[str], kind: str, today: date) -> PeriodMention:
    groups = match.groupdict()
    where = (match.start(), match.end(), match.group())
    year = _year(groups.get("year"), groups.get("word") or ("nam nay" if groups.get("also") else None), today)
    quarter = (today.month + 2) // 3
    match kind:
        case "code":
            return PeriodMention(*where, kind=_kind(groups["of"].replace(" ", "").upper()), year=int(groups["code"]))
        case "same" | "before" | "this":
            return PeriodMention(*where, year=year, relative=_relative(kind))
        case "quarter":
            number = _NUMBER.get(groups["quarter"]) or int(groups["quarter"])
            return PeriodMention(*where, kind=_QUARTERS[number - 1], year=year)
        case "this_quarter":
            return PeriodMention(*where, kind=_QUARTERS[quarter - 1], year=today.year)
        case "last_quarter":
            return PeriodMention(*where, kind=_QUARTERS[quarter - 2], year=today.year - (quarter == 1))
        case "this_year":
            return PeriodMention(*where, year=today.year)
        case "none":
            return PeriodMention(*where, covered=False)
        case "year":
            return PeriodMention(*where, year=year)
        case _:
            return PeriodMention(*where, kind=_kind(kind), year=year)


def _kind(name: str) -> PeriodKind:
    return parse_period(f"2000-{name}").kind


def _relative(kind: str) -> Relative:
    return "same" if kind == "same" else "before" if kind == "before" else "this"


def _year(number: str | None, word: str | None, today: date) -> int | None:
    if number:
        return int(number)
    if word:
        return today.year - {"nam nay": 0, "nam kia": 2}.get(word, 1)
    return None


@dataclass(frozen=True)
class PlanPeriods:
    """The periods of a plan around a day."""

    plan: Plan
    today: date
    calendar: Calendar

    @property
    def now(self) -> str | None:
        """The period of the current report: the last one that has opened by this day; ``None`` if there is none."""
        known = [(opened, key) for opened, _, key in self._around() if opened <= self.today]
        return max(known)[1] if known else None

    @property
    def next(self) -> str | None:
        """The period of the report due next; ``None`` if there is none."""
        known = [(due, key) for _, due, key in self._around() if due >= self.today]
        return min(known)[1] if known else None

    def _around(self) -> Iterator[tuple[date, date, str]]:
        for report in self.plan.reports:
            for year in range(self.today.year - 1, self.today.year + 2):
                if report.period in _PERIODIC:
                    yield (*_days(report, year), period_key(year, report.period))

    def has(self, kind: str) -> bool:
        return any(report.period == kind for report in self.plan.reports)

    def previous(self, key: str) -> str:
        """The earlier period to compare with: for a quarter the one before, otherwise the same period a year before."""
        period = parse_period(key)
        if period.kind in _QUARTERS:
            at = _QUARTERS.index(period.kind)
            if self.has(_QUARTERS[at - 1]):
                return period_key(period.year - (at == 0), _QUARTERS[at - 1])
        return previous_same_kind(key)

    def key(self, span: PeriodMention, base: str | None, *, coming: bool = False) -> str | None:
        """The period that a span means; ``None`` if it is not known.

        ``base``: the period that relative spans refer to, by default the current one. ``coming``: a future deadline is
        asked about.
        """
        base = base or self.now
        if span.relative and span.year and base:
            return period_key(span.year, parse_period(base).kind)
        if span.relative:
            return self._relative(span.relative, base)
        if span.kind:
            return period_key(span.year or self._year_of(span.kind, coming), span.kind)
        return self._of_year(span.year, base) if span.year else None

    def _relative(self, relative: Relative, base: str | None) -> str | None:
        if base is None or relative == "this":
            return base
        return previous_same_kind(base) if relative == "same" else self.previous(base)

    def _year_of(self, kind: PeriodKind, coming: bool) -> int:
        """The year of a kind of period named without a year: this year, or the last one if it has not begun.

        "cả năm" is last year's until ``_NOT_YET``; with ``coming`` it is the year of the next deadline.
        """
        year = self.today.year
        if coming:
            dues = [
                parse_period(key).year for _, due, key in self._around() if key.endswith(kind) and due >= self.today
            ]
            return min(dues, default=year)
        if kind == "Y":
            return year - (self.today.month < _NOT_YET)
        return year - (calendar_span(period_key(year, kind)).from_ > self.today)

    def _of_year(self, year: int, base: str | None) -> str | None:
        """The period that a year alone means: ``base`` if it is of that year, otherwise the whole year."""
        if base and parse_period(base).year == year:
            return base
        return period_key(year, "Y")

    def like(self, span: PeriodMention, base: str) -> str | None:
        """The period of ``span`` to compare ``base`` with; a year alone means the same period of that year."""
        if span.year and not span.kind:
            return period_key(span.year, parse_period(base).kind)
        if span.kind and not span.year and span.kind == parse_period(base).kind:
            return previous_same_kind(base)
        return self.key(span, base)


def _days(report: Report, year: int) -> tuple[date, date]:
    """The day a report opens and its last day; if the plan sets no deadline, the first and last day of its period."""
    due, window = last_day(report.due, year), span(report, year)
    if due is None:
        return calendar_span(period_key(year, report.period))
    return opens(due, window.until if window else None), due


__all__ = ["PeriodMention", "PlanPeriods", "find"]
