"""By how much a report is late: the only place that decides it. A returned report is as late as it was first sent.

The rule: under 24 hours from the moment a report became late, whole hours ("trễ 2 giờ", "trễ dưới 1 giờ"); from then
on days as the calendar counts them in Vietnam, from the last day to the day of submission ("trễ 2 ngày"). A report
received on paper has a day and no hour: always days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from reporting.deadlines.calendar import DAY, local_day
from reporting.deadlines.obligation import ReportState

HOUR = timedelta(hours=1)
_LAST_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Lateness:
    """``days`` from 24 hours on, else ``days`` is 0 and ``hours`` counts the whole ones: 0 is under an hour."""

    days: int
    hours: int = 0


def lateness(late_from: datetime, at: datetime, *, by_day: bool = False) -> Lateness | None:
    """How late a report submitted ``at`` is; ``None`` where it is in time.

    ``late_from``: the instant from which it is late, the end of its last day or the hour set. ``by_day``: only the day
    is known, as for a report on paper.

    >>> lateness(last_instant(date(2026, 5, 24)), datetime.fromisoformat("2026-05-26T10:00+07:00"))
    Lateness(days=2, hours=0)
    """
    after = at - late_from
    if after < timedelta(0):
        return None
    last_day = local_day(late_from - _LAST_MOMENT)
    if by_day or after >= DAY:
        return Lateness(days=(local_day(at) - last_day).days)
    return Lateness(days=0, hours=after // HOUR)


@dataclass(frozen=True, slots=True)
class StatusInput:
    """One unit's report as it is counted.

    ``late_from``: the instant from which it is late. ``filed_at``: its first submission, or the day it came on paper.
    """

    state: ReportState
    late_from: datetime
    filed_at: datetime | None
    nil: bool = False
    on_paper: bool = False

    @property
    def is_filed(self) -> bool:
        """Submitted or accepted, and not returned since."""
        return self.state in (ReportState.FILED, ReportState.ACCEPTED)

    def lateness(self, now: datetime) -> Lateness | None:
        """By how much the report is late; ``None`` where it is in time, not yet due or excused.

        A report that was submitted, also one that was returned, stays as late as its first submission was. One that
        never was is as late as it is ``now``.
        """
        if self.state == ReportState.EXCUSED:
            return None
        return lateness(self.late_from, self.filed_at or now, by_day=self.on_paper)
