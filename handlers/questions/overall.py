"""A summary in a few lines: who has submitted the report, which targets are not met."""

from __future__ import annotations

from handlers.questions.context import QuestionAnswer, QuestionContext
from handlers.questions.filing import answer_filed
from handlers.questions.targets import target
from handlers.turn.messages import Button


def summary(context: QuestionContext) -> QuestionAnswer:
    """Filing first, then the targets; a button leads to the whole summary."""
    answer = answer_filed(context)
    if answer.is_empty:
        return answer
    answer.paragraphs += target(context).paragraphs
    period, unit = context.query.period, context.scope[0].id
    args = {"plan": context.plan.id, "report": context.report_id(period), "period": period, "unit": unit}
    answer.buttons.insert(0, Button(context.words("questions.choice.summary"), "summary.show", args))
    return answer
