"""The shorter report that a longer one contains: six months within a year."""

from __future__ import annotations

from reporting.plan.form import Question
from reporting.plan.plan import Plan, Report


def interim(plan: Plan, report: Report) -> Report | None:
    """The report whose window is the beginning of this one's: Cà Mau's six months (16/11–15/5) within the year.

    Flows of the longer report are never below those of the shorter; the rest is known only by subtraction.
    """
    if report.window is None:
        return None
    return next((other for other in plan.reports if _begins(other, report)), None)


def _begins(shorter: Report, longer: Report) -> bool:
    if shorter.window is None or longer.window is None or shorter.window.from_ != longer.window.from_:
        return False
    return (shorter.window.until.month, shorter.window.until.day) < (longer.window.until.month, longer.window.until.day)


def remainder(question: Question, whole: int, begun: int) -> int | None:
    """The figure of the months after the shorter report ("suy ra"), by subtraction.

    ``None`` for a stock, a question without figures, and where it would be negative.
    """
    return whole - begun if question.is_figure and not question.stock and whole >= begun else None
