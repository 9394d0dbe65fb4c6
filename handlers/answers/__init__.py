"""The answers to questions: one file a kind, put together here.

Each takes a :class:`Case` (the query, whose it is, the figures) and gives a :class:`Reply`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handlers.answers.case import Case, Reply
from handlers.answers.compared import compare
from handlers.answers.counted import count
from handlers.answers.due import deadline
from handlers.answers.examples import examples
from handlers.answers.filing import filed, late, missing
from handlers.answers.judged import rate, target
from handlers.answers.overall import summary
from handlers.answers.plan_says import plan_says
from handlers.answers.ranked import rank
from handlers.answers.reading import reading_words
from reporting.question import Intent

ANSWERS: Mapping[Intent, Callable[[Case], Reply]] = {
    "missing": missing,
    "late": late,
    "filed": filed,
    "count": count,
    "rate": rate,
    "target": target,
    "compare": compare,
    "rank": rank,
    "deadline": deadline,
    "plan": plan_says,
    "summary": summary,
}
TIMELESS = frozenset({"plan", "help", "deadline"})
"""Answered from the plan's text: no moment has to be told."""

__all__ = ["ANSWERS", "TIMELESS", "Case", "Reply", "examples", "reading_words"]
