"""Which function answers which kind of question: one module for each kind.

Each takes a :class:`QuestionContext` (the query, who asks, the plan) and returns a :class:`QuestionAnswer`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handlers.questions.compare import compare
from handlers.questions.context import QuestionAnswer, QuestionContext
from handlers.questions.count import count
from handlers.questions.deadline import deadline
from handlers.questions.examples import examples
from handlers.questions.filing import answer_filed, answer_late, answer_missing
from handlers.questions.overall import summary
from handlers.questions.plan_text import quote_plan
from handlers.questions.query_text import reading_words
from handlers.questions.rank import rank
from handlers.questions.targets import rate, target
from reporting.questions import Intent

ANSWERS: Mapping[Intent, Callable[[QuestionContext], QuestionAnswer]] = {
    "missing": answer_missing,
    "late": answer_late,
    "filed": answer_filed,
    "count": count,
    "rate": rate,
    "target": target,
    "compare": compare,
    "rank": rank,
    "deadline": deadline,
    "plan": quote_plan,
    "summary": summary,
}
TIMELESS = frozenset({"plan", "help", "deadline"})
"""Answered from the plan alone: the answer does not end with "Tính đến …"."""

__all__ = ["ANSWERS", "TIMELESS", "QuestionAnswer", "QuestionContext", "examples", "reading_words"]
